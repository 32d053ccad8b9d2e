"""A date as it is typed, and what is said back."""

from datetime import date

import pytest
from textual.pilot import Pilot

from sendtui.screens.widgets.dateinput import DateInput, away
from sendtui.screens.widgets.entry import Entry
from tests.screens.stand import ODD, Stand, drive
from tests.screens.waiting import text_of, until


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 25), "in 3 days"),
        (date(2026, 12, 2), "in 10 days"),
        (date(2027, 1, 3), "in 6 weeks"),
        (date(2026, 10, 9), "about 6 weeks ago"),
        (date(2027, 11, 22), "in 1 year"),
        (date(2018, 2, 3), "about 8 years ago"),
    ],
    ids=lambda value: str(value),
)
def test_how_far_a_day_is_from_today_is_said_in_words(day: date, words: str) -> None:
    assert away(day, date(2026, 11, 22)) == words


def test_a_typed_date_is_said_back_and_written_out_when_left() -> None:
    dates, after = DateInput(), Entry()

    async def steps(pilot: Pilot[None]) -> None:
        dates.focus()
        await pilot.press(*"3/2/27")
        await until(pilot, "the day is understood", lambda: dates.day == date(2027, 2, 3))
        await until(
            pilot, "it is said back", lambda: "Wednesday 3 February 2027 · in" in text_of(pilot)
        )
        await pilot.press("tab")
        await until(pilot, "it is written out", lambda: dates.text == "3 Feb 2027")

    drive(Stand(dates, after), steps)


def test_nonsense_is_told_only_when_the_field_is_left() -> None:
    dates, after = DateInput(), Entry()

    async def steps(pilot: Pilot[None]) -> None:
        dates.focus()
        await pilot.press(*"31 feb")
        await until(pilot, "it is noticed", lambda: dates.reason)
        assert dates.day is None
        assert "!" not in text_of(pilot)
        await pilot.press("tab")
        await until(pilot, "the reason is told", lambda: "! " in text_of(pilot))
        assert dates.text == "31 feb"

    drive(Stand(dates, after), steps)


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_name_typed_for_a_date_stays_and_is_refused(name: str) -> None:
    dates = DateInput()

    async def steps(pilot: Pilot[None]) -> None:
        dates.text = name
        await until(pilot, "it stays", lambda: name in text_of(pilot))
        assert dates.day is None
        assert dates.reason

    drive(Stand(dates), steps)


def test_undo_in_a_line_of_text_belongs_to_the_line() -> None:
    entry = Entry("Zephyr")

    async def steps(pilot: Pilot[None]) -> None:
        entry.focus()
        await pilot.press("end", "x", "y")
        assert entry.value == "Zephyrxy"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert entry.value == "Zephyr"
        await pilot.press("ctrl+y")
        assert entry.value == "Zephyrx"

    drive(Stand(entry), steps)
