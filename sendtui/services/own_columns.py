"""Columns of a school's list that are fields of the school's own: read, compared, and offered.

A column that is headed as a field of the school's own is that field, without being told so.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from sendtui.errors import InvalidError, UsageError
from sendtui.models.incoming import IncomingPupil
from sendtui.services import custom_fields, writes
from sendtui.services.custom_fields import Kept, OwnField
from sendtui.services.differing import Edit
from sendtui.services.import_profiles import Answers
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.formats.headings import Profile

Said = Mapping[str, str]
"""The name of a field → what it is to say, as it is kept."""


def name_in(field: str) -> str:
    """The name of the field of the school's own that a column is taken for; "" for one of ours."""
    from sendtui.formats.headings import SCHOOLS_OWN

    return field.removeprefix(SCHOOLS_OWN) if field.startswith(SCHOOLS_OWN) else ""


def field_of(name: str) -> str:
    """What a column is taken for that is this field of the school's own."""
    from sendtui.formats.headings import SCHOOLS_OWN

    return f"{SCHOOLS_OWN}{name}"


def with_own(store: Store, told: "Profile | None") -> "Profile | None":
    """The answers of a profile, with the columns that are headed as fields of the school's own."""
    from sendtui.formats.headings import SCHOOLS_OWN
    from sendtui.formats.synonyms import squash

    fields = custom_fields.all_of(store)
    if not fields:
        return told
    said = {squash(heading) for heading in told.headings} if told else set()
    by_name = {f.name: f"{SCHOOLS_OWN}{f.name}" for f in fields if squash(f.name) not in said}
    if told is None:
        return Answers(by_name)
    return Answers({**by_name, **told.headings}, told.values, told.owners)


class OwnColumns:
    """The fields of the school's own as the record has them, to read the cells of a file by."""

    def __init__(self, session: Session, day: date) -> None:
        """`day` is the day the file speaks of."""
        found = custom_fields.fields_of(session, retired=True)
        self._fields: dict[str, OwnField] = {one.name.casefold(): one for one in found}
        self._day = day

    def read(self, line: IncomingPupil) -> tuple[IncomingPupil, Said]:
        """What the line says of the fields; what a field does not hold is odd and not taken."""
        said: dict[str, str] = {}
        odd = []
        for name, text in line.own:
            field = self._fields.get(name.casefold())
            if field is None:
                odd.append(f"{name}: there is no such field of our own, so it is not taken.")
                continue
            try:
                said[field.name] = custom_fields.spelled(field, text, self._day)
            except InvalidError as error:
                why = error.problems[0].reason
                odd.append(f"{field.name}: “{text[:60]}” {why}; it is not taken.")
        if odd:
            line = line.model_copy(update={"oddities": (*line.oddities, *odd)})
        return line, said

    def edits(self, said: Said, now: Mapping[str, Kept]) -> tuple[Edit, ...]:
        """What would be written of a pupil; a blank cell takes nothing away."""
        made = []
        for name, value in said.items():
            kept = now.get(name)
            if not value or (kept and kept.value == value):
                continue
            if kept:
                before = {"name": name, "value": kept.value}
                made.append(Edit("custom_value", kept.id, {"value": value}, before))
            else:
                field = self._fields[name.casefold()]
                new = {"field": field.id, "name": name, "value": value}
                made.append(Edit("custom_value", "", new, {}, unsaid=("field", "name")))
        return tuple(made)


@writes
def make(store: Store, path: Path, wanted: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Make fields of these columns of a file, heading → sort ("": guessed); the fields' names.

    One there is already stays as it is. Raises UsageError for a heading the file has not,
    InvalidError for one that the record has a field for.
    """
    from sendtui.services import receive_files

    if not wanted:
        return ()
    known = {one.name.casefold() for one in custom_fields.all_of(store, retired=True)}
    look = receive_files.look(store, path)
    by_heading = {each.heading.casefold(): each for each in look.headings}
    made = []
    for heading, sort in wanted.items():
        found = by_heading.get(heading.casefold())
        if found is None:
            there_are = ", ".join(each.heading for each in look.headings)
            raise UsageError(f"{path.name} has no column “{heading}”. It has: {there_are}.")
        if found.heading.casefold() in known:
            continue
        taken = sort or custom_fields.guess(found.samples, today)
        choices: Sequence[str] = ()
        if taken == "choice":
            choices = receive_files.said_in(path, found.heading, custom_fields.MOST_CHOICES + 1)
        custom_fields.add(store, found.heading, taken, choices)
        made.append(found.heading)
    return tuple(made)
