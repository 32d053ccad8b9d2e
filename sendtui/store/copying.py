"""Many lines into or out of one of a register's tables at once: a list of values for each column.

One statement does for all of them, and it may be handed over while the server still works on the
one before, which COPY may not. Row-level security and ON CONFLICT hold as for a single line. What a
file brings is put aside by COPY all the same: its long lines are quicker spelled for that.
"""

import re
from collections.abc import Sequence
from types import NoneType
from typing import Any
from weakref import WeakKeyDictionary

MANY = 8
"""From how many lines on it is quicker than a statement for each."""

_INSERT = re.compile(
    r'\s*INSERT INTO "?(?P<table>\w+)"? \((?P<columns>[^()]+)\)\s*VALUES \((?:%s(?:, )?)+\)'
    r"(?P<rest>(?: ON CONFLICT.*)?)",
    re.DOTALL,
)
_DELETE = re.compile(r'DELETE FROM "?(?P<table>\w+)"? WHERE (?P<where>\w+ = %s(?: AND \w+ = %s)*)')

COPIED = frozenset({"arriving"})
"""The tables without row-level security that are never written while something else is done."""

_TYPES = """
    SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = to_regclass(%s) AND attnum > 0
"""
_known: WeakKeyDictionary[Any, dict[str, dict[str, str]]] = WeakKeyDictionary()


def at_once(cursor: Any, statement: str, lines: Sequence[Sequence[Any]]) -> bool:
    """Whether these lines were written by one statement: few of them, or by another, are not."""
    if len(lines) < MANY:
        return False
    found = _INSERT.fullmatch(statement)
    if found and found["table"] in COPIED:
        with cursor.copy(f'COPY "{found["table"]}" ({found["columns"]}) FROM STDIN') as copy:
            for line in lines:
                copy.write_row(line)
        return True
    if found:
        columns = [name.strip(' "') for name in found["columns"].split(",")]
        lists = _lists(cursor, found["table"], columns)
        made = f'INSERT INTO "{found["table"]}" ({found["columns"]}) SELECT {lists}{found["rest"]}'
    elif found := _DELETE.fullmatch(statement):
        columns = re.findall(r"(\w+) = %s", found["where"])
        lists = _lists(cursor, found["table"], columns)
        those = ", ".join(f'"{name}"' for name in columns)
        made = f'DELETE FROM "{found["table"]}" WHERE ({those}) IN (SELECT {lists})'
    else:
        return False
    cursor.execute(made, [listed(column) for column in zip(*lines, strict=True)])
    return True


def _lists(cursor: Any, table: str, columns: Sequence[str]) -> str:
    known = _known.setdefault(cursor.connection, {})
    if table not in known:
        known[table] = dict(cursor.execute(_TYPES, (f'"{table}"',)).fetchall())
    return ", ".join(f"unnest(%s::{known[table][name]}[])" for name in columns)


def listed(column: Sequence[Any]) -> str:
    """The values of one column as PostgreSQL spells a list."""
    sorts = {*map(type, column)}
    if sorts <= {int, float, bool, NoneType}:
        spelled = ["NULL" if value is None else str(value) for value in column]
    elif sorts <= {bytes, NoneType}:
        spelled = ["NULL" if raw is None else f'"\\\\x{raw.hex()}"' for raw in column]
    else:
        return _texts([value if value is None else str(value) for value in column])
    return f"{{{','.join(spelled)}}}"


def _texts(column: Sequence[str | None]) -> str:
    # All at once: no text has a NUL, and where one has, the driver refuses what comes of it.
    said = _BETWEEN.join([_NOTHING if text is None else text for text in column])
    if said.count("\0") != len(column) - 1 + column.count(None):
        return said
    said = said.replace("\\", "\\\\").replace('"', '\\"').replace(_BETWEEN, '","')
    return f'{{"{said}"}}'.replace(f'"{_NOTHING}"', "NULL")


_BETWEEN, _NOTHING = "\0,", "\0-"
