"""What the keys of a cycle's review do: hold it, go on to the next cycle, print, log a group."""

from functools import partial

from textual import on

from sendtui.errors import InvalidError, SendtuiError
from sendtui.screens import cycle_group, cycle_next, cycle_print
from sendtui.screens.base import DataScreen
from sendtui.screens.cycle_ratings import Ratings
from sendtui.screens.cycle_review import MEASURES, ReviewPart
from sendtui.screens.cycle_scale import ScaleScreen
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.form import Form
from sendtui.services import drafts, reviews
from sendtui.services.cycle_views import CycleView
from sendtui.services.pupil_views import PupilView

HELD = "The review is held and this cycle has ended. Ctrl+S starts the next one; Escape: later."


class ReviewKeys(DataScreen[None]):
    """What a cycle's screen knows of its cycle, and the acts around its review."""

    pupil: str
    cycle: str
    stage: str | None
    view: CycleView | None = None
    about: PupilView | None = None
    is_held = False
    """Whether the review is being written, so that no draft of it is kept any more."""

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

    def go_to(self, cycle: str) -> None:
        """Show another cycle of the pupil in place of this one."""
        raise NotImplementedError

    @property
    def goes_on(self) -> bool:
        """Whether the next cycle can be started from here: this one was reviewed, none is open."""
        view, about = self.view, self.about
        if view is None or about is None or view.end != "reviewed":
            return False
        later = (each.ended_on is None or each.number > view.number for each in about.cycles)
        return not any(later)

    @property
    def review_key(self) -> str:
        """Where the draft of the review is kept."""
        return drafts.key("review", self.pupil, self.cycle)

    # The review

    @on(Form.Changed, "#review-form")
    @on(Ratings.Changed)
    def keep_review(self) -> None:
        """Keep the review as it stands as a draft."""
        part = self.review
        if part is None or self.is_held:
            return
        raw = part.raw

        async def keep() -> None:
            if not self.is_held:
                await self.ask(drafts.keep, self.review_key, raw)

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
            # What was typed a moment ago would be kept as a draft after that has been dropped.
            self.is_held = True
            try:
                notes = part.notes()
                await self.ask(reviews.hold, self.cycle, notes, today=self.face.today)
            except SendtuiError as error:
                self.is_held = False
                self.keep_review()
                if not isinstance(error, InvalidError):
                    raise
                part.form.show_problems(error.problems)
                return
            await self.ask(drafts.drop, self.review_key)
            if notes.decision == reviews.LEAVE:
                self.say("The review is held and the cycle has ended. Ctrl+Z takes it back.")
            else:
                self.run_worker(job(self._guarded, partial(self._begin_next, HELD)), group="asks")

        self.act(hold)

    # What comes next

    def action_next_cycle(self) -> None:
        """Start the next cycle, with what this one left unmet."""
        if self.goes_on:
            self.run_worker(job(self._guarded, self._begin_next), group="asks")

    async def _begin_next(self, told: str = "") -> None:
        about = self.about
        if about is None:
            return
        whose = cycle_next.Whose(self.pupil, about.forename or about.surname)
        made = await cycle_next.begin(self, whose, told=told)
        if made:
            self.go_to(made)

    def action_group(self) -> None:
        """Log the session of a group in one act."""
        fact = self.highlighted
        line = fact.record if fact else ""
        self.run_worker(job(self._guarded, partial(self._log_group, line)), group="asks")

    async def _log_group(self, line: str) -> None:
        await cycle_group.log(self, line)

    def action_scale(self) -> None:
        """Look at the school's rating scale, and edit it."""
        self.app.push_screen(ScaleScreen())

    def action_print(self) -> None:
        """Print the cycle, for staff or for the family."""
        view, about = self.view, self.about
        if view is not None and about is not None:
            asks = partial(cycle_print.ask, self, about, view)
            self.run_worker(job(self._guarded, asks), group="asks")
