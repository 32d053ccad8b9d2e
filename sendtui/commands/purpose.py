"""Why somebody may hold a pupil's record: what travels in sealed files goes by it.

  sendtui purpose list UPN
  sendtui purpose add UPN --recipient "Our Council" --purpose "EHC plan" --until 31/8/27
  sendtui purpose add UPN --recipient "Our Council" --kinds pupil,status,need
  sendtui purpose plans --recipient "Our Council"   for all with an EHC plan and none recorded yet
  sendtui purpose amend UPN 1 --until 31/8/28       what is not named stays as it is
  sendtui purpose end UPN 1 --on 20/11/26           sends no more; nothing is called back
  sendtui purpose remove UPN 1                      (recorded by mistake; otherwise end it)

The recipient is the name of a peer (“sendtui sync peers”) or whole words of it. A pupil's history
goes whole or not at all: with --kinds it goes while it holds no other kinds than these.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.acts import listed, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.purposes import PurposeView

_ACTS = ("list", "add", "plans", "amend", "end", "remove")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=_ACTS, metavar="ACT", help=", ".join(_ACTS))
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL", help="UPN, admission number "
                        "or id")  # fmt: skip
    parser.add_argument("which", nargs="?", default="", metavar="WHICH", help="a number of “list”")
    parser.add_argument(
        "--recipient", default="", metavar="WHO", help="add, amend, plans: who may hold it"
    )
    parser.add_argument("--purpose", default="", metavar="WHY", help="add, amend: for what purpose")
    parser.add_argument("--basis", default="", metavar="WHY", help="add, amend: on what basis")
    parser.add_argument("--kinds", default="", metavar="KINDS", help="add, amend: with commas; "
                        "without it all")  # fmt: skip
    parser.add_argument("--since", metavar="DATE", help="add, amend: from when on")
    parser.add_argument("--until", metavar="DATE", help="add, amend: until when")
    parser.add_argument("--on", metavar="DATE", help="end: the day; today without it")


def run(call: Call) -> int:
    """Do one act."""
    from sendtui.services.pupils import find_one

    act = call.options.act
    if act in ("add", "plans") and not call.options.recipient:
        raise UsageError("Say who may hold it: --recipient NAME.")
    if act == "plans":
        return _plans(call)
    if not call.options.upn:
        raise UsageError(f"Say whose: sendtui purpose {act} UPN.")
    pupil = find_one(call.store, call.options.upn)
    ways = {"list": _list, "add": _add, "amend": _amend, "end": _end, "remove": _remove}
    return ways[act](call, pupil)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import purposes
    from sendtui.services.numbers import numbers

    found = purposes.of_pupil(call.store, pupil, call.today)
    lines = [
        {
            "Recipient": each.recipient,
            "Purpose": each.purpose,
            "Now": each.runs or None,
            "Kinds": ", ".join(each.kinds) or "all",
            "Since": each.since,
            "Until": each.until,
            "Basis": each.basis,
        }
        for each in found
    ]
    return listed(call, found, lines, numbers(call.store, pupil, "purpose"))


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import purposes

    options = call.options
    made = purposes.add(
        call.store,
        pupil,
        options.recipient,
        options.purpose or purposes.PLAN,
        basis=options.basis,
        kinds=_kinds(call),
        since=day(call, options.since),
        until=day_or_none(call, options.until),
    )
    kinds = _kinds(call)
    if kinds:
        call.out.say(f"It goes while it holds no other kinds than: {', '.join(kinds)}.")
    else:
        held = ", ".join(purposes.kinds_held(call.store, pupil)) or "none yet"
        call.out.say(f"All kinds go, those to come too (--kinds limits it). Held now: {held}.")
    return told(call, "Done: the next sealed file takes the pupil along.", id=made)


def _amend(call: Call, pupil: str) -> int:
    from sendtui.services import purposes

    options = call.options
    said = {name: getattr(options, name) for name in ("recipient", "purpose", "basis")}
    given: dict[str, object] = {name: value for name, value in said.items() if value}
    if options.kinds:
        given["kinds"] = _kinds(call)
    for name in ("since", "until"):
        if (written := getattr(options, name)) is not None:
            given[name] = day_or_none(call, written)
    if not given:
        raise UsageError("Say what changes, such as --until DATE or --kinds KINDS.")
    changed = purposes.amend(call.store, _chosen(call, pupil).id, given)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _kinds(call: Call) -> list[str]:
    return [kind.strip() for kind in call.options.kinds.split(",") if kind.strip()]


def _plans(call: Call) -> int:
    from sendtui.services import purposes

    number = purposes.record_plans(call.store, call.options.recipient, call.today)
    return told(call, f"Recorded for {counted(number, 'pupil')} with an EHC plan.", pupils=number)


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import purposes

    purposes.end(call.store, _chosen(call, pupil).id, day(call, call.options.on))
    return told(call, "Ended. What was sent before is still theirs: ask for it back if need be.")


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import purposes

    purposes.remove(call.store, _chosen(call, pupil).id)
    return told(call, "Removed. “sendtui undo” brings it back.")


def _chosen(call: Call, pupil: str) -> "PurposeView":
    from sendtui.services import purposes
    from sendtui.services.numbers import numbers

    named, number = call.options.which, numbers(call.store, pupil, "purpose")
    for each in purposes.of_pupil(call.store, pupil, call.today):
        if named == each.id or (named.isdecimal() and int(named) == number.get(each.id)):
            return each
    raise SendtuiError("There is no such purpose now. “list” prints those there are.")
