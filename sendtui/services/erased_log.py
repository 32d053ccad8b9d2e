"""The log of what left, once a pupil is erased: that it left stays, and names nobody any more.

The day, what it was, how it was protected and the sort of reader are what an accountable controller
has to show (UK GDPR art 5(2)); the pupil's name and those of private people around them are not
needed for it (art 5(1)(c) and (e)). An organisation stays named. What is about other pupils too is
left as it is: it is their record as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from sendtui.models.person import Person
from sendtui.models.pupil import Pupil
from sendtui.rules.receiving import TITLES, meant, words_of
from sendtui.services.pupil_reading import of
from sendtui.services.recipients import somebody
from sendtui.services.tables import table
from sendtui.store import erasing

SOMEBODY = "a private person"
"""What stands for a reader of whom no role is known."""

THEMSELVES = "the pupil"
ORGANISED = frozenset(
    ("school", "academy", "college", "nursery", "university", "trust", "council", "authority",
     "borough", "county", "nhs", "icb", "camhs", "hospital", "clinic", "service", "services",
     "team", "tribunal", "centre", "department", "solicitors", "ltd", "panel")
)  # fmt: skip
"""Words by which a reader is known to be no private person."""

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
    connection = session.connection()
    gone = {pupil for pupil, records in erasing.erased(connection).items()
            if erasing.EVERYTHING in records} | set(streams)  # fmt: skip
    people = [each for stream in streams for each in of(session, Person, stream)]
    names = _names([found for s in streams if (found := session.get(Pupil, s))], people)
    made = []
    for line in connection.execute(table("disclosure").select()).mappings():
        whose = set(line["pupils"] or ())
        if whose & set(streams) and whose <= gone:
            values = {**line, "on": line["on"].isoformat()}
            stays = _without_names(values, names, people, today)
            if stays != values:
                del stays["id"]
                made.append(Reduced(line["id"], min(whose & set(streams)), stays))
    return tuple(made)


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
