"""Visits: begun beside the family, noted while talking, agreed by when, tidied and filed later.

What the family says and what is agreed are records of their own from the moment they are written;
the notes stay as they were typed until somebody files them as a contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.action import Action
from sendtui.models.pupil import Pupil
from sendtui.models.visit import Visit
from sendtui.models.voice import Voice
from sendtui.services import confidential, writes
from sendtui.services.case_reading import name_of
from sendtui.services.cycles import open_cycle
from sendtui.services.pupil_reading import of
from sendtui.services.records import has_happened, in_time, invalid, require, require_pupil
from sendtui.services.tables import in_parts
from sendtui.services.veil import veil
from sendtui.store.standing import Bases
from sendtui.store.store import Store

HOW = "visit"
"""How views were gathered on a visit, and how its contact was made."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing that was agreed: what, who does it, by when, and the day it was done."""

    id: str
    what: str
    owner: str
    due: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the pupil or a parent said on a visit."""

    id: str
    whose: str
    words: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """One visit. `said` are its notes; `filed_on` is when they were tidied, None while they wait.

    `heads` are the versions to hand back with a change of the notes.
    """

    id: str
    pupil: str
    name: str
    on: date
    where: str
    present: str
    said: str
    voices: tuple[Said, ...]
    agreed: tuple[Agreed, ...]
    filed_on: date | None
    contact: str
    by: str
    case: str = ""
    heads: Bases = field(default_factory=dict)


@writes
def begin(
    store: Store,
    pupil: str,
    on: date,
    today: date,
    *,
    where: str = "",
    present: str = "",
    case: str = "",
) -> str:
    """Begin a visit and return its id; one of that day that waits to be filed is gone on with.

    Raises InvalidError for a day ahead.
    """
    has_happened("on", on, today)
    with store.write("Begin a visit", true_on=on) as tx:
        require_pupil(tx.session, pupil)
        given = {name: words for name, words in (("where", where), ("present", present)) if words}
        for each in of(tx.session, Visit, pupil):
            if each.on == on and each.filed_on is None:
                if given:
                    tx.put("visit", each.id, given)
                return each.id
        values = {"pupil": pupil, "on": on, "case": case, "by": store.author, **given}
        return tx.add("visit", values)


@writes
def note(store: Store, visit: str, said: str, bases: Bases | None = None) -> None:
    """Keep the notes of a visit as they stand now.

    Raises SendtuiError for one whose notes were filed.
    """
    with store.write("Note on a visit") as tx:
        _require_open(tx.session, visit)
        tx.put("visit", visit, {"said": said}, {"said": bases["said"]} if bases else None)


@writes
def about(store: Store, visit: str, where: str, present: str) -> None:
    """Say where a visit was and who was there."""
    with store.write("Note on a visit") as tx:
        require(tx.session, Visit, visit)
        tx.put("visit", visit, {"where": where, "present": present})


@writes
def hear(store: Store, visit: str, whose: str, words: str) -> str:
    """Write down what the pupil or a parent said on a visit, in their words; the record's id.

    Raises InvalidError for views of nobody, or without words.
    """
    with store.write("Write down views") as tx:
        found = _require_open(tx.session, visit)
        cycle = open_cycle(tx.session, found.pupil)
        made = tx.add(
            "voice",
            {"pupil": found.pupil, "whose": whose, "words": words, "said_on": found.on,
             "gathered": HOW, "cycle": cycle.id if cycle and cycle.started_on <= found.on else ""},
        )  # fmt: skip
        tx.put("visit", visit, {"voices": [*found.voices, made]})
        return made


@writes
def agree(store: Store, visit: str, what: str, *, owner: str = "", due: date | None = None) -> str:
    """Write down what was agreed on a visit, who does it and by when; the action's id.

    Raises InvalidError where it does not say what, or is to be done before the visit.
    """
    with store.write("Agree on an action") as tx:
        found = _require_open(tx.session, visit)
        if not what.strip():
            invalid("what", what, "is needed: say what was agreed")
        in_time("due", due, found.on, "the visit")
        made = tx.add("action", {"pupil": found.pupil, "what": what, "owner": owner, "due": due})
        tx.put("visit", visit, {"actions": [*found.actions, made]})
        return made


@writes
def file(
    store: Store,
    visit: str,
    said: str,
    today: date,
    *,
    who: str = "",
    with_parents: bool = True,
) -> str:
    """File a visit with its tidied notes as a contact, whose id it gives; the raw notes go.

    Raises InvalidError without words, SendtuiError for one that was filed.
    """
    if not said.strip():
        invalid("said", said, "is needed: what is to stand in the record")
    with store.write("File the notes of a visit") as tx:
        found = _require_open(tx.session, visit)
        made = tx.add(
            "contact",
            {"pupil": found.pupil, "on": found.on, "who": who or found.present, "how": HOW,
             "said": said, "with_parents": with_parents, "by": store.author},
        )  # fmt: skip
        tx.put("visit", visit, {"filed_on": today, "contact": made, "said": said})
        return made


def view(store: Store, visit: str, today: date) -> VisitView:
    """One visit, with what is confidential veiled.

    Raises SendtuiError where there is none.
    """
    with store.read() as session:
        found = require(session, Visit, visit)
        return _veiled(store, session, (found,), today)[0]


def of_pupil(store: Store, pupil: str, today: date) -> tuple[VisitView, ...]:
    """A pupil's visits, the newest first."""
    with store.read() as session:
        require_pupil(session, pupil)
        return _veiled(store, session, tuple(of(session, Visit, pupil)), today)


def unfiled(store: Store, today: date) -> tuple[VisitView, ...]:
    """The visits whose notes wait to be tidied and filed, of every pupil; the oldest first."""
    with store.read() as session:
        found = session.exec(select(Visit).where(col(Visit.filed_on).is_(None))).all()
        return _veiled(store, session, tuple(found), today)[::-1]


def _require_open(session: Session, visit: str) -> Visit:
    found = require(session, Visit, visit)
    if found.filed_on is not None:
        raise SendtuiError("The notes of this visit were filed. Begin another visit.")
    return found


def _veiled(
    store: Store, session: Session, found: Sequence[Visit], today: date
) -> tuple[VisitView, ...]:
    pupils = tuple({each.pupil for each in found})
    hidden = confidential.veiled(store, session, pupils, today)
    voices = {
        each.id: each
        for part in in_parts([v for one in found for v in one.voices])
        for each in session.exec(select(Voice).where(col(Voice.id).in_(part)))
    }
    actions = {
        each.id: each
        for part in in_parts([a for one in found for a in one.actions])
        for each in session.exec(select(Action).where(col(Action.id).in_(part)))
    }
    ordered = sorted(found, key=lambda each: (each.on, each.id), reverse=True)
    return tuple(
        veil(_view(store, session, each, voices, actions), each.pupil, hidden) for each in ordered
    )


def _view(
    store: Store,
    session: Session,
    visit: Visit,
    voices: dict[str, Voice],
    actions: dict[str, Action],
) -> VisitView:
    pupil = session.get(Pupil, visit.pupil)
    return VisitView(
        id=visit.id,
        pupil=visit.pupil,
        name=name_of(pupil) if pupil else "a pupil",
        on=visit.on,
        where=visit.where,
        present=visit.present,
        said=visit.said,
        voices=tuple(
            Said(v.id, v.whose, v.words) for id_ in visit.voices if (v := voices.get(id_))
        ),
        agreed=tuple(
            Agreed(a.id, a.what, a.owner, a.due, a.done_on)
            for id_ in visit.actions
            if (a := actions.get(id_))
        ),
        filed_on=visit.filed_on,
        contact=visit.contact,
        by=visit.by,
        case=visit.case,
        heads=store.heads(session, visit.id),
    )
