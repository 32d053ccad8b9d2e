"""Small pieces of text that are safe to show, whoever wrote them.

Nothing here parses markup: what a person wrote is shown as they wrote it, brackets and all.
"""

from collections.abc import Collection, Sequence
from typing import ClassVar, Literal
from unicodedata import category

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from sendtui.screens.widgets.signs import signs

Tone = Literal["late", "soon", "done", "quiet"]

TONES: dict[Tone, str] = {
    "late": "$text-error",
    "soon": "$text-warning",
    "done": "$text-success",
    "quiet": "$text-muted",
}

STAGES: tuple[str, ...] = ("assess", "plan", "do", "review")

_TURNERS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def one_line(text: str) -> str:
    """The text on one line, without what moves the terminal's cursor or turns its writing round.

    Letters that run from right to left stay; only the invisible marks that override direction go.
    """
    if text.isascii() and text.isprintable():
        return text
    spaced = " ".join(text.split()) if any(c in text for c in "\n\r\t\v\f\u2028\u2029") else text
    return "".join(c for c in spaced if c not in _TURNERS and category(c) != "Cc")


def plain(text: str) -> Content:
    """The text as it is, never read as markup; its line breaks stay."""
    return Content("\n".join(one_line(line) for line in text.split("\n")))


def badge(word: str, tone: Tone = "quiet") -> Content:
    """A status: a sign, its word, and a colour that says nothing the other two do not."""
    sign = {"late": signs().late, "soon": signs().soon, "done": signs().done}.get(tone)
    return Content.styled(f"{sign or signs().quiet} {one_line(word)}", TONES[tone])


class Line(Static):
    """One line of text, clipped where it does not fit."""

    DEFAULT_CSS = """
    Line {
        height: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(
        self, text: str | Content = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        self._said = _content(text)
        super().__init__(self._said, id=id, classes=classes)

    def say(self, text: str | Content) -> None:
        """Show other text; only where the line is as large as its words is anything laid out."""
        words = _content(text)
        if not words.is_same(self._said):
            self._said = words
            is_as_large = self.styles.is_auto_width or self.styles.is_auto_height
            self.update(words, layout=is_as_large)


def empty_words(what: str, step: str) -> Content:
    """The words of an empty place: what is missing, quietly; the next step, in bold."""
    missing = Content.styled(one_line(what), "$text-muted")
    if not step:
        return missing
    return Content("\n").join([missing, Content(""), Content.styled(one_line(step), "bold")])


class Stages(Static):
    """The stages of a cycle as one strip; the current one stands in brackets and in bold.

    A stage that is done carries a tick. A click on a stage asks for it.
    """

    DEFAULT_CSS = """
    Stages {
        height: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    class Asked(Message):
        """Somebody wants to see a stage."""

        def __init__(self, stages: "Stages", stage: str) -> None:
            super().__init__()
            self.stages = stages
            self.stage = stage

        @property
        def control(self) -> "Stages":
            """The strip that was clicked."""
            return self.stages

    SEPARATOR: ClassVar[str] = " {step} "

    def __init__(
        self,
        current: str = "",
        done: Collection[str] = (),
        *,
        stages: Sequence[str] = STAGES,
        id: str | None = None,
    ) -> None:
        super().__init__("", id=id)
        self.stages = tuple(stages)
        self.set(current, done)

    def set(self, current: str, done: Collection[str] = ()) -> None:
        """Mark another stage as the current one, and those that are done."""
        self.current = current
        self._spans: list[tuple[int, int, str]] = []
        strip = Content("")
        for number, stage in enumerate(self.stages, 1):
            if number > 1:
                strip += Content.styled(self.SEPARATOR.format(step=signs().step), "$text-muted")
            piece = self._piece(number, stage, stage in done)
            self._spans.append((strip.cell_length, strip.cell_length + piece.cell_length, stage))
            strip += piece
        self.update(strip)

    def _piece(self, number: int, stage: str, is_done: bool) -> Content:
        word = f"{number} {one_line(stage).capitalize()}"
        if is_done:
            word = f"{word} {signs().done}"
        if stage == self.current:
            return Content.styled(f"[{word}]", "bold $text-primary")
        return Content.styled(f" {word} ", "$text" if is_done else "$text-muted")

    def on_click(self, event: Click) -> None:
        """Ask for the stage under the pointer."""
        offset = event.get_content_offset(self)
        for start, end, stage in self._spans:
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Asked(self, stage))


def _content(text: str | Content) -> Content:
    return Content(one_line(text)) if isinstance(text, str) else text
