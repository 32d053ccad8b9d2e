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


_SECOND_NOUNS = (
    "document",
    "restriction",
    "confidential",
    "purpose",
    "custom_field",
    "custom_value",
    "attendance",
    "suspension",
    "timetable",
    "access_arrangement",
    "case",
    "case_event",
    "advice",
    "consultation",
    "representation",
    "plan",
    "plan_line",
    "arrangement",
)

_THIRD_NOUNS: tuple[str, ...] = (
    "school_dates",
    "intervention",
    "slot",
    "measure",
    "organisation",
    "staff",
    "staff_rate",
    "training",
    "service",
    "referral",
    "inclusion_strategy",
    "strategy_line",
    "school_action",
    "feedback",
    "school_feedback",
    "checklist",
    "checklist_line",
    "checklist_answer",
    "destination",
    "retention_hold",
    "transfer_receipt",
    "letter",
    "visit",
    "particulars",
    "erasure",
    "same_as",
)

_THIRD_CHANGED: tuple[str, ...] = (
    "setting",
    "person",
    "import_profile",
    "provision",
    "plan_line",
    "case",
    # What its facts say is searched from this schema on.
    "case_event",
    "arrangement",
    "plan",
)
"""Nouns that the third schema gives more fields."""

_LATER_TABLES = (schema.attachment, schema.wanted)
"""Tables of the log that the first schema did not have."""


def _first(connection: Connection) -> None:
    """The change log, the nouns' tables and the search."""
    from sqlmodel import SQLModel

    from sendtui.models import KINDS
    from sendtui.store.shapes import table

    later = {*_SECOND_NOUNS, *_THIRD_NOUNS}
    nouns = [name for name in KINDS if name not in later]
    tables = [table(name) for name in nouns]
    log = [each for each in schema.log.sorted_tables if each not in _LATER_TABLES]
    schema.log.create_all(connection, tables=log)
    SQLModel.metadata.create_all(connection, tables=tables)
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


def _second(connection: Connection) -> None:
    """Documents, sharing, presence and the EHC case; more of people, settings and the rest."""
    from sendtui.store.replay import remake
    from sendtui.store.words import prepare_inside

    # The words of whoever is made anew here are written as this version writes them.
    prepare_inside(connection)
    schema.attachment.create(connection)
    remake(connection, ["person", "setting", "import_profile", "review", *_SECOND_NOUNS])


def _third(connection: Connection) -> None:
    """What the register, the returns and the second year of cases need."""
    from sendtui.store.replay import remake
    from sendtui.store.words import fill_inside, prepare_inside

    prepare_inside(connection)
    schema.wanted.create(connection)
    remake(connection, [*_THIRD_CHANGED, *_THIRD_NOUNS])
    fill_inside(connection)
    # A register of hundreds of settings is asked for one of them at a time.
    connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS pupil_at ON pupil (setting)")


STEPS: tuple[Step, ...] = (_first, _second, _third)
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
