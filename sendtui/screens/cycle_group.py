"""Logging a group's session: it happened for all, but for the exceptions that are marked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from sendtui.screens.base import DataScreen
from sendtui.screens.cycle_tick import COLUMNS, REASONS, last_school_day
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.widgets.box import Dialog
from sendtui.screens.widgets.columns import Column, fit_text
from sendtui.screens.widgets.dateinput import away, short
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, badge, one_line
from sendtui.services import cycle_groups, deliveries
from sendtui.services.cycle_groups import Group, Member, group_of

Read = Callable[[date], Awaitable[Group | None]]

KEYS = "enter: log it   space: missed, why   x: leave out   left right: the day   esc"
WHY = "a digit or enter: why they missed it    esc"

THERE = "was there after all"

PEOPLE: list[Column[Fact]] = [
    Column("words", "", width=24, fraction=3, sortable=False),
    Column("when", "This session", width=26, fraction=2, sortable=False),
    Column("who", "Class", width=8, priority=1, sortable=False),
]


@dataclass(frozen=True, slots=True)
class Log:
    """What to log: the lines of those it is about, and of those who missed it, the reason."""

    on: date
    lines: tuple[str, ...]
    missed: dict[str, str]


class Members(Lines):
    """Those of the group: Enter logs it for all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "choose", "Log it", key_display="enter"),
    ]


class Whys(Lines):
    """Why somebody missed it, or that they were there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Take it", key_display="enter"),
    ]


class GroupDialog(Dialog[Log | None]):
    """Who is in the group; all of them were there until it is said otherwise."""

    DEFAULT_CSS = """
    GroupDialog {
        & > .dialog { width: 84; height: 20; }
        & Lines { height: 1fr; }
        & #group-day { text-style: bold; margin-bottom: 1; }
        & #group-keys { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "missed", "Missed, and why"),
        Binding("x", "leave_out", "Leave out"),
        Binding("left", "day(-1)", "A day earlier", show=False),
        Binding("right", "day(1)", "A day later", show=False),
        *(Binding(str(n), f"reason({n})", show=False) for n in range(1, 10)),
    ]

    help_text = (
        "Enter logs that the session happened for everybody listed. Space says that the one under "
        "the cursor missed it, and why, or that they were there after all; x leaves them out. Left "
        "and right move the day."
    )

    def __init__(self, group: Group, day: date, today: date, read: Read) -> None:
        super().__init__(f"{group.what}: {group.who}" if group.who else group.what)
        self._group, self._day, self._today, self._read = group, day, today, read
        self._missed: dict[str, str] = {}
        self._out: set[str] = set()
        self._asking = ""
        self._people = Members(PEOPLE, marks=False, id="group-people")
        self._reasons = Whys(COLUMNS[:1], marks=False, id="group-reasons")

    def contents(self) -> list[Widget]:
        """The day, the people or the reasons, and what the keys do."""
        return [Line("", id="group-day"), self._people, self._reasons, Line("", id="group-keys")]

    def on_mount(self) -> None:
        """Begin with everybody there."""
        self._draw()
        self._people.focus()

    def _ask_why(self, line: str) -> None:
        """Offer the reasons, the present one under the cursor, and last that they were there."""
        now = self._missed.get(line, "")
        said = [*REASONS, *([THERE] if now else [])]
        self._reasons.show(
            [Fact(why, "", f"{n}  {why}", "", "", "reason", why) for n, why in enumerate(said, 1)]
        )
        self._asking = line
        self._reasons.cursor = said.index(now) if now else 0

    def _draw(self) -> None:
        asking = bool(self._asking)
        self._people.display, self._reasons.display = not asking, asking
        self._people.show([self._fact(member) for member in self._group.members])
        told = f"{self._day:%A} {short(self._day)}, {away(self._day, self._today)}"
        count = len(self._lines()) - len(self._missed)
        said = "Why did they miss it?" if asking else f"{count} there, {len(self._missed)} missed"
        self.query_one("#group-day", Line).say(f"{told}: {said}")
        self.query_one("#group-keys", Line).say(WHY if asking else KEYS)

    def _fact(self, member: Member) -> Fact:
        line = member.provision
        if member.logged:
            state = badge(f"logged: {member.logged}", "quiet")
        elif line in self._out:
            state = badge("left out", "quiet")
        elif line in self._missed:
            state = badge(f"missed: {self._missed[line]}", "soon")
        else:
            state = badge("was there", "done")
        return Fact(line, "", one_line(member.name), state, member.class_name, "member", line)

    def _lines(self) -> list[str]:
        left = (member.provision for member in self._group.left)
        return [line for line in left if line not in self._out]

    def _under(self) -> str:
        """The line of the one under the cursor, where something can still be said of them."""
        fact = self._people.highlighted
        left = [member.provision for member in self._group.left]
        return fact.record if fact is not None and fact.record in left else ""

    def action_missed(self) -> None:
        """Ask why they missed it; of those who did, whether they were there after all, too."""
        line = self._under()
        if self._asking or not line:
            return
        self._ask_why(line)
        self._draw()
        self._reasons.focus()

    def action_leave_out(self) -> None:
        """Log nothing of them, or do so after all."""
        line = self._under()
        if line and not self._asking:
            self._missed.pop(line, None)
            self._out ^= {line}
            self._draw()

    def action_reason(self, number: int) -> None:
        """Take a reason by its digit."""
        fact = self._reasons.get_row(number - 1) if self._asking else None
        if fact is not None:
            self._because(fact.record)

    def _because(self, why: str) -> None:
        self._out.discard(self._asking)
        if why == THERE:
            self._missed.pop(self._asking, None)
        else:
            self._missed[self._asking] = why
        self._asking = ""
        self._draw()
        self._people.focus()
        self._people.action_move(1)

    def action_day(self, by: int) -> None:
        """Another day, never one to come; what is logged for it is read."""
        self._day = min(self._today, self._day + timedelta(days=by))
        self.run_worker(self._read_day(self._day), group="day", exclusive=True)

    async def _read_day(self, day: date) -> None:
        found = await self._read(day)
        if found is not None:
            self._group = found
            left = {member.provision for member in found.left}
            self._missed = {line: why for line, why in self._missed.items() if line in left}
        self._draw()

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        if self._asking:
            self._because(event.row.record)
        elif lines := self._lines():
            self.dismiss(Log(self._day, tuple(lines), dict(self._missed)))

    def action_leave(self) -> None:
        """Back to the people from the reasons, and from there without logging."""
        if self._asking:
            self._asking = ""
            self._draw()
            self._people.focus()
        else:
            self.dismiss(None)


async def log(screen: DataScreen[None], at: str = "") -> None:
    """Ask for a group's session of the last school day and log it. To be awaited in a worker.

    `at` is a line of provision whose group it is; without one in a group, the group is chosen.
    """
    today = screen.face.today
    day = last_school_day(today)
    found = await screen.ask(cycle_groups.groups, day)
    group = group_of(found, at) or await _chosen(screen, found, day)
    if group is None:
        return
    line = group.members[0].provision

    async def read(on_: date) -> Group | None:
        return group_of(await screen.ask(cycle_groups.groups, on_), line)

    what = await screen.app.push_screen_wait(GroupDialog(group, day, today, read))
    if what is None:
        return
    by = screen.face.author
    await screen.ask(deliveries.tick_many, what.lines, what.on, by, missed=what.missed, today=today)
    happened, missed = len(what.lines) - len(what.missed), len(what.missed)
    screen.say(f"{short(what.on)}: {happened} there, {missed} missed. Ctrl+Z takes it all back.")


async def _chosen(screen: DataScreen[None], found: tuple[Group, ...], day: date) -> Group | None:
    if not found:
        screen.say(
            f"No group ran on {short(day)}: provision in a group of more than one makes one."
        )
        return None
    options = [
        Option(
            group.id,
            " · ".join(filter(None, (_brief(group.what), group.class_name, one_line(group.who)))),
            f"{len(group.members) - len(group.left)} of {len(group.members)} logged",
        )
        for group in found
    ]
    title = f"Which group? {day:%A} {short(day)}"
    chosen = await screen.app.push_screen_wait(Choose(title, options))
    return next((group for group in found if group.id == chosen), None)


def _brief(what: str) -> str:
    """What a group does, without what is explained after it."""
    return fit_text(one_line(what).partition(":")[0], 30).strip()
