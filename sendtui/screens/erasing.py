"""Erasing for good: what would go and from which copies, what stays, and the consent to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem
from sendtui.models.erasure import ErasureReason
from sendtui.rules.counting import counted
from sendtui.screens.access import Secret
from sendtui.screens.alone import alone
from sendtui.screens.base import DataScreen
from sendtui.screens.leaving import require_same, same
from sendtui.screens.lines import Fact
from sendtui.screens.pupil_marks import record_kind
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Column, in_words, plain_cell
from sendtui.screens.widgets.dialog import Choose, FormDialog, Notice, Option
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, one_line, plain
from sendtui.services import casefile, confidential, erasing, protection, revoking
from sendtui.services.casefile import Unlock
from sendtui.services.erasing import Goes, Note
from sendtui.services.labels import in_sentence, kind_title

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

REASONS: tuple[str, ...] = get_args(ErasureReason)

NAMED = 4
"""Readers that are named of those whose copy it would go from."""

SURE = (
    "It cannot be undone. The file is closed for it and opened again.\n\n"
    "Type your own passphrase to go on."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Records of one kind that would go, as a line."""

    id: str
    title: str
    changes: int


COLUMNS: list[Column[Kind]] = [
    Column("title", "What goes", width=30, fraction=1, sortable=False),
    Column("changes", "Changes that say it", width=20, align="right", sortable=False),
]


class EraseScreen(DataScreen[None]):
    """What an erasure of a pupil, or of one record of theirs, would take; and doing it."""

    CSS_PATH = "erasing.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "erase", "Erase for good"),
        Binding("n", "notes", "What was erased"),
        Binding("escape", "back", "Back"),
    ]

    help_text = (
        "What erasing would take, by kind of record, from which copies, and the note that stays. "
        "e asks why, for the order or the rule, for what tells this pupil from another, and for "
        "the word; then for your passphrase, because the file is closed for it. It cannot be "
        "undone. n lists what was erased before, when and why. By flags: sendtui erase."
    )

    def __init__(
        self,
        pupil: str,
        name: str,
        record: str = "",
        kind: str = "",
        *,
        given: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """`name` is the pupil's; `record` with its `kind` is erased alone, else all of them.

        `given` is the reason and the reference that are known already.
        """
        super().__init__()
        self._given = given
        self._pupil, self._child, self._record, self._kind = pupil, name, record, kind
        self._goes: Goes | None = None
        self._grid = Grid[Kind](COLUMNS, marks=False, id="kinds")

    def compose(self) -> ComposeResult:
        """What goes, from where, and what stays."""
        yield Masthead("Pupil", "Erase for good")
        with Vertical(classes="body"):
            yield Line("", id="whose", classes="strong")
            yield self._grid
            yield Static("", id="copies")
            yield Static("", id="stays")
        yield Footer()

    def on_mount(self) -> None:
        """Start at what goes."""
        self._grid.say_empty("Reading …")
        self._grid.focus()

    async def load(self) -> None:
        """Read what would go, and who else may hold it."""
        found = await self.ask(erasing.goes, self._pupil, self._record, today=self.face.today)
        readers = [each.peer.name for each in await self.ask(revoking.holders, self._pupil)]
        backups = _OF_SERVER if casefile.is_register(self.face.path) else _BACKUPS
        self._goes = found
        joined = len(found.streams) - 1
        also = f", with {counted(joined, 'record')} joined to it" if joined else ""
        self.query_one("#whose", Line).say(f"{self._what} of {one_line(self._child)}{also}")
        self._grid.show([
            Kind(kind, kind_title(kind), number)
            for kind, number in sorted(found.kinds.items(), key=lambda each: -each[1])
        ])  # fmt: skip
        self.query_one("#copies", Static).update(plain(_copies(readers, backups)))
        here = "This pupil is on roll still. " if found.is_on_roll else ""
        held = f"Not yet: {found.held}" if found.held else f"{here}{self._stays()}"
        self.query_one("#stays", Static).update(plain(held))
        self.refresh_bindings()

    @property
    def _what(self) -> str:
        return f"One {in_sentence(kind_title(self._kind))}" if self._record else "Everything"

    def _stays(self) -> str:
        what = f"one {in_sentence(kind_title(self._kind))}" if self._record else "all of a pupil"
        return (
            f"A note stays: {plain_cell(in_words(self.face.today))}, {what}, why, the order or "
            f"rule, by {one_line(self.face.author)}; with random ids and no name. So does who "
            "wrote when, and which files left to what sort of reader."
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is erased before what goes is shown, or where the file is read-only."""
        if action == "erase":
            found = self._goes
            return found is not None and not found.held and not self.face.read_only
        return super().check_action(action, parameters)

    # Erasing

    def action_erase(self) -> None:
        """Ask why, and for consent; then erase it."""
        self.begin_asking(self._erase)

    async def _erase(self) -> None:
        given = await self._asked()
        if given is None:
            return
        why = cast(ErasureReason, given["reason"])
        pupil, record, today = self._pupil, self._record, self.face.today
        reference = str(given.get("reference") or "")

        def erase(path: Path, unlock: Unlock) -> int:
            with casefile.open_store(path, unlock, own=True) as store:
                return erasing.erase(store, pupil, record, reason=why, reference=reference,
                                     word=erasing.WORD, today=today)  # fmt: skip

        if casefile.is_register(self.face.path):
            ours = cast("SendtuiApp", self.app)
            count = await ours.desk.call(erasing.erase, pupil, record, reason=why, today=today,
                                         reference=reference, word=erasing.WORD)  # fmt: skip
            await ours.look(tell=bool(record))
        else:
            typed = await self.app.push_screen_wait(Secret("Erase for good?", SURE))
            if typed is None:
                return
            # Nobody is to read anew what is not there any more.
            count = await alone(self.app, typed["secret"], erase, tell=bool(record))
        said = f"Erased: {counted(count, 'change')}. The next sealed files erase it elsewhere."
        self.app.notify(said, markup=False)
        if record or self.app.current_mode != f"pupil:{pupil}":
            self.dismiss(None)
        if not record:
            self.face.forget_pupil(pupil)

    async def _asked(self) -> dict[str, object] | None:
        """Why, by which order, whose record it is, and the word; None where somebody turns back."""
        known = await self.ask(protection.asks, (self._pupil,))

        async def check(values: dict[str, object]) -> None:
            if str(values["word"]).strip() != erasing.WORD:
                problem = Problem("word", "", f"Type {erasing.WORD} in capitals, or Escape.")
                raise InvalidError((problem,))
            if values["reason"] == "retention" and self._goes and self._goes.is_on_roll:
                raise InvalidError((Problem("reason", "", erasing.ON_ROLL),))
            if known:
                await require_same(self, (self._pupil,), str(values["same"]))

        hint = f"type {erasing.WORD} in capitals; no undo brings it back"
        reasons = tuple((each, each.capitalize()) for each in REASONS)
        asks: list[Ask | str] = [
            f"{self._what} of {one_line(self._child)}.",
            Ask("reason", "Why", "choice", options=reasons, is_needed=True),
            Ask("reference", "Order or rule", hint="which one; without names"),
            *same(known),
            Ask("word", f"Type {erasing.WORD}", hint=hint, is_needed=True),
        ]
        form = FormDialog("Erase for good?", asks, self._given, save=check, yes="Go on")
        given: dict[str, object] | None = await self.app.push_screen_wait(form)
        return given

    # What was erased

    def action_notes(self) -> None:
        """Show every erasure there was."""
        self.look_up(self._tell_notes, group="notes")

    async def _tell_notes(self) -> None:
        found = await self.ask(erasing.notes)
        says = "\n".join(note_words(each) for each in found) or "Nothing was erased."
        self.app.push_screen(Notice("What was erased", says))

    def action_back(self) -> None:
        """Go back; nothing was erased."""
        self.dismiss(None)


async def choose(screen: DataScreen[Any], pupil: str, name: str, fact: Fact | None) -> None:
    """Open what erasing would take: of a record under the cursor, or all of the pupil.

    To be awaited in a worker.
    """
    kind = record_kind(fact)
    is_record = fact is not None and await screen.ask(confidential.can_be, pupil, kind, fact.record)
    chosen: str | None = "all"
    if fact is not None and is_record and kind != "pupil":
        called = in_sentence(kind_title(kind))
        options = [
            Option("one", f"Only this {called}", _plain(fact)),
            Option("all", "All of the pupil"),
        ]
        chosen = await screen.app.push_screen_wait(Choose("Erase for good", options))
    if chosen == "one" and fact is not None:
        screen.app.push_screen(EraseScreen(pupil, name, fact.record, kind))
    elif chosen == "all":
        screen.app.push_screen(EraseScreen(pupil, name))


def _plain(fact: Fact) -> str:
    return fact.words if isinstance(fact.words, str) else fact.words.plain


def note_words(note: Note) -> str:
    """A note of an erasure in a line: when, what, why, by which order and by whom."""
    what = in_sentence(kind_title(note.kind)) if note.record else "all of a pupil"
    said = (plain_cell(in_words(note.on)), what, note.reason, note.reference, f"by {note.by}")
    return ", ".join(filter(None, said))


_BACKUPS = (
    "Backups hold it until they are thinned out, within 35 days; one put back is erased again."
)
_OF_SERVER = "Backups of the server are its operator’s: one put back is to be erased again by hand."


def _copies(readers: list[str], backups: str) -> str:
    more = len(readers) - NAMED
    named = "; ".join(one_line(each) for each in readers[:NAMED])
    others = f"{named}{f' and {more} more' if more > 0 else ''}" if readers else "nobody"
    return (
        f"From this copy at once: the log, the search, documents, what was typed. {backups}\n"
        f"With the next sealed file, from those who may hold it: {others}. Exports, prints and "
        "copies elsewhere are yours to delete."
    )
