"""The palette: every action there is now and every pupil, found as one types."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.actions import parse
from textual.binding import ActiveBinding, Binding, BindingType
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from sendtui.errors import SendtuiError
from sendtui.screens.base import only_moves
from sendtui.screens.by_flags import by_flags, upn_of
from sendtui.screens.deeds import DEEDS, SYNONYMS, Do
from sendtui.screens.file_deeds import OF_FILE
from sendtui.screens.pupil_deeds import OF_PUPIL
from sendtui.screens.school_deeds import OF_SCHOOL
from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line as Said
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
    also: str = ""
    flags: str = ""


class Palette(Dialog[None]):
    """Type to find an action or a pupil; Enter does it or opens them."""

    DEFAULT_CSS = """
    Palette {
        & > .dialog { width: 76; height: 22; }
        & Entry { margin-bottom: 1; }
        & #flags { height: 1; color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy_flags", "Copy by flags"),
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    help_text = "Type part of what you want to do, or of a pupil’s name. Enter does it."

    def __init__(
        self,
        screen: Screen[object],
        *,
        pupils_only: bool = False,
        picked: Callable[[str], object] | None = None,
    ) -> None:
        """Everything, or `pupils_only`, who are opened, or given to `picked` by their id."""
        super().__init__("Find a pupil" if pupils_only else "Find an action or a pupil")
        self._actions: tuple[Line, ...] = () if pupils_only else self._actions_of(screen)
        columns: list[Column[Line]] = [
            Column("label", "", width=30, fraction=2, sortable=False),
            Column("note", "", width=10, fraction=1, sortable=False),
        ]
        start = "A name or a number, of the child or of a parent." if pupils_only else "No match."
        self._grid = Grid[Line](columns, empty=start, marks=False)
        self._is_taken = False
        self._picked = picked
        self._placeholder = "a name or a number" if pupils_only else "an action, a name or a number"

    @property
    def _app(self) -> "SendtuiApp":
        return cast("SendtuiApp", self.app)

    def _actions_of(self, screen: Screen[object]) -> tuple[Line, ...]:
        app = cast("SendtuiApp", screen.app)
        upn = upn_of(screen)
        words = {deed.name: (deed.title, deed.also) for deed in OF_PUPIL}
        found: dict[str, Line] = {}
        for active in (*screen.active_bindings.values(), *_under_typing(screen)):
            binding = active.binding
            if not (binding.description and active.enabled) or only_moves(binding.action):
                continue
            action = binding.action
            also = SYNONYMS.get(action, "")
            title, also = words.get(action, (binding.description, also))
            doing = _Run(action, active.node)
            flags = by_flags(action, active.node, upn)
            line = Line(action, title, app.get_key_display(binding), doing, also, flags)
            found.setdefault(action, line)
        for deed in (*(OF_PUPIL if app.pupil else ()), *DEEDS, *OF_FILE, *OF_SCHOOL):
            if deed.is_possible(app) and deed.name not in found:
                note = "the last pupil" if deed in OF_PUPIL else deed.note
                flags = by_flags(deed.name, upn=upn)
                found[deed.name] = Line(deed.name, deed.title, note, deed.do, deed.also, flags)
        return tuple(found.values())

    def contents(self) -> Sequence[Widget]:
        """The line to type into and the list."""
        return [Entry(placeholder=self._placeholder), self._grid, Said("", id="flags")]

    def on_mount(self) -> None:
        """Show every action and start at the line to type into."""
        self._grid.show(self._actions)
        self.query_one(Entry).focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        fitting = [line for line in self._actions if _means(words, line)]
        fitting.sort(key=lambda line: _rank(words, line.label))
        self._grid.show(fitting)
        self._grid.cursor = 0
        self._is_taken = False
        self.workers.cancel_group(self, "pupils")
        if words:
            adding = job(self._add_pupils, event.value, fitting)
            self.run_worker(adding, group="pupils", exclusive=True)

    async def _add_pupils(self, words: str, before: list[Line]) -> None:
        """Those whose name begins so first; then those found by a parent, or inside a name."""
        query = Query(words=words, scope="roll", left="any")
        today = self._app.today
        try:
            found = await self._app.call(register.page, query, today, 0, PUPILS)
            self._list(before, found)
            found = await self._app.call(register.found, words, today, PUPILS)
        except SendtuiError:
            return
        if not before and not found:
            self._grid.say_empty("Nobody and nothing of that name.")
        self._list(before, found)

    def _list(self, before: list[Line], found: Sequence[Pupil]) -> None:
        self._grid.show([*before, *(self._pupil(each) for each in found)])
        if self._is_taken and found:
            self._is_taken = False
            self._grid.action_choose()

    def _pupil(self, pupil: Pupil) -> Line:
        parts = (f"Year {pupil.nc_year}" if pupil.nc_year else "", pupil.class_name, pupil.status)
        note = " · ".join(part for part in parts if part and part != "N")
        left = "left" if pupil.left_on and pupil.left_on <= self._app.today else ""
        name = f"{pupil.name} ({pupil.by_person})" if pupil.by_person else pupil.name
        return Line(pupil.id, name, " · ".join(filter(None, (note, left))), _Open(pupil.id))

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Line]) -> None:
        flags = event.row.flags if event.row else ""
        self.query_one("#flags", Said).say(f"By flags: {flags}" if flags else "")

    def action_copy_flags(self) -> None:
        """Copy what does the same by flags."""
        line = self._grid.highlighted
        if line is None or not line.flags:
            self._app.notify("This is not done by flags.", markup=False)
            return
        self._app.copy_to_clipboard(line.flags)
        self._app.notify(f"Copied: {line.flags}", markup=False)

    def action_move(self, by: int) -> None:
        """Move in the list while typing."""
        self._grid.action_move(by)

    def action_page(self, direction: int) -> None:
        """Move in the list by a screenful."""
        self._grid.action_page(direction)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        if self._grid.count or not event.value.strip():
            self._grid.action_choose()
            return
        # Whoever types quickly has pressed Enter before the first pupil is there. The keys after it
        # are for what it opens, and wait for a search that is no longer one behind the keys.
        self._is_taken = True
        self.workers.cancel_group(self, "pupils")
        self.run_worker(job(self._add_pupils, event.value, []), group="taken", exclusive=True)

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Line]) -> None:
        line, app = event.row, self._app
        self.dismiss(None)
        match line.do:
            case _Open() as open_:
                (self._picked or app.open_pupil)(open_.pupil)
            case _Run() as run:
                app.call_later(app.run_action, run.action, run.node)
            case do:
                app.run_worker(job(_done, do, app), group="deed")


async def _done(do: Do, app: "SendtuiApp") -> None:
    try:
        await do(app)
    except SendtuiError as problem:
        app.notify(str(problem), title="This did not work", severity="error", markup=False)


@dataclass(frozen=True, slots=True)
class _Run:
    """Runs an action as its key would."""

    action: str
    node: DOMNode


@dataclass(frozen=True, slots=True)
class _Open:
    """Opens a pupil."""

    pupil: str


def _under_typing(screen: Screen[object]) -> Iterator[ActiveBinding]:
    """The screen's own keys that the text field with the focus takes as letters."""
    typed_into = screen.focused
    if typed_into is None:
        return
    for bindings in screen._bindings.key_to_bindings.values():
        for binding in bindings:
            _, name, parameters = parse(binding.action)
            is_typed = typed_into.check_consume_key(binding.key, key_to_character(binding.key))
            if is_typed and screen.check_action(name, parameters):
                yield ActiveBinding(screen, binding, enabled=True)


def _rank(words: Sequence[str], label: str) -> int:
    """Where a line stands: what begins so, then what is called so, then what is also meant."""
    if label.casefold().startswith(tuple(words[:1])):
        return 0
    return 1 if _fits(words, label) else 2


def _means(words: Sequence[str], line: Line) -> bool:
    """Whether each word is in the label, or begins one of the words it also goes by."""
    label, also = line.label.casefold(), line.also.casefold().split()
    return all(word in label or any(each.startswith(word) for each in also) for word in words)


def _fits(words: Sequence[str], label: str) -> bool:
    lowered = label.casefold()
    return all(word in lowered for word in words)
