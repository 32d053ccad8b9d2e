"""The cipher and the pragmas of every connection, as the database itself reports them."""

import sqlite3
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.store import cipher
from sendtui.store.migrations import APPLICATION_ID
from sendtui.store.store import Store

pytestmark = pytest.mark.usefixtures("written_for_sure")

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    "cache_size": -64000,
    "temp_store": 2,  # MEMORY
    "trusted_schema": 0,
    "cell_size_check": 1,
    "application_id": APPLICATION_ID,
    "cipher_page_size": "4096",
    "cipher_use_hmac": "1",
}


@pytest.mark.parametrize("who", ["writer", "reader"])
def test_every_connection_has_the_pragmas_it_was_measured_with(store: Store, who: str) -> None:
    with getattr(store, who).connect() as connection:
        run = connection.exec_driver_sql
        found = {name: run(f"PRAGMA {name}").scalar_one() for name in PRAGMAS}
        query_only = run("PRAGMA query_only").scalar_one()

    assert found == PRAGMAS
    assert query_only == (who == "reader")


def test_the_search_forgets_what_is_deleted(store: Store) -> None:
    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT v FROM search_config WHERE k = 'secure-delete'"
        )
        assert found.scalar_one() == 1


def test_a_writer_takes_its_turn_when_it_begins(store: Store) -> None:
    begun: list[str] = []
    with store.writer.connect() as connection:
        connection.connection.set_trace_callback(begun.append)  # type: ignore[attr-defined]
        connection.exec_driver_sql("SELECT 1")
        connection.connection.set_trace_callback(None)  # type: ignore[attr-defined]

    assert begun[0] == "BEGIN IMMEDIATE"


def test_the_file_is_no_plain_database(store: Store) -> None:
    head = store.path.read_bytes()[:16]
    store.close()

    with sqlite3.connect(store.path) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()
    assert not head.startswith(b"SQLite format 3")


class Without:
    """A database library whose cipher is missing, or whose SQLite is old."""

    def __init__(self, cipher_version: str, sqlite: tuple[int, ...]) -> None:
        self.found = cipher_version
        self.sqlite_version_info = sqlite
        self.sqlite_version = ".".join(map(str, sqlite))

    def connect(self, _: str) -> "Without":
        return self

    execute = connect

    def fetchone(self) -> tuple[str] | None:
        return (self.found,) if self.found else None

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("library", "says"),
    [
        (Without("", (3, 53, 0)), "encryption library is missing"),
        (Without("4.19.0", (3, 51, 2)), "can damage a file"),
    ],
    ids=["no cipher", "an old SQLite"],
)
def test_without_the_right_cipher_nothing_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Without, says: str
) -> None:
    monkeypatch.setattr(cipher, "driver", library)

    with pytest.raises(SendtuiError, match=says):
        Store.create(tmp_path / "case.sendtui", bytes(32))

    assert list(tmp_path.glob("case*")) == []
