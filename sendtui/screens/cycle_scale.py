"""The school's rating scale, to edit: its words, its order, what counts as met."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import one_line
from sendtui.services import scales
from sendtui.services.scales import AXES, Axis, Point, Scale

ABOUT = (
    "Effort, delivery and effect are rated apart, so that none hides another. A point that was "
    "used keeps its ratings when its words change or it is retired."
)


class ScaleScreen(DataScreen[None]):
    """Every point of the scale, axis by axis."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a point"),
        Binding("delete", "retire", "Retire"),
        Binding("left_square_bracket,shift+up", "shift(-1)", "Up", key_display="["),
        Binding("right_square_bracket,shift+down", "shift(1)", "Down", key_display="]"),
        Binding("escape", "leave", "Back"),
    ]

    help_text = (
        "The points outcomes are rated by, for effort, delivery and effect. Enter changes the "
        "words, and whether an effect counts as met. a adds a point to the axis the cursor is in, "
        "[ and ] move a point, Delete retires it or brings it back."
    )

    DEFAULT_CSS = """
    ScaleScreen #scale-about { height: auto; color: $text-muted; margin-bottom: 1; }
    ScaleScreen Lines { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._scale = Scale(())
        found = columns(heading=20, when=0, words="What is said")
        self._lines = Lines(found, marks=False)

    def compose(self) -> ComposeResult:
        """What the scale is for, and its points."""
        yield Masthead("Pupil", "Rating scale")
        with Vertical(classes="body"):
            yield Static(ABOUT, id="scale-about", markup=False)
            yield self._lines
        yield Footer()

    async def load(self) -> None:
        """Read the scale."""
        self._scale = await self.ask(scales.scale)
        self._lines.show(
            tuple(
                headed(
                    Fact(
                        f"{axis}:{point.code}",
                        title,
                        _words(point),
                        "",
                        "",
                        "point",
                        f"{axis}:{point.code}",
                    )
                    for axis, title in AXES.items()
                    for point in self._scale.of(axis, retired=True)
                )
            )
        )
        self._lines.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is changed where the file is read-only."""
        if action in ("add", "retire", "shift") and self.face.read_only:
            return False
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @property
    def _under(self) -> tuple[Axis, Point] | None:
        """The axis and the point the cursor is on."""
        fact = self._lines.highlighted
        for axis in AXES:
            for point in self._scale.of(axis, retired=True):
                if fact is not None and fact.record == f"{axis}:{point.code}":
                    return axis, point
        return None

    def _ask(self, work: Callable[[], Awaitable[None]]) -> None:
        if not self.face.read_only:
            self.run_worker(job(self._guarded, work), group="asks")

    def action_add(self) -> None:
        """Add a point at the end of the axis the cursor is in."""
        found = self._under
        if found is None:
            return
        axis, _ = found

        async def save(values: dict[str, object]) -> None:
            label, met = str(values.get("label") or ""), values.get("met") is True
            await self.ask(scales.add, axis, label, met=met)

        async def add() -> None:
            form = FormDialog(f"Add a point: {AXES[axis]}", _asks(axis), save=save)
            if await self.app.push_screen_wait(form) is not None:
                self.reload()

        self._ask(add)

    @on(Grid.Chosen)
    def _edit(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        found = self._under
        if found is None:
            return
        axis, point = found

        async def save(values: dict[str, object]) -> None:
            await self.ask(scales.amend, axis, point.code, values)

        async def edit() -> None:
            start = {"label": point.label, "met": point.met}
            form = FormDialog(AXES[axis], _asks(axis), start, save=save)
            if await self.app.push_screen_wait(form) is not None:
                self.reload()

        self._ask(edit)

    def action_retire(self) -> None:
        """Offer the point no longer, or again."""
        found = self._under
        if found is None:
            return
        axis, point = found

        async def retire() -> None:
            await self.ask(scales.amend, axis, point.code, {"retired": not point.retired})
            self.say("Offered again." if point.retired else "Retired; ratings keep it.")

        self.act(retire)

    def action_shift(self, by: int) -> None:
        """Move the point up or down in its axis."""
        found = self._under
        if found is None:
            return
        axis, point = found
        codes = [each.code for each in self._scale.of(axis, retired=True)]
        at = codes.index(point.code)
        codes.insert(min(max(0, at + by), len(codes) - 1), codes.pop(at))

        async def move() -> None:
            await self.ask(scales.reorder, axis, codes)

        self.act(move)


def _words(point: Point) -> Content:
    told = ("retired" if point.retired else "", "counts as met" if point.met else "")
    note = ", ".join(filter(None, told))
    label = Content.styled(one_line(point.label), "$text-muted" if point.retired else "$text")
    return label + Content.styled(f"  ({note})" if note else "", "$text-muted")


def _asks(axis: Axis) -> list[Ask | str]:
    label = Ask("label", "Words", is_needed=True)
    met = Ask("met", "Counts as met", "yesno", "the outcome is met", options=YES_NO, default=False)
    return [label, met] if axis == "effect" else [label]
