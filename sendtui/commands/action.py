"""What somebody has undertaken to do about a pupil, by when, and whether it is done.

sendtui action list UPN
sendtui action add UPN --due "in 2 weeks" --text-file -    (--from: what, owner, due, note)
sendtui action done UPN 1 --on 20/11/26     number 1 of “list”; an id from --json does too
sendtui action reopen UPN 1
sendtui action remove UPN 1
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

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
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.pupil_views import ActionView


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, NUMBER, "what is to be done")
    parser.add_argument("--due", metavar="DATE", help="add: by when")
    parser.add_argument("--owner", metavar="WHO", help="add: who does it, a role or initials")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _line(action: "ActionView") -> dict[str, object]:
    return {
        "Due": action.due,
        "Late": counted(late, "day") if (late := action.days_late or 0) > 0 else "",
        "Done": action.done_on,
        "Owner": action.owner,
        "What": action.what,
        "Note": action.note,
    }


_ACTIONS = Records("action", of_view(lambda view: view.actions), _line)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import actions

    options = call.options
    given = fields(call, "what", ("what", "owner", "due", "note"), ("due",))
    if options.due:
        given["due"] = read_day(options.due, call.today)
    if options.owner:
        given["owner"] = options.owner
    require(given, "what", "What is to be done")
    made = actions.add(call.store, pupil, **given)
    return told(call, "Done: the action is written down.", id=made)


def _done(call: Call, pupil: str) -> int:
    from sendtui.services import actions

    action = _ACTIONS.chosen(call, pupil)
    actions.done(call.store, action.id, day(call, call.options.on), call.today)
    return told(call, f"Done: {brief(action.what)}", id=action.id)


def _reopen(call: Call, pupil: str) -> int:
    from sendtui.services import actions

    action = _ACTIONS.chosen(call, pupil)
    actions.reopen(call.store, action.id)
    return told(call, f"Open again: {brief(action.what)}", id=action.id)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import amend

    action = _ACTIONS.chosen(call, pupil)
    amend.remove(call.store, "action", action.id)
    says = f"Removed: {brief(action.what)}. “sendtui undo” brings it back."
    return told(call, says, id=action.id)


ACTS: dict[str, Act] = {
    "list": _ACTIONS.listed,
    "add": _add,
    "done": _done,
    "reopen": _reopen,
    "remove": _remove,
}
