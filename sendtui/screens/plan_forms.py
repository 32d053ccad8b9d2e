"""The short forms of a plan: begin one, issue it, its days, cease it, choose a version."""

from datetime import date

from sendtui.errors import InvalidError, Problem
from sendtui.models.plan import PlanIn
from sendtui.rules.plan_sections import SORTS
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask, Options, asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.services import case_plans, drafts, ehc_plan_lines, ehc_plans
from sendtui.services.ehc_plan_reading import PlanView, Version


def begin(screen: DataScreen[None], pupil: str, name: str, made: list[str]) -> Asked:
    """Which sort of plan is begun; its id goes into `made`."""

    async def save(values: dict[str, object]) -> None:
        sort, today = str(values.get("sort")), screen.face.today
        made.append(await screen.ask(ehc_plans.start, pupil, sort, today=today))

    options: Options = tuple(SORTS.items())
    return Asked(
        f"Begin a plan: {name}",
        drafts.key("plan-start", pupil),
        [
            "Only an EHC plan is statutory. The ISP follows a proposal of 2026, to look ahead.",
            Ask("sort", "Sort of plan", "choice", options=options, is_needed=True),
        ],
        save,
        {"sort": "EHCP"},
        yes="Begin",
        said="Begun. a adds a line to a part.",
    )


async def in_cases(screen: DataScreen[None], view: PlanView) -> Options:
    """The open cases in which issuing this version is an event, for a choice."""
    found: dict[str, str] = {}
    for as_ in ("final", "proposed" if view.made_on else "draft"):
        for each in await screen.ask(case_plans.fitting, view.id, as_):
            found[each.case] = f"{each.process.capitalize()}, since {short(each.opened_on)}"
    return tuple(found.items())


def issue(
    screen: DataScreen[None], view: PlanView, open_: int, told: list[int], cases: Options = ()
) -> Asked:
    """As what, when and by whom a version is issued; how much was open then goes into `told`.

    Where there are `cases`, the one in which the event is logged in the same act.
    """
    first = "proposed" if view.made_on else "draft"
    options: Options = (
        (first, "Proposed amendments" if view.made_on else "Draft, section I blank"),
        ("final", "Final"),
    )

    async def save(values: dict[str, object]) -> None:
        on = values.get("issued_on")
        issued = await screen.ask(
            ehc_plans.issue,
            view.id,
            str(values.get("as_")),
            on=on if isinstance(on, date) else screen.face.today,
            by=str(values.get("issued_by") or ""),
            case=str(values.get("case") or ""),
            today=screen.face.today,
        )
        told.append(sum(each.hard for each in issued.open))
        if issued.also:
            screen.say(issued.also)

    days = asks_of(PlanIn, ("issued_on", "issued_by"), prefer={"issued_on": "past"})
    in_case = (*cases, ("", "No case"))
    logged = [Ask("case", "Log it in the case", "choice", options=in_case)] if cases else []
    return Asked(
        f"Issue version {view.version}",
        drafts.key("plan_issue", view.pupil, view.id),
        [
            f"It is frozen then; a change makes the next version. Open of law or format: {open_}; "
            "that stops nothing.",
            Ask("as_", "Issue as", "choice", options=options, is_needed=True),
            *days,
            *logged,
        ],
        save,
        {
            "as_": first,
            "issued_on": screen.face.today,
            "issued_by": screen.face.author,
            **({"case": cases[0][0]} if cases else {}),
        },
        yes="Issue",
        said="",
    )


def days(screen: DataScreen[None], view: PlanView) -> Asked:
    """When it was first made, and when it is reviewed."""

    async def save(values: dict[str, object]) -> None:
        if values:
            await screen.ask(ehc_plans.describe, view.id, values, view.heads[view.id])

    names = ("made_on", "review_by")
    return Asked(
        f"Version {view.version}: its days",
        drafts.key("plan_days", view.pupil, view.id),
        asks_of(PlanIn, names, prefer={"made_on": "past", "review_by": "future"}),
        save,
        {name: getattr(view, name) for name in names},
        only_changes=True,
    )


def cease(screen: DataScreen[None], view: PlanView) -> Asked:
    """From which day a plan has ceased, and why."""

    async def save(values: dict[str, object]) -> None:
        on = values.get("ceased_on")
        also = await screen.ask(
            ehc_plans.cease,
            view.id,
            on=on if isinstance(on, date) else screen.face.today,
            because=str(values.get("ceased_because") or ""),
            today=screen.face.today,
        )
        if also:
            screen.say(also)

    names = ("ceased_on", "ceased_because")
    asks = asks_of(PlanIn, names, long=("ceased_because",), prefer={"ceased_on": "past"})
    return Asked(
        "Cease the plan",
        drafts.key("plan_cease", view.pupil, view.id),
        asks,
        save,
        {"ceased_on": screen.face.today},
        yes="Cease",
        said="Ceased. Ctrl+Z takes it back.",
    )


def move(screen: DataScreen[None], view: PlanView, line: str, label: str) -> Asked:
    """To which part a line goes."""
    options: Options = tuple((part.letter, f"{part.letter} {part.title}") for part in view.parts)

    async def save(values: dict[str, object]) -> None:
        await screen.ask(ehc_plan_lines.move, line, str(values.get("section")))

    return Asked(
        f"Move {label} to another part",
        drafts.key("plan_move", view.pupil, line),
        [Ask("section", "Part", "choice", options=options, is_needed=True)],
        save,
        {},
        yes="Move",
        said="Moved. Ctrl+Z takes it back.",
    )


def choose(versions: tuple[Version, ...], pupil: str, now: str, chosen: list[str]) -> Asked:
    """Which version of which plan is shown, or a plan that is yet to begin."""
    options: Options = (
        *((v.id, f"{v.sort}, version {v.version}, {v.stage_label}") for v in versions),
        ("", "Begin another plan"),
    )
    why = (f"Version {v.version}, {v.stage_label}. {v.because}" for v in versions if v.because)

    async def save(values: dict[str, object]) -> None:
        if "plan" not in values:
            raise InvalidError((Problem("plan", "", "Choose one."),))
        chosen.append(str(values["plan"] or ""))

    return Asked(
        "Plans and versions",
        drafts.key("plan_version", pupil),
        [*why, Ask("plan", "Show", "choice", options=options)],
        save,
        {"plan": now},
        yes="Show",
        said="",
    )
