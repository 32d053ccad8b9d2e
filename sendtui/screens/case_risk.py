"""Who is at risk: each with the day, the step that holds it, and the rule."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines, columns, headed
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import badge, plain
from sendtui.services import cohorts
from sendtui.services.cohorts import AtRisk

_HEADINGS = {
    "breach": "20 weeks",
    "review": "12 months",
    "phase transfer": "Transfer",
    "age": "19 and 25",
    "moved": "Moved",
    "unanswered": "Unanswered",
    "promised": "Promised",
}


class CaseRisk(DataScreen[None]):
    """The cohorts at risk, one below the other."""

    CSS_PATH = "case_queue.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "letter", "Letter"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "Cases whose 20 weeks end within 28 days or cannot be kept any more; reviews whose 12 "
        "months end this term; transfers short of the 12 weeks to 15 February or 31 March; plans "
        "near 19 and 25; children who moved; comments nobody answered, and promises whose day is "
        "past. Enter opens the case, or the pupil where there "
        "is none yet; t writes a letter of the case, such as why it is late."
    )

    def __init__(self) -> None:
        super().__init__()
        self._rules: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        yield Masthead("Cases", "At risk")
        with Vertical(classes="body"):
            yield Lines(columns(heading=12, when=13, who=14, words="Who, and what holds them"),
                        id="risk", marks=False, empty="Looking …")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Read who is at risk."""
        found = await self.ask(cohorts.at_risk, self.face.today)
        lines = self.query_one("#risk", Lines)
        facts = [_fact(each) for each in found]
        self._rules = {fact.id: each.rule for fact, each in zip(facts, found, strict=True)}
        lines.show(tuple(headed(facts)))
        lines.say_empty("Nobody is at risk.", "")
        lines.focus()

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
        case, rule = fact.record, self._rules.get(fact.id, "")
        self.begin_asking(lambda: case_letters.ask(self, case, rule=rule), group="letter")

    def action_leave(self) -> None:
        """Go back to the queue."""
        self.dismiss(None)


def _fact(each: AtRisk) -> Fact:
    late = each.days_left < 0 and each.cohort != "unanswered"
    day = badge(short(each.day), "late") if late else short(each.day)
    since = each.cohort == "unanswered"
    left = counted(abs(each.days_left), "day")
    when = f"for {left}" if since else f"{left} late" if late else f"{left} left"
    rule = f"{each.rule}: " if each.rule else ""
    return Fact(
        f"{each.cohort}-{each.case or each.pupil}",
        _HEADINGS[each.cohort],
        f"{each.name}: {each.holds}",
        day,
        each.caseworker,
        "case" if each.case else "pupil",
        each.case or each.pupil,
        f"{cohorts.TITLES[each.cohort]}, {when}. {each.because} {rule}{each.citation}.",
    )
