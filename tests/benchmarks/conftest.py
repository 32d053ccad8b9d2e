"""What the measurements share: made-up stores, a computer of their own, and the printed table."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import seed
from sendtui.services import casefile
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)
PASSPHRASE = "nobody real lives in Puddleby Common"
_TABLE = pytest.StashKey["Table"]()


@dataclass(slots=True)
class Table:
    """The budgets as they were measured, one line each, printed when all is done."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: str, ratio: str = "", budget: str = "") -> None:
        """Put down a measurement: the workload, the figure, what it is beside, the budget."""
        self.lines.append((what, measured, ratio, budget))
        print(f"\n{what}: {measured}  {ratio}  [{budget}]")


def median_ms(times: Sequence[float]) -> str:
    """The median of seconds, in words."""
    return f"{statistics.median(times) * 1_000:,.0f} ms"


def in_turn(
    first: Callable[[], float], beside: Callable[[], float], runs: int
) -> tuple[float, float]:
    """The medians of two things measured one after the other, so that both meet the same noise.

    Each is run once before, uncounted.
    """
    pairs = [(first(), beside()) for _ in range(runs + 1)][1:]
    ours, theirs = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def made_up(path: Path, pupils: int) -> Store:
    """An open case file of a made-up school; some hundreds of its pupils have a year of record."""
    store = casefile.create(path, PASSPHRASE).store
    school = seed.school(pupils, TODAY).setting
    setting = casefile.set_up(store, author="A. Tester", role="senco", setting=school)
    with store.write("Make a school up") as tx:
        for kind, id_, values in seed.school(pupils, TODAY, setting=setting).records:
            tx.add(kind, values, id_)
    return store


def program() -> list[str]:
    """The words that start sendtui as its user does, with this Python."""
    script = Path(sys.executable).with_name("sendtui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "sendtui"]


@pytest.fixture(scope="session", autouse=True)
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of one computer for the whole session: stores made on it are at home there.

    Made before any test's own, so that guessing a passphrase costs what it costs outside tests.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("Measurements are taken one at a time: add -n 0.")
    folder = tmp_path_factory.mktemp("computer")
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    environment = {name: str(folder / name.lower()) for name in names}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.delenv("SENDTUI_STORE", raising=False)
        yield environment


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> None:
    """Wait for it as sendtui does: that is part of what is measured."""


@pytest.fixture(autouse=True, scope="session")
def _questions_put_into_sql_once() -> None:
    """Each case file asks anew, as sendtui does."""


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file of ten pupils."""
    return _closed(tmp_path_factory, 10)


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file of a thousand pupils."""
    return _closed(tmp_path_factory, 1_000)


@pytest.fixture(scope="session")
def hundred_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file of a hundred thousand pupils, one in five with SEN."""
    return _closed(tmp_path_factory, 100_000)


def _closed(folders: pytest.TempPathFactory, pupils: int) -> Path:
    path = folders.mktemp(f"of-{pupils}") / "case.sendtui"
    made_up(path, pupils).close()
    return path


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Table:
    """Where a measurement is put down."""
    return request.config.stash.setdefault(_TABLE, Table())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print every measurement in one table."""
    found = config.stash.get(_TABLE, None)
    if not found:
        return
    heads = ("what", "measured", "ratio", "budget")
    widths = [max(map(len, column)) for column in zip(heads, *found.lines, strict=True)]
    terminalreporter.section("measured, never asserted")
    for line in (heads, *found.lines):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        terminalreporter.write_line("  ".join(cells).rstrip())
