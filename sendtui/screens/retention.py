"""The files to be looked at again: held, erased for good, or let be; a person decides each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.rules.retention import Review
from sendtui.screens import report_out, workbook_out
from sendtui.screens.erasing import EraseScreen, note_words
from sendtui.screens.lines import Fact, headed
from sendtui.screens.returns_list import ReturnList, columns_of
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Option
from sendtui.screens.widgets.words import badge
from sendtui.services import erasing, erasing_certificate, retention, retention_acts

YEAR = timedelta(days=365)
_HEADINGS = {
    "sen file": "SEN file",
    "sent on": "sent on",
    "never on the register": "never on it",
    "only the roll": "only the roll",
}


class RetentionScreen(ReturnList):
    """The review list, with what can be decided of each file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hold", "Hold"),
        Binding("e", "erase", "Erase"),
        Binding("y", "year", "A year ahead"),
        Binding("t", "terms", "Terms"),
        Binding("n", "certificate", "Certificate"),
    ]

    TITLE_OF = "Retention"
    LIST = columns_of(13, 13, "Whose file")

    help_text = (
        "The files that are to be looked at again, by this setting’s own terms. Enter opens the "
        "pupil. h holds a file, so that nobody erases it, or lets it go; e shows what erasing it "
        "would take, and asks. y looks a year ahead, t changes the terms and names the local rule, "
        "n writes the certificate of what was erased, f the list. By flags: sendtui retention, "
        "sendtui erase."
    )

    def __init__(self) -> None:
        super().__init__()
        self._ahead = False
        self._found: dict[str, Review] = {}

    async def load(self) -> None:
        """Read which files are due."""
        today = self.face.today
        until = today + YEAR if self._ahead else today
        found = await self.ask(retention.reviews, until, today)
        terms = await self.ask(retention.terms, today)
        self._found = {each.pupil: each for each in found}
        held = sum(each.hold is not None for each in found)
        said = f"{counted(len(found), 'file')} by {short(until)}"
        said += f", {held} on hold" if held else ""
        facts = sorted((self._fact(each) for each in found), key=lambda fact: fact.heading)
        self.draw(f"{said} · {terms.cited}", list(headed(facts)), "No file is to be looked at.")

    def _fact(self, one: Review) -> Fact:
        is_due = one.day is not None and one.day <= self.face.today
        day = short(one.day) if one.day else "unknown"
        mark = badge("on hold", "soon") if one.hold else badge(day, "late") if is_due else day
        here = "On roll still. " if one.is_on_roll else ""
        words = f"{one.name} ({retention.ON_ROLL})" if one.is_on_roll else one.name
        held = f"On hold {retention.held(one)}. " if one.hold else ""
        # The hashes stand in the certificate; here they would take the screen.
        proof = f" {one.proof.partition('; pack')[0]}." if one.proof else ""
        return Fact(one.pupil, _HEADINGS[one.why], words, mark, kind="pupil", record=one.pupil,
                    whole=f"{one.number}. {here}{held}{one.because}{proof}")  # fmt: skip

    @property
    def _here(self) -> Review | None:
        fact = self.lines.highlighted
        return self._found.get(fact.record) if fact is not None else None

    # ── Deciding ──────────────────────────────────────────────────────────────────────────

    def action_hold(self) -> None:
        """Keep the file under the cursor from being erased, or let it go again."""
        one = self._here
        if one is not None:
            self.begin_asking(lambda: self._lift(one) if one.hold else self._hold(one))

    async def _hold(self, one: Review) -> None:
        async def save(values: dict[str, Any]) -> None:
            await self.ask(retention_acts.hold, one.pupil, why=str(values.get("why") or ""),
                           reference=str(values.get("reference") or ""),
                           until=values.get("until"), today=self.face.today)  # fmt: skip

        asks: list[Ask | str] = [
            f"{one.name}: nobody erases the file while it is on hold.",
            Ask("why", "Why", hint="a claim, an inquiry, a court", is_needed=True),
            Ask("reference", "Reference", hint="of the case; without names"),
            Ask("until", "Last day", "date", hint="empty: until it is lifted", may_be_none=True),
        ]
        form = FormDialog("Hold this file", asks, {}, save=save, yes="Hold it")
        if await self.app.push_screen_wait(form) is not None:
            self.reload()
            self.say("On hold. h lets it go again.")

    async def _lift(self, one: Review) -> None:
        sure = Confirm("Lift the hold?", f"{one.name}: on hold {retention.held(one)}.",
                       yes="Lift it")  # fmt: skip
        if await self.app.push_screen_wait(sure):
            await self.ask(retention_acts.lift, one.pupil, self.face.today)
            self.reload()
            self.say("Lifted. That it was held stays in the history.")

    def action_erase(self) -> None:
        """Show what erasing the file under the cursor would take."""
        one = self._here
        if one is not None:
            self.begin_asking(lambda: self._erase(one))

    async def _erase(self, one: Review) -> None:
        rule = await self.ask(retention_acts.rule, one.pupil, self.face.today)
        given = {"reason": "retention", "reference": rule}
        self.app.push_screen(EraseScreen(one.pupil, one.name, given=given))

    # ── The terms, the certificate, the file ──────────────────────────────────────────────

    def action_year(self) -> None:
        """Look a year ahead, or at today again."""
        self._ahead = not self._ahead
        self.reload()

    def action_terms(self) -> None:
        """Change for how long this setting keeps files, and name its rule."""
        self.begin_asking(self._terms)

    async def _terms(self) -> None:
        terms = await self.ask(retention.terms, self.face.today)
        names = ("sen_years", "other_years", "roll_years", "sent_years")

        async def save(values: dict[str, object]) -> None:
            said = {name: str(values.get(name) or "") for name in names}
            for name, years in said.items():
                if not years.isdecimal() and (years or name != "sent_years"):
                    raise InvalidError((Problem(name, years, "Give a number of years."),))
            rule = str(values.get("rule") or "")
            given: dict[str, Any] = {name: int(n) if n else None for name, n in said.items()}
            await self.ask(retention.say_terms, replace(terms, rule=rule, **given))

        asks: list[Ask | str] = [
            "For how long files are kept, in years: yours to put right. A primary’s that was sent "
            "on is looked at with its receipt; where “Sent on” is empty it is kept as any other.",
            Ask("sen_years", "SEN files", hint="from birth", is_needed=True),
            Ask("other_years", "Never on register", hint="from leaving", is_needed=True),
            Ask("roll_years", "Only the roll", hint="from leaving", is_needed=True),
            Ask("sent_years", "Sent on", hint="from the receipt"),
            Ask("rule", "Local rule", hint="as a certificate names it"),
        ]
        years = {name: getattr(terms, name) for name in names}
        begin = {n: "" if y is None else str(y) for n, y in years.items()} | {"rule": terms.rule}
        if await self.app.push_screen_wait(FormDialog("Terms", asks, begin, save=save)) is not None:
            self.reload()

    def action_certificate(self) -> None:
        """Write the certificate of something that was erased."""
        self.begin_asking(self._certificate)

    async def _certificate(self) -> None:
        notes = await self.ask(erasing.notes)
        if not notes:
            self.say("Nothing was erased.")
            return
        options = [Option(each.id, note_words(each), each.by) for each in notes]
        chosen = await self.app.push_screen_wait(Choose("Certificate of which erasure", options))
        found = [each for each in notes if each.id == chosen]
        if found:
            page = await self.ask(erasing_certificate.page, found, self.face.today)
            await report_out.ask(self, page)

    async def to_file(self) -> None:
        """Write the list, with room for what was decided."""
        found = tuple(self._found.values())
        whose = [each.pupil for each in found]
        await workbook_out.ask(self, retention.tables(found), "Retention review", whose)
