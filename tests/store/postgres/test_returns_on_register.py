"""The returns, erasing, and everything out and back, as the nightly role of a register."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui import paths
from sendtui.services import (
    annex_a,
    casefile,
    erasing,
    everything,
    everything_back,
    registers,
    retention,
    returns,
    returns_census,
    returns_due,
    returns_files,
)
from sendtui.services.returns_kept import Asked
from sendtui.store import history, whole
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.copies import new_store
from tests.registers import as_superuser, new_database, url
from tests.services.returned import authority

TODAY = date(2026, 11, 22)


def opened(folder: Path) -> Store:
    """An empty register as its nightly role sees it."""
    name = new_database()
    role = f"nightly_{name}"
    with as_superuser() as run:
        run.execute(f"CREATE ROLE {role} LOGIN")
    registers.admit(paths.register_place(url(name)), "", role, group="ingest", name="N. Ightly")
    return Store.on(Server(address(url(name, role)), folder / "register"))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Store]:
    """A register of an authority with children of every class."""
    with opened(tmp_path) as made:
        setting = {"name": "Puddleshire Council", "sort": "la"}
        casefile.set_up(made, author="", role="register", setting=setting)
        yield made


def test_everything_under_returns_is_done_on_a_register(register: Store, tmp_path: Path) -> None:
    who = authority(register)

    seen = returns.overview(register, Asked(2027), TODAY)
    made = returns.write(register, Asked(2027), tmp_path / "sen2.xml", today=TODAY)
    census = returns_census.census(register, date(2027, 1, 21), TODAY)
    lists = annex_a.lists(register, TODAY)

    assert (seen.persons, made.persons) == (3, 3)
    assert seen.findings
    assert returns_files.compare(register, Asked(2027), [tmp_path / "sen2.xml"]) == ()
    assert census.pupils
    assert (len(lists.first), len(annex_a.sample(register, TODAY, 2))) == (2, 2)
    assert returns_due.reviews_due(register, TODAY) == returns_due.Reviews(2, 0, None)
    assert retention.reviews(register, TODAY, TODAY) == ()
    erasing.erase(register, who["old"], reason="court order", word="ERASE", today=TODAY)
    assert erasing.notes(register)[0].by == "N. Ightly"
    assert casefile.verify(register) == ()


def test_everything_goes_from_a_register_into_a_file_and_back_into_a_register(
    register: Store, tmp_path: Path
) -> None:
    authority(register)
    everything.leave(register, tmp_path / "out", TODAY)
    with new_store(tmp_path / "file" / "case.sendtui") as file, opened(tmp_path) as other:
        everything_back.bring_back(file, tmp_path / "out")
        with register.read() as one, file.read() as two:
            ours = list(history.latest(one.connection(), 10_000))
            assert ours == list(history.latest(two.connection(), 10_000))
        everything.leave(file, tmp_path / "again", TODAY)

        back = everything_back.bring_back(other, tmp_path / "again")

        assert casefile.verify(other) == ()
        with file.read() as two, other.read() as three:
            theirs = list(whole.changes(two.connection()))
            assert theirs == list(whole.changes(three.connection()))
        assert back.changes == len(theirs)
