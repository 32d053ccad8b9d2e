"""The returns: what is due to the Department next, and how much there is to mend before."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_pickers import PickFile
from sendtui.screens.how_far import HowFar, telling
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import badge, plain
from sendtui.services import returns_due, returns_load
from sendtui.services.labels import in_sentence, kind_title
from sendtui.services.returns_due import Due, Reviews
from sendtui.services.returns_load import Preview

_LISTS = (
    ("annex", "Annex A", "lists 1 and 2 for an area inspection",
     "Everybody with a plan, and everybody on SEN Support: checked, and written to a workbook."),
    ("sample", "Audit", "plans drawn for a case audit",
     "Plans drawn across the ages, with what their checks say, and a sheet for the auditor."),
    ("retention", "Retention", "files to be looked at again",
     "By this setting’s own terms: held, erased for good with a certificate, or let be."),
)  # fmt: skip
"""What is not due on a day: its id, its heading, and what it is in short and in full."""


NOT_A_SCHOOLS = "not a school’s"
_NOT_HERE = Fact(
    NOT_A_SCHOOLS,
    "Not here",
    "SEN2, Annex A and Audit: an authority’s",
    whole="SEN2 is the authority’s return of its plans, and Annex A and the audit are drawn from "
    "those for its inspection. This is a school’s file: it has the census.",
)
"""Why a school's list ends sooner."""

REVIEWS = "reviews"
_WHOLE = (
    "Annual reviews of plans, and the reviews of SEN Support each term: what SEN2 asks of them is "
    "right once they are written down. Enter opens them."
)


def _reviews(found: Reviews | None) -> Cell:
    if found is None:
        return "too many plans to count them here: Enter does"
    said = f"{found.late} late, {found.soon} within {returns_due.AHEAD.days} days"
    return badge(said, "late") if found.late else said


def _list(name: str) -> DataScreen[None]:
    from sendtui.screens.retention import RetentionScreen
    from sendtui.screens.returns_annex import AnnexScreen, SampleScreen

    return {"annex": AnnexScreen, "sample": SampleScreen, "retention": RetentionScreen}[name]()


class ReturnsScreen(DataScreen[None]):
    """What is due next; Enter opens what is to be mended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "take_in", "Take a return in"),
        Binding("escape", "leave", "Back"),
        Binding("f6", "leave", "Exchange", show=False),
    ]

    help_text = (
        "What is due to the Department next: SEN2 for an authority, the school census for a "
        "school. Enter shows what is to be mended before. Below stand the lists that inspectors "
        "and auditors ask for, and the files to be looked at again; Enter opens them. i takes a "
        "SEN2 return in as the first load of a register, shown first."
    )

    def __init__(self) -> None:
        super().__init__()
        self._due: dict[str, Due] = {}

    def compose(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        yield Masthead("Returns")
        with Vertical(classes="body"):
            yield Lines(columns(heading=14, when=14, words="How it stands"), id="due",
                        marks=False, empty="Looking …")  # fmt: skip
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Read what is due."""
        found = await self.ask(returns_due.returns_due, self.face.today)
        self._due = {f"{each.sort}-{each.day}": each for each in found}
        self._show(Fact(REVIEWS, "Reviews", "looking …", whole=_WHOLE))
        self.query_one("#due", Lines).focus()
        # It goes through every plan and cycle: the returns are there before it.
        reviews = await self.ask(returns_due.reviews_due, self.face.today)
        following = short(reviews.next) if reviews and reviews.next else ""
        self._show(Fact(REVIEWS, "Reviews", _reviews(reviews), following, whole=_WHOLE))

    def _show(self, reviews: Fact) -> None:
        due = [self._fact(id_, each) for id_, each in self._due.items()]
        is_school = any(each.sort == "census" for each in self._due.values())
        lists = [
            Fact(name, title, words, whole=whole)
            for name, title, words, whole in _LISTS
            if name == "retention" or not is_school
        ]
        self.query_one("#due", Lines).show([*due, reviews, *lists, *[_NOT_HERE] * is_school])

    def _fact(self, id_: str, each: Due) -> Fact:
        left = (each.day - self.face.today).days
        days = f"in {counted(left, 'day')}" if left >= 0 else f"{counted(-left, 'day')} ago"
        if each.sort == "census":
            asks = ", with needs and their ranks" if each.term == "spring" else ""
            whole = f"School census of {short(each.day)}, {each.term}{asks}: {days}."
            return Fact(id_, "School census", f"{each.term}{asks}", short(each.day), whole=whole)
        said = f"SEN2 {each.year}: census day {short(each.day)}, {days}"
        due = f", to be sent by {short(each.due)}" if each.due else ""
        return Fact(id_, f"SEN2 {each.year}", _stands(each), short(each.day),
                    whole=f"{said}{due}. {_looked(each)}")  # fmt: skip

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self._tell(event.row.whole if event.row else "")

    @on(HowFar)
    def _on_the_way(self, event: HowFar) -> None:
        self._tell(event.said)

    def _tell(self, words: str) -> None:
        self.query_one("#whole", Static).update(plain(words))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        from sendtui.screens.returns_census import CensusScreen
        from sendtui.screens.returns_findings import FindingsScreen

        each = self._due.get(event.row.id)
        if event.row.id == REVIEWS:
            self._open_reviews()
            return
        if event.row.id == NOT_A_SCHOOLS:
            self.say(_NOT_HERE.whole)
            return
        if each is None:
            self.app.push_screen(_list(event.row.id))
            return
        if each.sort == "census":
            self.app.push_screen(CensusScreen(each.day))
        else:
            self.app.push_screen(FindingsScreen(each.year))

    def _open_reviews(self) -> None:
        """The season of reviews for an authority, the calendar for a school."""
        from sendtui.screens.season import SeasonBoard

        if any(each.sort == "sen2" for each in self._due.values()):
            self.app.push_screen(SeasonBoard())
        else:
            self.face.open_calendar()

    def action_take_in(self) -> None:
        """Take a return in as the first load of a register."""
        self.begin_asking(self._take_in)

    async def _take_in(self) -> None:
        picked = PickFile("A SEN2 return: its XML, or one of its CSV files", (".xml", ".csv"))
        path = await self.app.push_screen_wait(picked)
        if path is None:
            return
        paths = [path.parent if path.suffix.lower() == ".csv" else path]
        today = self.face.today
        reading = telling(self, "Reading the return:")
        shown = await self.ask(returns_load.preview, paths, today, reading)
        self._tell("")
        if shown.changes_nothing:
            self.say(f"{counted(shown.persons, 'person')} in it: everything is here already.")
            return
        sure = Confirm(f"Take in SEN2 {shown.year} of {shown.la}?", _would(shown), yes="Take it in")
        if await self.app.push_screen_wait(sure):
            taking = telling(self, "Taking in:")
            await self.ask(returns_load.load, paths, today, shown, taking)
            self._tell("")
            self.reload()
            self.say(f"{counted(shown.new, 'pupil')} added. Ctrl+Z takes all of it back.")

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def _would(shown: Preview) -> str:
    nouns = ", ".join(
        f"{in_sentence(kind_title(noun))} {count:,}"
        for noun, count in sorted(shown.records.items())
    )
    said = (
        f"{counted(shown.persons, 'person')}: {shown.new:,} new, {shown.known:,} known with "
        f"something new, {shown.unchanged:,} as they are. New: {nouns}."
    )
    if shown.rejected:
        first = shown.rejected[0]
        said += (
            f" {counted(len(shown.rejected), 'person')} cannot be taken in, the first at line "
            f"{first.line}: {first.field}, {first.reason} sendtui return load --dry-run lists them."
        )
    return said


def _stands(each: Due) -> Cell:
    errors, queries = each.left
    if each.looked is None:
        return "not looked at yet: Enter checks it"
    if not errors and not queries:
        return badge("nothing to mend", "done")
    said = f"{counted(errors, 'error')}, {counted(queries, 'query', 'queries')} to mend"
    return badge(said, "late" if errors else "soon")


def _looked(each: Due) -> str:
    return f"Looked at on {short(each.looked)}." if each.looked else "Nobody has looked at it yet."
