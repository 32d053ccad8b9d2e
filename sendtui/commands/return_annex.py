"""`return annex-a` and `return sampling`: what area SEND inspectors and auditors ask for."""

from sendtui.commands.call import Call
from sendtui.commands.return_sen2 import workbook
from sendtui.errors import SOME_REJECTED, UsageError
from sendtui.rules.counting import counted


def annex_a(call: Call) -> int:
    """Both child-level lists, checked."""
    from sendtui.services import annex_a as lists

    found = lists.lists(call.store, call.today)
    if found.left_out:
        held = counted(found.left_out, "child", "children")
        call.out.say(f"{held} left out, of whom everything is confidential.")
    if call.options.xlsx:
        whose = [one.id for one in (*found.first, *found.second)]
        return workbook(call, lists.tables(found), "Annex A, lists 1 and 2", whose)
    if call.out.as_json:
        call.out.data(lists.as_plain(found))
    else:
        lines = [
            dict(zip(lists.FINDINGS, (f.rule.id, f.rule.severity, f.rule.title, f.name, f.column,
                                      f.value), strict=True))
            for f in found.findings
        ]  # fmt: skip
        call.out.table(lists.FINDINGS, lines, empty="Our checks find nothing to mend.")
        call.out.say(f"List 1: {counted(len(found.first), 'plan')}. List 2: "
                     f"{counted(len(found.second), 'pupil')} on SEN Support.")  # fmt: skip
    is_wrong = any(f.rule.severity == "error" for f in found.findings)
    return SOME_REJECTED if is_wrong else 0


def sampling(call: Call) -> int:
    """Plans drawn for an audit, with what their checks say."""
    from sendtui.services import annex_a as lists

    options = call.options
    if options.count < 1:
        raise UsageError("Say how many are drawn: --count 12.")
    found = lists.sample(call.store, call.today, options.count, options.seed)
    if options.xlsx:
        whose = [one.pupil for one in found]
        return workbook(call, (lists.sample_table(found),), "Case audit", whose)
    if call.out.as_json:
        call.out.data(found)
        return 0
    lines = [
        {"Pupil": s.name, "UPN": s.upn, "Age": s.age, "Caseworker": s.caseworker,
         "Plan made": s.issued, "Law and format": s.hard, "Wording": s.soft, "Open": s.open}
        for s in found
    ]  # fmt: skip
    headings = ("Pupil", "UPN", "Age", "Caseworker", "Plan made", "Law and format", "Wording",
                "Open")  # fmt: skip
    call.out.table(headings, lines, empty="There is no plan in force.")
    return 0 if found else 1
