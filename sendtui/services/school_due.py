"""What the school itself owes or awaits by a day: answers, steps of its plan, receipts."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.services.due_views import DueKind
from sendtui.services.tables import table

RECEIPT = timedelta(days=14)
"""How long the receipt for a hand-over pack may take."""

Waits = tuple[DueKind, str, date, str, tuple[str, str]]
"""The kind, the pupil ("" for the school), the day, the words, and the record it opens."""


def waiting(session: Session) -> Iterator[Waits]:
    """Complaints that are not answered, steps that are not done, packs that are not receipted."""
    run = session.connection().execute
    for noun in ("feedback", "school_feedback"):
        one = table(noun).c
        whose = one.pupil if noun == "feedback" else one.id
        asked = select(whose, one.id, one.answer_by, one.about).where(
            one.sort == "complaint", one.answered_on.is_(None), one.answer_by.is_not(None)
        )
        for pupil, id_, day, about in run(asked):
            words = f"Complaint to answer: {about}"
            yield "complaint", pupil if noun == "feedback" else "", day, words, (noun, id_)
    step = table("school_action").c
    open_steps = select(step.id, step.due_on, step.what, step.owner).where(
        step.done_on.is_(None), step.due_on.is_not(None)
    )
    for id_, day, what, owner in run(open_steps):
        words = f"{what} ({owner})" if owner else what
        yield "school action", "", day, words, ("school_action", id_)
    one, child = table("transfer_receipt").c, table("pupil").c
    sent = select(
        one.id, one.sent_on, one.to_name,
        func.coalesce(func.nullif(child.preferred_forename, ""), child.forename),
        func.coalesce(func.nullif(child.preferred_surname, ""), child.surname),
    ).where(child.id == one.pupil, one.received_on.is_(None))  # fmt: skip
    for id_, sent_on, to, forename, surname in run(sent):
        # Whoever it is about has mostly left, and is no line of Today.
        name = " ".join(filter(None, (forename, surname)))
        words = f"{name}: no receipt from {to or 'the next setting'} yet (F6, h)"
        yield "pack", "", sent_on + RECEIPT, words, ("transfer_receipt", id_)
