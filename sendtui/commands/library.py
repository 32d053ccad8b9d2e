"""The library: strategies and targets to pick from in a plan, shared with interventions as a list.

sendtui library list                             strategies and targets with their numbers
sendtui library add strategy --text-file FILE    or - for standard input; --area CI, CL, SEMH or SP
sendtui library add target --text-file FILE
sendtui library change strategy 3 --text-file FILE --area SEMH
sendtui library remove target 2                  plans that have it keep it
sendtui library export FILE.csv                  interventions, strategies, targets; no names
sendtui library import FILE.csv                  looked at first; --yes takes it in

“cycle strategy” and “cycle outcome” take the number as “library” in their --from document.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.acts import told
from sendtui.commands.call import Call, read_text, require_vacant
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.library import Kind


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("words", nargs="*", metavar="KIND|NUMBER|FILE", help="strategy or target")
    parser.add_argument("--text-file", metavar="FILE", help="what it says, or - to be asked for it")
    parser.add_argument("--area", help="the area of need it is for: CI, CL, SEMH or SP")
    parser.add_argument("--layer", help="universal, targeted or specialist")
    parser.add_argument("--yes", action="store_true", help="import: take it in, not only look")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import library

    found = {kind: library.entries(call.store, kind) for kind in library.KINDS}
    if call.out.as_json:
        call.out.data(found)
        return 0 if any(found.values()) else 1
    lines = [
        {"Kind": kind, "Number": number, "Area": each.area, "What": each.name}
        for kind, these in found.items()
        for number, each in enumerate(these, 1)
    ]
    headings = ["Kind", "Number", "Area", "What"]
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _add(call: Call) -> int:
    from sendtui.services import library

    kind = _kind(_words(call, 1)[0])
    given = _given(call)
    if "name" not in given:
        raise UsageError("Say what it says: --text-file FILE, or - for standard input.")
    made = library.keep(call.store, kind, given, today=call.today)
    return told(call, f"Done: the {kind} is in the library.", id=made)


def _change(call: Call) -> int:
    from sendtui.services import library

    kind, number = _words(call, 2)
    one = library.numbered(call.store, _kind(kind), _number(number))
    library.keep(call.store, one.kind, _given(call), one.id, one.heads, today=call.today)
    return told(call, "Changed.", id=one.id)


def _remove(call: Call) -> int:
    from sendtui.services import library

    kind, number = _words(call, 2)
    one = library.numbered(call.store, _kind(kind), _number(number))
    library.remove(call.store, one.id)
    return told(call, f"Removed: {one.name}. “sendtui undo” brings it back.", id=one.id)


def _export(call: Call) -> int:
    from sendtui.services import library

    path = Path(_words(call, 1)[0])
    require_vacant(path, replace=False)
    number = library.export(call.store, path, call.today)
    return told(call, f"Written: {counted(number, 'entry', 'entries')}.", entries=number)


def _import(call: Call) -> int:
    from sendtui.services import library

    found = library.look(call.store, Path(_words(call, 1)[0]), call.today)
    for each in found.rejected:
        call.out.say(f"Line {each.line}, {each.field} “{each.value}” {each.reason}: left out.")
    for heading in found.unknown:
        call.out.say(f"The column “{heading}” is not known, and was not read.")
    for entry in found.new:
        call.out.line(f"New {entry['kind']}: {entry['name']}")
    for kind, _, name, values in found.changed:
        call.out.line(f"Changed {kind}: {name}: {', '.join(values)}")
    call.out.say(f"{counted(found.same, 'entry', 'entries')} as they are here already.")
    code = 5 if found.rejected else 0
    if not (found.new or found.changed):
        return code
    if not call.options.yes:
        call.out.say("Nothing was written: --yes takes it in.")
        return code
    number = library.take(call.store, found, call.today)
    call.out.say(f"Done: {counted(number, 'entry', 'entries')}. “sendtui undo” takes it back.")
    return code


def _given(call: Call) -> dict[str, object]:
    options = call.options
    said = read_text(options.text_file) if options.text_file else ""
    given = {"name": " ".join(said.split()), "area": options.area, "layer": options.layer}
    return {name: value for name, value in given.items() if value}


def _kind(said: str) -> "Kind":
    from sendtui.services import library

    for kind in library.KINDS:
        if kind == said:
            return kind
    raise UsageError("Say strategy or target; “intervention” keeps interventions.")


def _number(said: str) -> int:
    if not said.isdecimal():
        raise UsageError("Name it by its number, as “library list” prints it.")
    return int(said)


def _words(call: Call, number: int) -> list[str]:
    words: list[str] = call.options.words
    if len(words) != number:
        raise UsageError(f"“library {call.options.act}” takes {counted(number, 'word')} after it.")
    return words


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "export": _export,
    "import": _import,
}
