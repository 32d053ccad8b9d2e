"""What every room's tests may ask for: a store, a day, and a computer that forgets."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sendtui.store import cipher, ground, slots
from sendtui.store.store import Store
from tests.copies import new_store

# How long an example takes says how busy the machine is, not whether it holds.
settings.register_profile("anywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("anywhere")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the proofs that take minutes, lest one process end them long after the others."""
    items.sort(key=_minutes, reverse=True)


def _minutes(item: pytest.Item) -> float:
    slow = item.get_closest_marker("slow")
    return slow.kwargs.get("minutes", 0) if slow else 0


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never through what was loaded: a fifth of the time went there.

    sendtui itself has no long look for it either while keys are pressed.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """See that no server stays: the processes of a run have little time to tidy up at its end."""
    manager = getattr(config.pluginmanager.get_plugin("dsession"), "nodemanager", None)
    if manager is not None:
        from tests.registers import tidy

        tidy(manager.testrunuid)


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep preferences and logs of a test in its own folder, and guesses at passphrases cheap."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    monkeypatch.delenv("SENDTUI_STORE", raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(slots, "PASSPHRASE_COST", slots.Cost(passes=1, memory=64 * 1024))


_prepare = cipher.prepare


def _prepare_in_a_hurry(connection: Any, key: bytes, *, read_only: bool) -> None:
    _prepare(connection, key, read_only=read_only)
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let the computer write when it likes: half of all the time went on waiting until it had.

    What a power cut leaves is shown by `test_power_cut`, and the pragmas by `test_cipher`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "prepare", _prepare_in_a_hurry)
        yield


@pytest.fixture(autouse=True, scope="session")
def _questions_put_into_sql_once() -> Iterator[None]:
    """Keep questions as they were put into SQL from one case file to the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "forget_questions", lambda: None)
        yield


@pytest.fixture(scope="module")
def written_for_sure() -> Iterator[None]:
    """Wait for the disk at each save, as sendtui itself does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "prepare", _prepare)
        yield


@pytest.fixture
def today() -> date:
    """The day all tests are told it is."""
    return date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, encrypted, throw-away case file with a setting and an author."""
    with new_store(tmp_path / "case.sendtui") as made:
        made.keep_note("author", "A. Tester")
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleby Common Primary School"})
        made.keep_note("setting", setting)
        yield made
