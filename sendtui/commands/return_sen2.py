"""`return sen2`: the return as it would be today, what is to be mended in it, and the files."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, make_folder, read_text, require_vacant
from sendtui.commands.given import day
from sendtui.errors import SOME_REJECTED, SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendtui.models.report_page import ReportTable
    from sendtui.services.returns import Overview
    from sendtui.services.returns_kept import Asked


def run(call: Call) -> int:
    """Show the return, or write what was asked for."""
    kept = _keep(call)
    options = call.options
    if options.year is None:
        if kept:
            return 0
        raise UsageError("Say which year’s return: --year 2027.")
    if options.shape:
        return _write_shape(call)
    if options.xsd:
        return _write_xsd(call)
    if options.xml or options.csv_dir:
        return _write(call)
    return _show(call)


def asked(call: Call) -> "Asked":
    """The return that the flags name."""
    from sendtui.services.returns_kept import Asked

    options = call.options
    census = day(call, options.census_day) if options.census_day else None
    return Asked(options.year, census, options.la, options.serial)


def _keep(call: Call) -> bool:
    """Take in what is kept for the returns; whether anything was."""
    from sendtui.services import returns_kept

    options, kept = call.options, False
    said = {n: getattr(options, n) for n in returns_kept.OFFICERS if getattr(options, n)}
    if said:
        returns_kept.say_officers(call.store, said)
        call.out.say("Kept: what the authority says of its officers.")
        kept = True
    if options.load_shape:
        try:
            table = json.loads(read_text(options.load_shape))
        except ValueError:
            raise SendtuiError(f"{options.load_shape} is not JSON.") from None
        found = returns_kept.load_shape(call.store, table)
        call.out.say(f"Kept: the shape of {found.year}. It is used in this copy from now on.")
        kept = True
    if options.known_shape and options.year:
        returns_kept.forget_shape(call.store, options.year)
        call.out.say(f"The shape of {options.year} is the one known here again.")
    if options.official:
        lines = csv.reader(read_text(options.official).splitlines())
        numbers = {line[0]: line[1] for line in lines if len(line) > 1}
        count = returns_kept.load_official(call.store, numbers)
        call.out.say(f"Kept: the Department’s numbers of {counted(count, 'check')}.")
        kept = True
    if options.places:
        count = returns_kept.load_places(call.store, Path(options.places))
        call.out.say(f"Kept: how many are expected in {counted(count, 'provision')}.")
        kept = True
    return kept


def _write_shape(call: Call) -> int:
    from sendtui.services import returns_kept

    target = Path(call.options.shape)
    require_vacant(target, replace=call.options.replace)
    table = returns_kept.shape_table(call.store, asked(call))
    target.write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    call.out.say(f"Written: {target}. Put it right and give it back with --load-shape.")
    return 0


def _write_xsd(call: Call) -> int:
    from sendtui.formats.sen2_xsd import xsd
    from sendtui.services.returns_kept import shape_for

    target = Path(call.options.xsd)
    require_vacant(target, replace=call.options.replace)
    target.write_text(xsd(shape_for(call.store, asked(call))), encoding="utf-8")
    call.out.say(f"Written: {target}. It is ours, not the Department’s.")
    return 0


def _write(call: Call) -> int:
    from sendtui.services import returns
    from sendtui.services.returns_tables import left_in

    options = call.options
    if not options.plain_file:
        raise UsageError("COLLECT takes no password: give --plain-file to say that you mean it.")
    target, form = Path(options.xml or options.csv_dir), "xml" if options.xml else "csv"
    if form == "xml":
        require_vacant(target, replace=options.replace)
    else:
        make_folder(target)
    pupils = returns.pupils_in(call.store, asked(call))
    to = options.to or returns.DEPARTMENT
    protecting.before(call, pupils, to)
    with call.progress("Writing the return") as move:
        made = returns.write(
            call.store, asked(call), target, today=call.today, form=form, recipient=to,
            although=options.although, move=move,
        )  # fmt: skip
    if made.notice:
        call.out.say(made.notice)
    call.out.say(f"Persons in the return: {made.persons}. The disclosure is logged.")
    if left := left_in(made.errors, made.queries):
        call.out.say(f"{left} --check lists them.")
    if call.out.as_json:
        call.out.data({"files": [str(p) for p in made.paths], "persons": made.persons,
                       "notice": made.notice, "errors": made.errors,
                       "queries": made.queries})  # fmt: skip
    return 0


def _show(call: Call) -> int:
    from sendtui.services import returns, returns_kept

    with call.progress("Reading the return") as move:
        found = returns.overview(call.store, asked(call), call.today, move)
    if not call.options.read_only:
        left = (found.errors, found.queries)
        returns_kept.note_left(call.store, found.shape.year, left, call.today)
    found = _narrowed(call, found)
    if call.options.xlsx:
        return _workbook(call, found)
    if call.out.as_json:
        call.out.data(_plain(found))
    elif call.options.check:
        _list(call, found)
    else:
        _summary(call, found)
    return SOME_REJECTED if call.options.check and found.errors else 0


def _narrowed(call: Call, found: "Overview") -> "Overview":
    from dataclasses import replace

    rule, who = call.options.rule.upper(), call.options.caseworker.casefold()
    kept = tuple(
        f
        for f in found.findings
        if (not rule or f.rule == rule) and (not who or f.caseworker.casefold() == who)
    )
    return replace(found, findings=kept)


def _plain(found: "Overview") -> dict[str, object]:
    shape = found.shape
    return {
        "year": shape.year,
        "census_day": shape.census_day,
        "notice": shape.notice,
        "la": found.la,
        "persons": found.persons,
        "by_class": found.by_class,
        "errors": found.errors,
        "queries": found.queries,
        "findings": found.findings,
        "outs": found.outs,
        "others": found.others,
        "before": found.before,
    }


def _summary(call: Call, found: "Overview") -> None:
    from sendtui.rules.sen2_scope import CLASSES
    from sendtui.services.returns_tables import IN_IT, by_rule

    out, shape = call.out, found.shape
    if shape.notice:
        out.say(shape.notice)
    due = f", due {shape.due:%d/%m/%Y}" if shape.due else ""
    out.line(f"SEN2 {shape.year}, census day {shape.census_day:%d/%m/%Y}{due}, authority "
             f"{found.la or 'not known'}")  # fmt: skip
    out.line(f"In the return: {counted(found.persons, 'person')}")
    out.table(IN_IT, [
        dict(zip(IN_IT, (CLASSES[name], found.by_class[name]), strict=True))
        for name in CLASSES if found.by_class.get(name)
    ])  # fmt: skip
    out.line(f"Not in it: {len(found.outs)} with a plan, a request or the status E, and "
             f"{found.others} with none of these")  # fmt: skip
    reasons: dict[str, int] = {}
    for each in found.outs:
        reasons[each.because] = reasons.get(each.because, 0) + 1
    out.table(("How many", "Why"), [{"How many": n, "Why": w} for w, n in reasons.items()])
    out.line(f"To mend: {counted(found.errors, 'error')}, "
             f"{counted(found.queries, 'query', 'queries')}")  # fmt: skip
    lines = [
        {"Check": rule, "Severity": severity, "How many": n, "What is found": title}
        for rule, severity, title, n in by_rule(found)
    ]
    out.table(("Check", "Severity", "How many", "What is found"), lines)
    if len(found.before) > 1:
        trend = ", ".join(f"{on:%d/%m}: {e}+{q}" for on, e, q in found.before[-6:])
        out.say(f"Errors and queries before: {trend}.")


def _list(call: Call, found: "Overview") -> None:
    from sendtui.services.returns_tables import HEADINGS, cells

    lines = [dict(zip(HEADINGS, cells(each), strict=True)) for each in found.findings]
    call.out.table(HEADINGS, lines, empty="Our checks find nothing to mend.")
    call.out.say(f"{counted(found.errors, 'error')}, "
                 f"{counted(found.queries, 'query', 'queries')}.")  # fmt: skip


def _workbook(call: Call, found: "Overview") -> int:
    from sendtui.services.returns_tables import tables

    whose = [f.person for f in found.findings] + [o.person for o in found.outs]
    pupils = sorted({person for person in whose if person})
    return workbook(call, tables(found), f"SEN2 {found.shape.year} findings", pupils)


def workbook(call: Call, tables: "Sequence[ReportTable]", title: str, pupils: list[str]) -> int:
    """Write tables to the workbook that --xlsx names, protected unless it is to be plain."""
    from sendtui.services import workbooks

    options, target = call.options, Path(call.options.xlsx)
    if options.plain_file and options.password_file:
        raise UsageError("A plain file has no password: leave out --plain-file, or the password.")
    place = target if options.plain_file else protecting.place(target, ".xlsx")
    require_vacant(place, replace=options.replace)
    protecting.before(call, pupils, options.to)
    password = "" if options.plain_file else protecting.password(call)
    made = workbooks.leave(
        call.store,
        target,
        tables,
        title=title,
        pupils=pupils,
        today=call.today,
        **protecting.leaving(call, password),
    )
    facts: dict[str, object] = {"file": str(made), "pupils": len(pupils)}
    facts |= protecting.tell(call, password, made) if password else {}
    call.out.say("Written. The disclosure is logged.")
    if call.out.as_json:
        call.out.data(facts)
    return 0
