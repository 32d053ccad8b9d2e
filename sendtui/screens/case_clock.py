"""The clock of a case drawn as a line of time: each limit a sign that needs no colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from sendtui.rules.typed_dates import MONTHS
from sendtui.screens.widgets.signs import ASCII, signs
from sendtui.screens.widgets.words import TONES, Tone
from sendtui.services.case_views import CaseView, DeadlineView

LEAST = 24
"""Cells below which nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state is drawn: its letter, its word and its tone; `rank` says which covers which."""

    letter: str
    word: str
    tone: Tone
    rank: int


def state_signs() -> dict[str, Sign]:
    """The sign of each state of a limit, as this terminal can draw it."""
    return {
        "late": Sign(signs().late, "late", "late", 0),
        "due": Sign("o", "due", "soon", 1),
        "excepted": Sign("x", "excepted", "quiet", 2),
        "not recorded": Sign("?", "not recorded", "soon", 2),
        "family's time": Sign("f", "family's time", "quiet", 3),
        "done late": Sign("*", "done late", "soon", 4),
        "done": Sign(signs().done, "done", "done", 5),
        "not needed": Sign(signs().quiet, "not needed", "quiet", 6),
        "ended": Sign(signs().quiet, "ended", "quiet", 6),
    }


_LEFT_OUT = frozenset(("not needed", "ended"))


def drawn(view: CaseView, today: date, width: int) -> Content:
    """The line of time in `width` cells: signs, their days, and what the signs mean."""
    limits = [d for d in view.deadlines if d.state not in _LEFT_OUT and d.days_left is not None]
    if not limits or width < LEAST:
        return Content("")
    known = state_signs()
    limits.sort(key=lambda d: (known[d.state].rank, d.due))
    began = min((e.on for e in view.events if not e.put_right), default=view.opened_on)
    days = [began, today, *(d.due for d in limits)]
    scale = _Scale(min(days), max(days), width)
    used = {d.state for d in limits}
    meaning = "  ".join(f"{known[s].letter} {known[s].word}" for s in known if s in used)
    legend = Content.styled(f"{meaning}  | today", "$text-muted")
    return Content("\n").join((_signs(limits, today, scale), _days(limits, today, scale), legend))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    width: int

    def place(self, day: date) -> int:
        span = max(1, (self.last - self.first).days)
        return round((day - self.first).days / span * (self.width - 1))


def _signs(limits: Sequence[DeadlineView], today: date, scale: _Scale) -> Content:
    bar = "-" if signs() is ASCII else "─"
    letters: dict[int, tuple[str, str]] = {}
    known = state_signs()
    for limit in reversed(limits):
        sign = known[limit.state]
        letters[scale.place(limit.due)] = (sign.letter, f"bold {TONES[sign.tone]}")
    at = scale.place(today)
    if at not in letters:
        letters[at] = ("|", "bold $text")
    return Content("").join(
        Content.styled(*letters.get(n, (bar, "$text-muted"))) for n in range(scale.width)
    )


def _days(limits: Iterable[DeadlineView], today: date, scale: _Scale) -> Content:
    """The days under their signs, the urgent first, as far as there is room."""
    room = [" "] * scale.width
    for day in dict.fromkeys((*(d.due for d in limits), today)):
        words = f"{day.day} {MONTHS[day.month - 1][:3]}"
        start = max(0, min(scale.place(day) - len(words) // 2, scale.width - len(words)))
        span = range(max(0, start - 1), min(scale.width, start + len(words) + 1))
        if all(room[n] == " " for n in span):
            room[start : start + len(words)] = words
    return Content.styled("".join(room).rstrip(), "$text-muted")


class CaseClock(Static):
    """The line of time of a case, as wide as there is room."""

    DEFAULT_CSS = """
    CaseClock { height: auto; width: 1fr; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self._about: tuple[CaseView, date] | None = None

    def show_case(self, view: CaseView, today: date) -> None:
        """Draw another case, or the same one later."""
        self._about = (view, today)
        self._draw()

    def on_resize(self, _event: Resize) -> None:
        """Draw it as wide as it is now."""
        self._draw()

    def _draw(self) -> None:
        if self._about is not None and self.size.width:
            view, today = self._about
            self.update(drawn(view, today, self.size.width))
