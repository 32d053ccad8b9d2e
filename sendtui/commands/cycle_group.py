"""The acts of `sendtui cycle` on a group: which there are on a day, and logging their session."""

from typing import TYPE_CHECKING

from sendtui.commands.call import Call, read_text
from sendtui.commands.given import day
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.cycle_groups import Group

HEADINGS = ["Group", "What", "Who", "Class", "Pupils", "Logged"]


def groups(call: Call) -> int:
    """Print the groups that run on a day, each with its number and who is in it."""
    from sendtui.services import cycle_groups

    found = cycle_groups.groups(call.store, day(call, call.options.on))
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Group": number,
            "What": group.what,
            "Who": group.who,
            "Class": group.class_name,
            "Pupils": ", ".join(member.name for member in group.members),
            "Logged": f"{len(group.members) - len(group.left)} of {len(group.members)}",
        }
        for number, group in enumerate(found, 1)
    ]
    return 0 if call.out.table(HEADINGS, lines, empty="No group runs on this day.") else 1


def tick_group(call: Call) -> int:
    """Log the session of a group: it happened for all but the exceptions, whose reason is given."""
    from sendtui.services import cycle_groups, deliveries

    options, on = call.options, day(call, call.options.on)
    found = cycle_groups.groups(call.store, on)
    if not 1 <= options.group <= len(found):
        raise SendtuiError(
            f"There is no group {options.group} on this day: “sendtui cycle groups” lists them."
        )
    group = found[options.group - 1]
    missed = dict.fromkeys(_exceptions(call, group), _reason(call))
    lines = [member.provision for member in group.left]
    if not lines:
        raise SendtuiError("The session of this group is logged for that day already.")
    already = missed.keys() - set(lines)
    if already:
        raise SendtuiError(
            "A session of an exception is logged for that day already. Take it back first: "
            "“sendtui cycle tick UPN --remove”."
        )
    by = options.by or call.store.author
    ticked = deliveries.tick_many(call.store, lines, on, by, missed=missed, today=call.today)
    call.out.say(f"Logged: {len(lines) - len(missed)} happened, {len(missed)} missed.")
    if call.out.as_json:
        call.out.data({"ids": [each.id for each in ticked], "missed": len(missed)})
    return 0


def _exceptions(call: Call, group: "Group") -> list[str]:
    """The lines of those who missed it."""
    from sendtui.services.pupils import find_one

    lines = {member.pupil: member.provision for member in group.members}
    named = [each.strip() for each in (call.options.exceptions or "").split(",") if each.strip()]
    whose = [find_one(call.store, each) for each in named]
    strangers = [upn for upn, pupil in zip(named, whose, strict=True) if pupil not in lines]
    if strangers:
        raise SendtuiError(f"Not in this group: {', '.join(strangers)}. Nothing was logged.")
    return [lines[pupil] for pupil in whose]


def _reason(call: Call) -> str:
    if not call.options.text_file:
        return ""
    if not call.options.exceptions:
        raise UsageError("--text-file says why the exceptions missed it: name them with --except.")
    return read_text(call.options.text_file)
