"""Several at one register: writers take turns, readers never wait, and nothing half done stays."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.errors import BusyError, LockedError, SendtuiError
from sendtui.store import migrations, server
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.registers import as_superuser
from tests.services.enrolled import sound


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same register as another computer has it open."""
    assert isinstance(store.ground, Server)
    with Store.on(Server(store.ground.address, Path("other"))) as opened:
        yield opened


@pytest.fixture
def pupil(store: Store) -> str:
    with store.write("Add") as tx:
        return tx.add("pupil", {"setting": store.setting, "surname": "Moss"})


def surnames(store: Store) -> list[str]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT surname FROM pupil ORDER BY 1")
        return [str(name) for (name,) in found]


def end_connections(store: Store, which: str = "") -> None:
    """End sendtui's connections to a register, and come back when they have ended."""
    assert isinstance(store.ground, Server)
    with as_superuser() as run:
        run.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            f"WHERE application_name = 'sendtui' AND datname = %s {which}",
            (store.ground.address.parameters["dbname"],),
        )


def test_two_who_write_at_once_leave_no_gap_in_the_chain(
    store: Store, other: Store, pupil: str
) -> None:
    def write(which: Store, name: str) -> None:
        for n in range(15):
            with which.write("Amend") as tx:
                tx.put("pupil", pupil, {name: f"{n}"})

    both = [
        threading.Thread(target=write, args=(which, name))
        for which, name in ((store, "class_name"), (other, "preferred_forename"))
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()

    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT counter FROM tip JOIN stream ON stream.n = tip.stream WHERE stream.id = ?",
            (pupil,),
        )
        assert found.scalar_one() == 31
    assert sound(store)


def test_a_reader_sees_one_moment_and_waits_for_nobody(
    store: Store, other: Store, pupil: str
) -> None:
    with other.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one() == 2
        with store.write("Amend") as tx:
            tx.put("pupil", pupil, {"surname": "Fern"})

        assert connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one() == 2
    assert surnames(other) == ["Fern"]


def test_others_are_told_that_something_has_moved(store: Store, other: Store, pupil: str) -> None:
    before = other.data_version()

    with store.write("Amend") as tx:
        tx.put("pupil", pupil, {"surname": "Fern"})

    assert other.data_version() > before


def test_whoever_waits_too_long_to_write_is_told(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "BUSY_SECONDS", 0.05)

    with store.write("Long"), pytest.raises(BusyError, match="writing"), other.write("Short"):
        pass


def test_a_connection_cut_in_an_act_leaves_nothing_of_it(store: Store, pupil: str) -> None:
    def cut_off() -> None:
        with store.write("Amend") as tx:
            tx.put("pupil", pupil, {"surname": "Fern"})
            tx.flush()
            end_connections(store, "AND state = 'idle in transaction'")

    with pytest.raises(SendtuiError, match="connection"):
        cut_off()

    assert surnames(store) == ["Moss"]
    with store.write("Amend") as tx:
        tx.put("pupil", pupil, {"surname": "Fern"})
    assert surnames(store) == ["Fern"]


def test_a_server_that_was_started_anew_is_found_again(store: Store) -> None:
    assert surnames(store) == []

    end_connections(store)

    assert surnames(store) == []


def test_a_closed_register_is_locked(other: Store) -> None:
    other.close()

    with pytest.raises(LockedError, match="locked"):
        surnames(other)


_SCHEMA = "UPDATE meta SET value = ? WHERE key = 'schema'"


def test_a_register_of_a_later_schema_is_left_alone(store: Store) -> None:
    assert isinstance(store.ground, Server)
    with store.writer.begin() as connection:
        connection.exec_driver_sql(_SCHEMA, ("99",))
    try:
        with pytest.raises(SendtuiError, match="Update sendtui"):
            Store.on(Server(store.ground.address, Path("other")))
    finally:
        with store.writer.begin() as connection:
            connection.exec_driver_sql(_SCHEMA, (str(migrations.LATEST),))


def test_a_register_put_back_from_a_backup_writes_under_a_new_name(store: Store) -> None:
    before = store.device
    store.keep_note("home", "another server's history")
    assert isinstance(store.ground, Server)

    with Store.on(Server(store.ground.address, Path("other"))) as again:
        assert again.device != before


def test_an_empty_database_is_told_from_a_register(tmp_path: Path) -> None:
    from tests.registers import url

    with pytest.raises(SendtuiError, match="register init"):
        Server(address(url("postgres")), tmp_path)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    nowhere = address(f"postgresql+psycopg:///sen?host={tmp_path}")

    with pytest.raises(SendtuiError, match="cannot be reached"):
        Server(nowhere, tmp_path)
