"""Work trays: a narrowing of the queue of cases under a name, this copy's own, and never sent."""

import json
from dataclasses import asdict, dataclass, fields, replace

from sendtui.errors import UsageError
from sendtui.services import kept_names, writes
from sendtui.services.case_list import Asked
from sendtui.store.store import Store

NOTE = "work_trays"
_TRAY = "work tray"


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
    return kept_names.in_order(found)


def named(store: Store, name: str) -> Tray:
    """The tray of this name.

    Raises SendtuiError where there is none.
    """
    return kept_names.named(all_of(store), name, _TRAY)


@writes
def keep(store: Store, name: str, asked: Asked) -> str:
    """Keep a narrowing under a name, in the place of one of that name; the name as it is kept.

    Raises UsageError for no name, one too long, nothing to narrow to, or too many trays.
    """
    name, others = kept_names.placed(all_of(store), name, _TRAY)
    asked = replace(asked, words="", pupil="")
    if replace(asked, sort=Asked().sort) == Asked():
        raise UsageError("Narrow the queue first, such as to a caseworker: that is what is kept.")
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
