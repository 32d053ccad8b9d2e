"""The made-up school: its setting, its records in the order they can be written, its roll."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from seed import after, around, cycles, ehc, facts, identity, provision, story
from seed.book import Book, Record
from seed.chance import Chance
from seed.roll import Line, Of, Roll
from sendtui.rules.scale import BEGINNING, MET


@dataclass(frozen=True, slots=True)
class School:
    """A made-up school. Each of its streams begins anew when asked for, and is never held whole."""

    id: str
    setting: dict[str, object]
    roll: Roll
    own: bool
    """Whether the setting is made here too, and not one that the case file already has."""

    @property
    def records(self) -> Iterator[Record]:
        """Kind, id and values of every record, each after those it names."""
        if self.own:
            yield "setting", self.id, self.setting
        yield from self._of_setting()
        for line in self.roll.lines():
            yield from _book(self.roll, line, self.id, self._house).records

    @property
    def _house(self) -> str:
        """The id of the school's own field."""
        return f"{2:012x}{Chance(self.roll.seed, 0, 4).bits(80):020x}"

    @property
    def lines(self) -> Iterator[Line]:
        """Every pupil on roll today, as an MIS lists them; who has left is not among them."""
        return (line for line in self.roll.lines() if line.left_on is None)

    @property
    def amendments(self) -> Iterator[tuple[str, str, dict[str, object], date]]:
        """Kind, id, changed values and the day they became true: for `put` after the records.

        Until then some pupils are in last year's class, as a record that waits for its September
        import has them.
        """
        moved_on = date(self.roll.school_year, 9, 1)
        for line in self.roll.lines():
            book = Book(self.roll, line, self.id)
            if facts.moved_class(book):
                yield "pupil", book.pupil, {"class_name": line.class_name}, moved_on

    def _of_setting(self) -> Iterator[Record]:
        """What belongs to the setting: its rating scale, a named import, what has left."""
        chance = Chance(self.roll.seed, 0, 3)

        def named(ordinal: int) -> str:
            return f"{ordinal:012x}{chance.bits(80):020x}"

        field: dict[str, object] = {"setting": self.id, "name": "House", "sort": "choice"}
        yield "custom_field", self._house, field | {"choices": list(around.HOUSES)}
        ordinal = 2
        for axis, points in BEGINNING.items():
            for position, (code, label) in enumerate(points, 1):
                ordinal += 1
                values: dict[str, object] = {"setting": self.id, "axis": axis, "code": code}
                met = (axis, code) == MET
                yield (
                    "scale_point",
                    named(ordinal),
                    values | {"label": label, "position": position, "met": met},
                )
        headings = {"House": "", "Tutor": "class_name"}
        profile = {"setting": self.id, "name": "Puddleby Thursday list", "headings": headings}
        yield "import_profile", named(ordinal + 1), profile
        sent = {
            "setting": self.id,
            "on": self.roll.today - timedelta(days=40),
            "what": "SEN register as a spreadsheet",
            "recipient": "Puddleby Council",
            "basis": "Statutory return",
            "protection": "plain",
        }
        yield "disclosure", named(ordinal + 2), sent
        today, year = self.roll.today, self.roll.school_year
        yield from provision.write(self.roll.seed, self.id, today, year)


def school(
    pupils: int,
    today: date,
    seed: int = 1,
    *,
    of: Of = "roll",
    stories: int = 400,
    setting: str = "",
) -> School:
    """A made-up school of this many pupils, the same for the same arguments everywhere.

    `of="roll"` has everybody, with as many on the SEN register as nationally; `of="register"` has
    pupils with SEN and a few who are watched or were on it. About `stories` pupils have the whole
    record (cycles, people, profile), spread evenly; the others what an import would give them.
    `setting` is the id of the case file's own setting, where it has one: none is made then.
    """
    roll = Roll(pupils, today, seed, of, stories)
    name = "Puddleby Common Primary School" if pupils <= 840 else "Puddleby Common School"
    values: dict[str, object] = {
        "name": name,
        "sort": "school",
        "urn": identity.URN,
        "laestab": identity.LAESTAB,
        "la": identity.LA,
    }
    own = f"{1:012x}{Chance(seed, 0, 2).bits(80):020x}"
    return School(setting or own, values, roll, not setting)


def _book(roll: Roll, line: Line, setting: str, house: str) -> Book:
    """Everything made up about one pupil."""
    book = Book(roll, line, setting)
    facts.write(book)
    if line.plot or (line.formerly and roll.step and line.number % roll.step == 0):
        story.write(book)
        cycles.write(book)
        around.write(book, house)
        ehc.write(book)
        after.write(book)
    elif roll.step and line.status == "N" and (roll.of == "register" or line.number % 29 == 3):
        story.concern(book)
    return book
