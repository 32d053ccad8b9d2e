"""A register made on an empty database, brought up to date, and the teams and roles in it.

These are its owner's acts, over a connection of a role that may do them; none is a caseworker's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.store import migrations, server_rights, server_schema
from sendtui.store.address import Address
from sendtui.store.server import SCHEMA, TURN, connect, engine_over
from sendtui.store.server_rights import group, quoted
from sendtui.store.server_says import explain


@contextmanager
def owning(address: Address, password: str = "") -> Iterator[Connection]:
    """A transaction on the register's database by somebody who may make and change it."""
    opened: Any = connect(address, password)
    engine = engine_over(opened)
    try:
        from sqlalchemy.exc import DBAPIError

        try:
            with engine.begin() as connection:
                yield connection
        except DBAPIError as problem:
            found = problem.orig if isinstance(problem.orig, Exception) else problem
            raise explain(found, address.name) from None
    finally:
        engine.dispose()
        opened.close()


def make(connection: Connection) -> None:
    """Make a register in this database: groups, schema, tables, rights.

    Raises SendtuiError where there is one already.
    """
    run = connection.exec_driver_sql
    if run("SELECT to_regnamespace(?)", (SCHEMA,)).scalar() is not None:
        raise SendtuiError("There is a register in this database already. Nothing was changed.")
    server_rights.make_groups(connection)
    owner = quoted(group(connection, "owner"))
    run(f"GRANT {owner} TO CURRENT_USER")
    run(f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {owner}")
    # Trusted: whoever owns the database may install it. Without it, names are found more slowly.
    if run("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").first() is not None:
        run(f"CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA {SCHEMA}")
    _close_database(connection)
    run(f"SET LOCAL ROLE {owner}")
    server_schema.create(connection)
    server_rights.grant(connection)
    run("RESET ROLE")


def _close_database(connection: Connection) -> None:
    run = connection.exec_driver_sql
    database = quoted(str(run("SELECT current_database()").scalar_one()))
    groups = ", ".join(quoted(group(connection, name)) for name in server_rights.GROUPS)
    run(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    run(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {groups}")


def upgrade(connection: Connection) -> tuple[int, int]:
    """Bring a register to this version's schema; gives the schema before and after.

    The nouns' tables are a reading of the log, so those that have changed are made anew from it.
    Raises SendtuiError for a register from the future.
    """
    run = connection.exec_driver_sql
    run(f"SET LOCAL ROLE {quoted(group(connection, 'owner'))}")
    run(f"SELECT pg_advisory_xact_lock({TURN})")
    before = int(run("SELECT value FROM meta WHERE key = 'schema'").scalar() or 0)
    if before > migrations.LATEST:
        raise SendtuiError(
            f"The register has schema {before}, and this sendtui knows {migrations.LATEST}. Update "
            "sendtui on this computer; nothing was changed."
        )
    server_schema.bring_up(connection)
    server_rights.grant(connection)
    run("UPDATE meta SET value = ? WHERE key = 'schema'", (str(migrations.LATEST),))
    run("RESET ROLE")
    return before, migrations.LATEST
