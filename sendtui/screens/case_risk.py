"""Who is at risk: each with the day, the step that holds it, and the rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.narrowed import Narrowed
from sendtui.screens.widgets.asks import Options
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import cohorts
from sendtui.services.cohort_views import AtRisk, Near
from sendtui.services.due_narrowed import Only
from sendtui.services.due_views import Due

_HEADINGS = {
    "breach": "20 weeks",
    "review": "12 months",
    "phase transfer": "Transfer",
    "age": "19 and 25",
    "moved": "Moved",
    "unanswered": "Unanswered",
    "promised": "Promised",
    "phase end": "If they move",
}


class CaseRisk(Narrowed):
    """The cohorts at risk, one below the other."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "narrow", "Filter"),
        Binding("t", "letter", "Letter"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Cases whose 20 weeks end within 28 days or cannot be kept any more; reviews whose 12 "
        "months end this term; transfers short of the 12 weeks to 15 February or 31 March; plans "
        "near 19 and 25; children who moved; comments nobody answered, promises whose day is past; "
        "and last those in a year that ends a phase in some schools. Enter opens the case, or the "
        "pupil where there is none yet; t writes a letter of the case, such as why it is late. f "
        "shows only a group, a caseworker, a setting, or what is within 14 or 28 days; e explains "
        "a date."
    )

    PLACE = "risk"
    KINDS: ClassVar[Options] = tuple(cohorts.TITLES.items())

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, AtRisk] = {}

    def compose(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        yield Masthead("Cases", "At risk")
        with Vertical(classes="body"):
            yield Line("", id="found")
            yield Lines(columns(heading=13, when=13, who=14, words="Who, and what holds them"),
                        id="risk", marks=False, empty="Looking …")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Read who is at risk."""
        only = self.only
        wanted = tuple(each for each in cohorts.COHORTS if only.kind in ("", each))
        found = await self.ask(
            cohorts.at_risk, self.face.today, wanted,
            caseworker=only.caseworker, setting=only.setting, within=only.within,
        )  # fmt: skip
        lines = self.query_one("#risk", Lines)
        facts = tuple(headed(_fact(each) for each in found))
        self._found = {fact.id: each for fact, each in zip(facts, found, strict=True)}
        lines.show(facts)
        lines.say_empty("Nobody is at risk.", "f shows all again." if only.says else "")
        lines.focus()
        self.query_one("#found", Line).say(_said(found, only))

    @property
    def at_hand(self) -> Due | None:
        """The limit under the cursor, where it is of a case."""
        fact = self.query_one("#risk", Lines).highlighted
        each = self._found.get(fact.id) if fact else None
        if each is None or not each.case:
            return None
        return Due("statutory", each.day, -each.days_left, "", record=each.case, rule=each.rule)

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self.query_one("#whole", Static).update(plain(event.row.whole if event.row else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        from sendtui.screens.case import CaseScreen

        if event.row.kind == "case":
            self.app.push_screen(CaseScreen(event.row.record))
        else:
            self.face.open_pupil(event.row.record)

    def action_letter(self) -> None:
        """Write the letter that the line under the cursor asks for."""
        from sendtui.screens import case_letters

        fact = self.query_one("#risk", Lines).highlighted
        if fact is None or fact.kind != "case":
            self.say("t writes a letter of a case: go to one.")
            return
        case, rule = fact.record, self._found[fact.id].rule
        self.begin_asking(lambda: case_letters.ask(self, case, rule=rule), group="letter")

    def action_leave(self) -> None:
        """Go back to the queue."""
        self.dismiss(None)


def _said(found: Sequence[AtRisk], only: Only) -> str:
    """How many there are, how near the end of the 20 weeks is, and what they are narrowed to."""
    near = Counter(each.near for each in found if each.cohort == "breach")
    of_weeks = ", ".join(f"{near[each]} {each}" for each in get_args(Near) if each and near[each])
    narrow = replace(only, kind=_HEADINGS.get(only.kind, "")).says
    said = (
        f"{len(found)} at risk",
        of_weeks and f"of the 20 weeks {of_weeks}",
        narrow and f"only: {narrow}",
    )
    return " · ".join(filter(None, said))


_NEAR: dict[Near, str] = {"late": " late", "within 14 days": ", 14d", "within 28 days": ", 28d"}


def _heading(each: AtRisk) -> str:
    near = _NEAR.get(each.near, "") if each.cohort == "breach" else ""
    return f"{_HEADINGS[each.cohort]}{near}"


def _fact(each: AtRisk) -> Fact:
    late = each.days_left < 0 and each.cohort != "unanswered"
    day = badge(short(each.day), "late") if late else short(each.day)
    since = each.cohort == "unanswered"
    left = counted(abs(each.days_left), "day")
    when = f"for {left}" if since else f"{left} late" if late else f"{left} left"
    rule = f"{each.rule}: " if each.rule else ""
    return Fact(
        f"{each.cohort}-{each.case or each.pupil}",
        _heading(each),
        f"{each.name}: {each.holds}",
        day,
        each.caseworker,
        "case" if each.case else "pupil",
        each.case or each.pupil,
        f"{each.title}, {when}. {each.because} {rule}{each.citation}.",
    )
