"""Lists of made-up pupils as files, shown and taken in, for the tests of what comes in."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sendtui.models import KINDS, kind
from sendtui.services import receive
from sendtui.services.receive import Alike, Choices, Preview, Received
from sendtui.services.receive_views import Leaving
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)

HEADINGS = ("UPN", "Surname", "Forename", "DOB", "Class", "SEN Status", "SEN since", "SEN Needs")
ZEPHYR = ("H801200001001", "Quillfeather", "Zephyr", "03/02/2017", "5B", "K", "07/09/2026", "SLCN")
MAX = ("G801200026001", "Finch", "Max", "30/09/2017", "4A", "N", "", "")

Lines = Sequence[Sequence[str]]

Take = frozenset[tuple[str, str]]
UNASKED: Take = frozenset()
EVERYTHING: Take = frozenset({("", "")})
"""Whatever is held back is to be taken."""


def told(**fields: str) -> tuple[str, ...]:
    """Zephyr's line with some cells otherwise; `SEN_since` is the heading “SEN since”."""
    said = {name.replace("_", " "): value for name, value in fields.items()}
    return tuple(said.get(heading, cell) for heading, cell in zip(HEADINGS, ZEPHYR, strict=True))


def written(path: Path, lines: Lines, headings: Sequence[str] = HEADINGS) -> Path:
    """A CSV file with these lines below their headings."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([headings, *lines])
    return path


def shown(
    store: Store,
    path: Path,
    day: date = TODAY,
    alike: Alike = "hold",
    profile: str = "",
    take: Take = UNASKED,
    leaving: tuple[tuple[str, Leaving], ...] = (),
) -> Preview:
    """What taking in a file would do."""
    with receive.reading(store, path, day, profile) as lines:
        return receive.preview(store, lines, day, Choices(alike, take, leaving))


def taken(
    store: Store,
    path: Path,
    day: date = TODAY,
    alike: Alike = "hold",
    profile: str = "",
    take: Take = UNASKED,
    leaving: tuple[tuple[str, Leaving], ...] = (),
) -> Received:
    """Take a file in."""
    choices = Choices(alike, take, leaving)
    with receive.reading(store, path, day, profile) as lines:
        preview = receive.preview(store, lines, day, choices)
        return receive.receive(store, lines, day, preview, choices)


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every line of every table of the record."""
    names = [kind(name).table.__table__.name for name in KINDS]  # type: ignore[attr-defined]
    with store.read() as session:
        # By the driver itself: there are many tables, and most of them are empty.
        cursor = session.connection().connection.cursor()
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY id')
            found[name] = cursor.fetchall()
        cursor.close()
    return found


def log_length(store: Store) -> int:
    """How many changes there have ever been."""
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM change").scalar_one()
    return int(found)


def of(store: Store, name: str, *fields: str) -> list[tuple[object, ...]]:
    """These columns of a table, in the order of what they say."""
    with store.read() as session:
        asked = f"SELECT {', '.join(fields)} FROM {name}"
        return in_order(tuple(line) for line in session.connection().exec_driver_sql(asked))


def in_order(lines: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Lines of a table in the order of what they say; ids of one moment have none."""
    return sorted(lines, key=repr)
