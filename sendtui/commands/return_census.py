"""`return census`: the school census by the record, and what the school's system will send."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.commands.return_sen2 import workbook
from sendtui.errors import SOME_REJECTED, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.returns_census import Census


def run(call: Call) -> int:
    """Check the census of a day, and list what the school office has to correct."""
    from sendtui.services import returns_census

    options = call.options
    if not options.date:
        raise UsageError("Say of which day: --date 21/1/27.")
    found = returns_census.census(
        call.store,
        day(call, options.date),
        call.today,
        mis=Path(options.mis) if options.mis else None,
        profile=options.profile,
        authority=[Path(each) for each in options.la_list],
    )
    if options.xlsx:
        return _workbook(call, found)
    if call.out.as_json:
        call.out.data(_plain(found))
    else:
        _show(call, found)
    wrong = found.unread or any(f.rule.severity == "error" for f in found.findings)
    return SOME_REJECTED if wrong else 0


def _plain(found: "Census") -> dict[str, object]:
    findings = [
        {"rule": f.rule.id, "severity": f.rule.severity, "title": f.rule.title, "pupil": f.pupil,
         "name": f.name, "item": f.item, "sent": f.sent, "here": f.here, "do": f.rule.do}
        for f in found.findings
    ]  # fmt: skip
    return {
        "day": found.day,
        "term": found.term,
        "roll": found.roll,
        "sent": found.sent,
        "findings": findings,
        "corrections": [c._asdict() for c in found.corrections],
        "missing": found.missing,
        "strangers": found.strangers,
        "unread": found.unread,
    }


def _show(call: Call, found: "Census") -> None:
    from sendtui.services.returns_census import CORRECTIONS, FINDINGS, finding_cells

    out = call.out
    counts = ", ".join(f"{code} {found.roll.get(code, 0)}" for code in "NKE")
    out.line(f"School census of {found.day:%d/%m/%Y}, {found.term}: {counts}; together "
             f"{counted(found.pupils, 'pupil')} on roll (SC11)")  # fmt: skip
    if found.sent is not None:
        theirs = ", ".join(f"{code or 'blank'} {n}" for code, n in sorted(found.sent.items()))
        out.line(f"The school’s system will send: {theirs}")
    lines = [dict(zip(FINDINGS, finding_cells(f), strict=True)) for f in found.findings]
    out.table(FINDINGS, lines, empty="Our checks find nothing to mend.")
    wrong = [
        dict(zip(CORRECTIONS, (c.name, c.upn, c.item, c.sent, c.here), strict=True))
        for c in found.corrections
    ]
    if found.sent is not None:
        out.line("For the school office:")
        out.table(CORRECTIONS, wrong, empty="Nothing to correct in the school’s system.")
    for names, what in (
        (found.missing, "on the roll here and not in the file"),
        (found.strangers, "in the file and not on the roll here"),
    ):
        if names:
            more = f" and {len(names) - 12} more" if len(names) > 12 else ""
            out.line(f"{counted(len(names), 'pupil')} {what}: {'; '.join(names[:12])}{more}")
    if found.unread:
        out.line(f"{counted(len(found.unread), 'fault')} in lines that were not read:")
        out.table(("Not read",), [{"Not read": each} for each in found.unread])


def _workbook(call: Call, found: "Census") -> int:
    from sendtui.services.returns_census import tables

    return workbook(call, tables(found), f"School census {found.day:%d %m %Y}", found.whose)
