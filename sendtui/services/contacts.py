"""Contacts: what was said with whom, the reply that was promised, and the reply."""

from datetime import date

from sendtui.models.contact import Contact
from sendtui.services import writes
from sendtui.services.records import has_happened, in_time, require, require_pupil
from sendtui.store.store import Store


@writes
def log(
    store: Store,
    pupil: str,
    *,
    on: date,
    said: str,
    who: str = "",
    how: str = "phone",
    with_parents: bool = False,
    promised: str = "",
    reply_by: date | None = None,
    by: str = "",
    today: date | None = None,
) -> str:
    """Log a contact, with the reply promised and by when, and return its id; it is never edited.

    Raises InvalidError for what does not hold, and for a day after `today`.
    """
    has_happened("on", on, today)
    in_time("reply_by", reply_by, on, "the contact")
    values = {"on": on, "said": said, "who": who, "how": how, "with_parents": with_parents}
    with store.write("Log a contact", true_on=on) as tx:
        require_pupil(tx.session, pupil)
        promise = {"promised": promised, "reply_by": reply_by, "by": by or store.author}
        return tx.add("contact", {"pupil": pupil, **values, **promise})


@writes
def answer(
    store: Store,
    contact: str,
    *,
    on: date,
    said: str,
    who: str = "",
    how: str = "phone",
    with_parents: bool = False,
    by: str = "",
    today: date | None = None,
) -> str:
    """Log the reply to a contact, which keeps the promise made in it; the reply's id.

    Raises InvalidError for a day before the contact, or after `today`.
    """
    has_happened("on", on, today)
    with store.write("Answer a contact", true_on=on) as tx:
        asked = require(tx.session, Contact, contact)
        in_time("on", on, asked.on, "the contact it answers")
        values = {"on": on, "said": said, "who": who or asked.who, "how": how}
        more = {"with_parents": with_parents, "by": by or store.author, "answers": contact}
        return tx.add("contact", {"pupil": asked.pupil, **values, **more})
