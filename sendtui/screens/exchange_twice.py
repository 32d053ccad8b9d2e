"""Children who may be known twice: two records side by side, and what a person says of them.

By keys alone; nothing is lost, and what was said can be taken back here or by undo.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Notice, Option
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line as Said
from sendtui.screens.widgets.words import badge
from sendtui.services import matching, same, side_by_side
from sendtui.services.matching import Child
from sendtui.services.side_by_side import Beside, Decided, Line

MOST = 8
"""Pairs that are listed before one has to scroll."""

HOW = "1 or 2 leads where they are one child, b keeps both, d discards one."
NOTHING = "No two records look like one child’s, and nothing was said of any."


@dataclass(frozen=True, slots=True)
class Two:
    """A pair as a line of the desk: one that waits, or one of which something was said."""

    id: str
    one: Child
    other: Child
    state: Cell
    finding: str = ""
    joined: bool = False
    why: str = ""


def _called(child: Child) -> str:
    return ", ".join(filter(None, (child.name, child.class_name)))


COLUMNS: list[Column[Two]] = [
    Column("one", "1", width=20, fraction=2, sortable=False, show=lambda two: _called(two.one)),
    Column("other", "2", width=20, fraction=2, sortable=False,
           show=lambda two: _called(two.other)),
    Column("state", "Because, or what was said", width=24, fraction=2, sortable=False),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What both records say of one thing, as a line."""

    id: str
    line: Line


def _sign(compared: Compared) -> Cell:
    return badge("", "late") if compared.line.differs else ""


BESIDE: list[Column[Compared]] = [
    Column("sign", "", width=1, sortable=False, show=_sign),
    Column("title", "", width=16, sortable=False, show=lambda each: each.line.title),
    Column("one", "1", width=20, fraction=2, sortable=False, show=lambda each: each.line.one),
    Column("other", "2", width=20, fraction=2, sortable=False, show=lambda each: each.line.other),
]  # fmt: skip


class TwiceDesk(DataScreen[None]):
    """Pairs of records that may be one child's, and those of which somebody has said."""

    CSS_PATH = "exchange_twice.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "join(1)", "First leads"),
        Binding("2", "join(2)", "Second leads"),
        Binding("b", "both", "Keep both"),
        Binding("d", "discard", "Discard"),
        Binding("p", "part", "Take back"),
        Binding("o", "pupil", "Open one of the two", show=False),
        Binding("tab,shift+tab", "other", "Pairs / side by side", show=False),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "Each line is two records that may be one child’s, by a number, or by birth and the same "
        "name or nearly; they stand side by side below, with a sign where they differ. 1 or 2 says "
        "that they are one child and which record leads: the other leaves the lists, and both "
        "histories are read together. b says that they are two children; it is refused where both "
        "have one UPN, ULN or NHS number. d discards a record that was a mistake. o opens one of "
        "them. At the end stands what was said before: p takes it back. Nothing is lost by any of "
        "it. By flags: sendtui same list, join, apart, discard, part."
    )

    def __init__(self, start: str = "") -> None:
        """`start`: the pair to stand on at first, its two ids one after the other."""
        super().__init__()
        self._start = start
        self._pairs = Grid[Two](COLUMNS, marks=False, id="pairs")
        self._lines = Grid[Compared](BESIDE, marks=False, id="beside")
        self._beside: Beside | None = None

    def compose(self) -> ComposeResult:
        """The pairs, what can be said of the one under the cursor, and both its records."""
        yield Masthead("Exchange", "Known twice")
        with Vertical(classes="body"):
            yield self._pairs
            yield Said("", id="said")
            yield self._lines
        yield Footer()

    def on_mount(self) -> None:
        """Start at the pairs."""
        self._pairs.say_empty("Reading …")
        self._pairs.focus()

    async def load(self) -> None:
        """Look for pairs, and read what was said of others."""
        waiting = [
            Two(f"{pair.one.id}{pair.other.id}", pair.one, pair.other,
                badge(pair.by, "late" if pair.certain else "soon"))
            for pair in await self.ask(matching.proposals)
        ]  # fmt: skip
        said = [
            Two(each.found.id, *_the_lead_first(each), _said(each.found), each.found.id,
                joined=each.found.same, why=each.found.why)
            for each in await self.ask(side_by_side.decided)
        ]  # fmt: skip
        self._pairs.show(waiting + said)
        self._pairs.say_empty(NOTHING, "Escape goes back.")
        for place, each in enumerate(waiting):
            if each.id == self._start:
                self._pairs.cursor = place
        self._start = ""
        self._pairs.styles.height = min(max(len(waiting + said), 2), MOST) + 1
        await self._compare()

    # What lies side by side

    @property
    def two(self) -> Two | None:
        """The pair under the cursor."""
        return self._pairs.highlighted

    @on(Grid.Highlighted, "#pairs")
    def _look_at(self) -> None:
        self.look_up(self._compare, group="beside")

    async def _compare(self) -> None:
        two, found = self.two, None
        if two is not None and not two.finding:
            found = await self.ask(side_by_side.beside, two.one.id, two.other.id, self.face.today)
        self._beside = found
        self._lines.say_empty("")
        self._lines.show([Compared(each.title, each) for each in found.lines] if found else [])
        self.query_one("#said", Said).say(_says(two, found))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be said of the pair is offered; nothing where the file is read-only."""
        if action not in ("join", "both", "discard", "part"):
            return super().check_action(action, parameters)
        if self.two is None or self.face.read_only:
            return False
        if action == "part":
            return bool(self.two.finding)
        if self.two.finding or self._beside is None:
            return False
        return None if action == "both" and self._beside.refused else True

    @on(Grid.Chosen, "#beside")
    def _read_line(self, event: Grid.Chosen[Compared]) -> None:
        line = event.row.line
        text = f"1  {line.one or 'nothing'}\n\n2  {line.other or 'nothing'}"
        self.app.push_screen(Notice(line.title, text))

    @on(Grid.Chosen, "#pairs")
    def action_other(self) -> None:
        """Go from the pairs to what lies side by side, and back."""
        (self._lines if self._pairs.has_focus else self._pairs).focus()

    # What is said

    def action_join(self, number: int) -> None:
        """One child: the record of this number leads."""
        if (two := self.two) is None:
            return
        leads, joined = (two.one, two.other) if number == 1 else (two.other, two.one)
        told = (
            f"{_called(leads)}, at {leads.setting or 'no setting'}, leads. {_called(joined)}, at "
            f"{joined.setting or 'no setting'}, leaves the lists. Both histories are read together."
        )

        async def join(why: str) -> None:
            await self.ask(same.join, joined.id, leads.id, why=why, today=self.face.today)

        self.begin_asking(lambda: self._ask_why("One child", told, join))

    def action_both(self) -> None:
        """Two children, who are proposed no more."""
        if (two := self.two) is None:
            return
        told = f"{_called(two.one)} and {_called(two.other)} are two children. Both stay in lists."

        async def keep(why: str) -> None:
            ids = two.one.id, two.other.id
            await self.ask(same.keep_both, *ids, why=why, today=self.face.today)

        self.begin_asking(lambda: self._ask_why("Two children", told, keep))

    async def _ask_why(self, title: str, told: str, say: Callable[[str], Awaitable[None]]) -> None:
        ask = Ask("why", "What says so", hint="may stay empty; kept with what was said")

        async def save(values: dict[str, object]) -> None:
            await say(str(values.get("why") or ""))

        form = FormDialog(title, (told, ask), {}, save=save, yes="Say so")
        if await self.app.push_screen_wait(form) is not None:
            self.reload()
            self.say("Written down. p on its line takes it back, and so does Ctrl+Z.")

    def action_discard(self) -> None:
        """A record that was made by mistake leaves the lists."""
        if (two := self.two) is not None:
            self.begin_asking(lambda: self._discard(two))

    async def _discard(self, two: Two) -> None:
        chosen = await self._which(two, "Which one was a mistake?")
        if chosen is None:
            return
        stays = two.other if chosen is two.one else two.one
        sure = Confirm(
            "Discard this record?",
            f"{_called(chosen)}, at {chosen.setting or 'no setting'}, leaves the lists with all "
            f"that it holds. {_called(stays)} stays as it is, and nothing of the other is read "
            "with it. Ctrl+Z brings it back.",
            yes="Discard",
            no="Keep",
        )
        if await self.app.push_screen_wait(sure):
            await self.ask(same.discard, chosen.id, stays.id)
            self.reload()
            self.say("Discarded. Ctrl+Z brings it back.")

    def action_part(self) -> None:
        """Take back what was said of the pair under the cursor."""
        if (two := self.two) is None or not two.finding:
            return
        finding = two.finding

        async def part() -> None:
            await self.ask(same.part, finding)
            self.say("Taken back: both are in the lists as they were.")

        self.act(part)

    # Looking further

    async def _which(self, two: Two, title: str) -> Child | None:
        options = [
            Option(number, f"{number}  {_called(child)}", child.setting)
            for number, child in (("1", two.one), ("2", two.other))
        ]
        chosen = await self.app.push_screen_wait(Choose(title, options))
        return {"1": two.one, "2": two.other}.get(chosen or "")

    @work(group="open", exclusive=True)
    async def action_pupil(self) -> None:
        """Open one of the two."""
        if (two := self.two) is None:
            return
        # Of two that were joined, the one that leads is in the lists.
        child = two.one if two.joined else await self._which(two, "Open which?")
        if child is not None:
            self.face.open_pupil(child.id)

    def action_back(self) -> None:
        """Go back; what waits goes on waiting."""
        self.dismiss(None)


def _the_lead_first(each: Decided) -> tuple[Child, Child]:
    return (each.other, each.pupil) if each.found.same else (each.pupil, each.other)


def _said(found: same.Found) -> Cell:
    day = f", {plain_cell(in_words(found.on))}" if found.on else ""
    if found.crossed:
        return badge(f"joined both ways: part one{day}", "late")
    words = "one child: 1 leads" if found.same else "two children"
    return badge(f"{words}{day}", "done")


def _says(two: Two | None, found: Beside | None) -> str:
    if two is None:
        return ""
    if two.finding:
        because = f"Because: {two.why}. " if two.why else ""
        return f"{because}p takes this back: both are in the lists as they were."
    return (found.refused if found else "") or HOW
