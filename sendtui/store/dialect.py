"""One SQL for two engines: what SQLite says is said to PostgreSQL in its own words.

The store's statements keep to what both engines speak. What is left, a handful of SQLite's own
words, is translated here, once for each statement: placeholders, hints to SQLite's planner, and
the operator of its word index. The names that PostgreSQL lacks are functions of the register's
schema (`store.server_schema`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

POSTGRES = "postgresql"


class NoCase(FunctionElement[str]):
    """A text that is compared and sorted without regard to its case."""

    inherit_cache = True
    name = "no_case"
    type = String()


def alike(one: SQLColumnExpression[str], other: str) -> ColumnElement[bool]:
    """Whether a text is this one, in whatever case."""
    return NoCase(one) == NoCase(literal(other))


@compiles(NoCase)
def _no_case(element: NoCase, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(*element.clauses, **kw)} COLLATE NOCASE"


@compiles(NoCase, POSTGRES)
def _lowered(element: NoCase, compiler: SQLCompiler, **kw: Any) -> str:
    said = compiler.process(*element.clauses, **kw)
    # What is given is as it was written; only what is compared and sorted is not.
    return said if kw.get("within_columns_clause") else f"lower({said})"


@lru_cache(maxsize=4096)
def spoken(statement: str) -> tuple[str, tuple[int, ...]]:
    """A statement as PostgreSQL's driver takes it, and which value stands at each of its marks.

    `?2` names the second value; `?` the next one.
    """
    order: list[int] = []

    def mark(found: re.Match[str]) -> str:
        said = found[0]
        if said == "%":
            return "%%"
        if not said.startswith("?"):
            return said.replace("%", "%%")
        order.append(int(said[1:]) - 1 if said[1:] else len(order))
        return "%s"

    return _MARKS.sub(mark, phrased(statement)), tuple(order)


@lru_cache(maxsize=4096)
def named(statement: str) -> str:
    """A statement with `:name` for its values as PostgreSQL's driver takes it."""
    return _NAMES.sub(r"%(\1)s", phrased(statement).replace("%", "%%"))


@lru_cache(maxsize=4096)
def phrased(statement: str) -> str:
    """A statement without what only SQLite says, whatever stands for its values."""
    for theirs, ours in _PHRASES:
        statement = theirs.sub(ours, statement)
    return statement


def in_order(order: Sequence[int], lines: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """The values of each line in the order of the marks."""
    if all(at == n for n, at in enumerate(order)):
        return lines
    return [tuple(line[at] for at in order) for line in lines]


_MARKS = re.compile(r"\?\d*|%|'[^']*'")
_NAMES = re.compile(r"(?<![:\w]):([a-z_]+)")
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    # SQLite joins in the order written where it says CROSS; PostgreSQL has its own planner.
    (re.compile(r"\bCROSS JOIN (\w+) ON\b"), r"JOIN \1 ON"),
    (re.compile(r"\bINDEXED BY \w+"), ""),
    (re.compile(r"\bjson_group_array\("), "json_agg("),
    # The sign keeps SQLite from going by an index.
    (re.compile(r"(?<=[\s(])\+(?=\w+\.\w+)"), ""),
    # Lines are numbered through, also those that whoever writes may not see.
    (re.compile(r"SELECT coalesce\(max\(n\), 0\) \+ 1 FROM change\b"), "SELECT next_change()"),
    # A question to an index of words is a function there: it gives what the asker may see.
    (
        re.compile(
            r"\bFROM (search|search_inside) WHERE \1 MATCH (%\(\w+\)s(?:::\w+)?|\?\d*|:\w+)"
        ),
        r"FROM found_in_\1(\2)",
    ),
    (re.compile(r"INSERT INTO (\w+)\(\1\) VALUES \('delete-all'\)"), r"DELETE FROM \1"),
    # What is deleted goes when the server's own vacuum comes by; the operator's manual says so.
    (re.compile(r"INSERT INTO (\w+)\(\1\) VALUES \('optimize'\)"), "SELECT 1"),
)
