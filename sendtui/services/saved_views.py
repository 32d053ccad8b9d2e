"""Questions to the register that were given a name: this copy's own, found again by one key.

A view may stand on Today as a section of one's own: how many pupils it finds, and a key to them.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from sendtui.services import kept_names, register, writes
from sendtui.services.register_query import Query
from sendtui.store.store import Store

NOTE = "saved_views"
_VIEW = "view"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named question; `on_today`: it is a section of Today."""

    name: str
    query: Query
    on_today: bool = False


def all_of(store: Store) -> tuple[SavedView, ...]:
    """The views by name."""
    kept = json.loads(store.note(NOTE) or "[]")
    return kept_names.in_order(map(_view, kept))


def named(store: Store, name: str) -> SavedView:
    """The view of this name.

    Raises SendtuiError where there is none.
    """
    return kept_names.named(all_of(store), name, _VIEW)


@writes
def keep(store: Store, name: str, query: Query, *, on_today: bool = False) -> str:
    """Keep a question under a name, in the place of one of the same name; the name as it is kept.

    Raises UsageError for no name, one too long, or too many views.
    """
    name, others = kept_names.placed(all_of(store), name, _VIEW)
    _write(store, [*others, SavedView(name, query, on_today)])
    return name


@writes
def show_on_today(store: Store, name: str, *, on_today: bool) -> None:
    """Let a view stand on Today, or not any more."""
    wanted = named(store, name)
    _write(store, [replace(o, on_today=on_today) if o == wanted else o for o in all_of(store)])


@writes
def remove(store: Store, name: str) -> None:
    """Forget a view; no pupil is touched."""
    wanted = named(store, name)
    _write(store, [one for one in all_of(store) if one != wanted])


def on_today(store: Store, today: date) -> Iterator[tuple[SavedView, int]]:
    """The views that stand on Today and find anybody, each with how many."""
    for one in all_of(store):
        if one.on_today and (number := register.count(store, one.query, today)):
            yield one, number


def _write(store: Store, views: list[SavedView]) -> None:
    kept = [
        {
            "name": one.name,
            "query": {**asdict(one.query), "status": sorted(one.query.status)},
            "on_today": one.on_today,
        }
        for one in views
    ]
    store.keep_note(NOTE, json.dumps(kept, ensure_ascii=False))


def _view(kept: dict[str, Any]) -> SavedView:
    """A view as it was kept; of a question that another version knows, what this one knows."""
    known = {field.name for field in fields(Query)}
    values = {name: value for name, value in kept["query"].items() if name in known}
    values["status"] = frozenset(values.get("status", ()))
    return SavedView(str(kept["name"]), Query(**values), bool(kept.get("on_today")))
