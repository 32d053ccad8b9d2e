"""Keys and people: one's own fingerprint, and those whose cards let files pass."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from sendtui.errors import SendtuiError
from sendtui.screens.exchange_cards import GOOD_FOR, HEARD, CardDeeds
from sendtui.screens.exchange_paths import start_of, typed_path
from sendtui.screens.exchange_pickers import PickFile, SaveAs
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Confirm, FormDialog, Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line
from sendtui.services import enrol, enrol_files
from sendtui.services import peers as peers_service
from sendtui.services.enrol_files import CARD, REQUEST
from sendtui.services.peers import WE, Peer

OF_OURS = "e renew the card  ·  l what they might hold  ·  v revoke  ·  h hand over"
OF_OTHERS = "l what they might hold  ·  Delete forgets them; their issuer renews and revokes"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose card is here; `until` is its last day, with a sign where that matters."""

    id: str
    peer: Peer
    until: Cell


COLUMNS: list[Column[Known]] = [
    Column("name", "Who", width=20, fraction=3, sortable=False, show=lambda known: known.peer.name),
    Column("until", "Card until", width=16, sortable=False),
    Column("settings", "About", width=14, fraction=2, sortable=False,
           show=lambda known: ", ".join(known.peer.settings)),
    Column("fingerprint", "Fingerprint", width=19, sortable=False,
           show=lambda known: known.peer.fingerprint),
    Column("way", "By", width=12, sortable=False, priority=1, show=lambda known: known.peer.way),
]  # fmt: skip


def until_cell(peer: Peer, today: date) -> Cell:
    """A card's last day; what has run out or soon will, or was revoked, says so."""
    until = peer.until
    day = plain_cell(in_words(until))
    if peer.revoked:
        return badge("revoked", "late")
    if until < today:
        return badge(f"{day} over", "late")
    return badge(day, "soon") if (until - today).days < peers_service.RUNS_OUT else f"  {day}"


class KeysScreen(CardDeeds):
    """Who can be written to, and how to come to know somebody's key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "request", "Request"),
        Binding("n", "issue", "Answer"),
        Binding("c", "accept", "Accept"),
        Binding("o", "access", "Who can open"),
        Binding("delete,backspace", "forget", "Forget", show=False),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "A card says whom files may pass to, about which settings, and until when. The one who "
        "wants to exchange writes a request (q) and sends it; the school or authority answers it "
        "with a card (n); the first accepts that card (c). Each time one rings the other on a "
        "number known from elsewhere and types the fingerprint that is read out. On somebody’s "
        "line: e renews their card, l shows what they might hold, v does so and revokes the card, "
        "h gives it to whoever takes over, Delete forgets them. o shows who can open this file. By "
        "flags: sendtui sync request, issue, accept, renew, held, revoke, hand-over, peers."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Known](COLUMNS, marks=False, id="people")

    def compose(self) -> ComposeResult:
        """One's own fingerprint and the people."""
        yield Masthead("Exchange", "Keys and people")
        with Vertical(classes="body"):
            yield Line("", id="me")
            yield Line("", id="fingerprint")
            yield self._grid
            yield Line("", id="deeds", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start at the people."""
        self._grid.say_empty("Reading …")
        self._grid.focus()

    async def load(self) -> None:
        """Read who one is and who is known."""
        me = await self.ask(enrol.me)
        role = f", {me.role}" if me.role else ""
        self.query_one("#me", Line).say(f"You are {me.name}{role}.")
        told = Content.styled("Your fingerprint, to read out on the phone:  ", "$text-muted")
        self.query_one("#fingerprint", Line).say(told + Content.styled(me.fingerprint, "bold"))
        today = self.face.today
        known = await self.ask(peers_service.peers)
        self._grid.show([Known(p.fingerprint, p, until_cell(p, today)) for p in known])
        self._grid.say_empty(
            "Nobody is enrolled here yet.",
            "Press q to ask for a card, n to answer somebody’s request.",
        )

    @on(Grid.Chosen, "#people")
    def _tell(self, event: Grid.Chosen[Known]) -> None:
        self.app.push_screen(Notice(event.row.peer.name, _about(event.row.peer)))

    @property
    def peer(self) -> Peer | None:
        """The person under the cursor."""
        under = self._grid.highlighted
        return under.peer if under is not None else None

    @on(Grid.Highlighted, "#people")
    def _look_at(self) -> None:
        says = ""
        if self.peer is not None:
            says = OF_OURS if self.peer.way == WE else OF_OTHERS
        self.query_one("#deeds", Line).say(says)
        self.refresh_bindings()

    def action_access(self) -> None:
        """See who can open the case file."""
        from sendtui.screens.access import AccessScreen

        self.app.push_screen(AccessScreen())

    # Asking for a card

    @work(group="enrol", exclusive=True)
    async def action_request(self) -> None:
        """Write a request for a card."""
        target = await self.app.push_screen_wait(
            SaveAs(
                "Request a card",
                "A small file with your name, your setting and your public key; no pupil’s data. "
                "Send it to the school or authority. When they ring, read your fingerprint out.",
                f"{start_of()}request{REQUEST}",
            )
        )
        if target is not None:
            self.act(lambda: self._request(target))

    async def _request(self, target: Path) -> None:
        await self.ask(enrol_files.request, target)
        self.say(f"Written: {target}. Send it, and be ready to read your fingerprint out.")

    # Answering a request

    @work(group="enrol", exclusive=True)
    async def action_issue(self) -> None:
        """Answer a request with a card."""
        path = await self.app.push_screen_wait(PickFile("Whose request?", (".json",)))
        if path is None:
            return
        try:
            asked = await self.ask(enrol_files.asked, path)
        except SendtuiError as error:
            self.say_error(error)
            return
        who = ", ".join(filter(None, (asked.name, asked.role)))
        urn = f", URN {asked.urn}" if asked.urn else ""
        again = f"\nThey are known here already, as {asked.known}." if asked.known else ""
        intro = (
            f"{one_line(who)} asks for a card.\nSetting: {one_line(asked.setting)}{urn}{again}\n"
            f"The file’s fingerprint:  {asked.fingerprint}\n"
            "Ring them on a number you know from elsewhere. Type what they read out."
        )
        card = path.name.removesuffix(REQUEST).removesuffix(".json")
        known = {
            "until": self.face.today + timedelta(days=GOOD_FOR),
            "purpose": enrol.PURPOSE,
            "whole_roll": False,
            "target": f"{start_of(path.parent)}{card}{CARD}",
        }
        asks = (
            intro,
            HEARD,
            Ask("until", "Good until", "date", is_needed=True, prefer="future"),
            Ask("purpose", "What for", is_needed=True),
            Ask("whole_roll", "Pupils without SEN too", "yesno", options=YES_NO),
            Ask("target", "Write the card to", is_needed=True),
        )

        async def save(values: dict[str, object]) -> None:
            await self.compare(values, asked.fingerprint)
            await self._issue(path, values)

        done = await self.app.push_screen_wait(
            FormDialog("Answer a request", asks, known, save=save, yes="Issue")
        )
        if done:
            self.reload()
            self.say(f"The card is written: {done['target']}. Send it; they ring to compare yours.")

    async def _issue(self, path: Path, values: dict[str, object]) -> None:
        until = values["until"]
        if isinstance(until, date):
            await self.ask(
                enrol_files.issue,
                path,
                typed_path(str(values["target"])),
                fingerprint=str(values["fingerprint"]),
                until=until,
                today=self.face.today,
                purpose=str(values["purpose"]),
                whole_roll=bool(values["whole_roll"]),
            )

    # Accepting a card

    @work(group="enrol", exclusive=True)
    async def action_accept(self) -> None:
        """Accept a card that came."""
        path = await self.app.push_screen_wait(PickFile("Which card?", (".json",)))
        if path is None:
            return
        try:
            card = await self.ask(enrol_files.offered, path)
        except SendtuiError as error:
            self.say_error(error)
            return
        who = card.issuer if card.for_me else card.subject
        intro = (
            f"Card from {one_line(card.issuer)} for {one_line(card.subject)}\n"
            f"About {one_line(', '.join(card.settings))}, for {one_line(card.purpose)}, until "
            f"{plain_cell(in_words(card.until))}\n"
            f"The file’s fingerprint of {one_line(who)}:  {card.fingerprint}\n"
            "Ring them on a number you know from elsewhere. Type what they read out."
        )

        async def save(values: dict[str, object]) -> None:
            heard = "" if card.is_renewal else await self.compare(values, card.fingerprint)
            await self.ask(enrol_files.accept, path, fingerprint=heard, today=self.face.today)

        if card.is_renewal:
            intro = f"{intro.rpartition('Ring them')[0]}A renewal: their keys were compared before."
        asks = (intro,) if card.is_renewal else (intro, HEARD)
        done = await self.app.push_screen_wait(
            FormDialog("Accept a card", asks, save=save, yes="Accept")
        )
        if done:
            self.reload()
            self.say("Accepted. Sealed files can pass both ways now.")

    # Forgetting

    @work(group="enrol", exclusive=True)
    async def action_forget(self) -> None:
        """Exchange no more with the one under the cursor."""
        under = self._grid.highlighted
        if under is None:
            return
        sure = Confirm(
            "Forget this person?",
            f"{under.peer.name}\n\nNo sealed file can be written to them or read from them until "
            "there is a new card. What was exchanged stays.",
            yes="Forget",
            typed="forget",
        )
        if await self.app.push_screen_wait(sure):
            self.act(lambda: self._forget(under.id))

    async def _forget(self, fingerprint: str) -> None:
        await self.ask(peers_service.forget, fingerprint)
        self.say("Forgotten.")

    def action_back(self) -> None:
        """Go back to the exchange."""
        self.dismiss(None)


def _about(peer: Peer) -> str:
    kinds = "every kind of record" if peer.kinds is None else ", ".join(peer.kinds)
    roll = "the whole roll" if peer.whole_roll else "pupils with SEN or a concern"
    return "\n".join(
        [
            f"Fingerprint: {peer.fingerprint}",
            f"Role: {peer.role or 'not said'}",
            f"About: {', '.join(peer.settings)}; {roll}; {kinds}",
            f"For: {peer.purpose}",
            f"Card until: {plain_cell(in_words(peer.until))} ({peer.way})",
            *([f"Revoked: {peer.revoked[:10]}"] if peer.revoked else []),
        ]
    )
