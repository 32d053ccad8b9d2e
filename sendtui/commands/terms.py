"""The school's own year: terms, half terms, closures and training days, by which time is counted.

  sendtui terms list
  sendtui terms add --sort term --name autumn --on 3/9/26 --to 18/12/26
  sendtui terms add --sort training --on 4/9/26
  sendtui terms change 2 --to 17/12/26        number 2 of “list”, or an id from --json
  sendtui terms remove 2
  sendtui terms import FILE                   a list (What, From, To) or a calendar file (.ics)
  sendtui terms import FILE --dry-run         only what it would add

Sorts: term, half term, closed, training. Between two terms is a holiday. Without any, England's
usual dates stand in. --setting NAME is about another setting of this case file.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import read_day
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.school_year import SpanView


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("which", nargs="?", default="", metavar="N|FILE", help="which, or the file")
    parser.add_argument("--sort", help="term, half term, closed or training")
    parser.add_argument("--name", help="autumn, spring or summer; or what it is called")
    parser.add_argument("--on", metavar="DATE", help="its first day")
    parser.add_argument("--to", metavar="DATE", help="its last day; one day without")
    parser.add_argument("--setting", default="", metavar="NAME", help="of another setting")
    parser.add_argument("--dry-run", action="store_true", help="import: only what it would add")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    found = _all(call)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "No.": number,
            "Sort": each.sort,
            "Name": each.name,
            "From": each.starts,
            "To": each.ends,
            "Setting": each.setting,
        }
        for number, each in enumerate(found, 1)
    ]
    empty = "There are none: England's usual dates stand in."
    call.out.table(["No.", "Sort", "Name", "From", "To", "Setting"], lines, empty=empty)
    return 0 if found else 1


def _all(call: Call) -> "tuple[SpanView, ...]":
    from sendtui.services import school_year

    named = call.options.setting
    whose = school_year.setting_named(call.store, named) if named else ""
    return school_year.all_of(call.store, whose)


def _given(call: Call) -> dict[str, object]:
    options = call.options
    given = {"sort": options.sort, "name": options.name}
    days = {
        name: read_day(written, call.today)
        for name, written in (("starts", options.on), ("ends", options.to))
        if written
    }
    return {name: value for name, value in given.items() if value is not None} | days


def _add(call: Call) -> int:
    from sendtui.services import school_year

    if not call.options.sort or not call.options.on:
        raise UsageError("Say what and from when: --sort term --on 3/9/26 --to 18/12/26.")
    whose = school_year.setting_named(call.store, call.options.setting)
    made = school_year.add(call.store, _given(call), whose)
    return told(call, f"Done: the {call.options.sort} is written down.", id=made)


def _change(call: Call) -> int:
    from sendtui.services import school_year

    found = _chosen(call)
    changed = school_year.change(call.store, found.id, _given(call), found.heads)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _remove(call: Call) -> int:
    from sendtui.services import school_year

    found = _chosen(call)
    school_year.remove(call.store, found.id)
    return told(call, f"Removed: {found.sort}. “sendtui undo” brings it back.", id=found.id)


def _chosen(call: Call) -> "SpanView":
    named = call.options.which
    if not named:
        raise UsageError("Say which by the number that “terms list” prints.")
    for number, each in enumerate(_all(call), 1):
        if named in (each.id, str(number)):
            return each
    raise SendtuiError(f"There are no days {named} now. “terms list” prints those there are.")


def _import(call: Call) -> int:
    from sendtui.services import school_year

    if not call.options.which:
        raise UsageError("Say which file: terms import FILE.")
    whose = school_year.setting_named(call.store, call.options.setting)
    shown = school_year.preview(call.store, Path(call.options.which), whose)
    if not call.options.dry_run and shown.new:
        school_year.take_in(call.store, shown.new, whose)
    if call.out.as_json:
        call.out.data(shown)
        return 0
    lines = [{"Sort": s.sort, "Name": s.name, "From": s.starts, "To": s.ends} for s in shown.new]
    call.out.table(["Sort", "Name", "From", "To"], lines, empty="Nothing in it is new.")
    for each in shown.left_out:
        call.out.say(f"Left out: {each}")
    done = "Would add" if call.options.dry_run else "Added"
    call.out.say(f"{done} {counted(len(shown.new), 'line')}; {shown.known} there already.")
    return 0


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "import": _import,
}
