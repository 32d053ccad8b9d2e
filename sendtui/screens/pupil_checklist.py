"""What is ordinarily available, and what of it is in place for one pupil: one key an answer."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.models.checklist import ChecklistAnswerIn
from sendtui.rules.codes import BROAD_AREAS
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact, columns
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_list import PupilList
from sendtui.screens.widgets.asks import asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services import checklists, drafts
from sendtui.services.checklists import AnsweredView

_TONES: dict[str, Tone] = {"in place": "done", "tried": "soon", "not tried": "late"}


class PupilChecklist(PupilList):
    """The authority's statements for a pupil's areas of need, each with its latest answer."""

    NAME = "Ordinarily available"
    COLUMNS = columns(heading=14, when=12, who=0, words="In place?", least=36)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('in place')", "In place"),
        Binding("t", "answer('tried')", "Tried"),
        Binding("n", "answer('not tried')", "Not tried"),
        Binding("x", "every", "Every area"),
    ]

    help_text = (
        "What the authority expects every school to have, for the areas of this pupil’s needs and "
        "for all; x shows the other areas, too. y says that it is in place, t that it was tried, "
        "n that it was not: the day is today’s. Enter answers with the evidence and another day. "
        "Delete takes the latest answer out; the one before it counts again. The wording is the "
        "authority’s: “sendtui checklist load” takes it in, or l on the school’s own desk."
    )

    def __init__(self, pupil: str, record: str = "") -> None:
        super().__init__(pupil, record)
        self._every = False
        self._found: dict[str, AnsweredView] = {}

    async def facts(self, at: At) -> Iterable[Fact]:
        """The statements by their area, with the answers."""
        found = await self.ask(checklists.of_pupil, at.pupil, at.today, every=self._every)
        facts = [_line(each) for each in found]
        self._found = {fact.id: each for fact, each in zip(facts, found, strict=True)}
        self.lines.say_empty(
            "No checklist is loaded yet.", "The school’s own desk (F8, then o) loads one."
        )
        return facts

    def action_answer(self, answer: str) -> None:
        """Answer the statement under the cursor, as of today, and go to the next."""
        one = self._one()
        if one is None:
            return

        async def say(at: At) -> None:
            given = {"answer": answer, "by": at.author}
            await self.ask(checklists.answer, at.pupil, one.line, given, today=at.today)
            self.lines.cursor = min(self.lines.cursor + 1, (self.lines.count or 1) - 1)

        self.begin(say)

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        one = self._one()
        if one is not None:
            self.fill_in(lambda at: _form(at, one), one.id)

    def action_every(self) -> None:
        """Show the statements of every area, or of this pupil's alone."""
        self._every = not self._every
        self.reload()

    def action_remove(self) -> None:
        """Take the latest answer out."""
        fact = self.highlighted
        one = self._found.get(fact.id) if fact else None
        if one is None or not one.id:
            self.say("This is not answered yet.")
        else:
            self.take_out("answer", checklists.remove_answer, one.id)

    def _one(self) -> AnsweredView | None:
        """The statement under the cursor, if it can be answered."""
        fact = self.highlighted
        one = self._found.get(fact.id) if fact else None
        if one is not None and not one.line:
            self.say("No checklist here says this any more: it is not answered again.")
            return None
        return one


def _form(at: At, one: AnsweredView) -> Asked:
    async def save(values: dict[str, object]) -> None:
        await at.screen.ask(checklists.answer, at.pupil, one.line, values, today=at.today)

    asks = asks_of(
        ChecklistAnswerIn,
        ("answer", "note", "since", "by"),
        long=("note",),
        hints={"note": "what was done, seen or measured"},
        prefer={"since": "past"},
    )
    start = {"answer": one.answer or "in place", "since": at.today, "by": at.author}
    asked = Asked(
        f"What is in place: {at.name}",
        drafts.key("checklist_answer", at.pupil, one.line),
        [one.statement, *asks],
        save,
        start,
    )
    return replace(asked, start="note") if one.answer else asked


def _line(one: AnsweredView) -> Fact:
    area = BROAD_AREAS.label(one.area) if one.area else "For all"
    answer = one.answer or "not answered"
    words = f"{answer}: {one.statement}"
    when = short(one.since) if one.since else ""
    note = f" {one.note.rstrip('.')}." if one.note else ""
    by = f" {one.by}." if one.by else ""
    whole = f"{area}: {one.statement} {answer.capitalize()}{f' since {when}' if when else ''}."
    return Fact(
        one.line or one.id,
        one.area or "For all",
        badge(words, _TONES[one.answer]) if one.answer in _TONES else words,
        when,
        "",
        "checklist_answer" if one.id else "",
        one.id,
        f"{whole}{note}{by}",
    )
