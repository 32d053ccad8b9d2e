"""The palette: every action there is now and every pupil, found as one types."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from sendtui.errors import SendtuiError
from sendtui.screens.base import only_moves
from sendtui.screens.deeds import DEEDS, Do
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Dialog
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.grid import Grid
from sendtui.services import register
from sendtui.services.register import Query
from sendtui.services.register_entries import Entry as Pupil

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

PUPILS = 8
"""Pupils shown at once beside the actions."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the palette: what it does, its key or note, and doing it."""

    id: str
    label: str
    note: str
    do: "_Run | _Open | Do" = field(compare=False)


class Palette(Dialog[None]):
    """Type to find an action or a pupil; Enter does it or opens them."""

    DEFAULT_CSS = """
    Palette {
        & > .dialog { width: 76; height: 20; }
        & Entry { margin-bottom: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    help_text = "Type part of what you want to do, or of a pupil’s name. Enter does it."

    def __init__(self, screen: Screen[object], *, pupils_only: bool = False) -> None:
        super().__init__("Find a pupil" if pupils_only else "Find an action or a pupil")
        self._actions: tuple[Line, ...] = () if pupils_only else self._actions_of(screen)
        columns: list[Column[Line]] = [
            Column("label", "", width=30, fraction=2, sortable=False),
            Column("note", "", width=10, fraction=1, sortable=False),
        ]
        start = "Type part of a name, a UPN or an admission number." if pupils_only else "No match."
        self._grid = Grid[Line](columns, empty=start, marks=False)
        self._placeholder = "a name or a number" if pupils_only else "an action, a name or a number"

    @property
    def _app(self) -> "SendtuiApp":
        return cast("SendtuiApp", self.app)

    def _actions_of(self, screen: Screen[object]) -> tuple[Line, ...]:
        found: dict[str, Line] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if not (binding.description and active.enabled) or only_moves(binding.action):
                continue
            key = screen.app.get_key_display(binding)
            doing = _Run(binding.action, active.node)
            found.setdefault(binding.action, Line(binding.action, binding.description, key, doing))
        for deed in DEEDS:
            if deed.is_possible(cast("SendtuiApp", screen.app)):
                found[deed.name] = Line(deed.name, deed.title, deed.note, deed.do)
        return tuple(found.values())

    def contents(self) -> Sequence[Widget]:
        """The line to type into and the list."""
        return [Entry(placeholder=self._placeholder), self._grid]

    def on_mount(self) -> None:
        """Show every action and start at the line to type into."""
        self._grid.show(self._actions)
        self.query_one(Entry).focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        fitting = [line for line in self._actions if _fits(words, line.label)]
        fitting.sort(key=lambda line: not line.label.casefold().startswith(tuple(words[:1])))
        self._grid.show(fitting)
        self._grid.cursor = 0
        self.workers.cancel_group(self, "pupils")
        if words:
            self.run_worker(self._add_pupils(event.value, fitting), group="pupils", exclusive=True)

    async def _add_pupils(self, words: str, before: list[Line]) -> None:
        query = Query(words=words, scope="roll", left="any")
        try:
            found = await self._app.call(register.page, query, self._app.today, 0, PUPILS)
        except SendtuiError:
            return
        if not before and not found:
            self._grid.say_empty("Nobody and nothing of that name.")
        self._grid.show([*before, *(self._pupil(each) for each in found)])

    def _pupil(self, pupil: Pupil) -> Line:
        parts = (f"Year {pupil.nc_year}" if pupil.nc_year else "", pupil.class_name, pupil.status)
        note = " · ".join(part for part in parts if part and part != "N")
        left = "left" if pupil.left_on and pupil.left_on <= self._app.today else ""
        return Line(pupil.id, pupil.name, " · ".join(filter(None, (note, left))), _Open(pupil.id))

    def action_move(self, by: int) -> None:
        """Move in the list while typing."""
        self._grid.action_move(by)

    def action_page(self, direction: int) -> None:
        """Move in the list by a screenful."""
        self._grid.action_page(direction)

    @on(Input.Submitted)
    def _take(self) -> None:
        self._grid.action_choose()

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Line]) -> None:
        line, app = event.row, self._app
        self.dismiss(None)
        match line.do:
            case _Open() as open_:
                app.open_pupil(open_.pupil)
            case _Run() as run:
                app.call_later(app.run_action, run.action, run.node)
            case do:
                app.run_worker(do(app), group="deed")


@dataclass(frozen=True, slots=True)
class _Run:
    """Runs an action as its key would."""

    action: str
    node: DOMNode


@dataclass(frozen=True, slots=True)
class _Open:
    """Opens a pupil."""

    pupil: str


def _fits(words: Sequence[str], label: str) -> bool:
    lowered = label.casefold()
    return all(word in lowered for word in words)
