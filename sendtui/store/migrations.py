"""Numbered steps from one schema to the next, each in one transaction.

A step is never edited once a version has been released; a fresh file takes the same steps.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.store import schema

APPLICATION_ID = 0x53454E44
"""“SEND” in the file's header, so that a stranger's tool can tell what it is."""

Step = Callable[[Connection], None]


def _first(connection: Connection) -> None:
    """The change log, the nouns' tables and the search."""
    from sqlmodel import SQLModel

    from sendtui.models import KINDS, kind

    schema.log.create_all(connection)
    SQLModel.metadata.create_all(connection, tables=[kind(name).table.__table__ for name in KINDS])  # type: ignore[attr-defined]
    # By the name a pupil goes by; `services.as_at` spells it so, and an index is used only then.
    connection.exec_driver_sql(
        "CREATE INDEX pupil_by_name ON pupil ("
        "coalesce(nullif(preferred_surname, ''), surname) COLLATE NOCASE, "
        "coalesce(nullif(preferred_forename, ''), forename) COLLATE NOCASE, id, left_on)"
    )
    connection.exec_driver_sql("CREATE INDEX pupil_by_upn ON pupil (upn)")
    connection.exec_driver_sql("CREATE INDEX status_by_day ON status (pupil, since, id, status)")
    # From a word found to its pupil without reading the log's own pages.
    connection.exec_driver_sql(
        "CREATE INDEX change_pupil ON change (n, record) WHERE kind = 'pupil' AND field = '*'"
    )
    for statement in (schema.SEARCH, schema.SECURE_SEARCH, *schema.APPEND_ONLY):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


STEPS: tuple[Step, ...] = (_first,)
"""Every step so far; the schema's version is how many have been taken."""

LATEST = len(STEPS)


def version(connection: Connection) -> int:
    """How many steps this file has taken."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def require_known(connection: Connection) -> int:
    """The file's version, if this sendtui knows it.

    Raises SendtuiError for a file from the future.
    """
    found = version(connection)
    if found > LATEST:
        raise SendtuiError(
            f"This case file has schema {found}, and this sendtui knows {LATEST}. "
            "Update sendtui on this computer; the file was not touched."
        )
    return found


def take(connection: Connection, number: int) -> None:
    """Take one step inside the caller's transaction and record that it was taken."""
    STEPS[number - 1](connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
