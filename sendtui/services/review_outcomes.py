"""The outcomes of the plan a review looks at, which the meeting is asked about one by one."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from sendtui.models.case import CaseEvent
from sendtui.models.plan import Plan
from sendtui.rules.plan_sections import STATUTORY
from sendtui.rules.process import EventOf
from sendtui.rules.process_reviews import MEETING, progress
from sendtui.services import confidential
from sendtui.services.case_views import OutcomeView
from sendtui.services.ehc_plans import lines_of
from sendtui.services.pupil_reading import of
from sendtui.services.records import invalid
from sendtui.store.store import Store


def outcomes_on(session: Session, pupil: str, day: date) -> tuple[OutcomeView, ...]:
    """Section E of the EHC plan in force on a day, by rank; of the first one where all are later.

    Nothing where no plan of the pupil was issued as final here.
    """
    issued = sorted(
        (each.issued_on, each.version, each.id)
        for each in of(session, Plan, pupil)
        if each.sort == STATUTORY and each.stage in ("final", "amended") and each.issued_on
    )
    if not issued:
        return ()
    held = [plan for since, _, plan in issued if since <= day] or [issued[0][2]]
    lines = [line for line in lines_of(session, held[-1]) if line.section == "E"]
    return tuple(
        OutcomeView(line.id, number, line.words, held[-1])
        for number, line in enumerate(lines, start=1)
    )


def last_progress(store: Store, pupil: str, today: date) -> tuple[str, ...]:
    """What the latest review meeting of a pupil said of progress to each outcome, a line each.

    Nothing where it is confidential and not shown just now.
    """
    with store.read() as session:
        events = of(session, CaseEvent, pupil)
        gone = {each.replaces for each in events}
        met = [each for each in events if each.code == MEETING.code and each.id not in gone]
        if not met:
            return ()
        last = max(met, key=lambda each: (each.on, each.id))
        hidden = confidential.veiled(store, session, (pupil,), today)
        if hidden.covers(pupil, last.id) or hidden.covers(pupil, last.case):
            return ()
        words = {
            each.label: each.words
            for each in outcomes_on(session, pupil, last.on)
            if not (hidden.covers(pupil, each.id) or hidden.covers(pupil, each.plan))
        }
        return progress(last.facts, words)


def require_known(
    session: Session, pupil: str, kind: EventOf, facts: Mapping[str, str], day: date
) -> None:
    """Require progress to be told of outcomes that the plan has, where the plan is here.

    Raises InvalidError that names those there are.
    """
    if not any(each.per_outcome for each in kind.facts):
        return
    known = {each.label: each.words for each in outcomes_on(session, pupil, day)}
    for name, said in facts.items():
        fact = kind.fact(name)
        if known and fact is not None and fact.outcome and fact.outcome not in known:
            there = "; ".join(f"{label}: {words}" for label, words in known.items())
            invalid(name, said, f"is about no outcome of the plan. There are: {there}")
