"""A register of an older sendtui, brought up to date from its own log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.store import attest, migrations, registers
from sendtui.store.address import Address, address
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.registers import as_superuser, new_database, url
from tests.services.enrolled import sound


@pytest.fixture
def older() -> Iterator[Address]:
    """A register that lacks a noun, and a field of another; with a child in it."""
    name = new_database()
    where = address(url(name))
    with Store.on(Server(where, Path("register"))) as store, store.write("Set up") as tx:
        setting = tx.add("setting", {"name": "Hollow"})
        pupil = tx.add("pupil", {"setting": setting, "surname": "Quillfeather", "forename": "Wren"})
        tx.add("visit", {"pupil": pupil, "on": "2026-10-01", "where": "home", "said": "Seen"})
    with as_superuser(name) as run:
        run.execute("SET search_path = sendtui")
        run.execute("DROP TABLE visit")
        run.execute("ALTER TABLE pupil DROP COLUMN forename CASCADE")
        run.execute("DROP POLICY seen ON need")
        run.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    yield where
    with as_superuser() as run:
        run.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_caseworker_is_told_that_the_owner_comes_first(older: Address) -> None:
    with pytest.raises(SendtuiError, match="register upgrade"):
        Store.on(Server(older, Path("register")))


def test_an_upgrade_makes_what_is_missing_from_the_log(older: Address) -> None:
    with registers.owning(older) as connection:
        assert registers.upgrade(connection) == (2, migrations.LATEST)

    with Store.on(Server(older, Path("register"))) as store:
        assert sound(store)
        with store.read() as session:
            run = session.connection().exec_driver_sql
            assert run("SELECT forename FROM pupil").scalar_one() == "Wren"
            assert run("SELECT count(*) FROM visit").scalar_one() == 1
            facts = {each.name: each.sound for each in attest.facts(session.connection())}
    assert facts["row security"] is True
    assert facts["least privilege"] is True
