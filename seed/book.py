"""The records of one made-up pupil, in the order in which they can be written."""

from collections.abc import Mapping
from typing import TypeAlias

from seed.chance import Chance
from seed.roll import Line, Roll

Record: TypeAlias = tuple[str, str, Mapping[str, object]]
"""Kind, id, values: what `Transaction.add` takes."""

_ORDINALS = 12
"""Bits of an id that count the records of one pupil."""


class Book:
    """Gathers what is made up about one pupil, and gives each record its id."""

    __slots__ = ("_made", "chance", "line", "pupil", "records", "roll", "setting")

    def __init__(self, roll: Roll, line: Line, setting: str) -> None:
        self.roll = roll
        self.line = line
        self.setting = setting
        self.chance = Chance(roll.seed, line.number, 1)
        self.records: list[Record] = []
        self._made = 0
        self.pupil = self._new_id()

    def _new_id(self) -> str:
        """48 bits that rise as records are made, then 80 random ones: as the store's own ids."""
        rising = (self.line.number + 1) << _ORDINALS | self._made
        self._made += 1
        return f"{rising:012x}{self.chance.bits(80):020x}"

    def add_pupil(self, values: dict[str, object]) -> None:
        """Put the pupil's own record down; it comes before all others."""
        self.records.append(("pupil", self.pupil, values))

    def add(self, kind: str, values: dict[str, object]) -> str:
        """Put a record of the pupil down and return its id."""
        values["pupil"] = self.pupil
        record = self._new_id()
        self.records.append((kind, record, values))
        return record

    def say(self, text: str) -> str:
        """The text with the pupil's name in it."""
        return text.replace("{name}", self.line.called)
