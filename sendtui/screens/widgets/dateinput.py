"""A date as people type it, with what was understood said beneath."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur
from textual.message import Message
from textual.widgets import Input

from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import MONTHS, Prefer, understand
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import face
from sendtui.screens.widgets.words import Line

EXAMPLES = "such as 3/2/26, 3 feb or in 6 weeks"


def short(day: date) -> str:
    """A day as it stands in a field: "3 Feb 2026"; it is understood the same on any other day."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def away(day: date, today: date) -> str:
    """How far a day is from today: "in 6 weeks", "3 days ago"; beyond a year, in years."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    size = abs(days)
    for length, word in ((365, "year"), (7, "week"), (1, "day")):
        count = size // length
        if count and (word != "week" or size >= 14):
            break
    rest = "" if size % length == 0 or word == "day" else "about "
    amount = f"{rest}{counted(count, word)}"
    return f"in {amount}" if days > 0 else f"{amount} ago"


class DateInput(Vertical):
    """A line to type a date into: `3/2/26`, `3 feb`, `in 6 weeks`; `day` is what was understood.

    What cannot be read is said beneath once the field is left, never while it is being typed.
    """

    DEFAULT_CSS = """
    DateInput {
        height: auto;
        & > Line {
            height: auto;
            padding: 0 2;
            color: $text-muted;
            text-wrap: wrap;
            text-overflow: fold;
        }
        & > Line.-wrong { color: $text-error; }
    }
    """

    help_text = f"Type a date in any of the usual ways, {EXAMPLES}; it is said back in full."

    class Changed(Message):
        """Another day, or none, is understood."""

        def __init__(self, dateinput: "DateInput", day: date | None) -> None:
            super().__init__()
            self.dateinput = dateinput
            self.day = day

        @property
        def control(self) -> "DateInput":
            """The input that was typed into."""
            return self.dateinput

    def __init__(
        self,
        day: date | None = None,
        *,
        prefer: Prefer = "near",
        hint: str = "",
        today: date | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.day = day
        self.reason = ""
        self._prefer = prefer
        self._hint = hint
        self._today = today
        self._entry = Entry(short(day) if day else "")
        self._echo = Line()

    def compose(self) -> ComposeResult:
        """The line to type into and the line that answers."""
        yield self._entry
        yield self._echo

    def on_mount(self) -> None:
        """Say what is there."""
        self._understand()
        self._answer()

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._entry.value

    @text.setter
    def text(self, text: str) -> None:
        self._entry.value = text
        if self.is_mounted:
            self._understand()
            self._answer(is_left=True)

    def focus(self, scroll_visible: bool = True) -> "DateInput":
        """Put the keys into the line."""
        self._entry.focus(scroll_visible)
        return self

    def complain(self, reason: str) -> None:
        """Say beneath the line what is wrong, or nothing more for an empty reason."""
        if reason:
            self._say(f"! {reason}", wrong=True)
        else:
            self._answer(is_left=not self._entry.has_focus)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Understand what has been typed so far."""
        event.stop()
        self._understand()
        self._answer()
        self.post_message(self.Changed(self, self.day))

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Write what was understood in a form that means the same tomorrow."""
        if self.day is not None and self.text != short(self.day):
            with self._entry.prevent(Input.Changed):
                self._entry.value = short(self.day)
        self._answer(is_left=True)

    def _understand(self) -> None:
        self.day, self.reason = None, ""
        if not self.text.strip():
            return
        try:
            self.day = understand(self.text, self._now, self._prefer).day
        except ValueError as error:
            self.reason = str(error)

    @property
    def _now(self) -> date:
        return self._today or face(self).today

    def _answer(self, *, is_left: bool = False) -> None:
        if self.day is not None:
            said = understand(short(self.day), self._now).said
            self._say(f"{said} · {away(self.day, self._now)}")
        elif self.reason and is_left:
            self._say(f"! {self.reason}", wrong=True)
        else:
            self._say(self._hint or EXAMPLES)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._echo.set_class(wrong, "-wrong")
        self._echo.say(Content(text))
