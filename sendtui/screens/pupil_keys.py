"""What the keys of a pupil's screen do: add, change, open, tick and remove."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.worker import WorkType

from sendtui.screens import chronology, opening, pupil_changes
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import ask
from sendtui.screens.lines import Fact, headed
from sendtui.screens.pupil_forms import FORMS, At
from sendtui.screens.pupil_marks import is_closed_to, mark, uncover
from sendtui.screens.sources import with_source
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import badge
from sendtui.services import actions, amend, cycle_reading, drafts, profiles
from sendtui.services.labels import in_sentence, kind_title
from sendtui.services.pupil_views import PupilView

CHANGES = frozenset(
    ("add", "own", "edit_pupil", "cycle", "tick", "done", "remove", "leave", "letter", "print")
)

NOT_DONE = "d is for an action or a promised reply. Enter opens this line."


class PupilKeys(DataScreen[None]):
    """The keys of a pupil's screen; what it shows is `PupilScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "add('contact')", "Contact"),
        Binding("a", "add('action')", "Action"),
        Binding("v", "add('voice')", "Views"),
        Binding("y", "cycle", "Cycle"),
        Binding("t", "tick", "Tick"),
        Binding("d", "done", "Done", show=False),
        Binding("p", "add('status')", "Place on the SEN register, change status", show=False),
        Binding("n", "add('need')", "Add a need", show=False),
        Binding("o", "add('concern')", "Raise a concern", show=False),
        Binding("w", "add('person')", "Add a person", show=False),
        Binding("f", "add('flag')", "Add a flag", show=False),
        Binding("m", "add('meeting')", "Log a meeting with parents", show=False),
        Binding("e", "edit_pupil", "Edit name, class and numbers", show=False),
        Binding("i", "own", "Fields of our own", show=False),
        Binding("k", "pupil_cases", "EHC cases and arrangements", show=False),
        Binding("s", "school", "Attendance, suspensions, part-time, exam access", show=False),
        Binding("O", "checklist", "Ordinarily available: what is in place", show=False),
        Binding("g", "plan", "EHC plan and other plans", show=False),
        Binding("b", "papers", "Documents, and who may receive what", show=False),
        Binding("h", "mark", "Mark as confidential, or lift the mark", show=False),
        Binding("u", "uncover", "Show what is confidential, or veil it", show=False),
        Binding("l", "letter", "Letters, the yearly report, forms for views", show=False),
        Binding("V", "visit", "Visit: this child alone, beside the family", show=False),
        Binding("x", "narrow", "Narrow what happened to one sort", show=False),
        Binding("f9", "print", "Print the profile, or the cycle under the cursor", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("L", "leave", "The pupil leaves the school", show=False),
        Binding("E", "erase", "Erase for good: this line, or all of the pupil", show=False),
    ]

    pupil: str
    part: str
    only: str
    view: PupilView | None = None

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        raise NotImplementedError

    def guard(self, work: Callable[..., Awaitable[None]], *args: Any) -> WorkType[None]:
        """Work for a worker whose refusals are shown."""
        return job(self._guarded, lambda: work(*args))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is changed where the file is read-only."""
        if action in CHANGES and self.face.read_only:
            return False
        return super().check_action(action, parameters)

    @property
    def at(self) -> At | None:
        """Where a form is opened, once the pupil has been read."""
        if self.view is None:
            return None
        return At(self, self.view, self.face.today, self.face.author)

    def begin(self, work: Callable[[At], Awaitable[None]]) -> None:
        """Run what asks the person at the keyboard something, once the pupil has been read."""
        at = self.at
        if at is not None and not self.face.read_only:
            self.run_worker(self.guard(work, at), group="asks")

    # Adding and changing

    def action_add(self, kind: str) -> None:
        """Add something with a short form."""

        async def add(at: At) -> None:
            asked = FORMS[kind](at)
            if kind == "status":
                asked = await pupil_changes.with_tried(at, asked)
            if kind == "need":
                asked = await with_source(self, at.pupil, asked)
            await ask(self, asked)

        self.begin(add)

    def action_edit_pupil(self) -> None:
        """Change the pupil's name, class or numbers."""

        async def change(at: At) -> None:
            await ask(self, await pupil_changes.edit(at, "pupil", at.pupil))

        self.begin(change)

    def action_own(self) -> None:
        """Change what the school's own fields say."""
        from sendtui.screens.own_fields import edit

        self.begin(edit)

    def action_visit(self) -> None:
        """Open the screen for beside the family."""
        from sendtui.screens.visit import VisitBeside

        self.app.push_screen(VisitBeside(self.pupil))

    def action_letter(self) -> None:
        """Write to the family, say that it was sent, or take a form in."""
        from sendtui.screens import pupil_letters

        self.begin(pupil_letters.ask)

    def action_leave(self) -> None:
        """The pupil leaves."""

        async def leave(at: At) -> None:
            await ask(self, pupil_changes.leave(at))

        self.begin(leave)

    def action_erase(self) -> None:
        """See what erasing the line under the cursor, or all of the pupil, would take."""
        from sendtui.screens.erasing import choose

        fact = self.highlighted
        self.begin(lambda at: choose(self, at.pupil, at.view.name, fact))

    def action_done(self) -> None:
        """Mark the action under the cursor as done, or open it again; log the reply promised."""
        fact = self.highlighted
        if fact is None or self.view is None:
            return
        if fact.kind == "promise":
            self.begin(lambda at: opening.open_record(at, "promise", fact.record))
            return
        action = next((each for each in self.view.actions if each.id == fact.record), None)
        if action is None:
            self.say(NOT_DONE)
            return

        async def mark() -> None:
            if action.done_on is None:
                await self.ask(actions.done, action.id, self.face.today, self.face.today)
            else:
                await self.ask(actions.reopen, action.id)
            self.say("Done." if action.done_on is None else "Open again.")

        self.act(mark)

    def action_remove(self) -> None:
        """Remove what was made by mistake; undo brings it back."""
        fact = self.highlighted
        if fact is None or fact.kind not in amend.KINDS or fact.kind in ("pupil", "setting"):
            self.say("What happened stays in the record. Ctrl+Z undoes the last act.")
            return

        async def remove(at: At) -> None:
            sure = Confirm(
                f"Remove this {in_sentence(kind_title(fact.kind))}?",
                "Only for what was made by mistake. What has ended gets a last day instead "
                "(Enter). Ctrl+Z brings it back.",
                yes="Remove",
                no="Keep",
            )
            if await self.app.push_screen_wait(sure):
                await at.screen.ask(amend.remove, fact.kind, fact.record)

        self.begin(remove)

    # Opening

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        self.run_worker(self.guard(self._open_unless_veiled, event.row), group="open")

    async def _open_unless_veiled(self, fact: Fact) -> None:
        if not await is_closed_to(self, self.pupil, fact.record):
            self._open_line(fact)

    def _open_line(self, fact: Fact) -> None:
        async def open_(at: At) -> None:
            await opening.open_record(at, fact.kind, fact.record)

        if fact.id.startswith("clash-"):
            opening.open_clash(self, fact.record, fact.id.rpartition("-")[2])
        elif fact.kind in opening.OF_CASES:
            self.run_worker(self.guard(self.open_case, fact.record), group="open")
        elif fact.kind in opening.OF_PLANS:
            self.run_worker(self.guard(self.open_plan, fact.record), group="open")
        elif fact.kind in opening.OF_CYCLES:
            self.run_worker(self.guard(self.open_cycle, fact.record), group="open")
        elif fact.kind in opening.OF_PAPERS and (at := self.at) is not None:
            opening.open_papers(at, fact.record)
        elif fact.kind == "only":
            self.action_narrow()
        elif fact.kind == "own":
            self.action_own()
        elif fact.kind == "profile":
            self.open_profile()
        elif fact.kind in ("voice", "contact") or self.face.read_only:
            self.app.push_screen(Notice(kind_title(fact.kind), _in_full(fact)))
        else:
            self.begin(open_)

    async def open_wanted(self, part: str, record: str) -> None:
        """Open the draft of this record or key, or the screen it is shown in."""
        for draft in await self.ask(drafts.all_of):
            if draft.pupil == self.pupil and record and record in (draft.record, draft.key):
                return await self._open_draft(draft.kind, draft.record)
        if part == "cycles":
            await self.open_cycle(record)
        elif part == "profile":
            self.open_profile()
        elif part == "plan":
            await self.open_plan(record)
        elif part == "school":
            self.action_school(record)
        return None

    async def _open_draft(self, kind: str, record: str) -> None:
        if (at := self.at) is not None:
            await opening.open_draft(at, kind, record)

    # Cycles and the profile

    def action_cycle(self) -> None:
        """Open the cycle that runs, or start the next one."""
        view = self.view
        is_open = view is not None and any(each.ended_on is None for each in view.cycles)
        if is_open:
            self.run_worker(self.guard(self.open_cycle), group="open")
        else:
            self.begin(opening.start_cycle)

    async def open_cycle(self, record: str = "") -> None:
        """Open the cycle of this id, or the one that runs to land on the record in it."""
        if (at := self.at) is not None:
            await opening.open_cycle(at, record)

    def action_pupil_cases(self) -> None:
        """Show the EHC cases, and what is arranged."""
        self.run_worker(self.guard(self.open_case), group="open")

    async def open_case(self, record: str = "") -> None:
        """Open the case of this id, or the pupil's cases and arrangements."""
        if (at := self.at) is not None:
            await opening.open_case(at, record)

    def action_school(self, record: str = "") -> None:
        """Show attendance, suspensions, part-time timetables and exam access."""
        from sendtui.screens.pupil_school import PupilSchool

        self.app.push_screen(PupilSchool(self.pupil, record))

    def action_checklist(self) -> None:
        """Show what is ordinarily available, and what of it is in place."""
        from sendtui.screens.pupil_checklist import PupilChecklist

        self.app.push_screen(PupilChecklist(self.pupil))

    def action_papers(self) -> None:
        """Show documents, and who may receive what."""
        from sendtui.screens.pupil_papers import PupilPapers

        self.app.push_screen(PupilPapers(self.pupil))

    def action_mark(self) -> None:
        """Mark the line under the cursor as confidential, or lift the mark."""
        fact = self.highlighted
        self.begin(lambda at: mark(self, at.pupil, fact))

    def action_uncover(self) -> None:
        """Show what is confidential until the file is locked, or veil it again."""
        self.act(lambda: uncover(self))

    def action_plan(self) -> None:
        """Open the plan of the pupil, or begin one."""

        async def open_(at: At) -> None:
            await opening.open_plan(at)

        at = self.at
        if at is not None:
            self.run_worker(self.guard(open_, at), group="asks")

    async def open_plan(self, record: str = "") -> None:
        """Open the plan of this id, or the one a line is of."""
        if (at := self.at) is not None:
            await opening.open_plan(at, record)

    def open_profile(self) -> None:
        """Write, sign and print the one-page profile."""
        if (at := self.at) is not None:
            opening.open_profile(at)

    def action_print(self) -> None:
        """Print the profile; among the cycles, the one under the cursor."""
        fact = self.highlighted
        cycle = fact.record if fact and self.part == "cycles" and fact.kind == "cycle" else ""
        self.begin(lambda at: opening.print_it(at, cycle))

    def action_narrow(self) -> None:
        """Show only one sort of what happened, or all of it again."""
        self.run_worker(self.guard(chronology.narrow, self), group="asks")

    async def profile_lines(self) -> tuple[Fact, ...]:
        """The versions of the profile."""
        found = await self.ask(profiles.versions, self.pupil)
        return tuple(
            headed(
                Fact(
                    each.id,
                    f"Version {each.version}",
                    badge(f"signed {short(each.signed_on)} by {each.signed_by}", "done")
                    if each.signed_on
                    else badge("draft, not signed", "soon"),
                    short(each.made_on),
                    "",
                    "profile",
                    each.id,
                )
                for each in found
            )
        )

    def action_tick(self) -> None:
        """Log a session of the cycle that runs."""
        from sendtui.screens.cycle_tick import tick

        async def tick_one(_at: At) -> None:
            cycle = await self.ask(cycle_reading.current, self.pupil)
            await tick(self, cycle)

        self.begin(tick_one)


def _in_full(fact: Fact) -> str:
    words = fact.words if isinstance(fact.words, str) else fact.words.plain
    when = fact.when if isinstance(fact.when, str) else fact.when.plain
    return "\n".join(part for part in (" · ".join(filter(None, (when, fact.who))), words) if part)
