"""Calls, meetings and letters; the reply that was promised, and the reply. Never edited.

  sendtui contact list UPN
  sendtui contact add UPN --how phone --reply-by "in 2 weeks" --from FILE
                                     on, who, how, said, with_parents, promised, reply_by, by
  sendtui contact answer UPN 1 --text-file -      the reply to number 1 of “list”; an id from
                                                  --json does too; --again for a second reply

With --with-parents it counts as one of the three meetings a year (Code 6.65).
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import (
    NUMBER,
    Act,
    Records,
    add_words,
    brief,
    fields,
    of_view,
    require,
    run_act,
    told,
)
from sendtui.commands.call import Call
from sendtui.commands.given import day, read_day
from sendtui.errors import SendtuiError

if TYPE_CHECKING:
    from sendtui.services.pupil_views import ContactView

_FIELDS = ("said", "on", "who", "how", "with_parents", "promised", "reply_by", "by")
_ANSWER = ("said", "on", "who", "how", "with_parents", "by")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, NUMBER, "what was said")
    parser.add_argument("--how", help="phone, meeting, e-mail, letter")
    parser.add_argument("--with-parents", action="store_true", help="a meeting with parents")
    parser.add_argument("--reply-by", metavar="DATE", help="add: a reply was promised by then")
    parser.add_argument("--again", action="store_true", help="answer: also once it is answered")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _line(contact: "ContactView") -> dict[str, object]:
    return {
        "On": contact.on,
        "How": contact.how,
        "With": contact.who,
        "Parents met": contact.with_parents or None,
        "Said": contact.said,
        "Promised": contact.promised,
        "Reply by": contact.reply_by,
        "Answered": contact.answered_on or ("not yet" if contact.waits else None),
        "Logged by": contact.by,
    }


_CONTACTS = Records("contact", of_view(lambda view: view.contacts), _line)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import contacts

    given = _given(call, _FIELDS)
    if call.options.reply_by:
        given["reply_by"] = read_day(call.options.reply_by, call.today)
    made = contacts.log(call.store, pupil, **given, today=call.today)
    return told(call, "Done: the contact is logged.", id=made)


def _answer(call: Call, pupil: str) -> int:
    from sendtui.services import contacts

    asked = _CONTACTS.chosen(call, pupil)
    if asked.answered_on and not call.options.again:
        raise SendtuiError(
            f"This has been answered on {asked.answered_on:%d/%m/%Y}. Nothing was logged; --again "
            "logs a further reply."
        )
    made = contacts.answer(call.store, asked.id, **_given(call, _ANSWER), today=call.today)
    return told(call, f"Replied to: {brief(asked.promised or asked.said)}", id=made)


def _given(call: Call, known: tuple[str, ...]) -> dict[str, Any]:
    options = call.options
    given = fields(call, "said", known, ("on", "reply_by"))
    given.setdefault("on", day(call, options.on))
    if options.how:
        given["how"] = options.how
    if options.with_parents:
        given["with_parents"] = True
    require(given, "said", "What was said")
    return given


ACTS: dict[str, Act] = {"list": _CONTACTS.listed, "add": _add, "answer": _answer}
