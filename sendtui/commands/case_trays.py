"""The work trays of the queue of cases: listed, kept under a name, removed."""

from sendtui.commands.call import Call
from sendtui.commands.case_shown import asked_of
from sendtui.errors import UsageError


def tray(call: Call) -> int:
    """List the work trays, or keep or remove one: keep NAME, remove NAME."""
    from sendtui.services import case_list, work_trays

    act, name = call.options.upn or "list", " ".join(call.options.words)
    if act == "list":
        found = work_trays.all_of(call.store)
        lines = [
            {
                "Name": each.name,
                "Cases": len(case_list.listing(call.store, call.today, each.asked)),
                "Asks": each.asked,
            }
            for each in found
        ]
        if call.out.as_json:
            call.out.data([{k.lower(): v for k, v in line.items()} for line in lines])
        else:
            call.out.table(["Name", "Cases"], lines, empty="None yet.")
        return 0 if found else 1
    if act == "keep":
        kept = work_trays.keep(call.store, name, asked_of(call))
        done = f'Kept. “sendtui case list --tray "{kept}"” lists it.'
    elif act == "remove":
        work_trays.remove(call.store, name)
        done = "Done: the work tray is forgotten. No case was touched."
    else:
        raise UsageError(f"There is no {act!r} here. There are: list, keep NAME, remove NAME.")
    call.out.say(done)
    return 0
