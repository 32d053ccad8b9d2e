"""The heading row of a list: where it is, and which column is which field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from sendtui.errors import SendtuiError
from sendtui.formats.synonyms import LEFT_OUT, TITLES, meaning, squash

SEARCHED_LINES = 20
ENOUGH = 3
NARROW = 4
"""The most filled cells in a row that two matches are enough for."""

REASON = "Reason"
"""The column that a file of rejected lines ends with; never read."""

SCHOOLS_OWN = "own:"
"""What the name of a field of the school's own begins with, where a column is one."""

_ONE_FORENAME = frozenset({"knownas", "preferredname", "chosenname"})
"""What a preferred forename is headed; in a list without another forename it is the only one."""

SAID = -1
"""How sure a field is that somebody has named for a heading: surer than any that is guessed."""

ADULTS = tuple(
    tuple(f"{adult}_{part}" for part in ("name", "role", "phone", "email"))
    for adult in ("contact", "contact_2")
)
"""The fields of each parent or contact that a line can name."""

ADULT = frozenset(chain.from_iterable(ADULTS))
"""All of those fields."""

_NAMES = frozenset({"upn", "surname", "full_name"})


class Profile(Protocol):
    """A saved answer to “which column is what”.

    `headings`: heading → field, or "" to leave the column out. `values`: `field:words` → code.
    `owners`: field → whose word counts; the formats only hand it on.
    """

    @property
    def headings(self) -> Mapping[str, str]: ...

    @property
    def values(self) -> Mapping[str, str]: ...

    @property
    def owners(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column is which field.

    `line` is the heading row's. `columns`: index → field. `unknown`: headings nothing is known of.
    `unused`: known ones that are never read, that the profile leaves out, or that a better column
    stands in for.
    `twins`: index of a repeated heading → index of the first, to be compared line by line.
    """

    line: int
    headings: tuple[str, ...]
    columns: Mapping[int, str]
    unknown: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    twins: Mapping[int, int] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The fields the file has a column for."""
        return frozenset(self.columns.values())


def score(cells: Sequence[str], profile: Profile | None = None) -> int:
    """How much a row looks like headings: its matched cells, or 0 where they are too few."""
    told = _told(profile)
    matched = [field for cell in cells if (field := _field(cell, told))]
    # Who has said of this very heading that it is the name knows that these are the headings.
    if any(told.get(squash(cell)) in _NAMES for cell in cells if cell.strip()):
        return max(len(matched), ENOUGH)
    if len(matched) >= ENOUGH:
        return len(matched)
    filled = sum(1 for cell in cells if cell.strip() and cell != REASON)
    narrow = len(matched) == 2 and filled <= NARROW and not _NAMES.isdisjoint(matched)
    return 2 if narrow else 0


def find(
    lines: Iterable[tuple[int, Sequence[str]]], name: str, profile: Profile | None = None
) -> Matched:
    """The heading row among the first lines of a file, matched to fields.

    Raises SendtuiError where there is none, or none that names the pupil.
    """
    told = _told(profile)
    likely: Sequence[str] = ()
    for seen, (number, cells) in enumerate(lines):
        if seen >= SEARCHED_LINES:
            break
        if score(cells, profile):
            found = matched(number, cells, profile)
            _require_name(found.columns, found.headings, name)
            return found
        # A row without any known heading may be of pupils, whom no message names.
        likely = likely or (cells if any(_field(cell, told) for cell in cells) else ())
    raise SendtuiError(
        f"{name} has no row of headings in its first {SEARCHED_LINES} lines: the columns must be "
        "named, such as UPN, Surname, Forename, Date of birth, SEN status, Primary need. "
        + (f"Its columns may be: {_listed(likely)}. " if likely else "")
        + _HOW_TO_SAY
    )


_HOW_TO_SAY = (
    "Say which column is the surname, or the name in one column, in the app or with "
    "--profile NAME --column HEADING=surname (or HEADING=full_name)."
)


def _told(profile: Profile | None) -> dict[str, str]:
    """What the profile says of each heading, by the heading as it is compared."""
    if profile is None:
        return {}
    for heading, field_name in profile.headings.items():
        if field_name and field_name not in TITLES and not field_name.startswith(SCHOOLS_OWN):
            raise SendtuiError(
                f"The profile takes the heading “{heading}” for {field_name!r}, which is no field. "
                f"Fields are: {', '.join(TITLES)}."
            )
    return {squash(heading): field_name for heading, field_name in profile.headings.items()}


def _field(cell: str, told: Mapping[str, str]) -> str:
    squashed = squash(cell)
    if squashed in told:
        return told[squashed] or "(left out)"
    found = meaning(cell)
    return found[0] if found else ""


def matched(line: int, cells: Sequence[str], profile: Profile | None = None) -> Matched:
    """Which column of a heading row is which field, whether or not one names the pupil."""
    headings = tuple(" ".join(cell.split()) for cell in cells)
    told = _told(profile)
    candidates: dict[str, list[tuple[int, int]]] = {}
    unknown: list[str] = []
    left_out: list[str] = []
    one_provision_a_line = {squash(h) for h in headings} & {"provision", "intervention"}
    for index, heading in enumerate(headings):
        squashed = squash(heading)
        if squashed in told:
            found: tuple[str, int] | None = (told[squashed], SAID) if told[squashed] else None
        else:
            found = meaning(heading)
            if one_provision_a_line and squashed in {"startdate", "reviewdate"}:
                found = None
        if found:
            candidates.setdefault(found[0], []).append((found[1], index))
        elif heading and heading != REASON:
            known = squashed in LEFT_OUT or squashed in told
            (left_out if known else unknown).append(heading)
    columns, unused, twins = _chosen(candidates, headings)
    return Matched(line, headings, columns, tuple(unknown), (*unused, *left_out), twins)


def _chosen(
    candidates: dict[str, list[tuple[int, int]]], headings: Sequence[str]
) -> tuple[dict[int, str], list[str], dict[int, int]]:
    """One column for each field: the surest, with the same heading again kept for comparison."""
    unused = _sort_names(candidates, headings)
    for fields in ADULTS:
        unused += _one_adult(fields, candidates, headings)
    columns: dict[int, str] = {}
    twins: dict[int, int] = {}
    for field_name, places in candidates.items():
        _, first = min(places)
        columns[first] = field_name
        for _, index in places:
            if index == first:
                continue
            if squash(headings[index]) == squash(headings[first]):
                twins[index] = first
            else:
                unused.append(headings[index])
    return dict(sorted(columns.items())), unused, twins


def _sort_names(candidates: dict[str, list[tuple[int, int]]], headings: Sequence[str]) -> list[str]:
    """Settle which name is which, and give the headings that are then not needed.

    Beside a legal name a plain one is the preferred one. “Surname, Name” has the forename second;
    “Name, Legal surname, Legal forename” has the same name twice. “Known as” beside a surname is
    the forename where there is no other, unless somebody has said what it is.
    """
    for plain in ("surname", "forename"):
        places = sorted(candidates.get(plain, []))
        if len(places) > 1 and "legal" in squash(headings[places[0][1]]):
            others = [p for p in places if "legal" not in squash(headings[p[1]])]
            if others and f"preferred_{plain}" not in candidates:
                candidates[f"preferred_{plain}"] = others
                candidates[plain] = [p for p in places if p not in others]
    if "surname" not in candidates:
        return []
    if "full_name" not in candidates:
        known_as = candidates.get("preferred_forename", [(-1, 0)])
        if "forename" not in candidates and all(
            place >= 0 and squash(headings[index]) in _ONE_FORENAME for place, index in known_as
        ):
            candidates["forename"] = candidates.pop("preferred_forename")
        return []
    whole = candidates.pop("full_name")
    if "forename" in candidates:
        return [headings[index] for _, index in whole]
    candidates["forename"] = whole
    return []


def _one_adult(
    fields: tuple[str, ...],
    candidates: dict[str, list[tuple[int, int]]],
    headings: Sequence[str],
) -> list[str]:
    """Keep the columns of one parent or contact, and give the headings of all the others.

    The phone of one and the e-mail of another are no person; nor are those without a name.
    """
    names = candidates.get(fields[0], [])
    whose = min(names)[0] if names else SAID
    others: list[str] = []
    for field_name in fields:
        places = candidates.pop(field_name, [])
        kept = [place for place in places if place[0] == SAID]
        kept = kept or sorted(place for place in places if place[0] == whose)[:1]
        others += [headings[place[1]] for place in places if place not in kept]
        if kept:
            candidates[field_name] = kept
    return others


def _require_name(columns: Mapping[int, str], headings: Sequence[str], name: str) -> None:
    if not {"surname", "full_name"}.isdisjoint(columns.values()):
        return
    raise SendtuiError(
        f"{name} has no column for the pupil's name. Its columns are: {_listed(headings)}. "
        f"{_HOW_TO_SAY}"
    )


def _listed(headings: Sequence[str]) -> str:
    return ", ".join(f"“{heading[:80]}”" for heading in headings[:60] if heading.strip())
