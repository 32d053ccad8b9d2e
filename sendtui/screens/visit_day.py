"""The children seen today: picked before leaving, carried in a day file, their notes filed."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.screens import visit_forms
from sendtui.screens.access import Secret
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.exchange_pickers import PickFile
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.palette import Palette
from sendtui.screens.printing import proposed
from sendtui.screens.visit import VisitBeside
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import badge, plain
from sendtui.services import day_file, drafts, visit_beside, visits
from sendtui.services.visit_beside import Picked
from sendtui.services.visits import VisitView

SUFFIX = ".sendtui"


class VisitDay(DataScreen[None]):
    """The children picked for today, and the notes of any day that wait to be filed."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "pick", "Pick a child"),
        Binding("d", "file", "File the notes"),
        Binding("y", "carry", "Day file"),
        Binding("b", "bring_back", "Bring it back"),
        Binding("delete", "drop", "Take off the list", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Pick the children you see today before you leave (a), and read here who may not be met or "
        "told, who needs an interpreter, and how they need papers: beside the family none of the "
        "first is shown. Enter opens a child for beside the family. y writes a day file: an "
        "encrypted copy with these children alone, to carry; b brings back what was written in it. "
        "Below wait the notes of visits that nobody has filed yet: Enter or d files them."
    )

    def compose(self) -> ComposeResult:
        """The children and the notes, with the line under the cursor in full."""
        yield Masthead("Visits")
        with Vertical(classes="body"):
            yield Lines(columns(heading=14, when=12, who=14, words="Who, and what to mind"),
                        id="day", marks=False, empty="Looking …")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one("#day", Lines).focus()

    async def load(self) -> None:
        """Read who is picked, and what waits."""
        today = self.face.today
        picked = await self.ask(visit_beside.picked, today)
        waiting = await self.ask(visits.unfiled, today)
        lines = self.query_one("#day", Lines)
        lines.show(tuple(headed((*map(_child, picked), *map(_waiting, waiting)))))
        lines.say_empty("Nobody is picked for today.", "a picks a child.")

    def action_pick(self) -> None:
        """Find a child by name or number and put them on today's list."""

        def picked(pupil: str) -> None:
            async def pick() -> None:
                ids = await self.ask(visit_beside.picked_ids, self.face.today)
                await self.ask(visit_beside.pick, (*ids, pupil), self.face.today)
                self.reload()

            self.begin_asking(pick, group="visits")

        self.app.push_screen(Palette(self.app.screen, pupils_only=True, picked=picked))

    def action_file(self) -> None:
        """Tidy and file the notes under the cursor."""
        fact = self.query_one("#day", Lines).highlighted
        if fact is None or fact.kind != "visit":
            self.say("d files notes that wait: go to them.")
            return
        record = fact.record

        async def tidy() -> None:
            view = await self.ask(visits.view, record, self.face.today)
            await ask(self, visit_forms.tidied(self, view, self.face.today))

        self.begin_asking(tidy, group="visits")

    def action_drop(self) -> None:
        """Take the child under the cursor off today's list; nothing of the record goes."""
        fact = self.query_one("#day", Lines).highlighted
        if fact is None or fact.kind != "pupil":
            return
        record = fact.record

        async def drop() -> None:
            await self.ask(visit_beside.drop, record, self.face.today)
            self.reload()

        self.begin_asking(drop, group="visits")

    def action_carry(self) -> None:
        """Write a day file with the children picked."""
        self.begin_asking(self._carry, group="visits")

    async def _carry(self) -> None:
        today = self.face.today
        picked = await self.ask(visit_beside.picked_ids, today)
        if not picked:
            self.say("Pick the children first, with a: a day file holds only them.")
            return
        chosen: list[Path] = []

        async def save(values: dict[str, object]) -> None:
            path = typed_path(str(values.get("path") or ""))
            if path.suffix != SUFFIX:
                path = path.with_name(f"{path.name}{SUFFIX}")
            if not path.parent.is_dir():
                raise InvalidError((Problem("path", "", "There is no such folder."),))
            if path.exists():
                raise InvalidError((Problem("path", "", "There is such a file: name another."),))
            chosen.append(path)

        says = (
            f"An encrypted copy of {counted(len(picked), 'child', 'children')}, and of nobody "
            "else, to carry out. Confidential records stay home. It is written down that it left."
        )
        asks: list[Ask | str] = [says, Ask("path", "File", is_needed=True)]
        place = str(Path(proposed(f"day {today.isoformat()}", "day")).with_suffix(SUFFIX))
        form = Asked("Day file", drafts.key("visit-carry"), asks, save, {"path": place},
                     yes="Next", said="", asked_anew=("path",))  # fmt: skip
        if not await ask(self, form):
            return
        given = await self.app.push_screen_wait(
            Secret(
                "A passphrase for the day file", "Another one than the case file's.", is_new=True
            )
        )
        if given is None:
            return
        done = await self.ask(day_file.carry, chosen[-1], picked, given["secret"], today)
        home = counted(done.held_back, "confidential record")
        held = f"{home} stayed home. " if done.held_back else ""
        says = f"Written to {done.path}. {held}It opens with: sendtui --store {done.path}"
        await self.app.push_screen_wait(Notice("The day file is written", says))

    def action_bring_back(self) -> None:
        """Take in what was written in a day file."""
        self.begin_asking(self._bring_back, group="visits")

    async def _bring_back(self) -> None:
        path = await self.app.push_screen_wait(PickFile("Which day file?", (SUFFIX,)))
        if path is None:
            return
        done = await self.ask(day_file.bring_back, path, self.face.today)
        told = [f"{counted(done.new, 'change')} brought back."]
        told += [f"- {name}" for name in done.names]
        if done.clashes:
            says = counted(len(done.clashes), "field says", "fields say")
            told.append(f"{says} two things now: decide in Exchange, F6.")
        if done.drafts:
            forms = counted(done.drafts, "form was", "forms were")
            told.append(f"{forms} typed in it and never saved: open it, save, bring it back again.")
        else:
            told.append(f"All of it is here. It can go: sendtui wipe --store {path}")
        await self.app.push_screen_wait(Notice("Brought back", "\n".join(told)))
        self.reload()

    def action_leave(self) -> None:
        """Go back to where the list was opened."""
        self.dismiss(None)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self.query_one("#whole", Static).update(plain(event.row.whole if event.row else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        if event.row.kind == "visit":
            self.action_file()
        else:
            self.app.push_screen(VisitBeside(event.row.record))

    @on(Lines.Begun)
    def _begin_list(self, event: Lines.Begun) -> None:
        event.stop()
        self.action_pick()


def _child(each: Picked) -> Fact:
    """A child of today: warned of where somebody may not be met."""
    said = list(_told(each))
    words = f"{each.name}: {'; '.join(said)}" if said else each.name
    shown: Cell = badge(words, "soon") if each.against else words
    when = "seen" if each.visited else ""
    whole = "\n".join((f"{each.name} · {each.detail}".rstrip(" ·"), *said))
    return Fact(f"day-{each.id}", "Today", shown, when, "", "pupil", each.id, whole)


def _told(each: Picked) -> Iterator[str]:
    yield from (f"may not be met or told: {bar}" for bar in each.against)
    yield from each.minds


def _waiting(each: VisitView) -> Fact:
    agreed = counted(len(each.agreed), "agreement")
    words = f"{each.name}: {agreed}, {counted(len(each.said.split()), 'word')} of notes"
    whole = f"Visit of {short(each.on)}. Enter tidies and files the notes."
    return Fact(each.id, "Not yet filed", words, short(each.on), each.by, "visit", each.id, whole)
