"""Everything that is open in a plan, or differs between two versions: a list to go on from."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sendtui.rules.counting import counted
from sendtui.rules.plan_diff import LineChange
from sendtui.screens import plan_lines
from sendtui.screens.base import DataScreen
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line
from sendtui.services.ehc_plan_checks import Checked
from sendtui.services.ehc_plan_reading import PlanView
from sendtui.services.labels import title


class PlanOpenScreen(DataScreen[str]):
    """Lines to walk through, what each says in full below; Enter gives the line it is about."""

    CSS_PATH = "plan.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]

    help_text = (
        "Everything the checks say of this plan, what the law or its format asks for first. Enter "
        "goes to the line. What a check asks for is below, with why and a better example."
    )

    def __init__(
        self, path: Sequence[str], said: Content, facts: Sequence[Fact], full: dict[str, Content]
    ) -> None:
        """`path` stands in the masthead, `said` above the list; `full` tells each fact."""
        super().__init__()
        self._path, self._said, self._facts, self._full = path, said, tuple(facts), full

    def compose(self) -> ComposeResult:
        """How it stands, the list, and the line under the cursor in full."""
        yield Masthead(*self._path)
        with Vertical(classes="body"):
            yield Line(self._said, id="state")
            yield Lines(
                columns(heading=6, when=12, words="What is open"),
                id="open",
                marks=False,
                empty="Nothing is open.",
            )
            with VerticalScroll(id="full", can_focus=False):
                yield Static("", id="told")
        yield Footer()

    async def load(self) -> None:
        """Show what was found when it was asked for."""
        grid = self.query_one("#open", Lines)
        if not grid.count:
            grid.show(self._facts)
        grid.focus()
        self._tell()

    @on(Grid.Highlighted)
    def _tell(self) -> None:
        fact = self.query_one("#open", Lines).highlighted
        words = self._full.get(fact.id, Content("")) if fact else Content("")
        self.query_one("#told", Static).update(words)

    @on(Grid.Chosen)
    def _choose(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        self.dismiss(event.row.record)

    def action_leave(self) -> None:
        """Go back to the plan."""
        self.dismiss("")


def open_(view: PlanView, found: Checked) -> PlanOpenScreen:
    """What is open in a plan, hard ones first."""
    remarks = sorted(found.remarks, key=lambda each: not each.hard)
    facts, full = [], {}
    for number, each in enumerate(remarks):
        line = view.named(each.record) if each.record else None
        place = line.label if line else each.subject.removeprefix("Section ").partition(",")[0]
        sign = badge("law" if each.hard else "hint", "late" if each.hard else "soon")
        says = f"{place}: {one_line(each.says)}"
        record = line.id if line else f"part:{place}"
        facts.append(Fact(str(number), each.check, says, sign, "", "remark", record))
        full[str(number)] = plan_lines.told([each])
    hours = ", ".join(f"{area} {hours:g} h a year" for area, hours in found.hours.items())
    said = Content(f"{hours} · ") if hours else Content("")
    said += plan_lines.state(view, found, narrow=True)
    return PlanOpenScreen(("Pupil", view.name, view.sort_label, "What is open"), said, facts, full)


def diff(view: PlanView, found: Sequence[LineChange], because: str = "") -> PlanOpenScreen:
    """What differs from the version before, field by field, and why it was made."""
    facts, full = [], {}
    if because:
        facts.append(Fact("why", "Why", one_line(because), "", "", "change", ""))
        full["why"] = Content(because)
    for number, each in enumerate(found):
        words = one_line(each.words)
        now = view.named(each.after) if each.after else None
        label = each.after or each.before
        facts.append(Fact(str(number), label, words, each.how, "", "change", now.id if now else ""))
        rows = [Content.styled(f"{each.label} {each.how}", "bold"), Content(words)]
        for field in each.fields:
            rows.append(Content.styled(title("plan_line", field.field), "bold"))
            rows.append(Content(f"- {one_line(field.before) or '(nothing)'}"))
            rows.append(Content(f"+ {one_line(field.after) or '(nothing)'}"))
        full[str(number)] = Content("\n").join(rows)
    lines = counted(len(found), "line")
    said = Content(f"Version {view.version} beside the one before: {lines} changed")
    return PlanOpenScreen(("Pupil", view.name, view.sort_label, "Changes"), said, facts, full)
