"""How a noun's JSON values become a line of its table, worked out once per noun.

Bulk work goes by these tuples: SQLModel's own objects are thirty-five times slower to write.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import JSON, Boolean, Date, Float, Integer, Table, inspect

from sendtui.models import Kind, kind
from sendtui.models.twin import Twin

JsonValue = Any
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A noun's columns, their defaults as JSON, and the statements that write it."""

    kind: Kind
    adapter: TypeAdapter[Twin]
    columns: tuple[str, ...]
    defaults: dict[str, JsonValue]
    blank: dict[str, JsonValue]
    """Column → what it holds where nothing is said."""
    json_columns: frozenset[str]
    sorts: dict[str, tuple[type, bool]]
    """Column → what it holds (object: anything JSON can), and whether it may hold nothing."""
    texts: frozenset[str]
    """The columns that hold any text there is."""
    required: frozenset[str]
    insert: str
    delete: str

    def record(self, record: str, values: Mapping[str, JsonValue]) -> tuple[JsonValue, ...]:
        """The record as one line of its table."""
        said = {**self.blank, **values, "id": record}
        for column in self.json_columns:
            # As the log spells it, whatever order it was given in: the two are compared.
            said[column] = json.dumps(said[column], ensure_ascii=False, sort_keys=True)
        return tuple([said[column] for column in self.columns])

    def words(self, values: Mapping[str, JsonValue]) -> str:
        """The words of the record that the search finds."""
        found = [v for f in self.kind.twin.SEARCHED if (v := values.get(f))]
        return " ".join([_spoken(v) for v in found])

    def storable(self, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The values that fit their columns; text stays even where no such code is known here."""
        texts, sorts = self.texts, self.sorts
        return {
            f: v
            for f, v in values.items()
            if (type(v) is str and f in texts) or (f in sorts and self._fits(f, v))
        }

    def _fits(self, field: str, value: JsonValue) -> bool:
        sort, may_be_nothing = self.sorts[field]
        if value is None:
            return may_be_nothing
        if sort is str or sort is bool:
            return isinstance(value, sort)
        if sort is int:
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
        if sort is float:
            return isinstance(value, int | float) and not isinstance(value, bool)
        return sort is not date or _is_date(value)


def _spoken(value: JsonValue) -> str:
    """A value as it is searched: of several under names, what they say and not the names."""
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


@cache
def table(name: str) -> Table:
    """The table of a noun, for plain statements."""
    return cast("Table", inspect(kind(name).table).local_table)


@cache
def shape(name: str) -> Shape:
    """The shape of a noun."""
    found, stored = kind(name), table(name)
    columns = tuple(column.name for column in stored.columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    defaults = _defaults(found.twin)
    sorts = {c.name: (_sort(c.type), bool(c.nullable)) for c in stored.columns if c.name != "id"}
    return Shape(
        kind=found,
        adapter=TypeAdapter(found.twin),
        columns=columns,
        defaults=defaults,
        blank={column: defaults.get(column) for column in columns},
        json_columns=frozenset(c.name for c in stored.columns if isinstance(c.type, JSON)),
        sorts=sorts,
        texts=frozenset(name for name, (sort, _) in sorts.items() if sort is str),
        required=frozenset(n for n, f in found.twin.model_fields.items() if f.is_required()),
        insert=f'INSERT INTO "{stored.name}" ({quoted}) VALUES ({marks})',
        delete=f'DELETE FROM "{stored.name}" WHERE id = ?',
    )


def _defaults(twin: type[Twin]) -> dict[str, JsonValue]:
    return {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in twin.model_fields.items()
        if not field.is_required()
    }


def _sort(column: object) -> type:
    for held, sort in _SORTS:
        if isinstance(column, held):
            return sort
    return str


_SORTS: tuple[tuple[type, type], ...] = (
    (Date, date),
    (Boolean, bool),
    (Integer, int),
    (Float, float),
    (JSON, object),
)


def _is_date(value: JsonValue) -> bool:
    try:
        date.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    return True
