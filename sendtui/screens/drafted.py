"""Forms whose typing is kept as a draft until it is saved, and offered again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import BaseModel
from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.screens.widgets.words import Line
from sendtui.services import drafts

Save = Callable[[dict[str, object]], Awaitable[object]]
Keep = Callable[[dict[str, str]], Awaitable[object]]

FIRST = "Your draft is here again: nothing in it has been saved yet. F12 throws it away."


@dataclass(frozen=True, slots=True)
class Asked:
    """A form to open: what it asks, what is known, how it is saved and where its draft is kept.

    `key` is the draft's name; `save` gets the values, and with `only_changes` those alone that
    were changed. `said` is told once it is saved. What is `asked_anew` is kept in no draft. The
    form starts at the field `start`, or at the end of the sentences in `goes_on`.
    """

    title: str
    key: str
    asks: Sequence[Ask | str]
    save: Save
    initial: Mapping[str, object] = field(default_factory=dict)
    twin: type[BaseModel] | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    only_changes: bool = False
    yes: str = "Save"
    said: str = "Saved. Ctrl+Z takes it back."
    start: str = ""
    asked_anew: tuple[str, ...] = ()
    goes_on: str = ""


class DraftedForm(FormDialog):
    """A form over the screen that can throw its draft away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "throw_away", "Throw the draft away", show=False),
    ]

    def __init__(self, asked: Asked, drafted: Mapping[str, str], keep: Keep, save: Save) -> None:
        self._asked = asked
        self._is_drafted = bool(drafted)
        self._keep_raw = keep
        super().__init__(
            asked.title,
            asked.asks,
            asked.initial,
            drafted=drafted,
            twin=asked.twin,
            known=asked.known,
            save=save,
            keep_draft=keep,
            yes=asked.yes,
        )

    def on_mount(self) -> None:
        """Start at the first field, or the one the form is about; say that there is a draft."""
        if self._asked.start:
            # After the form has put the keys into its first field.
            self.call_next(self.form.fields[self._asked.start].control.focus)
        if self._asked.goes_on:
            self.call_next(self._go_on)
        if self._is_drafted:
            self.query_one(".dialog--note", Line).say(FIRST)

    def _go_on(self) -> None:
        control = self.form.fields[self._asked.goes_on].control
        if isinstance(control, TextArea):
            control.focus()
            control.move_cursor(control.document.end)

    @work(group="leave")
    async def action_throw_away(self) -> None:
        """Forget what was typed, after asking."""
        sure = Confirm(
            "Throw the draft away?",
            "What was typed here and never saved is gone then.",
            yes="Throw it away",
            no="Keep it",
        )
        if await self.app.push_screen_wait(sure):
            await self._keep_raw({})
            self.dismiss(None)


async def ask(screen: DataScreen[None], asked: Asked) -> bool:
    """Open a form, with its draft if there is one; whether it was saved.

    To be awaited in a worker.
    """
    drafted = await screen.ask(drafts.read, asked.key) or {}

    was_kept = False

    def keep(raw: dict[str, str]) -> Awaitable[None]:
        nonlocal was_kept
        raw = {name: text for name, text in raw.items() if name not in asked.asked_anew}
        was_kept = bool(raw)
        return screen.ask(drafts.keep, asked.key, raw)

    async def save(values: dict[str, object]) -> None:
        kept = form.form.changes() if asked.only_changes else values
        await asked.save(kept)
        await screen.ask(drafts.drop, asked.key)

    form = DraftedForm(asked, {k: str(v) for k, v in drafted.items()}, keep, save)
    saved = await screen.app.push_screen_wait(form)
    if saved is not None:
        if asked.said:
            screen.say(asked.said)
        return True
    if was_kept:
        screen.say("Kept as a draft; the same key opens it again. Today lists it too.")
    return False
