"""Dialogs: sure, read this, fill this in, choose one."""

import asyncio
from typing import Any

import pytest
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Footer

from sendtui.errors import BusyError, InvalidError, Problem
from sendtui.models.action import ActionIn
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Notice, Option
from sendtui.screens.widgets.words import Line
from tests.screens.stand import BRACKETS, HEBREW, ODD, Stand, drive
from tests.screens.waiting import text_of, until

ASKS = asks_of(ActionIn, ("what", "owner", "due"))
NOTHING = object()


class Asker:
    """Opens a dialog and keeps its answer."""

    def __init__(self, dialog: ModalScreen[Any]) -> None:
        self.dialog = dialog
        self.answer: Any = NOTHING

    async def open(self, pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(self.dialog, self.take)

    def take(self, answer: Any) -> None:
        self.answer = answer

    def has_answered(self) -> bool:
        return self.answer is not NOTHING


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["enter"], False),
        (["escape"], False),
        (["tab", "enter"], True),
    ],
    ids=["y goes on", "n", "Enter takes the safe one", "escape", "by its button"],
)
def test_confirm_is_answered_by_keys(keys: list[str], answer: bool) -> None:
    asker = Asker(Confirm(BRACKETS, f"{BRACKETS} {HEBREW}", yes="[/y]", no="[/n]"))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "the question is drawn", lambda: HEBREW in text_of(pilot))
        assert text_of(pilot).count(BRACKETS) == 2
        await pilot.press(*keys)
        await until(pilot, "it is answered", asker.has_answered)
        assert asker.answer is answer

    drive(Stand(), steps)


def test_what_is_hard_to_reverse_needs_its_word_typed() -> None:
    asker = Asker(Confirm("Erase?", "All of it.", yes="Erase", typed="QF"))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("q", "enter")
        assert asker.dialog.query_one("#yes").disabled
        assert not asker.has_answered()
        await pilot.press("escape")
        await until(pilot, "it is answered", asker.has_answered)
        assert asker.answer is False

        again = Asker(Confirm("Erase?", "All of it.", yes="Erase", typed="QF"))
        await again.open(pilot)
        await pilot.press("q", "f", "enter")
        await until(pilot, "it is answered", again.has_answered)
        assert again.answer is True

    drive(Stand(), steps)


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_a_notice_shows_and_copies_its_text_as_it_is(words: str) -> None:
    asker = Asker(Notice(words, f"{words}\nsecond line"))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "the text is drawn", lambda: "second line" in text_of(pilot))
        assert text_of(pilot).count(words) == 2
        await pilot.press("c")
        assert pilot.app.clipboard == f"{words}\nsecond line"
        await pilot.press("escape")
        await until(pilot, "it is closed", asker.has_answered)

    drive(Stand(), steps)


def test_a_long_notice_is_read_to_its_end_by_the_arrows() -> None:
    lines = "\n".join(f"line {n}" for n in range(1, 40))
    asker = Asker(Notice("Long", lines))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "it begins with its first line", lambda: "line 1 " in text_of(pilot))
        assert "Close" in text_of(pilot)
        assert "line 39" not in text_of(pilot)
        await pilot.press(*["pagedown"] * 5)
        await until(pilot, "its end is read", lambda: "line 39" in text_of(pilot))
        await pilot.press("up")
        await until(pilot, "it moves back", lambda: "line 39" not in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, "it is closed", asker.has_answered)

    drive(Stand(), steps)


def test_a_form_dialog_gives_its_values() -> None:
    asker = Asker(FormDialog("Action", ASKS, twin=ActionIn, known={"pupil": "p"}))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, "what is missing is told", lambda: "This is needed" in text_of(pilot))
        assert not asker.has_answered()
        await pilot.press(*"Call", "ctrl+s")
        await until(pilot, "it is saved", asker.has_answered)
        assert asker.answer == {"what": "Call", "owner": "", "due": None}

    drive(Stand(), steps)


def test_escape_asks_nothing_where_nothing_was_typed() -> None:
    asker = Asker(FormDialog("Action", ASKS, {"what": "Call"}))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("escape")
        await until(pilot, "it is left", asker.has_answered)
        assert asker.answer is None

    drive(Stand(), steps)


def test_escape_keeps_what_was_typed_as_a_draft() -> None:
    kept: list[dict[str, str]] = []

    async def keep(raw: dict[str, str]) -> None:
        kept.append(raw)

    asker = Asker(FormDialog("Action", ASKS, {"what": "Call"}, keep_draft=keep))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("end", *" back", "escape")
        await until(pilot, "it is left", asker.has_answered)
        await until(pilot, "the draft is kept", lambda: kept)
        assert kept[-1] == {"what": "Call back"}

    drive(Stand(), steps)


def test_escape_asks_before_it_loses_what_cannot_be_kept() -> None:
    asker = Asker(FormDialog("Action", ASKS))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press(*"Call", "escape")
        await until(pilot, "it asks", lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, "it goes on", lambda: pilot.app.screen is asker.dialog)
        assert not asker.has_answered()
        await pilot.press("escape")
        await until(pilot, "it asks again", lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, "it is left", asker.has_answered)

    drive(Stand(), steps)


def test_a_form_that_saves_stays_open_until_it_is_saved() -> None:
    errors: list[Exception] = [
        InvalidError((Problem("owner", "x", "Nobody [/x] of that name."),)),
        BusyError("Another window is writing. Try again."),
    ]

    async def save(_values: dict[str, object]) -> None:
        if errors:
            raise errors.pop(0)

    asker = Asker(FormDialog("Action", ASKS, {"what": "Call"}, save=save))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, "the field complains", lambda: "Nobody [/x] of" in text_of(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, "the form complains", lambda: "! Another window" in text_of(pilot))
        assert not asker.has_answered()
        await pilot.press("ctrl+s")
        await until(pilot, "it is saved", asker.has_answered)

    drive(Stand(), steps)


def test_typing_narrows_a_choice_and_enter_takes_it() -> None:
    options = [Option(str(n), name, "note") for n, name in enumerate((*ODD.values(), "Thistle"))]
    asker = Asker(Choose("Who [/x]?", options))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "all are drawn", lambda: "Thistle" in text_of(pilot))
        for name in ODD.values():
            assert name in text_of(pilot)
        await pilot.press(*"quill [/x")
        await until(pilot, "one is left", lambda: "Thistle" not in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, "it is chosen", asker.has_answered)
        assert asker.answer == "0"

    drive(Stand(), steps)


def test_what_is_called_by_the_words_typed_stands_before_what_only_says_them() -> None:
    options = [Option("status", "SEN status", "or an EHC plan"), Option("group", "Plan for many")]
    asker = Asker(Choose("For them", options))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press(*"plan", "enter")
        await until(pilot, "it is chosen", asker.has_answered)
        assert asker.answer == "group"

    drive(Stand(), steps)


def test_a_short_note_leaves_the_room_to_the_label_and_a_long_line_is_said_in_full() -> None:
    label = "Amendment notice sent, with the changes and the evidence"
    long = f"{label}, and to whom else it went"
    asker = Asker(Choose("Which?", [Option("a", label, "next"), Option("b", long, "next")]))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "it is there whole", lambda: f"{label} " in text_of(pilot))
        await pilot.press("down")
        await until(pilot, "it is said", lambda: "else it went · next" in text_of(pilot))

    drive(Stand(), steps)


def test_arrows_move_in_the_list_while_the_keys_stay_in_the_line() -> None:
    asker = Asker(Choose("Who?", [Option("a", "Odo"), Option("b", "Tansy")]))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("down", "enter")
        await until(pilot, "it is chosen", asker.has_answered)
        assert asker.answer == "b"

    drive(Stand(), steps)


def test_ctrl_s_twice_saves_once() -> None:
    saved: list[dict[str, object]] = []
    gate = asyncio.Event()

    async def save(values: dict[str, object]) -> None:
        saved.append(values)
        await gate.wait()

    asker = Asker(FormDialog("Action", ASKS, {"what": "Call"}, save=save))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await pilot.press("ctrl+s", "ctrl+s")
        gate.set()
        await until(pilot, "it is saved", asker.has_answered)
        assert len(saved) == 1

    drive(Stand(), steps)


def test_a_long_complaint_leaves_the_buttons_in_sight() -> None:
    many = tuple(Ask(f"field_{n}", f"Field {n}") for n in range(12))
    complaint = "What cannot be done, and what can be done about it. " * 6

    async def save(_values: dict[str, object]) -> None:
        raise BusyError(complaint)

    asker = Asker(FormDialog("Action", many, save=save))

    async def steps(pilot: Pilot[None]) -> None:
        await asker.open(pilot)
        await until(pilot, "the buttons are there", lambda: "Save  ctrl+s" in text_of(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, "it complains", lambda: "! What cannot" in text_of(pilot))
        await until(pilot, "the buttons are there", lambda: "Save  ctrl+s" in text_of(pilot))
        await until(pilot, "all is said", lambda: text_of(pilot).count("What cannot") == 6)

    drive(Stand(), steps)


def test_what_is_said_in_passing_hides_no_line() -> None:
    lines = [Line(f"line {n} of the list") for n in range(10)]

    async def steps(pilot: Pilot[None]) -> None:
        box = pilot.app.query_one("#box")
        await until(pilot, "it is drawn", lambda: "line 3" in text_of(pilot))
        before = box.size.height
        pilot.app.notify("It was written. " * 8, markup=False)
        await until(pilot, "it is said", lambda: "It was written." in text_of(pilot))
        await until(pilot, "it has room of its own", lambda: box.size.height < before)
        bottom = box.region.bottom
        said = next(n for n, text in enumerate(text_of(pilot).split("\n")) if "It was" in text)
        assert said >= bottom

    drive(Stand(Vertical(*lines, id="box"), Footer()), steps)
