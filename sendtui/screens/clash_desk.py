"""The clash desk: both versions of a field side by side, who wrote each and when, and a decision.

By keys alone; nothing decides itself, and leaving leaves everything as it was.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sendtui.models import kind as noun
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import asks_of
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import FormDialog, Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services import confidential, deciding
from sendtui.services.deciding import Side, Undecided
from sendtui.services.labels import offered

SHOWN = 4
"""Versions that have room side by side; there are seldom more than two."""

MOST = 8
"""Clashes that are listed before one has to scroll."""

HOW = "1 or 2 takes that version, Enter shows both in full."
NOTHING = "Nothing waits to be decided."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clash as a line of the desk."""

    id: str
    clash: Undecided


def _who(line: Waiting) -> str:
    return ", ".join(filter(None, (line.clash.name, line.clash.class_name)))


def _label(line: Waiting) -> Cell:
    number = len(line.clash.sides)
    return badge("same field" if number == 2 else f"same field, {number} versions", "late")


COLUMNS: list[Column[Waiting]] = [
    Column("who", "Whose", width=20, fraction=2, sortable=False, show=_who),
    Column("field", "Field", width=20, fraction=2, sortable=False,
           show=lambda line: line.clash.title),
    Column("label", "Both changed", width=14, fraction=1, sortable=False, show=_label),
]  # fmt: skip


class ClashDesk(DataScreen[None]):
    """Every field that two people changed apart from each other, and what holds from now on."""

    CSS_PATH = "clash_desk.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "take('mine')", "Mine"),
        Binding("t", "take('theirs')", "Theirs"),
        Binding("b", "both", "Both"),
        Binding("n", "write", "Something else"),
        *(Binding(str(n), f"take('{n}')", f"Take version {n}", show=False)
          for n in range(1, SHOWN + 1)),
        Binding("u", "uncover", "Show what is confidential", show=False),
        Binding("o", "pupil", "Open the pupil", show=False),
        Binding("escape", "back", "Back"),
    ]  # fmt: skip

    help_text = (
        "Each line is a field that two people changed without knowing of each other. Both versions "
        "stand below, with who wrote them and when; Enter shows both in full. m takes "
        "the one written here, t theirs, 1 and 2 the one with that number, b both together, n "
        "something else that you write. Nothing decides itself: Escape leaves all as it is. Your "
        "decision travels, and both versions stay in the history. By flags: sendtui clash list, "
        "decide."
    )

    def __init__(self, record: str = "", field: str = "") -> None:
        """`record` and `field`: the clash to stand on at first."""
        super().__init__()
        self._start = (record, field)
        self._grid = Grid[Waiting](COLUMNS, marks=False, id="clashes")
        self._said = ""

    def compose(self) -> ComposeResult:
        """The clashes, the versions of the one under the cursor, and what was done last."""
        yield Masthead("Exchange", "Decide")
        with Vertical(classes="body"):
            yield self._grid
            with Horizontal(id="sides"):
                for n in range(1, SHOWN + 1):
                    with VerticalScroll(classes="panel side", id=f"side-{n}"):
                        yield Static("", id=f"words-{n}")
            yield Line("", id="said")
        yield Footer()

    def on_mount(self) -> None:
        """Start at the clashes."""
        self._grid.say_empty("Reading …")
        self._grid.focus()

    async def load(self) -> None:
        """Read what waits."""
        found = await self.ask(deciding.undecided, self.face.today)
        self._grid.show([Waiting(each.id, each) for each in found])
        self._grid.say_empty(NOTHING, "Escape goes back.")
        self._land(found)
        self._grid.styles.height = min(max(len(found), 2), MOST) + 1
        waits = f"{counted(len(found), 'field')} to decide: {HOW}" if found else ""
        self.query_one("#said", Line).say(self._said or waits)
        self._draw()

    def _land(self, found: tuple[Undecided, ...]) -> None:
        if any(self._start):
            record, field = self._start
            at = [n for n, one in enumerate(found) if one.record == record]
            exact = [n for n in at if found[n].field == field]
            for place in (exact or at)[:1]:
                self._grid.cursor = place
            self._start = ("", "")

    # What lies side by side

    @property
    def clash(self) -> Undecided | None:
        """The clash under the cursor."""
        under = self._grid.highlighted
        return under.clash if under is not None else None

    @on(Grid.Highlighted, "#clashes")
    def _look_at(self) -> None:
        self._draw()

    def _draw(self) -> None:
        clash = self.clash
        sides = clash.sides[:SHOWN] if clash else ()
        for n in range(1, SHOWN + 1):
            box = self.query_one(f"#side-{n}")
            box.display = n <= len(sides)
            if n <= len(sides):
                box.border_title, box.border_subtitle = _headings(n, sides[n - 1])
                self.query_one(f"#words-{n}", Static).update(_words(sides[n - 1]))
                box.scroll_home(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be taken is offered; nothing where the file is read-only."""
        if action not in ("take", "both", "write", "uncover", "pupil"):
            return super().check_action(action, parameters)
        clash = self.clash
        if clash is None or (self.face.read_only and action in ("take", "both", "write")):
            return False
        match action:
            case "take":
                return _means(clash, str(parameters[0]))
            case "both":
                return clash.both is not None
            case "write":
                return not (clash.is_removal or clash.veiled)
            case "uncover":
                return clash.veiled
        return True

    @on(Grid.Chosen, "#clashes")
    def _read(self, event: Grid.Chosen[Waiting]) -> None:
        clash = event.row.clash
        parts = [f"{n}  {_by(side)}:\n{side.words or 'nothing'}"
                 for n, side in enumerate(clash.sides, 1)]  # fmt: skip
        self.app.push_screen(Notice(f"{clash.name}: {clash.title}", "\n\n".join(parts)))

    # Deciding

    def action_take(self, which: str) -> None:
        """Take one of the versions."""
        clash = self.clash
        if clash is not None:
            self._decide(clash, deciding.chosen(clash, which))

    def _decide(self, clash: Undecided, side: Side) -> None:
        async def decide() -> None:
            await self.ask(deciding.decide, clash, side)
            self._tell(clash, side.words)

        self.act(decide)

    def action_both(self) -> None:
        """Take all versions together."""
        clash = self.clash
        if clash is None or clash.both is None:
            return
        both = clash.both

        async def decide() -> None:
            await self.ask(deciding.decide_as, clash, both)
            self._tell(clash, deciding.said(clash.kind, clash.field, both))

        self.act(decide)

    def action_write(self) -> None:
        """Write what holds instead of either."""
        clash = self.clash
        if clash is not None:
            self.begin_asking(lambda: self._write(clash))

    async def _write(self, clash: Undecided) -> None:
        known = offered(clash.kind, clash.field, self.face.today)
        codes = {clash.field: tuple((c.code, f"{c.code} · {c.label}") for c in known)}
        is_long = isinstance(clash.both, str) and len(clash.both) > deciding.SHORT
        twin = noun(clash.kind).twin
        long = (clash.field,) if is_long else ()
        asks = asks_of(twin, (clash.field,), long=long, options=codes if known else None)
        start = clash.both if clash.both is not None else clash.sides[0].value

        async def save(values: dict[str, object]) -> None:
            said = values.get(clash.field, "")
            await self.ask(deciding.decide_as, clash, said)
            self._tell(clash, deciding.said(clash.kind, clash.field, said))

        says = [f"{n}  {one_line(_brief(side))}" for n, side in enumerate(clash.sides, 1)]
        form = FormDialog(
            f"{clash.title}: what holds?", ("\n".join(says), *asks), {clash.field: start},
            save=save, yes="Decide",
        )  # fmt: skip
        if await self.app.push_screen_wait(form) is not None:
            self.reload()

    def _tell(self, clash: Undecided, words: str) -> None:
        self._said = f"Decided: {clash.name}, {clash.title}: {one_line(words) or 'nothing'}"

    # Looking further

    def action_uncover(self) -> None:
        """Show the confidential record under the cursor until the file is locked."""
        clash = self.clash

        async def show(record: str) -> None:
            await self.ask(confidential.show, record)
            await self.load()

        if clash is not None:
            self.look_up(lambda: show(clash.record))

    def action_pupil(self) -> None:
        """Open the pupil whose field it is."""
        if self.clash is not None and self.clash.of_pupil:
            self.face.open_pupil(self.clash.stream, "", self.clash.record)

    def action_back(self) -> None:
        """Go back; what waits goes on waiting."""
        self.dismiss(None)


def _means(clash: Undecided, which: str) -> bool:
    if clash.veiled:
        return False
    if which.isdigit():
        return int(which) <= len(clash.sides)
    return (clash.mine if which == "mine" else clash.theirs) is not None


def _headings(number: int, side: Side) -> tuple[str, str]:
    """Above a version who wrote it, below it when."""
    where = "here, " if side.here else ""
    above = Content(f" {number}  {where}{one_line(side.who)} ")
    return above.markup, Content(f" {_when(side)} ").markup


def _when(side: Side) -> str:
    when = side.when.astimezone()
    return f"{plain_cell(in_words(when.date()))} at {when:%H:%M}"


def _by(side: Side) -> str:
    return f"{one_line(side.who)}{', here' if side.here else ''}, {_when(side)}"


def _words(side: Side) -> Content:
    return plain(side.words) if side.words else Content.styled("nothing", "$text-muted")


def _brief(side: Side) -> str:
    words = side.words or "nothing"
    return words if len(words) <= deciding.SHORT else f"{words[: deciding.SHORT]} …"
