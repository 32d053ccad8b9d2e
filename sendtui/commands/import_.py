"""Bring in a school's own export: CSV or Excel, from SIMS, Arbor, Bromcom or any spreadsheet.

A preview always comes first; --dry-run ends with it. Without a terminal it goes ahead: nobody is
there to be asked. Nobody is removed because a file does not
name them, and a blank cell takes nothing away. One “sendtui undo” takes the whole import back.

With --json: {"file", "applied", "new", "changed", "unchanged", "possible_duplicates", "absent",
"rejected", "skipped", "left_out"}, a list of such objects where there are several files. Each file
is an act of its own: where one cannot be read, those before it have been taken in.
"""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import import_shown
from sendtui.commands.call import Call, confirmed
from sendtui.commands.given import day
from sendtui.errors import SOME_REJECTED, InvalidError, SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.formats.headings import Profile
    from sendtui.formats.register_in import Reading
    from sendtui.services.receive import Preview, Received


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="CSV or XLSX")
    parser.add_argument(
        "--dry-run", action="store_true", help="show the preview and change nothing"
    )
    parser.add_argument("--as-at", metavar="DATE", help="the day the file speaks of; default today")
    parser.add_argument("--profile", metavar="NAME", default="", help="a saved matching of columns")
    parser.add_argument(
        "--column",
        metavar="HEADING=FIELD",
        action="append",
        default=[],
        help="what a column is, kept in --profile NAME; an empty FIELD leaves it out; repeatable",
    )
    parser.add_argument(
        "--value",
        metavar="FIELD:WORDS=CODE",
        action="append",
        default=[],
        help="what words in a column mean, kept in --profile NAME; repeatable",
    )
    parser.add_argument(
        "--alike",
        choices=("hold", "same", "new"),
        default="hold",
        help="possible duplicates: held back, the same pupil, or somebody new",
    )
    parser.add_argument("--rejects", metavar="FILE", help="write rejected lines with the reason")
    parser.add_argument("--all", action="store_true", help="list everything in the preview")
    parser.add_argument("--yes", action="store_true", help="do not ask after the preview")


def run(call: Call) -> int:
    """Preview each file and, unless told otherwise, take it in."""
    as_at = day(call, call.options.as_at)
    _require_room(call)
    profile = _profile(call)
    results: list[tuple[dict[str, object], int]] = []
    try:
        for named in call.options.files:
            results.append(_one(call, Path(named), as_at, profile))  # noqa: PERF401
    finally:
        if call.out.as_json and results:
            said = [made for made, _ in results]
            call.out.data(said if len(call.options.files) > 1 else said[0])
    return max(code for _, code in results)


def _one(
    call: Call, path: Path, as_at: date, profile: "str | Profile"
) -> tuple[dict[str, object], int]:
    from sendtui.services import receive

    options = call.options
    with receive.reading(call.store, path, as_at, profile) as lines:
        with call.progress(f"Reading {path.name}") as move:
            shown = receive.preview(call.store, lines, as_at, options.alike, move)
        if not call.out.as_json:
            import_shown.show(call.out, path.name, shown, everything=options.all)
        done = None
        if not options.dry_run and not shown.changes_nothing and _agreed(call):
            with call.progress(f"Taking in {path.name}") as move:
                done = receive.receive(call.store, lines, as_at, shown, options.alike, move)
            _say(call, done)
        if options.rejects and shown.rejected:
            _write_rejects(call, lines, shown)
    code = SOME_REJECTED if shown.rejected else 0
    return {"file": path.name, "applied": done is not None, **_plain(shown)}, code


def _agreed(call: Call) -> bool:
    if call.options.yes or not sys.stdin.isatty():
        return True
    if confirmed("Take this in?"):
        return True
    call.out.say("Nothing was changed.")
    return False


def _say(call: Call, done: "Received") -> None:
    held = f" {done.held} held back as possible duplicates." if done.held else ""
    call.out.say(
        f"Taken in: {done.added} added, {done.changed} changed, "
        f"{done.unchanged} as they were.{held} “sendtui undo” takes it back."
    )


def _write_rejects(call: Call, lines: "Reading", shown: "Preview") -> None:
    from sendtui.services import receive

    target = Path(call.options.rejects)
    receive.write_rejects(target, lines, shown)
    call.out.say(f"The rejected lines are in {target}: mend them and import that file.")


def _require_room(call: Call) -> None:
    """Refuse a place for the rejected lines before anything is done that it would then spoil."""
    if call.options.rejects is None:
        return
    if len(call.options.files) > 1:
        raise UsageError("--rejects takes the lines of one file: import the files one by one.")
    if Path(call.options.rejects).exists():
        raise SendtuiError(f"{call.options.rejects} exists already. Name another file.")


def _profile(call: Call) -> "str | Profile":
    """The profile to read by: its name, or, in a dry run, what would be kept under the name."""
    options = call.options
    headings, values = _pairs(options.column), _pairs(options.value)
    if not headings and not values:
        return str(options.profile)
    if not options.profile:
        raise UsageError("--column and --value are kept under a name: give --profile NAME.")
    from sendtui.services import import_profiles

    try:
        answers = import_profiles.with_more(call.store, options.profile, headings, values)
    except InvalidError as problem:
        raise UsageError(str(problem)) from None
    if options.dry_run:
        return answers
    import_profiles.keep(call.store, options.profile, answers.headings, answers.values)
    return str(options.profile)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for pair in given:
        name, sign, value = pair.rpartition("=")
        if not sign:
            raise UsageError(f"“{pair}” lacks the = between the heading and what it is.")
        pairs[name] = value
    return pairs


def _plain(shown: "Preview") -> dict[str, object]:
    return {
        "new": shown.new,
        "changed": shown.changed,
        "unchanged": shown.unchanged,
        "possible_duplicates": shown.possible_duplicates,
        "absent": shown.absent,
        "rejected": [
            {name: getattr(r, name) for name in ("line", "field", "heading", "value", "reason")}
            for r in shown.rejected
        ],
        "skipped": shown.skipped,
        "left_out": shown.left_out,
    }
