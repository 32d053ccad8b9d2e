"""The school's own fields in the register: as columns, and a further one at any time."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from sendtui.screens.register_columns import columns
from sendtui.screens.register_marks import Marking
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.screens.widgets.words import one_line
from sendtui.services import custom_fields, register, shown_columns
from sendtui.services.custom_fields import OwnField
from sendtui.services.register_entries import Entry as Pupil

ADD = "+"


class OwnColumns(Marking):
    """A register with columns of the school's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z", "columns", "Columns of our own", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._settings: tuple[str, ...] = ()
        self._own: tuple[OwnField, ...] = ()

    async def _read_columns(self) -> bool:
        """Read which columns there are; whether they are others than before."""
        settings = await self.ask(register.settings)
        own = await self.ask(shown_columns.shown)
        before = (len(self._settings) > 1, self._own)
        self._settings, self._own = settings, own
        if before == (len(settings) > 1, own):
            return False
        among = [
            # What somebody chose is seen in a narrow window too.
            replace(each, priority=1) if own and each.key in ("year", "review") else each
            for each in columns(several=len(settings) > 1)
        ]
        self._grid.put_columns([*among, *map(_column, own)])
        return True

    def action_columns(self) -> None:
        """Choose a field of our own to stand as a column, or make a further one."""
        self.begin_asking(partial(self._choose_column), group="columns")

    async def _choose_column(self) -> None:
        from sendtui.screens.own_fields import add

        shown = {each.id for each in self._own}
        options = [
            Option(each.id, one_line(each.name), "a column now" if each.id in shown else "")
            for each in await self.ask(custom_fields.all_of)
        ]
        options.append(Option(ADD, "+ A further field of our own"))
        chosen = await self.app.push_screen_wait(Choose("Columns of our own", options))
        if chosen == ADD:
            if await add(self):
                await self._choose_column()
        elif chosen is not None:
            await self.ask(shown_columns.show, chosen, on=chosen not in shown)
            if await self._read_columns():
                self._grid.reload()


def _column(field: OwnField) -> Column[Pupil]:
    def says(pupil: Pupil) -> str:
        return dict(pupil.own).get(field.name, "")

    title = one_line(field.name)
    return Column(f"own-{field.id}", title, width=10, fraction=1, sortable=False, show=says)
