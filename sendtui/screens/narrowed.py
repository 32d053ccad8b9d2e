"""What Today and the calendar share: narrowing what is due, and explaining a date of the law."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType

from sendtui.rules.citation import LABELS
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import FormDialog, Notice
from sendtui.screens.widgets.face import job
from sendtui.services import own_work
from sendtui.services.due_narrowed import EVERYTHING, Only, choices
from sendtui.services.due_views import Due

NO_DATE = "e explains a date of the law: go to the line of a case."


ALL = "all"
DAYS: Options = ((ALL, "All"), ("14", "Within 14 days"), ("28", "Within 28 days"))


class Narrowed(DataScreen[None]):
    """A screen of what is due, which can be narrowed; `at_hand` is what the cursor stands on.

    It opens on the work of the caseworker and the setting to which it was narrowed last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "narrow", "Filter", show=False),
        Binding("e", "explain", "Explain the date", show=False),
    ]

    only: Only = EVERYTHING
    """What is wanted of all that is due."""

    KINDS: ClassVar[Options | None] = None
    """The kinds to choose among; those of what is due without."""

    PLACE: ClassVar[str] = "today"
    """Under which name it is kept whose work it shows."""

    ASKS_WHEN: ClassVar[bool] = True
    """Whether it can be narrowed to what is near."""

    _is_recalled = False

    async def _load_and_draw(self) -> None:
        if not self._is_recalled:
            self.only = await self.ask(own_work.last, self.PLACE)
            self._is_recalled = True
        await super()._load_and_draw()

    @property
    def at_hand(self) -> Due | None:
        """What is due on the line under the cursor; to be overridden."""
        return None

    def action_narrow(self) -> None:
        """Ask for a kind, a caseworker, a setting and a time, and show only that."""
        self.run_worker(job(self._guarded, self._narrow), group="filter", exclusive=True)

    async def _narrow(self) -> None:
        there, now = await self.ask(choices), self.only
        asks = [
            _choice("kind", "Kind", self.KINDS or there.kinds),
            _choice("caseworker", "Caseworker", _named(there.caseworkers)),
            _choice("setting", "Setting", _named(there.settings)),
        ]
        if self.KINDS is None:
            asks.append(_choice("label", "Its rule is", tuple((e, _capital(e)) for e in LABELS)))
        if self.ASKS_WHEN:
            asks.append(Ask("within", "When", "choice", options=DAYS, is_needed=True))
        start = {each.name: str(getattr(now, each.name) or ALL) for each in asks}
        given = await self.app.push_screen_wait(FormDialog("Show only", asks, start, yes="Show"))
        if given is not None:
            wanted = {name: str(value) for name, value in given.items() if value != ALL}
            within = wanted.pop("within", "")
            self.only = Only(**wanted, within=int(within) if within else None)
            self.reload()
            if not self.face.read_only:
                only = self.only
                await self.ask(own_work.keep, self.PLACE, only.caseworker, only.setting)

    def action_explain(self) -> None:
        """Show how the date under the cursor is reckoned, and where it stands in the law."""
        one = self.at_hand
        if one is None or one.kind != "statutory":
            self.say(NO_DATE)
        else:
            self.run_worker(job(self._guarded, lambda: self._explain(one)), group="asks")

    async def _explain(self, one: Due) -> None:
        # Today is drawn first of all, and cases are read with much that it does without.
        from sendtui.screens import case_lines
        from sendtui.services import case_reading

        view = await self.ask(case_reading.view, one.record, self.face.today)
        found = next((e for e in view.deadlines if (e.rule, e.due) == (one.rule, one.day)), None)
        if found is None:
            self.say(NO_DATE)
        else:
            title = f"{view.name}: {found.rule}"
            await self.app.push_screen_wait(Notice(title, case_lines.explained(found)))


def _choice(name: str, label: str, options: Options) -> Ask:
    return Ask(name, label, "choice", options=((ALL, "All"), *options), is_needed=True)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _named(names: Iterable[str]) -> Options:
    return tuple((each, each) for each in names)
