"""Which case, and which part of it, the words of `sendtui case` name."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sendtui.commands.acts import V
from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.case_views import CaseView


def pupil(call: Call) -> str:
    """The pupil that was named.

    Raises SendtuiError where there is none, or several.
    """
    from sendtui.services.pupils import find_one

    return find_one(call.store, call.options.upn)


def case(call: Call) -> str:
    """The case that was named: by its number or id, by its process, else the only open one.

    Raises SendtuiError where there is none, UsageError where there are several.
    """
    from sendtui.rules.processes import process_named
    from sendtui.services import case_reading
    from sendtui.services.numbers import numbers

    whose, named = pupil(call), call.options.case
    ids = case_reading.of_pupil(call.store, whose)
    if not ids:
        raise SendtuiError("This pupil has no case. “sendtui case open UPN PROCESS” opens one.")
    if named:
        number = numbers(call.store, whose, "case")
        found = [i for i in ids if named == i or named == str(number.get(i))]
        if not found:
            raise SendtuiError(f"This pupil has no case {named}. “case show UPN” names them.")
        return found[0]
    views = [case_reading.view(call.store, each, call.today) for each in ids]
    wanted = process_named(call.options.process or "") or call.options.process
    fitting = [each for each in views if not wanted or each.process == wanted]
    still_open = [each for each in fitting if each.closed_on is None]
    chosen = still_open or fitting
    if len(chosen) == 1:
        return chosen[0].id
    if not chosen:
        raise SendtuiError(f"This pupil has no case of that process ({wanted}).")
    number = numbers(call.store, whose, "case")
    told = ", ".join(sorted(f"{number.get(each.id)} {each.process}" for each in chosen))
    raise UsageError(f"There are several: {told}. Say which with --case N.")


def view(call: Call) -> "CaseView":
    """The case that was named, read."""
    from sendtui.services import case_reading

    return case_reading.view(call.store, case(call), call.today)


def nth(call: Call, found: "CaseView", kind: str, those: Iterable[V], named: str) -> V:
    """The part of a case with the number that “show” prints, or with an id.

    Raises UsageError where none is named, SendtuiError where there is none.
    """
    from sendtui.services.numbers import numbers

    if not named:
        raise UsageError(f"Say which {kind.replace('_', ' ')}: by the number that “show” prints.")
    number = numbers(call.store, found.pupil, kind)
    for each in those:
        if named in (each.id, str(number.get(each.id))):
            return each
    raise SendtuiError(f"There is no {kind.replace('_', ' ')} {named} in this case.")
