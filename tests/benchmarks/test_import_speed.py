"""How fast a school's list gets into an encrypted case file. Printed only.

End to end: read, validated, matched, shown, matched again, logged, indexed, encrypted, committed;
beside the same cells put into a bare sqlite3 table by executemany.
"""

import csv
import sqlite3
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

import seed
from sendtui.services import receive
from sendtui.store import slots
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)
COLUMNS = 12


def _list(path: Path, pupils: int) -> Path:
    """A SIMS-like list cut to twelve columns: the two preferred names are left off."""
    whole = path.with_suffix(".whole")
    with whole.open("wb") as file:
        seed.exports.write(seed.school(pupils, TODAY, stories=0).lines, "sims", "csv", file)
    with (
        whole.open(encoding="cp1252", newline="") as given,
        path.open("w", encoding="utf-8", newline="") as kept,
    ):
        out = csv.writer(kept)
        for cells in csv.reader(given):
            out.writerow(cells[:3] + cells[5:])
    return path


def _taken(folder: Path, path: Path) -> tuple[float, float]:
    """Seconds for the preview and for the act, into a new case file."""
    with Store.create(folder / f"{path.stem}.sendtui", slots.new_key()) as store:
        store.keep_note("author", "A. Tester")
        with store.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleby Common Primary School"})
        store.keep_note("setting", setting)
        started = time.perf_counter()
        with receive.reading(store, path, TODAY) as lines:
            shown = receive.preview(store, lines, TODAY)
            between = time.perf_counter()
            receive.receive(store, lines, TODAY, shown)
        return between - started, time.perf_counter() - between


def _bare(folder: Path, path: Path) -> float:
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    connection = sqlite3.connect(folder / f"{path.stem}.bare")
    names = ", ".join(f"c{n}" for n in range(COLUMNS))
    connection.execute(f"CREATE TABLE bare ({names})")
    marks = ", ".join("?" * COLUMNS)
    connection.executemany(f"INSERT INTO bare VALUES ({marks})", lines)
    connection.commit()
    connection.close()
    return time.perf_counter() - started


@pytest.mark.bench
def test_the_speed_of_an_import(tmp_path: Path) -> None:
    path = _list(tmp_path / "speed.csv", 20_000)
    with path.open("rb") as file:
        lines = sum(1 for _ in file) - 1

    runs = []
    for n in range(3):
        path = path.rename(tmp_path / f"speed{n}.csv")
        runs.append(_taken(tmp_path, path))
    shown, acted = min(runs, key=sum)
    bare = _bare(tmp_path, path)

    print(
        f"\nimport of {lines:,} lines of {COLUMNS} columns: {lines / (shown + acted):,.0f} lines/s "
        f"(preview {shown:.2f} s, act {acted:.2f} s); "
        f"{(shown + acted) / bare:.0f}x a bare sqlite3 executemany ({lines / bare:,.0f} lines/s)"
    )


@pytest.mark.bench
def test_the_memory_of_an_import(tmp_path: Path) -> None:
    for pupils in (20_000, 60_000):
        path = _list(tmp_path / f"memory{pupils}.csv", pupils)
        tracemalloc.start()
        _taken(tmp_path, path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"\nimport of {pupils:,} pupils: {peak / 1e6:.0f} MB at the peak")
