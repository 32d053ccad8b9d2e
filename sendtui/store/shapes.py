"""How a noun's JSON values become a line of its table, worked out once per noun.

Bulk work goes by these tuples: SQLModel's own objects are thirty-five times slower to write.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
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
    typed_columns: frozenset[str]
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
        known = {f: v for f, v in values.items() if f in self.columns}
        return {f: v for f, v in known.items() if f not in self.typed_columns or self._fits(f, v)}

    def _fits(self, field: str, value: JsonValue) -> bool:
        column = self.kind.table.__table__.columns[field]  # type: ignore[attr-defined]
        if value is None:
            return bool(column.nullable)
        if isinstance(column.type, Date):
            return _is_date(value)
        if isinstance(column.type, Boolean):
            return isinstance(value, bool)
        return isinstance(value, int)


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
        typed_columns=frozenset(
            c.name for c in table.columns if isinstance(c.type, (Date, Boolean, Integer))
        ),
        insert=f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})',
        delete=f'DELETE FROM "{table.name}" WHERE id = ?',
    )


def _defaults(twin: type[Twin]) -> dict[str, JsonValue]:
    return {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in twin.model_fields.items()
        if not field.is_required()
    }


def _is_date(value: JsonValue) -> bool:
    from datetime import date

    try:
        date.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    return True
