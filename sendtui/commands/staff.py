"""The adults who work with pupils: what an hour costs, and what they were trained in.

  sendtui staff list
  sendtui staff add "Ms Thistledown" --role "Teaching assistant"
  sendtui staff change "Ms Thistledown" --from FILE   name, role, weekly_minutes, since, until,
                                                      senco_since, qualified_on
  sendtui staff rate "Ms Thistledown" --hour 14.20 --on 1/9/26
  sendtui staff rate --role "Teaching assistant" --hour 13.75 --on 1/9/26
  sendtui staff rates
  sendtui staff train "Ms Thistledown" --topic Autism --on 3/9/26 --expires 3/9/29
  sendtui staff training
  sendtui staff remove "Ms Thistledown"               only who was put down by mistake

Rates belong to your organisation: they go into no sealed file.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none, one_document, with_days
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.workforce import Adult

_DAYS = ("since", "until", "senco_since", "qualified_on")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="which adult")
    parser.add_argument("--role", default="", help="add: the role; rate: of all of this role")
    parser.add_argument("--hour", metavar="POUNDS", help="rate: an hour with on-costs")
    parser.add_argument("--topic", default="", help="train: in what")
    parser.add_argument("--provider", default="", help="train: by whom")
    parser.add_argument("--expires", metavar="DATE", help="train: until when it counts")
    parser.add_argument("--on", metavar="DATE", help="the day it was true; today without it")
    parser.add_argument("--from", dest="source", metavar="FILE", help="JSON with the fields, or -")
    parser.add_argument("--left", action="store_true", help="list: also who has left")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import workforce

    found = workforce.all_of(call.store, call.today, left=call.options.left)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Name": each.name,
            "Role": each.role,
            "Minutes a week": each.weekly_minutes or None,
            "SENCO since": each.senco_since,
            "Qualification by": each.qualify_by,
            "Until": each.until,
        }
        for each in found
    ]
    used = ["Name", *(h for h in list(lines[0])[1:] if any(li[h] for li in lines))] if lines else []
    code = 0 if call.out.table(used, lines, empty="There is nobody yet.") else 1
    if any(each.qualify_by for each in found):
        call.out.say(workforce.QUALIFICATION)
    return code


def _add(call: Call) -> int:
    from sendtui.services import workforce

    values = {**_given(call), "name": _name(call)}
    if call.options.role:
        values["role"] = call.options.role
    made = workforce.add(call.store, values)
    return told(call, f"Done: {call.options.name} is written down.", id=made)


def _change(call: Call) -> int:
    from sendtui.services import workforce

    one = _adult(call)
    changed = workforce.change(call.store, one.id, _given(call), one.heads)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _remove(call: Call) -> int:
    from sendtui.services import workforce

    one = _adult(call)
    workforce.remove(call.store, one.id)
    return told(call, f"Removed: {one.name}. “sendtui undo” brings it back.", id=one.id)


def _rate(call: Call) -> int:
    from sendtui.rules.costs import pounds
    from sendtui.services import workforce

    options = call.options
    pence, since = _pence(options.hour), day(call, options.on)
    if options.name:
        one = _adult(call)
        made = workforce.set_rate(call.store, pence, since, staff=one.id)
    else:
        made = workforce.set_rate(call.store, pence, since, role=options.role)
    whose = options.name or options.role
    return told(call, f"Done: {whose}, {pounds(pence)} an hour from {since:%d/%m/%Y}.", id=made)


def _rates(call: Call) -> int:
    from sendtui.rules.costs import pounds
    from sendtui.services import workforce

    found = workforce.rates(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {"Whose": each.whose, "Since": each.since, "An hour": pounds(each.hour_pence)}
        for each in found
    ]
    shown = call.out.table(["Whose", "Since", "An hour"], lines, empty="There is none yet.")
    return 0 if shown else 1


def _train(call: Call) -> int:
    from sendtui.services import workforce

    options = call.options
    values = {
        "topic": options.topic,
        "provider": options.provider,
        "on": day(call, options.on),
        "expires": day_or_none(call, options.expires),
    }
    made = workforce.train(call.store, _adult(call).id, values)
    return told(call, "Done: the training is written down.", id=made)


def _training(call: Call) -> int:
    from sendtui.services import workforce

    found = workforce.trainings(call.store, call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Topic": each.topic,
            "Name": each.name,
            "On": each.on,
            "Expires": each.expires,
            "": "expired" if each.expired else "",
        }
        for each in found
    ]
    headings = ["Topic", "Name", "On", "Expires", ""]
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _pence(written: str | None) -> int:
    """Pounds as people write them, in pence.

    Raises UsageError where they are none.
    """
    try:
        pounds = Decimal((written or "").lstrip("£").replace(",", ""))
    except InvalidOperation:
        raise UsageError("Say what an hour costs in pounds: --hour 14.20") from None
    if pounds < 0 or pounds != round(pounds, 2):
        raise UsageError("An hour costs pounds and whole pence: --hour 14.20")
    return int(pounds * 100)


def _given(call: Call) -> dict[str, Any]:
    return with_days(call, one_document(call), _DAYS)


def _name(call: Call) -> str:
    if not call.options.name:
        raise UsageError("Say which adult, by name.")
    return str(call.options.name)


def _adult(call: Call) -> "Adult":
    from sendtui.services import workforce

    return workforce.named(call.store, _name(call), call.today)


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "rate": _rate,
    "rates": _rates,
    "train": _train,
    "training": _training,
}
