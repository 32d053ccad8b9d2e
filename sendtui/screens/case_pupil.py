"""A pupil's cases, and what is arranged for them: placement, transport, budgets and the rest."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.models.arrangement import ArrangementIn
from sendtui.rules import arranged
from sendtui.screens import case_forms
from sendtui.screens.base import DataScreen
from sendtui.screens.case_lines import case_line
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.lines import Fact, Lines, columns
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_list import PupilList
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.columns import plain_cell
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import badge
from sendtui.services import arrangements, case_list, drafts
from sendtui.services.arrangements import ArrangementView

FIELDS = ("sort", "what", "where", "who", "since", "until", "review_on", "per_week", "band",
          "education_pence", "health_pence", "care_pence", "asked_on", "decided_on", "back_on",
          "why", "outcome", "urn")  # fmt: skip


async def open_new(at: At) -> None:
    """Ask for a new case of the pupil, and show it."""
    from sendtui.screens.case import CaseScreen

    made: list[str] = []
    asked = case_forms.open_(at.screen, at.pupil, at.name, at.today, at.author, made)
    if await ask(at.screen, asked) and made:
        at.screen.app.push_screen(CaseScreen(made[0]))


class PupilCases(PupilList):
    """The cases of one pupil above their arrangements; both by keys."""

    NAME = "Cases and arrangements"
    COLUMNS = columns(heading=14, when=14, who=14, words=NAME)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_case", "Open a case"),
        Binding("a", "arrange", "Add an arrangement"),
        Binding("d", "end", "End it"),
        Binding("v", "outcomes", "What came of it", show=False),
        Binding("b", "bundle", "Bundle for the LA"),
    ]

    help_text = (
        "The pupil’s EHC cases, then what is arranged for them. o opens a case, a adds an "
        "arrangement. Enter opens the case, or changes the arrangement; d says when it ended, "
        "v what came of alternative provision, a pathway or the two-year check by its headings, "
        "Delete removes one that was put down by mistake. b gathers what goes to the authority "
        "with a request for an assessment or for top-up. h marks a line as confidential, u shows "
        "what is."
    )

    def __init__(self, pupil: str, record: str = "") -> None:
        super().__init__(pupil, record)
        self._arranged: tuple[ArrangementView, ...] = ()

    async def facts(self, at: At) -> Iterable[Fact]:
        """The cases, then the arrangements."""
        cases = await self.ask(case_list.of_pupil, at.pupil, at.today)
        self._arranged = await self.ask(arrangements.of_pupil, at.pupil, at.today)
        self.lines.say_empty(
            "No case and nothing arranged.", "o opens a case; a adds an arrangement."
        )
        return (*map(case_line, cases), *map(_arranged, self._arranged))

    def _under(self) -> ArrangementView | None:
        fact = self.highlighted
        return next((a for a in self._arranged if fact and a.id == fact.record), None)

    # Cases

    @on(Lines.Begun)
    def action_open_case(self) -> None:
        """Open a case, and show it."""
        self.begin(open_new)

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        from sendtui.screens.case import CaseScreen

        event.stop()
        if event.row.kind == "case":
            self.app.push_screen(CaseScreen(event.row.record))
            return
        found = self._under()
        if found is not None:
            self.fill_in(lambda at: _change(self, at.pupil, at.name, found), found.id)

    # Arrangements

    def action_arrange(self) -> None:
        """Add an arrangement."""
        self.fill_in(lambda at: _add(self, at.pupil, at.name, at.today))

    def action_end(self) -> None:
        """Say when the arrangement under the cursor ended, and what came of it."""
        found = self._under()
        if found is None or found.until is not None:
            self.say("d ends an arrangement that runs: go to one.")
        else:
            self.fill_in(lambda at: _end(self, at.pupil, found, at.today), found.id)

    def action_remove(self) -> None:
        """Remove the arrangement under the cursor; undo brings it back."""
        found = self._under()
        if found is None:
            self.say("A case is closed, never removed. Delete is for an arrangement.")
        else:
            self.take_out(found.sort, arrangements.remove, found.id)

    def action_outcomes(self) -> None:
        """Write what came of the arrangement under each heading of its sort."""
        found = self._under()
        if found is None or not arranged.headings(found.sort):
            sorts = ", ".join(arranged.HEADINGS)
            self.say(f"v is for what has headings: {sorts}. d says what came of the others.")
        else:
            self.fill_in(lambda at: _outcomes(self, at.pupil, found), f"{found.id}-outcomes")

    def action_bundle(self) -> None:
        """Gather what goes with a request for an assessment or for top-up."""
        from sendtui.screens import bundle

        self.begin_asking(lambda: bundle.ask(self, self.pupil))


def _arranged(each: ArrangementView) -> Fact:
    since = short(each.since) if each.since else ""
    until = f"until {short(each.until)}" if each.until else ""
    money = f"{each.paid} a year" if each.paid else ""
    parts = (each.what, each.where, each.per_week, each.band, money, until, each.outcome)
    told = " · ".join(part for part in parts if part)
    words = f"{arranged.called(each.sort)}: {told}" if told else arranged.called(each.sort)
    heading = "Arranged" if each.current else "Not now"
    came = "; ".join(f"{name}: {said}" for name, said in each.outcomes.items())
    also = (f"Since {since}." if since else "", each.why, came, *each.lacks, *each.law)
    whole = " ".join(filter(None, (words, *also)))
    shown = since if each.current else plain_cell(badge(until or since, "quiet"))
    return Fact(each.id, heading, words, shown, each.who, "arrangement", each.id, whole)


_HINTS = {"where": "the setting or provider"}


def _form(
    title: str,
    pupil: str,
    record: str,
    save: Callable[[dict[str, object]], Awaitable[None]],
    start: Mapping[str, object],
    names: tuple[str, ...] = FIELDS,
    *,
    only_changes: bool = False,
) -> Asked:
    asks = asks_of(ArrangementIn, names, long=("why", "outcome"), hints=_HINTS)
    key = drafts.key("arrangement", pupil, record)
    known = {"pupil": pupil, "sort": start.get("sort", "placement")}
    return Asked(title, key, asks, save, start, ArrangementIn, known, only_changes=only_changes)


def _add(screen: DataScreen[None], pupil: str, name: str, today: date) -> Asked:
    async def save(values: dict[str, object]) -> None:
        await screen.ask(arrangements.add, pupil, values)

    return _form(f"Add an arrangement: {name}", pupil, "", save, {"since": today})


def _change(screen: DataScreen[None], pupil: str, name: str, found: ArrangementView) -> Asked:
    async def save(values: dict[str, object]) -> None:
        if values:
            await screen.ask(arrangements.change, found.id, values, found.heads)

    start = {field: getattr(found, field) for field in FIELDS}
    title = f"{arranged.called(found.sort)}: {name}"
    return _form(title, pupil, found.id, save, start, only_changes=True)


def _end(screen: DataScreen[None], pupil: str, found: ArrangementView, today: date) -> Asked:
    async def save(values: dict[str, object]) -> None:
        until = values.get("until")
        day = until if isinstance(until, date) else today
        await screen.ask(arrangements.end, found.id, day, str(values.get("outcome") or ""))

    title = f"End: {found.sort}"
    start = {"until": today}
    return _form(title, pupil, f"{found.id}-end", save, start, ("until", "outcome"))


def _outcomes(screen: DataScreen[None], pupil: str, found: ArrangementView) -> Asked:
    names = {f"of_{n}": code for n, (code, _) in enumerate(arranged.headings(found.sort))}

    async def save(values: dict[str, object]) -> None:
        said = {names[name]: str(value or "") for name, value in values.items()}
        kept = {**found.outcomes, **said}
        await screen.ask(arrangements.change, found.id, {"outcomes": kept}, found.heads)

    asks = [
        Ask(f"of_{n}", label, "long") for n, (_, label) in enumerate(arranged.headings(found.sort))
    ]
    start = {name: found.outcomes.get(code, "") for name, code in names.items()}
    key = drafts.key("arrangement", pupil, f"{found.id}-outcomes")
    return Asked(f"What came of it: {found.sort}", key, asks, save, start)
