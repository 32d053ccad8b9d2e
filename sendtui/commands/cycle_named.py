"""Which cycle, and which part of it, the words of `sendtui cycle` name."""

from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.cycle_views import CycleView


def pupil(call: Call) -> str:
    """The pupil that was named.

    Raises SendtuiError where there is none, or several.
    """
    from sendtui.services.pupils import find_one

    return find_one(call.store, call.options.upn)


def cycle(call: Call) -> str:
    """The cycle that was named by its number, else the open one, else the last.

    Raises SendtuiError where there is none.
    """
    from sendtui.services import cycle_reading

    whose, number = pupil(call), call.options.cycle
    if number is None:
        found = cycle_reading.current(call.store, whose)
        if found:
            return found
        raise SendtuiError("This pupil has no cycle yet. “sendtui cycle start UPN” starts one.")
    for line in cycle_reading.of_pupil(call.store, whose, call.today):
        if line.number == number:
            return line.id
    raise SendtuiError(f"This pupil has no cycle {number}. “sendtui cycle list UPN” lists them.")


def view(call: Call) -> "CycleView":
    """The cycle that was named, read."""
    from sendtui.services import cycle_reading

    return cycle_reading.cycle(call.store, cycle(call), call.today)


def nth(ids: list[str], number: object, what: str) -> str:
    """The id of the part with this number, as “show” prints it.

    Raises UsageError where there is none.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise UsageError(f"Name the {what} by its number, as “sendtui cycle show” prints it.")
    if not 1 <= number <= len(ids):
        raise SendtuiError(f"There is no {what} {number} in this cycle: it has {len(ids)}.")
    return ids[number - 1]


def part_ids(found: "CycleView", part: str) -> list[str]:
    """The ids of a cycle's parts of one sort, in the order “show” prints them."""
    if part == "evidence":
        return [each.id for each in found.evidence]
    if part == "outcome":
        return [each.id for each in found.outcomes]
    if part == "provision":
        return [each.id for each in found.provision]
    return [each.id for each in found.strategies]
