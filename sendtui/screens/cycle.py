"""A cycle: assess, plan, do and review as one flow; every stage a digit away, advice beside it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import ContentSwitcher, Static

from sendtui.rules.cycle import StageName
from sendtui.screens import cycle_lines
from sendtui.screens.cycle_held import held
from sendtui.screens.cycle_keys import CycleKeys
from sendtui.screens.cycle_review import ReviewPart
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.widgets.face import refill
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, Stages, plain
from sendtui.services import cycle_reading, drafts, pupils, scales

STAGES: tuple[StageName, ...] = ("assess", "plan", "do", "review")
_EMPTY = {
    "assess": ("No evidence yet.", "a adds what was measured, observed, advised or tried."),
    "plan": ("No outcomes yet.", "o adds the first: what the pupil will be able to do."),
    "do": ("Nothing was promised yet.", "2 goes to the plan, p adds provision there."),
}


class CycleScreen(CycleKeys):
    """One cycle of one pupil."""

    CSS_PATH = "cycle.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"stage('{name}')", name.capitalize(), show=False)
            for n, name in enumerate(STAGES, 1)
        ),
        Binding("escape", "leave", "Back", show=False),
    ]

    help_text = (
        "1 assess, 2 plan, 3 do, 4 review; n goes on, b back. a adds evidence, v views, o an "
        "outcome, p "
        "provision under the outcome the cursor is on, s a teaching strategy. g signs the plan, "
        "and later changes it. t logs a session, m a missed one, l a whole group's. In the review "
        "a digit rates, Ctrl+S holds it, and y starts the next cycle; k edits the rating scale. "
        "F9 prints, for staff or for the family. h marks a line as confidential, u shows "
        "what is. Advice stands beside and stops nothing."
    )

    def __init__(self, pupil: str, cycle: str, record: str = "", draft: str = "") -> None:
        """`record` is the part of the cycle to land on; `draft` the noun of its draft to open."""
        super().__init__()
        self.pupil, self.cycle = pupil, cycle
        self.stage: StageName | None = None
        self._wanted = record if record != cycle else ""
        self._draft = draft

    def compose(self) -> ComposeResult:
        """What the cycle is about, the stages, the open one, and advice beside it."""
        yield Masthead("Pupil", "Cycle")
        with Vertical(classes="body"):
            yield Line("", id="about")
            yield Stages(id="stages")
            with Vertical(id="flow"):
                with ContentSwitcher(initial="assess", id="stage"):
                    for name, found in (
                        ("assess", columns(heading=11, who=14, words="Evidence")),
                        (
                            "plan",
                            columns(heading=10, when=12, who=14, words="Outcomes and provision"),
                        ),
                        ("do", columns(heading=10, when=22, who=14, words="Provision")),
                    ):
                        yield Lines(found, id=name, marks=False, empty=_EMPTY[name][0])
                    yield Vertical(id="review")
                with VerticalScroll(id="beside", can_focus=False):
                    yield Static("", id="whole")
                    yield Static("", id="advice")
        yield Footer()

    def on_mount(self) -> None:
        """Say what to do where a stage is empty."""
        for name, step in _EMPTY.items():
            self.query_one(f"#{name}", Lines).say_empty(*step)

    # Reading

    async def load(self) -> None:
        """Read the cycle, and draw the stage that is open."""
        today = self.face.today
        self.about = await self.ask(pupils.view, self.pupil, today)
        view = await self.ask(cycle_reading.cycle, self.cycle, today)
        self.view = view
        self.query_one(Masthead).say("Pupil", self.about.name, f"Cycle {view.number}")
        narrow = self.has_class("-narrow")
        self.query_one("#about", Line).say(cycle_lines.head(view, today, narrow=narrow))
        for name, found in (
            ("assess", cycle_lines.assess),
            ("plan", cycle_lines.plan),
            ("do", cycle_lines.do),
        ):
            self.query_one(f"#{name}", Lines).show(found(view))
        await self._draw_review()
        if self.stage is None:
            record, draft, self._draft = self._wanted, self._draft, ""
            self._begin(await self._first_stage())
            if draft:
                self.open_draft(draft, record)
        elif self._wanted:
            self._land()
        self._say()
        self.refresh_bindings()

    async def _first_stage(self) -> StageName:
        record = self._wanted
        view = self.view
        if not record or view is None:
            return view.stage if view else "assess"
        for stage in ("assess", "plan", "do"):
            if self.query_one(f"#{stage}", Lines).land_on(record):
                return stage
        return view.stage

    def _begin(self, stage: StageName) -> None:
        self.action_stage(stage)
        self._land()

    def _land(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if self.stage in ("assess", "plan", "do"):
            self.query_one(f"#{self.stage}", Lines).land_on(wanted)

    def land_later(self, record: str) -> None:
        """Land on a record once it has been read."""
        self._wanted = record

    async def _draw_review(self) -> None:
        view, box = self.view, self.query_one("#review", Vertical)
        if view is None:
            return
        if view.ended_on is not None:
            await refill(box, VerticalScroll(Static(held(view, goes_on=self.goes_on)), id="held"))
            if self.stage == "review":
                self.query_one("#held").focus()
            return
        part = self.review
        outcomes = [(each.id, each.what) for each in view.outcomes]
        if part is not None and [(o.id, o.what) for o in part.view.outcomes] == outcomes:
            return
        drafted = part.raw if part is not None else await self._drafted()
        scale = await self.ask(scales.scale)
        self.is_held = False
        await refill(box, ReviewPart(view, scale, self.face.today, drafted))

    async def _drafted(self) -> dict[str, str]:
        found = await self.ask(drafts.read, self.review_key) or {}
        return {name: str(value) for name, value in found.items()}

    @property
    def review(self) -> ReviewPart | None:
        """The review as it is being written, where the cycle has not ended."""
        found = self.query(ReviewPart)
        return found.first() if found else None

    def go_to(self, cycle: str) -> None:
        """Show another cycle of the pupil in place of this one."""
        self.app.switch_screen(CycleScreen(self.pupil, cycle))

    # Stages

    def action_stage(self, name: StageName) -> None:
        """Show a stage."""
        self.stage = name
        self.set_class(name == "review", "-reviewing")
        self.query_one("#stage", ContentSwitcher).current = name
        if name == "review":
            if self.review is not None:
                self.review.begin()
            elif held_ := self.query("#held"):
                held_.first().focus()
        else:
            self.query_one(f"#{name}", Lines).focus()
        self._say()
        self.refresh_bindings()

    def action_next(self) -> None:
        """Go on to the next stage."""
        at = STAGES.index(self.stage or "assess")
        self.action_stage(STAGES[min(at + 1, len(STAGES) - 1)])

    def action_before(self) -> None:
        """Go back to the stage before."""
        self.action_stage(STAGES[max(0, STAGES.index(self.stage or "assess") - 1)])

    @on(Stages.Asked)
    def _clicked(self, event: Stages.Asked) -> None:
        for name in STAGES:
            if name == event.stage:
                self.action_stage(name)

    def action_leave(self) -> None:
        """Go back to the pupil; what was typed is kept."""
        self.keep_review()
        self.dismiss(None)

    # The line under the cursor, and advice

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on in the stage that is open."""
        if self.stage not in ("assess", "plan", "do"):
            return None
        return self.query_one(f"#{self.stage}", Lines).highlighted

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say()
        self.refresh_bindings()

    def _say(self) -> None:
        view, stage = self.view, self.stage
        if view is None or stage is None:
            return
        fact = self.highlighted
        self.query_one("#stages", Stages).set(stage, list(cycle_lines.complete(view)))
        whole = ""
        if fact is not None and fact.kind != "next":
            words = fact.words if isinstance(fact.words, str) else fact.words.plain
            whole = fact.whole or words
        self.query_one("#whole", Static).update(plain(whole))
        record = fact.record if fact else ""
        self.query_one("#advice", Static).update(cycle_lines.advice(view, stage, record))
