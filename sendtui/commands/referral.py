"""Referrals to services outside: sent, accepted, seen, and how long the wait has been.

sendtui referral list UPN
sendtui referral add UPN --from FILE             service, sent_on, why, sent_by, chase_on,
                                     accepted_on, refused_on, seen_on, closed_on, outcome
sendtui referral change UPN 1 --from FILE        number 1 of “list”, or an id from --json
sendtui referral remove UPN 1                    only what was put down by mistake
sendtui referral waits                           every pupil who waits, the longest first
sendtui referral ageing                          how long each service's referrals wait
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import NUMBER, Act, brief, fields, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, day, take_words
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.referrals import ReferralView

_FIELDS = ("service", "sent_on", "why", "sent_by", "chase_on", "accepted_on", "refused_on",
           "seen_on", "closed_on", "outcome")  # fmt: skip
_DAYS = tuple(name for name in _FIELDS if name.endswith("_on"))


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    acts = (*ACTS, "waits", "ageing")
    parser.add_argument("act", choices=acts, metavar="ACT", help=", ".join(acts))
    parser.add_argument(
        "upn", nargs="?", default="", metavar="PUPIL", help="UPN, admission number or id"
    )
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help=NUMBER)
    parser.add_argument("--on", metavar="DATE", help="add: the day it was sent; today without it")
    add_sources(parser, "add, change: why")
    take_words(parser)


def run(call: Call) -> int:
    """Do one act."""
    if call.options.act == "waits":
        return _waits(call)
    if call.options.act == "ageing":
        return _ageing(call)
    if not call.options.upn:
        raise UsageError("Say which pupil: UPN, admission number or id.")
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import referrals
    from sendtui.services.numbers import numbers

    found = referrals.of_pupil(call.store, pupil, call.today)
    return listed(call, found, map(_line, found), numbers(call.store, pupil, "referral"))


def _line(each: "ReferralView") -> dict[str, object]:
    return {
        "Service": each.service,
        "Sent": each.sent_on,
        "Stage": each.stage,
        "Weeks": each.waited_days // 7,
        "Ask again": each.chase_on,
        "Why": brief(each.why),
        "Outcome": brief(each.outcome),
    }


def _waits(call: Call) -> int:
    from sendtui.services import referrals

    found = tuple(each for each in referrals.all_of(call.store, call.today) if each.waits)
    return listed(call, found, ({"Name": each.name, **_line(each)} for each in found))


def _ageing(call: Call) -> int:
    from sendtui.services import referrals

    found = referrals.ageing(referrals.all_of(call.store, call.today))
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Service": each.service,
            "Under 6 weeks": each.waiting[0],
            "6 to 18": each.waiting[1],
            "18 to 52": each.waiting[2],
            "Over a year": each.waiting[3],
            "Seen": each.seen,
            "Median weeks": each.seen_weeks,
            "Refused": each.refused,
        }
        for each in found
    ]
    headings = list(lines[0]) if lines else []
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import referrals

    given: dict[str, Any] = fields(call, "why", _FIELDS, _DAYS)
    given.setdefault("sent_on", day(call, call.options.on))
    if not given.get("service"):
        raise UsageError("Say to which service, in the document of --from.")
    made = referrals.add(call.store, pupil, given, today=call.today)
    return told(call, "Done: the referral is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    from sendtui.services import referrals

    found = _chosen(call, pupil)
    given = fields(call, "why", _FIELDS, _DAYS)
    changed = referrals.change(call.store, found.id, given, found.heads, today=call.today)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import referrals

    found = _chosen(call, pupil)
    referrals.remove(call.store, found.id)
    return told(call, "Removed. “sendtui undo” brings it back.", id=found.id)


def _chosen(call: Call, pupil: str) -> "ReferralView":
    from sendtui.services import referrals
    from sendtui.services.numbers import numbers

    named, number = call.options.which, numbers(call.store, pupil, "referral")
    for each in referrals.of_pupil(call.store, pupil, call.today):
        if named and named in (each.id, str(number.get(each.id))):
            return each
    raise SendtuiError("Say which referral, by the number that “list” prints.")


ACTS: dict[str, Act] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
}
