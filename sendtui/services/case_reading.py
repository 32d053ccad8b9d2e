"""One case as it stands today, with everything that happened in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.case import Advice, Case, CaseEvent, Consultation, Representation
from sendtui.models.document import Document
from sendtui.models.letter import Letter
from sendtui.models.pupil import Pupil
from sendtui.models.twin import OfCase
from sendtui.rules.case_facts import Book, CaseFacts, standing_events
from sendtui.rules.case_standing import Step, standing
from sendtui.rules.process import ProcessOf
from sendtui.rules.process_reviews import MEETING
from sendtui.rules.processes import ADVICE, PROCESSES
from sendtui.rules.typed_dates import say
from sendtui.rules.years import nc_year
from sendtui.services import case_letters_kept, confidential, review_outcomes
from sendtui.services import case_views as views
from sendtui.services.case_known import facts_of
from sendtui.services.confidential import Marked
from sendtui.services.pupil_reading import of
from sendtui.services.records import require
from sendtui.services.veil import WORD, veil
from sendtui.store import history
from sendtui.store.store import Store

_OF_A_CASE: tuple[type[OfCase], ...] = (
    CaseEvent,
    Advice,
    Consultation,
    Representation,
    Letter,
)
_NOT_HERE = "a document that is not kept here"
_UNKNOWN = (
    "This version of sendtui does not know this process ({process}). The case is kept; a newer "
    "version shows it."
)


def view(store: Store, case: str, today: date, *, whole: bool = False) -> views.CaseView:
    """Everything about one case as it stands today, with what is confidential veiled.

    What asks by itself whether the confidential may go along reads it `whole`.
    Raises SendtuiError where there is none, or one of a process this version does not know.
    """
    with store.read() as session:
        found = require(session, Case, case)
        pupil = require(session, Pupil, found.pupil)
        facts = facts_of(session, (case,)).get(case)
        if facts is None:
            raise SendtuiError(_UNKNOWN.format(process=found.process))
        hidden = confidential.veiled(store, session, (pupil.id,), today)
        made = _view(store, session, found, pupil, facts, today, _sources(session, pupil, hidden))
        return made if whole else _veil(made, hidden)


def _veil(made: views.CaseView, hidden: Marked) -> views.CaseView:
    """The view without what is confidential; of a plan that is, nor what its outcomes say."""
    outcomes = tuple(
        replace(each, words=WORD) if hidden.covers(made.pupil, each.plan) else each
        for each in made.outcomes
    )
    return veil(replace(made, outcomes=outcomes), made.pupil, hidden)


def of_pupil(store: Store, pupil: str) -> tuple[str, ...]:
    """The cases of a pupil: those open first, then the newest."""
    with store.read() as session:
        found = sorted(
            of(session, Case, pupil),
            key=lambda c: (c.closed_on is not None, -c.opened_on.toordinal(), c.id),
        )
        return tuple(each.id for each in found)


def case_of(store: Store, record: str) -> str:
    """The case that an event, advice, a consultation, a comment or a letter is of; "" for none."""
    with store.read() as session:
        if session.get(Case, record) is not None:
            return record
        for noun in _OF_A_CASE:
            found = session.get(noun, record)
            if found is not None:
                return found.case
    return ""


def _sources(session: Session, pupil: Pupil, hidden: Marked) -> dict[str, str]:
    """Document → its title, for what names one as its source."""
    # The words of a report may be many pages, and are not asked for here.
    asked = select(col(Document.id), col(Document.title)).where(Document.pupil == pupil.id)
    return {
        id_: WORD if hidden.covers(pupil.id, id_) else title for id_, title in session.exec(asked)
    }


def _view(
    store: Store,
    session: Session,
    case: Case,
    pupil: Pupil,
    facts: CaseFacts,
    today: date,
    sources: Mapping[str, str],
) -> views.CaseView:
    found = standing(facts, today)
    process = PROCESSES[facts.process]
    steps = views.states(found)
    advice = sorted(_of_case(of(session, Advice, case.pupil), case.id), key=_by_sort)
    consulted = _of_case(of(session, Consultation, case.pupil), case.id)
    represented = _of_case(of(session, Representation, case.pupil), case.id)
    parts = (case, *advice, *consulted, *represented)
    return views.CaseView(
        id=case.id,
        pupil=case.pupil,
        name=name_of(pupil),
        process=facts.process,
        side=case.side,
        caseworker=case.caseworker,
        la=case.la,
        reference=case.reference,
        plan=case.plan,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        outcome=case.outcome,
        note=case.note,
        stage_there=case.stage_there,
        review_due_there=case.review_due_there,
        stage=found.stage.code,
        stage_label=found.stage.label,
        stages=tuple(each.code for each in process.stages_for(case.side)),
        is_over=found.stage.over,
        deadlines=tuple(views.deadline_view(step, today) for step in found.steps),
        events=_event_views(
            session, process, facts, _of_case(of(session, CaseEvent, case.pupil), case.id), sources
        ),
        advice=tuple(_advice_view(each, steps.get(each.id), sources) for each in advice),
        consultations=tuple(_consultation_view(each, steps.get(each.id)) for each in consulted),
        representations=tuple(
            views.RepresentationView(r.id, r.on, r.section, r.what, r.answer, r.answered_on)
            for r in sorted(represented, key=lambda r: (r.on, r.id))
        ),
        warnings=(*found.warnings, *_differs(case, found.steps)),
        next=found.next,
        then=tuple((code, _label(process, code)) for code in found.then),
        heads={each.id: store.heads(session, each.id) for each in parts},
        letters=tuple(map(case_letters_kept.view, case_letters_kept.of_case(session, case.id))),
        born=pupil.born,
        year=nc_year(pupil.born, today, pupil.nc_year).code,
        outcomes=_outcomes(session, case, facts, today),
    )


def _outcomes(
    session: Session, case: Case, facts: CaseFacts, today: date
) -> tuple[views.OutcomeView, ...]:
    """The outcomes a review looks at: of the plan in force on the day of its meeting, or today."""
    if PROCESSES[facts.process].event(MEETING.code) is not MEETING:
        return ()
    met = Book(facts).last("meeting")
    return review_outcomes.outcomes_on(session, case.pupil, met.on if met else today)


def _differs(case: Case, steps: Iterable[Step]) -> Iterator[str]:
    """Where the authority's own system has another day for the review than is reckoned here."""
    ours = min((s.deadline.due for s in steps if s.deadline.rule in _TWELVE), default=None)
    there = case.review_due_there
    if ours is not None and there is not None and ours != there:
        yield (
            f"The authority's system has the review due on {say(there)}; reckoned here it is "
            f"{say(ours)}. Check which review or plan each counts from."
        )


_TWELVE = ("AR-01", "AR-02")


def name_of(pupil: Pupil) -> str:
    """A pupil's name as lists have it: surname first."""
    forename = pupil.preferred_forename or pupil.forename
    surname = pupil.preferred_surname or pupil.surname
    return f"{surname}, {forename}" if forename else surname


def _of_case(found: Iterable[Any], case: str) -> list[Any]:
    return [each for each in found if each.case == case]


def _label(process: ProcessOf, code: str) -> str:
    event = process.event(code)
    return event.label if event else code


def _event_views(
    session: Session,
    process: ProcessOf,
    facts: CaseFacts,
    found: Sequence[CaseEvent],
    sources: Mapping[str, str],
) -> tuple[views.EventView, ...]:
    standing_ids = {each.id for each in standing_events(facts.events)}
    written = history.births(session.connection(), [each.id for each in found])
    made = [
        _event_view(process, e, sources, e.id not in standing_ids, written.get(e.id, ""))
        for e in found
    ]
    return tuple(sorted(made, key=lambda e: (e.on, e.id), reverse=True))


def _event_view(
    process: ProcessOf,
    each: CaseEvent,
    sources: Mapping[str, str],
    put_right: bool,
    written: str,
) -> views.EventView:
    kind = process.event(each.code)
    shown = []
    for name in sorted(each.facts, key=kind.place) if kind else each.facts:
        value, fact = each.facts[name], kind.fact(name) if kind else None
        label = fact.title if fact else name.replace("_", " ").capitalize()
        words = dict(fact.choices).get(value, value) if fact else value
        if words:
            shown.append((label, words))
    if each.document:
        shown.append(("Source document", sources.get(each.document, _NOT_HERE)))
    return views.EventView(
        each.id,
        each.code,
        kind.label if kind else each.code,
        each.on,
        each.who,
        each.said,
        each.about,
        each.facts,
        tuple(shown),
        each.document,
        each.by,
        each.replaces,
        put_right,
        kind is not None and kind.tells,
        datetime.fromisoformat(written) if written else None,
    )


def _by_sort(one: Advice) -> tuple[int, str, date, str]:
    """The order of reg 6(1), then of asking."""
    place = next((n for n, (code, _) in enumerate(ADVICE) if code == one.sort), len(ADVICE))
    return place, one.sort, one.asked_on or date.max, one.id


def _advice_view(each: Advice, step: Step | None, sources: Mapping[str, str]) -> views.AdviceView:
    state = _state(step, "not needed" if each.not_needed else "not asked yet")
    return views.AdviceView(
        each.id,
        each.sort,
        dict(ADVICE).get(each.sort, each.sort),
        each.who,
        each.commissioned_by,
        each.asked_on,
        step.deadline.due if step else None,
        each.received_on,
        each.dated,
        each.chased_on,
        each.not_needed,
        each.exception,
        each.document,
        each.summary,
        "done" if each.received_on and step is None else state,
        sources.get(each.document, _NOT_HERE) if each.document else "",
    )


def _consultation_view(each: Consultation, step: Step | None) -> views.ConsultationView:
    return views.ConsultationView(
        each.id,
        each.where,
        each.urn,
        each.asked_for,
        each.sent_on,
        step.deadline.due if step else None,
        each.replied_on,
        each.can_meet,
        each.ground,
        each.reply,
        each.our_answer,
        each.chased_on,
        "done" if each.replied_on and step is None else _state(step, "not sent yet"),
    )


def _state(step: Step | None, otherwise: str) -> str:
    return step.state if step is not None else otherwise
