"""Looks that are remembered, words that can be copied, fields and pupils one key away."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui import paths
from sendtui.screens import looks
from sendtui.screens.app import SendtuiApp
from sendtui.screens.clipboard import MACOS, WAYLAND, WINDOWS, X11, tool
from sendtui.screens.widgets.themes import CONTRAST, DARK, TERMINAL
from tests.screens.opened import TODAY, filled_file, seen, walk, walk_open
from tests.screens.pupils_at_hand import form_of, go_to
from tests.screens.waiting import text_of, until


async def choose(pilot: Pilot[Any], words: str) -> None:
    """Find a deed in the palette by its words, and do it."""
    await pilot.press("ctrl+p")
    await seen(pilot, "Find an action")
    pilot.app.screen.query_one("Entry").value = words  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("enter")


# Looks


def test_chosen_colours_are_there_again_on_the_lock(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, "colours")
        await seen(pilot, "High contrast", "Safe for colour-blind eyes")
        await pilot.press(*"high", "enter")
        await until(pilot, "the look has changed", lambda: pilot.app.theme == CONTRAST.name)

    walk_open(path, steps)

    assert SendtuiApp(path, TODAY).theme == CONTRAST.name


def test_fewer_blank_lines_leave_room_for_more(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    heights: list[int] = []

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "3 pupils")
        heights.append(pilot.app.screen.query_one("#pupils").size.height)
        await choose(pilot, "compact")
        await until(pilot, "it is compact", lambda: pilot.app.has_class("-compact"))
        await pilot.pause()
        heights.append(pilot.app.screen.query_one("#pupils").size.height)

    walk_open(path, steps, (120, 30))

    assert heights[1] > heights[0]
    assert looks.kept().compact


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"theme": 3}', "\udcff"], ids=ascii)
def test_looks_that_cannot_be_read_are_the_usual_ones(kept: str) -> None:
    file = paths.config_folder() / "looks.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(kept.encode("utf-8", "surrogateescape"))

    assert SendtuiApp(Path("none.sendtui"), TODAY).theme == DARK.name


def test_nothing_of_a_pupil_is_in_the_kept_looks() -> None:
    looks.keep(looks.Looks("sendtui-light", compact=True))

    kept = json.loads((paths.config_folder() / "looks.json").read_text(encoding="utf-8"))

    assert kept == {"theme": "sendtui-light", "compact": True}


def test_no_color_leaves_every_word_and_sign_and_no_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "▸", "! 2 days late", "[Today]")
        assert app.theme == TERMINAL.name
        strips = app.screen._compositor.render_strips(app.screen.size)
        drawn = [s for strip in strips for s in strip.apply_filter(app._filters[-1], None) if s[1]]
        assert {(s.style.color.name, s.style.bgcolor.name) for s in drawn} == {
            ("default", "default")
        }
        # The line the keys are on is known by its sign, and turned round besides.
        assert any(s.style.reverse for s in drawn)

    walk_open(path, steps)


@pytest.mark.parametrize("name", [CONTRAST.name, TERMINAL.name])
def test_every_look_draws_the_register(tmp_path: Path, name: str) -> None:
    path, _ = filled_file(tmp_path)
    looks.keep(looks.Looks(name))

    async def steps(pilot: Pilot[Any]) -> None:
        assert pilot.app.theme == name
        await pilot.press("f3")
        await seen(pilot, "3 pupils", "Bramblewick, Tansy")

    walk_open(path, steps)


# Copying


def test_ctrl_c_copies_the_line_one_is_on_and_never_leaves(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Order a sloped board")
        await pilot.press("ctrl+c")
        await until(pilot, "it was copied", lambda: "sloped board" in pilot.app.clipboard)
        assert "\t" in pilot.app.clipboard

    walk_open(path, steps)


def test_a_list_is_copied_for_a_spreadsheet_without_formulas(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "3 pupils")
        await choose(pilot, "copy this list")
        await until(pilot, "it was copied", lambda: pilot.app.clipboard)

        heads, first, *others = pilot.app.clipboard.split("\r\n")
        assert heads.startswith("Name\tYr\tClass")
        assert first.startswith("[/x] Quill, זפיר\t")
        assert len(others) == 2

    walk_open(path, steps)


def test_the_words_of_a_screen_are_shown_where_nothing_else_works(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, "show the words")
        await seen(pilot, "The words on the screen")
        assert "Order a sloped board" in pilot.app.screen.query_one("TextArea").text  # type: ignore[attr-defined]

    walk_open(path, steps)


def test_a_passphrase_is_never_copied(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "the lock is there", lambda: pilot.app.screen.query("#passphrase"))
        await pilot.press(*"secret", "ctrl+c")
        assert pilot.app.clipboard == ""

    walk(SendtuiApp(path, TODAY), steps)


@pytest.mark.parametrize(
    ("environ", "platform", "words"),
    [
        ({}, "darwin", MACOS),
        ({}, "win32", WINDOWS),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", WAYLAND),
        ({"DISPLAY": ":0"}, "linux", X11),
        ({}, "linux", ()),
        ({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "linux", ()),
    ],
    ids=["macOS", "Windows", "Wayland", "X11", "a console", "over ssh"],
)
def test_the_tool_of_the_desktop_takes_what_is_copied(
    environ: dict[str, str], platform: str, words: tuple[str, ...]
) -> None:
    assert tool(environ, platform, which=lambda name: name) == words


def test_a_desktop_without_a_tool_has_none() -> None:
    assert tool({"DISPLAY": ":0"}, "linux", which=lambda _name: None) == ()


# Pupils and fields


def test_a_pupil_opened_before_is_two_keys_away_also_the_next_day(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def first(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await go_to(pilot, made["Bramblewick"])
        await pilot.press("f4")
        await seen(pilot, "Pupils opened last", "Quillfeather, Zephyr")
        await pilot.press("enter")
        await until(pilot, "it is open", lambda: pilot.app.pupil == made["Quillfeather"])
        await pilot.press("ctrl+l")
        await until(pilot, "it is locked", lambda: pilot.app.is_locked)

    walk_open(path, first)

    async def second(pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+r")
        await seen(pilot, "Pupils opened last", "Bramblewick, Tansy")
        await pilot.press("enter")
        await until(pilot, "it is open", lambda: pilot.app.pupil == made["Quillfeather"])

    walk_open(path, second)


def test_a_letter_goes_to_its_field(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        form = await form_of(pilot, "a")
        await pilot.press("ctrl+g")
        await seen(pilot, "A letter goes to its field")
        letter = next(
            target.letter
            for target in pilot.app.screen._targets  # type: ignore[attr-defined]
            if form.fields["owner"] in target.widget.ancestors
        )
        await pilot.press(letter)
        await until(pilot, "it is there", lambda: form.fields["owner"].control.has_focus)
        assert form.fields["owner"].control.raw == "A. Tester"
        assert "A letter goes" not in text_of(pilot)

    walk_open(path, steps)


def test_escape_stays_where_one_was(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await form_of(pilot, "a")
        before = pilot.app.focused
        await pilot.press("ctrl+g")
        await seen(pilot, "A letter goes to its field")
        await pilot.press("escape")
        await until(pilot, "the letters are gone", lambda: pilot.app.focused is before)

    walk_open(path, steps)


def test_a_key_at_the_foot_can_be_clicked(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "Order a sloped board", "f1 Help")
        foot = text_of(pilot).split("\n")[-1]
        await pilot.click(offset=(foot.index("f1 Help") + 1, 23))
        await seen(pilot, "Here and its keys")

    walk_open(path, steps)


def test_a_place_at_the_top_can_be_clicked(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await seen(pilot, "F5 Calendar")
        top = text_of(pilot).split("\n")[0]
        await pilot.click(offset=(top.index("Calendar"), 0))
        await seen(pilot, "[Calendar]", "November 2026")

    walk_open(path, steps)
