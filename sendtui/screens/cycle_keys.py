"""What the keys of a cycle's screen do: add, change, sign, tick, review."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.errors import InvalidError
from sendtui.screens import cycle_forms
from sendtui.screens.base import DataScreen
from sendtui.screens.cycle_forms import InCycle
from sendtui.screens.cycle_ratings import Ratings
from sendtui.screens.cycle_review import MEASURES, ReviewPart
from sendtui.screens.cycle_tick import Mode, tick
from sendtui.screens.drafted import ask
from sendtui.screens.lines import Fact
from sendtui.screens.pupil_forms import At, voice
from sendtui.screens.widgets.dialog import Confirm, FormDialog, Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.grid import Grid
from sendtui.services import cycle_reading, cycles, drafts, plans, reviews, voices
from sendtui.services.cycle_views import CycleView
from sendtui.services.pupil_views import PupilView

PLAN = frozenset(("outcome", "provision", "strategy"))
STOPPED = {
    "frozen": "This plan is signed and frozen. g changes it: that makes its next version.",
    "ended": "This cycle has ended. Escape, then y starts the next one.",
}


class CycleKeys(DataScreen[None]):
    """The keys of a cycle's screen; what it shows is `CycleScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "Next stage"),
        Binding("b", "before", "Stage before", show=False),
        Binding("a", "add('evidence')", "Evidence"),
        Binding("o", "add('outcome')", "Outcome"),
        Binding("p", "add('provision')", "Provision"),
        Binding("s", "add('strategy')", "Strategy"),
        Binding("g", "sign", "Sign/change"),
        Binding("t", "tick('happened')", "Tick"),
        Binding("m", "tick('missed')", "Missed"),
        Binding("v", "views", "Views", show=False),
        Binding("e", "about", "Edit focus, lead and dates", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("shift+up,left_square_bracket", "shift(-1)", "Move the outcome up", show=False),
        Binding("shift+down,right_square_bracket", "shift(1)", "Move it down", show=False),
        Binding("ctrl+s", "hold", "Hold the review"),
    ]

    _SHOWN_IN: ClassVar[dict[tuple[str, ...], frozenset[str]]] = {
        ("add", "evidence"): frozenset(("assess",)),
        ("add", "outcome"): frozenset(("plan",)),
        ("add", "provision"): frozenset(("plan",)),
        ("add", "strategy"): frozenset(("plan",)),
        ("sign",): frozenset(("plan", "do")),
        ("tick", "happened"): frozenset(("do",)),
        ("tick", "missed"): frozenset(("do",)),
        ("hold",): frozenset(("review",)),
    }

    pupil: str
    cycle: str
    stage: str | None
    view: CycleView | None = None
    about: PupilView | None = None

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        raise NotImplementedError

    @property
    def review(self) -> ReviewPart | None:
        """The review as it is being written."""
        raise NotImplementedError

    def land_later(self, record: str) -> None:
        """Land on a record once it has been read."""
        raise NotImplementedError

    @property
    def review_key(self) -> str:
        """Where the draft of the review is kept."""
        return drafts.key("review", self.pupil, self.cycle)

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
            if await ask(self, asked) and made:
                self.land_later(made[0])
                self.reload()

        self.begin(add, plan=kind in PLAN)

    def open_draft(self, kind: str, record: str) -> None:
        """Open the form a draft was typed into, of a part there is or of a new one."""
        known = self.view is not None and record in self.view.heads

        async def go_on(at: InCycle) -> None:
            await ask(self, cycle_forms.PARTS[kind](at, record if known else ""))

        if kind == "cycle":
            self.action_about()
        elif kind == "plan_signature":
            self.action_sign()
        elif kind in cycle_forms.PARTS:
            self.begin(go_on, plan=kind in PLAN)

    def action_about(self) -> None:
        """Change what the cycle is about, who leads it, and its dates."""

        async def change(at: InCycle) -> None:
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
                await self.ask(voices.hear, self.pupil, cycle=self.cycle, **values)  # type: ignore[arg-type]

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
            await ask(self, cycle_forms.PARTS[fact.kind](at, fact.record))

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
            elif fact.kind in ("outcome", "provision", "strategy"):
                await at.screen.ask(plans.remove, fact.kind, fact.record)  # type: ignore[arg-type]

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
                version = await self.ask(plans.revise, self.cycle, on=self.face.today)
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

    # The review

    @on(Form.Changed, "#review-form")
    @on(Ratings.Changed)
    def keep_review(self) -> None:
        """Keep the review as it stands as a draft."""
        part = self.review
        if part is None:
            return
        raw = part.raw

        async def keep() -> None:
            if raw:
                await self.ask(drafts.keep, self.review_key, raw)
            else:
                await self.ask(drafts.drop, self.review_key)

        self.app.run_worker(job(self._guarded, keep), group="drafts")

    @on(Ratings.MeasureAsked)
    def _measure(self, event: Ratings.MeasureAsked) -> None:
        part = self.review
        if part is None:
            return
        ratings = part.ratings
        start = {name: ratings.code(event.outcome, name) for name in ("score", "note")}

        async def measure() -> None:
            form = FormDialog("The measure now", MEASURES, start, yes="Keep")
            values = await self.app.push_screen_wait(form)
            if values is not None:
                ratings.write(
                    event.outcome, {name: str(each or "") for name, each in values.items()}
                )

        self.run_worker(job(self._guarded, measure), group="asks")

    @on(Form.Submitted, "#review-form")
    def action_hold(self) -> None:
        """Hold the review: everything is written at once, and one undo takes it back."""
        part = self.review
        if part is None or self.face.read_only:
            return

        async def hold() -> None:
            try:
                held = await self.ask(reviews.hold, self.cycle, part.notes())
            except InvalidError as error:
                part.form.show_problems(error.problems)
                return
            await self.ask(drafts.drop, self.review_key)
            said = "The review is held and the cycle has ended."
            if held.next_cycle:
                count = len(held.carried)
                said += f" The next one has begun with {count} outcome{'' if count == 1 else 's'}."
            self.say(f"{said} Ctrl+Z takes it back.")

        self.act(hold)


def _under(view: CycleView, fact: Fact | None) -> str:
    """The outcome the cursor stands on or under; the last one where it stands on neither."""
    record = fact.record if fact else ""
    for outcome in view.outcomes:
        if record == outcome.id or any(line.id == record for line in outcome.provision):
            return outcome.id
    return view.outcomes[-1].id if view.outcomes else ""
