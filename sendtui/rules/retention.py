"""When a pupil's file is looked at again, to be kept or erased; which it is, a person decides.

The 31 years from birth are the records toolkit's for schools, guidance and not law, as is that the
last school known keeps the file: a primary that has sent it on, and has the receipt, need not. The
shorter terms for those who were never on the SEN register are ours, and each setting puts in its
own, with the rule it follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.calendar import months_after
from sendtui.rules.citation import Citation
from sendtui.rules.years import phase

Why = Literal["sen file", "sent on", "never on the register", "only the roll"]

SEN_YEARS, OTHER_YEARS, ROLL_YEARS, SENT_YEARS = 31, 6, 1, 0

TOOLKIT = Citation(
    "IRMS records toolkit for schools: date of birth and 31 years", "good practice", verified=False
)
LAST_SCHOOL = Citation(
    "IRMS records toolkit for schools: the file goes with the pupil, the last school keeps it",
    "good practice",
    verified=False,
)
OWN_TERMS = "this setting’s own terms"
REASONS: dict[Why, str] = {
    "sen file": "Was on the SEN register, or had a plan or a case",
    "sent on": "Has left, the file was sent on, and the receipt is here",
    "never on the register": "Has left, was never on the SEN register, and something is recorded",
    "only the roll": "Has left, and came with the roll alone",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """A setting's own terms, in years: from birth, from leaving, and from the receipt.

    `sent_years` is None where a file that was sent on is kept as any other; `rule` is the local
    rule they come from, as a certificate names it.
    """

    sen_years: int = SEN_YEARS
    other_years: int = OTHER_YEARS
    roll_years: int = ROLL_YEARS
    sent_years: int | None = None
    rule: str = ""

    @property
    def cited(self) -> str:
        """The rule, or what stands in its place."""
        return self.rule or str(TOOLKIT)

    def rule_of(self, why: Why) -> str:
        """The rule by which a file of a sort is erased: the local one, else what it rests on."""
        rests_on = {"sen file": str(TOOLKIT), "sent on": str(LAST_SCHOOL)}
        return self.rule or rests_on.get(why, OWN_TERMS)


@dataclass(frozen=True, slots=True)
class Sent:
    """That a pupil's file was sent on, and received there: the proof that outlasts the file.

    Hashes are SHA-256 as 64 hex digits.
    """

    to: str
    urn: str
    sent_on: date
    received_on: date
    pack: str = ""
    receipt: str = ""

    @property
    def proof(self) -> str:
        """It in words, with no name of a person."""
        to = " ".join(filter(None, (self.to, f"(URN {self.urn})" if self.urn else "")))
        hashes = (
            f"pack SHA-256 {self.pack}" if self.pack else "",
            f"receipt SHA-256 {self.receipt}" if self.receipt else "",
        )
        days = f"Sent on {self.sent_on:%d/%m/%Y} to {to or 'the next setting'}"
        return "; ".join(filter(None, (days, f"received {self.received_on:%d/%m/%Y}", *hashes)))


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps a file from being erased, its last day counted; without one until it is lifted."""

    id: str
    why: str
    reference: str
    since: date
    until: date | None
    by: str

    def holds(self, on: date) -> bool:
        """Whether it keeps the file on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record knows of a pupil that retention asks for; `number` is the one to type."""

    id: str
    name: str
    born: date | None
    left_on: date | None
    was_on_register: bool
    has_records: bool
    sent: Sent | None = None
    holds: tuple[Hold, ...] = ()
    number: str = ""
    is_on_roll: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """The day on which a file is looked at again, and why then; None where it cannot be told.

    `hold` is what keeps it from being erased today; `proof` that it was sent on; `number` the UPN,
    or what else names the pupil at a prompt.
    """

    pupil: str
    name: str
    why: Why
    day: date | None
    because: str
    hold: Hold | None = None
    proof: str = ""
    number: str = ""
    is_on_roll: bool = False


_PRIMARY = frozenset(("nursery", "primary", "middle deemed primary"))
_YOUNG = frozenset(("early years", "primary"))


def passes_files_on(listed: str, years: Iterable[str]) -> bool:
    """Whether a school is a primary, whose files go with the pupils.

    `listed` is its phase in the public list of schools; where that says none, everybody's last NC
    year tells, and one who was older than a primary's says that it is none.
    """
    if listed and listed.casefold() != "not applicable":
        return listed.casefold() in _PRIMARY
    found = {phase(year) for year in years} - {""}
    return bool(found) and found <= _YOUNG


def review(one: Kept, terms: Terms, today: date) -> Review | None:
    """When a pupil's file is looked at again; None for one who is here and need not be yet."""
    if one.left_on is not None and one.sent is not None and terms.sent_years is not None:
        day = months_after(one.sent.received_on, terms.sent_years * 12)
        years = f"{terms.sent_years} years from" if terms.sent_years else "due with"
        return _review(one, "sent on", day, f"{years} the receipt", today)
    if one.was_on_register:
        if one.born is None:
            return _review(one, "sen file", None, "no date of birth is recorded", today)
        day = months_after(one.born, terms.sen_years * 12)
        return _review(one, "sen file", day, f"{terms.sen_years} years from birth", today)
    if one.left_on is None:
        return None
    why: Why = "never on the register" if one.has_records else "only the roll"
    after = terms.other_years if one.has_records else terms.roll_years
    day = months_after(one.left_on, after * 12)
    return _review(one, why, day, f"{after} years from leaving", today)


def _review(one: Kept, why: Why, day: date | None, because: str, today: date) -> Review:
    hold = next((hold for hold in one.holds if hold.holds(today)), None)
    proof = one.sent.proof if one.sent is not None else ""
    said = f"{REASONS[why]}: {because}."
    return Review(one.id, one.name, why, day, said, hold, proof, one.number, one.is_on_roll)
