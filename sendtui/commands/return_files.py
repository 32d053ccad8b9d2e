"""`return file`, `return compare` and `return load`: a return in files that came."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, agreed
from sendtui.commands.return_sen2 import asked, workbook
from sendtui.errors import SOME_REJECTED, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sendtui.services.returns_load import Preview


def check(call: Call) -> int:
    """Say what our checks find in a file."""
    from sendtui.services import returns_files
    from sendtui.services.returns_tables import HEADINGS, cells

    found = returns_files.check(call.store, _paths(call))
    if call.out.as_json:
        call.out.data({"year": found.shape.year, "la": found.la, "persons": found.persons,
                       "findings": found.findings, "unknown": found.unknown})  # fmt: skip
    else:
        lines = [dict(zip(HEADINGS, cells(each), strict=True)) for each in found.findings]
        call.out.table(HEADINGS, lines, empty="Our checks find nothing to mend.")
        call.out.say(f"SEN2 {found.shape.year} of {found.la}: {counted(found.persons, 'person')}, "
                     f"{counted(found.errors, 'error')}.")  # fmt: skip
        _say_unknown(call, found.unknown)
    return SOME_REJECTED if found.errors else 0


def _say_unknown(call: Call, unknown: "Mapping[str, int]") -> None:
    for place, count in unknown.items():
        call.out.say(f"{place} is no item of its year: left out, {count} times.")


def compare(call: Call) -> int:
    """Say how an earlier return differs from the year's."""
    from sendtui.services import returns_files

    if call.options.year is None:
        raise UsageError("Say which year’s return it is compared with: --year 2027.")
    with call.progress("Comparing") as move:
        found = returns_files.compare(call.store, asked(call), _paths(call), move)
    if call.options.xlsx:
        whose = sorted({each.person for each in found if each.person})
        title = f"SEN2 {call.options.year} compared"
        return workbook(call, (returns_files.table(found),), title, whose)
    if call.out.as_json:
        call.out.data(found)
        return 0
    headings = returns_files.COMPARED
    lines = [dict(zip(headings, returns_files.cells(each), strict=True)) for each in found]
    call.out.table(headings, lines, empty="Nothing differs.")
    call.out.say(f"{counted(len(found), 'difference')}.")
    return 0


def load(call: Call) -> int:
    """Show what a return would do as a first load and, unless told otherwise, take it in."""
    from sendtui.services import returns_load

    paths = _paths(call)
    with call.progress("Reading the return") as move:
        shown = returns_load.preview(call.store, paths, call.today, move)
    if not call.out.as_json:
        _show(call, shown)
    applied = False
    if not call.options.dry_run and not shown.changes_nothing and agreed(call):
        with call.progress("Taking in the return") as move:
            returns_load.load(call.store, paths, call.today, shown, move)
        applied = True
        call.out.say("Taken in. “sendtui undo” takes all of it back.")
    if call.out.as_json:
        call.out.data({"applied": applied, **returns_load.as_plain(shown)})
    return SOME_REJECTED if shown.rejected else 0


def _show(call: Call, shown: "Preview") -> None:
    out = call.out
    out.line(f"SEN2 {shown.year} of {shown.la}: {counted(shown.persons, 'person')}; "
             f"{shown.new} new, {shown.known} known with something new, "
             f"{shown.unchanged} as they are")  # fmt: skip
    lines = [{"Noun": noun, "New": count} for noun, count in sorted(shown.records.items())]
    out.table(("Noun", "New"), lines)
    faults = [
        {"Line": r.line, "Item": r.field, "Value": r.value, "Why": r.reason} for r in shown.rejected
    ]
    if faults:
        out.line(f"Rejected: {counted(len(faults), 'person')}")
        out.table(("Line", "Item", "Value", "Why"), faults)
    _say_unknown(call, shown.unknown)


def _paths(call: Call) -> list[Path]:
    return [Path(word) for word in call.options.words]
