"""What has a day, from one day to another: reviews, actions, promises, concerns, limits of the
law, arrangements that end, school holidays as they usually fall in England, and bank holidays.

  sendtui calendar                            the next four weeks
  sendtui calendar --month 2026-12
  sendtui calendar --from 1/9/26 --to 31/12/26 --json
  sendtui calendar --to 31/8/27 --ics send.ics      for Outlook and other calendars, without names

An .ics file holds what is due with its rule, no name and no word of the record; --with-names puts
both in it, and that it left is logged. Made again, its days replace those before.

With --json a list of objects: id, day, last, kind, label, words, name, class_name, pupil, citation.
"""

from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import add_label, read_day
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.dates import Dated

WEEKS = timedelta(weeks=4)


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--month", metavar="YYYY-MM", help="one month")
    parser.add_argument("--from", dest="first", metavar="DATE", help="from this day; today without")
    parser.add_argument("--to", dest="last", metavar="DATE", help="to this day; four weeks without")
    parser.add_argument("--kind", action="append", help="only this kind; may be given again")
    add_label(parser)
    parser.add_argument("--caseworker", default="", metavar="NAME", help="only of whose cases")
    parser.add_argument("--setting", default="", metavar="NAME", help="only at this setting")
    parser.add_argument("--ics", metavar="FILE", help="write it for a calendar program")
    parser.add_argument("--with-names", action="store_true", help="--ics: with names and words")
    parser.add_argument("--to-whom", default="", metavar="WHO", help="--with-names: for the log")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="--with-names: why somebody who may not receive it does")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="--ics: over a file of that name")
    parser.add_argument("--class", dest="class_name", metavar="CLASS", help="only this class")


def run(call: Call) -> int:
    """Print what has a day; nothing is no failure."""
    from sendtui.services.dates import dates
    from sendtui.services.due_narrowed import Only

    options = call.options
    only = Only(caseworker=options.caseworker, setting=options.setting, label=options.label)
    first, last = _span(call)
    found = [
        one
        for one in dates(call.store, first, last, call.today, only)
        if (not options.kind or one.kind in options.kind)
        and (not options.class_name or one.class_name.casefold() == options.class_name.casefold())
    ]
    if options.ics:
        return _write(call, found)
    if call.out.as_json:
        call.out.data([_plain(one) for one in found])
        return 0
    headings = ["Day", "Until", "What", "Pupil", "Class", "Words"]
    lines = [
        {
            "Day": one.day,
            "Until": one.last,
            "What": one.label,
            "Pupil": one.name,
            "Class": one.class_name,
            "Words": one.words,
        }
        for one in found
    ]
    call.out.table(headings, lines, empty="Nothing has a day then.")
    return 0


def _write(call: Call, found: "list[Dated]") -> int:
    """Write the file; the school year is in it only where it is asked for by --kind."""
    from sendtui.services import calendar_file

    options = call.options
    path = Path(options.ics)
    require_vacant(path, replace=options.replace)
    asked = found if options.kind else [one for one in found if one.pupil]
    done = calendar_file.write(
        call.store, path, asked, call.today, with_names=options.with_names,
        recipient=options.to_whom, although=options.although,
    )  # fmt: skip
    if call.out.as_json:
        call.out.data({"days": done.days, "pupils": done.pupils, "left_out": done.left_out})
        return 0
    call.out.say(f"{counted(done.days, 'day')} of {counted(done.pupils, 'pupil')} written.")
    if done.left_out:
        call.out.say(f"{counted(done.left_out, 'confidential record')} left out.")
    return 0


def _plain(one: "Dated") -> dict[str, object]:
    return {
        "id": one.id,
        "day": one.day,
        "last": one.last,
        "kind": one.kind,
        "label": one.label,
        "words": one.words,
        "name": one.name,
        "class_name": one.class_name,
        "pupil": one.pupil,
        "citation": one.citation,
    }


def _span(call: Call) -> tuple[date, date]:
    """The first and the last day asked for; raises UsageError where they cannot be read."""
    options = call.options
    if options.month:
        if options.first or options.last:
            raise UsageError("Either --month, or --from and --to.")
        year, _, month = options.month.partition("-")
        try:
            first = date(int(year), int(month), 1)
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        except ValueError:
            raise UsageError(f"{options.month} is no month. Write it as 2026-12.") from None
        return first, after - timedelta(days=1)
    first = read_day(options.first, call.today) if options.first else call.today
    last = read_day(options.last, call.today) if options.last else first + WEEKS
    if last < first:
        raise UsageError("--to is before --from.")
    return first, last
