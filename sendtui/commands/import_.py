"""Bring in a school's own export: CSV, Excel or LibreOffice, or a Common Transfer File (XML).

The list may be of SIMS, Arbor, Bromcom or any spreadsheet. Of a Common Transfer File, old or new,
identifiers, names, the history of the SEN status and the needs are taken; what is not is named.

A preview always comes first; --dry-run ends with it. Without a terminal it goes ahead: nobody is
there to be asked. Only where somebody new would have no forename or no date of birth it waits for
--yes. Nobody is removed because a file does not name them: --absent left marks them as
left, if you say so. A blank cell takes nothing away. One “sendtui undo” takes all of it back.

Identifiers, names, class and year are the school export's. SEN status, needs and the next review
are the SENCO's once they were recorded here by hand: where the file differs, that is held back and
listed, and taken only by --take. In our own export, edited, every edit is taken for the SENCO's.
A column that no field is known for is named and left out; --own keeps it as a field of the
school's own, and from then on the column is read without being told.
--owner says whose a field is for the files of a profile. A SEN status is never lowered unasked.

“sendtui import everything FOLDER” brings what “sendtui export everything” wrote into an empty
case file, every record as it was. Where that is another setting’s than this case file it is said
and asked; without a terminal give --as-it-was.

“sendtui import pack FILE” takes in what “sendtui pack write” wrote about one pupil, new here or
known, and with --receipt FILE writes the receipt to send back.

A list whose headings a saved profile answers for is read by it. “sendtui import profiles” lists
what was saved, and with --forget NAME forgets one.

With --json: {"file", "applied", "new", "changed", "unchanged", "possible_duplicates", "absent",
"rejected", "skipped", "left_out", "held_back", "leaving", "minds"}, a list of such objects
where there are several files. Each file is an act of its own: where one cannot be read, those
before it have been taken in.
"""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import import_choices, import_shown, protecting
from sendtui.commands.call import Call, agreed
from sendtui.commands.given import day
from sendtui.commands.import_choices import choices_of, owners_of, pairs
from sendtui.errors import SOME_REJECTED, InvalidError, SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.formats.headings import Profile
    from sendtui.formats.register_in import Reading
    from sendtui.services.receive import Choices, Preview, Received


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX, XLSM, ODS or CTF XML")
    parser.add_argument(
        "--dry-run", action="store_true", help="show the preview and change nothing"
    )
    parser.add_argument("--as-at", metavar="DATE", help="the day the file speaks of; default today")
    parser.add_argument("--profile", metavar="NAME", help="a saved matching of columns; "
                        "without it the one that fits the headings, with \"\" none")  # fmt: skip
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
    parser.add_argument(
        "--take",
        metavar="WHAT",
        action="append",
        default=[],
        help="take what is held back: FIELD, UPN, UPN:FIELD, or all; repeatable",
    )
    parser.add_argument(
        "--owner",
        metavar="FIELD=WHO",
        action="append",
        default=[],
        help="whose a field is, school or senco, kept in --profile NAME; repeatable",
    )
    parser.add_argument(
        "--absent",
        choices=("keep", "left"),
        default="keep",
        help="pupils on roll whom the file does not name: kept, or marked as left",
    )
    parser.add_argument("--leaver", metavar="UPN", action="append", default=[],
                        help="with --absent left: this one alone; repeatable")  # fmt: skip
    parser.add_argument("--on", metavar="DATE", help="the day they left; default that of the file")
    parser.add_argument(
        "--left-to", metavar="WHERE", default="", help="where they went: name or URN"
    )
    parser.add_argument(
        "--own",
        metavar="HEADING[=SORT]",
        action="append",
        default=[],
        help="keep a column as a field of our own: text, number, date, yes or no, choice; "
        "without a sort it is guessed; repeatable",
    )
    parser.add_argument("--rejects", metavar="FILE", help="write rejected lines with the reason")
    parser.add_argument("--as-it-was", action="store_true", help="everything: also of another "
                        "setting, which this case file then is")  # fmt: skip
    parser.add_argument("--forget", metavar="NAME", default="", help="profiles: forget this one")
    parser.add_argument("--into", default="", metavar="UPN", help="pack: the pupil it is about")
    parser.add_argument("--receipt", default="", metavar="FILE", help="pack: write the receipt")
    protecting.add_kept_flags(parser)
    parser.add_argument("--all", action="store_true", help="list everything in the preview")
    parser.add_argument("--yes", action="store_true", help="do not ask after the preview")


def run(call: Call) -> int:
    """Preview each file and, unless told otherwise, take it in."""
    if call.options.files[0] == "everything":
        from sendtui.commands import everything

        return everything.bring_back(call)
    if call.options.files[0] == "pack":
        from sendtui.commands import pack_import

        return pack_import.take_in(call)
    if call.options.files == ["profiles"]:
        return import_choices.saved(call)
    packs = [Path(each).name for each in call.options.files if each.endswith((".zip", ".sendpack"))]
    if packs:
        raise UsageError(
            f"{packs[0]} is no list. A hand-over pack is taken in by: sendtui import pack FILE."
        )
    as_at = day(call, call.options.as_at)
    _require_room(call)
    _make_own(call)
    choices, profile = choices_of(call, as_at), _profile(call)
    results: list[tuple[dict[str, object], int]] = []
    try:
        for named in call.options.files:
            results.append(_one(call, Path(named), as_at, profile, choices))  # noqa: PERF401 - see finally
    finally:
        if call.out.as_json and results:
            said = [made for made, _ in results]
            call.out.data(said if len(call.options.files) > 1 else said[0])
    return max(code for _, code in results)


def _one(
    call: Call, path: Path, as_at: date, profile: "str | Profile | None", choices: "Choices"
) -> tuple[dict[str, object], int]:
    from sendtui.services import held_before, receive, receive_files

    options = call.options
    if profile is None:
        profile = receive_files.fitting(call.store, path)
        if profile:
            call.out.say(f"{path.name} is read by the saved profile “{profile}”.")
    with receive.reading(call.store, path, as_at, profile) as lines:
        with call.progress(f"Reading {path.name}") as move:
            shown = receive.preview(call.store, lines, as_at, choices, move)
        if not call.out.as_json:
            import_shown.show(call.out, path.name, shown, everything=options.all)
        done = None
        if not options.dry_run and not shown.changes_nothing and _agreed(call, path, shown):
            with call.progress(f"Taking in {path.name}") as move:
                done = receive.receive(call.store, lines, as_at, shown, choices, move)
            _say(call, done)
        elif shown.changes_nothing and not (options.dry_run or options.read_only):
            held_before.remember(call.store, shown.held_back)
        if options.rejects and shown.rejected:
            _write_rejects(call, lines, shown)
    code = SOME_REJECTED if shown.rejected else 0
    if shown.is_bare and done is None and not options.dry_run:
        code = SendtuiError.exit_code
    return {"file": path.name, "applied": done is not None, **_plain(shown)}, code


def _agreed(call: Call, path: Path, shown: "Preview") -> bool:
    """Whether to go on; a list that leaves out who somebody is never goes ahead by itself."""
    if not shown.is_bare or call.options.yes or sys.stdin.isatty():
        return agreed(call)
    call.out.say(
        f"Nothing of {path.name} was taken in: somebody new would have no forename or no date of "
        "birth. Say which column it is with --profile NAME --column HEADING=forename (or "
        "HEADING=born), or take it in as it is with --yes."
    )
    return False


NEWCOMERS = 1_000
"""How many may be new for a look whether one of them is here under a name that was mistyped."""


def _say(call: Call, done: "Received") -> None:
    from sendtui.services import same

    held = f" {done.held} held back as possible duplicates." if done.held else ""
    left = f"{done.left} marked as left, " if done.left else ""
    kept = f" {done.kept} differences held back: --take takes them." if done.kept else ""
    call.out.say(
        f"Taken in: {done.added} added, {done.changed} changed, {left}"
        f"{done.unchanged} as they were.{held}{kept} “sendtui undo” takes it back."
    )
    # Of a first load there is nobody to be known twice, and much to compare.
    twice = len(same.proposed(call.store)) if 0 < done.added <= NEWCOMERS else 0
    if twice:
        call.out.say(f"{counted(twice, 'pair')} may be one child: “sendtui same list” names them.")


def _write_rejects(call: Call, lines: "Reading", shown: "Preview") -> None:
    from sendtui.services import receive

    target, password = protecting.kept(call, call.options.rejects)
    receive.write_rejects(target, lines, shown, password)
    call.out.say(f"The rejected lines are in {target}: mend them and import that list.")
    if password:
        protecting.tell(call, password, target)


def _require_room(call: Call) -> None:
    """Refuse a place for the rejected lines before anything is done that it would then spoil."""
    if call.options.rejects is None:
        return
    if len(call.options.files) > 1:
        raise UsageError("--rejects takes the lines of one file: import the files one by one.")
    if protecting.kept(call, call.options.rejects)[0].exists():
        raise SendtuiError(f"{call.options.rejects} exists already. Name another file.")


def _make_own(call: Call) -> None:
    """Make the fields of our own that columns are to be kept in, unless this is a dry run."""
    from sendtui.services import own_columns

    wanted = {}
    for written in call.options.own:
        heading, _, sort = written.partition("=")
        wanted[heading.strip()] = sort.strip()
    if not wanted:
        return
    if call.options.dry_run:
        call.out.say("A dry run makes no field of our own: those columns are still left out.")
        return
    for named in call.options.files:
        made = own_columns.make(call.store, Path(named), wanted, call.today)
        for name in made:
            call.out.say(f"{name} is a field of our own now. “sendtui field list” shows them.")


def _profile(call: Call) -> "str | Profile | None":
    """The profile to read by: its name, in a dry run what would be kept; None for what fits."""
    options = call.options
    if not (options.column or options.value or options.owner):
        return None if options.profile is None else str(options.profile)
    if not options.profile:
        raise UsageError("--column, --value and --owner are kept under a name: give --profile.")
    from sendtui.services import import_profiles

    try:
        more = import_profiles.Answers(
            pairs(options.column), pairs(options.value), owners_of(options.owner)
        )
        answers = import_profiles.with_more(call.store, options.profile, more)
    except InvalidError as problem:
        raise UsageError(str(problem)) from None
    if options.dry_run:
        return answers
    import_profiles.keep(call.store, options.profile, answers)
    return str(options.profile)


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
        "held_back": shown.held_back,
        "leaving": shown.leaving,
        "minds": shown.minds,
    }
