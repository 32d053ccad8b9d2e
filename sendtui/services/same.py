"""Two records of one child: proposed where numbers or names agree, said by a person, and parted.

One record leads and is the one in lists; the other leaves them, its history is kept and is read
with the leading one's. Nothing is copied and nothing is lost, so that joining can be undone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.services import matching, writes
from sendtui.services.labels import title
from sendtui.services.records import require_pupil
from sendtui.services.tables import in_parts, table
from sendtui.store.standing import DELETED
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

NUMBERS = ("upn", "uln", "nhs_number")
"""The numbers that one child has and no other."""

Certainty = Literal["number", "name and birth"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pupils who may be one child, and what says so; decided by a person."""

    pupil: str
    other: str
    by: Certainty


@dataclass(frozen=True, slots=True)
class Found:
    """What a person found of two records: whether they are one child's, why and when."""

    id: str
    pupil: str
    other: str
    same: bool
    why: str
    on: date | None
    crossed: bool = False
    """Each was joined to the other, on two copies: neither is in lists until one is parted."""


def of_child(session: Session, pupil: str) -> tuple[str, ...]:
    """A pupil and every record that was joined to theirs, one after the other."""
    into = _joined(session)
    found, at = [pupil], 0
    while at < len(found):
        found += [each for each in into.get(found[at], ()) if each not in found]
        at += 1
    return tuple(found)


def of_children(session: Session, pupils: Iterable[str]) -> dict[str, str]:
    """Each of these pupils and of the records joined to theirs → the pupil among those given."""
    wanted, found = list(pupils), dict[str, str]()
    joined = _joined(session)
    for pupil in wanted:
        found[pupil] = pupil
        if pupil in joined:
            found |= {each: pupil for each in of_child(session, pupil) if each not in found}
    return found


def whole_child(session: Session, pupil: str) -> tuple[str, ...]:
    """Every record of a child, whichever of them is given."""
    leads = {each: other for other, many in _joined(session).items() for each in many}
    top, seen = pupil, {pupil}
    while (other := leads.get(top)) and other not in seen:
        top = other
        seen.add(top)
    return tuple(dict.fromkeys([*of_child(session, top), pupil]))


def led_elsewhere(
    session: Session, pupils: Collection[str], there: Collection[str]
) -> frozenset[str]:
    """Those of these pupils whose records were joined to one that is not `there`; what says so.

    Who does not hold the record that leads must not lose theirs from the lists.
    """
    lines = list(session.connection().execute(_asked().add_columns(table("same_as").c.id)))
    leads = {line.pupil: line.other for line in lines}
    found: set[str] = set()
    for line in lines:
        top, seen = line.other, {line.pupil}
        while top not in there and top in leads and top not in seen:
            seen.add(top)
            top = leads[top]
        if line.pupil in pupils and top not in there:
            found |= {line.pupil, line.id}
    return frozenset(found)


def proposed(store: Store) -> tuple[Pair, ...]:
    """Pupils who may be one child, those with one number first; none that was decided before."""
    return tuple(
        Pair(each.one.id, each.other.id, "number" if each.certain else "name and birth")
        for each in matching.proposals(store)
    )


def decided(store: Store) -> tuple[Found, ...]:
    """What was found of records that looked like one child's, the latest first."""
    with store.read() as session:
        return tuple(reversed(_all(session)))


@writes
def join(store: Store, pupil: str, into: str, *, why: str = "", today: date) -> str:
    """Say that two records are of one child: the second leads, the first leaves the lists.

    Raises SendtuiError for one and the same record, or one that is not in the lists.
    """
    with store.write("Join two records of one child") as tx:
        require_pupil(tx.session, pupil)
        require_pupil(tx.session, into)
        if pupil == into:
            raise SendtuiError("That is one record: name two.")
        _drop_finding(tx, pupil, into)
        made = tx.add(
            "same_as", {"pupil": pupil, "other": into, "same": True, "why": why, "on": today}
        )
        tx.remove("pupil", pupil)
    return made


@writes
def keep_both(store: Store, pupil: str, other: str, *, why: str = "", today: date) -> str:
    """Say that two records are of two children; they are proposed no more.

    Raises SendtuiError where a number that only one child has is on both.
    """
    with store.write("Keep two pupils apart") as tx:
        if refused := why_not_both(tx.session, pupil, other):
            raise SendtuiError(refused)
        _drop_finding(tx, pupil, other)
        return tx.add(
            "same_as", {"pupil": pupil, "other": other, "same": False, "why": why, "on": today}
        )


def why_not_both(session: Session, pupil: str, other: str) -> str:
    """Why two records cannot both be kept, for a number only one child has; "" where they can."""
    one, two = require_pupil(session, pupil), require_pupil(session, other)
    for name in NUMBERS:
        if getattr(one, name) and getattr(one, name) == getattr(two, name):
            return (
                f"Both have the same {title('pupil', name)}, which no two children have. Join "
                "them, or put the wrong number right first."
            )
    return ""


@writes
def discard(store: Store, pupil: str, other: str) -> None:
    """Remove a record that was a mistake, for the other one stays as it is; undo brings it back.

    Raises SendtuiError for one and the same record.
    """
    with store.write("Discard a second record of a child") as tx:
        require_pupil(tx.session, pupil)
        require_pupil(tx.session, other)
        if pupil == other:
            raise SendtuiError("That is one record: name two.")
        tx.remove("pupil", pupil)


def names(store: Store, pupils: Iterable[str]) -> dict[str, str]:
    """What these pupils are called, with their day of birth and UPN, to tell them apart."""
    pupil = table("pupil").c
    asked = select(pupil.id, pupil.surname, pupil.forename, pupil.born, pupil.upn)
    found: dict[str, str] = {}
    with store.read() as session:
        for part_ in in_parts(list(pupils)):
            for id_, surname, forename, born, upn in session.connection().execute(
                asked.where(pupil.id.in_(part_))
            ):
                name = ", ".join(filter(None, (surname, forename)))
                day = f"{born:%d/%m/%Y}" if born else ""
                found[id_] = "  ".join(filter(None, (name, day, upn)))
    return found


@writes
def part(store: Store, finding: str) -> str:
    """Take back what was found of two records; a record that had left the lists is in them again.

    Returns that record. Raises SendtuiError where there is no such finding.
    """
    with store.write("Part two records") as tx:
        found = next((each for each in _all(tx.session) if each.id == finding), None)
        if found is None:
            raise SendtuiError("There is no such finding: “sendtui same list” names them.")
        tx.remove("same_as", finding)
        now = tx.standing(found.pupil)
        if found.same and now.deleted:
            tx.restate(now, DELETED, False, now.versions(DELETED))
        return found.pupil


def _drop_finding(tx: Transaction, pupil: str, other: str) -> None:
    for each in _all(tx.session):
        if {each.pupil, each.other} == {pupil, other}:
            tx.remove("same_as", each.id)


def _joined(session: Session) -> dict[str, list[str]]:
    """Leading record → the records that were joined to it."""
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for other, pupil in session.connection().execute(_asked()):
        joined[other].append(pupil)
    return dict(joined)


@cache
def _asked() -> Select[Any]:
    found = table("same_as").c
    return select(found.other, found.pupil).where(found.same.is_(True)).order_by(found.id)


def _all(session: Session) -> list[Found]:
    found = table("same_as").c
    asked = select(
        found.id, found.pupil, found.other, found.same, found.why, found.on
    ).order_by(found.id)  # fmt: skip
    lines = list(session.connection().execute(asked))
    joined = {(line.pupil, line.other) for line in lines if line.same}
    return [
        Found(line.id, line.pupil, line.other, line.same, line.why, line.on,
              crossed=line.same and (line.other, line.pupil) in joined)
        for line in lines
    ]  # fmt: skip
