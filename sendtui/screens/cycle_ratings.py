"""A table to rate outcomes in: a digit rates and goes on, on the school's own scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sendtui.rules.counting import counted
from sendtui.screens.cycle_lines import in_short, so_far
from sendtui.screens.widgets.columns import fit_text
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import TONES, one_line
from sendtui.services.cycle_views import OutcomeView
from sendtui.services.scales import AXES, Axis, Scale

ORDER: tuple[Axis, ...] = ("effect", "delivered", "effort")
"""What is rated, in the order it is asked: whether it worked stands first, for it is needed."""

HEADINGS: dict[Axis, str] = {"effect": "Did it work", "delivered": "Delivered", "effort": "Effort"}
"""The axes in few letters."""

CELL = 15
"""The width of a rating."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the table."""

    outcome: int = 0
    axis: int = 0


class Ratings(Widget, can_focus=True):
    """A line for each outcome, a column for effect, delivery and effort."""

    DEFAULT_CSS = """
    Ratings {
        height: auto;
        padding: 0 1;
        border-left: wide transparent;
        &:focus { border-left: wide $primary; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1, 0)", "Up", show=False),
        Binding("down", "step(1, 0)", "Down", show=False),
        Binding("left", "step(0, -1)", "Left", show=False),
        Binding("right", "step(0, 1)", "Right", show=False),
        Binding("enter", "on", "Next", show=False),
        Binding("delete,backspace", "rate('')", "Take the rating away", show=False),
        Binding("m", "measure", "Measure now, a note"),
    ]

    help_text = (
        "A digit rates and goes on to the next cell; the scale stands below. Arrows move, Delete "
        "takes a rating away, m writes the measure now and a note. After the last cell Tab or "
        "Enter goes on to the views."
    )

    place: reactive[Place] = reactive(Place())

    brief: reactive[bool] = reactive(False, layout=True)
    """Whether one line says how far the rating has come, while the words have the room."""

    class Changed(Message):
        """A rating was given or taken away."""

    class MeasureAsked(Message):
        """The measure of an outcome is to be written."""

        def __init__(self, outcome: str) -> None:
            super().__init__()
            self.outcome = outcome

    class Finished(Message):
        """Enter was pressed in the last cell."""

    def __init__(self, outcomes: Sequence[OutcomeView], scale: Scale, *, id: str = "") -> None:
        super().__init__(id=id or None)
        self.outcomes = tuple(outcomes)
        self.scale = scale
        self.given: dict[str, str] = {}
        self.can_focus = bool(outcomes)

    # What it holds: "outcome:axis" → code; score and note stand beside, under the same names

    def code(self, outcome: str, axis: str) -> str:
        """What was given, or ""."""
        return self.given.get(f"{outcome}:{axis}", "")

    def put(self, given: Mapping[str, str]) -> None:
        """Put back what a draft kept."""
        known = {outcome.id for outcome in self.outcomes}
        self.given = {n: v for n, v in given.items() if n.partition(":")[0] in known and v}
        self.refresh(layout=True)

    def write(self, outcome: str, values: Mapping[str, str]) -> None:
        """Write down the measure now and the note of an outcome."""
        for name, value in values.items():
            self.given[f"{outcome}:{name}"] = value
        self.post_message(self.Changed())
        self.refresh(layout=True)

    # How it looks

    def render(self) -> Content:
        """The heading, the outcomes, and the scale of the column the cursor is in."""
        if self.brief:
            return self._in_brief()
        room = max(20, self.content_size.width - 3 * (CELL + 1) - 2)
        names = "".join(f" {HEADINGS[axis]:<{CELL}}" for axis in ORDER)
        left = self._left("Outcome · Tab goes on")
        head = Content.styled(fit_text(left, room), TONES["soon" if self._unrated else "quiet"])
        lines = [Content("  ") + head.stylize("bold") + Content.styled(names, "$text-muted bold")]
        for row, outcome in enumerate(self.outcomes):
            lines.append(self._row(row, outcome, room))
            said = [self.code(outcome.id, "score"), self.code(outcome.id, "note")]
            if any(said):
                told = " · ".join(filter(None, said))
                lines.append(Content.styled(f"    now: {one_line(told)}", "$text-muted"))
        return Content("\n").join([*lines, Content(""), *self._legend()])

    def _in_brief(self) -> Content:
        """How many are rated, and what the effects are."""
        effects = self._effects()
        told = self._left(f"{counted(len(self.outcomes), 'outcome')} rated")
        words = (f"{self.scale.label('effect', code)} {effects.count(code)}" for code in effects)
        told = " · ".join([told, *(one_line(each) for each in dict.fromkeys(words))])
        look = TONES["soon" if self._unrated else "quiet"]
        return Content.styled(f"  {told}   Shift+Tab: back to them", look)

    def _effects(self) -> list[str]:
        return [code for o in self.outcomes if (code := self.code(o.id, "effect"))]

    @property
    def _unrated(self) -> int:
        return len(self.outcomes) - len(self._effects())

    def _left(self, otherwise: str) -> str:
        """How many outcomes have no rating yet, where it stays to be seen; else other words."""
        if not self._unrated:
            return otherwise
        return f"{signs().soon} {self._unrated} of {len(self.outcomes)} not rated"

    def _legend(self) -> list[Content]:
        """The outcome in full, what there is to judge it by, and the scale with its digits."""
        outcome, axis = self.outcomes[self.place.outcome], ORDER[self.place.axis]
        width = max(20, self.content_size.width - 2)
        told = [f"{outcome.number} {outcome.what}", _to_judge_by(outcome, axis)]
        lines = [Content.styled(f"  {fit_text(each, width)}", "$text-muted") for each in told]
        rows = {each: self._scale(each, width) for each in ORDER}
        most = max(len(each) for each in rows.values())
        # As high for every column, so that nothing below moves.
        scale = [*rows[axis], *[""] * (most - len(rows[axis]))]
        return [*lines, *(Content(f"  {row}") for row in scale)]

    def _scale(self, axis: Axis, width: int) -> list[str]:
        """The points of an axis with their digits, each whole on one line."""
        rows = [f"{AXES[axis]}?"]
        for n, point in enumerate(self.scale.of(axis), 1):
            piece = f"   {n} {one_line(point.label)}"
            if len(rows[-1]) + len(piece) > width:
                rows.append("")
            rows[-1] += piece
        return rows

    def _row(self, row: int, outcome: OutcomeView, room: int) -> Content:
        here = row == self.place.outcome and self.has_focus
        words = fit_text(f"{outcome.number} {in_short(outcome.what)}", room - 1)
        line = Content.styled(f"{signs().cursor if here else ' '} {words} ", "$text")
        for column, axis in enumerate(ORDER):
            code = self.code(outcome.id, axis)
            label = self.scale.label(axis, code) if code else signs().quiet
            at_cell = here and column == self.place.axis
            shown = fit_text(f"[{label}]" if at_cell else f" {label}", CELL)
            look = "bold reverse" if at_cell else ("$text" if code else "$text-muted")
            line += Content.styled(shown, look) + Content(" ")
        return line

    # Keys

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep digits from being a command of the screen."""
        return key not in ("enter", "tab") and bool(character) and str(character).isdigit()

    def on_key(self, event: Key) -> None:
        """Rate by a digit and go on, but not beyond the last cell: Tab does that, once."""
        if not (event.character or "").isdigit():
            return
        event.stop()
        points = self.scale.of(ORDER[self.place.axis])
        number = int(event.character or "0")
        if 1 <= number <= len(points):
            self.action_rate(points[number - 1].code)
            if self.place != Place(len(self.outcomes) - 1, len(ORDER) - 1):
                self.action_on()

    def action_rate(self, code: str) -> None:
        """Give the cell a rating, or none."""
        outcome = self.outcomes[self.place.outcome]
        self.given[f"{outcome.id}:{ORDER[self.place.axis]}"] = code
        self.post_message(self.Changed())
        self.refresh()

    def action_on(self) -> None:
        """Go to the next cell, by line; after the last one, on to what follows."""
        row, axis = self.place.outcome, self.place.axis + 1
        if axis == len(ORDER):
            row, axis = row + 1, 0
        if row == len(self.outcomes):
            self.post_message(self.Finished())
        else:
            self.place = Place(row, axis)

    def action_step(self, rows: int, axes: int) -> None:
        """Move the cursor; beyond the first line the keys go on to scroll."""
        row = min(max(0, self.place.outcome + rows), len(self.outcomes) - 1)
        self.place = Place(row, min(max(0, self.place.axis + axes), len(ORDER) - 1))

    def action_measure(self) -> None:
        """Ask for the measure of this outcome now, and a note."""
        self.post_message(self.MeasureAsked(self.outcomes[self.place.outcome].id))


def _to_judge_by(outcome: OutcomeView, axis: str) -> str:
    """The sessions given so far, or the measure from where to where."""
    if axis == "delivered":
        return "; ".join(f"{so_far(line.figures)}: {line.what}" for line in outcome.provision)
    steps = " to ".join(filter(None, (outcome.baseline, outcome.target)))
    return ", ".join(filter(None, (outcome.measure, steps and f"from {steps}")))
