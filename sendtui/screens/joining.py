"""Letting pupils join an intervention: marked in a list, refused by name and reason."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Choose, FormDialog, Notice, Option
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, one_line
from sendtui.services import interventions, register
from sendtui.services.intervention_reading import InterventionView
from sendtui.services.interventions import Joined
from sendtui.services.register import Entry, Query

COLUMNS: list[Column[Entry]] = [
    Column("name", "Pupil", width=24, fraction=3),
    Column("class_name", "Class", width=8),
    Column("status_label", "SEN status", width=14, fraction=1, priority=1),
]


class Pupils(Grid[Entry], can_focus=True):
    """The pupils to mark; the keys that count here are named at the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark"),
        Binding("enter,ctrl+s", "choose", "These join", key_display="enter"),
    ]


class PickPupils(Dialog[tuple[Entry, ...] | None]):
    """Which pupils join: those marked, or the one under the cursor where none is."""

    DEFAULT_CSS = """
    PickPupils {
        & > .dialog { width: 84; height: 20; }
        & Grid { height: 1fr; }
        & #marked { margin-bottom: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "narrow", "A class"),
        Binding("a", "focused.mark_all", "Mark all"),
    ]

    help_text = (
        "Those on the SEN register. Space marks a pupil, a marks all that are listed, c narrows "
        "the list to a class; marks stay while it is narrowed. Enter goes on with those marked, "
        "or with the pupil under the cursor where none is."
    )

    def __init__(self, title: str, pupils: Sequence[Entry]) -> None:
        super().__init__(title)
        self._pupils = tuple(pupils)
        self._class = ""
        self._grid = Pupils(COLUMNS, empty="Nobody is on the SEN register.")

    def contents(self) -> Sequence[Widget]:
        """How many are marked, and the pupils."""
        return [Line("", id="marked"), self._grid]

    def on_mount(self) -> None:
        """Show everybody and start in the list."""
        self._draw()
        self._grid.focus()

    def _listed(self) -> list[Entry]:
        return [each for each in self._pupils if self._class in ("", each.class_name)]

    @on(Grid.Marked)
    def _draw(self) -> None:
        listed = self._listed()
        self._grid.show(listed)
        of = f"{counted(len(listed), 'pupil')} of {self._class}" if self._class else "All classes"
        self.query_one("#marked", Line).say(f"{of} · {len(self._grid.marked)} marked")

    @work(group="narrow", exclusive=True)
    async def action_narrow(self) -> None:
        """Show one class, or all of them again."""
        names = sorted({each.class_name for each in self._pupils if each.class_name})
        options = (Option("", "All classes"), *(Option(name, one_line(name)) for name in names))
        chosen = await self.app.push_screen_wait(Choose("Which class?", options))
        if chosen is not None:
            self._class = chosen
            self._draw()

    @on(Grid.Chosen)
    def _take(self, event: Grid.Chosen[Entry]) -> None:
        event.stop()
        marked = tuple(each for each in self._pupils if each.id in self._grid.marked)
        self.dismiss(marked or (event.row,))


async def join(screen: DataScreen[None], one: InterventionView) -> bool:
    """Ask who joins and from when, and say by name who did and who could not; whether any did.

    To be awaited in a worker.
    """
    today = screen.face.today
    known = await screen.ask(register.ids, Query(), today)
    pupils = await screen.ask(register.named, known, today)
    title = f"Join: {one.name}"
    picked = await screen.app.push_screen_wait(PickPupils(title, pupils))
    if not picked:
        return False
    ids = tuple(each.id for each in picked)
    names = {each.id: one_line(each.name) for each in picked}
    barred = await screen.ask(interventions.barred, one.id, ids, today)
    if len(barred) == len(ids):
        said = _said(names, Joined((), barred))
        await screen.app.push_screen_wait(Notice(title, said))
        return False
    done: list[Joined] = []

    async def save(values: dict[str, object]) -> None:
        starts = values.get("starts")
        day = starts if isinstance(starts, date) else today
        try:
            done.append(await screen.ask(interventions.join, one.id, ids, day, today=today))
        except SendtuiError as why:
            raise InvalidError((Problem("starts", "", str(why)),)) from None

    asks = (
        _said(names, Joined((), barred), "Will join"),
        Ask("starts", "Starts", "date", is_needed=True, prefer="near"),
    )
    form = FormDialog(title, asks, {"starts": today}, save=save, yes="Join")
    await screen.app.push_screen_wait(form)
    for joined in done:
        said = _said(names, joined)
        if joined.refused:
            await screen.app.push_screen_wait(Notice(title, said))
        else:
            screen.say(said)
    return bool(done)


def _said(names: dict[str, str], joined: Joined, lead: str = "Joined") -> str:
    """Who joined, then each who could not with the reason."""
    refused = dict(joined.refused)
    there = [name for pupil, name in names.items() if pupil not in refused]
    lines = [f"{lead} ({len(there)}): {'; '.join(there)}."] if there else ["Nobody joined."]
    if refused:
        lines += ["", f"Left out ({len(refused)}):"]
        lines += [f"{names[pupil]}: {why}." for pupil, why in joined.refused]
    return "\n".join(lines)
