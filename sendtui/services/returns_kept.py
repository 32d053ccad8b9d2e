"""What this copy keeps for SEN2 beside the record: a year's shape put right, the Department's
numbers for our checks, how many are expected in each provision, the authority's officers, and how
much was left on each day.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.identifiers import check_la
from sendtui.rules.sen2_checks_school import Expected
from sendtui.rules.sen2_shape import Shape, as_table, from_table, shape_of
from sendtui.rules.sen2_whole import Whole
from sendtui.services import schools, writes
from sendtui.services.records import invalid
from sendtui.store.store import Store

_EVER = date(2026, 1, 1)
OFFICERS = ("dmo", "dco", "dsco")
OFFICERS_NOTE, OFFICIAL_NOTE, SHAPE_NOTE = "sen2_officers", "sen2_official", "sen2_shape"
PLACES_NOTE, _LEFT = "sen2_places", "sen2_left"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which return: its year, and what is not the year's own. `la` is the authority's code."""

    year: int
    census_day: date | None = None
    la: str = ""
    serial: str = "001"


def shape_for(store: Store, asked: Asked) -> Shape:
    """The shape of a year's return: one that was loaded for it here, else the known one.

    Raises UsageError for a year without one.
    """
    loaded = json.loads(store.note(SHAPE_NOTE) or "{}").get(str(asked.year))
    try:
        found = from_table(loaded) if loaded else shape_of(asked.year, asked.census_day)
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    if asked.census_day and found.census_day != asked.census_day:
        return replace(found, census_day=asked.census_day)
    return found


def shape_table(store: Store, asked: Asked) -> dict[str, object]:
    """The shape of a year as a table to put right and load again."""
    return as_table(shape_for(store, asked))


@writes
def load_shape(store: Store, table: object) -> Shape:
    """Take a year's shape that somebody has put right, for this copy.

    Raises SendtuiError for what is no such table.
    """
    try:
        found = from_table(table)
    except ValueError as problem:
        raise SendtuiError(f"This is no table of a year’s shape: {problem}.") from None
    kept = json.loads(store.note(SHAPE_NOTE) or "{}")
    store.keep_note(SHAPE_NOTE, json.dumps({**kept, str(found.year): as_table(found)}))
    return found


@writes
def forget_shape(store: Store, year: int) -> None:
    """Go back to the shape that is known of a year."""
    kept = json.loads(store.note(SHAPE_NOTE) or "{}")
    kept.pop(str(year), None)
    store.keep_note(SHAPE_NOTE, json.dumps(kept))


@writes
def load_official(store: Store, numbers: Mapping[str, str]) -> int:
    """Note which number of the Department's goes with which check of ours; gives how many.

    Raises SendtuiError where none of them is a check of ours.
    """
    from sendtui.rules.sen2_rule_list import RULES

    known = {id_.strip(): said.strip() for id_, said in numbers.items() if id_.strip() in RULES}
    if not known:
        raise SendtuiError("None of these is a check of ours: the first column is its id (P01 …).")
    store.keep_note(OFFICIAL_NOTE, json.dumps(known))
    return len(known)


def official(store: Store) -> dict[str, str]:
    """The Department's numbers by our checks, as far as they were loaded."""
    found: dict[str, str] = json.loads(store.note(OFFICIAL_NOTE) or "{}")
    return found


@writes
def load_places(store: Store, path: Path) -> int:
    """Take how many children are expected in each provision, in place of what there was.

    Gives of how many; a list of headings alone expects none anywhere. Raises SendtuiError for a
    file that cannot be read or is no such list; what there was then stays.
    """
    from sendtui.formats import places_in

    try:
        with path.open("rb") as file:
            found = places_in.read(file, path.name)
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    store.keep_note(PLACES_NOTE, json.dumps(found))
    return len(found)


def checks(store: Store, shape: Shape, la: str) -> Whole:
    """All our checks of a return, with what is kept here to hold it against."""
    expected = [Expected(*each) for each in json.loads(store.note(PLACES_NOTE) or "[]")]
    return Whole(shape, la, schools.listed(), expected)


def officers(store: Store) -> dict[str, str]:
    """Whether the authority has its three officers, as it was last said: Y, N or R."""
    found: dict[str, str] = json.loads(store.note(OFFICERS_NOTE) or "{}")
    return {name: found.get(name, "") for name in OFFICERS}


@writes
def say_officers(store: Store, said: Mapping[str, str]) -> None:
    """Say whether the authority has its officers: Y yes, N no, R recruiting.

    Raises UsageError for another answer.
    """
    for name, answer in said.items():
        if name not in OFFICERS or answer not in ("Y", "N", "R"):
            raise UsageError(f"Say of the {name.upper()} Y, N or R (recruiting).")
    store.keep_note(OFFICERS_NOTE, json.dumps({**officers(store), **said}))


@writes
def say_la(store: Store, code: str) -> None:
    """Say which authority this is, by its code; kept with the setting.

    Raises InvalidError for a code that no authority has.
    """
    found = check_la(code, _EVER)
    if found.problem and not found.plausible:
        invalid("la", code, found.problem)
    with store.write("Say which authority this is") as tx:
        tx.put("setting", store.setting, {"la": found.value})


def left_before(store: Store, year: int) -> tuple[tuple[date, int, int], ...]:
    """How many errors and queries were left on each day somebody looked, the oldest first."""
    kept = json.loads(store.note(f"{_LEFT}_{year}") or "[]")
    return tuple((date.fromisoformat(day), errors, queries) for day, errors, queries in kept)


@writes
def note_left(store: Store, year: int, left: tuple[int, int], today: date) -> None:
    """Note how many errors and queries are left today, for the trend; the last of a day counts."""
    before = [each for each in left_before(store, year) if each[0] != today][-59:]
    now = [*before, (today, *left)]
    text = json.dumps([(day.isoformat(), errors, queries) for day, errors, queries in now])
    store.keep_note(f"{_LEFT}_{year}", text)
