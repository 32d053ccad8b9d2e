"""A school's list named by its path: each service opens the file itself, on the thread it runs on.

The screens hold a path and what was shown, never an open file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError
from sendtui.services import receive, writes
from sendtui.services.custom_fields import all_of
from sendtui.services.receive import Choices, Preview, Progress, Received
from sendtui.services.receive_views import AS_IT_IS
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.formats.sheets import Cells, Sheet
    from sendtui.models.exchange import ImportProfile

SEARCHED = 20
"""Lines among which the headings are looked for."""

SAMPLED = 60
"""Lines below the headings from which sample values are taken."""

SAMPLES = 3

NEEDED = ("surname", "full_name")
"""One of these must have a column: without a name nobody can be matched."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file: what it is headed, what stands in it, what it is taken for.

    `field` is empty where the column is left out; `by_itself` is what it would be taken for
    without any profile.
    """

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str
    by_itself: str


@dataclass(frozen=True, slots=True)
class Look:
    """The columns of a file, the saved profile that fits it, and whether they name the pupil.

    `owners` is what the profile says of whose its fields are.
    """

    profile: str
    headings: tuple[Heading, ...]
    is_readable: bool
    owners: Mapping[str, str] = field(default_factory=dict)


def preview_file(
    store: Store,
    path: Path,
    day: date,
    profile: str = "",
    choices: Choices = AS_IT_IS,
    progress: Progress | None = None,
) -> Preview:
    """What the file would do to the record as it is now."""
    with receive.reading(store, path, day, profile) as lines:
        return receive.preview(store, lines, day, choices, progress)


@writes
def receive_file(
    store: Store,
    path: Path,
    day: date,
    shown: Preview,
    profile: str = "",
    choices: Choices = AS_IT_IS,
    progress: Progress | None = None,
) -> Received:
    """Write what the preview showed; an error raised by `progress` leaves nothing changed."""
    with receive.reading(store, path, day, profile) as lines:
        return receive.receive(store, lines, day, shown, choices, progress)


def reject_file(
    store: Store,
    path: Path,
    day: date,
    shown: Preview,
    target: Path,
    profile: str = "",
    password: str = "",
) -> int:
    """Write the rejected lines with their reasons to a new file; gives how many lines."""
    with receive.reading(store, path, day, profile) as lines:
        return receive.write_rejects(target, lines, shown, password)


def fields() -> Mapping[str, str]:
    """Every field a column can be taken for: its name → what it is called."""
    from sendtui.formats.synonyms import TITLES

    return TITLES


def look(store: Store, path: Path, profile: str | None = None) -> Look:
    """The columns of a file with sample values, whether or not they can be matched.

    Without a `profile` the saved one is taken that answers for most of the file's headings; an
    empty one takes the columns as they are. Raises SendtuiError for a file that is no list.
    """
    from sendtui.formats import headings, sheets
    from sendtui.services import import_profiles

    # Before the file is open: a reading that is dropped would leave it so.
    saved = import_profiles.all_of(store)
    with receive.opened(path) as file:
        sheet = sheets.read_sheet(file, path.name, headings.score)
        first = _first_lines(sheet)
        told = _fitting(saved, first) if profile is None else _named(saved, profile)
        number, cells = _heading_line(first, lambda line: headings.score(line, told))
        samples = _samples(sheet, number, len(cells))
    found = tuple(_headings(cells, samples, told, [one.name for one in all_of(store)]))
    named = any(each.field in NEEDED for each in found)
    is_readable = named and headings.score(cells, told) > 0
    said = told.owners if told else {}
    return Look(told.name if told else "", found, is_readable, said)


def fitting(store: Store, path: Path) -> str:
    """The name of the saved profile that a file is read by unasked; "" where none fits.

    Raises SendtuiError for a file that is no list.
    """
    from sendtui.services import import_profiles

    return look(store, path).profile if import_profiles.all_of(store) else ""


def said_in(path: Path, heading: str, most: int) -> tuple[str, ...]:
    """The different things that stand in a column of a file, in their order, at most so many.

    Raises SendtuiError for a file that is no list.
    """
    from sendtui.formats import headings, sheets

    found: dict[str, str] = {}
    with path.open("rb") as file:
        lines = sheets.read_sheet(file, path.name, headings.score).lines()
        place = next((_place(cells, heading) for _, cells in lines if _has(cells, heading)), -1)
        for _, cells in lines:
            said = " ".join(cells[place].split()) if 0 <= place < len(cells) else ""
            if said and len(found) < most:
                found.setdefault(said.casefold(), said)
    return tuple(found.values())


def _has(cells: "Cells", heading: str) -> bool:
    return any(" ".join(cell.split()) == heading for cell in cells)


def _place(cells: "Cells", heading: str) -> int:
    return [" ".join(cell.split()) for cell in cells].index(heading)


def _named(saved: Sequence["ImportProfile"], name: str) -> "ImportProfile | None":
    return next((each for each in saved if each.name.casefold() == name.casefold()), None)


def _fitting(
    saved: Sequence["ImportProfile"], first: Sequence[tuple[int, "Cells"]]
) -> "ImportProfile | None":
    """The profile whose headings all stand in one line of the file; of several, the fullest.

    A heading that the profile leaves out need not be there.
    """
    from sendtui.formats.synonyms import squash

    lines = [{squash(cell) for cell in cells} for _, cells in first]
    asked = {
        each.name: {squash(h) for h, field in each.headings.items() if field} for each in saved
    }
    fits = [
        each
        for each in saved
        if asked[each.name] and any(asked[each.name] <= line for line in lines)
    ]
    return max(fits, key=lambda each: len(asked[each.name]), default=None)


def _first_lines(sheet: "Sheet") -> list[tuple[int, "Cells"]]:
    filled = ((n, cells) for n, cells in sheet.lines() if any(map(str.strip, cells)))
    first = list(islice(filled, SEARCHED))
    if not first:
        raise SendtuiError(f"{sheet.name} has no lines: export it again.")
    return first


def _heading_line(
    first: Sequence[tuple[int, "Cells"]], score: Callable[[Sequence[str]], int]
) -> tuple[int, "Cells"]:
    """The line that looks most like headings; failing all likeness, the first that is full."""
    best = max(first, key=lambda line: score(line[1]))
    if score(best[1]):
        return best
    return max(first, key=lambda line: sum(1 for cell in line[1] if cell.strip()))


def _samples(sheet: "Sheet", number: int, width: int) -> list[tuple[str, ...]]:
    found: list[dict[str, None]] = [{} for _ in range(width)]
    seen = 0
    for line, cells in sheet.lines():
        if line <= number:
            continue
        for place, cell in enumerate(cells[:width]):
            if cell.strip() and len(found[place]) < SAMPLES:
                found[place].setdefault(cell.strip())
        seen += 1
        if seen >= SAMPLED:
            break
    return [tuple(each) for each in found]


def _headings(
    cells: "Cells",
    samples: Sequence[tuple[str, ...]],
    told: "ImportProfile | None",
    own: Sequence[str],
) -> list[Heading]:
    from sendtui.formats.headings import SCHOOLS_OWN, matched
    from sendtui.formats.synonyms import meaning, squash

    # Which name is which is only told by what other names the file has.
    plain, chosen = matched(0, cells).columns, matched(0, cells, told).columns
    ours = {squash(name): f"{SCHOOLS_OWN}{name}" for name in own}
    said = {squash(heading): name for heading, name in told.headings.items()} if told else {}
    made = []
    for place, cell in enumerate(cells):
        heading = " ".join(cell.split())
        if not heading:
            continue
        found = meaning(heading)
        alone = found[0] if found else ours.get(squash(heading), "")
        by_itself = plain.get(place, alone)
        name = said.get(squash(heading), chosen.get(place, alone))
        made.append(Heading(place, heading, samples[place], name, by_itself))
    return made
