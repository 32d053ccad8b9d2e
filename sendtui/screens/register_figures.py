"""The figures below the register: how many of what, what was marked, and where more would be."""

import asyncio
from dataclasses import replace

from textual import on
from textual.content import Content

from sendtui.screens import bringing_in
from sendtui.screens.register_filters import beginning, is_narrowed, pupils
from sendtui.screens.register_own import OwnColumns
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Line, one_line
from sendtui.services import register
from sendtui.services.register import Counts, Query, is_worth_widening

PAUSE = 0.4
"""Seconds without a key before the figures are read: they would hold up the next key's lines."""


class Figures(OwnColumns):
    """A register with its figures below, and with words where nobody is found."""

    def __init__(self) -> None:
        super().__init__()
        self._figures = Content("")

    @property
    def _start(self) -> Query:
        """What is asked before anything is narrowed."""
        return beginning(self.face)

    def reload_figures(self) -> None:
        """The figures of another question; those of the one before are no longer wanted."""

        async def once_hands_rest() -> None:
            await asyncio.sleep(PAUSE)
            await self._read_figures()

        self.look_up(once_hands_rest, group="figures")

    async def _read_figures(self) -> None:
        figures = await self.ask(register.counts, self._query, self.face.today)
        self._say_figures(Content(_strip(figures)))
        await self._say_empty(figures)
        more = await self._elsewhere(figures)
        if more and figures.pupils:
            said = Content.styled(f"Ctrl+O: {pupils(more)} more", "$text-warning")
            self._say_figures(said + Content(f"  ·  {_strip(figures)}"))
        elif more:
            on_roll = self._query.scope == "roll"
            where = (
                "by a parent, or inside a name" if on_roll else "on the whole roll, or by a parent"
            )
            self._grid.say_empty(
                "Nobody is called so." if on_roll else "Nobody on the SEN register fits.",
                f"{pupils(more)} {where}: press Ctrl+O.",
            )

    @on(Grid.Highlighted)
    def _look_at(self) -> None:
        self._say_figures(self._figures)

    def _say_figures(self, figures: Content) -> None:
        """Show the figures; of a pupil who was found by another, show by whom."""
        self._figures = figures
        marked = len(self._grid.marked)
        if marked:
            figures = Content.styled(f"{marked:,} marked", "bold $text-accent") + Content.styled(
                "  b: one thing for all of them  k: copy  a: all  esc: none", "$text-muted"
            )
        pupil = self._grid.highlighted
        by = f"{pupil.name}: found by {pupil.by_person}" if pupil and pupil.by_person else ""
        self.query_one("#figures", Line).say(Content(one_line(by)) if by else figures)

    @on(Grid.Marked)
    def _say_marks(self) -> None:
        self._say_figures(self._figures)

    async def _elsewhere(self, figures: Counts) -> int:
        """How many more a search finds where Ctrl+O looks."""
        query = self._query
        if query.scope == "concerns" or query.wide or not is_worth_widening(query.words):
            return 0
        wider = replace(query, scope="roll", wide=True)
        return await self.ask(register.count, wider, self.face.today) - figures.pupils

    async def _say_empty(self, figures: Counts) -> None:
        say = self._grid.say_empty
        if figures.pupils:
            return
        if is_narrowed(self._query, self._start) or self._query.words:
            named = await self.ask(register.class_named, self._query.words, self.face.today)
            enter = f"Enter shows class {one_line(named)}. " if named else ""
            say("Nobody fits.", f"{enter}Escape clears the search and the filters.")
            return
        everyone = await self.ask(register.count, Query(scope="roll", left="any"), self.face.today)
        if everyone and self._start.scope == "roll":
            say("Everybody has left.", "l in the list shows them.")
        elif everyone:
            say("Nobody is on the SEN register yet.", "Ctrl+O shows the whole roll.")
        else:
            whose = bringing_in.what(self.face)
            how = f"Import {whose}: press i. Or press n for a new pupil."
            say("There are no pupils here yet.", how)
            # There is nobody to search for, and the letters are wanted.
            self._grid.focus()


_STATUS = {"E": "EHC plan", "K": "SEN Support", "N": "no SEN"}


def _strip(figures: Counts) -> str:
    parts = [f"{_STATUS.get(each.code, each.label)} {each.pupils:,}" for each in figures.by_status]
    parts += [f"{each.code or 'no need said'} {each.pupils:,}" for each in figures.by_need]
    return "  ·  ".join(parts)
