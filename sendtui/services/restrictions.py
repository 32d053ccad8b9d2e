"""Restrictions: what bars somebody, or everybody, from receiving anything about a pupil."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sendtui.models.document import Document
from sendtui.models.person import Person
from sendtui.models.sharing import Restriction
from sendtui.rules.receiving import Bar
from sendtui.services import writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, in_time, invalid, require, require_pupil
from sendtui.store.store import Store

SORTS = ("no contact", "court order", "may not receive", "no parental responsibility", "own rights")

OF_ONE = ("no contact", "no parental responsibility")
"""The sorts that mean nothing without saying whom they bar."""

FIELDS = ("person", "sort", "since", "until", "reference", "document", "note")


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A restriction; `who` is the person's name, "" for everybody; `stands` is whether today."""

    id: str
    person: str
    who: str
    sort: str
    since: date | None
    until: date | None
    reference: str
    document: str
    note: str
    stands: bool


@writes
def add(store: Store, pupil: str, sort: str, **values: object) -> str:
    """Restrict what somebody may receive and return the restriction's id.

    Without a `person` it bars everybody. Raises InvalidError for what does not hold.
    """
    given = {name: value for name, value in values.items() if value not in ("", None)}
    with store.write("Add a restriction", true_on=as_day(given.get("since"))) as tx:
        require_pupil(tx.session, pupil)
        _check(tx.session, pupil, {"sort": sort, **given})
        return tx.add("restriction", {"pupil": pupil, "sort": sort, **given})


@writes
def amend(store: Store, restriction: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Change a restriction and return the names of the fields that changed."""
    with store.write("Edit a restriction") as tx:
        now = require(tx.session, Restriction, restriction)
        _check(tx.session, now.pupil, {**now.model_dump(include=set(FIELDS)), **values})
        return tx.put("restriction", restriction, values)


@writes
def end(store: Store, restriction: str, until: date) -> None:
    """Say on which day a restriction last stood."""
    with store.write("End a restriction", true_on=until) as tx:
        now = require(tx.session, Restriction, restriction)
        in_time("until", until, now.since, "the restriction begins")
        tx.put("restriction", restriction, {"until": until})


@writes
def remove(store: Store, restriction: str) -> None:
    """Remove a restriction that was put down by mistake; one that is over is ended instead."""
    with store.write("Remove a restriction") as tx:
        require(tx.session, Restriction, restriction)
        tx.remove("restriction", restriction)


def of_pupil(store: Store, pupil: str, today: date) -> tuple[RestrictionView, ...]:
    """A pupil's restrictions: those that stand first, the newest first."""
    with store.read() as session:
        require_pupil(session, pupil)
        names = {person.id: person.name for person in of(session, Person, pupil)}
        views = [
            RestrictionView(
                **found.model_dump(exclude={"pupil"}),
                who=names.get(found.person, ""),
                stands=bar(found).stands(today),
            )
            for found in of(session, Restriction, pupil)
        ]
    views.sort(key=lambda v: (v.stands, v.since or date.min, v.id), reverse=True)
    return tuple(views)


def bar(found: Restriction) -> Bar:
    """A restriction as the rule takes it."""
    return Bar(found.sort, found.person, found.since, found.until)


def _check(session: Session, pupil: str, values: Mapping[str, object]) -> None:
    for name in values:
        if name not in FIELDS:
            invalid(name, "", f"is none of {', '.join(FIELDS)}")
    person = str(values.get("person") or "")
    if person:
        found = session.get(Person, person)
        if found is None or found.pupil != pupil:
            invalid("person", "", "is none of this pupil’s people")
    elif values.get("sort") in OF_ONE:
        invalid("person", "", "say whom it bars: add them as a person first")
    document = str(values.get("document") or "")
    if document:
        kept = session.get(Document, document)
        if kept is None or kept.pupil != pupil:
            invalid("document", "", "is none of this pupil’s documents")
    in_time("until", as_day(values.get("until")), as_day(values.get("since")), "it begins")
