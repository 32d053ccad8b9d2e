"""Cards that go on: renewed, handed over or revoked, and what a device might hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.rules.file_names import file_stem
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import start_of, typed_path
from sendtui.screens.exchange_pickers import PickFile
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.columns import Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, one_line
from sendtui.services import enrol_files, revoking
from sendtui.services.enrol_files import CARD, REQUEST
from sendtui.services.peers import WE, Peer
from sendtui.services.revoking import Reached

GOOD_FOR = 365
"""Days a card is proposed to be good for."""

DIFFERS = "This is not the file’s. Compare again; if they differ, the file is not theirs."

HEARD = Ask(
    "fingerprint",
    "What you hear",
    hint="all 16 characters; blanks do not matter",
    is_needed=True,
)


@dataclass(frozen=True, slots=True)
class Holding:
    """What a device might hold of one pupil or setting, as a line."""

    id: str
    name: str
    class_name: str
    records: int
    what: str


COLUMNS: list[Column[Holding]] = [
    Column("name", "Whose record", width=20, fraction=2, sortable=False),
    Column("class_name", "Class", width=8, sortable=False),
    Column("records", "Records", width=7, align="right"),
    Column("what", "What", width=20, fraction=3, sortable=False),
]


class MightHold(Dialog[bool]):
    """What somebody might hold, pupil by pupil; with `can_revoke`, Ctrl+S cuts them off."""

    DEFAULT_CSS = """
    MightHold {
        & > .dialog { width: 96; height: 22; padding: 1 1; }
        & Grid { height: 1fr; }
        & .dialog--buttons { margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "revoke", "Revoke")]

    help_text = (
        "What the device might hold at most: what it confirmed, and what was in every file to it. "
        "What was written on it and never sent is not known here. Revoking a card lets no file "
        "pass either way; the others learn of it with the next sealed file to them. What the "
        "device holds stays on it, encrypted."
    )

    def __init__(self, found: Reached, *, can_revoke: bool) -> None:
        super().__init__(f"What {found.peer.name} might hold")
        self._found, self._can_revoke = found, can_revoke
        self._grid = Grid[Holding](COLUMNS, empty="Nothing was ever written to them.", marks=False)

    def contents(self) -> Sequence[Widget]:
        """How much it is, the lines, and the way on."""
        found = self._found
        last = ""
        if found.last:
            last = f" · last file {plain_cell(in_words(found.last.astimezone().date()))}"
        records = sum(each.records for each in found.held)
        number = counted(len(found.held), "pupil or setting", "pupils and settings")
        revoke = [("revoke", "Revoke the card  ctrl+s")] if self._can_revoke else []
        return [
            Line(f"{number}, {counted(records, 'record')} at most{last}", classes="strong"),
            self._grid,
            buttons(("leave", "Close  esc"), *revoke, first="leave"),
        ]

    def on_mount(self) -> None:
        """Show it all."""
        self._grid.show(
            [
                Holding(each.stream, each.name or "not here any more", each.class_name,
                        each.records, each.says())
                for each in self._found.held
            ]
        )  # fmt: skip
        self._grid.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a card of ours is revoked."""
        return self._can_revoke if action == "revoke" else super().check_action(action, parameters)

    @on(Button.Pressed, "#revoke")
    def action_revoke(self) -> None:
        """Go on to the word that has to be typed."""
        self.dismiss(True)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Leave all as it is."""
        self.dismiss(False)


class CardDeeds(DataScreen[None]):
    """What is done with the card of the person under the cursor; the list is `KeysScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "renew", "Renew", show=False),
        Binding("v", "revoke", "Revoke, after what they might hold", show=False),
        Binding("l", "held", "What they might hold", show=False),
        Binding("h", "hand_over", "Hand the card to whoever takes over", show=False),
    ]

    @property
    def peer(self) -> Peer | None:
        """The person under the cursor."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be somebody, and for most of it their card must be ours."""
        if action in ("renew", "revoke", "hand_over"):
            is_ours = self.peer is not None and self.peer.way == WE
            return is_ours and not self.face.read_only
        if action == "held":
            return self.peer is not None
        return super().check_action(action, parameters)

    async def compare(self, values: dict[str, object], shown: str) -> str:
        """What was heard; raises InvalidError, to be said at its field, where it differs."""
        heard = str(values["fingerprint"])
        if not await self.ask(enrol_files.agrees, heard, shown):
            raise InvalidError((Problem("fingerprint", "", DIFFERS),))
        return heard

    # Renewing

    def action_renew(self) -> None:
        """Write a new card for the person under the cursor."""
        self.begin_asking(self._renew)

    async def _renew(self) -> None:
        peer = self.peer
        if peer is None:
            return
        name = file_stem(peer.name, 30)
        known = {
            "until": max(peer.until, self.face.today) + timedelta(days=GOOD_FOR),
            "target": f"{start_of()}{name}{CARD}",
        }
        asks = (
            f"{one_line(peer.name)}\nTheir keys were compared before: nobody has to ring. The new "
            "card also rides in the next sealed file to them.",
            Ask("until", "Good until", "date", is_needed=True, prefer="future"),
            Ask("target", "Write the card to", is_needed=True),
        )

        async def save(values: dict[str, object]) -> None:
            until = values["until"]
            if isinstance(until, date):
                target = typed_path(str(values["target"]))
                await self.ask(enrol_files.renew, peer.fingerprint, target, until=until,
                               today=self.face.today)  # fmt: skip

        form = FormDialog("Renew a card", asks, known, save=save, yes="Renew")
        if done := await self.app.push_screen_wait(form):
            self.reload()
            self.say(f"Renewed: {done['target']}. Send it, or write them a sealed file.")

    # Revoking

    def action_held(self) -> None:
        """Show what the person under the cursor might hold."""
        self.look_up(self._show_held)

    async def _show_held(self) -> None:
        if (peer := self.peer) is not None:
            found = await self.ask(revoking.might_hold, peer.fingerprint)
            self.app.push_screen(MightHold(found, can_revoke=False))

    def action_revoke(self) -> None:
        """Show what the person under the cursor might hold, and cut them off."""
        self.begin_asking(self._revoke)

    async def _revoke(self) -> None:
        peer = self.peer
        if peer is None:
            return
        found = await self.ask(revoking.might_hold, peer.fingerprint)
        if not await self.app.push_screen_wait(MightHold(found, can_revoke=not peer.revoked)):
            return
        sure = Confirm(
            "Revoke this card?",
            f"{one_line(peer.name)}\n\nNo file passes either way from now on, and the others learn "
            "of it with the next sealed file to them. A device found again gets a new card.",
            yes="Revoke",
            typed="revoke",
        )
        if await self.app.push_screen_wait(sure):
            await self.ask(revoking.revoke, peer.fingerprint)
            self.reload()
            self.say("Revoked. Write the others a sealed file, so that they know of it.")

    # Handing over

    def action_hand_over(self) -> None:
        """Give the card under the cursor to whoever takes over."""
        self.begin_asking(self._hand_over)

    async def _hand_over(self) -> None:
        peer = self.peer
        if peer is None:
            return
        path = await self.app.push_screen_wait(PickFile("Whose request takes over?", (".json",)))
        if path is None:
            return
        asked = await self.ask(enrol_files.asked, path)
        card = path.name.removesuffix(REQUEST).removesuffix(".json")
        asks = (
            f"{one_line(asked.name)} takes over from {one_line(peer.name)}, whose card is revoked."
            f"\nThe file’s fingerprint:  {asked.fingerprint}\n"
            "Ring them on a number you know from elsewhere. Type what they read out.",
            HEARD,
            Ask("until", "Good until", "date", is_needed=True, prefer="future"),
            Ask("target", "Write the card to", is_needed=True),
        )
        known = {"until": peer.until, "target": f"{start_of(path.parent)}{card}{CARD}"}

        async def save(values: dict[str, object]) -> None:
            heard = await self.compare(values, asked.fingerprint)
            until = values["until"]
            if not isinstance(until, date):
                raise SendtuiError("Say until when the card is good.")
            await self.ask(enrol_files.hand_over, peer.fingerprint, path,
                           typed_path(str(values["target"])), fingerprint=heard, until=until,
                           today=self.face.today)  # fmt: skip

        form = FormDialog("Hand a card over", asks, known, save=save, yes="Hand over")
        if done := await self.app.push_screen_wait(form):
            self.reload()
            self.say(f"The card is written: {done['target']}. The earlier one is revoked.")
