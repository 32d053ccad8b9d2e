"""Move on to a new school year: classes, leavers, NC years, in one act after a preview.

  sendtui year --dry-run                        what it would do, with a guess for each class
  sendtui year --to 2027 --class Oak=Willow --left-to "Puddleby High"
  sendtui year --class 3B= --stays UPN          3B stays as it is, and so does this pupil

Each class moves to the name a year on (3B to 4B, Year 9 to Year 10); one without a year in its name
stays unless --class says otherwise. The oldest year leaves (2, 4, 6, 8, 11 or 13), if schools end
there; --leavers names others, or none. Their open cycles end with it. An NC year recorded because
it differs from the one by age moves on, too. Cycles without a review to come are listed, and left
as they are. One “sendtui undo” takes all of it back; it is not done twice.

With --json: {"title", "applied", "classes", "changes", "unchanged", "moves", "leavers", "years",
"waiting"}.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, agreed
from sendtui.commands.given import day_or_none
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.new_year import Coming, Guess, Plan

FEW = 20


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--to", type=int, metavar="YEAR", help="the September it begins in")
    parser.add_argument(
        "--class",
        dest="classes",
        action="append",
        default=[],
        metavar="FROM=TO",
        help="where a class goes; empty: it stays; repeatable",
    )
    parser.add_argument("--leavers", metavar="YEARS", help="the NC years that leave, or none")
    parser.add_argument("--on", metavar="DATE", help="the day they left; default today")
    parser.add_argument("--left-to", default="", metavar="WHERE", help="where they went")
    parser.add_argument(
        "--stays", action="append", default=[], metavar="UPN", help="does neither; repeatable"
    )
    parser.add_argument("--again", action="store_true", help="though it was done already")
    parser.add_argument("--every-line", action="store_true", help="print the whole preview")
    parser.add_argument("--dry-run", action="store_true", help="show it and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask after the preview")


def run(call: Call) -> int:
    """Preview and, unless told otherwise, move on; 1 where there is nothing to do."""
    from sendtui.services import new_year

    year = call.options.to or new_year.coming_year(call.today)
    found = new_year.guess(call.store, year, call.today)
    plan = _plan(call, found)
    coming = new_year.preview(call.store, plan, call.today)
    if not call.out.as_json:
        _print(call, found, plan, coming)
    done = bool(coming.shown.changes) and not call.options.dry_run and agreed(call, "Move on?")
    if done:
        new_year.do(call.store, plan, call.today, coming, again=call.options.again)
    if call.out.as_json:
        call.out.data(
            {
                "title": plan.title,
                "applied": done,
                "classes": plan.classes,
                "changes": coming.shown.changes,
                "unchanged": coming.shown.unchanged,
                "moves": coming.moves,
                "leavers": coming.leavers,
                "years": coming.years,
                "waiting": coming.waiting,
            }
        )
    elif done:
        call.out.say("Done. “sendtui undo” takes all of it back.")
    return 0 if coming.shown.changes else 1


def _plan(call: Call, found: "Guess") -> "Plan":
    from sendtui.services.new_year import Plan
    from sendtui.services.pupils import find_one

    options = call.options
    classes = {move.name: move.to for move in found.classes if move.to}
    known = {move.name for move in found.classes}
    for pair in options.classes:
        name, parted, to = pair.partition("=")
        if not parted or name.strip() not in known:
            there_are = ", ".join(sorted(known))
            raise UsageError(f"--class {pair}: say FROM=TO. Classes are: {there_are}.")
        classes[name.strip()] = to.strip() or name.strip()
    return Plan(
        found.year,
        classes,
        found.leavers if options.leavers is None else _leavers(options.leavers),
        day_or_none(call, options.on) or found.on,
        options.left_to,
        frozenset(find_one(call.store, upn) for upn in options.stays),
    )


def _leavers(written: str) -> frozenset[str]:
    from sendtui.rules.codes import NC_YEARS

    years = frozenset(part.strip().upper() for part in written.split(",") if part.strip())
    if years == {"NONE"}:
        return frozenset()
    if wrong := sorted(year for year in years if year not in NC_YEARS):
        raise UsageError(f"There is no NC year {wrong[0]!r}. Give years such as 6, or none.")
    return years


def _print(call: Call, found: "Guess", plan: "Plan", coming: "Coming") -> None:
    from sendtui.services import new_year

    out = call.out
    if found.done:
        out.say(f"{plan.title}: this was done already.")
    if warning := new_year.too_early(call.today):
        out.say(warning)
    classes = [
        {"Class": m.name, "Pupils": m.pupils, "Then": plan.classes.get(m.name, "")}
        for m in found.classes
    ]
    out.table(["Class", "Pupils", "Then"], classes, empty="No pupil is in a class.")
    out.say(
        f"{plan.title}: {counted(coming.moves, 'pupil')} to another class, {coming.leavers:,} leave"
        f" ({', '.join(sorted(plan.leavers)) or 'no'} NC year), {coming.years:,} NC years recorded "
        f"anew, {coming.shown.unchanged:,} as they are."
    )
    lines = coming.shown.changes if call.options.every_line else coming.shown.changes[:FEW]
    shown = [{"Name": each.name, "Now": each.before, "Then": each.after} for each in lines]
    out.table(["Name", "Now", "Then"], shown)
    if len(lines) < len(coming.shown.changes):
        out.say(f"… {len(coming.shown.changes) - len(lines):,} more: --every-line prints them.")
    for each in coming.waiting:
        out.say(f"To look at: {each.name}, {each.before}, {each.after}.")
