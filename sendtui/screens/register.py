"""The register: every pupil on it, found as one types, narrowed by one key for each question."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from sendtui.screens.base import DataScreen
from sendtui.screens.register_filters import (
    FILTERS,
    Filter,
    chips,
    is_narrowed,
    options_of,
    pupils,
    put,
)
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.messages import Sorting
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import register
from sendtui.services.register import SORT_KEYS, Counts, Query
from sendtui.services.register_entries import Entry as Pupil


def _name(pupil: Pupil) -> Cell:
    mark = Content.styled(" ! two versions", "$text-error") if pupil.clash else Content("")
    return Content(pupil.name) + mark if pupil.clash else pupil.name


def _need(pupil: Pupil) -> str:
    return " ".join(filter(None, (pupil.need, *pupil.other_needs)))


def _review(pupil: Pupil) -> Cell:
    if pupil.left_on is not None:
        return f"left {plain_cell(in_words(pupil.left_on))}"
    if pupil.next_review is None:
        return ""
    day = plain_cell(in_words(pupil.next_review))
    return badge(day, "late") if pupil.overdue else f"  {day}"


COLUMNS: list[Column[Pupil]] = [
    Column("name", "Name", width=20, fraction=3, show=_name),
    Column("year", "Year", width=6, show=lambda pupil: pupil.nc_year),
    Column("class", "Class", width=8, show=lambda pupil: pupil.class_name),
    Column("status", "SEN", width=5, show=lambda pupil: pupil.status),
    Column("need", "Needs", width=9, fraction=1, show=_need),
    Column("review", "Next review", width=15, show=_review),
    Column("since", "Since", width=11, priority=1),
    Column("flags", "Flags", width=8, fraction=1, priority=2, sortable=False,
           show=lambda pupil: " ".join(pupil.flags)),
    Column("born", "Born", width=11, priority=3, sortable=False),
    Column("upn", "UPN", width=15, priority=4, sortable=False,
           show=lambda pupil: f"{pupil.upn} !" if pupil.upn_odd else pupil.upn),
]  # fmt: skip


class Register(DataScreen[None]):
    """Find a pupil, or see who is on the register and why."""

    CSS_PATH = "register.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "search", "Search", key_display="/"),
        Binding("n", "new", "New pupil"),
        Binding("i", "import_", "Import"),
        *(
            Binding(each.key, f"narrow('{each.name}')", f"Filter: {each.title.lower()}", show=False)
            for each in FILTERS
        ),
        Binding("escape", "widen", "Show all", show=False),
        Binding("down", "list", "To the list", show=False),
    ]

    help_text = (
        "Type / and part of a name, a UPN or an admission number. A letter opens each filter: "
        + ", ".join(f"{each.key} {each.title.lower()}" for each in FILTERS)
        + ". Escape clears the search, then the filters. Enter opens the pupil; n makes a new one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._query = Query()
        self._grid = Grid[Pupil](COLUMNS, empty="Looking …", id="pupils")
        self._grid.sorting = Sorting("name")

    def compose(self) -> ComposeResult:
        """The search line, the chips, the list and its figures."""
        yield Masthead("Register")
        with Vertical(classes="body"):
            with Horizontal(classes="bar"):
                yield Entry(placeholder="/ search by name or number", id="words")
                yield Line("", id="found")
            yield Static("", id="chips")
            yield self._grid
            yield Line("", id="figures", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self._grid.focus()
        self._feed()

    async def load(self) -> None:
        """Read the rows again in place, then the figures."""
        self._draw_chips()
        if self._grid.count is not None:
            self._grid.reload()
        figures = await self.ask(register.counts, self._query, self.face.today)
        self.query_one("#figures", Line).say(_strip(figures))
        await self._say_empty(figures)

    def _feed(self) -> None:
        query = self._query
        self._grid.feed(
            lambda offset, limit: self._page(query, offset, limit),
            lambda: self._count(query),
            find=lambda pupil: self._find(query, pupil),
        )
        self._draw_chips()

    async def _page(self, query: Query, offset: int, limit: int) -> tuple[Pupil, ...]:
        return await self.ask(register.page, query, self.face.today, offset, limit)

    async def _count(self, query: Query) -> int:
        return await self.ask(register.count, query, self.face.today)

    async def _find(self, query: Query, pupil: str) -> int | None:
        return await self.ask(register.position, query, self.face.today, pupil)

    async def _say_empty(self, figures: Counts) -> None:
        if figures.pupils:
            return
        if is_narrowed(self._query) or self._query.words:
            self._grid.say_empty("Nobody fits.", "Escape clears the search and the filters.")
            return
        everyone = await self.ask(register.count, Query(scope="roll", left="any"), self.face.today)
        if everyone:
            self._grid.say_empty(
                "Nobody is on the SEN register yet.", "Press w for the whole roll."
            )
        else:
            self._grid.say_empty(
                "There are no pupils here yet.",
                "Import your school’s list: press i. Or press n for a new pupil.",
            )

    # Asking another question

    def _ask_anew(self, query: Query) -> None:
        if query == self._query:
            return
        self._query = query
        self._grid.sorting = Sorting(query.sort, query.descending)
        self._feed()
        self.reload_figures()

    def reload_figures(self) -> None:
        """The figures of another question; those of the one before are no longer wanted."""

        async def read() -> None:
            figures = await self.ask(register.counts, self._query, self.face.today)
            self.query_one("#figures", Line).say(_strip(figures))
            await self._say_empty(figures)

        self.look_up(read, group="figures")

    @on(Input.Changed, "#words")
    def _search(self, event: Input.Changed) -> None:
        self._ask_anew(replace(self._query, words=event.value))

    @on(Input.Submitted, "#words")
    def action_list(self) -> None:
        """Put the keys into the list."""
        self._grid.focus()

    def action_search(self) -> None:
        """Put the keys into the search line."""
        self.query_one("#words").focus()

    def action_widen(self) -> None:
        """Leave the search line; clear the search; clear the filters."""
        words = self.query_one("#words", Entry)
        if words.value:
            words.value = ""
        elif is_narrowed(self._query) and not words.has_focus:
            self._ask_anew(Query(sort=self._query.sort, descending=self._query.descending))
        self._grid.focus()

    @work(group="filter", exclusive=True)
    async def action_narrow(self, name: str) -> None:
        """Open a filter and take what is chosen."""
        asked = next(each for each in FILTERS if each.name == name)
        options = await self._options(asked)
        chosen = await self.app.push_screen_wait(Choose(asked.title, options))
        if chosen is not None:
            self._ask_anew(put(self._query, asked, chosen))

    async def _options(self, asked: Filter) -> tuple[Option, ...]:
        wider = put(self._query, asked, "")
        figures = await self.ask(register.counts, wider, self.face.today)
        classes = await self.ask(register.classes, self.face.today)
        return options_of(asked, figures, classes, self.face.today)

    @on(Grid.SortAsked)
    def _sort(self, event: Grid.SortAsked) -> None:
        if event.sorting.key in SORT_KEYS:
            self._ask_anew(
                replace(self._query, sort=event.sorting.key, descending=event.sorting.descending)
            )

    @on(Grid.Counted)
    def _counted(self, event: Grid.Counted) -> None:
        self.query_one("#found", Line).say(pupils(event.count))

    def _draw_chips(self) -> None:
        self.query_one("#chips", Static).update(chips(self._query))

    # Going on

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Pupil]) -> None:
        self.face.open_pupil(event.row.id)

    def action_import_(self) -> None:
        """Bring in a school's list."""
        self.face.open_exchange("import")

    def action_new(self) -> None:
        """Make a new pupil."""
        from sendtui.screens.new_pupil import ask_new_pupil

        self.run_worker(self._guarded(lambda: ask_new_pupil(self)), group="new")


_STATUS = {"E": "EHC plan", "K": "SEN Support", "N": "no SEN"}


def _strip(figures: Counts) -> str:
    parts = [f"{_STATUS.get(each.code, each.label)} {each.pupils:,}" for each in figures.by_status]
    parts += [f"{each.code or 'no need said'} {each.pupils:,}" for each in figures.by_need]
    return "  ·  ".join(parts)
