"""What a screen shows beside a family: one child alone, what to mind of them, what was agreed.

No internal note stands here: neither cases, concerns and contacts, nor who may not be told what.
Who may not is told before leaving, with the children picked for the day.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.models.pupil import Pupil
from sendtui.rules.format_needs import speaks_english
from sendtui.rules.languages import called
from sendtui.services import visits, writes
from sendtui.services.case_reading import name_of
from sendtui.services.recipients import Recipient, recipients
from sendtui.services.records import require_pupil
from sendtui.services.visits import Agreed, VisitView
from sendtui.store.store import Store

PICKED = "visits_picked"
"""The note of this copy that names the children picked, and for which day."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One child beside their family. `minds`: interpreters, languages and how they need papers.

    `before` is what was agreed on earlier visits and is not done; `visit` the one that is begun.
    """

    pupil: str
    name: str
    forename: str
    minds: tuple[str, ...]
    before: tuple[Agreed, ...]
    visit: VisitView | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """A child picked for today. `against` is who may not be met or told, and why.

    `waits`: whether notes of a visit to them wait to be filed.
    """

    id: str
    name: str
    detail: str
    minds: tuple[str, ...]
    against: tuple[str, ...]
    visited: bool
    waits: bool


def beside(store: Store, pupil: str, today: date) -> Beside:
    """What is shown beside the family of one child.

    Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        found = require_pupil(session, pupil)
        forename = found.preferred_forename or found.forename
        name = f"{forename} {found.preferred_surname or found.surname}".strip()
        minds = tuple(_minds(found, recipients(store, pupil, today)))
        known = visits.of_pupil(store, pupil, today)
    now = next((each for each in known if each.on == today and each.filed_on is None), None)
    before = [
        agreed
        for each in known
        if now is None or each.id != now.id
        for agreed in each.agreed
        if agreed.done_on is None
    ]
    return Beside(pupil, name, forename or name, minds, tuple(before), now)


def pick(store: Store, pupils: Sequence[str], today: date) -> None:
    """Pick the children who are seen on a day; this copy alone keeps it, and nothing is logged."""
    _keep(store, tuple(dict.fromkeys(pupils)), today)


def drop(store: Store, pupil: str, today: date) -> None:
    """Take a child off those picked."""
    _keep(store, tuple(each for each in picked_ids(store, today) if each != pupil), today)


def picked_ids(store: Store, today: date) -> tuple[str, ...]:
    """The children picked for today, in their order; yesterday's are none of them."""
    kept = json.loads(store.note(PICKED) or "{}")
    return tuple(kept.get("pupils", ())) if kept.get("day") == today.isoformat() else ()


def picked(store: Store, today: date) -> tuple[Picked, ...]:
    """The children picked for today, with what to know before leaving."""
    found = []
    with store.read() as session:
        those = [(id_, session.get(Pupil, id_)) for id_ in picked_ids(store, today)]
        for id_, pupil in those:
            if pupil is None:
                continue
            around = recipients(store, id_, today)
            known = visits.of_pupil(store, id_, today)
            homes = [r.address for r in around if r.may and not r.address_confidential]
            found.append(
                Picked(
                    id_,
                    name_of(pupil),
                    " · ".join(filter(None, (pupil.class_name, next(filter(None, homes), "")))),
                    tuple(_minds(pupil, around)),
                    tuple(f"{r.name}: {'; '.join(r.against)}" for r in around if r.against),
                    visited=any(each.on == today for each in known),
                    waits=any(each.filed_on is None for each in known),
                )
            )
    return tuple(found)


@writes
def _keep(store: Store, pupils: Sequence[str], today: date) -> None:
    store.keep_note(PICKED, json.dumps({"day": today.isoformat(), "pupils": list(pupils)}))


def _minds(pupil: Pupil, around: Iterable[Recipient]) -> Iterator[str]:
    """Interpreters, languages and format needs of the child and of those who may be met."""
    if pupil.interpreter:
        yield f"Interpreter: {called(pupil.interpreter)}"
    elif not speaks_english(pupil.language):
        yield f"Home language: {called(pupil.language)}"
    if pupil.format_needs:
        yield f"Needs: {pupil.format_needs}"
    for each in around:
        if not each.person or not each.may:
            continue
        spoken = "" if speaks_english(each.language) else f"speaks {called(each.language)}"
        if said := ", ".join(filter(None, (spoken, each.format_needs))):
            yield f"{each.name}: {said}"
