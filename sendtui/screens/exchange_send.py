"""A sealed file for somebody whose card is here: whose data goes, what stays, then the file."""

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted
from sendtui.rules.file_names import file_stem
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_keys import KeysScreen
from sendtui.screens.exchange_paths import size_words, start_of
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.widgets.columns import Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Choose, Confirm, Option
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services import peers as peers_service
from sendtui.services import purposes, send
from sendtui.services.peers import Peer
from sendtui.services.send import Child, Going

COLUMNS: list[Column[Child]] = [
    Column("name", "Whose record goes", width=30, fraction=1, sortable=False)
]


class SendScreen(DataScreen[None]):
    """Write a sealed file for one person."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "write", "Write the file"),
        Binding("c", "whom", "Somebody else"),
        Binding("p", "purpose", "Purpose for all EHC plans", show=False),
        Binding("m", "permitted", "All that the card permits", show=False),
        Binding("g", "whole_roll", "Whole roll", show=False),
        Binding("k", "keys", "Keys", show=False),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "c chooses whom the file is for. The list shows whose record goes: from a school, pupils "
        "for whom a purpose of theirs is recorded; p records it for all with an EHC plan. m takes "
        "all that the card permits: who are or were on the SEN register, or have a concern, a "
        "need, a cycle or a profile; g everybody, where the card is for the whole roll. Pupils "
        "with confidential records stay home; by flags they can be sent. a writes the file, which "
        "only they can open. It is logged. By flags: sendtui sync export --to NAME FILE"
    )

    def __init__(self) -> None:
        super().__init__()
        self._to = ""
        self._everyone: tuple[Peer, ...] = ()
        self._whole_roll = self._permitted = False
        self._going: Going | None = None
        self._grid = Grid[Child](COLUMNS, empty="Reading …", marks=False, id="going")

    def compose(self) -> ComposeResult:
        """To whom, how many, and whose."""
        yield Masthead("Exchange", "Write a sealed file")
        with Vertical(classes="body"):
            yield Line("", id="to", classes="strong")
            yield Line("", id="card", classes="quiet")
            yield Line("", id="sums")
            yield self._grid
            yield Static("", id="note", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start with the only one there is to write to, or with the question who."""
        self._grid.focus()

    async def load(self) -> None:
        """Read who there is, and what would go."""
        self._everyone = await self.ask(peers_service.peers)
        holds = [p for p in self._everyone if not p.expired(self.face.today)]
        if self._to and all(p.fingerprint != self._to for p in holds):
            self._to = ""
        if not self._to and len(holds) == 1:
            self._to = holds[0].fingerprint
        if not self._to:
            self._say_nobody(holds)
            return
        going = await self.ask(send.preview, self._to, self.face.today, self._choice)
        self._going = going
        self._draw(going)

    def _say_nobody(self, holds: list[Peer]) -> None:
        self._going = None
        self._grid.show(())
        for name in ("#to", "#card", "#sums"):
            self.query_one(name, Line).say("")
        self.query_one("#note", Static).update("")
        if holds:
            self._grid.say_empty(f"There are {len(holds)} people to write to.", "Press c: who?")
        elif self._everyone:
            self._grid.say_empty("Every card has run out.", "Press k for keys and people.")
        else:
            self._grid.say_empty("Nobody is enrolled here yet.", "Press k for keys and people.")
        self.refresh_bindings()

    def _draw(self, going: Going) -> None:
        peer = going.peer
        self.query_one("#to", Line).say(f"To {peer.name}")
        self.query_one("#card", Line).say(
            f"{peer.fingerprint} · card until {plain_cell(in_words(peer.until))} · {peer.purpose}"
        )
        self.query_one("#sums", Line).say(_sums(going))
        self._grid.show(going.pupils)
        self._grid.say_empty(
            "They hold all that is here for them.", "A file would only say that theirs arrived."
        )
        roll = ""
        if peer.whole_roll:
            roll = "g leaves those without SEN at home." if self._whole_roll else (
                "The card is for the whole roll: g takes those without SEN along."
            )  # fmt: skip
        self.query_one("#note", Static).update(plain(" ".join([*_at_home(going), roll]).strip()))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what has a meaning now is offered."""
        if action == "write":
            return self._going is not None
        if action == "whole_roll":
            return self._going is not None and self._going.peer.whole_roll
        if action == "whom":
            return bool(self._everyone)
        return super().check_action(action, parameters)

    @work(group="choose", exclusive=True)
    async def action_whom(self) -> None:
        """Ask whom the file is for."""
        today = self.face.today
        options = [
            Option(
                p.fingerprint,
                p.name,
                f"{'ran out' if p.expired(today) else 'until'} {plain_cell(in_words(p.until))}",
            )
            for p in self._everyone
        ]
        chosen = await self.app.push_screen_wait(Choose("Who is the file for?", options))
        if chosen is None:
            return
        peer = next(p for p in self._everyone if p.fingerprint == chosen)
        if peer.expired(today):
            self.app.notify(
                "Their card has run out: no file can pass until there is a new one.",
                severity="warning",
            )
            return
        self._to, self._whole_roll, self._permitted = chosen, False, False
        self.reload()

    @property
    def _choice(self) -> send.Choice:
        return send.Choice(all_pupils=self._whole_roll, all_permitted=self._permitted)

    def action_permitted(self) -> None:
        """Take all that the card permits, or only those with a recorded purpose."""
        self._permitted = not self._permitted
        self.reload()

    @work(group="choose", exclusive=True)
    async def action_purpose(self) -> None:
        """Record the purpose for all with an EHC plan, after asking."""
        going = self._going
        if going is None:
            return
        name = going.peer.name
        sure = Confirm(
            "Record the purpose?",
            f"For every pupil here with an EHC plan: {one_line(name)} may hold their record, for "
            "the plan. One by one, and for other purposes: sendtui purpose add",
            yes="Record it",
        )
        if await self.app.push_screen_wait(sure):
            self.act(lambda: self._record(name))

    async def _record(self, name: str) -> None:
        number = await self.ask(purposes.record_plans, name, self.face.today)
        self.say(f"Recorded for {counted(number, 'pupil')}. Ctrl+Z takes it back.")

    def action_whole_roll(self) -> None:
        """Take pupils without SEN along, or leave them at home."""
        self._whole_roll = not self._whole_roll
        self.reload()

    @work(group="choose", exclusive=True)
    async def action_write(self) -> None:
        """Ask where to, and write the file."""
        going = self._going
        if going is None:
            return
        if going.is_idle:
            self.say(send.NOBODY)
            return
        name = file_stem(going.peer.name, 30)
        target = await self.app.push_screen_wait(
            SaveAs(
                "Write a sealed file",
                f"To {one_line(going.peer.name)}: {_whose(going)}. Only they can open it. What "
                "left, whose, and to whom is logged.",
                f"{start_of()}{name}-{self.face.today.isoformat()}{send.SUFFIX}",
                may_replace=True,
            )
        )
        if target is not None:
            self.query_one("#sums", Line).say("Writing …")
            self.act(lambda: self._write(going.peer.fingerprint, target))

    async def _write(self, to: str, target: Path) -> None:
        try:
            sent = await self.ask(send.write, to, target, self.face.today, self._choice)
        except SendtuiError:
            self.reload()
            raise
        self.say(
            f"Written: {sent.path} ({size_words(sent.bytes)}), number {sent.number} to them: "
            f"{counted(len(sent.pupils), 'pupil')}, {counted(sent.changes, 'change')}. Send it as "
            "you like: only they can open it."
        )

    @on(Grid.Chosen, "#going")
    def _open(self, event: Grid.Chosen[Child]) -> None:
        self.face.open_pupil(event.row.id)

    def action_keys(self) -> None:
        """See to keys and people."""
        self.app.push_screen(KeysScreen())

    def action_back(self) -> None:
        """Go back to the exchange."""
        self.dismiss(None)


def _at_home(going: Going) -> list[str]:
    """Why pupils stay home who could go, each reason with its key."""
    why = going.why_home
    told = []
    if why.no_purpose:
        told.append(f"Without a recorded purpose: {why.no_purpose:,} (p for all EHC plans; m).")
    if why.confidential:
        told.append(f"Confidential as a whole: {why.confidential:,}.")
    if going.withheld:
        told.append(f"Go without what they say: {going.withheld:,} confidential records.")
    if why.barred:
        told.append(f"They may not receive anything about {why.barred:,}.")
    return told or ["What stays home: pupils with no SEN record, and other settings’ pupils."]


def _whose(going: Going) -> str:
    return counted(len(going.pupils), "pupil")


def _sums(going: Going) -> Content:
    parts = [
        f"{_whose(going)} with news",
        counted(going.changes, "change"),
        f"{going.unchanged:,} there already",
        f"{going.home:,} stay home",
    ]
    if not going.changes:
        return badge("Nothing new for them", "done") + Content(f"  ·  {parts[3]}")
    return Content("  ·  ".join(parts))
