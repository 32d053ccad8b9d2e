"""The queue of cases: whose limit comes first, narrowed by one key for each question."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from sendtui.rules.counting import counted
from sendtui.rules.processes import PROCESSES
from sendtui.screens import case_letters, case_letters_batch, case_lines
from sendtui.screens.base import DataScreen
from sendtui.screens.case_batch import do_for
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line, plain
from sendtui.services import case_list, own_work
from sendtui.services.case_list import Asked
from sendtui.services.case_views import CaseLine

_SHORT: dict[str, str] = {"annual review": "review", "phase transfer": "transfer"}

COLUMNS: list[Column[CaseLine]] = [
    Column("name", "Pupil", width=24, fraction=3),
    Column("process", "Process", width=13, show=lambda line: _SHORT.get(line.process,
                                                                        line.process)),
    Column("stage_label", "Stage", width=18, fraction=3, sortable=False),
    Column("days_left", "Days", width=12, show=case_lines.days_of),
    Column("rule", "Rule", width=7, priority=2, sortable=False),
    Column("due", "Due", width=11, priority=1),
    Column("caseworker", "Caseworker", width=12, fraction=1, priority=2),
    Column("setting", "Setting", width=16, fraction=1, priority=3),
]  # fmt: skip

FILTERS = (
    ("w", "caseworker", "Caseworker"),
    ("k", "process", "Process"),
    ("g", "stage", "Stage"),
    ("n", "setting", "Setting"),
)


class CaseQueue(DataScreen[None]):
    """Every open case, the fewest days left first."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "search", "Search", key_display="/"),
        *(
            Binding(key, f"narrow('{name}')", title, show=name in ("caseworker", "process"))
            for key, name, title in FILTERS
        ),
        Binding("l", "late", "Only late"),
        Binding("d", "within", "Due within 14 days, 28 days", show=False),
        Binding("b", "risk", "At risk"),
        Binding("y", "season", "Season"),
        Binding("o", "tracker", "Outstanding"),
        Binding("v", "trays", "Work trays", show=False),
        Binding("t", "letter", "Letter"),
        Binding("a", "focused.mark_all", "Mark all, or none", show=False),
        Binding("m", "batch", "Do for all marked", show=False),
        Binding("c", "closed", "Closed cases", show=False),
        Binding("escape", "widen", "Show all", show=False),
        Binding("down", "list", "To the list", show=False),
    ]

    help_text = (
        "Every open case, the fewest days left first. / searches by name or reference. w narrows "
        "to a caseworker and n to a setting, and it opens so the next time; k to a process, g to a "
        "stage; l shows what is late, d what is due within 14 or 28 days, c the closed cases, b "
        "who is at risk, y the season of reviews, o what advisers and settings owe. v keeps what "
        "the queue is narrowed to as a work tray under a name, and opens one. s sorts by the next "
        "column. Enter opens the case. t writes the letter its first limit asks for, or one letter "
        "for all that are marked. Space marks, a marks all of the list; m chases advice or logs "
        "invitations for all that are marked, in one act."
    )

    def __init__(self) -> None:
        super().__init__()
        self._asked = Asked()
        self._is_recalled = False
        self._lines: tuple[CaseLine, ...] = ()
        self._grid = Grid[CaseLine](COLUMNS, empty="Looking …", id="cases")

    def compose(self) -> ComposeResult:
        """The search line, the filters, the list, and the limit under the cursor in full."""
        yield Masthead("Cases")
        with Vertical(classes="body"):
            with Horizontal(classes="bar"):
                yield Entry(placeholder="/ search by name or reference", id="words")
                yield Line("", id="found")
            yield Line("", id="chips")
            yield self._grid
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()

    async def _load_and_draw(self) -> None:
        if not self._is_recalled:
            whose = await self.ask(own_work.last, "queue")
            self._asked = replace(self._asked, caseworker=whose.caseworker, setting=whose.setting)
            self._is_recalled = True
        await super()._load_and_draw()

    async def load(self) -> None:
        """Read the cases that are asked for, and how many there are."""
        asked = self._asked
        found = await self.ask(case_list.listing, self.face.today, asked)
        self._lines = found
        self._grid.show(found)
        self._say_found()
        self.query_one("#chips", Line).say(_chips(asked))
        if asked == Asked():
            self._grid.say_empty("No case is open.", "k on a pupil’s screen opens one.")
        else:
            self._grid.say_empty("No case fits.", "Escape shows all.")

    @on(Grid.Marked)
    def _say_found(self) -> None:
        late, marked = sum(line.is_late for line in self._lines), len(self._grid.marked)
        said = [counted(len(self._lines), "case"), f"{late} late" * (late > 0)]
        said.append(f"{marked} marked" * (marked > 0))
        self.query_one("#found", Line).say(", ".join(filter(None, said)))

    def _ask_anew(self, asked: Asked) -> None:
        if asked != self._asked:
            self._asked = asked
            self.look_up(self.load, group="queue")

    @on(Input.Changed, "#words")
    def _search(self, event: Input.Changed) -> None:
        self._ask_anew(replace(self._asked, words=event.value.strip()))

    @on(Input.Submitted, "#words")
    def action_list(self) -> None:
        """Put the keys into the list."""
        self._grid.focus()

    def action_search(self) -> None:
        """Put the keys into the search line."""
        self.query_one("#words").focus()

    def action_widen(self) -> None:
        """Clear the search; clear the filters; go back."""
        words = self.query_one("#words", Entry)
        if words.value:
            words.value = ""
        elif self._asked != Asked():
            self._ask_anew(Asked())
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)
        self._grid.focus()

    def action_late(self) -> None:
        """Show only what is late, or all again."""
        self._ask_anew(replace(self._asked, late=not self._asked.late))

    def action_within(self) -> None:
        """Show what is due within 14 days, within 28, or all again."""
        self._ask_anew(replace(self._asked, within=_LONGER.get(self._asked.within)))

    def action_closed(self) -> None:
        """Show the closed cases, or the open ones again."""
        self._ask_anew(replace(self._asked, closed=not self._asked.closed))

    def action_narrow(self, name: str) -> None:
        """Open a filter and take what is chosen."""
        narrow = job(self._guarded, lambda: self._narrow(name))
        self.run_worker(narrow, group="filter", exclusive=True)

    async def _narrow(self, name: str) -> None:
        wider = _put(self._asked, name, "")
        lines = await self.ask(case_list.listing, self.face.today, wider)
        title = next(each for _, field, each in FILTERS if field == name)
        label = _LABELS.get(name, str)
        options = [Option("", "All")] + [
            Option(value, label(value), counted(count, "case"))
            for value, count in case_list.counts(lines, name).items()
            if value
        ]
        chosen = await self.app.push_screen_wait(Choose(title, options))
        if chosen is not None:
            self._ask_anew(_put(self._asked, name, chosen))
            if name in ("caseworker", "setting") and not self.face.read_only:
                whose = self._asked.caseworker, self._asked.setting
                await self.ask(own_work.keep, "queue", *whose)

    def action_trays(self) -> None:
        """Open a work tray, or keep what the queue is narrowed to as one."""
        self.run_worker(job(self._guarded, self._choose_tray), group="filter", exclusive=True)

    async def _choose_tray(self) -> None:
        from sendtui.screens import case_trays

        says = ", ".join(_told(replace(self._asked, words="")))
        chosen = await case_trays.choose(self, self._asked, says)
        if chosen is not None:
            self._ask_anew(chosen)

    def action_batch(self) -> None:
        """Choose one thing, see for how many it is, and do it for all that are marked."""
        marked = tuple(self._grid.marked)
        if not marked:
            self.say("Mark cases with Space first; m then does one thing for all of them.")
        else:
            self.begin_asking(lambda: self._batch(marked), group="batch")

    async def _batch(self, marked: tuple[str, ...]) -> None:
        if await do_for(self, marked):
            self._grid.clear_marks()
            self.reload()

    def action_letter(self) -> None:
        """Write one letter for all that are marked, or the one the case under the cursor needs."""
        marked = tuple(self._grid.marked)
        line = self._grid.highlighted
        if marked:
            self.begin_asking(lambda: self._letters(marked), group="letter")
        elif line is not None:
            case, rule = line.id, line.rule
            self.begin_asking(lambda: case_letters.ask(self, case, rule=rule), group="letter")

    async def _letters(self, marked: tuple[str, ...]) -> None:
        if await case_letters_batch.ask(self, marked):
            self._grid.clear_marks()
            self.reload()

    def action_risk(self) -> None:
        """Show who is at risk, and what holds them."""
        from sendtui.screens.case_risk import CaseRisk

        self.app.push_screen(CaseRisk())

    def action_season(self) -> None:
        """Show the reviews of all plans by month, school and stage."""
        from sendtui.screens.season import SeasonBoard

        self.app.push_screen(SeasonBoard())

    def action_tracker(self) -> None:
        """Show all advice and consultations that are outstanding."""
        from sendtui.screens.case_tracker import CaseTracker

        self.app.push_screen(CaseTracker())

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[CaseLine]) -> None:
        self.query_one("#whole", Static).update(
            plain(case_lines.in_full(event.row) if event.row else "")
        )

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[CaseLine]) -> None:
        from sendtui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(event.row.id))


_LONGER: dict[int | None, int] = {None: 14, 14: 28}
"""How far ahead `d` looks next."""


def _put(asked: Asked, name: str, value: str) -> Asked:
    """The same question with one filter set."""
    match name:
        case "caseworker":
            return replace(asked, caseworker=value)
        case "process":
            return replace(asked, process=value)
        case "stage":
            return replace(asked, stage=value)
        case _:
            return replace(asked, setting=value)


def _stage_label(code: str) -> str:
    labels = {s.label for p in PROCESSES.values() for s in p.stages if s.code == code}
    return " / ".join(sorted(labels)) or code


_LABELS: dict[str, Callable[[str], str]] = {"stage": _stage_label}


def _told(asked: Asked) -> list[str]:
    """What the queue is narrowed to, in words."""
    told = [
        f"{title}: {_LABELS.get(name, str)(str(getattr(asked, name)))}"
        for _, name, title in FILTERS
        if getattr(asked, name)
    ]
    told += ["only what is late"] if asked.late else []
    told += ["closed cases"] if asked.closed else []
    told += [f"within {asked.within} days"] if asked.within is not None else []
    told += [{"la": "the authority’s side", "school": "the school’s side"}.get(asked.side, "")]
    return [each for each in told if each]


def _chips(asked: Asked) -> Content:
    told = _told(asked)
    if not told:
        return Content.styled(
            "w caseworker  k process  g stage  n setting  v work trays", "$text-muted"
        )
    return Content.styled(one_line("  ·  ".join(told)), "bold $text-primary")
