"""Whether what a plan specifies is secured, by flags, and what is tied to its lines."""

from sendtui.commands import plan_named
from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import hours


def show(call: Call) -> int:
    """Print specified against given by line, with the shortfall; 1 where there is one."""
    from sendtui.services import secured
    from sendtui.services.numbers import numbers

    if call.options.version or call.options.sort:
        found = secured.of_plan(call.store, plan_named.plan(call), call.today)
    else:
        known = secured.of_pupil(call.store, plan_named.pupil(call), call.today)
        if known is None:
            raise SendtuiError("This pupil has no plan.")
        found = known
    if call.out.as_json:
        call.out.data(found)
        return 1 if found.short else 0
    lines = [
        {
            "Line": each.label,
            "Provision": each.words,
            "Since": each.since,
            "A week": hours(each.a_week) if each.a_week else "",
            "Specified": hours(each.specified) if each.specified else "",
            "Given": hours(each.given) if each.given else "",
            "How it stands": each.says,
            "Met by": "; ".join(tied.what for tied in each.tied),
        }
        for each in found.lines
    ]
    headings = ["Line", "Provision", "Since", "A week", "Specified", "Given", "How it stands",
                "Met by"]  # fmt: skip
    call.out.table(headings, lines, empty="The plan specifies no provision.")
    number = numbers(call.store, found.pupil, "provision")
    for tied in found.loose:
        given = hours(tied.given)
        call.out.say(f"Tied to no line: {number.get(tied.id)}. {tied.what}, {given} given.")
    call.out.say(f"{found.says} {found.citation}.")
    return 1 if found.short else 0


def tie(call: Call) -> int:
    """Tie a line of provision to a line of the plan, or with --none to none of them."""
    from sendtui.services import secured
    from sendtui.services.numbers import numbers

    options = call.options
    if not options.words and not options.none:
        raise UsageError("Say which line: plan tie UPN F2 --provision 1, or --none.")
    pupil, named = plan_named.pupil(call), options.provision or ""
    line = "" if options.none else plan_named.line(plan_named.view(call), options.words[0]).id
    number = numbers(call.store, pupil, "provision")
    found = next((id_ for id_, n in number.items() if named in (id_, str(n))), "")
    if not found:
        raise UsageError("Say which provision with --provision N, by its number or id.")
    secured.tie(call.store, found, line)
    return told(call, "Tied." if line else "Tied to no line now.", id=found)
