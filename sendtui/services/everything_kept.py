"""What a copy keeps of its setting beside the record: it goes out with everything, and comes back.

The terms of retention, and what is kept for SEN2: officers, a year's shape put right, the
Department's numbers, the places expected. What belongs to a person or a computer stays here.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from sendtui.errors import DamagedError, UsageError
from sendtui.rules.retention import Terms
from sendtui.rules.sen2_checks_school import Expected
from sendtui.rules.sen2_shape import from_table
from sendtui.services import retention, returns_kept
from sendtui.store.store import Store

KEPT = "kept.json"

_SORTS: dict[str, TypeAdapter[Any]] = {
    retention.NOTE: TypeAdapter(Terms),
    returns_kept.OFFICERS_NOTE: TypeAdapter(
        dict[Literal["dmo", "dco", "dsco"], Literal["Y", "N", "R", ""]]
    ),
    returns_kept.OFFICIAL_NOTE: TypeAdapter(dict[str, str]),
    returns_kept.SHAPE_NOTE: TypeAdapter(dict[str, dict[str, Any]]),
    returns_kept.PLACES_NOTE: TypeAdapter(tuple[Expected, ...]),
}
"""Each note and what it holds."""


def kept(store: Store) -> dict[str, object]:
    """The notes of this copy that go out, by name; those that nobody made are left out."""
    found = {name: store.note(name) for name in _SORTS}
    return {name: json.loads(said) for name, said in found.items() if said}


def checked(raw: bytes) -> Mapping[str, str]:
    """The notes of a file as they are to be kept; names that this version has not are left out.

    Raises DamagedError where one holds what it cannot.
    """
    try:
        said = json.loads(raw)
        if not isinstance(said, dict):
            raise TypeError("no object")
        for name in said.keys() & _SORTS.keys():
            found = _SORTS[name].validate_json(json.dumps(said[name]), strict=True)
            if name == retention.NOTE:
                retention.require_years(found)
        for table in said.get(returns_kept.SHAPE_NOTE, {}).values():
            from_table(table)
    except (ValueError, TypeError, RecursionError, UsageError):
        raise DamagedError(f"{KEPT} says what no sendtui keeps.") from None
    return {name: json.dumps(said[name]) for name in _SORTS if name in said}
