"""The school's own year: terms, half terms, closures and training days, added and taken in."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.models.school_dates import SchoolDatesIn
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, Save, ask
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import plain
from sendtui.services import drafts, school_year
from sendtui.services.school_year import SpanView

FIELDS = ("sort", "name", "starts", "ends")
_USUAL = (
    "With none of your own, England’s usual year stands in. Holidays lie between the terms; a half "
    "term, a closure or a training day is written down beside them."
)


class SchoolYear(DataScreen[None]):
    """The days of the setting's year, the earliest first."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add"),
        Binding("i", "import", "Take in a file"),
        Binding("delete", "remove", "Remove"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Your own terms, half terms, closures and training days: sessions, reviews each term and "
        "warnings about holidays go by them. a adds, Enter changes, Delete removes, i takes in a "
        "list (What, From, To) or a calendar file (.ics) as your authority publishes them."
    )

    def __init__(self) -> None:
        super().__init__()
        self._spans: tuple[SpanView, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and what it is for."""
        yield Masthead("Calendar", "Terms and closures")
        with Vertical(classes="body"):
            yield Lines(columns(heading=10, when=12, words="What", who=20),
                        id="spans", marks=False, empty="Looking …")  # fmt: skip
            yield Static(plain(_USUAL), id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Read the days that are written down."""
        self._spans = await self.ask(school_year.all_of)
        lines = self.query_one("#spans", Lines)
        lines.show(tuple(headed(_fact(each) for each in self._spans)))
        lines.say_empty(
            "No dates of your own: England’s usual year stands in.",
            "a adds a term; i takes in a file.",
        )
        lines.focus()

    def _under(self) -> SpanView | None:
        fact = self.query_one("#spans", Lines).highlighted
        return next((each for each in self._spans if fact and each.id == fact.record), None)

    @on(Lines.Begun)
    def action_add(self) -> None:
        """Write down a term, a closure or a training day."""

        async def save(values: dict[str, object]) -> None:
            await self.ask(school_year.add, values)

        self._fill_in(_form("Add to the school year", "", save, {"sort": "term"}))

    @on(Grid.Chosen)
    def _change(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        found = self._under()
        if found is None:
            return

        async def save(values: dict[str, object]) -> None:
            if values:
                await self.ask(school_year.change, found.id, values, found.heads)

        start = {name: getattr(found, name) for name in FIELDS}
        self._fill_in(_form("Change the school year", found.id, save, start, only_changes=True))

    def _fill_in(self, asked: Asked) -> None:
        async def fill_in() -> None:
            await ask(self, asked)

        self.begin_asking(fill_in)

    def action_remove(self) -> None:
        """Remove the days under the cursor; undo brings them back."""
        found = self._under()
        if found is None:
            self.say("There is nothing to remove.")
            return

        async def remove() -> None:
            sure = Confirm(f"Remove: {_words(found)}?", "Ctrl+Z brings it back.", yes="Remove",
                           no="Keep")  # fmt: skip
            if await self.app.push_screen_wait(sure):
                await self.ask(school_year.remove, found.id)

        self.begin_asking(remove)

    def action_import(self) -> None:
        """Take in a list or a calendar file, after showing what is new in it."""
        self.begin_asking(self._import)

    async def _import(self) -> None:
        asks = (
            "A list (CSV or Excel: What, From, To) or a calendar file (.ics).",
            Ask("path", "File", is_needed=True),
        )
        form = FormDialog("School dates from a file", asks, {}, yes="Look")
        given = await self.app.push_screen_wait(form)
        if not given:
            return
        shown = await self.ask(school_year.preview, typed_path(str(given["path"])))
        if not shown.new:
            self.say(f"Nothing in it is new; {shown.known} there already.")
            return
        told = [f"{_day(span.starts, span.ends)}: {span.name or span.sort}" for span in shown.new]
        if shown.left_out:
            told += ["", f"Left out: {counted(len(shown.left_out), 'line')} that name no such day."]
        title = f"Take in {counted(len(shown.new), 'line')}?"
        if await self.app.push_screen_wait(Confirm(title, "\n".join(told), yes="Take in")):
            done = await self.ask(school_year.take_in, shown.new)
            self.say(f"{counted(done, 'line')} taken in. Ctrl+Z takes it all back.")

    def action_leave(self) -> None:
        """Go back to the calendar."""
        self.dismiss(None)


def _form(
    title: str,
    record: str,
    save: Save,
    start: dict[str, object],
    *,
    only_changes: bool = False,
) -> Asked:
    hints = {"name": "a term’s is told by its day", "ends": "one day, without"}
    asks = asks_of(SchoolDatesIn, FIELDS, hints=hints)
    asks = tuple(_optional(each) if each.name == "ends" else each for each in asks)
    key = drafts.key("school_dates", "", record)
    return Asked(title, key, asks, save, start, only_changes=only_changes)


def _optional(each: Ask) -> Ask:
    return Ask(each.name, each.label, each.kind, each.hint, may_be_none=True)


def _fact(each: SpanView) -> Fact:
    year = f"{each.starts.year}"
    return Fact(each.id, year, _words(each), short(each.starts), each.setting, "", each.id)


def _words(each: SpanView) -> str:
    name = f"{each.name} {each.sort}" if each.sort == "term" else each.name or each.sort
    days = f", to {short(each.ends)}" if each.ends != each.starts else ""
    return f"{name[:1].upper()}{name[1:]}{days}"


def _day(starts: date, ends: date) -> str:
    return short(starts) if starts == ends else f"{short(starts)} to {short(ends)}"
