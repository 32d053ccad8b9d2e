"""What the rules are told of a cycle, and the advice they give back; advice blocks nothing."""

from dataclasses import replace
from datetime import date

from sendtui.rules.cycle import (
    CycleFacts,
    EvidenceFacts,
    OutcomeFacts,
    ProvisionFacts,
    ReviewFacts,
    stages,
)
from sendtui.services.cycle_views import CycleView

ORDER = ("assess", "plan", "do", "review")


def advised(view: CycleView, needs: tuple[str, ...], today: date) -> CycleView:
    """The cycle with what the rules find in each stage; nothing is owed in a stage to come."""
    found = stages(facts(view, needs), today)
    reached = ORDER[: ORDER.index(view.stage) + 1]
    findings = tuple(f for stage in found if stage.name in reached for f in stage.findings)
    return replace(view, stages=found, findings=findings)


def facts(view: CycleView, needs: tuple[str, ...]) -> CycleFacts:
    """A cycle as the rules take it."""
    return CycleFacts(
        started_on=view.started_on,
        review_due=view.review_due,
        needs=needs,
        evidence=tuple(EvidenceFacts(e.sort, e.measure, e.score, e.id) for e in view.evidence),
        pupil_view=bool(view.pupil_views),
        parent_view=bool(view.parent_views),
        outcomes=tuple(
            OutcomeFacts(
                what=o.what,
                number=o.number,
                need=o.need,
                measure=o.measure,
                baseline=o.baseline,
                target=o.target,
                by=o.by,
                rated=o.rating is not None,
                record=o.id,
            )
            for o in view.outcomes
        ),
        provision=tuple(
            ProvisionFacts(
                what=p.what,
                who=p.who,
                times=p.times,
                per=p.per,
                minutes=p.minutes,
                group_size=p.group_size,
                weeks=p.weeks,
                need=p.need,
                outcome=p.outcome,
                starts=p.starts,
                ends=p.ends,
                happened=p.figures.happened,
                missed=p.figures.missed,
                record=p.id,
            )
            for p in view.provision
        ),
        strategies=len(view.strategies),
        review=_review(view),
    )


def _review(view: CycleView) -> ReviewFacts | None:
    if not view.reviews:
        return None
    last = view.reviews[-1]
    return ReviewFacts(
        last.held_on, last.decision, last.reason, last.next_review, last.with_parents
    )
