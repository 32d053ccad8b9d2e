"""Purposes: why somebody may hold a pupil's record, which kinds of it, and from when to when.

What travels in a sealed file from a school goes by these: a pupil without a running purpose for the
reader stays home.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from sendtui.errors import SendtuiError
from sendtui.models import KINDS
from sendtui.models.pupil import Pupil
from sendtui.models.sharing import Purpose
from sendtui.services import as_at, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, holds, in_time, invalid, require, require_pupil
from sendtui.store import outgoing
from sendtui.store.store import Store

PLAN = "EHC plan"
"""What the purpose is called where it is recorded for all with a plan."""

BASIS = "the LA’s duties under the Children and Families Act 2014 Part 3"

ALONG = frozenset(
    ("pupil", "purpose", "confidential", "restriction", "erasure", "same_as", "retention_hold",
     "transfer_receipt")
)  # fmt: skip
"""What goes along with any kind: who it is, why it may, what is veiled, who is not told, what
was erased or is not to be, which records are of one child, and to whom it was handed on."""

FIELDS = ("recipient", "purpose", "basis", "kinds", "since", "until")


@dataclass(frozen=True, slots=True)
class PurposeView:
    """A purpose; no `kinds` are all; `runs` is whether it holds today."""

    id: str
    recipient: str
    purpose: str
    basis: str
    kinds: tuple[str, ...]
    since: date | None
    until: date | None
    runs: bool


@writes
def add(store: Store, pupil: str, recipient: str, purpose: str = PLAN, **values: object) -> str:
    """Record why somebody may hold a pupil's record and return the purpose's id."""
    return add_many(store, (pupil,), recipient, purpose, **values)[0]


@writes
def add_many(
    store: Store, pupils: Sequence[str], recipient: str, purpose: str = PLAN, **values: object
) -> list[str]:
    """Record one purpose for several pupils in one act and return the ids.

    Raises InvalidError for what does not hold.
    """
    given = {name: value for name, value in values.items() if value not in ("", None)}
    _check(given)
    with store.write("Record a purpose", true_on=as_day(given.get("since"))) as tx:
        for pupil in pupils:
            require_pupil(tx.session, pupil)
        said = {"recipient": recipient, "purpose": purpose, **given}
        return tx.add_many("purpose", ({"pupil": pupil, **said} for pupil in pupils))


@writes
def amend(store: Store, purpose: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Change a purpose and return the names of the fields that changed."""
    with store.write("Edit a purpose") as tx:
        now = require(tx.session, Purpose, purpose)
        _check({**now.model_dump(include=set(FIELDS)), **values})
        return tx.put("purpose", purpose, values)


@writes
def end(store: Store, purpose: str, until: date) -> None:
    """Say on which day a purpose last held; what has been sent is not called back."""
    with store.write("End a purpose", true_on=until) as tx:
        in_time("until", until, require(tx.session, Purpose, purpose).since, "it begins")
        tx.put("purpose", purpose, {"until": until})


@writes
def remove(store: Store, purpose: str) -> None:
    """Remove a purpose that was recorded by mistake."""
    with store.write("Remove a purpose") as tx:
        require(tx.session, Purpose, purpose)
        tx.remove("purpose", purpose)


def of_pupil(store: Store, pupil: str, today: date) -> tuple[PurposeView, ...]:
    """A pupil's purposes: those that run first, the newest first."""
    with store.read() as session:
        require_pupil(session, pupil)
        views = [
            PurposeView(
                id=each.id,
                recipient=each.recipient,
                purpose=each.purpose,
                basis=each.basis,
                kinds=tuple(each.kinds),
                since=each.since,
                until=each.until,
                runs=holds(each.since, each.until, today),
            )
            for each in of(session, Purpose, pupil)
        ]
    return tuple(sorted(views, key=lambda v: (v.runs, v.id), reverse=True))


def kinds_held(store: Store, pupil: str) -> tuple[str, ...]:
    """The kinds of record that a pupil's history holds now, beside those that go with any."""
    with store.read() as session:
        require_pupil(session, pupil)
        found = outgoing.kinds_of(session.connection(), (pupil,))
    held = found.get(pupil, set()) - ALONG
    return tuple(kind for kind in KINDS if kind in held)


def with_plan(store: Store, today: date, recipient: str) -> tuple[str, ...]:
    """The pupils with an EHC plan today for whom no purpose of this recipient runs yet."""
    with store.read() as session:
        found = session.exec(
            select(Pupil.id)
            .where(as_at.on_roll(today), as_at.status(today) == "E")
            .order_by(col(Pupil.id))
        ).all()
        has = running(session, (recipient,), today)
    return tuple(id_ for id_ in found if id_ not in has)


@writes
def record_plans(store: Store, recipient: str, today: date) -> int:
    """Record the purpose of the EHC plan for all who have one, and return for how many.

    Raises SendtuiError where there is nobody left to record it for.
    """
    pupils = with_plan(store, today, recipient)
    if not pupils:
        raise SendtuiError(
            "A purpose runs already for everybody here with an EHC plan, or nobody has one."
        )
    add_many(store, pupils, recipient, PLAN, basis=BASIS, since=today)
    return len(pupils)


def running(
    session: Session, names: Sequence[str], today: date
) -> Mapping[str, frozenset[str] | None]:
    """Pupil → the kinds of record that somebody of one of these names may hold (None: all).

    A purpose is theirs if its recipient is one of the names or stands in one of them.
    """
    wanted = [f" {_bare(name)} " for name in names if name.strip()]
    asked = select(Purpose).where(
        or_(col(Purpose.since).is_(None), col(Purpose.since) <= today),
        or_(col(Purpose.until).is_(None), col(Purpose.until) >= today),
    )
    found: dict[str, frozenset[str] | None] = {}
    for each in session.exec(asked):
        if not any(f" {_bare(each.recipient)} " in name for name in wanted):
            continue
        before = found.get(each.pupil, frozenset())
        is_all = before is None or not each.kinds
        found[each.pupil] = None if is_all else (before or frozenset()) | frozenset(each.kinds)
    return found


def ended(session: Session, names: Sequence[str], today: date) -> frozenset[str]:
    """The pupils for whom a purpose of somebody of one of these names was recorded, and none runs.

    Of a pupil for whom none was ever recorded nothing is said.
    """
    wanted = [f" {_bare(name)} " for name in names if name.strip()]
    theirs = {
        each.pupil
        for each in session.exec(select(Purpose))
        if any(f" {_bare(each.recipient)} " in name for name in wanted)
    }
    return frozenset(theirs - running(session, names, today).keys())


def _bare(name: str) -> str:
    """A name in words alone, so that a comma or an initial's full stop makes no difference."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _check(values: Mapping[str, object]) -> None:
    for name in values:
        if name not in FIELDS:
            invalid(name, "", f"is none of {', '.join(FIELDS)}")
    kinds = values.get("kinds") or ()
    for kind in kinds if isinstance(kinds, (list, tuple)) else ():
        if kind not in KINDS:
            invalid("kinds", kind, "is no kind of record")
    in_time("until", as_day(values.get("until")), as_day(values.get("since")), "it begins")
