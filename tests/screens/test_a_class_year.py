"""A class of thirty through a school year by keys alone, each key counted.

One pupil's year is in test_a_school_year.py; a class's by flags in tests/commands.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.app import SendtuiApp
from sendtui.screens.widgets.form import Form
from sendtui.services import casefile, cycle_reading, register
from sendtui.services.cycle_views import CycleView
from sendtui.services.register import Query
from tests.screens.exchange_steps import noted
from tests.screens.opened import PASSPHRASE, new_file, seen, walk
from tests.screens.pupils_at_hand import KEYS, look
from tests.screens.test_a_school_year import to_field
from tests.screens.waiting import text_of, until

pytestmark = pytest.mark.slow

CLASS = 30
SEPTEMBER, OCTOBER = date(2026, 9, 7), date(2026, 10, 1)
DECEMBER, MARCH, JULY = date(2026, 12, 14), date(2027, 3, 24), date(2027, 7, 14)
FORENAMES = ("Zephyr", "Tansy", "Odo", "Mistral", "Ottoline", "Ptolemy")
SURNAMES = ("Quillfeather", "Bramblewick", "Mossop", "Fogsworth", "Brackenhurst")


@dataclass
class Hands:
    """Somebody at the keyboard: what they press goes to the app and is counted."""

    pilot: Pilot[Any]
    counted: dict[str, int]
    task: str = ""

    def begin(self, task: str) -> None:
        """What is done from here on is counted for this."""
        self.task = task
        self.counted.setdefault(task, 0)

    async def press(self, *keys: str) -> None:
        """Press keys."""
        self.counted[self.task] += len(keys)
        await self.pilot.press(*keys)

    async def write(self, words: str) -> None:
        """Type words."""
        await self.press(*(KEYS.get(letter, letter) for letter in words))

    async def fill(self, **fields: str) -> None:
        """Go to each field by its letter, and type."""
        for name, words in fields.items():
            self.counted[self.task] += 2
            await to_field(self.pilot, name)
            await self.write(words)


Days = Callable[[Hands], Coroutine[Any, Any, None]]


@pytest.fixture
def counted() -> dict[str, int]:
    """Task → how many keys it took."""
    return {}


def on_day(path: Path, day: date, counted: dict[str, int], work: Days) -> None:
    """Open the app on a day, do that day's work, and leave."""

    async def steps(pilot: Pilot[Any]) -> None:
        hands = Hands(pilot, counted)
        hands.begin("unlock")
        await until(pilot, "the lock is in front", lambda: pilot.app.screen.query("#passphrase"))
        await hands.write(PASSPHRASE)
        await hands.press("enter")
        app: Any = pilot.app
        await until(pilot, "the case file is open", lambda: not app.is_locked)
        await work(hands)

    walk(SendtuiApp(path, day), steps, (120, 40))


async def for_the_class(hands: Hands, task: str, choose: str, done: int, **fields: str) -> None:
    """Do one thing for everybody in the list, from the list."""
    hands.begin(task)
    await hands.press("b")
    await seen(hands.pilot, "type to narrow the list")
    await hands.write(choose)
    await hands.press("enter")
    await until(hands.pilot, "its form", lambda: hands.pilot.app.screen.query(Form))
    await hands.fill(**fields)
    await hands.press("ctrl+s")
    await seen(hands.pilot, f"{done} pupils would change")
    await hands.press("ctrl+s")
    await noted(hands.pilot, f"Done for {done} pupils.")


async def all_of_the_roll(hands: Hands) -> None:
    """The register's list of everybody, all marked."""
    hands.begin("mark the class")
    await hands.press("f3")
    await seen(hands.pilot, "Ctrl+O")
    await hands.press("down", "a")
    await seen(hands.pilot, f"{CLASS} marked")


async def in_september(hands: Hands, file: Path) -> None:
    """The class's list comes in, goes on to the register, and has a first cycle with a group."""
    hands.begin("import the class")
    await hands.press("f6", "i")
    await seen(hands.pilot, "Which file?")
    await hands.write(file.name)
    await hands.press("enter")
    await seen(hands.pilot, f"{CLASS} new")
    await hands.press("a")
    await seen(hands.pilot, f"Taken in: {CLASS} added")
    hands.begin("mark the class")
    await hands.press("f3")
    await seen(hands.pilot, "Look wider")
    await hands.press("ctrl+o")
    await seen(hands.pilot, f"{CLASS} pupils")
    await hands.press("down", "a")
    await seen(hands.pilot, f"{CLASS} marked")
    await for_the_class(
        hands, "SEN Support", "sen status", CLASS, parents_told_on="today", parents_told_how="phone"
    )
    await for_the_class(hands, "start the cycles", "cycle", CLASS, focus="Reading", lead="Ms Fig")
    await for_the_class(
        hands,
        "plan the group",
        "provision",
        CLASS,
        value="Paired reading",
        outcome="read 30 words",
        who="Mx Teasel",
        minutes="20",
        group_size="30",
    )


async def in_october(hands: Hands) -> None:
    """The group meets: once all are there, once one is not."""
    for task, keys in (("log a session", ()), ("log one with a pupil away", ("space", "1"))):
        hands.begin(task)
        await hands.press("ctrl+p")
        await seen(hands.pilot, "Find an action or a pupil")
        await hands.write("group")
        await seen(hands.pilot, "Log a group")
        await hands.press("enter")
        await seen(hands.pilot, "Paired reading")
        await hands.press("enter")
        await until(hands.pilot, "who was there", lambda: "0 missed" in text_of(hands.pilot))
        if keys:
            await hands.press("left", *keys)
        await hands.press("enter")
        await noted(hands.pilot, f"{CLASS - bool(keys)} there, {int(bool(keys))} missed")


def reviewing(rating: str, next_: str) -> Days:
    """A day of reviews of everybody, and the next cycles."""

    async def work(hands: Hands) -> None:
        hands.begin("mark the class")
        await hands.press("f3")
        await seen(hands.pilot, f"{CLASS} pupils")
        await hands.press("down", "a")
        await seen(hands.pilot, f"{CLASS} marked")
        about = {"value": rating, "next_review": next_}
        await for_the_class(hands, "review the class", "hold the review", CLASS, **about)
        await for_the_class(hands, "start the next cycles", "start a cycle", CLASS)

    return work


async def in_july(hands: Hands) -> None:
    """The last reviews, and the class leaves with the school year."""
    hands.begin("mark the class")
    await hands.press("f3")
    await seen(hands.pilot, f"{CLASS} pupils")
    await hands.press("down", "a")
    await seen(hands.pilot, f"{CLASS} marked")
    await for_the_class(hands, "review the class", "hold the review", CLASS, value="m")
    hands.begin("new school year")
    await hands.press("ctrl+p")
    await seen(hands.pilot, "Find an action or a pupil")
    await hands.write("new school year")
    await hands.press("enter")
    await until(hands.pilot, "its form", lambda: hands.pilot.app.screen.query(Form))
    await hands.fill(to="Fernhollow High")
    await hands.press("ctrl+s")
    await seen(hands.pilot, f"{CLASS} leave")
    await hands.press("ctrl+s")
    await noted(hands.pilot, f"Done for {CLASS} pupils.")


def cycles_of(path: Path, day: date) -> list[list[CycleView]]:
    """Each pupil's cycles, the first one first."""
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        ids = register.ids(store, Query(scope="roll", left="any"), day)
        each = [cycle_reading.of_pupil(store, pupil, day) for pupil in ids]
        return [
            [cycle_reading.cycle(store, one.id, day) for one in sorted(some, key=by_number)]
            for some in each
        ]


def by_number(cycle: Any) -> int:
    return int(cycle.number)


def test_a_school_year_of_a_class_by_keys_alone(
    tmp_path: Path, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = new_file(tmp_path)
    file = tmp_path / "6a.csv"
    names = [f"{surname},{forename}" for surname in SURNAMES for forename in FORENAMES]
    lines = [f"{name},{n % 28 + 1:02}/03/2016,6A" for n, name in enumerate(names)]
    file.write_text("\n".join(["Surname,Forename,DOB,Class", *lines]), encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))

    on_day(path, SEPTEMBER, counted, lambda hands: in_september(hands, file))
    on_day(path, OCTOBER, counted, in_october)
    on_day(path, DECEMBER, counted, reviewing("n", "24/3/27"))
    on_day(path, MARCH, counted, reviewing("s", "14/7/27"))
    on_day(path, JULY, counted, in_july)

    each = cycles_of(path, JULY)
    assert [[cycle.ended_on for cycle in cycles] for cycles in each] == [
        [DECEMBER, MARCH, JULY]
    ] * CLASS
    assert all(cycle.outcomes[0].provision for cycles in each for cycle in cycles)
    everybody = Query(scope="roll", left="any")
    left = look(path, lambda store: register.page(store, everybody, JULY))
    assert all(one.left_on for one in left)
    told = ", ".join(f"{task} {keys}" for task, keys in counted.items())
    print(f"\na class of thirty, a year: {sum(counted.values())} keys ({told})")  # noqa: T201
    assert sum(counted.values()) < 25 * CLASS
