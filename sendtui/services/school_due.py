"""What the school itself owes by a day: answers to complaints, and steps of its action plan."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from sendtui.services.due_views import DueKind
from sendtui.services.tables import table

Waits = tuple[DueKind, str, date, str, tuple[str, str]]
"""The kind, the pupil ("" for the school), the day, the words, and the record it opens."""


def waiting(session: Session) -> Iterator[Waits]:
    """Complaints that are not answered, and steps that are not done, where they have a day."""
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
