"""How a noun's JSON values become a line of its table, worked out once per noun.

Bulk work goes by these tuples: SQLModel's own objects are thirty-five times slower to write.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Boolean, Date, Integer

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
    json_columns: frozenset[str]
    sorts: dict[str, tuple[type, bool]]
    """Column → what it holds (object: anything JSON can), and whether it may hold nothing."""
    required: frozenset[str]
    insert: str
    delete: str

    def record(self, record: str, values: Mapping[str, JsonValue]) -> tuple[JsonValue, ...]:
        """The record as one line of its table."""
        defaults = self.defaults
        line = [record if c == "id" else values.get(c, defaults.get(c)) for c in self.columns]
        if self.json_columns:
            for n, column in enumerate(self.columns):
                if column in self.json_columns:
                    line[n] = json.dumps(line[n], ensure_ascii=False)
        return tuple(line)

    def words(self, values: Mapping[str, JsonValue]) -> str:
        """The words of the record that the search finds."""
        return " ".join(str(v) for f in self.kind.twin.SEARCHED if (v := values.get(f)))

    def storable(self, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The values that fit their columns; text stays even where no such code is known here."""
        return {f: v for f, v in values.items() if f in self.sorts and self._fits(f, v)}

    def _fits(self, field: str, value: JsonValue) -> bool:
        sort, may_be_nothing = self.sorts[field]
        if value is None:
            return may_be_nothing
        if sort is str or sort is bool:
            return isinstance(value, sort)
        if sort is int:
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
        return sort is not date or _is_date(value)


@cache
def shape(name: str) -> Shape:
    """The shape of a noun."""
    found = kind(name)
    table = found.table.__table__  # type: ignore[attr-defined]
    columns = tuple(column.name for column in table.columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    return Shape(
        kind=found,
        adapter=TypeAdapter(found.twin),
        columns=columns,
        defaults=_defaults(found.twin),
        json_columns=frozenset(c.name for c in table.columns if isinstance(c.type, JSON)),
        sorts={c.name: (_sort(c.type), bool(c.nullable)) for c in table.columns if c.name != "id"},
        required=frozenset(n for n, f in found.twin.model_fields.items() if f.is_required()),
        insert=f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})',
        delete=f'DELETE FROM "{table.name}" WHERE id = ?',
    )


def _defaults(twin: type[Twin]) -> dict[str, JsonValue]:
    return {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in twin.model_fields.items()
        if not field.is_required()
    }


def _sort(column: object) -> type:
    for held, sort in ((Date, date), (Boolean, bool), (Integer, int), (JSON, object)):
        if isinstance(column, held):
            return sort
    return str


def _is_date(value: JsonValue) -> bool:
    try:
        date.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    return True
