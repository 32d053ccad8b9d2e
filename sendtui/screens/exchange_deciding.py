"""What a person decides while a preview is in front: each answer has the file looked at again."""

from datetime import date
from functools import partial
from pathlib import Path

from textual import work

from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_choices import (
    OPEN,
    ask_absent,
    ask_alike,
    ask_day,
    ask_held,
    ask_one_held,
    ask_profile,
    held_words,
)
from sendtui.screens.exchange_columns import ColumnsScreen
from sendtui.screens.exchange_import_lines import ALIKE, Told
from sendtui.screens.widgets.dateinput import short
from sendtui.services import import_profiles
from sendtui.services.receive import Choices, Preview
from sendtui.services.receive_files import Look

BY_ITSELF = "by their headings"


class Deciding(DataScreen[None]):
    """The questions of an import; what is asked about a file and what was said of it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._look: Look | None = None
        self._profile: str | None = None
        self._choices = Choices()
        self._day: date | None = None
        self._shown: Preview | None = None

    def read_again(self) -> None:
        """Look at the file with what has been said of it; to be overridden."""

    def stay(self) -> None:
        """Go on where one was, for nothing has been said; to be overridden."""

    @property
    def day(self) -> date:
        """The day the file speaks of."""
        return self._day or self.face.today

    def said(self, shown: Preview) -> tuple[tuple[str, str, str], ...]:
        """The keys that decide something of this file, and how that stands."""
        said = []
        if shown.possible_duplicates or self._choices.alike != "hold":
            said.append(("l", "alike", ALIKE[self._choices.alike]))
        if shown.held_back or self._choices.take:
            said.append(("h", "held", held_words(self._choices)))
        said += [("d", "as at", short(self.day)), ("m", "columns", self._profile or BY_ITSELF)]
        return tuple(said)

    @work(group="choose", exclusive=True)
    async def action_alike(self) -> None:
        """Ask what becomes of pupils who look like one already here."""
        self._choose(await ask_alike(self.app, self._choices))

    def _choose(self, choices: Choices | str | None) -> None:
        """Look at the file again with what has been said of it."""
        if isinstance(choices, Choices) and choices != self._choices:
            self._choices = choices
            self.read_again()

    @work(group="choose", exclusive=True)
    async def action_held(self) -> None:
        """Ask what becomes of what is held back."""
        if self._shown is not None:
            self._choose(await ask_held(self.app, self._shown, self._choices))

    @work(group="choose", exclusive=True)
    async def action_absent(self) -> None:
        """Ask who of the absent has left."""
        if self._shown is not None:
            self._choose(await ask_absent(self.app, self._shown, self._choices, self.day))

    @work(group="choose", exclusive=True)
    async def ask_of(self, told: Told) -> None:
        """Ask what becomes of what one line says is held back or absent."""
        if self._shown is None:
            return
        if told.section == "held":
            said = await ask_one_held(self.app, told, self._choices)
        else:
            said = await ask_absent(self.app, self._shown, self._choices, self.day, told)
        if said == OPEN:
            self.face.open_pupil(told.pupil)
        self._choose(said)

    @work(group="choose", exclusive=True)
    async def action_day(self) -> None:
        """Ask of which day the file speaks."""
        day = await ask_day(self.app, self.day)
        if day is not None and day != self.day:
            self._day = day
            self.read_again()

    @work(group="choose", exclusive=True)
    async def action_columns(self) -> None:
        """Choose a saved answer, or say which column is what."""
        saved = await self.ask(import_profiles.all_of)
        if not saved:
            self.ask_columns()
            return
        chosen = await ask_profile(self.app, [each.name for each in saved])
        if chosen == "=":
            self.ask_columns()
        elif chosen is not None and chosen.startswith("x"):
            self.act(partial(self._forget, chosen[1:]))
        elif chosen is not None:
            self._profile = chosen[1:]
            self.read_again()

    async def _forget(self, name: str) -> None:
        """Forget a saved answer, and read the file by what then fits."""
        await self.ask(import_profiles.forget, name)
        self._profile = None
        self.read_again()

    @work(group="columns", exclusive=True)
    async def ask_columns(self) -> None:
        """Ask which column is what, and read the file with the answer."""
        look = self._look
        if look is None:
            return
        name = await self.app.push_screen_wait(ColumnsScreen(self._path, look))
        if name is not None:
            self._profile = name
            self.read_again()
        else:
            self.stay()
