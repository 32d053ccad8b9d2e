"""The register: every pupil on it, found as one types, narrowed by one key for each question."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.widgets import Static

from sendtui.screens import bringing_in
from sendtui.screens.base import DataScreen
from sendtui.screens.register_figures import Figures
from sendtui.screens.register_filters import (
    FILTERS,
    SETTING,
    Filter,
    chips,
    is_narrowed,
    options_of,
    pupils,
    put,
)
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.messages import Sorting
from sendtui.screens.widgets.words import Line
from sendtui.services import custom_fields, register, saved_views
from sendtui.services.register import SORT_KEYS, Query, is_worth_widening
from sendtui.services.register_entries import Entry as Pupil

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

WIDE = 100
"""Cells from which every question stands above the list."""

Choosing = Callable[[DataScreen[None], Query], Awaitable[Query | None]]


class Search(Entry):
    """The line to type into; what leads out of it stands at the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "screen.list", "To the list", key_display="↓"),
    ]

    def on_key(self, event: Key) -> None:
        """Pass over the key that leads here, for whoever is here already."""
        if event.key == "slash" and not self.value:
            event.prevent_default()


class Register(Figures):
    """Find a pupil, or see who is on the register and why."""

    CSS_PATH = "register.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/"),
        Binding("f3,r", "search", "Search", show=False),
        Binding("ctrl+o", "look_wider", "Look wider"),
        Binding("n", "new", "New pupil"),
        Binding("i", "import_", "Import"),
        *(
            Binding(each.key, f"narrow('{each.name}')", f"Filter: {each.title.lower()}", show=False)
            for each in FILTERS
        ),
        Binding("v", "views", "Views you have kept", show=False),
        Binding("m", "class_pack", "A class’s pack, and its week’s form", show=False),
        Binding("H", "holders", "Who may hold this pupil’s record", show=False),
        Binding("escape", "widen", "Show all", show=False),
    ]

    help_text = (
        "Type part of a name, a UPN, an admission number or a class; Down or Enter goes to the "
        "list, / or F3 back to the search. A school’s list begins with its SEN register, "
        "an authority’s with everybody. Ctrl+O looks on the whole roll, inside names, and among "
        "the names and phone numbers of parents. In the list a letter opens each filter: "
        + ", ".join(f"{each.key} {each.title.lower()}" for each in FILTERS)
        + "; n makes a new pupil, i brings in a list, Enter opens the pupil. Space marks a pupil, "
        "a marks everybody found, b does one thing for those marked, such as a new class or an "
        "action, and k copies them for a spreadsheet; lines of a spreadsheet pasted into the list "
        "are shown as an import. Escape in the list takes the marks away, then clears the search, "
        "the filters, and who is looked among. v keeps what is asked under a name, and asks it "
        "again; m makes the pack of a class for its teacher, or the form of its week; z chooses "
        "fields of our own as columns, and makes a further one. H tells who else may hold the "
        "pupil’s record."
    )

    def __init__(self) -> None:
        super().__init__()
        self._chips_of: Query | None = None
        self._grid.sorting = Sorting("name")

    def compose(self) -> ComposeResult:
        """The search line, the chips, the list and its figures."""
        yield Masthead("Register")
        with Vertical(classes="body"):
            with Horizontal(classes="bar"):
                yield Search(placeholder="type a name or a number", id="words")
                yield Line("", id="found")
            yield Static("", id="chips")
            yield self._grid
            yield Line("", id="figures", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the search line."""
        words = self.query_one("#words", Entry)
        words.focus()
        self._query = self._start
        # At once: a message would pass every box between and come after the letter is drawn.
        self.watch(words, "value", self._search, init=False)
        self._feed()
        self._take_view()

    def on_screen_resume(self) -> None:
        """Ask what somebody has come here for."""
        self._take_view()

    async def load(self) -> None:
        """Read the rows again in place, then the figures."""
        self._draw_chips()
        if self._grid.count is not None:
            self._grid.reload()
        await self._read_settings()
        await self._read_figures()

    async def _read_settings(self) -> None:
        """Say where each pupil is, where there is more than one place to be."""
        if await self._read_columns():
            self._chips_of = None
            self._draw_chips()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is one setting only, nobody is asked which."""
        if action == "narrow" and parameters[0] == SETTING:
            return len(self._settings) > 1
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """Let the filters stand back while their letters are typed into the search."""
        self.set_class(self.query_one("#words").has_focus, "-typing")

    def _feed(self) -> None:
        query = self._query
        self._grid.feed(
            lambda offset, limit: self._page(query, offset, limit),
            lambda: self._count(query),
            find=lambda pupil: self._find(query, pupil),
        )
        self._draw_chips()

    async def _page(self, query: Query, offset: int, limit: int) -> tuple[Pupil, ...]:
        return await self.ask(register.page, query, self.face.today, offset, limit, self._own)

    async def _count(self, query: Query) -> int:
        return await self.ask(register.count, query, self.face.today)

    async def _find(self, query: Query, pupil: str) -> int | None:
        return await self.ask(register.position, query, self.face.today, pupil)

    # Asking another question

    def _ask_anew(self, query: Query) -> None:
        if query == self._query:
            return
        self._query = query
        self._grid.sorting = Sorting(query.sort, query.descending)
        self._feed()
        self.reload_figures()

    def _search(self, words: str) -> None:
        wide = self._query.wide and bool(words.strip())
        if words != self._query.words:
            self._ask_anew(replace(self._query, words=words, wide=wide))

    def action_list(self) -> None:
        """Put the keys into the list; of a class, where nobody is called as was typed."""
        self._grid.focus()
        if self._query.words and not self._grid.count:
            self.look_up(self._ask_class, group="filter")

    async def _ask_class(self) -> None:
        query = self._query
        named = await self.ask(register.class_named, query.words, self.face.today)
        if named and not await self._count(query):
            self.ask_kept(replace(query, words="", wide=False, class_name=named))

    def action_search(self) -> None:
        """Put the keys into the search line."""
        self.query_one("#words").focus()

    def action_widen(self) -> None:
        """Clear the search; leave its line; clear the filters, then who is among them."""
        words, query = self.query_one("#words", Entry), self._query
        if words.value:
            words.value = ""
        elif words.has_focus:
            self._grid.focus()
        else:
            start = replace(self._start, sort=query.sort, descending=query.descending)
            wider = replace(start, scope=query.scope)
            self._ask_anew(wider if is_narrowed(query, wider) else start)

    def action_look_wider(self) -> None:
        """Look on the whole roll and more widely for the words, or on the SEN register again."""
        query = self._query
        if query.scope == "roll" and query.wide == is_worth_widening(query.words):
            self._ask_anew(replace(query, scope="register", wide=False))
        else:
            self._ask_anew(replace(query, scope="roll", wide=is_worth_widening(query.words)))

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
        own = await self.ask(custom_fields.said) if asked.name == "own" else ()
        return options_of(asked, figures, classes, self.face.today, own, self._settings)

    def _take_view(self) -> None:
        """Ask the view that stood on Today, if it was opened there."""
        name = self.face.take_view()
        if name:
            self.look_up(partial(self._ask_view, name), group="filter")

    async def _ask_view(self, name: str) -> None:
        self.ask_kept((await self.ask(saved_views.named, name)).query)

    def ask_kept(self, query: Query) -> None:
        """Ask what was kept, its words in the search line."""
        self._query = query
        words = self.query_one("#words", Entry)
        words.value = query.words
        self._grid.sorting = Sorting(query.sort, query.descending)
        self._feed()
        self.reload_figures()
        self._grid.focus()

    def action_class_pack(self) -> None:
        """Make a class's pack, or the form of its week."""
        from sendtui.screens import class_pack

        self.begin_asking(partial(class_pack.leave, self, self._query.class_name))

    def action_holders(self) -> None:
        """Tell who may hold the record of the pupil under the cursor."""
        from sendtui.screens.deeds import tell_holders

        under = self._grid.highlighted
        if under is not None:
            self.look_up(partial(tell_holders, cast("SendtuiApp", self.app), under.id))

    @work(group="filter", exclusive=True)
    async def action_views(self) -> None:
        """Keep what is asked under a name, or ask what was kept."""
        from sendtui.screens.register_views import choose

        await self._guarded(partial(self._choose_view, choose))

    async def _choose_view(self, choose: Choosing) -> None:
        found = await choose(self, self._query)
        if found is not None:
            self.ask_kept(found)

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
        asked = replace(self._query, words="")
        if asked != self._chips_of:
            self._chips_of = asked
            is_wide = self.app.size.width >= WIDE
            self.query_one("#chips", Static).update(
                chips(asked, is_wide=is_wide, several=len(self._settings) > 1)
            )

    # Going on

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Pupil]) -> None:
        self.face.open_pupil(event.row.id)

    def action_import_(self) -> None:
        """Bring in a school's list, or an authority's cases."""
        bringing_in.begin(self.face)

    def action_new(self) -> None:
        """Make a new pupil."""
        from sendtui.screens.new_pupil import ask_new_pupil

        self.run_worker(self._guarded(lambda: ask_new_pupil(self)), group="new")
