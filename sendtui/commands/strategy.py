"""The inclusion strategy that schools publish: drafted from the record, checked, exported.

  sendtui strategy draft                     from the register's needs and the provision map
  sendtui strategy show
  sendtui strategy change --from FILE        intent, families, review, further, authorised_by,
                                             published_on, review_on, years
  sendtui strategy add activity --from FILE  what, barriers (numbers), reach, cost_pence,
                                             principles, success; barrier: what, trend;
                                             outcome: what, success
  sendtui strategy change activity 2 --from FILE
  sendtui strategy remove barrier 3
  sendtui strategy check                     what is missing; 1 while anything is
  sendtui strategy export FILE.docx          or .pdf, .md

--year 2026 is the strategy of the school year that begins in 2026.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sendtui.commands import reporting
from sendtui.commands.acts import brief, told
from sendtui.commands.call import Call
from sendtui.commands.given import one_document, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.models.inclusion import StrategyPart
    from sendtui.services.inclusion import LineView, StrategyView

_DAYS = ("published_on", "review_on")
_PARTS: "tuple[StrategyPart, ...]" = ("barrier", "activity", "outcome")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("words", nargs="*", metavar="PART|NUMBER|FILE", help="which line, or where")
    parser.add_argument("--from", dest="source", metavar="FILE", help="JSON with the fields, or -")
    parser.add_argument("--year", type=int, help="which school year, by its September")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _draft(call: Call) -> int:
    from sendtui.services import inclusion

    made = inclusion.draft(call.store, call.today, call.options.year)
    said = "Drafted. Read every line of it: it says what the record says, and people say why."
    return told(call, said, id=made)


def _show(call: Call) -> int:
    from sendtui.formats.report_text import text
    from sendtui.services import inclusion

    found = _current(call)
    if call.out.as_json:
        call.out.data(found)
        return 0
    call.out.line(text(inclusion.page(call.store, found)).rstrip())
    return 0


def _check(call: Call) -> int:
    found = _current(call).gaps
    if call.out.as_json:
        call.out.data(found)
        return 1 if found else 0
    for gap in found:
        sign = "!" if gap.hard else "·"
        call.out.line(f"{sign} {gap.check} {gap.part} {gap.missing}: {gap.todo}.")
    hard = sum(gap.hard for gap in found)
    if found:
        call.out.say(
            f"{hard} to mend before it is published, {len(found) - hard} to think about. These "
            "checks are ours: the Department has published none that we have read."
        )
    else:
        call.out.say("Nothing is missing that we check.")
    return 1 if found else 0


def _change(call: Call) -> int:
    from sendtui.services import inclusion

    found, words = _current(call), call.options.words
    given = with_days(call, one_document(call), _DAYS)
    if words:
        line = _line(call, found, words)
        changed = inclusion.change_line(call.store, line.id, given, line.heads)
    else:
        changed = inclusion.change(call.store, found.id, given, found.heads)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _add(call: Call) -> int:
    from sendtui.services import inclusion

    if len(call.options.words) != 1:
        raise UsageError(f"Say what to add: {', '.join(_PARTS)}.")
    part = _part(call.options.words[0])
    made = inclusion.add_line(call.store, _current(call).id, part, one_document(call))
    return told(call, f"Done: the {part} is added.", id=made)


def _remove(call: Call) -> int:
    from sendtui.services import inclusion

    line = _line(call, _current(call), call.options.words)
    inclusion.remove_line(call.store, line.id)
    return told(call, f"Removed: {brief(line.what)}. “sendtui undo” brings it back.", id=line.id)


def _export(call: Call) -> int:
    from sendtui.services import inclusion

    words, found = call.options.words, _current(call)
    if len(words) != 1:
        raise UsageError("Say where to: sendtui strategy export FILE.docx")
    hard = sum(gap.hard for gap in found.gaps)
    if hard:
        call.out.say(f"{hard} to mend before it is published: “sendtui strategy check”.")
    options: Any = call.options
    options.file, options.to, options.basis, options.although = words[0], "", "Published", ""
    return reporting.leave(call, inclusion.page(call.store, found), ())


def _current(call: Call) -> "StrategyView":
    from sendtui.services import inclusion

    return inclusion.current(call.store, call.today, call.options.year)


def _part(word: str) -> "StrategyPart":
    for part in _PARTS:
        if word == part:
            return part
    raise UsageError(f"A line is one of: {', '.join(_PARTS)}.")


def _line(call: Call, found: "StrategyView", words: list[str]) -> "LineView":
    if len(words) != 2:
        raise UsageError(f"Say which line: {call.options.act} activity 2")
    part = _part(words[0])
    for line in found.of(part):
        if words[1] in (str(line.number), line.id):
            return line
    raise SendtuiError(f"There is no {part} {words[1]}. “strategy show” numbers those there are.")


ACTS: dict[str, Callable[[Call], int]] = {
    "draft": _draft,
    "show": _show,
    "change": _change,
    "add": _add,
    "remove": _remove,
    "check": _check,
    "export": _export,
}
