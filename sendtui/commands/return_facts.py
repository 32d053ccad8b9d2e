"""`return particulars` and `return plan`: what only the returns ask for."""

from sendtui.commands.call import Call
from sendtui.errors import UsageError


def particulars(call: Call) -> int:
    """Show a pupil's particulars, or change those that are given."""
    from sendtui.services import particulars as kept

    pupil, options = _pupil(call), call.options
    given = {n: v for n in kept.FIELDS if (v := getattr(options, n)) is not None}
    if given:
        changed = kept.put(call.store, pupil, given)
        call.out.say(f"Changed: {', '.join(changed) or 'nothing'}.")
    found = kept.of_pupil(call.store, pupil)
    if call.out.as_json:
        call.out.data(found)
    elif not given:
        call.out.table(("Field", "Value"), [{"Field": n, "Value": v} for n, v in found.items()])
    return 0


def plan(call: Call) -> int:
    """Say of a pupil's latest plan what the return asks beside its words."""
    from sendtui.services import ehc_plan_reading
    from sendtui.services import particulars as kept

    pupil, options = _pupil(call), call.options
    given = {n: v for n in kept.PLAN_FIELDS if (v := getattr(options, n)) is not None}
    if not given:
        raise UsageError("Say what: --cease-reason CODE, or --transferred-from LA.")
    latest = ehc_plan_reading.chosen(call.store, pupil, "EHCP")
    changed = kept.put_plan(call.store, latest, given)
    call.out.say(f"Changed: {', '.join(changed) or 'nothing'}.")
    return 0


def _pupil(call: Call) -> str:
    from sendtui.services.pupils import find_one

    if not call.options.words:
        raise UsageError("Say whose: a UPN.")
    return find_one(call.store, call.options.words[0])
