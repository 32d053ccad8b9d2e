"""Taking in a report of attendance or suspensions by flags: the preview, then the act."""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, agreed
from sendtui.commands.given import day_or_none
from sendtui.errors import SOME_REJECTED, SendtuiError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.presence_receive import Figure, Preview, Sort

FEW = 8


def flags(parser: ArgumentParser) -> None:
    """The flags of a report."""
    parser.add_argument("--since", metavar="DATE", help="the first day of the period")
    parser.add_argument("--until", metavar="DATE", help="the last day of the period")
    parser.add_argument("--dry-run", action="store_true", help="import: show it, change nothing")
    parser.add_argument("--rejects", metavar="FILE", help="import: write the rejected lines here")
    protecting.add_kept_flags(parser)
    parser.add_argument("--all", action="store_true", help="import: list everything")
    parser.add_argument("--yes", action="store_true", help="import: do not ask after the preview")


def take_in(call: Call, sort: "Sort") -> int:
    """Preview a report and, unless told otherwise, take it in; 5 where lines were rejected."""
    from sendtui.services import presence_receive

    options, path = call.options, Path(call.options.upn)
    if options.rejects and protecting.kept(call, options.rejects)[0].exists():
        raise SendtuiError(f"{options.rejects} exists already. Name another file.")
    period = (day_or_none(call, options.since), day_or_none(call, options.until))
    shown = presence_receive.preview_file(call.store, path, sort, call.today, *period)
    if not call.out.as_json:
        _show(call, path.name, shown)
    done = None
    if not (options.dry_run or options.read_only or shown.changes_nothing) and agreed(call):
        done = presence_receive.receive_file(call.store, path, sort, call.today, shown, *period)
        call.out.say(f"Taken in: {counted(done, 'line')}. “sendtui undo” takes it back.")
    if options.rejects and shown.rejected:
        target, password = protecting.kept(call, options.rejects)
        presence_receive.reject_file(path, sort, shown, target, *period, password=password)
        call.out.say(f"The rejected lines are in {target}: mend and import that list.")
        if password:
            protecting.tell(call, password, target)
    if call.out.as_json:
        call.out.data(_plain(path.name, shown, applied=done is not None))
    return SOME_REJECTED if shown.rejected else 0


def _show(call: Call, name: str, shown: "Preview") -> None:
    call.out.line(
        f"{name}: {len(shown.new)} new, {len(shown.changed)} put right, {shown.unchanged} "
        f"unchanged, {len(shown.rejected)} rejected"
    )
    _list(call, "New", [_words(one) for one in shown.new])
    _list(call, "Put right", [f"{_words(one)} (was {one.before})" for one in shown.changed])
    rejected = [
        f"line {r.line}{f', {r.heading}, “{r.value}”' if r.heading else ''}: {r.reason}"
        for r in shown.rejected
    ]
    _list(call, "Rejected", rejected)
    if shown.left_out:
        call.out.line(f"Columns left out: {', '.join(shown.left_out)}")


def _words(one: "Figure") -> str:
    return f"line {one.line}: {one.name}: {one.says}"


def _list(call: Call, heading: str, lines: list[str]) -> None:
    few = lines if call.options.all else lines[:FEW]
    for line in ([f"{heading}:"] if few else []) + [f"  {each}" for each in few]:
        call.out.line(line)
    if len(few) < len(lines):
        call.out.line(f"  … {len(lines)} in all; --all lists them")


def _plain(name: str, shown: "Preview", *, applied: bool) -> dict[str, object]:
    return {
        "file": name,
        "applied": applied,
        "new": shown.new,
        "changed": shown.changed,
        "unchanged": shown.unchanged,
        "rejected": [
            {part: getattr(r, part) for part in ("line", "field", "heading", "value", "reason")}
            for r in shown.rejected
        ],
        "left_out": shown.left_out,
    }
