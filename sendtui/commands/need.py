"""A pupil's needs and their ranks: rank 1 is the primary need, and there are no gaps.

  sendtui need list UPN                   sendtui need end UPN MLD --on 1/9/26
  sendtui need add UPN SLCN --rank 1      sendtui need order UPN SLCN,MLD,HI
  sendtui need remove UPN MLD             (put down by mistake; otherwise end it)

How it affects learning comes with --text-file; a document may hold note and source.
"""

from argparse import ArgumentParser
from collections.abc import Mapping

from sendtui.commands.acts import Act, add_words, fields, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none
from sendtui.errors import SendtuiError, UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, "a need type, such as SLCN; or several, in order", "how it affects")
    parser.add_argument("--rank", type=int, metavar="N", help="add: 1 is the primary need")
    parser.add_argument("--since", metavar="DATE", help="add: since when")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import pupils

    view = pupils.view(call.store, pupil, call.today)
    found = (*view.needs, *view.past_needs)
    lines = [
        {
            "Rank": need.rank if need in view.needs else "",
            "Code": need.code,
            "Need": need.label,
            "Area": need.area_label,
            "Since": need.since,
            "Until": need.until,
            "Source": need.source,
            "Note": need.note,
        }
        for need in found
    ]
    return listed(call, found, lines)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import needs

    options = call.options
    (code,) = _codes(call, 1)
    given = fields(call, "note", ("note", "source"))
    since = day_or_none(call, options.since)
    made = needs.add(call.store, pupil, code, rank=options.rank, since=since, **given)
    return told(call, "Done: the need is added.", id=made)


def _order(call: Call, pupil: str) -> int:
    from sendtui.services import needs

    now = _now(call, pupil)
    needs.put_in_order(call.store, pupil, [_of(now, code) for code in _codes(call, 0)])
    return told(call, "Done: the needs are in that order.")


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import needs

    (code,) = _codes(call, 1)
    needs.end(call.store, _of(_now(call, pupil), code), day(call, call.options.on))
    return told(call, "Done: the need has ended and keeps its place in the history.")


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import needs

    (code,) = _codes(call, 1)
    needs.remove(call.store, _of(_now(call, pupil), code))
    return told(call, "Done: the need is removed. “sendtui undo” brings it back.")


def _codes(call: Call, count: int) -> list[str]:
    codes = [part.strip().upper() for part in call.options.which.split(",") if part.strip()]
    if not codes or (count and len(codes) != count):
        raise UsageError("Say which need by its code, such as SLCN.")
    return codes


def _now(call: Call, pupil: str) -> dict[str, str]:
    from sendtui.services import needs

    with call.store.read() as session:
        return {need.code: need.id for need in needs.ranked(session, pupil)}


def _of(now: Mapping[str, str], code: str) -> str:
    if code not in now:
        raise SendtuiError(f"The pupil has no need {code} now. “sendtui need list” shows them.")
    return now[code]


ACTS: dict[str, Act] = {
    "list": _list,
    "add": _add,
    "order": _order,
    "end": _end,
    "remove": _remove,
}
