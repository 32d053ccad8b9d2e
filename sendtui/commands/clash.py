"""The clash desk: fields that two people changed apart from each other, and your decision.

  sendtui clash list                          each clash by its name, with both versions
  sendtui clash decide NAME --take mine       what was written here; or theirs, or a number
  sendtui clash decide NAME --take both       both texts together
  sendtui clash decide NAME --text-file FILE  something else; - reads standard input

Nothing decides itself. What you decide travels with the next sealed file, and every version stays
in the history. --confidential shows what is confidential; unseen it is not decided.

With --json a list of objects: id, name, title, stream (the pupil's id), kind, record, field,
veiled, both, sides (n, value, words, who, when, here).
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.deciding import Undecided


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=("list", "decide"), metavar="ACT", help="list or decide")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="as “list” prints it")
    parser.add_argument("--take", default="", metavar="WHICH",
                        help="mine, theirs, both, or the version's number")  # fmt: skip
    parser.add_argument("--text-file", metavar="FILE", help="what holds instead of either")
    parser.add_argument("--confidential", action="store_true", help="show what is confidential")


def run(call: Call) -> int:
    """List the clashes, or decide one."""
    from sendtui.services import confidential

    if call.options.confidential:
        confidential.show(call.store)
    return _list(call) if call.options.act == "list" else _decide(call)


def _list(call: Call) -> int:
    from sendtui.services import deciding

    found = deciding.undecided(call.store, call.today)
    if call.out.as_json:
        call.out.data([_facts(each) for each in found])
        return 0 if found else 1
    for each in found:
        whose = ", ".join(filter(None, (each.name, each.class_name)))
        call.out.line(f"{each.id}  {whose}: {each.title}")
        for number, side in enumerate(each.sides, 1):
            when = side.when.astimezone().strftime("%d/%m/%Y %H:%M")
            here = ", here" if side.here else ""
            call.out.line(f"  {number}  {side.words or 'nothing'}  ({side.who}, {when}{here})")
    if not found:
        call.out.say("Nothing waits to be decided.")
    return 0 if found else 1


def _facts(each: "Undecided") -> dict[str, object]:
    sides = each.sides
    if each.veiled:
        from dataclasses import replace

        sides = tuple(replace(side, value=None) for side in sides)
    return {
        "id": each.id,
        "name": each.name,
        "title": each.title,
        "stream": each.stream,
        "kind": each.kind,
        "record": each.record,
        "field": each.field,
        "veiled": each.veiled,
        "both": each.both,
        "sides": sides,
    }


def _decide(call: Call) -> int:
    from sendtui.services import deciding

    options = call.options
    if not options.name or bool(options.take) == bool(options.text_file):
        raise UsageError("Say which clash, and --take mine, theirs, both or a number; or else "
                         "--text-file FILE. “sendtui clash list” names them.")  # fmt: skip
    clash = deciding.find(call.store, options.name, call.today)
    if options.text_file:
        deciding.decide_as(call.store, clash, call.text(options.text_file))
    elif options.take == "both":
        if clash.both is None:
            raise UsageError("These two cannot stand together: take one of them.")
        deciding.decide_as(call.store, clash, clash.both)
    else:
        deciding.decide(call.store, clash, deciding.chosen(clash, options.take))
    call.out.say(f"Decided: {clash.title}. It goes out with the next sealed file.")
    return 0
