"""What taking in a file would do, as a face shows it before anything is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.models.incoming import IncomingPupil, Rejected, Skipped
from sendtui.services.differing import Edit
from sendtui.services.labels import title, word
from sendtui.services.likeness import Match
from sendtui.services.owners import EVERYTHING, Held, Take

Alike = Literal["hold", "same", "new"]
"""What happens to a possible duplicate: held back, taken for the pupil it resembles, or added."""

Progress = Callable[[int, int], None]
"""Told how many lines are done, of how many; 0 where that is not known yet."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """That a pupil the file does not name has left: on which day, and for where."""

    on: date
    to: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said of a file: nothing of it is done unasked.

    `take` names what is taken although it is held back. `leaving` says which of those who are
    absent from the file have left, by their id or for all of them.
    """

    alike: Alike = "hold"
    take: Take = frozenset()
    leaving: tuple[tuple[str, Leaving], ...] = ()

    def leaves(self, pupil: str) -> Leaving | None:
        """When and for where a pupil who is absent has left; None where they stay."""
        said = dict(self.leaving)
        return said.get(pupil, said.get(EVERYTHING))


AS_IT_IS = Choices()
"""Nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a file would change, in words; a new record has no `before`."""

    kind: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class New:
    """A pupil the record does not have."""

    line: int
    name: str
    upn: str
    class_name: str
    status: str
    oddities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A pupil of whom the file says something else than the record."""

    line: int
    pupil: str
    name: str
    matched_by: str
    differences: tuple[Difference, ...]
    oddities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One field of a pupil that the file has otherwise and the record keeps, unless it is taken."""

    line: int
    pupil: str
    name: str
    upn: str
    field: str
    why: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Somebody who may be one of these pupils, or of an earlier line: a person decides."""

    line: int
    name: str
    upn: str
    pupils: tuple[str, ...]
    alike_by: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A pupil on roll whom the file does not name; never removed because of that."""

    pupil: str
    name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Leaver:
    """A pupil on roll whom the file does not name and who would be marked as left."""

    pupil: str
    name: str
    class_name: str
    on: date
    to: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do, before anything is done.

    `held_before` are those of `held_back` that an earlier import held back as well, just as they
    are; `minds` are sentences to be read first; `is_bare`: somebody new would have no forename or
    no date of birth.
    """

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    possible_duplicates: tuple[PossibleDuplicate, ...]
    absent: tuple[Absent, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    left_out: tuple[str, ...]
    digest: str
    held_back: tuple[HeldBack, ...] = ()
    held_before: tuple[HeldBack, ...] = ()
    leaving: tuple[Leaver, ...] = ()
    about: str = ""
    minds: tuple[str, ...] = ()
    is_bare: bool = False

    @property
    def changes_nothing(self) -> bool:
        """Whether taking the file in would write nothing."""
        return not (self.new or self.changed or self.leaving)


@dataclass(frozen=True, slots=True)
class Received:
    """What was done."""

    added: int
    changed: int
    unchanged: int
    held: int
    rejected: int
    kept: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """One line with what follows from it; `kept` is what is held back as the SENCO's own."""

    line: IncomingPupil
    match: Match
    edits: tuple[Edit, ...]
    kept: tuple[Held, ...] = ()

    @property
    def held(self) -> bool:
        """Whether a person must say first who this is."""
        return not self.match.certain


def new(line: IncomingPupil) -> New:
    """The line as somebody new."""
    return New(line.line, name(line), line.upn, line.class_name, line.status, line.oddities)


def changed(each: Decided) -> Changed:
    """The line as changes to a pupil, field by field."""
    line, match = each.line, each.match
    differences = tuple(found for edit in each.edits for found in _differences(edit))
    return Changed(line.line, match.pupils[0], name(line), match.by, differences, line.oddities)


def held_back(each: Decided) -> list[HeldBack]:
    """What of the line is held back, field by field."""
    line, pupil = each.line, each.match.pupils[0] if each.match.pupils else ""
    return [
        HeldBack(
            line.line,
            pupil,
            name(line),
            line.upn,
            held.field,
            held.why,
            tuple(found for edit in held.edits for found in _differences(edit)),
        )
        for held in each.kept
    ]


def possible(each: Decided) -> PossibleDuplicate:
    """The line as somebody a person must decide about."""
    line, match = each.line, each.match
    return PossibleDuplicate(line.line, name(line), line.upn, match.pupils, match.by)


def name(line: IncomingPupil) -> str:
    """Surname, then forename, as the file has them."""
    return f"{line.surname}, {line.forename}" if line.forename else line.surname


def _differences(edit: Edit) -> list[Difference]:
    return [
        Difference(
            edit.kind,
            field,
            _label(edit, field),
            word(edit.kind, field, edit.before.get(field)),
            word(edit.kind, field, edit.told.get(field, value)),
        )
        for field, value in edit.values.items()
        if field not in edit.unsaid
    ]


def _label(edit: Edit, field: str) -> str:
    """What the field is called, with the need or flag it belongs to where that stays the same."""
    if edit.kind == "custom_value":
        return str(edit.before.get("name") or edit.values.get("name"))
    if edit.record and (code := edit.before.get("code")):
        return f"{word(edit.kind, 'code', code)}: {title(edit.kind, field).lower()}"
    return title(edit.kind, field)
