"""The meetings with a pupil's parents, which are counted against those the Code expects."""

from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.contact import Contact
from sendtui.models.review import Review


def days(session: Session, pupil: str) -> tuple[date, ...]:
    """The days on which the pupil's parents were met; a review and a contact on one day are one."""
    reviews = session.exec(
        select(Review).where(Review.pupil == pupil, col(Review.with_parents).is_(True))
    )
    contacts = session.exec(
        select(Contact).where(Contact.pupil == pupil, col(Contact.with_parents).is_(True))
    )
    return tuple(sorted({r.held_on for r in reviews} | {c.on for c in contacts}))
