"""Work trays: a narrowing of the queue of cases under a name, this copy's own, and never sent."""

import json
from dataclasses import asdict, dataclass, fields, replace

from sendtui.errors import SendtuiError, UsageError
from sendtui.services import writes
from sendtui.services.case_list import Asked
from sendtui.services.saved_views import LONGEST, MOST
from sendtui.store.store import Store

NOTE = "work_trays"


@dataclass(frozen=True, slots=True)
class Tray:
    """A named narrowing; never what was searched for, which is somebody's name."""

    name: str
    asked: Asked


def all_of(store: Store) -> tuple[Tray, ...]:
    """The trays by name; of what another version knows, what this one knows."""
    known = {field.name for field in fields(Asked)}
    found = (
        Tray(name, Asked(**{field: value for field, value in kept.items() if field in known}))
        for name, kept in json.loads(store.note(NOTE) or "{}").items()
    )
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def named(store: Store, name: str) -> Tray:
    """The tray of this name.

    Raises SendtuiError where there is none.
    """
    found = all_of(store)
    for each in found:
        if each.name.casefold() == _clean(name).casefold():
            return each
    known = ", ".join(each.name for each in found) or "none yet"
    raise SendtuiError(f"There is no work tray of this name. There are: {known}.")


@writes
def keep(store: Store, name: str, asked: Asked) -> str:
    """Keep a narrowing under a name, in the place of one of that name; the name as it is kept.

    Raises UsageError for no name, one too long, nothing to narrow to, or too many trays.
    """
    name = _clean(name)
    if not name or len(name) > LONGEST:
        raise UsageError(f"A work tray needs a name, of up to {LONGEST} characters.")
    asked = replace(asked, words="", pupil="")
    if replace(asked, sort=Asked().sort) == Asked():
        raise UsageError("Narrow the queue first, such as to a caseworker: that is what is kept.")
    others = [each for each in all_of(store) if each.name.casefold() != name.casefold()]
    if len(others) >= MOST:
        raise UsageError(f"There are {MOST} work trays already: remove one first.")
    _write(store, [*others, Tray(name, asked)])
    return name


@writes
def remove(store: Store, name: str) -> None:
    """Forget a tray; no case is touched."""
    wanted = named(store, name)
    _write(store, [each for each in all_of(store) if each != wanted])


def _write(store: Store, trays: list[Tray]) -> None:
    kept = {each.name: asdict(each.asked) for each in trays}
    store.keep_note(NOTE, json.dumps(kept, ensure_ascii=False))


def _clean(name: str) -> str:
    return " ".join(name.split())
