"""Writing one line of a plan, with what the checks say of it beside the text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.plan import PlanLineIn
from sendtui.rules.counting import counted
from sendtui.rules.plan_sections import SectionOf
from sendtui.rules.plan_words import reading_minutes
from sendtui.rules.typed_dates import Prefer
from sendtui.screens import plan_lines
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask, asks_of, code_options
from sendtui.screens.widgets.dialog import Confirm
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge, one_line
from sendtui.services import drafts, ehc_plan_checks, ehc_plan_lines
from sendtui.services.ehc_plan_checks import NEW
from sendtui.services.ehc_plan_reading import PlanView
from sendtui.services.labels import offered

_PREFER: dict[str, Prefer] = {
    "starts": "future",
    "by": "future",
    "dated": "past",
    "agreed_on": "past",
}
_HINTS = {
    "how_often": "such as three times a week",
    "how_long": "such as 30 minutes, 36 weeks",
    "ratio": "such as 1 to 1, or in a group of four",
    "who": "role and expertise",
    "source": "the advice it comes from",
    "sort": "what this line is",
    "area": "employment, independent living, community, health",
    "dated": "when it was said or written",
}
_WHO = {
    "A": ("Whose words", "pupil, mother, father…"),
    "K": ("Author and role", "A. Name, educational psychologist"),
}
_BY = {"E": "By when", "F": "Reviewed", "G": "Reviewed", "H1": "Reviewed", "H2": "Reviewed"}


class PlanLineScreen(DataScreen[str]):
    """One line of a part, new or there already; what is typed is kept, and checked as it is."""

    CSS_PATH = "plan.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),
        # Before the text, which would select all of itself by this key.
        Binding("ctrl+o", "checks", "Checks", priority=True),
        Binding("f12", "throw_away", "Throw away"),
        Binding("escape", "leave", "Back"),
    ]

    help_text = (
        "Write the line. What the checks say stands beside it, with why and a better example; in "
        "a narrow window Ctrl+O shows it instead of the form, and brings the form back. Nothing "
        "stops you from saving with Ctrl+S. Escape goes back; what you typed is kept, F12 throws "
        "it away."
    )

    def __init__(self, view: PlanView, part: SectionOf, line: str = "") -> None:
        """`line` is the id of a line there is; without it a new one is written."""
        super().__init__()
        self.view, self.part, self.line = view, part, line

    def compose(self) -> ComposeResult:
        """What it is, how long it is, the form, and the checks beside it."""
        yield Masthead("Pupil", "Plan")
        with Vertical(classes="body"):
            yield Line("", id="length")
            with Horizontal(id="writing"):
                yield Vertical(id="written")
                with VerticalScroll(id="checks"):
                    yield Static("", id="told")
        yield Footer()

    # Reading

    @property
    def form(self) -> Form | None:
        """The form, once it is there."""
        found = self.query(Form)
        return found.first() if found else None

    @property
    def key(self) -> str:
        """Where what is typed is kept until it is saved."""
        record = self.line or f"{self.view.id}-{self.part.letter}"
        return drafts.key("plan_line", self.view.pupil, record)

    async def load(self) -> None:
        """Open the form with what the record holds, and what was typed over it."""
        if self.form is not None:
            return
        typed = await self.ask(drafts.read, self.key) or {}
        form = Form(self._asks(), self._start(), {k: str(v) for k, v in typed.items()})
        await self.query_one("#written", Vertical).mount(form)
        form.fields["words"].control.focus()
        now = self.view.named(self.line) if self.line else None
        called = now.label if now else f"{self.part.letter}, a new line"
        self.query_one(Masthead).say("Pupil", self.view.name, self.view.sort_label, called)
        if typed:
            self.say("What you typed before is here again; it has not been saved yet.")
        self.check()

    def _start(self) -> Mapping[str, object]:
        line = self.view.named(self.line) if self.line else None
        if line is None:
            first = next((code for code, _ in self.part.sorts if code), "")
            return {"sort": "" if self.part.letter in ("I", "K") else first}
        values: dict[str, object] = {name: getattr(line, name) for name in self.part.fields}
        if "serves" in values:
            values["serves"] = ", ".join(self.view.links(line))
        return values

    def _asks(self) -> list[Ask]:
        part = self.part
        who, example = _WHO.get(part.letter, ("", ""))
        found = asks_of(
            PlanLineIn,
            part.fields,
            long=("words",),
            options={
                "sort": tuple((code, label) for code, label in part.sorts if code),
                "need": code_options(offered("outcome", "need", self.face.today)),
            },
            labels={
                "words": "Name of the setting" if part.letter == "I" else "Words",
                "serves": "Answers to",
                "area": "Area of adulthood",
                "by": _BY.get(part.letter, "By when"),
                **({"who": who} if who else {}),
            },
            hints={**_HINTS, **({"who": example} if example else {}), "serves": self._may_serve()},
            prefer=_PREFER,
        )
        # The words come first: they are what is written, and the sort is often right already.
        first = [each for each in found if each.name == "words"]
        rest = [each for each in found if each.name != "words"]
        return [replace(each, is_needed=True) for each in first] + rest

    def _may_serve(self) -> str:
        labels = [x.label for x in self.view.lines if x.section in self.part.serves]
        return f"of {', '.join(labels)}" if labels else "nothing is there yet"

    # Checking while writing

    @on(Form.Changed)
    def _typed(self, event: Form.Changed) -> None:
        self.keep_draft(self.key, event.form.raw())
        self.check()

    def check(self) -> None:
        """See what the checks say of what stands there; a newer look wins."""
        self.look_up(self._check, group="check")

    async def _check(self) -> None:
        form = self.form
        if form is None:
            return
        values = self._values(form, strict=False)
        record = self.line or NEW
        typed = {self.line: {"section": self.part.letter, **values}}
        found = await self.ask(ehc_plan_checks.check, self.view.id, self.face.today, instead=typed)
        mine = plan_lines.of_line(found.remarks, record)
        count = len(str(values.get("words") or "").split())
        said = Content(
            f"{counted(count, 'word')}, {reading_minutes(count)} min to read · the plan "
        )
        said += Content(f"{counted(found.words, 'word')}, {found.reading_minutes} min · ")
        hard = sum(each.hard for each in mine)
        said += (
            badge(f"{hard} of law or format open", "late")
            if hard
            else badge(
                f"{counted(len(mine), 'hint')}" if mine else "nothing open",
                "soon" if mine else "done",
            )
        )
        self.query_one("#length", Line).say(said)
        told = (
            plan_lines.told(mine)
            if mine
            else Content.styled("The checks have nothing to say of this line.", "$text-muted")
        )
        self.query_one("#told", Static).update(told + self._links())

    def _links(self) -> Content:
        those = [x for x in self.view.lines if x.section in self.part.serves and x.id != self.line]
        if not those:
            return Content("")
        listed = "\n".join(f"{x.label} {one_line(x.words)[:60]}" for x in those)
        return Content("\n\n") + Content.styled("It may answer to\n", "bold") + Content(listed)

    def _values(self, form: Form, *, strict: bool = True) -> dict[str, object]:
        """What stands in the form, labels turned into the lines they name.

        Raises InvalidError for a label there is not, where `strict`.
        """
        values = form.values()
        if "serves" not in values:
            return values
        ids = []
        for each in str(values["serves"] or "").replace(";", ",").split(","):
            line = self.view.named(each) if each.strip() else None
            if line is not None:
                ids.append(line.id)
            elif each.strip() and strict:
                reason = f"There is no line “{each.strip()}”; {self._may_serve()}."
                raise InvalidError((Problem("serves", each.strip(), reason),))
        values["serves"] = ", ".join(ids)
        return values

    # Saving and leaving

    @on(Form.Submitted)
    def action_save(self) -> None:
        """Save the line and go back to its part."""
        if not self.face.read_only:
            self.run_worker(job(self._guarded, self._save), group="act", exclusive=True)

    async def _save(self) -> None:
        form = self.form
        if form is None or not form.check():
            return
        try:
            values = self._values(form)
            if self.line:
                dirty = set(form.dirty)
                changes = {name: value for name, value in values.items() if name in dirty}
                if changes:
                    heads = self.view.heads.get(self.line)
                    await self.ask(ehc_plan_lines.change, self.line, changes, heads)
                made = self.line
            else:
                given = {name: value for name, value in values.items() if value not in (None, "")}
                made = await self.ask(ehc_plan_lines.add, self.view.id, self.part.letter, given)
        except InvalidError as error:
            form.show_problems(error.problems)
            return
        form.settle()
        await self.ask(drafts.drop, self.key)
        self.dismiss(made)

    def action_checks(self) -> None:
        """In a narrow window show the checks instead of the form, and the form again."""
        self.toggle_class("-checking")
        if self.has_class("-checking"):
            self.query_one("#checks").focus()
        elif self.form is not None:
            self.form.focus_first()

    def action_throw_away(self) -> None:
        """Forget what was typed, after asking."""

        async def forget() -> None:
            sure = Confirm(
                "Throw away what you typed?",
                "What the record holds stays as it is.",
                yes="Throw it away",
                no="Keep it",
            )
            if await self.app.push_screen_wait(sure):
                if self.form is not None:
                    self.form.settle()
                await self.ask(drafts.drop, self.key)
                self.dismiss("")

        self.run_worker(job(self._guarded, forget), group="asks")

    def action_leave(self) -> None:
        """Go back to the part; what was typed is kept."""
        form = self.form
        if form is not None and form.dirty:
            self.keep_draft(self.key, form.raw())
            self.say("Kept as a draft on this computer; the same key opens it again.")
        self.dismiss("")


async def write(screen: DataScreen[None], view: PlanView, part: SectionOf, line: str = "") -> str:
    """Write a line; its id once it is saved, or "". To be awaited in a worker.

    Raises SendtuiError where the version is frozen.
    """
    if view.frozen:
        raise SendtuiError(FROZEN)
    if line in view.veiled:
        raise SendtuiError("This line is confidential. Show what is confidential, then change it.")
    found = await screen.app.push_screen_wait(PlanLineScreen(view, part, line))
    return found or ""


FROZEN = "This version was issued and is frozen. g makes the next one, which begins as its copy."
