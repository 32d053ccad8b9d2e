"""How long a person waits: for the help, the first frame, the register, and each key of a search.

In a real terminal, where a person would see it; beside the smallest thing that could do the same.
"""

import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sendtui.services import casefile, register
from sendtui.services.register import Query
from tests.benchmarks.conftest import (
    PASSPHRASE,
    TODAY,
    Table,
    in_turn,
    median_ms,
    program,
    timed,
)

if sys.platform == "win32":
    pytest.skip("a terminal of this kind is not on Windows", allow_module_level=True)

from tests.benchmarks.terminal import CTRL_O, ENTER, F3, Terminal

if TYPE_CHECKING:
    from sendtui.store.store import Store

pytestmark = pytest.mark.bench

RUNS = 9
OPENINGS = 3
SHOWN = 28
"""Lines of a page that are compared with what the terminal shows of it."""

TYPED = ("hopperk", "zither w", "acorn", "mañ", "quibble", "b", "su m", "xyz")
PACE = 0.12
"""Seconds between the keys of somebody who types fast."""

ONE_LABEL = """
from textual.app import App
from textual.widgets import Label
class One(App):
    def compose(self):
        yield Label("Passphrase")
One().run()
"""

ONE_INPUT = """
from textual.app import App
from textual.widgets import Input
class One(App):
    def compose(self):
        yield Input(placeholder="type here")
One().run()
"""


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version(flag: str, table: Table) -> None:
    def ours() -> float:
        return timed(lambda: subprocess.run([*program(), flag], capture_output=True, check=True))

    def bare() -> float:
        return timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))

    took, floor = in_turn(ours, bare, 2 * RUNS)
    ratio = f"{took / floor:.1f}× python -c pass ({floor * 1_000:.0f} ms)"
    table.add(f"sendtui {flag}", f"{took * 1_000:.0f} ms", ratio, "≤ 5×")


def test_first_frame(computer: dict[str, str], few: Path, table: Table) -> None:
    def frame(words: Sequence[str]) -> float:
        with Terminal(words, computer) as terminal:
            return terminal.when(_has("Passphrase")) - terminal.started

    took, floor = in_turn(
        partial(frame, _sendtui(few)), partial(frame, [sys.executable, "-c", ONE_LABEL]), RUNS
    )
    ratio = f"{took / floor:.2f}× a one-label Textual app ({floor * 1_000:.0f} ms)"
    table.add("exec to first frame", f"{took * 1_000:.0f} ms", ratio, "≤ 1.3×")


@pytest.mark.parametrize("over", [2.0, 0.0], ids=["typed over 2 s", "pasted"])
def test_the_passphrase_to_the_register(
    computer: dict[str, str],
    few: Path,
    thousand: Path,
    hundred_thousand: Path,
    over: float,
    table: Table,
) -> None:
    stores = {10: few, 1_000: thousand, 100_000: hundred_thousand}
    names = {pupils: _names(path, Query()) for pupils, path in stores.items()}
    today, through = ({pupils: list[float]() for pupils in stores} for _ in range(2))
    for _ in range(OPENINGS):
        for pupils, path in stores.items():
            with Terminal(_sendtui(path), computer) as terminal:
                opened = _unlock(terminal, over)
                today[pupils].append(terminal.when(_has("Today", "When", "enter Open")) - opened)
                terminal.send(F3)
                shown = terminal.when(partial(_lists, words="", names=names[pupils]))
                through[pupils].append(shown - opened)
    how, budget = ("typed over 2 s", "≤ 1.0 s") if over else ("pasted", "≤ 2.2 s")
    floor = statistics.median(through[10])
    for pupils in stores:
        ratio = f"{statistics.median(through[pupils]) / floor:.2f}× 10 pupils"
        what = f"Enter to the register drawn by way of Today, {pupils:,} pupils, {how}"
        measured = f"{median_ms(through[pupils])} (Today's frame {median_ms(today[pupils])})"
        table.add(what, measured, ratio, budget)


def _put_down_memory(computer: dict[str, str], ours: float, table: Table) -> None:
    with Terminal([sys.executable, "-c", ONE_LABEL], computer) as terminal:
        terminal.when(_has("Passphrase"))
        floor = terminal.memory()
    ratio = f"{ours / floor:.1f}× a one-label Textual app ({floor:.0f} MB)"
    table.add(
        "RSS, 100,000 pupils: Today, the register and its searches",
        f"{ours:.0f} MB",
        ratio,
        "≤ 230 MB",
    )


def test_the_whole_of_today(
    computer: dict[str, str], few: Path, hundred_thousand: Path, table: Table
) -> None:
    took: dict[Path, list[float]] = {few: [], hundred_thousand: []}
    for _ in range(OPENINGS):
        for path, times in took.items():
            with Terminal(_sendtui(path), computer) as terminal:
                opened = _unlock(terminal, 2.0)
                times.append(terminal.when(_has("Puddleby Common", "Mon 14 Dec| late ")) - opened)
    ours, floor = (statistics.median(times) for times in (took[hundred_thousand], took[few]))
    what = "Enter to all that is due, 100,000 pupils, typed over 2 s"
    table.add(what, f"{ours * 1_000:,.0f} ms", f"{ours / floor:.2f}× 10 pupils")


@pytest.mark.parametrize("scope", ["register", "roll"])
def test_keys_of_a_search(
    computer: dict[str, str], hundred_thousand: Path, scope: str, table: Table
) -> None:
    expected = _expected(hundred_thousand, scope)
    with Terminal(_sendtui(hundred_thousand), computer) as terminal:
        _unlock(terminal, 2.0)
        terminal.when(_has(" late "))
        terminal.send(F3)
        terminal.when(_has("EHC plan", " pupils"))
        if scope == "roll":
            terminal.send(CTRL_O)
            terminal.when(_has("w the whole roll", "no SEN"))
        keys = list(_keys_to_lines(terminal, expected))
        memory = terminal.memory()
    floor = statistics.median(_keys_to_echo(computer))
    p95 = statistics.quantiles(keys, n=20)[-1]
    who = "100,000 pupils" if scope == "roll" else "the 18,697 on the register of 100,000"
    measured = f"p50 {median_ms(keys)}, p95 {p95 * 1_000:.0f} ms, worst {max(keys) * 1_000:.0f} ms"
    ratio = f"p50 {statistics.median(keys) / floor:.1f}× the echo of a one-input Textual app"
    what = f"key to the lines of a search of {who} ({len(keys)} keys)"
    table.add(what, measured, f"{ratio} ({floor * 1_000:.0f} ms)", "p95 ≤ 60 ms")
    if scope == "roll":
        _put_down_memory(computer, memory, table)


def _keys_to_lines(terminal: Terminal, expected: dict[str, list[str]]) -> Iterator[float]:
    terminal.settle()
    for typed in TYPED:
        for n, key in enumerate(typed, 1):
            pressed = terminal.send(key)
            shown = partial(_lists, words=typed[:n], names=expected[typed[:n]])
            yield terminal.when(shown) - pressed
            terminal.rest(PACE)
        terminal.send("\x7f" * len(typed))
        terminal.when(partial(_lists, words="", names=expected[""]))
        terminal.settle()


def _keys_to_echo(computer: dict[str, str]) -> Iterator[float]:
    with Terminal([sys.executable, "-c", ONE_INPUT], computer) as terminal:
        terminal.when(_has("type here"))
        terminal.settle()
        for n in range(1, 30):
            pressed = terminal.send("k")
            yield terminal.when(_has("k" * n)) - pressed
            terminal.rest(PACE)


def _expected(path: Path, scope: str) -> dict[str, list[str]]:
    """What is typed so far → the names that should then be listed."""
    typed = {word[:n] for word in TYPED for n in range(len(word) + 1)}
    with _open(path) as store:
        return {
            words: _page(store, Query(words=words, scope=scope))  # type: ignore[arg-type]
            for words in typed
        }


def _names(path: Path, query: Query) -> list[str]:
    with _open(path) as store:
        return _page(store, query)


def _page(store: "Store", query: Query) -> list[str]:
    return [each.name for each in register.page(store, query, TODAY, 0, SHOWN)]


def _open(path: Path) -> "Store":
    return casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE), read_only=True)


def _sendtui(path: Path) -> list[str]:
    return [*program(), "--store", str(path), "--today", TODAY.isoformat()]


def _unlock(terminal: Terminal, over: float) -> float:
    """Give the passphrase once the lock is drawn; gives when Enter was pressed."""
    terminal.when(_has("Passphrase"))
    if over:
        terminal.type(PASSPHRASE, over)
    else:
        terminal.send(PASSPHRASE)
    return terminal.send(ENTER)


class _has:  # noqa: N801
    """Whether the screen holds all of these; `a|b` is one or the other."""

    def __init__(self, *wanted: str) -> None:
        self._wanted = [each.split("|") for each in wanted]

    def __call__(self, lines: list[str]) -> bool:
        text = "\n".join(lines)
        return all(any(word in text for word in ways) for ways in self._wanted)


def _lists(lines: list[str], words: str, names: list[str]) -> bool:
    """Whether the register shows these words in its search line and these names under it."""
    heads = [n for n, line in enumerate(lines) if line.lstrip().startswith("Name")]
    if not heads or (words and f"▎ {words}" not in "\n".join(lines[:4])):
        return False
    listed = lines[heads[0] + 1 :]
    if len(names) < SHOWN and listed[len(names)][5:25].strip():
        # “Nobody” is said two lines below where names would stand.
        return False
    # A long name is cut in its surname, so that the forename is read.
    return all(line[5:].startswith(name[:10]) for line, name in zip(listed, names, strict=False))
