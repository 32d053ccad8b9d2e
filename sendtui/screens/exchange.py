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
from textual.widgets import Footer

from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_files import COLUMNS as FILE_COLUMNS
from sendtui.screens.exchange_files import FileLine, file_line, words_of
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import outbox
from sendtui.services import peers as peers_service
from sendtui.services.unsent import unsent

if TYPE_CHECKING:
    from sendtui.services.peers import Peer

PART_OF_KEY = {"import": "i", "export": "e", "send": "w", "receive": "o", "keys": "k"}

RUNS_OUT = 30
"""Days before a card's last day from which it is pointed out."""


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
    """What comes in and goes out, and the files that did."""

    CSS_PATH = "exchange.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "go('import')", "Import"),
        Binding("e", "go('export')", "Export"),
        Binding("w", "go('send')", "Send"),
        Binding("o", "go('receive')", "Receive"),
        Binding("k", "go('keys')", "Keys"),
        Binding("tab,shift+tab", "other", "Deeds / files", show=False),
    ]

    help_text = (
        "i brings in a school’s list; e writes the register or one pupil to a plain file. Sealed "
        "files go to people whose key you know: k for keys and people, w writes one, o opens "
        "those that came. Tab goes to the list of files that were written and read."
    )

    def __init__(self, part: str = "") -> None:
        """`part`: what to open at once, as in `go`."""
        super().__init__()
        self._part = part
        self._deeds = Grid[Deed](COLUMNS, marks=False, id="deeds")
        self._files = Grid[FileLine](
            FILE_COLUMNS, empty="No sealed file has been written or read here.", marks=False,
            id="files",
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """What can be done, and the files."""
        yield Masthead("Exchange")
        with Vertical(classes="body"):
            yield self._deeds
            yield Line("Sealed files written and read", classes="title")
            yield self._files
        yield Footer()

    def on_mount(self) -> None:
        """Start at what can be done, or with what was asked for."""
        super().on_mount()
        self._deeds.focus()
        if self._part:
            self.call_after_refresh(self.go, self._part)

    async def load(self) -> None:
        """Read how things stand."""
        people = await self.ask(peers_service.peers)
        waiting = await self.ask(unsent)
        self._deeds.show(_deeds(people, waiting, self.face.today))
        self._files.show([file_line(each) for each in await self.ask(outbox.files)])

    def go(self, part: str) -> None:
        """Open import, export, send, receive or keys, unless it is in front already."""
        made = _SCREENS.get(part)
        if made is None:
            return
        screen = made()
        if type(self.app.screen) is not type(screen):
            self.app.push_screen(screen)

    def action_go(self, part: str) -> None:
        """Open a part."""
        self.go(part)

    def action_other(self) -> None:
        """Go from the deeds to the files, and back."""
        (self._files if self._deeds.has_focus else self._deeds).focus()

    @on(Grid.Chosen, "#deeds")
    def _do(self, event: Grid.Chosen[Deed]) -> None:
        self.go(event.row.id)

    @on(Grid.Chosen, "#files")
    def _tell(self, event: Grid.Chosen[FileLine]) -> None:
        self.app.push_screen(Notice("A sealed file", words_of(event.row.filed)))


def _deeds(people: "tuple[Peer, ...]", waiting: int, today: date) -> list[Deed]:
    rows = {
        "import": ("Bring in a school’s list", "CSV or Excel; always shown first"),
        "export": ("Write a plain file", "the register, or one pupil; logged"),
        "send": ("Write a sealed file", _unsent(people, waiting)),
        "receive": ("Receive sealed files", "that others have sent; shown first"),
        "keys": ("Keys and people", _people(people, today)),
    }
    return [Deed(part, PART_OF_KEY[part], title, stands) for part, (title, stands) in rows.items()]


def _unsent(people: "tuple[Peer, ...]", waiting: int) -> Cell:
    if not people:
        return "needs somebody to write to: see k"
    if not waiting:
        return badge("everything has been sent", "done")
    return badge(f"{waiting:,} change{'s' if waiting > 1 else ''} not sent yet", "soon")


def _people(people: "tuple[Peer, ...]", today: date) -> Cell:
    if not people:
        return "nobody is enrolled yet"
    out = sum(1 for each in people if each.expired(today))
    words = f"{len(people)} {'person' if len(people) == 1 else 'people'}"
    if out:
        return badge(f"{words}; {out} {'card has' if out == 1 else 'cards have'} run out", "late")
    soon = sum(1 for each in people if (each.until - today).days < RUNS_OUT)
    return badge(f"{words}; {soon} to renew within a month", "soon") if soon else words


def _import() -> Screen[Any]:
    from sendtui.screens.exchange_import import ImportScreen

    return ImportScreen()


def _export() -> Screen[Any]:
    from sendtui.screens.exchange_export import ExportScreen

    return ExportScreen()


def _send() -> Screen[Any]:
    from sendtui.screens.exchange_send import SendScreen

    return SendScreen()


def _receive() -> Screen[Any]:
    from sendtui.screens.exchange_read import ReadScreen

    return ReadScreen()


def _keys() -> Screen[Any]:
    from sendtui.screens.exchange_keys import KeysScreen

    return KeysScreen()


_SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "import": _import, "export": _export, "send": _send, "receive": _receive, "keys": _keys,
}  # fmt: skip
