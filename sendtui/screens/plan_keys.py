"""What the keys of a plan's screen do: write lines, rank them, issue, amend, print."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.plan_sections import SectionOf
from sendtui.screens import plan_forms, plan_line, plan_lines, plan_open, plan_print
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import ask
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.services import ehc_plan_checks, ehc_plan_lines, ehc_plan_reading, ehc_plans
from sendtui.services.ehc_plan_checks import Checked
from sendtui.services.ehc_plan_reading import PlanView

CHANGES = frozenset(
    ("add", "remove", "shift", "to_part", "issue", "days", "cease", "print", "discard")
)
WRITES = frozenset(("add", "remove", "shift", "to_part", "days", "discard"))
"""The keys that write into a version, which none does into one that was issued."""


class PlanKeys(DataScreen[None]):
    """The keys of a plan's screen; what it shows is `PlanScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a line"),
        Binding("k", "open", "Checks"),
        Binding("g", "issue", "Issue"),
        Binding("i", "changes", "Changes"),
        Binding("v", "versions", "Versions"),
        Binding("f9", "print", "Print"),
        Binding("h", "secured", "Hours secured", show=False),
        Binding("e", "days", "Edit its days: made, review by", show=False),
        Binding("m", "to_part", "Move the line to another part", show=False),
        Binding("shift+up,left_square_bracket", "shift(-1)", "Move the line up", show=False),
        Binding("shift+down,right_square_bracket", "shift(1)", "Move it down", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("C", "cease", "Cease the plan", show=False),
        Binding("D", "discard", "Throw this version away", show=False),
    ]

    pupil: str
    plan: str
    letter: str = ""
    view: PlanView | None = None
    found: Checked | None = None
    wanted: str = ""

    @property
    def part(self) -> SectionOf | None:
        """The part that is open."""
        raise NotImplementedError

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is changed where the file is read-only, nor in a version that is frozen."""
        if action in CHANGES and self.face.read_only:
            return False
        if self.why_not(action):
            return False
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Why a key cannot be used in this version; "" where it can, or for another reason."""
        view = self.view
        name = action.partition("(")[0]
        if view is None:
            return ""
        if name in WRITES and view.frozen:
            return plan_line.FROZEN
        if name == "cease" and not view.frozen:
            return "This version was never issued, so there is nothing to cease."
        if name == "changes" and not view.follows:
            return "This is the first version, so there is none to compare it with."
        return ""

    def begin(self, work: Callable[[PlanView], Awaitable[None]], *, writes: bool = False) -> None:
        """Run what asks something; what writes into a frozen version is refused."""
        view = self.view
        if view is None:
            return
        if writes and view.frozen:
            self.say(plan_line.FROZEN)
            return
        self.run_worker(job(self._guarded, lambda: work(view)), group="asks")

    # Lines

    def action_add(self) -> None:
        """Write a new line in the part that is open."""
        self.begin(lambda view: self._write(view, ""), writes=True)

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        view, line = self.view, event.row.record
        if view is None:
            return
        if view.frozen or self.face.read_only:
            found = view.named(line)
            words = plan_lines.about(view, found) if found else ""
            self.app.push_screen(Notice(event.row.heading, words))
            return
        self.begin(lambda now: self._write(now, line), writes=True)

    @on(Lines.Begun)
    def _begin_first(self, event: Lines.Begun) -> None:
        event.stop()
        if not self.face.read_only:
            self.action_add()

    async def _write(self, _view: PlanView, line: str) -> None:
        part = self.part
        if part is None:
            return
        # What was typed a moment ago may not be drawn yet.
        now = await self.ask(ehc_plan_reading.view, self.plan)
        if made := await plan_line.write(self, now, part, line):
            self.say("Saved. Ctrl+Z takes it back.")
            self.wanted = made
            self.reload()

    def action_remove(self) -> None:
        """Remove the line under the cursor."""
        fact = self.highlighted

        async def remove(_view: PlanView) -> None:
            sure = Confirm(
                f"Remove {fact.heading if fact else ''}?",
                "What answers to it then answers to the others alone. Ctrl+Z brings it back.",
                yes="Remove",
                no="Keep",
            )
            if fact is not None and await self.app.push_screen_wait(sure):
                await self.ask(ehc_plan_lines.remove, fact.record)

        if fact is not None:
            self.begin(remove, writes=True)

    def action_shift(self, by: int) -> None:
        """Rank the line under the cursor higher or lower."""
        fact = self.highlighted

        async def shift(view: PlanView) -> None:
            line = view.named(fact.record) if fact else None
            if line is not None and 1 <= line.number + by <= len(view.of(line.section)):
                await self.ask(ehc_plan_lines.move, line.id, line.number + by)
                self.wanted = line.id
                self.reload()

        self.begin(shift, writes=True)

    def action_to_part(self) -> None:
        """Move the line under the cursor to another part."""
        fact = self.highlighted

        async def move(view: PlanView) -> None:
            if fact is not None and await ask(
                self, plan_forms.move(self, view, fact.record, fact.heading)
            ):
                self.wanted = fact.record
                self.reload()

        self.begin(move, writes=True)

    # The version

    def action_open(self) -> None:
        """List what is open in the whole plan."""

        async def show(view: PlanView) -> None:
            if self.found is None:
                return
            record = await self.app.push_screen_wait(plan_open.open_(view, self.found))
            self._go_to(record or "")

        self.begin(show)

    def _go_to(self, record: str) -> None:
        part = record.removeprefix("part:")
        if self.view is None or not record:
            return
        if part != record:
            letters = [each.letter for each in self.view.parts]
            self.letter = part if part in letters else self.letter
            self.draw()
        else:
            self.wanted = record
            self.reload()

    def action_changes(self) -> None:
        """Show what changed since the version before."""

        async def show(view: PlanView) -> None:
            found = await self.ask(ehc_plan_reading.diff, view.id)
            why = await self.ask(ehc_plan_reading.because, view.id)
            shown = plan_open.diff(view, found, why)
            self._go_to(await self.app.push_screen_wait(shown) or "")

        self.begin(show)

    def action_days(self) -> None:
        """Change the days this version bears."""

        async def change(view: PlanView) -> None:
            await ask(self, plan_forms.days(self, view))

        self.begin(change, writes=True)

    def action_issue(self) -> None:
        """Issue this version; where it is issued, make the next one."""

        async def issue(view: PlanView) -> None:
            final = await self.ask(ehc_plan_checks.check, view.id, self.face.today, as_final=True)
            told: list[int] = []
            hard = sum(each.hard for each in final.remarks)
            cases = await plan_forms.in_cases(self, view)
            if await ask(self, plan_forms.issue(self, view, hard, told, cases)) and told:
                said = (
                    f"Issued. {told[0]} of law or format are open: k lists them."
                    if told[0]
                    else "Issued; nothing of law or format is open. F9 prints it."
                )
                self.say(said)

        async def amend(view: PlanView) -> None:
            sure = Confirm(
                "Make the next version?",
                f"Version {view.version} was issued by {view.issued_by or 'somebody'} and stays as "
                "it is. The next one begins as its copy.",
                yes="Make it",
                no="Leave it",
            )
            if await self.app.push_screen_wait(sure):
                self.show_plan(await self.ask(ehc_plans.amend, view.id))
                self.say("This is the next version. i shows what you change in it.")

        if self.view is not None:
            self.begin(amend if self.view.frozen else issue)

    def action_cease(self) -> None:
        """Cease the plan."""

        async def cease(view: PlanView) -> None:
            await ask(self, plan_forms.cease(self, view))

        self.begin(cease)

    def action_discard(self) -> None:
        """Throw away a version that was never issued."""

        async def discard(view: PlanView) -> None:
            sure = Confirm(
                f"Throw away version {view.version}?",
                "It was never issued. Its lines go with it; Ctrl+Z brings all of it back.",
                yes="Throw it away",
                no="Keep it",
            )
            if await self.app.push_screen_wait(sure):
                await self.ask(ehc_plans.discard, view.id)
                self.dismiss(None)

        self.begin(discard, writes=True)

    def action_secured(self) -> None:
        """Show what the plan specifies against what was given."""
        from sendtui.screens.secured import SecuredScreen

        self.app.push_screen(SecuredScreen(self.pupil, self.plan))

    def action_versions(self) -> None:
        """Show another version, another plan, or begin one."""

        async def choose(view: PlanView) -> None:
            found = await self.ask(ehc_plan_reading.of_pupil, self.pupil)
            chosen: list[str] = []
            await ask(self, plan_forms.choose(found, self.pupil, view.id, chosen))
            if not chosen:
                return
            if not chosen[0]:
                await ask(self, plan_forms.begin(self, self.pupil, view.forename, chosen))
            if chosen[-1]:
                self.show_plan(chosen[-1])

        self.begin(choose)

    def show_plan(self, plan: str) -> None:
        """Show another version in place of this one."""
        self.plan, self.letter = plan, ""
        self.reload()

    def action_print(self) -> None:
        """Print this version to a file."""
        self.begin(lambda view: plan_print.ask(self, view))
