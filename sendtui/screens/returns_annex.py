"""The lists of an area inspection and the plans drawn for an audit, looked at and written."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from sendtui.errors import InvalidError, Problem
from sendtui.rules.annex_a import AnnexFinding
from sendtui.rules.counting import counted
from sendtui.screens import returns_mend, workbook_out
from sendtui.screens.lines import Fact, headed
from sendtui.screens.returns_list import ReturnList, columns_of
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.screens.widgets.words import badge
from sendtui.services import annex_a
from sendtui.services.annex_a import Lists, Sampled

_MOST = 500
_ITEMS = {
    "Date of birth": "PersonBirthDate",
    "Gender": "Sex",
    "Ethnicity": "Ethnicity",
    "UPN": "UPN",
    "ULN": "UniqueLearnerNumber",
}
"""Column → the item of a pupil by SEN2's name."""


class AnnexScreen(ReturnList):
    """What our checks find in the lists of Annex A."""

    TITLE_OF = "Annex A"

    help_text = (
        "The child-level lists that area SEND inspectors ask an authority for: list 1 is everybody "
        "with a plan, list 2 everybody on SEN Support. Here stands what our checks find in them; "
        "Enter opens the field that mends it, or the pupil. f writes both to a workbook. By flags: "
        "sendtui return annex-a."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lists: Lists | None = None
        self._found: dict[str, AnnexFinding] = {}

    async def load(self) -> None:
        """Draw both lists up, and check them."""
        found = self._lists = await self.ask(annex_a.lists, self.face.today)
        said = (
            f"List 1: {counted(len(found.first), 'plan')} · list 2: "
            f"{counted(len(found.second), 'pupil')} on SEN Support"
        )
        if found.left_out:
            said += f" · {found.left_out} left out: everything about them is confidential"
        by_rule = sorted(found.findings, key=lambda each: each.rule.id)
        self._found = {str(n): each for n, each in enumerate(by_rule)}
        facts = [_finding(id_, each) for id_, each in self._found.items()]
        self.draw(said, list(headed(facts)), "Our checks find nothing to mend.")

    def mend(self, fact: Fact) -> None:
        """Go to the field of the column, where the pupil has it."""
        one = self._found[fact.id]
        item = _ITEMS.get(one.column)
        if item is None:
            super().mend(fact)
            return

        async def ask() -> None:
            await returns_mend.pupil_item(self, one.id, one.name, item)

        self.begin_asking(ask)

    async def to_file(self) -> None:
        """Write both lists."""
        found = self._lists
        if found is not None:
            whose = [one.id for one in (*found.first, *found.second)]
            await workbook_out.ask(self, annex_a.tables(found), "Annex A, lists 1 and 2", whose)


def _finding(id_: str, one: AnnexFinding) -> Fact:
    value = f" ({one.value})" if one.value else ""
    is_error = one.rule.severity == "error"
    mark = badge("error", "late") if is_error else badge("query", "soon")
    return Fact(id_, one.rule.id, f"{one.name}: {one.column}{value}", mark, kind="pupil",
                record=one.id, whole=f"{one.rule.id}: {one.rule.title}.")  # fmt: skip


class SampleScreen(ReturnList):
    """Plans drawn across the ages, with what their checks say."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "draw_again", "Draw others")]

    TITLE_OF = "Audit"
    LIST = columns_of(0, 11, "Plan, and points of law or format + of wording")

    help_text = (
        "Plans in force drawn across the ages, for a case audit, with what the checks of each plan "
        "say. The same word draws the same plans; d asks for it, and how many. Enter opens the "
        "pupil, f writes the sheet the auditor fills in. By flags: sendtui return sampling."
    )

    def __init__(self) -> None:
        super().__init__()
        self._count, self._word = 12, ""
        self._found: tuple[Sampled, ...] = ()

    async def load(self) -> None:
        """Draw them."""
        found = await self.ask(annex_a.sample, self.face.today, self._count, self._word)
        self._found = found
        drawn = f"drawn by “{self._word}”" if self._word else "drawn across the ages"
        self.draw(f"{counted(len(found), 'plan')} {drawn}", [self._fact(each) for each in found],
                  "There is no plan in force.")  # fmt: skip

    def _fact(self, one: Sampled) -> Fact:
        aged = f", {one.age}" if one.age is not None else ""
        hard = counted(one.hard, "point") + " of law or format"
        whole = f"Plan of {short(one.issued)}; caseworker {one.caseworker or 'nobody'}. {hard}, "
        whole += f"{one.soft} of wording. {f'Open: {one.open}.' if one.open else ''}"
        mark = badge(f"{one.hard} + {one.soft}", "late" if one.hard else "done")
        return Fact(one.pupil, "", f"{one.name}{aged}, {one.upn or 'no UPN'}", mark,
                    kind="pupil", record=one.pupil, whole=whole)  # fmt: skip

    def action_draw_again(self) -> None:
        """Ask for another draw."""
        self.look_up(self._draw_again, group="asks")

    async def _draw_again(self) -> None:
        async def check(values: dict[str, object]) -> None:
            said = str(values["count"])
            if not said.isdecimal() or not 1 <= int(said) <= _MOST:
                raise InvalidError((Problem("count", said, f"Give a number from 1 to {_MOST}."),))

        asks: list[Ask | str] = [
            Ask("count", "How many", is_needed=True),
            Ask("word", "Drawn by", hint="any word; the same one draws the same plans"),
        ]
        begin = {"count": str(self._count), "word": self._word}
        form = FormDialog("Draw others", asks, begin, save=check, yes="Draw")
        given = await self.app.push_screen_wait(form)
        if given is not None:
            self._count, self._word = int(str(given["count"])), str(given.get("word") or "")
            self.reload()

    async def to_file(self) -> None:
        """Write the sheet of the audit."""
        whose = [each.pupil for each in self._found]
        await workbook_out.ask(self, (annex_a.sample_table(self._found),), "Case audit", whose)
