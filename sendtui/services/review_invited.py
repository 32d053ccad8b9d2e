"""Who is invited to a review: each household, and by name every professional on record.

So are those to whom its report goes (reg 20(9)). Whoever may not receive anything is left out, and
who has to be invited and is not on record is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from sendtui.models.case import Advice
from sendtui.models.person import Person
from sendtui.rules.authorities import AUTHORITIES
from sendtui.rules.invited import BY_LAW, Part, lacking, part_of, part_of_advice
from sendtui.rules.processes import ADVICE
from sendtui.services import confidential
from sendtui.services.case_letter_fields import CaseKnown
from sendtui.services.confidential import NOTHING
from sendtui.services.letter_addressing import Addressee, addressees, to_each
from sendtui.services.pupil_reading import of
from sendtui.services.recipients import Recipient, recipients, somebody
from sendtui.store.store import Store

EVERYBODY = "everybody"
"""What somebody types for the family and every professional of a review."""

RECENT = timedelta(days=2 * 366)
"""Who was asked for advice longer ago is not invited by that alone."""

_ADVICE = dict(ADVICE)


@dataclass(frozen=True, slots=True)
class _Asked:
    part: Part
    to: Addressee


def everybody(
    store: Store, about: CaseKnown, today: date, *, with_confidential: bool = False
) -> tuple[Addressee, ...]:
    """The family first, a letter for each household, then the professionals, a letter each.

    The first bears who has to be invited and is not on record. Raises SendtuiError where nobody at
    home may be written to.
    """
    family = addressees(store, about.pupil, "", today)
    listed = {each.person: each for each in recipients(store, about.pupil, today) if each.may}
    with store.read() as session:
        hidden = confidential.marked(session, (about.pupil,), today)
        if with_confidential:
            hidden = NOTHING
        people = [e for e in of(session, Person, about.pupil) if not hidden.covers(e.pupil, e.id)]
        advice = [e for e in _advice(session, about, today) if not hidden.covers(e.pupil, e.id)]
    named = {each.name.casefold() for each in people}
    free = [(each, listed[each.id]) for each in people if each.id in listed]
    asked = [
        *_of_office(about, [each for each, _ in free]),
        *_people(free),
        *(each for each in _advisers(advice) if each.to.names.casefold() not in named),
    ]
    missing = lacking((*(each.part for each in asked), *_in_house(about)))
    first, *others = (*family, *(each.to for each in asked))
    if missing:
        told = f"Not on record, and to be invited too ({BY_LAW.text}): {'; '.join(missing)}."
        first = replace(first, minds=(*first.minds, told))
    return (first, *others)


def _of_office(about: CaseKnown, people: list[Person]) -> Iterator[_Asked]:
    """The head and the authority's officer by their office, where nobody of them is on record."""
    there = {part_of(each.role, each.organisation) for each in people}
    if about.view.side == "la" and about.school and "head" not in there:
        name = f"The head or principal, {about.school}"
        yield _Asked("head", Addressee(name, name, "Dear head or principal,"))
    known = AUTHORITIES.get(about.view.la) if about.view.side == "school" else None
    if known is not None and "authority" not in there:
        name = f"The SEN officer, {known.label}"
        yield _Asked("authority", Addressee(name, name, "Dear colleague,"))


def _people(free: Iterable[tuple[Person, Recipient]]) -> Iterator[_Asked]:
    for each, recipient in free:
        part = None if somebody(each).is_parent else part_of(each.role, each.organisation)
        if part is not None:
            yield _Asked(part, to_each(recipient))


def _advice(session: Session, about: CaseKnown, today: date) -> list[Advice]:
    """The advice in this child's cases that somebody was asked for by name, and not long ago."""
    return [
        each
        for each in of(session, Advice, about.pupil)
        if each.who.strip()
        and each.sort != "parent"
        and (day := each.received_on or each.asked_on)
        and today - day <= RECENT
    ]


def _advisers(advice: list[Advice]) -> Iterator[_Asked]:
    by_name = {each.who.strip().casefold(): each for each in advice}
    for each in by_name.values():
        name = each.who.strip()
        role = f"asked for advice: {_ADVICE.get(each.sort, each.sort).lower()}"
        yield _Asked(part_of_advice(each.sort), Addressee(name, name, f"Dear {name},", role=role))


def _in_house(about: CaseKnown) -> tuple[Part, ...]:
    """Whoever writes is there anyway: the authority's officer, or the head of the school."""
    return ("authority",) if about.view.side == "la" else ("head",)
