"""Who can open the case file: people by a passphrase of their own, and keys that the school holds.

People change: somebody is added, the record is handed over, somebody is removed, or the file is
taken off this computer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens.alone import alone, leave_for_good
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.box import Dialog, buttons
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services import casefile, keys, wiping
from sendtui.services.casefile import Unlock
from sendtui.services.keys import Way

CALLED = {"passphrase": "a passphrase", "recovery": "a key on paper", "keyring": "this computer"}

MAY = (
    Option("full", "Everything", "look and write"),
    Option("looks", "Look only", "no change, print or export"),
)
WRITES = "What they do is written under their name."
LOOKS = (
    "sendtui changes nothing for them, and makes no letter, print or export. That keeps from "
    "slips, and is no wall: their passphrase holds the same key as yours."
)

MADE_BEFORE = (
    "Backups and copies that were made before still open as they did then: delete them, or keep "
    "them where they cannot be reached."
)


@dataclass(frozen=True, slots=True)
class Opens:
    """One way in, as a line."""

    id: str
    way: Way
    note: Cell


COLUMNS: list[Column[Opens]] = [
    Column("name", "Who or what", width=24, fraction=2, sortable=False,
           show=lambda line: line.way.name),
    Column("how", "Opens it by", width=16, fraction=1, sortable=False,
           show=lambda line: CALLED.get(line.way.way, line.way.way)),
    Column("note", "", width=16, fraction=2, sortable=False),
]  # fmt: skip


class Secret(Dialog[dict[str, str] | None]):
    """A passphrase to be typed; with `named` whose it is, and with `is_new` twice."""

    DEFAULT_CSS = "Secret Entry { margin-bottom: 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "take", "Go on")]

    help_text = (
        "Enter goes to the next line, and at the last one goes on; Escape changes nothing. A new "
        "passphrase has 12 characters or more: four or five unrelated words are strong."
    )

    def __init__(self, title: str, text: str, *, named: bool = False, is_new: bool = False) -> None:
        super().__init__(title)
        self._text, self._named, self._is_new = text, named, is_new

    def contents(self) -> Sequence[Widget]:
        """What it is for, the lines, what is wrong, and the way out."""
        name = [Line("Whose it is: a name"), Entry(id="name")] if self._named else []
        again = [Line("The same again"), Entry(password=True, id="again")] if self._is_new else []
        return [
            Static(plain(self._text), classes="dialog--text"),
            *name,
            Line("A new passphrase" if self._is_new else "Your passphrase"),
            Entry(password=True, id="secret"),
            *again,
            Line("", classes="dialog--note"),
            buttons(("leave", "Cancel  esc"), ("take", "Go on  ctrl+s"), first="take"),
        ]

    def on_mount(self) -> None:
        """Start at the first line."""
        self.query(Entry).first().focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Go on, or to the line that is still to be typed."""
        typed = {str(each.id): each.value for each in self.query(Entry)}
        for name, value in typed.items():
            if not value.strip():
                self.query_one(f"#{name}").focus()
                return
        if self._is_new and typed["secret"] != typed["again"]:
            self._say("! The two are not the same.")
            return
        weak = casefile.strength(typed["secret"]) if self._is_new else None
        if weak is not None and not weak.enough:
            self._say(f"! This is {weak.words}. {weak.advice}")
            self.query_one("#secret").focus()
            return
        self.dismiss({"name": typed.get("name", "").strip(), "secret": typed["secret"]})

    def _say(self, text: str) -> None:
        note = self.query_one(".dialog--note", Line)
        note.add_class("-wrong")
        note.say(text)

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.dismiss(None)


class AccessScreen(DataScreen[None]):
    """Who can open this file, and what to do when people change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a person"),
        Binding("s", "school", "School’s key"),
        Binding("h", "hand_over", "Hand over"),
        Binding("delete,backspace", "remove", "Remove", key_display="del"),
        Binding("w", "wipe", "Wipe", show=False),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "One passphrase for each person: what each does is written under their own name, and "
        "whoever goes is removed without anybody else’s passphrase. a adds somebody, s makes a "
        "key that the school keeps in its safe, h hands the record over, Delete removes the one "
        "under the cursor and gives the file a new key; w takes the file off this computer. By "
        "flags: sendtui access, hand-over, wipe."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Opens](COLUMNS, marks=False, id="ways")
        # Who opens the file is written beside it, and moves no data.
        self.is_always_fresh = True

    def compose(self) -> ComposeResult:
        """The ways in, and what is missing."""
        yield Masthead("Exchange", "Keys and people", "Who can open it")
        with Vertical(classes="body"):
            yield Line("", id="file", classes="quiet")
            yield self._grid
            yield Static("", id="note")
        yield Footer()

    def on_mount(self) -> None:
        """Start at the list."""
        self._grid.say_empty("Reading …")
        self._grid.focus()

    async def load(self) -> None:
        """Read who can open it."""
        self.query_one("#file", Line).say(str(self.face.path))
        if casefile.is_register(self.face.path):
            self._grid.show(())
            self._grid.say_empty("A register is opened by PostgreSQL’s own roles.")
            return
        # Whoever only looks is not whom this computer's last act was of.
        author = self.face.author
        you = "" if self.face.read_only else author
        found = [replace(way, name=author) if way.name == keys.FIRST else way
                 for way in keys.ways(self.face.path)]  # fmt: skip
        self._grid.show([Opens(f"{n}", way, _note(way, you)) for n, way in enumerate(found)])
        lacks = keys.lacks_second(self.face.path)
        note = badge(
            "Only one key besides the passphrases opens this file: lost, nothing is left of it. "
            "s makes a second, for the school’s safe.", "soon",
        ) if lacks else ""  # fmt: skip
        self.query_one("#note", Static).update(note)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is changed where the file is read-only, and a register has no keys."""
        if action in ("add", "school", "hand_over", "remove", "wipe"):
            return not self.face.read_only and not casefile.is_register(self.face.path)
        return super().check_action(action, parameters)

    # Adding

    def action_add(self) -> None:
        """Add somebody with a passphrase of their own."""
        self.begin_asking(self._add)

    async def _add(self) -> None:
        may = await self.app.push_screen_wait(Choose("Somebody else can open it", MAY))
        if may is None:
            return
        asked = Secret(
            "Somebody else can open it",
            f"They type their own passphrase here, twice. {WRITES if may == 'full' else LOOKS}",
            named=True,
            is_new=True,
        )
        given = await self.app.push_screen_wait(asked)
        if given is not None:
            looks = may == "looks"
            await self.ask(keys.add_person, given["name"], given["secret"], looks=looks)
            await self.load()
            self.say(f"{given['name']} can open the case file now.")

    def action_school(self) -> None:
        """Make a key that the school holds."""
        self.begin_asking(self._school)

    async def _school(self) -> None:
        from sendtui.screens.first_questions import SchoolKey

        secret, recipient = await self.ask(keys.add_school_key)
        await self.app.push_screen_wait(SchoolKey(secret, recipient, self.face.path))
        await self.load()

    def action_hand_over(self) -> None:
        """See what a new SENCO has to know, and add them."""
        from sendtui.screens.handing_over import HandOverScreen

        self.app.push_screen(HandOverScreen())

    # Removing

    def action_remove(self) -> None:
        """Take the way in under the cursor away."""
        self.begin_asking(self._remove)

    async def _remove(self) -> None:
        under = self._grid.highlighted
        if under is None:
            return
        if under.way.way == "keyring":
            self.say("Ctrl+P, “Stop opening with the keyring”, takes this computer’s away.")
            return
        name = under.way.name
        given = await self.app.push_screen_wait(
            Secret(
                f"Remove {one_line(name)}?",
                f"{one_line(name)} opens nothing made from now on: the file gets a new key. "
                f"{MADE_BEFORE}\n\nType your own passphrase to go on.",
            )
        )
        if given is None:
            return

        def remove(path: Path, unlock: Unlock) -> None:
            keys.remove(path, unlock, name)

        self.query_one("#file", Line).say("Giving the file a new key …")
        try:
            await alone(self.app, given["secret"], remove)
        finally:
            await self.load()
        self.say(f"Removed: {name}. {MADE_BEFORE}")

    # Taking it off this computer

    def action_wipe(self) -> None:
        """Take the case file off this computer, with its keys."""
        self.begin_asking(self._wipe)

    async def _wipe(self) -> None:
        loss = await self.ask(wiping.loss)

        async def check(values: dict[str, object]) -> None:
            if str(values["word"]).strip() != wiping.WORD:
                raise SendtuiError(f"Type {wiping.WORD} in capitals, or Escape.")

        asks = (
            loss_words(loss),
            Ask("word", f"Type {wiping.WORD}", hint="to delete it", is_needed=True),
            Ask("backups", "Backups too", "yesno", options=YES_NO, default=False),
        )
        form = FormDialog(
            "Take it off this computer?", asks, {"backups": False}, save=check, yes="Delete it"
        )
        given = await self.app.push_screen_wait(form)
        if given is None:
            return
        also = bool(given["backups"])
        await leave_for_good(
            self.app,
            lambda path: wiping.wipe(path, wiping.WORD, backups=also),
            lambda left: _gone(loss.backups if not also else 0, left),
        )

    def action_back(self) -> None:
        """Go back to keys and people."""
        self.dismiss(None)


def loss_words(loss: wiping.Loss) -> str:
    """What would go with the file, the unsent work by name."""
    sent = "since the last sealed file" if loss.sent else "and nothing was ever sent"
    lines = [
        f"{counted(loss.pupils, 'pupil')}. No undo brings it back.",
        f"Not sent: {counted(loss.unsent, 'change')} of this copy, {sent}.",
    ]
    for act in loss.acts[:LISTED]:
        about = f": {one_line(act.about)}" if act.about else ""
        lines.append(f"  {act.when.astimezone():%d/%m %H:%M}  {one_line(act.label)}{about}")
    if len(loss.acts) > LISTED:
        lines.append("  … and earlier ones.")
    if loss.drafts:
        lines.append(f"Typed and not saved: {counted(loss.drafts, 'form')}.")
    lines.append(f"Backups: {loss.backups}, which open with their passphrase.")
    return "\n".join(lines)


LISTED = 6
"""Unsent acts that a box has room for."""


def _gone(backups: int, left: tuple[str, ...]) -> str:
    if left:
        return f"These could not be deleted: {', '.join(left)}. Delete them by hand."
    kept = f" {counted(backups, 'backup')} of it stand where they were." if backups else ""
    return f"The case file and its keys are deleted.{kept}"


def _note(way: Way, author: str) -> Cell:
    if way.way == "keyring":
        return badge("without a passphrase", "soon")
    if way.looks:
        return "looks only"
    if way.way == "passphrase":
        return badge("you", "done") if way.name == author else ""
    return "opens it if passphrases are lost"
