"""What the keys of a pupil's screen do: add, change, open, tick and remove."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.worker import WorkType

from sendtui.screens import pupil_changes
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact, headed
from sendtui.screens.pupil_forms import FORMS, At, answer
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import badge
from sendtui.services import actions, amend, cycle_reading, drafts, profiles
from sendtui.services.labels import kind_title
from sendtui.services.pupil_views import PupilView

OF_CYCLES = frozenset(
    (
        "cycle",
        "outcome",
        "provision",
        "evidence",
        "strategy",
        "delivery",
        "review",
        "rating",
        "session",
        "cycle-start",
        "plan_signature",
    )
)
"""The nouns that open in the cycle's screen."""

CHANGES = frozenset(("add", "edit_pupil", "cycle", "tick", "done", "remove", "leave"))


class PupilKeys(DataScreen[None]):
    """The keys of a pupil's screen; what it shows is `PupilScreen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "add('contact')", "Contact"),
        Binding("a", "add('action')", "Action"),
        Binding("v", "add('voice')", "Views"),
        Binding("y", "cycle", "Cycle"),
        Binding("t", "tick", "Tick a session"),
        Binding("d", "done", "Action done"),
        Binding("p", "add('status')", "Place on the SEN register, change status", show=False),
        Binding("n", "add('need')", "Add a need", show=False),
        Binding("o", "add('concern')", "Raise a concern", show=False),
        Binding("w", "add('person')", "Add a person", show=False),
        Binding("f", "add('flag')", "Add a flag", show=False),
        Binding("m", "add('meeting')", "Log a meeting with parents", show=False),
        Binding("e", "edit_pupil", "Edit name, class and numbers", show=False),
        Binding("delete", "remove", "Remove the line", show=False),
        Binding("L", "leave", "The pupil leaves the school", show=False),
    ]

    pupil: str
    view: PupilView | None = None

    @property
    def highlighted(self) -> Fact | None:
        """What the cursor stands on."""
        raise NotImplementedError

    def guard(self, work: Callable[..., Awaitable[None]], *args: Any) -> WorkType[None]:
        """Work for a worker whose refusals are shown."""
        return job(self._guarded, lambda: work(*args))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is changed where the file is read-only; only an action can be done."""
        if action in CHANGES and self.face.read_only:
            return False
        if action == "done":
            fact = self.highlighted
            return fact is not None and fact.kind == "action"
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
            await ask(self, FORMS[kind](at))

        self.begin(add)

    def action_edit_pupil(self) -> None:
        """Change the pupil's name, class or numbers."""

        async def change(at: At) -> None:
            await ask(self, await pupil_changes.edit(at, "pupil", at.pupil))

        self.begin(change)

    def action_leave(self) -> None:
        """The pupil leaves."""

        async def leave(at: At) -> None:
            await ask(self, pupil_changes.leave(at))

        self.begin(leave)

    def action_done(self) -> None:
        """Mark the action under the cursor as done, or open it again."""
        fact = self.highlighted
        if fact is None or self.view is None:
            return
        action = next((each for each in self.view.actions if each.id == fact.record), None)
        if action is None:
            return

        async def mark() -> None:
            if action.done_on is None:
                await self.ask(actions.done, action.id, self.face.today)
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
                f"Remove this {kind_title(fact.kind)}?",
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
        fact = event.row

        async def open_(at: At) -> None:
            await self.open_fact(at, fact)

        if fact.kind in OF_CYCLES:
            self.run_worker(self.guard(self.open_cycle, fact.record), group="open")
        elif fact.kind == "profile":
            self.open_profile()
        elif fact.kind in ("voice", "contact") or self.face.read_only:
            self.app.push_screen(Notice(kind_title(fact.kind), _in_full(fact)))
        else:
            self.begin(open_)

    async def open_fact(self, at: At, fact: Fact) -> None:
        """Open the form that a line is about."""
        asked: Asked | None = None
        match fact.kind:
            case "duty":
                asked = pupil_changes.tell_parents(at)
            case "meeting":
                asked = FORMS["meeting"](at)
            case "promise":
                asked = answer(at, fact.record)
            case "concern":
                asked = await pupil_changes.concern(at, fact.record)
            case kind if kind in pupil_changes.EDITED:
                asked = await pupil_changes.edit(at, kind, fact.record)
        if asked is not None:
            await ask(self, asked)

    async def open_wanted(self, part: str, record: str) -> None:
        """Open the draft of this record or key, or the screen it is shown in."""
        for draft in await self.ask(drafts.all_of):
            if draft.pupil == self.pupil and record and record in (draft.record, draft.key):
                return await self._open_draft(draft.kind, draft.record)
        if part == "cycles":
            await self.open_cycle(record)
        elif part == "profile":
            self.open_profile()
        return None

    async def _open_draft(self, kind: str, record: str) -> None:
        at = self.at
        if kind == "cycle-start":
            await self._start_cycle()
        elif kind in OF_CYCLES:
            await self.open_cycle(record, kind)
        elif kind.startswith("profile"):
            self.open_profile()
        elif at is not None:
            asked = await pupil_changes.drafted(at, kind, record)
            if asked is not None:
                await ask(self, asked)

    # Cycles and the profile

    def action_cycle(self) -> None:
        """Open the cycle that runs, or start the next one."""
        view = self.view
        is_open = view is not None and any(each.ended_on is None for each in view.cycles)
        if is_open:
            self.run_worker(self.guard(self.open_cycle, ""), group="open")
        else:
            self.begin(lambda _at: self._start_cycle())

    async def _start_cycle(self) -> None:
        from sendtui.screens.cycle_forms import start

        at = self.at
        made: list[str] = []
        if at is not None and await ask(self, start(at, made)):
            await self.open_cycle(made[0])

    async def open_cycle(self, record: str, draft: str = "") -> None:
        """Open the cycle of this id, or the one that runs to land on the record in it.

        `draft` is the noun of the draft to go on with there.
        """
        from sendtui.screens.cycle import CycleScreen

        known = [each.id for each in self.view.cycles] if self.view else []
        cycle = record if record in known else await self.ask(cycle_reading.current, self.pupil)
        if cycle:
            self.app.push_screen(CycleScreen(self.pupil, cycle, record, draft))
        else:
            await self._start_cycle()

    def open_profile(self) -> None:
        """Write, sign and print the one-page profile."""
        from sendtui.screens.profile import ProfileScreen

        self.app.push_screen(ProfileScreen(self.pupil))

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
