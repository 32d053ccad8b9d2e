"""The local offer as the school knows it: services, for whom, how to refer, how long the wait is.

sendtui service list
sendtui service add "Speech therapy" --from FILE     sort, whom, how, contact, web, wait_weeks,
                                     checked_on
sendtui service change "Speech therapy" --from FILE
sendtui service remove "Speech therapy"              referrals to it stay
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import one_document, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.referrals import ServiceView


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="which service")
    parser.add_argument("--from", dest="source", metavar="FILE", help="JSON with the fields, or -")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import referrals

    found = referrals.services(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Name": each.name,
            "For whom": each.whom,
            "How": each.how,
            "Contact": each.contact,
            "Weeks": each.wait_weeks or None,
            "Checked": each.checked_on,
        }
        for each in found
    ]
    headings = ["Name", "For whom", "How", "Contact", "Weeks", "Checked"]
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _add(call: Call) -> int:
    from sendtui.services import referrals

    if not call.options.name:
        raise UsageError("Say what the service is called.")
    made = referrals.keep_service(call.store, {**_given(call), "name": call.options.name})
    return told(call, f"Done: {call.options.name} is in the directory.", id=made)


def _change(call: Call) -> int:
    from sendtui.services import referrals

    one = _named(call)
    referrals.keep_service(call.store, _given(call), one.id)
    return told(call, f"Changed: {one.name}.", id=one.id)


def _remove(call: Call) -> int:
    from sendtui.services import referrals

    one = _named(call)
    referrals.remove_service(call.store, one.id)
    return told(call, f"Removed: {one.name}. “sendtui undo” brings it back.", id=one.id)


def _named(call: Call) -> "ServiceView":
    from sendtui.services import referrals
    from sendtui.services.records import alike

    for each in referrals.services(call.store):
        if call.options.name in (each.id, each.name) or (
            alike(each.name) == alike(call.options.name)
        ):
            return each
    raise SendtuiError("There is no service of this name. “service list” prints those there are.")


def _given(call: Call) -> dict[str, Any]:
    return with_days(call, one_document(call), ("checked_on",))


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
}
