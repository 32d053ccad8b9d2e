"""The ten commonest tasks as somebody does them: how many keys, and how many seconds at each pace.

In a real terminal, over a made-up school of 420, from Today. A task's seconds are those of the
program: from each key until what it asks for is drawn. With PACE for each key a person takes is
the second figure.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.conftest import PASSPHRASE, TODAY, Table, made_up, program

if sys.platform == "win32":
    pytest.skip("a terminal of this kind is not on Windows", allow_module_level=True)

from tests.benchmarks.terminal import ENTER, F3, Terminal

pytestmark = pytest.mark.bench

PACE = 0.28
"""Seconds a key takes somebody who types 40 words a minute, thinking not counted."""

PUPILS = 420
ESCAPE, CTRL_S, CTRL_Z, CTRL_F, CTRL_R = "\x1b", "\x13", "\x1a", "\x06", "\x12"
F2, F5, F6 = "\x1bOQ", "\x1b[15~", "\x1b[17~"


@dataclass(frozen=True, slots=True)
class Task:
    """What is done, and its steps: keys, and the words that are on the screen afterwards."""

    what: str
    steps: Sequence[tuple[Sequence[str], Sequence[str]]]

    @property
    def keys(self) -> int:
        """How many keys it takes."""
        return sum(len(keys) for keys, _ in self.steps)


def letters(words: str) -> tuple[str, ...]:
    """Words as keys."""
    return tuple(words)


FIND = (((CTRL_F,), ("Find a pupil",)), (letters("qui"), ("Qui",)), ((ENTER,), ("1 Overview",)))

TASKS = (
    Task("find a pupil by name and open them", FIND),
    Task(
        "log a phone call with a parent",
        (
            *FIND,
            (("c",), ("Log a contact",)),
            (letters("Late bus, all well"), ("Late bus",)),
            ((CTRL_S,), ("enter Open", "Phone: Late bus")),
        ),
    ),
    Task(
        "add an action with a day",
        (
            *FIND,
            (("a",), ("Add an action",)),
            (letters("Ring the clinic"), ("Ring the clinic",)),
            (("\t", *letters("tue")), ("Tuesday",)),
            ((CTRL_S,), ("enter Open", "Ring the clinic")),
        ),
    ),
    Task(
        "go back to the pupil before",
        (((CTRL_R,), ("Pupils opened last",)), ((ENTER,), ("1 Overview",))),
    ),
    Task("take the last act back", (((CTRL_Z,), ("Undo?",)), (("y",), ("Undone",)))),
    Task("open the cycle that runs", (*FIND, (("y",), ("1 Assess|Start cycle",)))),
    Task(
        "open the one-page profile",
        (*FIND, (("3",), ("[3 Profile]",)), ((ENTER,), ("one page|own words|Version",))),
    ),
    Task(
        "see who of a class is on the SEN register",
        (
            ((F3,), ("pupils", "SEN Support")),
            (letters("3a"), ("Enter shows class 3A",)),
            ((ENTER,), ("Class: 3A",)),
        ),
    ),
    Task(
        "begin to bring in the school’s list",
        (((F6,), ("Exchange", "Import")), (("i",), ("› Import",))),
    ),
    Task("see what a month holds", (((F5,), ("Calendar", "to do")),)),
)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file of a school of the usual size."""
    path = tmp_path_factory.mktemp("school") / "case.sendtui"
    made_up(path, PUPILS).close()
    return path


def holds(wanted: Sequence[str]) -> Callable[[list[str]], bool]:
    """Whether a screen holds all of these words; `a|b` is one or the other."""

    def look(lines: list[str]) -> bool:
        text = "\n".join(lines)
        return all(any(way in text for way in each.split("|")) for each in wanted)

    return look


def test_keys_and_seconds_of_the_commonest_tasks(
    computer: dict[str, str], school: Path, table: Table
) -> None:
    words = [*program(), "--store", str(school), "--today", TODAY.isoformat()]
    with Terminal(words, computer) as terminal:
        terminal.when(holds(["Passphrase"]))
        terminal.send(PASSPHRASE + ENTER)
        terminal.when(holds(["Overdue", "When"]))
        for task in TASKS:
            seconds = perform(terminal, task)
            by_hand = seconds + task.keys * PACE
            keys = f"{task.keys} key{'' if task.keys == 1 else 's'}"
            measured = f"{keys}, {seconds:.2f} s of waiting"
            table.add(f"task: {task.what}", measured, f"{by_hand:.1f} s by hand", "≤ 20 s")


def perform(terminal: Terminal, task: Task) -> float:
    """Do a task from Today, and give the seconds its screens took."""
    waited = 0.0
    for keys, shown in task.steps:
        sent = 0.0
        for key in keys:
            sent = terminal.send(key)
        waited += terminal.when(holds(shown)) - sent
        terminal.settle()
    for _ in range(3):
        terminal.send(ESCAPE)
        terminal.rest(0.3)
    terminal.send(F2)
    terminal.when(holds(["When", "Overdue"]))
    terminal.settle()
    return waited
