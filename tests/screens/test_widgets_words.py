"""Small pieces of text: safe whoever wrote them, and never saying a state by colour alone."""

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widget import Widget

from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.signs import ASCII, TYPESET, for_terminal
from sendtui.screens.widgets.themes import CONTRAST, DARK, LIGHT, SAFE
from sendtui.screens.widgets.words import Line, Stages, badge, one_line, plain
from tests.screens.stand import ODD, Stand, drive
from tests.screens.waiting import text_of, until


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
@pytest.mark.parametrize("kind", [Line, Masthead], ids=lambda kind: kind.__name__)
def test_every_piece_shows_a_name_as_it_was_written(kind: type[Widget], name: str) -> None:
    piece = kind(name)

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, "the name is drawn", lambda: name in text_of(pilot))

    drive(Stand(piece), steps)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand more", "two lines and more"),
        ("back\u202ewards", "backwards"),
        ("a\x1b[31mred", "a[31mred"),
        ("זפיר", "זפיר"),
        ("o\u2019neil  twice", "o\u2019neil  twice"),
    ],
    ids=["plain", "lines", "override", "escape", "right to left", "spaces stay"],
)
def test_one_line_drops_only_what_would_move_the_cursor(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_plain_text_keeps_its_lines_and_its_brackets() -> None:
    assert plain("said [later]\n[/x]").plain == "said [later]\n[/x]"


@pytest.mark.parametrize("tone", ["late", "soon", "done", "quiet"])
def test_tones_differ_without_colour(tone: str) -> None:
    signs = {each: badge("word", each).plain for each in ("late", "soon", "done", "quiet")}

    assert len(set(signs.values())) == 4
    assert signs[tone].endswith(" word")


def test_the_current_stage_stands_in_brackets_and_a_done_one_has_a_tick() -> None:
    stages = Stages("plan", ("assess",))
    app = Stand(stages, keep=(Stages.Asked,))

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, "the strip is drawn", lambda: "[2 Plan]" in text_of(pilot))
        assert "1 Assess ✓" in text_of(pilot)
        stages.set("do", ("assess", "plan"))
        await until(pilot, "it has moved on", lambda: "[3 Do]" in text_of(pilot))
        await pilot.click(stages, offset=(text_of(pilot).splitlines()[0].index("Review"), 0))
        await until(pilot, "a click asks for a stage", lambda: app.said)
        assert [message.stage for message in app.said] == ["review"]

    drive(app, steps)


@pytest.mark.parametrize(
    ("environ", "platform", "signs"),
    [
        ({}, "linux", TYPESET),
        ({"TERM": "linux"}, "linux", ASCII),
        ({}, "win32", ASCII),
        ({"WT_SESSION": "x"}, "win32", TYPESET),
        ({"SENDTUI_ASCII": "1", "WT_SESSION": "x"}, "win32", ASCII),
    ],
    ids=["terminal", "console", "old Windows", "Windows Terminal", "asked for"],
)
def test_signs_are_those_the_terminal_can_draw(
    environ: dict[str, str], platform: str, signs: object
) -> None:
    assert for_terminal(environ, platform) is signs


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST, SAFE], ids=lambda theme: theme.name)
def test_every_look_reads_well(theme: Theme) -> None:
    app = Stand(Line("x"))
    read: dict[str, float] = {}

    async def steps(pilot: Pilot[None]) -> None:
        app.register_theme(theme)
        app.theme = theme.name
        await pilot.pause()
        variables = app.get_css_variables()
        for name in ("foreground", "text-error", "text-warning", "text-success", "primary"):
            read[name] = _contrast(variables[name], variables["background"])

    drive(app, steps)

    assert read["foreground"] >= 7
    assert min(read.values()) >= 4.5


def _contrast(ink: str, paper: str) -> float:
    """The contrast of two colours as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
