"""Early identification of one pupil: the first steps with their days, and what was tried before."""

from dataclasses import dataclass
from datetime import date

from sendtui.models.checklist import ChecklistAnswer
from sendtui.models.cycle import Cycle, Evidence, Strategy
from sendtui.models.status import Concern, Status
from sendtui.rules.early import Step, nothing_tried, steps
from sendtui.services import checklists, confidential
from sendtui.services.as_at import ON_THE_REGISTER
from sendtui.services.labels import day_word
from sendtui.services.pupil_reading import of
from sendtui.services.records import require_pupil
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was tried before a pupil joined the SEN register, and the record it is in."""

    id: str
    on: date | None
    what: str

    @property
    def said(self) -> str:
        """Its day and its words."""
        return f"{day_word(self.on)}: {self.what}" if self.on else self.what


def of_pupil(store: Store, pupil: str, today: date) -> tuple[Step, ...]:
    """First concern, SEN register, first plan: each with its day, age and time since the last.

    A plan counts from the day it was signed, or else from the day its cycle began.
    Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        born = require_pupil(session, pupil).born
        concerns = [c.raised_on for c in of(session, Concern, pupil)]
        joined = [s.since for s in of(session, Status, pupil) if s.status in ON_THE_REGISTER]
        plans = [c.signed_on or c.started_on for c in of(session, Cycle, pupil)]
    firsts = (
        min((d for d in days if d <= today), default=None) for days in (concerns, joined, plans)
    )
    return steps(born, *firsts)


def tried(store: Store, pupil: str, today: date) -> tuple[Tried, ...]:
    """What was tried: written with concerns, as strategies, as evidence of good teaching, and what
    of the authority's checklist is in place or was tried.

    What is confidential is left out.
    """
    with store.read() as session:
        require_pupil(session, pupil)
        hidden = confidential.veiled(store, session, (pupil,), today)
        begun = {c.id: c.started_on for c in of(session, Cycle, pupil)}
        found = [Tried(c.id, c.raised_on, c.tried) for c in of(session, Concern, pupil) if c.tried]
        found += [Tried(s.id, begun.get(s.cycle), s.what) for s in of(session, Strategy, pupil)]
        taught = (e for e in of(session, Evidence, pupil) if e.sort == "teaching")
        found += [Tried(e.id, e.on, e.what) for e in taught]
        latest = checklists.latest(of(session, ChecklistAnswer, pupil), today)
        found += [
            Tried(a.id, a.since, f"{a.statement} ({a.answer})")
            for a in latest.values()
            if a.answer != "not tried"
        ]
    kept = (one for one in found if not hidden.covers(pupil, one.id))
    return tuple(sorted(kept, key=lambda one: (one.on or date.min, one.id)))


def warning(store: Store, pupil: str, today: date) -> str:
    """A soft warning where nothing is recorded of what was tried before; else nothing."""
    return nothing_tried([one.what for one in tried(store, pupil, today)])
