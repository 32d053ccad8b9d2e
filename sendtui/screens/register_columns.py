"""What the register shows of a pupil, column by column."""

from dataclasses import replace

from textual.content import Content

from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.register_entries import Entry as Pupil


def _name(pupil: Pupil) -> Cell:
    if not (pupil.clash or pupil.by_person):
        return pupil.name
    mark = Content.styled(" ! two versions", "$text-error") if pupil.clash else Content("")
    by = Content.styled(f" ({one_line(pupil.by_person)})", "$text-muted")
    return Content(one_line(pupil.name)) + mark + (by if pupil.by_person else Content(""))


def _need(pupil: Pupil) -> str:
    return " ".join(filter(None, (pupil.need, *pupil.other_needs)))


def _review(pupil: Pupil) -> Cell:
    if pupil.left_on is not None:
        day = plain_cell(in_words(pupil.left_on))
        return f"left {day[:-4]}{day[-2:]}"
    if pupil.next_review is None:
        return ""
    day = plain_cell(in_words(pupil.next_review))
    return badge(day, "late") if pupil.overdue else f"  {day}"


COLUMNS: list[Column[Pupil]] = [
    Column("name", "Name", width=23, fraction=3, ample=32, show=_name),
    Column("year", "Yr", width=4, show=lambda pupil: pupil.nc_year),
    Column("class", "Class", width=7, show=lambda pupil: pupil.class_name),
    Column("status", "SEN", width=5, show=lambda pupil: pupil.status),
    Column("need", "Needs", width=9, fraction=1, show=_need),
    Column("review", "Next review", width=15, show=_review),
    Column("since", "Since", width=11, priority=1),
    Column("flags", "Flags", width=8, fraction=1, priority=2, sortable=False,
           show=lambda pupil: " ".join(pupil.flags)),
    Column("born", "Born", width=11, priority=3, sortable=False),
    Column("upn", "UPN", width=15, priority=4, sortable=False,
           show=lambda pupil: f"{pupil.upn} !" if pupil.upn_odd else pupil.upn),
]  # fmt: skip

SETTING: Column[Pupil] = Column("setting", "Setting", width=16, fraction=2, sortable=False)
"""Where a pupil is: shown where the record knows more than one setting."""


def columns(*, several: bool) -> list[Column[Pupil]]:
    """The columns; with several settings, where a pupil is before their year and class."""
    if not several:
        return COLUMNS
    name, *others = (
        replace(each, priority=1) if each.key in ("year", "class") else each for each in COLUMNS
    )
    return [name, SETTING, *others]
