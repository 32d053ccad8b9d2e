"""Handing the record over to a new SENCO: what is open, and what families were told last."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from sendtui.models.action import Action
from sendtui.models.contact import Contact
from sendtui.models.pupil import Pupil
from sendtui.services import as_at, confidential, due, writes
from sendtui.services.due_views import Due
from sendtui.services.unsent import unsent
from sendtui.store.store import Store

WITHOUT = frozenset(("no profile", "profile old", "no review this term", "no next review"))
"""What is owed of many and waits for nobody: it is in the due list, not handed over."""


@dataclass(frozen=True, slots=True)
class Told:
    """The last thing a family was told, and what was promised with it."""

    pupil: str
    name: str
    on: date
    how: str
    who: str
    said: str
    promised: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What somebody new has to know: `open`, the urgent first; `told`, by pupil; changes unsent."""

    author: str
    open: tuple[Due, ...]
    told: tuple[Told, ...]
    unsent: int


def of_store(store: Store, today: date) -> HandOver:
    """What is open in the record, and what the family of each pupil on roll was told last.

    What is confidential is left out of it.
    """
    waiting = tuple(one for one in due.due(store, today) if one.kind not in WITHOUT)
    with store.read() as session:
        asked = (
            select(Contact, Pupil)
            .join(Pupil, col(Pupil.id) == col(Contact.pupil))
            .where(
                as_at.on_roll(today),
                or_(col(Contact.with_parents).is_(True), col(Contact.promised) != ""),
            )
            .order_by(col(Contact.on).desc(), col(Contact.id).desc())
        )
        last: dict[str, Told] = {}
        found = list(session.exec(asked))
        hidden = confidential.veiled(store, session, [p.id for _, p in found], today)
        for contact, pupil in found:
            if pupil.id not in last and not hidden.covers(pupil.id, contact.id):
                last[pupil.id] = _told(contact, pupil)
    told = sorted(last.values(), key=lambda one: (one.name.casefold(), one.pupil))
    return HandOver(store.author, waiting, tuple(told), unsent(store))


def _told(contact: Contact, pupil: Pupil) -> Told:
    name = ", ".join(filter(None, (pupil.surname, pupil.forename)))
    how = "meeting with parents" if contact.with_parents else contact.how
    return Told(pupil.id, name, contact.on, how, contact.who, contact.said, contact.promised)


@writes
def give_actions(store: Store, giver: str, taker: str) -> int:
    """Make the open actions of one person another's, in one act; gives how many."""
    with store.write("Hand over open actions") as tx:
        asked = select(Action.id).where(col(Action.done_on).is_(None), Action.owner == giver)
        found = list(tx.session.exec(asked))
        tx.look_ahead(found)
        for action in found:
            tx.put("action", action, {"owner": taker})
    return len(found)
