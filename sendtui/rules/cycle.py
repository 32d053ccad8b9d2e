"""What makes each stage of assess-plan-do-review complete, as advice that never blocks saving.

The facts are small values that a service fills from the record; `record` is the id of the thing,
handed back in the finding so that a face can go there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.citation import Finding
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.plan_wording import outcome_wording, provision_wording
from sendtui.rules.support import GRADUATED

StageName = Literal["assess", "plan", "do", "review"]


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """A piece of evidence: its sort (baseline, observation, advice, teaching) and its measure."""

    sort: str
    measure: str = ""
    score: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """An outcome as planned, and whether the review has rated it."""

    what: str
    number: int = 1
    need: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    rated: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionFacts:
    """A provision line as promised; `happened` and `missed` count its recorded sessions."""

    what: str
    who: str = ""
    times: int = 1
    per: str = "week"
    minutes: int = 0
    group_size: int = 1
    weeks: int = 0
    need: str = ""
    outcome: str = ""
    starts: date | None = None
    ends: date | None = None
    happened: int = 0
    missed: int = 0
    record: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The review that was held; `decision` and its reason as the record has them.

    `with_parents` is None where nobody has said whether the parents were there.
    """

    held_on: date
    decision: str = ""
    reason: str = ""
    next_review: date | None = None
    with_parents: bool | None = None


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """All that one cycle holds; `needs` are the codes of the pupil's needs in it."""

    started_on: date
    review_due: date | None = None
    needs: tuple[str, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()
    pupil_view: bool = False
    parent_view: bool = False
    outcomes: tuple[OutcomeFacts, ...] = ()
    provision: tuple[ProvisionFacts, ...] = ()
    strategies: int = 0
    review: ReviewFacts | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage and what is still to do in it; complete when only soft findings are left."""

    name: StageName
    complete: bool
    findings: tuple[Finding, ...]


def stages(facts: CycleFacts, today: date) -> tuple[Stage, Stage, Stage, Stage]:
    """The four stages of a cycle, in order, each with what it still lacks on this day."""
    return (
        _stage("assess", _assess(facts)),
        _stage("plan", _plan(facts, today)),
        _stage("do", _do(facts, today)),
        _stage("review", _review(facts, today)),
    )


def _stage(name: StageName, found: Iterator[Finding]) -> Stage:
    findings = tuple(found)
    return Stage(name, all(finding.soft for finding in findings), findings)


def _lacks(
    check: str, subject: str, says: str, record: str = "", field: str = "", soft: bool = False
) -> Finding:
    return Finding(check, subject, says, GRADUATED, record, field, soft)


def _assess(facts: CycleFacts) -> Iterator[Finding]:
    sorts = {evidence.sort for evidence in facts.evidence}
    if not facts.needs:
        yield _lacks("no need", "Needs", "Record the need this cycle is about.")
    if "baseline" not in sorts:
        yield _lacks("no baseline", "Evidence", "Record where the pupil starts from: a baseline.")
    if "teaching" not in sorts:
        yield _lacks("no teaching", "Evidence", "Record the good teaching that was tried first.")
    if not facts.pupil_view:
        yield _lacks("no pupil's view", "Views", "Record the pupil's own view.")
    if not facts.parent_view:
        yield _lacks("no parents' view", "Views", "Record the parents' view.")
    for evidence in facts.evidence:
        if evidence.sort == "baseline" and not evidence.score.strip():
            says = "A baseline needs a score or a description to compare with later."
            yield _lacks("no score", "Baseline", says, evidence.record, "score", soft=True)


def _plan(facts: CycleFacts, today: date) -> Iterator[Finding]:
    if not facts.outcomes:
        yield _lacks("no outcome", "Outcomes", "Write at least one outcome.")
    if not facts.provision and not facts.strategies:
        yield _lacks("no provision", "Provision", "Say what will be done: provision or strategies.")
    if facts.review_due is None:
        yield _lacks("no review date", "Review", "Set the day of the review.", field="review_due")
    for outcome in facts.outcomes:
        yield from _outcome(outcome, facts, today)
    for number, line in enumerate(facts.provision, 1):
        yield from _provision(line, f"Provision {number}", bool(facts.outcomes))
    yield from _orphans(facts)


_OUTCOME_ASKS = (
    ("measure", "Say how it will be measured."),
    ("baseline", "Say where the pupil starts from."),
    ("target", "Say where the pupil should get to."),
    ("by", "Say by when."),
)


def _outcome(outcome: OutcomeFacts, facts: CycleFacts, today: date) -> Iterator[Finding]:
    subject, record = f"Outcome {outcome.number}", outcome.record
    for field, says in _OUTCOME_ASKS:
        value = getattr(outcome, field)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield _lacks(f"no {field}", subject, says, record, field)
    if outcome.by and outcome.by < facts.started_on:
        yield _lacks("by too early", subject, "This is before the cycle began.", record, "by")
    elif outcome.by and outcome.by < today and not outcome.rated:
        yield _lacks("by past", subject, "This day is past: review it.", record, "by", soft=True)
    yield from outcome_wording(outcome.what, subject, record)


def _provision(line: ProvisionFacts, subject: str, outcomes: bool) -> Iterator[Finding]:
    record = line.record
    if not line.who.strip():
        yield _lacks("no who", subject, "Say who delivers it: a name or a role.", record, "who")
    if not line.minutes:
        yield _lacks("no minutes", subject, "Say how long each time.", record, "minutes")
    if not line.weeks and not (line.starts and line.ends):
        yield _lacks("no weeks", subject, "Say for how many weeks, or until when.", record, "weeks")
    if line.starts and line.ends and line.ends < line.starts:
        yield _lacks("ends early", subject, "It ends before it starts.", record, "ends")
    if outcomes and not line.outcome:
        says = "Say which outcome it serves."
        yield _lacks("no outcome served", subject, says, record, "outcome", soft=True)
    yield from provision_wording(
        line.what, line.who, line.minutes, line.group_size, subject, record
    )


def _orphans(facts: CycleFacts) -> Iterator[Finding]:
    """Needs nobody does anything about, and outcomes nothing serves."""
    if not facts.provision:
        return
    by_outcome = {line.outcome for line in facts.provision if line.outcome}
    met = {line.need for line in facts.provision}
    met |= {outcome.need for outcome in facts.outcomes if outcome.record in by_outcome}
    for need in facts.needs:
        if need not in met:
            says = "No provision serves this need."
            yield _lacks("need unmet", NEED_TYPES.label(need), says, soft=True)
    for outcome in facts.outcomes:
        if outcome.record not in by_outcome and not facts.strategies:
            says = "No provision serves this outcome."
            subject = f"Outcome {outcome.number}"
            yield _lacks("outcome unserved", subject, says, outcome.record, soft=True)


def _do(facts: CycleFacts, today: date) -> Iterator[Finding]:
    if not facts.provision and not facts.strategies:
        yield _lacks("nothing to do", "Delivery", "There is no provision to deliver yet.")
    for number, line in enumerate(facts.provision, 1):
        begun = (line.starts or facts.started_on) <= today
        if begun and not line.happened:
            says = "Every session was missed." if line.missed else "No session is recorded yet."
            yield _lacks("not delivered", f"Provision {number}", says, line.record)
        elif line.missed > line.happened:
            says = f"More sessions were missed ({line.missed}) than happened ({line.happened})."
            yield _lacks("often missed", f"Provision {number}", says, line.record, soft=True)


_ENDINGS = ("leave the SEN register",)


def _review(facts: CycleFacts, today: date) -> Iterator[Finding]:
    review = facts.review
    if review is None:
        late = facts.review_due is not None and facts.review_due < today
        says = "The review is overdue." if late else "The review has not been held."
        yield _lacks("not reviewed", "Review", says, field="review_due")
        return
    for outcome in facts.outcomes:
        if not outcome.rated:
            subject, says = f"Outcome {outcome.number}", "Rate how it went."
            yield _lacks("not rated", subject, says, outcome.record)
    if not review.decision:
        yield _lacks("no decision", "Review", "Say what happens next.", field="decision")
    elif review.decision != "continue" and not review.reason.strip():
        yield _lacks("no reason", "Review", "Say why.", field="reason")
    if review.decision not in _ENDINGS and review.next_review is None:
        yield _lacks("no next review", "Review", "Set the next review.", field="next_review")
    if not review.with_parents:
        unsaid = "It is not recorded whether the parents were there."
        absent = "The parents were not there: meet them, or record how they were heard."
        says = unsaid if review.with_parents is None else absent
        yield _lacks("no parents", "Review", says, field="with_parents", soft=True)
