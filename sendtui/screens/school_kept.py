"""The school's desk, later parts: training, what was said of us, the action plan, checklists."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from sendtui.errors import InvalidError, Problem
from sendtui.models.feedback import SchoolFeedbackIn
from sendtui.models.school_action import SchoolActionIn
from sendtui.models.workforce import TrainingIn
from sendtui.rules.counting import counted
from sendtui.screens import drafted
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.lines import Fact
from sendtui.screens.pupil_school import feedback_line
from sendtui.screens.school_part import Part, Screen, Values, asked
from sendtui.screens.widgets.asks import Ask, Options, asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services import (
    action_plan,
    amend,
    checklists,
    drafts,
    feedback,
    inclusion,
    workforce,
)
from sendtui.services.action_plan import StepView
from sendtui.services.checklists import Loading
from sendtui.services.workforce import TrainingView

Adults = Callable[[Screen], Awaitable[Options]]
"""The adults as a form offers them."""

_FEW = 6
_ANSWER = ("answered_on", "outcome")
"""What is only known once a complaint was answered."""


def training_part(adults: Adults) -> Part:
    """Who was trained in what, and until when it counts."""

    async def facts(screen: Screen) -> Iterable[Fact]:
        found = await screen.ask(workforce.trainings, screen.face.today)
        return [_training(each) for each in found]

    async def form(screen: Screen, record: str) -> Asked:
        known = {e.id: e for e in await screen.ask(workforce.trainings, screen.face.today)}
        one = known.get(record)
        held = ("topic", "on", "expires", "provider", "minutes")
        names = held if one else ("staff", *held)
        asks = asks_of(TrainingIn, names, options={} if one else {"staff": await adults(screen)})

        async def save(values: Values) -> None:
            if one is None:
                staff = str(values.pop("staff", "") or "")
                await screen.ask(workforce.train, staff, values)
            else:
                today = screen.face.today
                await screen.ask(amend.amend, "training", one.id, values, one.heads, today)

        return asked("Training", "training", record, asks, save, one, names,
                     {"on": screen.face.today})  # fmt: skip

    return Part(
        "Training",
        facts,
        form,
        "By topic: who was trained when, and until when it counts.",
    )


def _training(one: TrainingView) -> Fact:
    until = f", counts until {short(one.expires)}" if one.expires else ""
    ran_out = f", ran out {short(one.expires)}" if one.expires else ""
    said = f"{one.topic}: {one.name}"
    return Fact(
        one.id,
        short(one.on),
        badge(f"{said}{ran_out}", "late") if one.expired else f"{said}{until}",
        kind="training",
        record=one.id,
        whole="; ".join(filter(None, (one.topic, one.name, one.provider))),
    )


def feedback_part() -> Part:
    """Complaints and compliments: the school's, and those that stand with a pupil."""

    async def facts(screen: Screen) -> Iterable[Fact]:
        found = await screen.ask(feedback.all_of, screen.face.today)
        return [replace(feedback_line(each), heading=short(each.received_on)) for each in found]

    async def form(screen: Screen, record: str) -> Asked | None:
        known = {e.id: e for e in await screen.ask(feedback.all_of, screen.face.today)}
        one = known.get(record)
        today = screen.face.today
        hints = {"about": "in a word or two; no child is named here"}
        names = tuple(n for n in feedback.FIELDS if one is not None or n not in _ANSWER)
        asks = asks_of(SchoolFeedbackIn, names, long=("said", "outcome"), hints=hints)
        if one is not None and one.pupil:
            screen.say("It stands with the pupil: s, and there Enter changes it.")
            screen.face.open_pupil(one.pupil, "school", one.id)
            return None

        async def save(values: Values) -> None:
            if one is None:
                await screen.ask(feedback.add, values, today=today)
            else:
                await screen.ask(amend.amend, one.kind, one.id, values, one.heads, today)

        start: Values = {"received_on": today, "sort": "complaint", "by": screen.face.author}
        return asked("Complaint or compliment", "school_feedback", record, asks, save, one,
                     names, start)  # fmt: skip

    return Part(
        "Said of us",
        facts,
        form,
        "a adds one about no single pupil; about one: on the pupil, s, then c.",
    )


async def answer(screen: Screen, record: str) -> bool:
    """Ask when a complaint was answered and what came of it; whether it was saved.

    To be awaited in a worker.
    """
    today = screen.face.today
    found = await screen.ask(feedback.all_of, today)
    one = next((each for each in found if each.id == record), None)
    if one is None or one.sort != "complaint":
        screen.say("r answers a complaint.")
        return False

    async def save(values: Values) -> None:
        await screen.ask(amend.amend, one.kind, one.id, values, one.heads, today)

    asks = asks_of(SchoolFeedbackIn, _ANSWER, long=("outcome",), prefer={"answered_on": "past"})
    start = {"answered_on": one.answered_on or today, "outcome": one.outcome}
    key = drafts.key(one.kind, one.pupil, f"{one.id}-answer")
    title = " · ".join(filter(None, ("Answer", one.name, one.about)))
    return await drafted.ask(screen, Asked(title, key, asks, save, start, start="answered_on"))


def plan_part() -> Part:
    """The school's action plan."""

    async def facts(screen: Screen) -> Iterable[Fact]:
        found = await screen.ask(action_plan.all_of, screen.face.today)
        return [_step(each) for each in found]

    async def form(screen: Screen, record: str) -> Asked:
        today = screen.face.today
        known = {e.id: e for e in await screen.ask(action_plan.all_of, today)}
        one = known.get(record)
        names = ("what", "owner", "due_on", "strategy_line", "success", "done_on", "came")
        options = {"strategy_line": await _strategy_lines(screen, one)}
        hints = {"what": "no child is named here", "owner": "name or role"}
        asks = asks_of(SchoolActionIn, names, long=("success", "came"), options=options,
                       hints=hints)  # fmt: skip

        async def save(values: Values) -> None:
            if one is None:
                await screen.ask(action_plan.add, values, today=today)
            else:
                await screen.ask(action_plan.change, one.id, values, one.heads, today=today)

        return asked("Step of the action plan", "school_action", record, asks, save, one, names)

    return Part(
        "Action plan",
        facts,
        form,
        "What is to be done for the school’s SEND work, by whom and by when.",
        action_plan.remove,
    )


_TONES: dict[str, Tone] = {"late": "late", "done": "done", "open": "soon"}


def _step(one: StepView) -> Fact:
    late = f", {counted(one.days_late, 'day')} late" if one.days_late else ""
    serves = f" Follows from: {one.serves}." if one.serves else ""
    success = f" {one.success}" if one.success else ""
    day = one.done_on or one.due_on
    return Fact(
        one.id,
        short(day) if day else "no day",
        badge(f"{one.what}{late}", _TONES[one.standing]),
        who=one.owner,
        record=one.id,
        whole=f"{one.what}.{success}{serves} {one.came}".strip(),
    )


async def _strategy_lines(screen: Screen, one: StepView | None) -> Options:
    """The lines of this year's strategy, and the one that a step follows from already."""
    today, found = screen.face.today, {"": "None"}
    if one is not None and one.strategy_line:
        found[one.strategy_line] = one.serves
    if await screen.ask(inclusion.has, today):
        for line in (await screen.ask(inclusion.current, today)).lines:
            found[line.id] = f"{line.part} {line.number}: {line.what}"
    return tuple(found.items())


def checklists_part() -> Part:
    """What the authority expects every school to have."""

    async def facts(screen: Screen) -> Iterable[Fact]:
        found: list[Fact] = []
        for each in await screen.ask(checklists.all_of):
            for line in await screen.ask(checklists.lines, each.id):
                said = f"{each.name} · {each.source} · loaded {short(each.loaded_on)}"
                found.append(
                    Fact(line.id, line.area or "For all", line.statement, who=each.name,
                         record=each.id, whole=f"{line.statement}\n{said}")
                )  # fmt: skip
        return found

    async def form(screen: Screen, _record: str) -> Asked | None:
        screen.say("The wording is the authority’s: a loads its list again.")
        return None

    return Part(
        "Checklists",
        facts,
        form,
        "What the authority expects every school to have; a loads its list.",
        checklists.remove,
        removes="The whole checklist goes; what was answered stays with the pupils.",
        add=_load,
    )


async def _load(screen: Screen) -> bool:
    """Ask for the file, show what it would do, and load it."""
    chosen: list[tuple[Loading, str]] = []

    async def look(values: Values) -> None:
        path = typed_path(str(values.get("path") or ""))
        if not path.is_file():
            raise InvalidError((Problem("path", "", "There is no such file."),))
        found = await screen.ask(checklists.look, path, str(values.get("name") or ""))
        chosen[:] = [(found, str(values.get("source") or ""))]

    asks: list[Ask | str] = [
        "A list with the columns Area (CI, CL, SEMH, SP or nothing), Statement and Layer, or plain "
        "text with a line for each area. It is shown first. A list loaded again under its name "
        "keeps the answers to what it still says.",
        Ask("path", "File", is_needed=True),
        Ask("name", "Name", hint="what it is called here", is_needed=True),
        Ask("source", "Whose it is", hint="the authority"),
    ]
    key = drafts.key("checklist")
    form = Asked("Load a checklist", key, asks, look, yes="Preview", said="")
    if not await drafted.ask(screen, form) or not chosen:
        return False
    loading, source = chosen[0]
    if loading.rejected or not loading.does_anything:
        screen.say(_in_words(loading).replace("\n", " "))
        return False
    sure = Confirm("Load this?", _in_words(loading), yes="Load", no="Leave it")
    if not await screen.app.push_screen_wait(sure):
        return False
    await screen.ask(checklists.load, loading, source=source, today=screen.face.today)
    return True


def _in_words(found: Loading) -> str:
    """What loading would do, in a few lines."""
    lines = [f"Line {each.line}: {each.field} {each.reason}" for each in found.rejected[:_FEW]]
    if found.rejected:
        return "\n".join(["Nothing is loaded while lines are rejected.", *lines])
    lines += [f"New: {statement}" for _, _, _, statement in found.new[:_FEW]]
    lines += [f"Gone: {line.statement}" for line in found.gone[:_FEW]]
    total = (
        f"{counted(len(found.new), 'statement')} new, {len(found.changed)} moved or changed, "
        f"{len(found.gone)} gone, {found.same} as they are."
    )
    return "\n".join([total, *lines])
