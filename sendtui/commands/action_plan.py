"""The school's action plan for its SEND work: what, by whom, by when, and what came of it.

  sendtui action-plan list                   the open steps by their day, then what is done
  sendtui action-plan add --from FILE        what, owner, due_on, done_on, success, came, serves
  sendtui action-plan change 1 --from FILE   number 1 of “list”, or an id from --json
  sendtui action-plan done 1 --on 20/11/26
  sendtui action-plan remove 1               only what was put down by mistake

serves names a line of this year's inclusion strategy, such as “activity 2”. What one pupil needs
done is an action of theirs: “sendtui action”.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import NUMBER, brief, listed, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, one_document, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.action_plan import StepView

_DAYS = ("due_on", "done_on")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help=NUMBER)
    parser.add_argument("--from", dest="source", metavar="FILE", help="JSON with the fields, or -")
    parser.add_argument("--on", metavar="DATE", help="done: the day; today without it")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import action_plan

    found = action_plan.all_of(call.store, call.today)
    return listed(call, found, map(_line, found), _numbers(call))


def _line(one: "StepView") -> dict[str, object]:
    return {
        "By when": one.due_on,
        "What": brief(one.what),
        "By whom": one.owner,
        "Stands": one.standing,
        "Follows from": brief(one.serves),
        "Came": brief(one.came),
    }


def _add(call: Call) -> int:
    from sendtui.services import action_plan

    given = _given(call)
    if not given.get("what"):
        raise UsageError("Say what is to be done, as “what” in the document of --from.")
    made = action_plan.add(call.store, given, today=call.today)
    return told(call, "Done: it is in the action plan.", id=made)


def _change(call: Call) -> int:
    return _put(call, _given(call))


def _done(call: Call) -> int:
    return _put(call, {**_given(call), "done_on": day(call, call.options.on)})


def _put(call: Call, given: dict[str, Any]) -> int:
    from sendtui.services import action_plan

    found = _chosen(call)
    changed = action_plan.change(call.store, found.id, given, found.heads, today=call.today)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _remove(call: Call) -> int:
    from sendtui.services import action_plan

    found = _chosen(call)
    action_plan.remove(call.store, found.id)
    return told(call, "Removed. “sendtui undo” brings it back.", id=found.id)


def _given(call: Call) -> dict[str, Any]:
    """The fields of the document; a line of the strategy by its part and number."""
    given: dict[str, Any] = with_days(call, one_document(call), _DAYS)
    if "serves" in given:
        given["strategy_line"] = _line_named(call, str(given.pop("serves") or ""))
    return given


def _line_named(call: Call, named: str) -> str:
    from sendtui.services import inclusion

    if not named:
        return ""
    part, _, number = named.partition(" ")
    for line in inclusion.current(call.store, call.today).lines:
        if (line.part, str(line.number)) == (part, number.strip()):
            return line.id
    raise SendtuiError(f"The strategy has no “{named}”. “strategy show” numbers its lines.")


def _numbers(call: Call) -> dict[str, int]:
    from sendtui.services.numbers import numbers

    return numbers(call.store, call.store.setting, "school_action")


def _chosen(call: Call) -> "StepView":
    from sendtui.services import action_plan

    named, number = call.options.which, _numbers(call)
    if not named:
        raise UsageError("Say which step: by the number that “list” prints.")
    for each in action_plan.all_of(call.store, call.today):
        if named in (each.id, str(number.get(each.id))):
            return each
    raise SendtuiError(f"There is no step {named} now. “list” prints those there are.")


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "done": _done,
    "remove": _remove,
}
