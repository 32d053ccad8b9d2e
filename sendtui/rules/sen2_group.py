"""A SEN2 return as it is held between the record, the checks and the files: groups of items."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a return, such as a Person: its items as text, and the groups in it.

    `kind` and `record` name what it was made of in the record, `line` where it stood in a file.
    """

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    groups: tuple["Group", ...] = ()
    kind: str = field(default="", compare=False)
    record: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def __getitem__(self, item: str) -> str:
        return self.values.get(item, "")

    def day(self, item: str) -> date | None:
        """An item that is a day, or None where it is missing or cannot be read."""
        return as_day(self.values.get(item, ""))

    def of(self, name: str) -> tuple["Group", ...]:
        """The groups of a name in it."""
        return tuple(each for each in self.groups if each.name == name)

    def one(self, name: str) -> "Group | None":
        """The first group of a name in it, or None."""
        for each in self.groups:
            if each.name == name:
                return each
        return None

    def walk(self) -> Iterator["Group"]:
        """It, and every group below it."""
        yield self
        for each in self.groups:
            yield from each.walk()


@lru_cache(maxsize=1 << 16)
def as_day(text: str) -> date | None:
    """A day written as ISO text, or None."""
    if len(text) != 10:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Header:
    """What a return says of itself and of the authority."""

    year: int
    reference_date: date
    la: str
    made_at: str
    dmo: str = ""
    dco: str = ""
    dsco: str = ""
    serial: str = "001"
    software: str = "sendtui"
    release: str = ""

    def items(self) -> dict[str, str]:
        """The items of the header, by their names."""
        return {
            "Collection": "SEN2",
            "Year": str(self.year),
            "ReferenceDate": self.reference_date.isoformat(),
            "SourceLevel": "L",
            "LEA": self.la,
            "SoftwareCode": self.software,
            "Release": self.release,
            "SerialNo": self.serial,
            "DateTime": self.made_at,
            "DMO": self.dmo,
            "DCO": self.dco,
            "DSCO": self.dsco,
        }
