"""Hand-over packs: those that were sent and whether they came; one that came taken in."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from sendtui.rules.counting import counted
from sendtui.screens import exchange_pack_in
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_pickers import PickFile
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Confirm, FormDialog, Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import pack_receipts
from sendtui.services.pack_receipts import Confirmed, Sent


@dataclass(frozen=True, slots=True)
class Shown:
    """A pack that was sent, and how it stands."""

    id: str
    sent: Sent
    stands: Cell


COLUMNS: list[Column[Shown]] = [
    Column("name", "Whose", width=18, fraction=3, sortable=False, show=lambda one: one.sent.name),
    Column("to", "To", width=16, fraction=3, sortable=False, show=lambda one: one.sent.to),
    Column("sent_on", "Sent", width=11, sortable=False,
           show=lambda one: in_words(one.sent.sent_on)),
    Column("number", "Number", width=9, sortable=False, priority=1,
           show=lambda one: one.sent.number),
    Column("stands", "Came", width=14, sortable=False),
]  # fmt: skip


class PackScreen(DataScreen[None]):
    """What was handed over with a pupil who moved on, and what came with one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "Write one"),
        Binding("o", "open", "Open one"),
        Binding("c", "receipt", "Read a receipt"),
        Binding("s", "told", "They say so"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "A pack is a pupil’s whole SEN story in one file for their next setting: record, profile, "
        "cycle, plan, documents. w chooses the pupil (m there writes it), with a password or "
        "sealed to somebody whose card is here. o opens one that came: it is shown first, taken in "
        "as one act, and its receipt is written to send back. c reads a receipt that came back, "
        "and the pack counts as received; s where they only say so. Enter tells all of a "
        "line. By flags: sendtui pack, sendtui import pack FILE"
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Shown](COLUMNS, empty="Reading …", marks=False, id="packs")

    def compose(self) -> ComposeResult:
        """The packs that were sent."""
        yield Masthead("Exchange", "Hand-over packs")
        with Vertical(classes="body"):
            yield Line("", id="sums", classes="quiet")
            yield self._grid
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()

    async def load(self) -> None:
        """Read what was sent."""
        found = await self.ask(pack_receipts.packs)
        self._grid.show([Shown(each.id, each, _stands(each)) for each in found])
        self._grid.say_empty("No pack was sent yet.", "w writes one, o opens one that came.")
        waiting = sum(each.received_on is None for each in found)
        says = f"{counted(len(found), 'pack')} sent, {waiting} without a receipt" if found else ""
        self.query_one("#sums", Line).say(says)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Somebody tells of a pack that has not been receipted."""
        if action == "told":
            under = self._grid.highlighted
            return under is not None and under.sent.received_on is None
        return super().check_action(action, parameters)

    @on(Grid.Highlighted, "#packs")
    def _look_at(self) -> None:
        self.refresh_bindings()

    @on(Grid.Chosen, "#packs")
    def _tell(self, event: Grid.Chosen[Shown]) -> None:
        self.app.push_screen(Notice(f"Pack {event.row.sent.number}", _whole(event.row.sent)))

    def action_write(self) -> None:
        """Choose the pupil a pack is about."""
        from sendtui.screens.exchange_export import ExportScreen

        self.app.push_screen(ExportScreen())

    def action_open(self) -> None:
        """Take in a pack that came."""
        self.begin_asking(self._open)

    async def _open(self) -> None:
        path = await self.app.push_screen_wait(PickFile("Which pack?", exchange_pack_in.ENDINGS))
        if path is not None:
            await exchange_pack_in.take_in(self, path)
            self.reload()

    def action_receipt(self) -> None:
        """Read a receipt that came back."""
        self.begin_asking(self._read)

    async def _read(self) -> None:
        path = await self.app.push_screen_wait(PickFile("Which receipt?", (".json",)))
        if path is None:
            return
        found = await self.ask(pack_receipts.look, path)
        sure = Confirm("Mark it as received?", _receipt(found), yes="Received", safe="yes")
        if await self.app.push_screen_wait(sure):
            await self.ask(pack_receipts.confirm, path, self.face.today)
            self.reload()
            self.say(f"Pack {found.sent.number} is marked as received.")

    def action_told(self) -> None:
        """Say that they told you it came."""
        under = self._grid.highlighted
        if under is not None:
            self.begin_asking(lambda: self._told(under.sent))

    async def _told(self, sent: Sent) -> None:
        today = self.face.today

        async def save(values: dict[str, object]) -> None:
            on_day = values.get("received_on")
            day = on_day if isinstance(on_day, date) else today
            await self.ask(pack_receipts.told, sent.id, str(values["received_by"]), day, today)

        asks = (
            f"{sent.name}, to {sent.to}. They tell you its number: {sent.number}.",
            Ask("received_by", "Who told you", is_needed=True),
            Ask("received_on", "When it came", "date", prefer="past"),
        )
        start = {"received_on": today}
        if await self.app.push_screen_wait(
            FormDialog("Received, as they say", asks, start, save=save, yes="Mark it")
        ):
            self.reload()
            self.say(f"Pack {sent.number} is marked as received.")

    def action_back(self) -> None:
        """Go back to the exchange."""
        self.dismiss(None)


def _stands(sent: Sent) -> Cell:
    if sent.received_on is None:
        return badge("no receipt", "soon")
    return badge(plain_cell(in_words(sent.received_on)), "done")


def _whole(sent: Sent) -> str:
    lines = [
        f"Whose: {sent.name}",
        f"To: {sent.to}{f', URN {sent.urn}' if sent.urn else ''}",
        f"Sent: {plain_cell(in_words(sent.sent_on))}, by {sent.by or 'nobody named'}",
    ]
    if sent.received_on is None:
        lines.append("No receipt has come. c reads it; s where they only tell you the number.")
    else:
        how = "by its receipt" if sent.is_by_receipt else "by word of mouth"
        day = plain_cell(in_words(sent.received_on))
        lines.append(f"Received: {day} by {sent.received_by}, {how}")
    return "\n".join(lines)


def _receipt(found: Confirmed) -> str:
    said = found.receipt
    whose = f"the key of {found.signer}" if found.signer else "a key that has no card here"
    return (
        f"Pack {found.sent.number}: {found.sent.name}\n"
        f"Received {plain_cell(in_words(said.received_on))} by {said.name}\n"
        f"{counted(said.records, 'record')}, {counted(said.documents, 'document')}\n"
        f"Signed with {whose}."
    )
