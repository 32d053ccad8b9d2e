"""Starting a plan, writing its lines, issuing, amending and ceasing it, by flags."""

from typing import TYPE_CHECKING, Any

from sendtui.commands import plan_named
from sendtui.commands.acts import fields, told
from sendtui.commands.call import Call
from sendtui.commands.case_acts import words
from sendtui.commands.given import day, day_or_none
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.ehc_plan_reading import PlanView

_DAYS = ("starts", "by", "dated", "agreed_on")


def start(call: Call) -> int:
    """Begin the first version."""
    from sendtui.services import ehc_plan_reading, ehc_plans

    words(call, 0)
    sort = plan_named.sort(call) or "EHCP"
    made = ehc_plans.start(call.store, plan_named.pupil(call), sort, today=call.today)
    found = ehc_plan_reading.view(call.store, made)
    taken = f" Section K has {counted(len(found.lines), 'advice', 'advices')}." * bool(found.lines)
    return told(call, f"Started: {found.sort_label}.{taken}", id=made, sort=sort)


def line(call: Call) -> int:
    """Add, change or remove a line."""
    named = words(call, 2)
    if len(named) < 2 or named[0] not in ("add", "change", "remove"):
        raise UsageError("Write: line UPN add SECTION, line UPN change F2, or line UPN remove F2.")
    found = plan_named.view(call)
    if named[0] == "add":
        return _add(call, found, named[1])
    if named[0] == "change":
        return _change(call, found, named[1])
    from sendtui.services import ehc_plan_lines

    one = plan_named.line(found, named[1])
    ehc_plan_lines.remove(call.store, one.id)
    return told(call, f"Removed: {one.label}.", id=one.id)


def _add(call: Call, found: "PlanView", letter: str) -> int:
    from sendtui.services import ehc_plan_lines, ehc_plan_reading

    section = plan_named.section(found, letter)
    given = _given(call, found)
    if not given.get("words"):
        raise UsageError("Its words: give them with --text-file FILE, or - for standard input.")
    made = ehc_plan_lines.add(call.store, found.id, section, given)
    now = plan_named.line(ehc_plan_reading.view(call.store, found.id), made)
    return told(call, f"Added: {now.label}.", id=made, label=now.label)


def _change(call: Call, found: "PlanView", named: str) -> int:
    from sendtui.services import ehc_plan_lines

    one = plan_named.line(found, named)
    if one.id in found.veiled:
        raise UsageError("This line is confidential: lift the mark before you change it.")
    given = _given(call, found)
    changed = ehc_plan_lines.change(call.store, one.id, given, found.heads[one.id])
    return told(
        call, f"{one.label} changed: {', '.join(changed) or 'nothing'}.", id=one.id, changed=changed
    )


def _given(call: Call, found: "PlanView") -> dict[str, Any]:
    from sendtui.services.ehc_plans import FIELDS

    given = fields(call, "words", FIELDS, _DAYS)
    labels = given.pop("serves", None)
    labels = call.options.serves if call.options.serves is not None else labels
    if labels is not None:
        listed = ",".join(labels) if isinstance(labels, list) else str(labels)
        given["serves"] = plan_named.links(found, listed)
    if call.options.line_sort is not None:
        given["sort"] = call.options.line_sort
    return given


def move(call: Call) -> int:
    """Give a line another rank in its part, or put it at the end of another part."""
    from sendtui.services import ehc_plan_lines, ehc_plan_reading

    named = words(call, 2)
    if len(named) < 2:
        raise UsageError("Write: move UPN F2 1 for a rank, or move UPN F2 G for another part.")
    found = plan_named.view(call)
    one = plan_named.line(found, named[0])
    to = int(named[1]) if named[1].isdecimal() else plan_named.section(found, named[1])
    ehc_plan_lines.move(call.store, one.id, to)
    now = plan_named.line(ehc_plan_reading.view(call.store, found.id), one.id)
    return told(call, f"{one.label} is now {now.label}.", id=one.id, label=now.label)


def set_(call: Call) -> int:
    """Set the days that a version bears."""
    from sendtui.services import ehc_plans

    words(call, 0)
    options = call.options
    given = {
        name: day_or_none(call, getattr(options, name))
        for name in ("review_by", "made_on")
        if getattr(options, name) is not None
    }
    if not given:
        raise UsageError("Say what to set: --review-by DATE or --made-on DATE.")
    found = plan_named.view(call)
    changed = ehc_plans.describe(call.store, found.id, given, found.heads[found.id])
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def issue(call: Call) -> int:
    """Issue a version; what is open in it is listed."""
    from sendtui.commands import case_named
    from sendtui.commands.plan_shown import print_remarks
    from sendtui.services import case_plans, ehc_plan_reading, ehc_plans

    words(call, 0)
    options = call.options
    if not options.as_:
        raise UsageError("Say as what: --as draft, --as proposed or --as final.")
    plan = plan_named.plan(call)
    case = case_named.case(call) if options.case else ""
    fitting = () if case else case_plans.fitting(call.store, plan, options.as_)
    issued = ehc_plans.issue(
        call.store, plan, options.as_, on=day(call, options.on), by=options.by or "", case=case,
        today=call.today,
    )  # fmt: skip
    found = ehc_plan_reading.view(call.store, issued.id)
    if call.out.as_json:
        call.out.data({"id": issued.id, "stage": issued.stage, "open": issued.open, "case": case,
                       "warnings": issued.warnings})  # fmt: skip
        return 0
    if issued.stage in ("final", "amended"):
        print_remarks(call, found, issued.open)
    for warning in issued.warnings:
        call.out.say(f"! {warning}")
    call.out.say(f"Issued: {found.sort_label}, version {found.version}, {found.stage_label}.")
    if issued.also:
        call.out.say(issued.also)
    if case:
        call.out.say("Logged in its case.")
    for each in fitting[:1]:
        call.out.say(
            f"Not logged in the open case ({each.process}): “case event UPN {each.code} --on "
            "DATE” does so, or --case N in the same act."
        )
    return 0


def amend(call: Call) -> int:
    """Make the next version."""
    from sendtui.services import ehc_plan_reading, ehc_plans

    words(call, 0)
    made = ehc_plans.amend(call.store, plan_named.plan(call))
    found = ehc_plan_reading.view(call.store, made)
    return told(call, f"Version {found.version} begins as a copy.", id=made, version=found.version)


def cease(call: Call) -> int:
    """Cease a plan, with the reason."""
    from sendtui.services import ehc_plans

    words(call, 0)
    because = call.text(call.options.text_file)
    found = plan_named.plan(call)
    on = day(call, call.options.on)
    also = ehc_plans.cease(call.store, found, on=on, because=because, today=call.today)
    return told(call, f"Ceased. {also}".strip(), id=found)


def discard(call: Call) -> int:
    """Throw away a version that was never issued."""
    from sendtui.services import ehc_plans

    words(call, 0)
    found = plan_named.view(call)
    ehc_plans.discard(call.store, found.id)
    return told(call, f"Thrown away: version {found.version}. Undo brings it back.", id=found.id)
