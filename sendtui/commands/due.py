"""What is due, overdue and at risk today: reviews, promises, actions, profiles, parents not told.

With --json a list of objects: kind, day, days_late (negative: ahead of time; null: no day), words,
name, class_name, pupil (id), kind_of_record and record (what it opens), citation, count, label (of
what kind its rule is: statutory, Code of Practice, good practice); of a limit of an EHC case also
rule, and whose duty it is. The kind “statutory” is every limit of a case, whatever its label.

  sendtui due --kind statutory --within 28d       the limits of EHC cases, each with its rule
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.given import add_label, at_most, days_of
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.due import Due


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--kind", action="append", help="only this kind; may be given again")
    add_label(parser)
    parser.add_argument("--class", dest="class_name", metavar="CLASS", help="only this class")
    parser.add_argument("--caseworker", default="", metavar="NAME", help="only of whose cases")
    parser.add_argument("--setting", default="", metavar="NAME", help="only at this setting")
    parser.add_argument("--late", action="store_true", help="only what should be done by now")
    parser.add_argument("--within", type=days_of, metavar="28d", help="late, or due within so long")
    parser.add_argument("--limit", type=at_most, metavar="N", help="show at most this many")
    parser.add_argument("--why", action="store_true", help="with the rule each follows from")


def run(call: Call) -> int:
    """Print what is due, the most urgent first; nothing due is no failure."""
    from sendtui.errors import UsageError
    from sendtui.services import due
    from sendtui.services.due_narrowed import Only, narrowed
    from sendtui.services.due_views import urgency

    options = call.options
    if unknown := sorted(set(options.kind or ()) - set(due.KINDS)):
        raise UsageError(f"There is no kind {unknown[0]!r}. There are: {', '.join(due.KINDS)}.")
    ahead = due.AHEAD if options.within is None else timedelta(days=options.within)
    only = Only(
        caseworker=options.caseworker,
        setting=options.setting,
        within=options.within,
        label=options.label,
    )
    every = sorted(narrowed(call.store, due.each(call.store, call.today, ahead), only), key=urgency)
    found = [one for one in every if _wanted(call, one)]
    shown = found[: options.limit]
    if call.out.as_json:
        call.out.data([{**one._asdict(), "label": one.label} for one in shown])
        return 0
    # A date of the law never stands without its rule.
    with_rules = bool(options.why or options.label) or any(one.rule for one in shown)
    headings = ["What", "When", "Pupil", "Class", "Words", *(["Rule", "Whose"] * with_rules)]
    lines = [
        {
            "What": due.KIND_LABELS[one.kind],
            "When": _when(one),
            "Pupil": one.name,
            "Class": one.class_name,
            "Words": one.words,
            "Rule": f"{one.rule} {one.citation or ''}".strip(),
            "Whose": one.whose,
        }
        for one in shown
    ]
    call.out.table(headings, lines, empty="" if found else "Nothing is due.")
    if found:
        call.out.say(_total(found, len(shown)))
    return 0


def _total(found: "Sequence[Due]", shown: int) -> str:
    from sendtui.services.due import KIND_LABELS, KINDS

    tally = Counter(one.kind for one in found)
    by_kind = "; ".join(f"{KIND_LABELS[kind]} {tally[kind]:,}" for kind in KINDS if tally[kind])
    of_them = f"{shown:,} of " if shown < len(found) else ""
    return f"{of_them}{len(found):,} due. {by_kind}."


def _wanted(call: Call, one: "Due") -> bool:
    options = call.options
    return (
        (not options.kind or one.kind in options.kind)
        and (not options.class_name or one.class_name.casefold() == options.class_name.casefold())
        and (not options.late or one.days_late is None or one.days_late >= 0)
    )


def _when(one: "Due") -> str:
    if one.day is None or one.days_late is None:
        return ""
    if one.kind == "parents not told":
        # The Act names no day: what is missing may be the telling or only its record.
        return f"since {one.day:%d/%m/%Y}"
    days = abs(one.days_late)
    count = counted(days, "day")
    how = f"{count} late" if one.overdue else f"in {count}" if days else "today"
    return f"{one.day:%d/%m/%Y} ({how})"
