"""One-page profiles: a draft that is signed, and after that the next version of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.profile import Profile
from sendtui.models.pupil import Pupil
from sendtui.rules.citation import Duty
from sendtui.rules.support import profile_age
from sendtui.rules.typed_dates import say
from sendtui.services import writes
from sendtui.services.records import as_day, has_happened
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

OWN_WORDS = ("appreciate", "important", "support")
"""The headings in the pupil's own words."""

STAFF_WORDS = ("communication", "triggers", "helps", "adjustments")
"""The headings in the staff's words."""

WORDS = (*OWN_WORDS, *STAFF_WORDS)
FIELDS = ("made_on", "gathered", *WORDS)
"""What a form edits; the rest is set by named acts."""


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """The version of a profile that is being written.

    `id` is "" until it is first saved. `values` are the FIELDS a form edits, prefilled from the
    version signed last, whose number is `from_version` (0 for none). `heads` are the versions to
    hand back when saving.
    """

    id: str
    pupil: str
    version: int
    values: Mapping[str, object]
    from_version: int
    heads: Bases


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """One version in the list of a pupil's profiles."""

    id: str
    version: int
    made_on: date
    signed_on: date | None
    signed_by: str


def draft(store: Store, pupil: str, today: date) -> ProfileDraft:
    """The pupil's draft, or the next version of what was signed last, or an empty first one."""
    with store.read() as session:
        _require_pupil(session, pupil)
        current = latest(session, pupil, signed=False)
        last = latest(session, pupil, signed=True)
        heads = store.heads(session, current.id) if current else {}
    values: dict[str, object] = dict.fromkeys(FIELDS, "")
    source = current or last
    if source is not None:
        values.update({name: getattr(source, name) for name in FIELDS})
    if current is None:
        values["made_on"] = today
    version = current.version if current else (last.version if last else 0) + 1
    known = current.id if current else ""
    return ProfileDraft(known, pupil, version, values, last.version if last else 0, heads)


@writes
def save(
    store: Store,
    pupil: str,
    values: Mapping[str, object],
    *,
    today: date,
    bases: Bases | None = None,
) -> str:
    """Save the pupil's draft, making the next version where there is none, and return its id.

    Only the FIELDS given are changed. `bases` are the heads of the draft the form was opened with.
    Raises InvalidError for another field, a value that does not hold, or a day after `today`.
    """
    _require_fields(values)
    has_happened("made_on", as_day(values.get("made_on")), today)
    with store.write("Write a profile") as tx:
        session = tx.session
        _require_pupil(session, pupil)
        current = latest(session, pupil, signed=False)
        if current is not None:
            tx.put("profile", current.id, values, bases)
            return current.id
        last = latest(session, pupil, signed=True)
        kept = {name: getattr(last, name) for name in FIELDS} if last else {}
        version = last.version + 1 if last else 1
        own = {"pupil": pupil, "version": version}
        return tx.add("profile", {**kept, "made_on": today, **values, **own})


@writes
def sign(
    store: Store,
    profile: str,
    *,
    on: date,
    by: str,
    bases: Bases | None = None,
    today: date | None = None,
) -> None:
    """Sign a profile: it is frozen as it is, and a change makes the next version.

    Raises SendtuiError where it is signed already or nothing is written in it, InvalidError for a
    day after `today`.
    """
    has_happened("signed_on", on, today)
    with store.write("Sign a profile", true_on=on) as tx:
        now = _require(tx.session, profile)
        if now.signed_on is not None:
            raise SendtuiError(
                f"This version was signed on {say(now.signed_on)}. "
                "Saving a change makes the next one."
            )
        if not any(getattr(now, name).strip() for name in WORDS):
            raise SendtuiError("There is nothing in this profile to sign yet. Write it first.")
        if not by.strip():
            raise InvalidError((Problem("signed_by", "", "say who signs"),))
        tx.put("profile", profile, {"signed_on": on, "signed_by": by}, bases)


def versions(store: Store, pupil: str) -> tuple[ProfileVersion, ...]:
    """Every version of a pupil's profile, the newest first."""
    with store.read() as session:
        found = session.exec(
            select(Profile)
            .where(Profile.pupil == pupil)
            .order_by(col(Profile.version).desc(), col(Profile.id).desc())
        )
        return tuple(
            ProfileVersion(p.id, p.version, p.made_on, p.signed_on, p.signed_by) for p in found
        )


def age(store: Store, pupil: str, today: date) -> Duty:
    """Whether the pupil has a signed profile under a year old, and until when it is good."""
    with store.read() as session:
        last = latest(session, pupil, signed=True)
        return profile_age(last.made_on if last else None, today)


def latest(session: Session, pupil: str, *, signed: bool) -> Profile | None:
    """The pupil's newest signed version, or the newest draft."""
    is_draft = col(Profile.signed_on).is_(None)
    return session.exec(
        select(Profile)
        .where(Profile.pupil == pupil, ~is_draft if signed else is_draft)
        .order_by(col(Profile.version).desc(), col(Profile.id).desc())
    ).first()


def _require(session: Session, profile: str) -> Profile:
    found = session.get(Profile, profile)
    if found is None:
        raise SendtuiError("There is no such profile here. It may have been removed: look again.")
    return found


def _require_pupil(session: Session, pupil: str) -> None:
    if session.get(Pupil, pupil) is None:
        raise SendtuiError("There is no such pupil here. They may have been removed: look again.")


def _require_fields(values: Mapping[str, object]) -> None:
    others = sorted(values.keys() - set(FIELDS))
    if others:
        why = f"is none of {', '.join(FIELDS)}"
        raise InvalidError(tuple(Problem(name, "", why) for name in others))
