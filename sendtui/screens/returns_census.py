"""The school census before its day: what our checks find in the record."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from sendtui.rules.census_checks import CensusFinding
from sendtui.rules.counting import counted
from sendtui.screens import returns_mend, workbook_out
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_pickers import PickFile
from sendtui.screens.lines import Fact, Lines, headed
from sendtui.screens.returns_findings import COLUMNS
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, plain
from sendtui.services import returns_census
from sendtui.services.returns_census import Census

LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")


class CensusScreen(DataScreen[None]):
    """What is to be mended before a census day, in the record and in the school's system."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "beside", "System’s export"),
        Binding("a", "reconcile", "Authority’s list"),
        Binding("x", "workbook", "Workbook"),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "The school’s own system sends the census; here it is checked before. i lays that "
        "system’s export beside the record: what differs is a list for the school office, at the "
        "top. a lays the authority’s list of plans beside, or its SEN2 return. Enter opens the "
        "pupil, or the UPN that is wrong; x writes all of it to a workbook."
    )

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day
        self._mis: Path | None = None
        self._authority: tuple[Path, ...] = ()
        self._census: Census | None = None
        self._numbers: dict[str, CensusFinding] = {}
        """The findings that a field mends: the UPN."""

    def compose(self) -> ComposeResult:
        """The counts, the list, and the line under the cursor in full."""
        yield Masthead("Returns", f"School census {short(self._day)}")
        with Vertical(classes="body"):
            yield Line("", id="counts")
            yield Lines(COLUMNS[:3], id="found", marks=False, empty="Looking …")
            yield Static("", id="whole", classes="quiet")
        yield Footer()

    async def load(self) -> None:
        """Check everybody on the roll."""
        await self._lay(self._mis, self._authority)

    async def _lay(self, mis: Path | None, authority: tuple[Path, ...]) -> None:
        """Lay files beside the record; one that cannot be read is not laid there again."""
        found = await self.ask(returns_census.census, self._day, self.face.today, mis=mis,
                               authority=authority)  # fmt: skip
        self._census, self._mis, self._authority = found, mis, authority
        self._numbers = {
            _id(n, each): each for n, each in enumerate(found.findings) if each.rule.id == "SC15"
        }
        counts = ", ".join(f"{code} {found.roll.get(code, 0)}" for code in "NKE")
        said = f"{counts}: {counted(found.pupils, 'pupil')} on roll"
        if found.sent is not None:
            said += f" · {counted(len(found.corrections), 'correction')}"
        if authority:
            plans = sum(each.rule.id == "SC10" for each in found.findings)
            said += f" · {counted(plans, 'plan differs', 'plans differ')}"
        self.query_one("#counts", Line).say(said)
        lines = self.query_one("#found", Lines)
        lines.show(tuple(headed(_facts(found))))
        lines.say_empty("Nothing to mend.", "i lays the export of the school’s system beside it.")
        lines.focus()

    @on(Grid.Highlighted)
    def _look_at(self, event: Grid.Highlighted[Fact]) -> None:
        self.query_one("#whole", Static).update(plain(event.row.whole if event.row else ""))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        one = self._numbers.get(event.row.id)
        if one is not None:

            async def ask() -> None:
                await returns_mend.pupil_item(self, one.pupil, one.name, "UPN")

            self.begin_asking(ask)
        elif event.row.record:
            self.face.open_pupil(event.row.record)
        else:
            self.say("Nobody of this number or name is on the roll here.")

    def action_beside(self) -> None:
        """Choose the export of the school's system."""
        self.look_up(self._beside, group="asks")

    async def _beside(self) -> None:
        path = await self.app.push_screen_wait(PickFile("The school system’s export", LISTS))
        if path is not None:
            await self._lay(path, self._authority)

    def action_reconcile(self) -> None:
        """Choose the authority's list of plans, or its SEN2 return."""
        self.look_up(self._reconcile, group="asks")

    async def _reconcile(self) -> None:
        picked = PickFile("The authority’s list of plans, or its SEN2 return", (*LISTS, ".xml"))
        path = await self.app.push_screen_wait(picked)
        if path is not None:
            await self._lay(self._mis, (path,))

    def action_workbook(self) -> None:
        """Write it to a workbook, such as for the school office."""
        self.begin_asking(self._workbook)

    async def _workbook(self) -> None:
        if (found := self._census) is not None:
            title = f"School census {self._day:%d %m %Y}"
            await workbook_out.ask(self, returns_census.tables(found), title, found.whose)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def _facts(found: Census) -> list[Fact]:
    wrong = [
        Fact(f"c{n}", "Office", f"{c.name}: {c.item} {c.sent or 'none'} → {c.here or 'none'}",
             badge("correct", "late"), kind="pupil", record=c.pupil,
             whole=f"The school’s system says {c.sent or 'nothing'}, the record "
             f"{c.here or 'nothing'}: change it in the school’s system.")
        for n, c in enumerate(found.corrections)
    ]  # fmt: skip
    apart = [
        Fact(f"{heading}{n}", heading, said, badge("query", "soon"), whole=whole or said)
        for heading, those, whole in (
            ("Not read", found.unread, ""),
            ("Not sent", found.missing,
             "On the roll here, and not in the file of the school’s system."),
            ("Not here", found.strangers,
             "In the file of the school’s system, and not on the roll here."),
        )
        for n, said in enumerate(those)
    ]  # fmt: skip
    return [*wrong, *(_fact(n, each) for n, each in enumerate(found.findings)), *apart]


def _id(number: int, each: CensusFinding) -> str:
    return f"{number}-{each.rule.id}"


def _fact(number: int, each: CensusFinding) -> Fact:
    rule = each.rule
    said = each.sent or each.here
    mark = badge("error", "late") if rule.severity == "error" else badge("query", "soon")
    return Fact(
        _id(number, each),
        rule.id,
        f"{each.name}: {each.item}{f' ({said})' if said else ''}",
        mark,
        kind="pupil",
        record=each.pupil,
        whole=f"{rule.id}: {rule.title}. {rule.do}",
    )
