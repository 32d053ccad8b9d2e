"""The exchange: lists come in, copies go out, and sealed files pass between known hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_passing import COLUMNS as PASSING_COLUMNS
from sendtui.screens.exchange_passing import (
    EMPTY,
    SECTIONS,
    Passing,
    chips,
    file_lines,
    owed_line,
    pair_line,
)
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import deciding, matching, outbox, owed
from sendtui.services import peers as peers_service
from sendtui.services.unsent import unsent

if TYPE_CHECKING:
    from sendtui.services.casefile import Store
    from sendtui.services.peers import Peer

PART_OF_KEY = {
    "import": "i", "presence": "a", "cases": "c", "export": "e", "pack": "h", "send": "w",
    "receive": "o", "decide": "d", "returns": "n", "keys": "k",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do here: its key, its name and how things stand with it."""

    id: str
    key: str
    title: str
    stands: Cell


COLUMNS: list[Column[Deed]] = [
    Column("key", "", width=1, sortable=False),
    Column("title", "What to do", width=28, fraction=1, sortable=False),
    Column("stands", "How it stands", width=34, fraction=2, sortable=False),
]


class ExchangeScreen(DataScreen[None]):
    """What comes in and goes out, to whom something is owed, and the files that passed."""

    CSS_PATH = "exchange.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "go('import')", "Import"),
        Binding("a", "go('presence')", "Attendance, suspensions", show=False),
        Binding("c", "go('cases')", "Case list", show=False),
        Binding("e", "go('export')", "Export"),
        Binding("h", "go('pack')", "Hand-over packs", show=False),
        Binding("w", "go('send')", "Send"),
        Binding("o", "go('receive')", "Receive"),
        Binding("d", "go('decide')", "Decide"),
        Binding("n", "go('returns')", "Returns", show=False),
        Binding("k", "go('keys')", "Keys"),
        Binding("b", "twice", "Children known twice", show=False),
        Binding("v", "carry", "Handed over", show=False),
        Binding("delete,backspace", "seen_to", "Take off the list", show=False),
        *(Binding(str(n), f"list('{name}')", title, show=False)
          for n, (name, title) in enumerate(SECTIONS.items(), 1)),
        Binding("tab,shift+tab", "other", "Deeds / lists", show=False),
    ]  # fmt: skip

    help_text = (
        "i brings in a school’s list, a a report of attendance or suspensions, c the case list of "
        "the authority’s own system; e writes the register or one pupil to a file with a "
        "password; h is the packs that go with pupils who move on, and come with them. "
        "Sealed files go to people whose key you know: k for keys and people, w writes one, o "
        "opens those that came, d decides where two people changed one field. Below: 1 what each "
        "reader has not got, 2 files written, 3 files read, 4 those that were not taken in, and "
        "why, 5 children who may be known twice, and b lays them side by side. Tab goes there; "
        "Enter tells all of a line. "
        "Written is not received: v says that a file is on its way, and it is confirmed when their "
        "own file says so. n is the "
        "Department’s returns. By flags: sendtui sync files, sendtui clash list, sendtui case "
        "import, sendtui attendance import."
    )

    def __init__(self, part: str = "") -> None:
        """`part`: what to open at once, as in `go`."""
        super().__init__()
        self._part = part
        self._section = "owed"
        self._lists: dict[str, list[Passing]] = {}
        self._deeds = Grid[Deed](COLUMNS, marks=False, id="deeds")
        self._files = Grid[Passing](PASSING_COLUMNS, empty="Reading …", marks=False, id="files")

    def compose(self) -> ComposeResult:
        """What can be done, and what passes."""
        yield Masthead("Exchange")
        with Vertical(classes="body"):
            yield self._deeds
            yield Line("", id="lists")
            yield self._files
        yield Footer()

    def on_mount(self) -> None:
        """Start at what can be done, or with what was asked for."""
        self._deeds.focus()
        if self._part:
            self.call_after_refresh(self.go, self._part)

    async def load(self) -> None:
        """Read how things stand; what each reader is owed takes longest, and comes last."""
        people = await self.ask(peers_service.peers)
        waiting = await self.ask(unsent)
        clashes = len(await self.ask(deciding.undecided, self.face.today))
        self._deeds.show(_deeds(people, waiting, clashes, self.face.today))
        files = await self.ask(outbox.files)
        self._lists["out"] = file_lines(f for f in files if f.direction == "out")
        self._lists["in"] = file_lines(f for f in files if f.direction == "in")
        self._lists["quarantine"] = file_lines(await self.ask(outbox.quarantine))
        self._draw()
        found = await self.ask(owed.at_once, self.face.today)
        self._lists["owed"] = [owed_line(each, self.face.today) for each in found]
        self._lists.pop("twice", None)
        self._draw()
        if self._section == "twice":
            await self._read_twice()

    async def _read_twice(self) -> None:
        """Look through all names and numbers, which is only done where somebody asks for it."""
        self._lists["twice"] = [pair_line(each) for each in await self.ask(matching.proposals)]
        self._draw()

    def _draw(self) -> None:
        counts = {name: len(lines) for name, lines in self._lists.items()}
        self.query_one("#lists", Line).say(chips(counts, self._section))
        lines = self._lists.get(self._section)
        self._files.show(lines or ())
        self._files.say_empty("Reading …" if lines is None else EMPTY[self._section])
        self.refresh_bindings()

    def action_list(self, section: str) -> None:
        """Show one of the lists, and go there."""
        self._section = section
        self._draw()
        self._files.focus()
        if section == "twice" and "twice" not in self._lists:
            self.look_up(self._read_twice, group="twice")

    def go(self, part: str) -> None:
        """Open import, export, send, receive, decide or keys, unless it is in front already."""
        if part == "presence":
            self.begin_asking(self._take_in)
        made = _SCREENS.get(part)
        if made is None:
            return
        screen = made()
        if type(self.app.screen) is not type(screen):
            self.app.push_screen(screen)

    async def _take_in(self) -> None:
        from sendtui.screens.presence_import import take_in

        await take_in(self)

    def action_go(self, part: str) -> None:
        """Open a part."""
        self.go(part)

    def action_other(self) -> None:
        """Go from the deeds to the lists, and back."""
        (self._files if self._deeds.has_focus else self._deeds).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a file that was written is handed over, and only a refused one taken off."""
        if action in ("carry", "seen_to"):
            line = self._files.highlighted
            state = line.file.state if line is not None and line.file is not None else ""
            return not self.face.read_only and state == (
                "written" if action == "carry" else outbox.REFUSED
            )
        return super().check_action(action, parameters)

    def action_carry(self) -> None:
        """Say that the file under the cursor is on its way."""
        self._mark(outbox.carry)

    def action_seen_to(self) -> None:
        """Take a refused file off the list."""
        self._mark(outbox.seen_to)

    def _mark(self, service: "Callable[[Store, str], None]") -> None:
        line = self._files.highlighted
        if line is not None and line.file is not None:
            file = line.file.id
            self.act(lambda: self.ask(service, file))

    @on(Grid.Highlighted, "#files")
    def _look_at(self) -> None:
        self.refresh_bindings()

    @on(Grid.Chosen, "#deeds")
    def _do(self, event: Grid.Chosen[Deed]) -> None:
        self.go(event.row.id)

    @on(Grid.Chosen, "#files")
    def _tell(self, event: Grid.Chosen[Passing]) -> None:
        line = event.row
        if line.pair is not None:
            self._open_twice(f"{line.pair.one.id}{line.pair.other.id}")
        elif line.owed is not None and not line.owed.counted:
            peer = line.owed.peer
            self.look_up(lambda: self._tell_owed(peer), group="owed")
        else:
            self.app.push_screen(Notice(line.title, line.whole))

    def action_twice(self) -> None:
        """Show children who may be known twice, and what was said of them."""
        self._open_twice()

    def _open_twice(self, start: str = "") -> None:
        from sendtui.screens.exchange_twice import TwiceDesk

        self.app.push_screen(TwiceDesk(start))

    async def _tell_owed(self, peer: "Peer") -> None:
        found = owed_line(await self.ask(owed.to, peer, self.face.today), self.face.today)
        self.app.push_screen(Notice(found.title, found.whole))


def _deeds(people: "tuple[Peer, ...]", waiting: int, clashes: int, today: date) -> list[Deed]:
    rows = {
        "import": ("Bring in a school’s list", "CSV, Excel, ODS, CTF; shown first"),
        "presence": ("Bring in attendance", "or suspensions, of everybody; shown first"),
        "cases": ("Bring in a case list", "of your LA’s own system; and what to paste back"),
        "export": ("Write a file for people", "with a password; logged"),
        "pack": ("Hand-over packs", "a pupil’s story, out and in; receipts"),
        "send": ("Write a sealed file", _unsent(people, waiting)),
        "receive": ("Receive sealed files", "that others have sent; shown first"),
        "decide": ("Decide between two versions", _clashes(clashes)),
        "returns": ("The Department’s returns", "SEN2, school census; checked before"),
        "keys": ("Keys and people", _people(people, today)),
    }
    return [Deed(part, PART_OF_KEY[part], title, stands) for part, (title, stands) in rows.items()]


def _unsent(people: "tuple[Peer, ...]", waiting: int) -> Cell:
    if not people:
        return "needs somebody to write to: see k"
    if not waiting:
        return badge("everything has been sent", "done")
    return badge(f"{counted(waiting, 'change')} not sent yet", "soon")


def _clashes(number: int) -> Cell:
    if not number:
        return "nothing waits"
    return badge(f"{counted(number, 'field')} changed on both sides", "late")


def _people(people: "tuple[Peer, ...]", today: date) -> Cell:
    if not people:
        return "nobody is enrolled yet"
    out = sum(1 for each in people if each.expired(today))
    words = f"{len(people)} {'person' if len(people) == 1 else 'people'}"
    if out:
        return badge(f"{words}; {out} {'card has' if out == 1 else 'cards have'} run out", "late")
    soon = sum(1 for each in people if (each.until - today).days < peers_service.RUNS_OUT)
    return badge(f"{words}; {soon} to renew within a month", "soon") if soon else words


def _import() -> Screen[Any]:
    from sendtui.screens.exchange_import import ImportScreen

    return ImportScreen()


def _cases() -> Screen[Any]:
    from sendtui.screens.case_import import CaseImport

    return CaseImport()


def _export() -> Screen[Any]:
    from sendtui.screens.exchange_export import ExportScreen

    return ExportScreen()


def _pack() -> Screen[Any]:
    from sendtui.screens.exchange_pack import PackScreen

    return PackScreen()


def _send() -> Screen[Any]:
    from sendtui.screens.exchange_send import SendScreen

    return SendScreen()


def _receive() -> Screen[Any]:
    from sendtui.screens.exchange_read import ReadScreen

    return ReadScreen()


def _decide() -> Screen[Any]:
    from sendtui.screens.clash_desk import ClashDesk

    return ClashDesk()


def _returns() -> Screen[Any]:
    from sendtui.screens.returns import ReturnsScreen

    return ReturnsScreen()


def _keys() -> Screen[Any]:
    from sendtui.screens.exchange_keys import KeysScreen

    return KeysScreen()


_SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "import": _import, "cases": _cases, "export": _export, "pack": _pack, "send": _send,
    "receive": _receive, "decide": _decide, "returns": _returns, "keys": _keys,
}  # fmt: skip
