"""The authority's own case list taken in: which file, what it would do, its columns, the act."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem
from sendtui.models.incoming_case import OUTCOMES, TITLES
from sendtui.rules.counting import counted
from sendtui.rules.processes import PROCESSES
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services import case_profiles, case_receive, drafts
from sendtui.services.case_receive import Shown
from sendtui.services.case_receive_lines import Told
from sendtui.services.import_profiles import Answers

_WHO = {
    "upn": "UPN",
    "surname": "Surname",
    "forename": "Forename",
    "full_name": "Whole name",
    "born": "Date of birth",
}
MEANINGS: Options = (("", "Left out"), *_WHO.items(), *TITLES.items())
MOST = 10
"""Columns or words that are asked about in one form."""


class CaseImport(DataScreen[None]):
    """What a case list would do, line by line, before anything is written."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "file", "File"),
        Binding("c", "columns", "Columns"),
        Binding("w", "words", "Processes"),
        Binding("t", "take", "Take in"),
        Binding("s", "since", "Since last time"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "The case list of your authority’s own system, as it exports it: taken in as often as you "
        "like. Its stage, caseworker, dates and review due follow the list; what is yours is held "
        "back. f names the file, c says what columns are, w what a word for a process or a "
        "decision means, both kept under the name you give the list; t takes it in, and one undo "
        "takes it all back. s shows what is new here since last time, to be pasted back there."
    )

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._profile = ""
        self._process = ""
        self._answers = Answers()
        self._shown: Shown | None = None

    def compose(self) -> ComposeResult:
        """The counts, the lines, and the line under the cursor in full."""
        yield Masthead("Exchange", "Case list")
        with Vertical(classes="body"):
            yield Line("", id="chips")
            yield Lines(columns(heading=14, when=22, words="What it would do"),
                        id="told", marks=False, empty="")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Read the file again as it is, against the record as it is."""
        lines = self.query_one("#told", Lines)
        lines.say_empty("No list has been read.", "f names the file.")
        if self._path is None:
            lines.show(())
            lines.focus()
            return
        shown = await self.ask(
            case_receive.preview, self._path, self.face.today,
            answers=self._answers, process=self._process,
        )  # fmt: skip
        self._shown = shown
        lines.say_empty("Nothing in it is new.", "s shows what to paste back.")
        lines.show(tuple(headed(_facts(shown))))
        lines.focus()
        self.query_one("#chips", Line).say(one_line(_counts(self._path.name, shown)))

    # The file, its columns and its words

    @on(Lines.Begun)
    def action_file(self) -> None:
        """Name the file, and the name under which its columns are kept."""
        self.begin_asking(self._file)

    async def _file(self) -> None:
        kept = [each.name for each in await self.ask(case_profiles.all_of)]

        async def look(values: dict[str, object]) -> None:
            path = typed_path(str(values.get("path") or ""))
            if not path.is_file():
                raise InvalidError((Problem("path", "", "There is no such file."),))
            name = str(values.get("profile") or "")
            process, more = str(values.get("process") or ""), Answers()
            answers = await self.ask(case_profiles.with_more, name, more) if name else more
            await self.ask(
                case_receive.preview, path, self.face.today, answers=answers, process=process
            )
            self._path, self._profile, self._process = path, name, process
            self._answers = answers

        asks = (
            "CSV, Excel or OpenDocument, as your system exports it. It is shown first.",
            Ask("path", "File", is_needed=True),
            Ask("profile", "Name of the list", hint="so that columns are asked only once"),
            Ask("process", "Process", "choice", may_be_none=True,
                options=(("", "As each line says"), *((each, each) for each in PROCESSES))),
        )  # fmt: skip
        start = {"path": str(self._path or ""), "process": self._process,
                 "profile": self._profile or (kept[0] if len(kept) == 1 else "")}  # fmt: skip
        asked = Asked("Take in a case list", drafts.key("case_import"), asks, look, start,
                      yes="Preview", said="")  # fmt: skip
        if await drafted.ask(self, asked):
            self.reload()

    def action_columns(self) -> None:
        """Say what the columns are that were left out."""
        left = self._shown.left_out if self._shown else ()
        if not left:
            self.say("No column is left out.")
            return
        asks = tuple(
            Ask(f"c{n}", heading[:30], "choice", options=MEANINGS, may_be_none=True)
            for n, heading in enumerate(left[:MOST])
        )
        self.begin_asking(lambda: self._answer("What are these columns?", asks, left, ""))

    def action_words(self) -> None:
        """Say what the words mean that are not known: for a process, then for a decision."""
        faults = self._shown.rejected if self._shown else ()
        for field, title, meanings in (
            ("process", "Which process is it?", tuple(PROCESSES)),
            ("review_outcome", "What was decided?", OUTCOMES),
        ):
            words = tuple(dict.fromkeys(r.value for r in faults if r.field == field and r.value))
            if words:
                options = (("", "Not said"), *((each, each) for each in meanings))
                asks = tuple(
                    Ask(f"c{n}", word[:30], "choice", options=options, may_be_none=True)
                    for n, word in enumerate(words[:MOST])
                )
                before = f"{field}:"
                self.begin_asking(partial(self._answer, title, asks, words, before))
                return
        self.say("Every word for a process and for a decision is known.")

    async def _answer(
        self, title: str, asks: Sequence[Ask], words: Sequence[str], before: str
    ) -> None:
        given = await self.app.push_screen_wait(FormDialog(title, asks, {}, yes="So it is"))
        said = {
            f"{before}{word}".casefold() if before else word: str(given[f"c{n}"])
            for n, word in enumerate(words[:MOST])
            if given and given.get(f"c{n}")
        }
        if not said:
            return
        now = self._answers
        if before:
            self._answers = Answers(now.headings, {**now.values, **said}, now.owners)
        else:
            self._answers = Answers({**now.headings, **said}, now.values, now.owners)
        if self._profile:
            await self.ask(case_profiles.keep, self._profile, self._answers)
        self.reload()

    # The act

    def action_take(self) -> None:
        """Take the list in, after asking."""
        path, shown = self._path, self._shown
        if path is None or shown is None or shown.changes_nothing:
            self.say("There is nothing to take in.")
            return

        async def take() -> None:
            says = f"{_counts(path.name, shown)}. Ctrl+Z takes it all back."
            sure = Confirm("Take this in?", says, yes="Take in", no="Leave it")
            if not await self.app.push_screen_wait(sure):
                return
            done = await self.ask(
                case_receive.receive, path, self.face.today, shown,
                answers=self._answers, process=self._process,
            )  # fmt: skip
            self.reload()
            self.say(f"Taken in: {counted(done, 'record')}. Ctrl+Z takes it back.")

        self.begin_asking(take)

    def action_since(self) -> None:
        """Show what is new here since last time, to be pasted back."""
        from sendtui.screens.case_since import ask

        self.begin_asking(lambda: ask(self))

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        said = event.row.whole if event.row else ""
        self.query_one("#whole", Static).update(plain(said))

    def action_leave(self) -> None:
        """Go back to the exchange."""
        self.dismiss(None)


def _counts(name: str, shown: Shown) -> str:
    return (
        f"{name}: {counted(len(shown.new_pupils), 'new pupil')}, "
        f"{counted(len(shown.new_cases), 'new case')}, {len(shown.changed)} changed, "
        f"{shown.unchanged} unchanged, {len(shown.rejected)} rejected"
    )


def _facts(shown: Shown) -> Iterator[Fact]:
    for n, mind in enumerate(shown.minds):
        yield Fact(f"mind{n}", "Mind", one_line(mind), whole=mind)
    for fault in shown.rejected:
        where = fault.heading or fault.field
        words = f"{where}: {fault.reason}"
        whole = f"Line {fault.line}, {where} “{fault.value}”: {fault.reason}"
        at = f"line {fault.line}"
        yield Fact(f"r{fault.line}", "Rejected", badge(words, "late"), at, whole=whole)
    parts: tuple[tuple[str, tuple[Told, ...]], ...] = (
        ("Held back", shown.held_back),
        ("Changed", shown.changed),
        ("New case", shown.new_cases),
        ("Not in it", shown.absent),
    )
    for heading, those in parts:
        for n, each in enumerate(those):
            whole = f"{each.name}: {each.says}"
            yield Fact(f"{heading}{n}", heading, one_line(each.says), one_line(each.name),
                       whole=whole)  # fmt: skip
    if shown.left_out:
        words = f"{', '.join(shown.left_out)}. c says what they are."
        yield Fact("left", "Left out", one_line(words), "columns", whole=words)
