"""The columns of an exported SEN register, the same in a CSV file and in a workbook.

Where `sendtui import` reads a field, the heading is one it knows: an export can be read back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sendtui.models.pages import RegisterLine

Cell = str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the width it is given in characters, and what a pupil has under it."""

    heading: str
    width: int
    value: Callable[[RegisterLine], Cell]


COLUMNS: tuple[Column, ...] = (
    Column("UPN", 15, lambda line: line.upn),
    Column("Legal surname", 20, lambda line: line.surname),
    Column("Legal forename", 18, lambda line: line.forename),
    Column("Preferred surname", 18, lambda line: line.preferred_surname),
    Column("Preferred forename", 18, lambda line: line.preferred_forename),
    Column("Date of birth", 13, lambda line: line.born),
    Column("Sex", 5, lambda line: line.sex),
    Column("NC year", 8, lambda line: line.nc_year),
    Column("Class", 8, lambda line: line.class_name),
    Column("SEN status", 11, lambda line: line.status),
    Column("SEN status since", 16, lambda line: line.since),
    Column("SEN needs", 20, lambda line: "; ".join(line.needs)),
    Column("Flags", 16, lambda line: "; ".join(line.flags)),
    Column("Next review", 13, lambda line: line.next_review),
    Column("Parents told on", 15, lambda line: line.parents_told_on),
    Column("Setting", 28, lambda line: line.setting),
)


def columns(own: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a register, those of the school's own fields after ours."""
    return (*COLUMNS, *(Column(name, 16, partial(_own, name)) for name in own))


def _own(name: str, line: RegisterLine) -> Cell:
    return line.own.get(name, "")
