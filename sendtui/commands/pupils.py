"""The SEN register, filtered and sorted; with --all the whole roll, or --concerns.

In an authority's case file it is the whole roll from the beginning; --status K,E is its register.

With --json one object: total (how many there are), pupils (those shown; the fields are those of
`sendtui.services.register.Entry`); with --counts: pupils, by_status, by_need, by_year.
Names to look for come from a file or standard input (--words-file), as they are personal.
"""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.given import at_most
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.register import Counts, Query

LACKING = ("profile", "review", "cycle", "need", "parents told")
SORTS = ("name", "class", "year", "status", "since", "need", "review")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_filters(parser)
    parser.add_argument("--sort", choices=SORTS, default="name")
    parser.add_argument("--descending", action="store_true")
    parser.add_argument("--limit", type=at_most, metavar="N", help="show at most this many")
    parser.add_argument(
        "--offset", type=at_most, default=0, metavar="N", help="leave out the first"
    )
    parser.add_argument("--counts", action="store_true", help="only how many there are")


def add_filters(parser: ArgumentParser) -> None:
    """The flags that say which pupils."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="the whole roll")
    which.add_argument("--concerns", action="store_true", help="those with an open concern")
    parser.add_argument("--status", default="", metavar="K,E", help="SEN status today; N is none")
    parser.add_argument("--need", default="", metavar="CODE", help="with this need, at any rank")
    parser.add_argument("--area", default="", help="a broad area: CI, CL, SEMH or SP")
    parser.add_argument("--year", default="", help="NC year: R, 1 to 14, N1, N2")
    parser.add_argument("--class", dest="class_name", default="")
    parser.add_argument("--setting", default="", metavar="NAME", help="at this setting, or URN")
    parser.add_argument("--flag", default="", metavar="CODE", help="such as LAC or EAL")
    parser.add_argument(
        "--own", default="", metavar="FIELD[=VALUE]", help="a field of our own says this, or at all"
    )
    parser.add_argument("--without", choices=LACKING, default="", help="who has none of it")
    parser.add_argument("--view", default="", metavar="NAME", help="as was kept under this name")
    parser.add_argument("--left", choices=("no", "yes", "any"), default="no")
    parser.add_argument("--words-file", metavar="FILE", help="names to look for; - for input")


def run(call: Call) -> int:
    """Print the pupils, or their figures; 1 where there is none."""
    from sendtui.services import register

    options, query = call.options, question(call, beginning(call))
    if options.counts:
        return _print_counts(call, register.counts(call.store, query, call.today))
    total = register.count(call.store, query, call.today)
    limit = total if options.limit is None else options.limit
    found = register.page(call.store, query, call.today, options.offset, limit)
    if call.out.as_json:
        call.out.data({"total": total, "pupils": found})
        return 0 if total else 1
    several = len({entry.setting for entry in found}) > 1
    lines = [
        {
            "Name": entry.name,
            "Setting": entry.setting if several else "",
            "Class": entry.class_name,
            "Year": entry.nc_year,
            "SEN": entry.status,
            "Since": entry.since,
            "Need": " ".join((entry.need, *entry.other_needs)).strip(),
            "Flags": " ".join(entry.flags),
            "Next review": entry.next_review,
            "Overdue": "overdue" if entry.overdue else "",
            "UPN": entry.upn,
            "Odd": "odd UPN" if entry.upn_odd else "",
            "Clash": "decide" if entry.clash else "",
        }
        for entry in found
    ]
    headings = [h for h in (lines[0] if lines else ()) if any(line[h] for line in lines)]
    call.out.table(headings, lines, empty="No pupil is like that.")
    if len(found) < total:
        call.out.say(f"{len(found):,} of {counted(total, 'pupil')}.")
    return 0 if total else 1


def beginning(call: Call) -> "Query":
    """What a list begins with in this case file: a school's SEN register, an authority's roll."""
    from sendtui.services import register_query
    from sendtui.services.records import is_authority

    return register_query.beginning(is_authority=is_authority(call.store))


def question(call: Call, start: "Query | None" = None) -> "Query":
    """What the flags ask for, among the SEN register or what else it is to `start` with.

    Raises UsageError for a code there is not.
    """
    from sendtui.commands.call import read_text
    from sendtui.rules.codes import BROAD_AREAS, FLAGS, NC_YEARS, NEED_TYPES, SEN_PROVISION
    from sendtui.services.register import Query

    options: Namespace = call.options
    status = frozenset(part.strip().upper() for part in options.status.split(",") if part.strip())
    codes = [(code, SEN_PROVISION) for code in sorted(status)]
    codes += [(options.need.upper(), NEED_TYPES), (options.area.upper(), BROAD_AREAS)]
    codes += [(options.year.upper(), NC_YEARS), (options.flag.upper(), FLAGS)]
    for code, known in codes:
        if code and code not in known:
            there_are = ", ".join(one.code for one in known)
            raise UsageError(f"{known.name}: there is no {code!r}. There are: {there_are}.")
    own, _, own_value = options.own.partition("=")
    if own:
        own, own_value = _own_of(call, own, own_value)
    off_the_register = options.all or "N" in status or options.left != "no"
    start = start or Query()
    asked = Query(
        words=read_text(options.words_file) if options.words_file else "",
        scope="concerns" if options.concerns else "roll" if off_the_register else start.scope,
        status=status,
        need=options.need.upper(),
        area=options.area.upper(),
        nc_year=options.year.upper(),
        class_name=options.class_name,
        setting=options.setting,
        flag=options.flag.upper(),
        left=options.left,
        own=own,
        own_value=own_value,
        without=options.without,
        sort=getattr(options, "sort", "name"),
        descending=getattr(options, "descending", False),
    )
    return _view(call, asked, start) if options.view else asked


def _view(call: Call, asked: "Query", start: "Query") -> "Query":
    """The question kept under a name, sorted as the flags say where they do."""
    from dataclasses import replace

    from sendtui.services import saved_views

    if replace(asked, sort="name", descending=False) != start:
        raise UsageError("Give either --view, or filters.")
    kept = saved_views.named(call.store, call.options.view).query
    if asked == start:
        return kept
    return replace(kept, sort=asked.sort, descending=asked.descending)


def _own_of(call: Call, name: str, value: str) -> tuple[str, str]:
    from sendtui.services import custom_fields

    field = custom_fields.named(call.store, name)
    return field.name, custom_fields.spelled(field, value, call.today)


def _print_counts(call: Call, found: "Counts") -> int:
    if call.out.as_json:
        call.out.data(found)
    else:
        call.out.line(f"Pupils: {found.pupils:,}")
        for figure in found.by_status:
            call.out.line(f"{figure.label}: {figure.pupils:,}")
        for figure in found.by_need:
            call.out.line(f"{figure.label or 'No need recorded'}: {figure.pupils:,}")
        for figure in found.by_year:
            year = f"NC year {figure.label}" if figure.label else "NC year not known"
            call.out.line(f"{year}: {figure.pupils:,}")
    return 0 if found.pupils else 1
