"""Which plan, and which line of it, the words of `sendtui plan` name."""

from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.rules.plan_reading import Written
    from sendtui.services.ehc_plan_reading import PlanView


def pupil(call: Call) -> str:
    """The pupil that was named.

    Raises SendtuiError where there is none, or several.
    """
    from sendtui.services.pupils import find_one

    return find_one(call.store, call.options.upn)


def sort(call: Call) -> str:
    """The sort of plan that was named, or "" for any.

    Raises UsageError for one there is not.
    """
    from sendtui.rules.plan_sections import SORTS

    named = (call.options.sort or "").casefold()
    found = next((each for each in SORTS if each.casefold() == named), "")
    if named and not found:
        raise UsageError(f"There is no such sort of plan. There are: {', '.join(SORTS)}.")
    return found


def plan(call: Call) -> str:
    """The version that was named: by --sort and --version, else the newest of the statutory plan.

    Raises SendtuiError where there is none.
    """
    from sendtui.services import ehc_plan_reading

    version = call.options.version
    return ehc_plan_reading.chosen(call.store, pupil(call), sort(call), version)


def view(call: Call) -> "PlanView":
    """The version that was named, read."""
    from sendtui.services import ehc_plan_reading

    return ehc_plan_reading.view(call.store, plan(call))


def line(found: "PlanView", named: str) -> "Written":
    """The line of a plan with this label or id.

    Raises SendtuiError where there is none.
    """
    line = found.named(named) if named else None
    if line is None:
        raise SendtuiError(
            "There is no such line in this plan. “sendtui plan show UPN” prints their labels, "
            "such as F2."
        )
    return line


def links(found: "PlanView", written: str) -> tuple[str, ...]:
    """The ids of the lines that labels name; none for an empty list.

    Raises SendtuiError for a label there is not.
    """
    return tuple(line(found, each).id for each in written.split(",") if each.strip())


def section(found: "PlanView", named: str) -> str:
    """The letter of a part of this plan.

    Raises UsageError for one it has not.
    """
    letters = [part.letter for part in found.parts]
    if named.upper() not in letters:
        raise UsageError(f"Say which part: {', '.join(letters)}.")
    return named.upper()
