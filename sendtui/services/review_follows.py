"""What follows from a review's decision, inside the act that writes the review down."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from sendtui.errors import SendtuiError
from sendtui.models.cycle import Cycle, Outcome
from sendtui.models.status import Status
from sendtui.rules.support import suggested_review
from sendtui.services.cycle_carry import carry
from sendtui.services.cycles import next_number, open_cycle
from sendtui.store.transaction import Transaction

ASK = "Ask the local authority for an EHC needs assessment"


def carry_forward(
    tx: Transaction, cycle: Cycle, unmet: Sequence[Outcome], *, on: date, review_due: date | None
) -> tuple[str, tuple[str, ...]]:
    """Start the next cycle with the outcomes that are not met, each with its source; their ids.

    By when each is due is the day of the next review.
    Raises SendtuiError where another cycle is open already.
    """
    still = open_cycle(tx.session, cycle.pupil)
    if still is not None:
        raise SendtuiError(
            f"Cycle {still.number} is open already, so no next one is started. "
            "Review without carrying forward."
        )
    due = review_due or suggested_review(on)
    fresh = tx.add(
        "cycle",
        {
            "pupil": cycle.pupil,
            "number": next_number(tx.session, cycle.pupil),
            "started_on": on,
            "focus": cycle.focus,
            "lead": cycle.lead,
            "review_due": due,
        },
    )
    return fresh, carry(tx, cycle.pupil, fresh, dict.fromkeys((o.id for o in unmet), due))


def leave_register(
    tx: Transaction, pupil: str, *, on: date, reason: str, told_on: date | None, told_how: str
) -> str:
    """Record that a pupil has no SEN provision from this day; the id of the status.

    Raises SendtuiError for a pupil with an EHC plan.
    """
    now = tx.session.exec(
        select(Status.status)
        .where(Status.pupil == pupil, Status.since <= on)
        .order_by(col(Status.since).desc(), col(Status.id).desc())
    ).first()
    if now == "E":
        raise SendtuiError(
            "This pupil has an EHC plan, which only the local authority can cease. Choose another "
            "decision; record the status when the plan has ceased."
        )
    told = {"parents_told_on": told_on, "parents_told_how": told_how}
    return tx.add("status", {"pupil": pupil, "status": "N", "since": on, "reason": reason, **told})


def ask_for_assessment(tx: Transaction, cycle: Cycle, *, reason: str, due: date | None) -> str:
    """Record the action to ask for an assessment, owned by who leads the cycle; its id."""
    owned = {"owner": cycle.lead, "due": due, "note": reason}
    return tx.add("action", {"pupil": cycle.pupil, "what": ASK, **owned})
