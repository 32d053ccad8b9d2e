"""A file for people: the pupils of a question, or one of them, with a password or plain."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from sendtui.screens import exchange_pack_out, leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.register_columns import SETTING
from sendtui.screens.register_filters import (
    FILTERS,
    beginning,
    chips,
    is_narrowed,
    options_of,
    pupils,
    put,
)
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import BREAKPOINTS
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line
from sendtui.services import exports, protection, register
from sendtui.services.register import Query
from sendtui.services.register_entries import Entry as Pupil

FORMS = {
    "csv": "CSV, for any spreadsheet",
    "xlsx": "Excel workbook",
    "json": "JSON, for programs",
    "md": "Markdown, to read",
}

ONE, ALL = "one", "all"
"""Whom a Common Transfer File is about."""

COLUMNS: list[Column[Pupil]] = [
    Column("name", "Whose data", width=22, fraction=3, sortable=False),
    Column("class_name", "Class", width=8, sortable=False),
    Column("status", "SEN", width=5, sortable=False),
    Column("need", "Need", width=6, sortable=False),
    Column("upn", "UPN", width=15, sortable=False, priority=1),
]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave, in which form, to whom and why; `pupil` is empty for all of the list."""

    pupil: str
    form: str
    recipient: str
    basis: str
    password: str


class ExportScreen(DataScreen[None]):
    """Choose whose data leave, as in the register, and write them to a file with a password."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "export_all", "Export these"),
        Binding("m", "pack", "Moves on: pack"),
        Binding("v", "transfer", "Transfer file", show=False),
        Binding("slash,ctrl+f", "search", "Search", key_display="/"),
        *(Binding(each.key, f"narrow('{each.name}')", each.title, show=False) for each in FILTERS),
        Binding("down", "list", "To the list", show=False),
        Binding("escape", "back", "Back"),
        Binding("f6", "leave", "Exchange", show=False),
    ]

    help_text = (
        "The list shows whose data would leave; narrow it as in the register. a exports all of "
        "the list, Enter everything about the one pupil under the cursor. You are asked for the "
        "form, to whom it goes and where, and for what tells the pupil from another. The file has "
        "a password, shown once; without one you type a word, as whoever has it can read it. For "
        "another sendtui, write a sealed file instead. m writes a hand-over pack about the pupil "
        "under the cursor, v a Common Transfer File of them or of the list. By flags: sendtui "
        "export register --format csv FILE, sendtui pack, sendtui export ctf"
    )

    def __init__(self) -> None:
        super().__init__()
        self._query = Query()
        self._count = 0
        self._settings: tuple[str, ...] = ()
        self._grid = Grid[Pupil](COLUMNS, empty="Looking …", marks=False, id="whose")

    def compose(self) -> ComposeResult:
        """The search line, the questions and whose data it would be."""
        yield Masthead("Exchange", "Write a file for people")
        with Vertical(classes="body"):
            with Horizontal(classes="bar"):
                yield Entry(placeholder="/ search by name or number", id="words")
                yield Line("", id="count")
            yield Line("", id="chips")
            yield self._grid
            yield Line("a exports the list, Enter all about one pupil; m, v as they move on.",
                       classes="quiet")  # fmt: skip
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()
        self._query = beginning(self.face)
        self._feed()

    async def load(self) -> None:
        """Read which settings there are, and the list again in place."""
        before, self._settings = self._settings, await self.ask(register.settings)
        if (len(before) > 1) != self._several:
            who, *others = COLUMNS
            self._grid.put_columns([who, SETTING, *others] if self._several else COLUMNS)
            self._draw_chips()
        if self._grid.count is not None:
            self._grid.reload()

    def _feed(self) -> None:
        query = self._query

        async def page(offset: int, limit: int) -> tuple[Pupil, ...]:
            return await self.ask(register.page, query, self.face.today, offset, limit)

        async def count() -> int:
            return await self.ask(register.count, query, self.face.today)

        self._grid.feed(page, count)
        self._grid.say_empty("Nobody fits.", "Escape shows all again.")
        self._draw_chips()

    @property
    def _several(self) -> bool:
        """Whether the record knows more than one setting."""
        return len(self._settings) > 1

    def _draw_chips(self) -> None:
        is_wide = self.app.size.width >= BREAKPOINTS[1][0]
        said = chips(self._query, is_wide=is_wide, several=self._several)
        self.query_one("#chips", Line).say(said)

    @on(Grid.Counted, "#whose")
    def _counted(self, event: Grid.Counted) -> None:
        self._count = event.count
        self.query_one("#count", Line).say(pupils(event.count))

    def _ask_anew(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self._feed()

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

    @work(group="filter", exclusive=True)
    async def action_narrow(self, name: str) -> None:
        """Open a filter and take what is chosen."""
        asked = next(each for each in FILTERS if each.name == name)
        figures = await self.ask(register.counts, put(self._query, asked, ""), self.face.today)
        classes = await self.ask(register.classes, self.face.today)
        options = options_of(asked, figures, classes, self.face.today, settings=self._settings)
        chosen = await self.app.push_screen_wait(Choose(asked.title, options))
        if chosen is not None:
            self._ask_anew(put(self._query, asked, chosen))

    def action_back(self) -> None:
        """Leave the search line; clear it; clear the filters; go back."""
        words = self.query_one("#words", Entry)
        if words.value:
            words.value = ""
        elif is_narrowed(self._query, beginning(self.face)) and not words.has_focus:
            self._ask_anew(beginning(self.face))
        elif not words.has_focus:
            self.dismiss(None)
        self._grid.focus()

    def action_leave(self) -> None:
        """Go back to the exchange, whatever the list was narrowed to."""
        self.dismiss(None)

    # Writing

    @work(group="export", exclusive=True)
    async def action_export_all(self) -> None:
        """Export all of the list."""
        if not self._count:
            self.app.notify("Nobody is in the list, so there is nothing to export.")
            return
        await self._export("", pupils(self._count))

    @on(Grid.Chosen, "#whose")
    @work(group="export", exclusive=True)
    async def _export_one(self, event: Grid.Chosen[Pupil]) -> None:
        await self._export(event.row.id, event.row.name)

    def action_pack(self) -> None:
        """Write a hand-over pack about the pupil under the cursor."""
        under = self._grid.highlighted
        if under is not None:
            self.begin_asking(lambda: exchange_pack_out.write_pack(self, under.id))

    def action_transfer(self) -> None:
        """Write a Common Transfer File of the pupil under the cursor, or of the list."""
        under = self._grid.highlighted
        if under is not None:
            self.begin_asking(lambda: self._transfer(under))

    async def _transfer(self, under: Pupil) -> None:
        whose = [Option(ONE, under.name), Option(ALL, pupils(self._count), "all of the list")]
        chosen = await self.app.push_screen_wait(Choose("Who moves?", whose))
        if chosen is None:
            return
        everybody = await self.ask(exports.chosen, self._query, self.face.today)
        ids, named = ([under.id], under.name) if chosen == ONE else (everybody, whose[1].label)
        await exchange_pack_out.write_transfer(self, ids, named)

    async def _export(self, pupil: str, whose: str) -> None:
        what = "pupil" if pupil else "register"
        forms = exports.FORMATS[what]
        asks = (
            Ask("form", "As", "choice", is_needed=True,
                options=tuple((form, FORMS[form]) for form in forms)),
            Ask("recipient", "Who gets it", hint="a person or organisation; yourself, too",
                is_needed=True),
            Ask("basis", "Why", hint="on what basis, such as the annual review"),
            leaving.ASK,
        )  # fmt: skip
        start = {"form": forms[0], "way": leaving.PROTECTED}
        found = await self.app.push_screen_wait(
            FormDialog(f"Export {one_line(whose)}", asks, start, yes="Next")
        )
        if not found:
            return
        form = str(found["form"])
        is_plain = found["way"] == leaving.PLAIN
        ending = exports.place(Path(f"x.{form}"), form, is_protected=not is_plain).name[1:]
        target = await self.app.push_screen_wait(
            SaveAs("Where to?", f"{whose}, {FORMS[form]}",
                   f"{start_of()}{what}-{self.face.today.isoformat()}{ending}", yes="Next",
                   may_replace=True)
        )  # fmt: skip
        if target is None:
            return
        recipient, basis = str(found["recipient"]), str(found.get("basis") or "")
        of = [pupil] if pupil else await self.ask(exports.chosen, self._query, self.face.today)
        asked = leaving.Leaving(of, recipient, target, is_plain)
        if await leaving.agreed(self, asked):
            password = "" if is_plain else protection.password()
            going = Leaving(pupil, form, recipient, basis, password)
            self.act(lambda: self._write(going, target))

    async def _write(self, going: Leaving, target: Path) -> None:
        today = self.face.today
        if going.pupil:
            done = await sent(
                self, exports.pupil, target, pupil=going.pupil, form=going.form, today=today,
                recipient=going.recipient, basis=going.basis, password=going.password,
            )  # fmt: skip
        else:
            done = await sent(
                self, exports.register, target, form=going.form, query=self._query, today=today,
                recipient=going.recipient, basis=going.basis, password=going.password,
            )  # fmt: skip
        path = done.path or target
        held = "Confidential records or pupils left out: " if done.left_out else ""
        self.say(f"Written: {path}. {pupils(done.pupils)}; logged as given to "
                 f"{going.recipient}. {held}{done.left_out or ''}".strip())  # fmt: skip
        if going.password:
            await leaving.show_password(self, going.password, path)
