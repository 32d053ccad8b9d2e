"""Opening what a line names, over the screen it stands on: its form, its cycle or its profile."""

from sendtui.screens import pupil_changes
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.pupil_forms import FORMS, At, answer
from sendtui.services import case_reading, cycle_reading, visits
from sendtui.services.due_views import Due

OF_PLANS = frozenset(
    (
        "plan",
        "plan_line",
        "plan-start",
        "plan_issue",
        "plan_days",
        "plan_cease",
        "plan_move",
        "plan_print",
        "plan_version",
    )
)
"""The nouns, and the forms by their drafts, that open in a plan's screen."""

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


OF_CASES = frozenset(
    ("case", "case_event", "advice", "consultation", "representation", "arrangement", "letter")
)
"""The nouns that open in a case's screen, or among the pupil's cases and arrangements."""


OF_PAPERS = frozenset(("document", "restriction", "purpose"))
"""The nouns that open among the pupil's documents."""


async def open_due(at: At, one: Due) -> None:
    """Open what is due itself; leaving it leads back to where it was opened."""
    match one.kind:
        case "no profile" | "profile old":
            open_profile(at)
        case "parents not told":
            await open_record(at, "duty", one.record)
        case "reply promised":
            await open_record(at, "promise", one.record)
        case "action" | "concern":
            await open_record(at, one.kind, one.record)
        case "timetable" | "exam access" | "referral" | "complaint":
            await open_record(at, one.kind_of_record, one.record)
        case "statutory" | "letter" | "arrangement":
            await open_case(at, one.record)
        case "visit":
            await file_notes(at, one.record)
        case "draft":
            # A draft of something new has no record, and is named by its key.
            await open_draft(at, one.kind_of_record, "" if "/" in one.record else one.record)
        case _:
            await open_cycle(at, one.record)


async def open_record(at: At, kind: str, record: str) -> None:
    """Open the form that a line is about."""
    asked: Asked | None = None
    match kind:
        case "duty":
            asked = pupil_changes.tell_parents(at)
        case "meeting":
            asked = FORMS["meeting"](at)
        case "promise":
            asked = answer(at, record)
        case "concern":
            asked = await pupil_changes.concern(at, record)
        case _ if kind in pupil_changes.EDITED:
            asked = await pupil_changes.edit(at, kind, record)
    if asked is not None:
        await ask(at.screen, asked)


async def open_draft(at: At, kind: str, record: str) -> None:
    """Open the form, or the screen, that a draft was typed into."""
    if kind == "cycle-start":
        await start_cycle(at)
    elif kind in OF_PLANS:
        await open_plan(at, record)
    elif kind in OF_CASES:
        await open_case(at, record)
    elif kind == "visit":
        open_visit(at)
    elif kind in OF_CYCLES:
        await open_cycle(at, record, kind)
    elif kind in OF_PAPERS:
        open_papers(at, record.partition("-")[0])
    elif kind.startswith("profile"):
        open_profile(at)
    else:
        asked = await pupil_changes.drafted(at, kind, record)
        if asked is not None:
            await ask(at.screen, asked)


async def open_cycle(at: At, record: str = "", draft: str = "") -> None:
    """Open the cycle of this id, or the one that runs to land on the record in it.

    Where none runs, the next one is started. `draft` is the noun of the draft to go on with there.
    """
    from sendtui.screens.cycle import CycleScreen

    known = [each.id for each in at.view.cycles]
    cycle = record if record in known else await at.screen.ask(cycle_reading.current, at.pupil)
    if cycle:
        at.screen.app.push_screen(CycleScreen(at.pupil, cycle, record, draft))
    else:
        await start_cycle(at)


async def open_case(at: At, record: str = "") -> None:
    """Open the case that a record belongs to; without one, the pupil's cases and arrangements."""
    from sendtui.screens.case import CaseScreen
    from sendtui.screens.case_pupil import PupilCases

    record = record.partition("-")[0]
    case = await at.screen.ask(case_reading.case_of, record) if record else ""
    at.screen.app.push_screen(CaseScreen(case, record) if case else PupilCases(at.pupil, record))


async def open_plan(at: At, record: str = "") -> None:
    """Open the plan that a record belongs to, or the newest of the pupil; begin one where none is.

    A record may be a plan, a line of it, or the place in a plan where a new line is written.
    """
    from sendtui.screens import plan_forms
    from sendtui.screens.plan import PlanScreen
    from sendtui.services import ehc_plan_reading

    plan = await at.screen.ask(ehc_plan_reading.plan_for, at.pupil, record)
    if not plan:
        made: list[str] = []
        if at.screen.face.read_only:
            at.screen.say("This pupil has no plan.")
        elif await ask(at.screen, plan_forms.begin(at.screen, at.pupil, at.name, made)):
            plan = made[0] if made else ""
    if plan:
        at.screen.app.push_screen(PlanScreen(at.pupil, plan, record))


async def start_cycle(at: At) -> None:
    """Start a cycle and open it."""
    from sendtui.screens.cycle import CycleScreen
    from sendtui.screens.cycle_next import Whose, begin

    if made := await begin(at.screen, Whose(at.pupil, at.name)):
        at.screen.app.push_screen(CycleScreen(at.pupil, made, made))


async def print_it(at: At, cycle: str = "") -> None:
    """Print a cycle; where none is named, the one-page profile as it was saved."""
    from sendtui.screens import cycle_print, profile_print
    from sendtui.services import profiles

    if cycle:
        view = await at.screen.ask(cycle_reading.cycle, cycle, at.today)
        await cycle_print.ask(at.screen, at.view, view)
    else:
        await profile_print.ask(
            at.screen, at.view, await at.screen.ask(profiles.versions, at.pupil)
        )


def open_clash(screen: DataScreen[None], record: str, field: str) -> None:
    """Decide between two versions, over the screen that names them."""
    from sendtui.screens.clash_desk import ClashDesk

    screen.app.push_screen(ClashDesk(record, field))


def open_papers(at: At, record: str = "") -> None:
    """Show the documents and who may receive what, the cursor on a record."""
    from sendtui.screens.pupil_papers import PupilPapers

    at.screen.app.push_screen(PupilPapers(at.pupil, record))


async def file_notes(at: At, visit: str) -> None:
    """Tidy the notes of a visit and file them."""
    from sendtui.screens import visit_forms

    found = await at.screen.ask(visits.view, visit, at.today)
    await ask(at.screen, visit_forms.tidied(at.screen, found, at.today))


def open_visit(at: At) -> None:
    """Open the screen for beside the family."""
    from sendtui.screens.visit import VisitBeside

    at.screen.app.push_screen(VisitBeside(at.pupil))


def open_profile(at: At) -> None:
    """Write, sign and print the one-page profile."""
    from sendtui.screens.profile import ProfileScreen

    at.screen.app.push_screen(ProfileScreen(at.pupil))
