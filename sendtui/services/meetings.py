"""The meetings with a pupil's parents, counted against the three a year the Code expects."""

from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.contact import Contact
from sendtui.models.review import Review
from sendtui.rules.support import Meetings
from sendtui.rules.support import meetings as counted
from sendtui.services import school_year
from sendtui.store.store import Store


def meetings(store: Store, pupil: str, today: date) -> Meetings:
    """How this academic year stands: reviews and contacts at which parents were met.

    A review and a contact on one day are one meeting.
    """
    with store.read() as session:
        terms = school_year.own_in(session).whole_terms
        return counted(days(session, pupil), today, terms)


def days(session: Session, pupil: str) -> tuple[date, ...]:
    """The days on which the pupil's parents were met."""
    reviews = session.exec(
        select(Review).where(Review.pupil == pupil, col(Review.with_parents).is_(True))
    )
    contacts = session.exec(
        select(Contact).where(Contact.pupil == pupil, col(Contact.with_parents).is_(True))
    )
    return tuple(sorted({r.held_on for r in reviews} | {c.on for c in contacts}))
