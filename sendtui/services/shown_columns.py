"""Which fields of the school's own stand as columns in the register: this copy's own choice."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from sendtui.services import custom_fields, writes
from sendtui.services.custom_fields import OwnField, in_words
from sendtui.services.register_entries import Entry
from sendtui.store.store import Store

NOTE = "shown_columns"


def shown(store: Store) -> tuple[OwnField, ...]:
    """The fields that stand as columns, by name."""
    chosen = set(json.loads(store.note(NOTE) or "[]"))
    return tuple(each for each in custom_fields.all_of(store) if each.id in chosen)


@writes
def show(store: Store, field: str, *, on: bool) -> None:
    """Let a field stand as a column, or not any more."""
    chosen = {each.id for each in shown(store)} - {field}
    store.keep_note(NOTE, json.dumps(sorted(chosen | ({field} if on else set()))))


def with_own(
    session: Session, found: Sequence[Entry], own: Sequence[OwnField], today: date
) -> tuple[Entry, ...]:
    """The same lines with what these fields say of each; nothing of what is confidential."""
    said = custom_fields.said_of(session, [one.id for one in found], today)
    return tuple(
        replace(
            one,
            own=tuple(
                (each.name, in_words(each.sort, value))
                for each in own
                if (value := said.get(one.id, {}).get(each.name, ""))
            ),
        )
        for one in found
    )
