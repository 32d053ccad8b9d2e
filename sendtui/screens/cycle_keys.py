"""What the keys of a cycle's screen do: add, change, sign, tick, review."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.actions import parse
from textual.binding import Binding, BindingType

from sendtui.screens import cycle_forms
from sendtui.screens.cycle_ends import ReviewKeys
from sendtui.screens.cycle_forms import InCycle
from sendtui.screens.cycle_tick import Mode, tick
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact
from sendtui.screens.picking import with_intervention, with_library
from sendtui.screens.pupil_forms import At, voice
from sendtui.screens.pupil_marks import is_closed_to, mark, uncover
from sendtui.screens.sources import with_source
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.services import cycle_reading, cycles, plans, voices
from sendtui.services.cycle_views import CycleView
from sendtui.services.library import Kind

SOURCED = frozenset(("evidence", "outcome", "provision"))
"""The parts that may have a document as their source."""

PICKED: dict[str, Kind] = {"outcome": "target", "strategy": "strategy"}
"""The parts whose words may be picked from the library."""

PLAN = frozenset(("outcome", "provision", "strategy"))
STOPPED = {
    "frozen": "This plan is signed and frozen. g changes it: that makes its next version.",
    "ended": "This cycle has ended. 4, then y starts the next one.",
}


class CycleKeys(ReviewKeys):
    """The keys of a cycle's screen; what it shows is `CycleScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "Next stage", show=False),
        Binding("b", "before", "Stage before", show=False),
        Binding("a", "add('evidence')", "Evidence"),
        Binding("o", "add('outcome')", "Outcome"),
        Binding("p", "add('provision')", "Provision"),
        Binding("s", "add('strategy')", "Strategy"),
        Binding("g", "sign", "Sign"),
        Binding("t", "tick('happened')", "Tick"),
        Binding("m", "tick('missed')", "Missed"),
        Binding("v", "views", "Views"),
        Binding("e", "about", "Edit focus, lead and dates", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("shift+up,left_square_bracket", "shift(-1)", "Move the outcome up", show=False),
        Binding("shift+down,right_square_bracket", "shift(1)", "Move it down", show=False),
        Binding("ctrl+s", "hold", "Hold the review"),
        Binding("y", "next_cycle", "Next cycle"),
        Binding("l", "group", "Log a group"),
        Binding("k", "scale", "Rating scale", show=False),
        Binding("f9", "print", "Print it, for staff or the family", show=False),
        Binding("h", "mark", "Mark as confidential, or lift the mark", show=False),
        Binding("u", "uncover", "Show what is confidential, or veil it", show=False),
    ]

    _SHOWN_IN: ClassVar[dict[tuple[str, ...], frozenset[str]]] = {
        ("add", "evidence"): frozenset(("assess",)),
        ("views",): frozenset(("assess",)),
        ("add", "outcome"): frozenset(("plan",)),
        ("add", "provision"): frozenset(("plan",)),
        ("add", "strategy"): frozenset(("plan",)),
        ("sign",): frozenset(("plan", "do")),
        ("tick", "happened"): frozenset(("do",)),
        ("tick", "missed"): frozenset(("do",)),
        ("group",): frozenset(("do",)),
        ("hold",): frozenset(("review",)),
    }

    def why_not(self, action: str) -> str:
        """Why a key cannot be used here; "" where it is for another reason than the stage."""
        _, name, parameters = parse(action)
        stages = self._SHOWN_IN.get((name, *map(str, parameters)), frozenset())
        if not stages or self.stage in stages:
            return ""
        return f"It belongs to {' and '.join(sorted(each.capitalize() for each in stages))}."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is there in the stages it belongs to, and none changes a read-only file."""
        name = (action, *(each for each in parameters if isinstance(each, str)))
        stages = self._SHOWN_IN.get(name)
        if stages is not None and (self.stage not in stages or self.face.read_only):
            return False
        if action == "hold":
            return self.review is not None
        if action == "next":
            return self.stage != "review"
        if action == "next_cycle":
            return self.goes_on and not self.face.read_only
        if action == "print":
            return self.view is not None and not self.face.read_only
        return super().check_action(action, parameters)

    def begin(self, work: Callable[[InCycle], Awaitable[None]], *, plan: bool = False) -> None:
        """Run what asks something; what changes a signed plan or an ended cycle is refused."""
        view = self.view
        if view is None or self.about is None or self.face.read_only:
            return
        if view.ended_on is not None or (plan and view.frozen):
            self.say(STOPPED["ended" if view.ended_on else "frozen"])
            return
        self.run_worker(job(self._guarded, lambda: self._begin_now(work)), group="asks")

    async def _begin_now(self, work: Callable[[InCycle], Awaitable[None]]) -> None:
        """Begin with the cycle as it is now, which the screen may not have drawn yet."""
        today, about, fact = self.face.today, self.about, self.highlighted
        view = await self.ask(cycle_reading.cycle, self.cycle, today)
        primary = about.needs[0].code if about and about.needs else ""
        await work(InCycle(self, view, today, self.face.author, primary, _under(view, fact)))

    # Adding and changing

    def action_add(self, kind: str) -> None:
        """Add evidence, an outcome, provision or a strategy."""

        async def add(at: InCycle) -> None:
            made: list[str] = []
            form = cycle_forms.PARTS[kind]
            asked = form(at) if kind == "evidence" else form(at, "", made)
            asked = await self._with_choices(kind, asked, at)
            if await ask(self, asked) and made:
                self.land_later(made[0])
                self.reload()

        self.begin(add, plan=kind in PLAN)

    async def _with_choices(self, kind: str, asked: Asked, at: InCycle, record: str = "") -> Asked:
        """The form with the documents it may rest on, and with what the library has for it."""
        if kind == "provision":
            asked = await with_intervention(self, asked, _run(at.view, record))
        if kind in PICKED:
            asked = await with_library(self, asked, PICKED[kind], at.primary)
        if kind in SOURCED:
            asked = await with_source(self, self.pupil, asked, record)
        return asked

    def open_draft(self, kind: str, record: str) -> None:
        """Open the form a draft was typed into, of a part there is or of a new one."""
        known = self.view is not None and record in self.view.heads

        async def go_on(at: InCycle) -> None:
            if not await is_closed_to(self, self.pupil, record):
                asked = cycle_forms.PARTS[kind](at, record if known else "")
                if kind in PLAN:
                    asked = await self._with_choices(kind, asked, at, record if known else "")
                await ask(self, asked)

        if kind == "cycle":
            self.action_about()
        elif kind == "plan_signature":
            self.action_sign()
        elif kind in cycle_forms.PARTS:
            self.begin(go_on, plan=kind in PLAN)

    def action_about(self) -> None:
        """Change what the cycle is about, who leads it, and its dates."""

        async def change(at: InCycle) -> None:
            if not await is_closed_to(self, self.pupil, self.cycle):
                await ask(self, cycle_forms.about(at))

        self.begin(change)

    def action_views(self) -> None:
        """Write down views while the cycle runs."""

        async def hear(at: InCycle) -> None:
            about = self.about
            if about is None:
                return
            asked = voice(At(self, about, at.today, at.author))

            async def save(values: dict[str, object]) -> None:
                said_on = values.get("said_on")
                await self.ask(
                    voices.hear,
                    self.pupil,
                    whose=str(values.get("whose") or ""),
                    words=str(values.get("words") or ""),
                    said_on=said_on if isinstance(said_on, date) else at.today,
                    gathered=str(values.get("gathered") or ""),
                    cycle=self.cycle,
                    today=at.today,
                )

            await ask(self, replace(asked, save=save))

        self.begin(hear)

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        fact = event.row
        if fact.kind == "next":
            self.action_next()
        elif fact.kind == "session":
            self.action_tick("happened")
        elif fact.kind in cycle_forms.PARTS and self._may_change(fact):
            self._change(fact)
        else:
            words = fact.words if isinstance(fact.words, str) else fact.words.plain
            self.app.push_screen(Notice(fact.heading or "In full", fact.whole or words))

    def _may_change(self, fact: Fact) -> bool:
        view = self.view
        if view is None or self.face.read_only or view.ended_on is not None:
            return False
        return not (fact.kind in PLAN and view.frozen)

    def _change(self, fact: Fact) -> None:
        async def change(at: InCycle) -> None:
            if await is_closed_to(self, self.pupil, fact.record):
                return
            asked = cycle_forms.PARTS[fact.kind](at, fact.record)
            await ask(self, await self._with_choices(fact.kind, asked, at, fact.record))

        self.begin(change, plan=fact.kind in PLAN)

    def action_next(self) -> None:
        """Go on to the next stage."""
        raise NotImplementedError

    def action_remove(self) -> None:
        """Remove the line under the cursor; undo brings it back."""
        fact = self.highlighted
        if fact is None or fact.kind not in cycle_forms.PARTS:
            return

        async def remove(at: InCycle) -> None:
            sure = Confirm("Remove this?", "Ctrl+Z brings it back.", yes="Remove", no="Keep")
            if not await self.app.push_screen_wait(sure):
                return
            if fact.kind == "evidence":
                await at.screen.ask(cycles.remove_evidence, fact.record)
            for part in plans.PARTS:
                if part == fact.kind:
                    await at.screen.ask(plans.remove, part, fact.record)

        self.begin(remove, plan=fact.kind in PLAN)

    def action_shift(self, by: int) -> None:
        """Move the outcome under the cursor up or down."""
        fact = self.highlighted

        async def move(at: InCycle) -> None:
            ids = [each.id for each in at.view.outcomes]
            if fact is None or fact.record not in ids:
                return
            place = ids.index(fact.record)
            ids.insert(min(max(0, place + by), len(ids) - 1), ids.pop(place))
            await self.ask(plans.reorder, self.cycle, ids)

        if self.stage == "plan":
            self.begin(move, plan=True)

    def action_mark(self) -> None:
        """Mark the line under the cursor as confidential, or lift the mark."""
        fact = self.highlighted
        self.begin_asking(lambda: mark(self, self.pupil, fact))

    def action_uncover(self) -> None:
        """Show what is confidential until the file is locked, or veil it again."""
        self.act(lambda: uncover(self))

    # Signing, ticking

    def action_sign(self) -> None:
        """Sign the plan; where it is signed, change it."""
        view = self.view

        async def sign(at: InCycle) -> None:
            await ask(self, cycle_forms.sign(at))

        async def change(at: InCycle) -> None:
            sure = Confirm(
                "Change the plan?",
                f"Version {at.view.version} was signed by {at.view.signed_by} and stays readable. "
                "The next version can be edited until it is signed.",
                yes="Change the plan",
                no="Leave it",
            )
            if await self.app.push_screen_wait(sure):
                today = self.face.today
                version = await self.ask(plans.revise, self.cycle, on=today, today=today)
                self.say(f"Version {version} can be edited now. g signs it.")
                self.run_worker(self.run_action("stage('plan')"))

        if view is not None:
            self.begin(change if view.signed_on else sign)

    def action_tick(self, mode: Mode) -> None:
        """Log a session of the line under the cursor."""
        fact = self.highlighted

        async def log(_at: InCycle) -> None:
            await tick(self, self.cycle, fact.record if fact else "", mode)

        self.begin(log)


def _run(view: CycleView, record: str) -> str:
    """The intervention a line of provision points to, or ""."""
    return next((line.intervention for line in view.provision if line.id == record), "")


def _under(view: CycleView, fact: Fact | None) -> str:
    """The outcome the cursor stands on or under; the last one where it stands on neither."""
    record = fact.record if fact else ""
    for outcome in view.outcomes:
        if record == outcome.id or any(line.id == record for line in outcome.provision):
            return outcome.id
    return view.outcomes[-1].id if view.outcomes else ""
