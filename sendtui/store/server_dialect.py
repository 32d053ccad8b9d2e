"""PostgreSQL as the store speaks to it: the same values in and out as from the encrypted file.

Dates are real dates and JSON is real JSON in the register's tables, for whoever reports from them.
To the store both come as text, as the change log spells them. Texts sort by their bytes, as in
SQLite, whatever the database's own language is.
"""

import re
from datetime import date
from typing import Any

from sqlalchemy import Column, types
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg


class _Day(types.Date):
    """A date that the driver gives as ISO text."""

    def bind_processor(self, dialect: Any) -> Any:  # noqa: ARG002
        """Text stays text."""
        return lambda value: value.isoformat() if isinstance(value, date) else value

    def result_processor(self, dialect: Any, coltype: object) -> Any:  # noqa: ARG002
        """A day again."""
        return lambda value: date.fromisoformat(value) if isinstance(value, str) else value


class _Json(types.JSON):
    """JSON that the driver gives as text; SQLAlchemy reads it, as it does SQLite's."""


class _Types(PGTypeCompiler):
    def visit_INTEGER(self, type_: Any, **kw: Any) -> str:  # noqa: ARG002, N802
        """SQLite's integers have 64 bits."""
        return "BIGINT"


class _Tables(PGDDLCompiler):
    def get_column_specification(self, column: Column[Any], **kwargs: Any) -> str:
        """Texts in the order of their bytes, numbers that a large register does not run out of."""
        written: Any = super()
        found = str(written.get_column_specification(column, **kwargs))
        found = re.sub(r" (?:VARCHAR|TEXT)\b(?:\(\d+\))?", ' TEXT COLLATE "C"', found, count=1)
        return found.replace(" SERIAL", " BIGSERIAL", 1)


class _Statements(PGCompiler_psycopg):
    def visit_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        """SQLite's LIKE does not tell capitals from small letters."""
        compiler: Any = super()
        return str(compiler.visit_ilike_op_binary(binary, operator, **kw))

    def visit_not_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        """The same where it is denied."""
        compiler: Any = super()
        return str(compiler.visit_not_ilike_op_binary(binary, operator, **kw))


class ServerDialect(PGDialect_psycopg):
    """SQLAlchemy's own dialect for psycopg, with the store's ways in values and tables."""

    supports_statement_cache = True
    supports_native_json_deserialization = False
    dialect_injects_custom_json_deserializer = False
    statement_compiler = _Statements
    ddl_compiler = _Tables
    type_compiler_cls = _Types
    colspecs = {**PGDialect_psycopg.colspecs, types.Date: _Day, types.JSON: _Json}

    def __init__(self, **kwargs: Any) -> None:
        """Without a type that no table of ours has."""
        super().__init__(use_native_hstore=False, **kwargs)  # type: ignore[no-untyped-call]
