"""The calendar: what has a day, a month or a week at a time; each line opens what it names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import DAYS, MONTHS, say
from sendtui.screens.narrowed import Narrowed
from sendtui.screens.opening import open_due
from sendtui.screens.pupil_forms import At
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line, plain
from sendtui.services import dates, pupils
from sendtui.services.dates import Dated
from sendtui.services.due_views import Due

By = Literal["month", "week"]
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; the day is said on the first line of each day only."""

    id: str
    when: Cell
    label: str
    name: str
    words: str
    dated: Dated


COLUMNS: list[Column[Entry]] = [
    Column("when", "Day", width=9, sortable=False),
    Column("label", "What", width=12, priority=1, sortable=False),
    Column("name", "Pupil", width=16, fraction=2, sortable=False),
    Column("words", "Words", width=14, fraction=5, sortable=False),
]


class Calendar(Narrowed):
    """A month or a week of the record and of the school year."""

    CSS_PATH = "calendar.tcss"
    PLACE = "calendar"
    ASKS_WHEN = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Before", key_display="←"),
        Binding("right", "turn(1)", "After", key_display="→"),
        Binding("w", "by", "Week / month"),
        Binding("g", "go_to", "Go to a day"),
        Binding("0,f5", "now", "Today’s", show=True, key_display="0"),
        Binding("p", "pupil", "The pupil"),
        Binding("t", "terms", "Terms and closures", show=False),
        Binding("i", "file", "File for a calendar", show=False),
    ]

    help_text = (
        "What has a day: reviews, actions, replies promised, concerns, EHC cases, arrangements "
        "that end, and the school year. Left and right go a month back or on, w changes between "
        "a month and a week, g goes to a day, 0 back to today. Enter opens the thing itself, p "
        "the pupil, i writes a file for Outlook and other calendars. In the sheet a * stands at a "
        "day with something to do, and a [ at today. School holidays are England’s usual ones "
        "until t writes down your own terms and closures. f shows only a kind, a caseworker or a "
        "setting; e explains a date of the law."
    )

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid[Entry](COLUMNS, marks=False, empty="Looking …", id="dates")
        self._by: By = "month"
        self._at: date | None = None
        self._is_fresh = True

    def compose(self) -> ComposeResult:
        """The month or week, the sheet beside the list, and the line in full."""
        yield Masthead("Calendar")
        with Vertical(classes="body"):
            yield Line("", id="span", classes="strong")
            with Horizontal(id="lists"):
                yield Static("", id="sheet")
                yield self._grid
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    def on_mount(self) -> None:
        """Start in the list."""
        self._grid.focus()

    @property
    def at(self) -> date:
        """The day whose month or week is shown."""
        return self._at or self.face.today

    @property
    def _span(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        if self._by == "week":
            monday = self.at - self.at.weekday() * _DAY
            return monday, monday + 6 * _DAY
        first = self.at.replace(day=1)
        return first, _month_after(first) - _DAY

    async def load(self) -> None:
        """Read what has a day, and draw it."""
        first, last = self._span
        today = self.face.today
        # The sheet shows whole weeks, and a month at the least.
        top, bottom = _weeks_of(self.at)
        found = await self.ask(dates.dates, min(first, top), max(last, bottom), today, self.only)
        shown = [one for one in found if one.day <= last and one.ends >= first]
        entries = list(_entries(shown, first, today))
        self._grid.show(entries)
        if self._is_fresh:
            self._is_fresh = False
            ahead = [n for n, each in enumerate(entries) if each.dated.day >= today]
            near = ahead[0] if ahead else len(entries) - 1
            self._grid.cursor = max(near, 0) if first <= today <= last else 0
        self._grid.say_empty("Nothing has a day then.", "← and → look before and after.")
        many = counted(sum(first <= one.day <= last for one in found if one.pupil), "thing")
        narrow = f" · only: {self.only.says}" if self.only.says else ""
        self.query_one("#span", Line).say(f"{_title(first, last, self._by)}: {many} to do{narrow}")
        self.query_one("#sheet", Static).update(sheet(self.at, today, found, self._span))
        self._say_whole()

    @property
    def at_hand(self) -> Due | None:
        """What is due on the line under the cursor."""
        entry = self._grid.highlighted
        return entry.dated.due if entry else None

    @on(Grid.Highlighted)
    def _say_whole(self) -> None:
        entry = self._grid.highlighted
        self.query_one("#whole", Static).update(plain(in_full(entry.dated) if entry else ""))

    # Going about

    def _look_at(self, day: date) -> None:
        if not date(1990, 1, 1) <= day <= date(2100, 12, 31):
            return
        self._at = day
        self._is_fresh = True
        self.reload()

    def action_turn(self, by: int) -> None:
        """Go a month or a week on, or back."""
        if self._by == "week":
            self._look_at(self.at + by * _WEEK)
        else:
            first = self.at.replace(day=1)
            self._look_at(_month_after(first) if by > 0 else (first - _DAY).replace(day=1))

    def action_by(self) -> None:
        """Change between a month and a week."""
        self._by = "month" if self._by == "week" else "week"
        self._look_at(self.at)

    def action_now(self) -> None:
        """Back to today."""
        self._at = None
        self._is_fresh = True
        self.reload()

    @work(group="asks", exclusive=True)
    async def action_go_to(self) -> None:
        """Ask for a day, and go to its month or week."""
        asks = (Ask("day", "Which day", "date", is_needed=True),)
        given = await self.app.push_screen_wait(FormDialog("Go to a day", asks, yes="Go"))
        if given and isinstance(given["day"], date):
            self._look_at(given["day"])

    def action_terms(self) -> None:
        """Show the school's own terms and closures."""
        from sendtui.screens.school_year import SchoolYear

        self.app.push_screen(SchoolYear())

    def action_file(self) -> None:
        """Write a year of days from the shown one for another calendar program."""
        self.run_worker(job(self._guarded, self._write), group="asks")

    async def _write(self) -> None:
        from sendtui.screens import calendar_out

        await calendar_out.ask(self, self._span[0])

    # Opening

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Entry]) -> None:
        one = event.row.dated
        if not one.pupil:
            self.say(in_full(one))
        elif one.due is None or self.face.read_only:
            self.face.open_pupil(one.pupil)
        else:
            self._begin(one)

    def _begin(self, one: Dated) -> None:
        """Open the form or the cycle over the calendar, which it leads back to."""

        async def begin() -> None:
            today = self.face.today
            view = await self.ask(pupils.view, one.pupil, today)
            assert one.due is not None
            await open_due(At(self, view, today, self.face.author), one.due)

        self.run_worker(job(self._guarded, begin), group="asks")

    def action_pupil(self) -> None:
        """Open the pupil of the line."""
        entry = self._grid.highlighted
        if entry is None or not entry.dated.pupil:
            self.say("This line is about no single pupil.")
        else:
            self.face.open_pupil(entry.dated.pupil)


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _weeks_of(day: date) -> tuple[date, date]:
    """The Monday before a month and the Sunday after it."""
    first = day.replace(day=1)
    last = _month_after(first) - _DAY
    return first - first.weekday() * _DAY, last + (6 - last.weekday()) * _DAY


def _title(first: date, last: date, by: By) -> str:
    if by == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"Week of {say(first)} to {say(last)}"


def _entries(found: Iterable[Dated], first: date, today: date) -> Iterator[Entry]:
    """The lines; what began before the span stands on its first day."""
    before: date | None = None
    for one in sorted(found, key=lambda each: max(each.day, first)):
        day = max(one.day, first)
        when = _when(day, one, today) if day != before else ""
        before = day
        yield Entry(one.id, when, one.label, one.name, one.words, one)


def _when(day: date, one: Dated, today: date) -> Cell:
    words = f"{DAYS[day.weekday()][:3]} {day.day}"
    if one.due is not None and one.due.overdue:
        return badge(words, "late")
    return badge(words, "soon") if day == today else f"  {words}"


def in_full(one: Dated) -> str:
    """All that a line is about, as the foot of the screen says it."""
    cited = one.citation if isinstance(one.citation, str) else one.citation and one.citation.text
    days = say(one.day) if one.last is None else f"{say(one.day)} to {say(one.last)}"
    whose = " · ".join(filter(None, (days, one.name, one.class_name)))
    return one_line(f"{whose}: {one.words}{f' ({cited})' if cited else ''}")


def sheet(at: date, today: date, found: Iterable[Dated], span: tuple[date, date]) -> Content:
    """The month as weeks: today in brackets, * at a day with something to do, - without school."""
    listed = list(found)
    tasks = Counter(one.day for one in listed if one.pupil)
    off = [one for one in listed if not one.pupil]
    top, bottom = _weeks_of(at)
    lines = [Content.styled(" Mo Tu We Th Fr Sa Su", "$text-muted")]
    day = top
    while day <= bottom:
        line = Content("")
        for n in range(7):
            line += _day(day + n * _DAY, at, today, tasks, off, span)
        lines.append(line)
        day += _WEEK
    key = Content.styled("\n* to do  - no school\n[ today", "$text-muted")
    return Content("\n").join([*lines, key])


def _day(
    day: date,
    at: date,
    today: date,
    tasks: Counter[date],
    off: Iterable[Dated],
    span: tuple[date, date],
) -> Content:
    """Three cells: a sign and the day."""
    is_off = any(one.day <= day <= one.ends for one in off)
    sign = "[" if day == today else "*" if tasks[day] else "-" if is_off else " "
    look = "$text-muted" if is_off or day.month != at.month else "$text"
    if day == today or tasks[day]:
        look = "bold $text"
    if span[1] - span[0] == 6 * _DAY and span[0] <= day <= span[1]:
        look = f"{look} underline" if look.startswith("bold") else f"underline {look}"
    return Content.styled(f"{sign}{day.day:2}", look)
