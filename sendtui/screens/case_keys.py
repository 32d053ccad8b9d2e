"""What the keys of a case's screen do: log, explain, ask, chase, answer, hand over, close."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.process import STRUCK
from sendtui.rules.processes import PROCESSES
from sendtui.screens import case_forms, case_letters, case_lines
from sendtui.screens.base import READ_ONLY, DataScreen
from sendtui.screens.case_forms import InCase
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact, Lines
from sendtui.screens.pupil_marks import is_closed_to
from sendtui.screens.sources import with_document
from sendtui.screens.widgets.dialog import Choose, Confirm, Notice, Option
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.services import case_parts, case_reading, cases, consulted, review_outcomes
from sendtui.services.case_views import CaseView

CLOSED = "This case is closed. d opens it again."
NO_DATE = "e explains the date under the cursor: go to one, in 1 Clock."
_WAITED_FOR = ("advice", "consultation")
WAITS_FOR_NOTHING = "k chases advice or a setting that is waited for: go to one, in 3 Asked."


class CaseKeys(DataScreen[None]):
    """The keys of a case's screen; what it shows is `CaseScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "log", "Log an event"),
        Binding("e", "explain", "Explain the date"),
        Binding("a", "advice", "Advice"),
        Binding("c", "consult", "Consult"),
        Binding("k", "chase", "Chase"),
        Binding("t", "letter", "Letter"),
        Binding("p", "papers", "Papers for the setting, with a password", show=False),
        Binding("v", "comment", "Family’s comment", show=False),
        Binding("s", "secured", "Provision secured", show=False),
        Binding("w", "without", "Do without this advice", show=False),
        Binding("h", "hand_over", "Hand the case over", show=False),
        Binding("g", "about", "Edit who holds it", show=False),
        Binding("d", "close", "Close the case, or open it again", show=False),
        Binding("o", "odd", "What is odd in its facts", show=False),
        Binding("delete", "strike", "Take back the event", show=False),
    ]

    case: str
    view: CaseView | None = None

    def action_secured(self) -> None:
        """Show what the pupil's plan specifies against what was given."""
        from sendtui.screens.secured import SecuredScreen

        if self.view is not None:
            self.app.push_screen(SecuredScreen(self.view.pupil))

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        raise NotImplementedError

    def action_show(self, part: str) -> None:
        """Show a part of the screen."""
        raise NotImplementedError

    def begin(self, work: Callable[[InCase], Awaitable[None]], *, closed: bool = False) -> None:
        """Run what asks something, with the case as it is now; one that is closed is refused."""
        view = self.view
        if view is None:
            return
        if self.face.read_only:
            self.say(READ_ONLY)
            return
        if view.closed_on is not None and not closed:
            self.say(CLOSED)
            return

        async def begin_now() -> None:
            fresh = await self.ask(case_reading.view, self.case, self.face.today)
            await work(InCase(self, fresh, self.face.today, self.face.author))

        self.run_worker(job(self._guarded, begin_now), group="asks")

    def _open_form(
        self,
        form: Callable[[InCase], Asked],
        part: str = "",
        record: str = "",
        source: str | None = None,
    ) -> None:
        """Open a form; with a `source`, or "", it asks for the document that is the source."""

        async def fill_in(at: InCase) -> None:
            if record and await is_closed_to(self, at.view.pupil, record):
                return
            asked = form(at)
            if source is not None:
                asked = await with_document(self, at.view.pupil, asked, source)
            if await ask(self, asked) and part:
                self.action_show(part)

        self.begin(fill_in)

    # Logging

    def action_log(self) -> None:
        """Log an event: those that usually come next stand first."""

        async def log(at: InCase) -> None:
            code = await self.app.push_screen_wait(Choose("Log what happened", _events(at.view)))
            if code is not None:
                # What was achieved is in the end what the last review said, and begins with it.
                said = await self.ask(review_outcomes.last_progress, at.view.pupil, at.today)
                asked = case_forms.event(at, code, achieved="\n".join(said))
                await ask(self, await with_document(self, at.view.pupil, asked))

        self.begin(log)

    def action_strike(self) -> None:
        """Take back the event under the cursor; it stays to be read."""
        fact = self.highlighted
        if fact is not None and fact.kind == "letter":
            letter = fact.record
            self.begin(lambda at: case_letters.remove(self, at.view, letter), closed=True)
            return
        if fact is None or fact.kind != "event":
            self.say("Delete takes back an event that was logged by mistake, in 2 Events.")
            return

        async def strike(at: InCase) -> None:
            sure = Confirm(
                "Was this logged by mistake?",
                "It stays to be read and counts no more. Where only its day or words are wrong, "
                "Enter puts it right.",
                yes="Take it back",
                no="Keep it",
            )
            if await self.app.push_screen_wait(sure):
                await self.ask(cases.strike, fact.record, on=at.today, today=at.today)
                self.say("Taken back. Ctrl+Z brings it back.")

        self.begin(strike)

    # Who is asked

    def action_advice(self) -> None:
        """Ask for the advice that every assessment needs, or for one more."""

        async def asking(at: InCase) -> None:
            if at.view.advice:
                await ask(self, case_forms.ask_advice(at))
            else:
                options = [
                    Option("usual", "All that every assessment needs", "parent, school, health …"),
                    Option("one", "One adviser"),
                ]
                chosen = await self.app.push_screen_wait(Choose("Ask for advice", options))
                if chosen == "usual":
                    await ask(self, case_forms.ask_usual(at))
                elif chosen:
                    await ask(self, case_forms.ask_advice(at))
            self.action_show("asked")

        self.begin(asking)

    def action_consult(self) -> None:
        """Consult a setting; of one that no sealed file can go to, say how its papers go."""

        async def consult(at: InCase) -> None:
            if not await ask(self, case_forms.consult(at)):
                return
            self.action_show("asked")
            view = await self.ask(case_reading.view, self.case, at.today)
            where = max(view.consultations, key=lambda each: each.id).where
            if not await self.ask(consulted.has_card, where, at.today):
                self.say(f"{consulted.no_card(where)}: p on its line writes it.")

        self.begin(consult)

    def action_papers(self) -> None:
        """Write the papers for the setting under the cursor, with a password."""
        from sendtui.screens import case_papers

        fact = self.highlighted
        if fact is None or fact.kind != "consultation":
            self.say("p writes the papers for a setting that is consulted: go to it, in 3 Asked.")
            return
        self.begin(lambda at: case_papers.ask(self, at.view.pupil, self.case, fact.record))

    def action_comment(self) -> None:
        """Write down what the family said about the draft."""
        self._open_form(case_forms.comment, "family")

    def action_without(self) -> None:
        """Do without the advice under the cursor."""
        fact = self.highlighted
        if fact is None or fact.kind != "advice":
            self.say("w is for advice that is not needed: go to it, in 3 Asked.")
            return
        self._open_form(lambda at: case_forms.without(at, fact.record), record=fact.record)

    def action_chase(self) -> None:
        """Say that the adviser or the setting under the cursor was chased today."""
        fact = self.highlighted
        if fact is None or fact.kind not in _WAITED_FOR:
            self.say(WAITS_FOR_NOTHING)
            return
        chase = case_parts.chase if fact.kind == "advice" else case_parts.chase_setting

        async def chased(at: InCase) -> None:
            await self.ask(chase, fact.record, on=at.today, today=at.today)
            self.say("Chased today. Ctrl+Z takes it back.")

        self.begin(chased)

    def action_letter(self) -> None:
        """Write the letter that the line under the cursor asks for, and say that it was sent."""
        fact = self.highlighted
        step = fact.record if fact is not None and fact.kind == "limit" else ""
        about = fact.record if fact is not None and fact.kind in _WAITED_FOR else ""

        async def letter(at: InCase) -> None:
            if fact is not None and fact.kind == "letter":
                await case_letters.open_kept(self, at.view, fact.record)
            else:
                await case_letters.ask(self, self.case, step=step, record=about)

        self.begin(letter, closed=True)

    # The case itself

    def action_hand_over(self) -> None:
        """Hand the case over."""
        self._open_form(case_forms.hand_over)

    def action_about(self) -> None:
        """Change who holds the case, its reference or its note."""
        self._open_form(case_forms.about)

    def action_close(self) -> None:
        """Close the case; where it is closed, open it again."""

        async def close(at: InCase) -> None:
            if at.view.closed_on is None:
                await ask(self, case_forms.close(at))
            else:
                await self.ask(cases.reopen, self.case)
                self.say("Open again.")

        self.begin(close, closed=True)

    # Looking

    def action_odd(self) -> None:
        """List what is odd in the facts."""
        found = self.view.warnings if self.view else ()
        said = "\n".join(f"- {each}" for each in found) or "Nothing is odd in the facts."
        self.app.push_screen(Notice("What is odd, and kept", said))

    def action_explain(self) -> None:
        """Explain the date under the cursor: facts in, arithmetic, citation, exceptions."""
        fact, view = self.highlighted, self.view
        if fact is None or view is None:
            return
        found = next(
            (d for d in view.deadlines if fact.record and fact.record in (d.id, d.record)), None
        )
        if found is None:
            self.say(NO_DATE)
        else:
            self.app.push_screen(Notice("Why this date", case_lines.explained(found)))

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        fact = event.row
        closed = self.view is not None and self.view.closed_on is not None
        if fact.kind == "limit":
            self.action_explain()
        elif fact.kind == "letter":
            self.action_letter()
        elif self.face.read_only or closed:
            words = fact.words if isinstance(fact.words, str) else fact.words.plain
            self.app.push_screen(Notice("In full", fact.whole or words))
        elif fact.kind == "event":
            self._open_event(fact)
        elif fact.kind == "advice":
            self._receive(fact.record)
        elif fact.kind == "consultation":
            self._open_form(lambda at: case_forms.reply(at, fact.record), record=fact.record)
        elif fact.kind == "representation":
            self._open_form(lambda at: case_forms.answer(at, fact.record), record=fact.record)

    def _open_event(self, fact: Fact) -> None:
        """Put an event right, unless that has been done; a hand-over is only read."""
        if self.view is None:
            return
        found = next((e for e in self.view.events if e.id == fact.record), None)
        kinds = PROCESSES[self.view.process].events
        known = {each.code for each in kinds} - {STRUCK, "hand-over"}
        if found is None or found.put_right or found.code not in known:
            self.app.push_screen(Notice("In full", fact.whole))
            return
        self._open_form(lambda at: case_forms.event(at, found.code, found), record=found.id,
                        source=found.document)  # fmt: skip

    def _receive(self, record: str) -> None:
        those = self.view.advice if self.view else ()
        source = next((each.document for each in those if each.id == record), "")
        self._open_form(lambda at: case_forms.receive(at, record), record=record, source=source)

    @on(Lines.Begun)
    def _begin_list(self, event: Lines.Begun) -> None:
        event.stop()
        start = {
            "clock": self.action_log,
            "events": self.action_log,
            "asked": self.action_advice,
            "family": self.action_comment,
        }
        start[event.lines.id or "events"]()


def _events(view: CaseView) -> list[Option]:
    """The events to log: those that usually come next first, and each with what it follows."""
    known = PROCESSES[view.process].events
    then = [code for code, _ in view.then]
    happened = {each.code for each in view.events if not each.put_right}
    ordered = sorted(known, key=lambda e: then.index(e.code) if e.code in then else len(then))
    left_out = {STRUCK, "hand-over"}
    return [
        Option(each.code, each.label, "next" if each.code in then else
               "logged before" if each.code in happened else "")
        for each in ordered
        if each.code not in left_out
    ]  # fmt: skip
