"""What our checks find in a SEN2 return: grouped, and mended where it stands."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.rules.sen2_titles import title
from sendtui.screens import leaving, returns_mend, workbook_out
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import PickFile, SaveAs
from sendtui.screens.how_far import HowFar, telling
from sendtui.screens.leaving import Leaving
from sendtui.screens.lines import Fact, Lines, headed
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import returns, returns_kept, returns_tables, returns_walk
from sendtui.services.returns import Found, Overview
from sendtui.services.returns_kept import Asked

COLUMNS: list[Column[Fact]] = [
    Column("heading", "", width=12, sortable=False),
    Column("when", "", width=9, sortable=False),
    Column("words", "What is found", width=32, fraction=5, sortable=False),
    Column("who", "Whose", width=14, fraction=1, priority=1, sortable=False),
]


class FindingsScreen(DataScreen[None]):
    """Everything that is to be mended in a year's return; Enter goes to what mends it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "group", "By caseworker"),
        Binding("w", "narrow", "One caseworker"),
        Binding("e", "errors", "Only errors"),
        Binding("n", "outs", "Not in it"),
        Binding("f", "write", "Write the file"),
        Binding("c", "compare", "Compare"),
        Binding("x", "workbook", "Workbook", show=False),
        Binding("p", "places", "Places expected", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "What our checks find in the return, by check or, with g, by caseworker; w narrows to one "
        "caseworker, e to errors. Enter opens what mends the line. n lists who does not go in, and "
        "why. f writes the file for COLLECT, x the findings to a workbook; c compares with last "
        "year’s file; p takes the list of how many are expected in each SEN unit, resourced "
        "provision and special school. The ids are ours; the Department’s rules were not seen."
    )

    def __init__(self, year: int) -> None:
        super().__init__()
        self._year = year
        self.looked = 0
        """How often the whole return has been checked here."""
        self._overview: Overview | None = None
        self._by_caseworker = self._only_errors = self._outs = False
        self._caseworker: str | None = None
        self._found: dict[str, Found] = {}

    def compose(self) -> ComposeResult:
        """How much is left, the list, and the line under the cursor in full."""
        yield Masthead("Returns", f"SEN2 {self._year}")
        with Vertical(classes="body"):
            yield Line("", id="left")
            yield Line("", id="trend", classes="quiet")
            yield Static("", id="notice", classes="quiet")
            yield Lines(COLUMNS, id="found", marks=False, empty="Looking …")
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Walk through the return, and note how much is left."""
        checking = await self.ask(returns.begin, Asked(self._year), self.face.today)
        # Part by part: with twenty thousand plans it takes seconds, and others read in between.
        while await self.ask(returns.go_on, checking):
            said = f"Checked {checking.done:,} of {checking.total:,} …"
            self.query_one("#left", Line).say(said)
        found = await self.ask(returns.finish, checking)
        self.looked += 1
        await self._note(found)
        self._overview = found
        self._draw()
        self.query_one("#found", Lines).focus()

    async def _note(self, found: Overview) -> None:
        """Note how much is left, where that is news; a note is no reason to look again."""
        left, today = (found.errors, found.queries), self.face.today
        if self.face.read_only or (today, *left) in found.before:
            return
        await self.ask(returns_kept.note_left, self._year, left, today)
        self._drawn_version = self.face.data_version

    def _draw(self) -> None:
        found = self._overview
        if found is None:
            return
        self.query_one("#left", Line).say(_left(found))
        trend = _trend(found, self.face.today)
        for id_, said in (("#trend", trend), ("#notice", found.shape.notice)):
            self.query_one(id_).display = bool(said)
        self.query_one("#trend", Line).say(trend)
        self.query_one("#notice", Static).update(plain(found.shape.notice))
        lines = self.query_one("#found", Lines)
        lines.show(self._outs_of(found) if self._outs else self._findings(found))
        empty = "Everybody with a plan or a request goes in." if self._outs else "Nothing to mend."
        lines.say_empty(empty, "")

    def _findings(self, found: Overview) -> list[Fact]:
        self._found = {}
        made = []
        for number, each in enumerate(found.findings):
            if self._only_errors and each.severity != "error":
                continue
            if self._caseworker is not None and each.caseworker != self._caseworker:
                continue
            id_ = f"{number}-{each.rule}"
            self._found[id_] = each
            made.append(_fact(id_, each, by_caseworker=self._by_caseworker))
        if self._by_caseworker:
            made.sort(key=lambda fact: fact.heading.casefold())
        return list(headed(made))

    def _outs_of(self, found: Overview) -> list[Fact]:
        return [
            Fact(f"out-{o.person}", "not in it", f"{o.name}: {o.because}", kind="pupil",
                 record=o.person, whole=f"{o.name}: {o.because}")
            for o in sorted(found.outs, key=lambda o: o.reason)
        ]  # fmt: skip

    @on(HowFar)
    def _on_the_way(self, event: HowFar) -> None:
        self.query_one("#left", Line).say(event.said)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self.query_one("#whole", Static).update(plain(event.row.whole if event.row else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        fact = event.row
        one = self._found.get(fact.id)
        if one is None:
            self.face.open_pupil(fact.record)
            return

        async def mend() -> None:
            await returns_mend.mend(self, one)

        self.begin_asking(mend)

    def action_group(self) -> None:
        """Group by caseworker, or by check again."""
        self._by_caseworker = not self._by_caseworker
        self._outs = False
        self._draw()

    def action_errors(self) -> None:
        """Show errors alone, or queries too."""
        self._only_errors = not self._only_errors
        self._draw()

    def action_outs(self) -> None:
        """Show who does not go in, or the findings again."""
        self._outs = not self._outs
        self._draw()

    def action_narrow(self) -> None:
        """Choose whose findings are shown."""
        self.look_up(self._narrow, group="filter")

    async def _narrow(self) -> None:
        found = self._overview
        if found is None:
            return
        counts = Counter(each.caseworker for each in found.findings)
        options = [Option("*", "Everybody’s")] + [
            Option(name or "-", name or "nobody’s", counted(n, "finding"))
            for name, n in sorted(counts.items())
        ]
        chosen = await self.app.push_screen_wait(Choose("Whose", options))
        if chosen is not None:
            self._caseworker = {"*": None, "-": ""}.get(chosen, chosen)
            self._draw()

    def action_write(self) -> None:
        """Write the return to a file, which COLLECT takes without a password."""
        self.begin_asking(self._write)

    async def _write(self) -> None:
        found = self._overview
        if found is None or not found.pupils:
            self.say("Nobody goes in: nothing was written." if found else "Still looking …")
            return
        asked = Asked(self._year)
        la = await self.ask(returns_walk.la_of, asked) or await returns_mend.authority(self)
        if not la:
            return
        start = str(Path(start_of()) / f"{la}_SEN2_{self._year}.xml")
        text = "The file for COLLECT, without a password: it takes none."
        said = (text, returns_tables.left_in(found.errors, found.queries), found.shape.notice)
        text = " ".join(filter(None, said))
        path = await self.app.push_screen_wait(SaveAs("Write the return", text, start))
        if path is None:
            return
        whose = Leaving(found.pupils, returns.DEPARTMENT, path, is_plain=True)
        if not await leaving.agreed(self, whose):
            self.say("Nothing was written.")
            return
        writing = telling(self, "Writing the return:")
        made = await self.ask(returns.write, asked, path, today=self.face.today, move=writing)
        # That it was written is no reason to check all of it again.
        self._drawn_version = self.face.data_version
        self._draw()
        self.say(f"{counted(made.persons, 'person')} written to {path}. The disclosure is logged.")

    def action_compare(self) -> None:
        """Lay last year's file beside this return."""
        self.look_up(self._compare, group="asks")

    async def _compare(self) -> None:
        from sendtui.screens.returns_compare import CompareScreen

        picked = PickFile("Last year’s return: its XML, or one of its CSV files", (".xml", ".csv"))
        path = await self.app.push_screen_wait(picked)
        if path is not None:
            of_all = path.parent if path.suffix.lower() == ".csv" else path
            self.app.push_screen(CompareScreen(self._year, of_all))

    def action_places(self) -> None:
        """Take the list of how many are expected in each specialist provision."""
        self.begin_asking(self._places)

    async def _places(self) -> None:
        picked = PickFile("How many are expected where: URN, Provision and Least or Places",
                          (".csv", ".xlsx", ".ods"))  # fmt: skip
        path = await self.app.push_screen_wait(picked)
        if path is not None:
            count = await self.ask(returns_kept.load_places, path)
            self.reload()
            self.say(f"Kept: how many are expected in {counted(count, 'provision')}.")

    def action_workbook(self) -> None:
        """Write the findings to a workbook."""
        self.begin_asking(self._workbook)

    async def _workbook(self) -> None:
        found = self._overview
        if found is not None:
            whose = {f.person for f in found.findings} | {o.person for o in found.outs}
            title = f"SEN2 {self._year} findings"
            await workbook_out.ask(self, returns_tables.tables(found), title, sorted(whose - {""}))

    def action_leave(self) -> None:
        """Go back from who does not go in to the findings, then to the returns."""
        if self._outs:
            self.action_outs()
        else:
            self.dismiss(None)


def _fact(id_: str, each: Found, *, by_caseworker: bool) -> Fact:
    heading = (each.caseworker or "nobody’s") if by_caseworker else each.rule
    who = f"{each.name}: " if each.name else ""
    value = f" ({each.value})" if each.value else ""
    is_error = each.severity == "error"
    number = f" The Department’s number: {each.official}." if each.official else ""
    # Only the first letter: the rest may hold codes, such as Y, N or R.
    detail = f" {each.detail[:1].upper()}{each.detail[1:]}." if each.detail else ""
    which = f", {each.which}" if each.which else ""
    return Fact(
        id_,
        heading,
        f"{who}{title(each.where)}{which}{value}",
        badge("error", "late") if is_error else badge("query", "soon"),
        each.rule if by_caseworker else each.caseworker,
        each.kind,
        each.record,
        f"{each.rule}: {each.title}.{detail} {each.do}{number}",
    )


def _left(found: Overview) -> str:
    return (
        f"{counted(found.persons, 'person')} in the return · {counted(found.errors, 'error')}, "
        f"{counted(found.queries, 'query', 'queries')} to mend"
    )


def _trend(found: Overview, today: date) -> str:
    """How many errors and queries were left on the days before, the latest last."""
    days = [each for each in found.before if each[0] != today][-3:]
    before = [f"{short(on)} {errors} + {queries}" for on, errors, queries in days]
    return f"Errors and queries before: {', '.join(before)}" if before else ""
