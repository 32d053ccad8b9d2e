"""What `doctor` says of a register: sound as it was made, and each thing spoilt is found."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from sendtui.store import attest
from sendtui.store.address import address
from sendtui.store.server import connect, engine_over
from tests.registers import new_database, url


@pytest.fixture(scope="module")
def database() -> str:
    return new_database()


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    """A transaction that nothing is kept of."""
    opened = connect(address(url(database)))
    engine = engine_over(opened)
    with engine.connect() as found, found.begin() as transaction:
        yield found
        transaction.rollback()
    engine.dispose()
    opened.close()


def unsound(connection: Connection) -> set[str]:
    return {each.name for each in attest.facts(connection) if each.sound is False}


OF_THE_TESTS = {"you", "fsync", "full_page_writes", "synchronous_commit"}
"""A superuser on a server that forgets: as the tests have it, and told."""


def test_a_register_as_it_is_made_lacks_what_only_its_operator_can_say(
    connection: Connection,
) -> None:
    assert unsound(connection) - OF_THE_TESTS == {"encrypted volume", "backups"}
    assert {"you", "fsync"} <= unsound(connection)


def test_what_the_operator_says_is_told_with_who_and_when(connection: Connection) -> None:
    for what in attest.SAID:
        attest.say(connection, what, "LUKS2, key in the HSM", "22/11/2026")

    told = {each.name: each.found for each in attest.facts(connection)}

    assert unsound(connection) <= OF_THE_TESTS
    assert told["backups"] == "as its operator says: LUKS2, key in the HSM (postgres, 22/11/2026)"


@pytest.mark.parametrize(
    ("spoilt", "name"),
    [
        ("ALTER TABLE pupil DISABLE ROW LEVEL SECURITY", "row security"),
        ("ALTER TABLE change NO FORCE ROW LEVEL SECURITY", "row security"),
        ("GRANT SELECT ON pupil TO PUBLIC", "everybody else"),
        ("GRANT UPDATE ON change TO pristine_caseworker", "least privilege"),
        ("GRANT INSERT ON team_setting TO pristine_caseworker", "least privilege"),
        ("GRANT DELETE ON change TO pristine_ingest", "least privilege"),
        ("ALTER ROLE pristine_ingest BYPASSRLS", "groups"),
        ("ALTER ROLE pristine_owner LOGIN", "groups"),
        ("SET LOCAL log_statement = 'all'", "server's log"),
        ("SET LOCAL log_min_duration_statement = 0", "server's log"),
        ("UPDATE meta SET value = '1' WHERE key = 'schema'", "schema"),
    ],
)
def test_what_was_spoilt_is_found(connection: Connection, spoilt: str, name: str) -> None:
    assert name not in unsound(connection)

    connection.exec_driver_sql(spoilt)

    assert name in unsound(connection)


def test_every_table_with_a_childs_data_is_guarded(connection: Connection) -> None:
    # Numbers, names of settings and teams, cards and the ledger of files; and no child in it.
    open_to_all = {"device", "stream", "tip", "head", "moved", "team", "team_role", "team_setting",
                   "peer", "file", "wanted"}  # fmt: skip

    bare = connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'sendtui'::regnamespace "
        "AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity) "
        "AND has_table_privilege('pristine_reader', oid, 'SELECT')"
    )

    assert {name for (name,) in bare} <= open_to_all
