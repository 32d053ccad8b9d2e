"""A school or college as the Department's public register has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """What a number stands for; `laestab` is LA and establishment number, 7 digits, or empty.

    `kind` is the type of establishment, `provision` its SEN unit or resourced provision, in the
    register's words; empty where the register says nothing.
    """

    urn: str
    laestab: str
    name: str
    status: str = ""
    phase: str = ""
    town: str = ""
    postcode: str = ""
    kind: str = ""
    provision: str = ""

    @property
    def place(self) -> str:
        """The name with the town, and that it is closed where it is."""
        closed = "closed" if self.status.casefold() == "closed" else ""
        return ", ".join(filter(None, (self.name, self.town, closed)))
