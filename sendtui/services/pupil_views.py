"""A pupil as a face shows them: plain frozen values, each with the id of the record it shows."""

from dataclasses import dataclass
from datetime import date

from sendtui.rules.citation import Duty, Finding
from sendtui.rules.identifiers import Check
from sendtui.rules.support import Meetings
from sendtui.rules.years import Placed
from sendtui.services.clashes import Clash


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of the pupil's, and what its check found; None where there is nothing to check."""

    field: str
    label: str
    value: str
    check: Check | None


@dataclass(frozen=True, slots=True)
class StatusView:
    """A step of the SEN status history; `current` is the one that holds today."""

    id: str
    status: str
    label: str
    since: date
    reason: str
    parents_told_on: date | None
    parents_told_how: str
    current: bool


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need: its code, words, broad area and rank."""

    id: str
    code: str
    label: str
    area_label: str
    rank: int
    since: date | None
    until: date | None
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class FlagView:
    """A dated flag."""

    id: str
    code: str
    label: str
    since: date | None
    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Who somebody is to the pupil."""

    id: str
    name: str
    role: str
    organisation: str
    parental_responsibility: bool
    phone: str
    email: str
    language: str
    format_needs: str
    since: date | None
    until: date | None
    note: str
    former_name: str = ""
    address: str = ""
    address_confidential: bool = False
    household: str = ""
    gets_letters: bool = True
    agreed_on: date | None = None
    agreed_until: date | None = None


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What the pupil or a parent said, when, and how it was gathered."""

    id: str
    whose: str
    said_on: date
    gathered: str
    words: str
    cycle: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact. `answers` is the contact it replies to; `answered_on` when it was replied to."""

    id: str
    on: date
    who: str
    how: str
    said: str
    with_parents: bool
    promised: str
    reply_by: date | None
    answered_on: date | None
    answers: str
    by: str

    @property
    def waits(self) -> bool:
        """Whether a reply was promised and has not been given."""
        return self.answered_on is None and bool(self.promised or self.reply_by)


@dataclass(frozen=True, slots=True)
class ActionView:
    """What is to be done; `days_late` is negative ahead of time, None without a day."""

    id: str
    what: str
    owner: str
    due: date | None
    done_on: date | None
    note: str
    days_late: int | None


@dataclass(frozen=True, slots=True)
class ConcernView:
    """What was noticed before the SEN register."""

    id: str
    raised_on: date
    raised_by: str
    need: str
    need_label: str
    what: str
    tried: str
    review_on: date | None
    closed_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class CycleSummary:
    """One cycle in few words; `decision` is that of its review, "" before."""

    id: str
    number: int
    focus: str
    lead: str
    started_on: date
    review_due: date | None
    signed_on: date | None
    ended_on: date | None
    end: str
    decision: str


@dataclass(frozen=True, slots=True)
class ProfileSummary:
    """The newest version of the one-page profile."""

    id: str
    version: int
    made_on: date
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PupilView:
    """Everything about one pupil on one day.

    `surname` and `forename` are those the pupil goes by; `legal_name` is "" where it is the same.
    Lists are newest first, needs by rank, open things before closed ones. `duties` say what the
    law and good practice ask and whether it is met; `findings` is advice about the reviews.
    """

    id: str
    surname: str
    forename: str
    legal_name: str
    former_surname: str
    born: date | None
    age: int | None
    nc_year: Placed
    key_stage: str
    phase: str
    young_person: bool
    class_name: str
    setting: str
    sex: str
    language: str
    interpreter: str
    format_needs: str
    left_on: date | None
    left_to: str
    identifiers: tuple[Identifier, ...]
    status: str
    status_label: str
    since: date | None
    statuses: tuple[StatusView, ...]
    needs: tuple[NeedView, ...]
    past_needs: tuple[NeedView, ...]
    flags: tuple[FlagView, ...]
    past_flags: tuple[FlagView, ...]
    people: tuple[PersonView, ...]
    voices: tuple[VoiceView, ...]
    contacts: tuple[ContactView, ...]
    actions: tuple[ActionView, ...]
    concerns: tuple[ConcernView, ...]
    cycles: tuple[CycleSummary, ...]
    profile: ProfileSummary | None
    last_review: date | None
    next_review: date | None
    duties: tuple[Duty, ...]
    meetings: Meetings
    findings: tuple[Finding, ...]
    clashes: tuple[Clash, ...]

    @property
    def name(self) -> str:
        """Forename and surname, as the pupil goes by."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def pupil_voice(self) -> VoiceView | None:
        """The pupil's latest views."""
        return next((voice for voice in self.voices if voice.whose == "pupil"), None)

    @property
    def parent_voice(self) -> VoiceView | None:
        """The parents' latest views."""
        return next((voice for voice in self.voices if voice.whose == "parent"), None)

    @property
    def promises(self) -> tuple[ContactView, ...]:
        """The contacts whose promised reply has not been given."""
        return tuple(contact for contact in self.contacts if contact.waits)

    @property
    def open_actions(self) -> tuple[ActionView, ...]:
        """What is still to be done."""
        return tuple(action for action in self.actions if action.done_on is None)
