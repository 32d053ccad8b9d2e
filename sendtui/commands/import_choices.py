"""What the words of “sendtui import” decide: who is alike, what is taken, who has left."""

from datetime import date
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.receive import Choices, Leaving


def pairs(given: list[str]) -> dict[str, str]:
    """Words of the form NAME=VALUE."""
    found = {}
    for pair in given:
        name, sign, value = pair.rpartition("=")
        if not sign:
            raise UsageError(f"“{pair}” lacks the = between the heading and what it is.")
        found[name] = value
    return found


def owners_of(given: list[str]) -> dict[str, str]:
    """What a profile keeps of whose its fields are."""
    from sendtui.services import owners

    found = pairs(given)
    for who in found.values():
        if who not in owners.OWNERS:
            raise UsageError(f"“{who}” owns nothing: write {' or '.join(owners.OWNERS)}.")
    return {owners.one_field(name): who for name, who in found.items()}


def saved(call: Call) -> int:
    """List the saved profiles with what they say of headings, or forget one."""
    from sendtui.services import import_profiles

    if call.options.forget:
        name = import_profiles.forget(call.store, call.options.forget)
        call.out.say(f"The profile “{name}” is forgotten. “sendtui undo” brings it back.")
        return 0
    kept = import_profiles.all_of(call.store)
    if call.out.as_json:
        call.out.data([{"name": one.name, "columns": dict(one.headings)} for one in kept])
        return 0
    for one in kept:
        said = ", ".join(f"{head} = {name or 'left out'}" for head, name in one.headings.items())
        call.out.line(f"{one.name}: {said or 'no columns'}")
    if not kept:
        call.out.say("No profile is saved.")
    return 0


def choices_of(call: Call, as_at: date) -> "Choices":
    """What the words say of pupils who are alike or absent, and of what is held back."""
    from sendtui.services.receive import Choices

    take = frozenset(_take(call, said) for said in call.options.take)
    return Choices(call.options.alike, take, _leaving(call, as_at))


def _leaving(call: Call, as_at: date) -> "tuple[tuple[str, Leaving], ...]":
    """Who of the absent has left, by id or all of them; nobody unless the words say so."""
    from sendtui.services.owners import EVERYTHING
    from sendtui.services.pupils import find_one
    from sendtui.services.receive import Leaving
    from sendtui.services.schools import name_of

    options = call.options
    if options.absent == "keep":
        if options.leaver or options.on or options.left_to:
            raise UsageError("--leaver, --on and --left-to go with --absent left.")
        return ()
    if len(options.files) > 1:
        raise UsageError("--absent left is for one list of the whole roll: import one file.")
    on = day(call, options.on) if options.on else as_at
    if on > as_at:
        raise UsageError(f"--on {on:%d/%m/%Y} is after the day of the file, {as_at:%d/%m/%Y}.")
    gone = Leaving(on, name_of(options.left_to))
    named = [find_one(call.store, upn) for upn in options.leaver]
    return tuple((pupil, gone) for pupil in named or [EVERYTHING])


def _take(call: Call, said: str) -> tuple[str, str]:
    """A pupil's id and a field, either of them empty for all."""
    from sendtui.formats.synonyms import TITLES
    from sendtui.services.owners import EVERYTHING, one_field
    from sendtui.services.pupils import find_one

    if said.casefold() == "all":
        return EVERYTHING, EVERYTHING
    if said in TITLES or not any(map(str.isdigit, said)):
        return EVERYTHING, one_field(said)
    upn, _, name = said.partition(":")
    return find_one(call.store, upn), one_field(name) if name else EVERYTHING
