"""The log of what left, once a pupil is erased: that it left stays, and names nobody any more.

The day, what it was, how it was protected and the sort of reader are what an accountable controller
has to show (UK GDPR art 5(2)); the pupil's name and those of private people around them are not
needed for it (art 5(1)(c) and (e)). An organisation stays named. What is about other pupils too is
left as it is: it is their record as well.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from sendtui.models.person import Person
from sendtui.models.pupil import Pupil
from sendtui.rules.receiving import AT_HOME, TITLES, meant, words_of
from sendtui.services.pupil_reading import of
from sendtui.services.recipients import somebody
from sendtui.services.tables import table
from sendtui.store import erasing, schema
from sendtui.store.standing import BIRTH

LABEL = "Erase"
"""What the act of erasing is called in the log."""

SOMEBODY = "a private person"
"""What stands for a reader of whom no role is known."""

THEMSELVES = "the pupil"
ORGANISED = frozenset(
    ("school", "academy", "college", "nursery", "university", "trust", "council", "authority",
     "borough", "county", "nhs", "icb", "camhs", "hospital", "clinic", "service", "services",
     "team", "tribunal", "centre", "department", "solicitors", "ltd", "panel")
)  # fmt: skip
"""Words by which a reader is known to be no private person."""

NOBODY = AT_HOME | {"the", "and", "or", "pupil", "young", "person"}
"""Words of readers that name nobody."""

FILE = "A file about one pupil"
"""What stands for the title of a file that named somebody."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A line of the log that names somebody: its id, the pupil it is erased with, and what stays.

    `stays` are the values of the line that stands in its place.
    """

    id: str
    pupil: str
    stays: Mapping[str, object]


def reduced(session: Session, streams: Sequence[str], today: date) -> tuple[Reduced, ...]:
    """What left about these pupils, or with them about others erased before, and names somebody.

    To be asked before they are erased, while it is known who was who.
    """
    gone = erased_whole(session.connection()) | set(streams)
    people = [each for stream in streams for each in of(session, Person, stream)]
    names = _names([found for s in streams if (found := session.get(Pupil, s))], people)
    return tuple(_those(
        session, streams, gone, lambda line: _without_names(line, names, people, today)
    ))  # fmt: skip


def unnamed(session: Session, streams: Sequence[str], setting: str) -> tuple[Reduced, ...]:
    """What left from a setting about pupils whom a file has just erased, and may name somebody.

    Nobody knows any more who was who: what is not plainly an organisation is a private person.
    """
    mine = set(_written_by(session, setting))

    def without(line: Mapping[str, Any]) -> Mapping[str, Any]:
        said = words_of(str(line["recipient"]))
        if line["id"] not in mine or not said or said & ORGANISED or said <= NOBODY:
            return line
        return {**line, "recipient": SOMEBODY, "basis": ""}

    gone = erased_whole(session.connection())
    return tuple(_those(session, streams, gone, without))


def erased_whole(connection: Connection) -> set[str]:
    """The pupils of whom all was erased."""
    found = erasing.erased(connection).items()
    return {pupil for pupil, records in found if erasing.EVERYTHING in records}


def _those(
    session: Session,
    streams: Sequence[str],
    gone: Collection[str],
    without: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> Iterator[Reduced]:
    """The lines about these pupils, and about nobody who is still here, that say less then."""
    for line in session.connection().execute(table("disclosure").select()).mappings():
        whose = set(line["pupils"] or ())
        if whose & set(streams) and whose <= set(gone):
            values = {**line, "on": line["on"].isoformat()}
            stays = dict(without(values))
            if stays != values:
                del stays["id"]
                yield Reduced(line["id"], min(whose & set(streams)), stays)


def _written_by(session: Session, setting: str) -> Iterator[str]:
    """The lines of a setting's log but those that stand in the place of others."""
    change, batch, line = schema.change.c, schema.batch.c, table("disclosure").c
    joined = schema.change.join(schema.batch, batch.n == change.batch)
    asked = (
        select(line.id)
        .select_from(table("disclosure").join(joined, change.record == line.id))
        .where(line.setting == setting, change.field == BIRTH, batch.label != LABEL)
    )
    yield from session.connection().scalars(asked)


def _without_names(
    line: Mapping[str, Any], names: frozenset[str], people: Sequence[Person], today: date
) -> dict[str, Any]:
    return {
        **line,
        "what": FILE if words_of(line["what"]) & names else line["what"],
        "recipient": _sort_of(str(line["recipient"]), names, people, today),
        "basis": "" if words_of(line["basis"]) & names else line["basis"],
    }


def _sort_of(named: str, names: frozenset[str], people: Sequence[Person], today: date) -> str:
    """A reader without their name: by role where it is known, an organisation as it is."""
    said = words_of(named)
    if said & ORGANISED or not said & (names | TITLES):
        return named
    known = {each.id: each for each in people}
    who = [known[each.id] for each in meant(named, map(somebody, people), today)]
    sorts = dict.fromkeys(", ".join(filter(None, (each.role, each.organisation))) for each in who)
    roles = " and ".join(sort for sort in sorts if sort and not words_of(sort) & names)
    return roles or (SOMEBODY if who or said - names else THEMSELVES)


def _names(pupils: Iterable[Pupil], people: Iterable[Person]) -> frozenset[str]:
    """Every word of the names of the pupils and of those around them."""
    said = [
        name
        for each in pupils
        for name in (each.surname, each.forename, each.preferred_surname, each.preferred_forename,
                     each.former_surname)
    ] + [name for each in people for name in (each.name, each.former_name, each.email)]  # fmt: skip
    return frozenset(word for name in said for word in words_of(name) if len(word) > 1) - TITLES
