"""The power goes while it saves: nothing that was acknowledged is lost, and the file is sound.

The cipher cannot be run on a file system of ours, so the same schema, statements and pragmas run on
APSW without it. Killing a process never tests this: what it wrote stays in the system's memory.
"""

import random
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from sqlalchemy import event

from sendtui.store import slots
from sendtui.store.store import Store
from tests.store.cuts import Event, Recording, after_a_cut

pytestmark = pytest.mark.usefixtures("written_for_sure")

ACTS = 60
OURS = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
"""The pragmas that are taken over from a real connection of the store."""


def statements(folder: Path) -> tuple[list[str], dict[str, object], list[tuple[str, object]]]:
    """The schema, the pragmas, and every statement of sixty acts as a real store runs them."""
    ran: list[tuple[str, object]] = []
    with Store.create(folder / "case.sendtui", slots.new_key()) as store:
        with store.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleby"})
            pupil = tx.add("pupil", {"setting": setting, "surname": "Moss 0"})
        with store.writer.begin() as connection:
            run = connection.exec_driver_sql
            schema = [
                str(sql)
                for (sql,) in run(
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
                    "AND (sql LIKE 'CREATE VIRTUAL%' OR name NOT LIKE 'search_%') "
                    "AND name NOT LIKE 'sqlite_%'"
                )
            ]
            pragmas = {name: run(f"PRAGMA {name}").scalar_one() for name in OURS}
            tables = [
                n for (n,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")
                if not n.startswith("search")
            ]  # fmt: skip
            for table in tables:
                for line in run(f'SELECT * FROM "{table}"').all():
                    marks = ", ".join("?" for _ in line)
                    ran.append((f'INSERT INTO "{table}" VALUES ({marks})', tuple(line)))
        ran.append(("ACT", 0))

        @event.listens_for(store.writer, "before_cursor_execute")
        def _note(
            _c: object, _cursor: object, statement: str, values: object, _x: object, many: bool
        ) -> None:
            if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
                each = values if many and isinstance(values, list) else [values]
                ran.extend((statement, v) for v in each)

        for n in range(1, ACTS + 1):
            with store.write("Edit") as tx:
                tx.put("pupil", pupil, {"surname": f"Moss {n}"})
                tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1, "note": "x" * 700})
            ran.append(("ACT", n))
    return schema, pragmas, ran


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Event]]:
    """What the disk was told by sixty acts, with our pragmas and with syncing off."""
    folder = tmp_path_factory.mktemp("cuts")
    schema, pragmas, ran = statements(folder)
    # Read from a real connection: 2 is FULL.
    assert (pragmas["journal_mode"], pragmas["synchronous"]) == ("wal", 2)
    found = {}
    for name, more in (("ours", {}), ("off", {"synchronous": 0})):
        events: list[Event] = []
        file_system = Recording(events)
        play(folder / f"{name}.db", schema, {**pragmas, **more}, ran, events)
        file_system.unregister()
        found[name] = events
    return found


def play(
    path: Path,
    schema: list[str],
    pragmas: dict[str, object],
    ran: list[tuple[str, object]],
    events: list[Event],
) -> None:
    """Run it all on the recording file system, noting when each act has been acknowledged."""
    with closing(apsw.Connection(str(path), vfs="recording")) as connection:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.wal_autocheckpoint(20)  # often, so that cuts meet checkpoints, too
        # The tables are filled in the order of their names.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for sql in schema:
            connection.execute(sql)
        for statement, values in ran:
            if statement == "ACT":
                connection.execute("COMMIT")
                events.append(Event("acknowledged", at=int(str(values))))
                connection.execute("BEGIN IMMEDIATE")
            else:
                connection.execute(statement, values)  # type: ignore[arg-type]
        connection.execute("ROLLBACK")


def cut(events: list[Event], folder: Path, chance: random.Random) -> tuple[str, int]:
    """One cut at a random moment: what was found, and how many acknowledged acts were lost."""
    first = next(n for n, e in enumerate(events) if e.what == "acknowledged")
    moment = chance.randrange(first + 1, len(events))
    told = max(e.at for e in events[:moment] if e.what == "acknowledged")
    files = after_a_cut(events[:moment], chance)
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(data)
    (database,) = {n.removesuffix("-wal") for n in files if not n.endswith("-shm")}
    try:
        with closing(apsw.Connection(str(folder / database))) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                return "damaged", told
            (surname,) = connection.execute("SELECT surname FROM pupil").fetchone()
            (needs,) = connection.execute("SELECT count(*) FROM need").fetchone()
            (edits,) = connection.execute(
                "SELECT count(*) FROM change WHERE field = 'surname'"
            ).fetchone()
    except (apsw.Error, TypeError):
        return "damaged", told
    found = int(surname.removeprefix("Moss "))
    if not found == needs == edits:
        return "torn", told
    return "sound", max(0, told - found)


def cuts(events: list[Event], folder: Path, times: int) -> tuple[dict[str, int], int]:
    """How many cuts left what, and the most acts that one of them lost."""
    folder.mkdir()
    chance = random.Random(20261122)
    found: dict[str, int] = {}
    most = 0
    for _ in range(times):
        state, lost = cut(events, folder, chance)
        found[state] = found.get(state, 0) + 1
        most = max(most, lost)
    return found, most


def test_no_acknowledged_save_is_lost_to_a_power_cut(
    recorded: dict[str, list[Event]], tmp_path: Path
) -> None:
    assert cuts(recorded["ours"], tmp_path / "cut", 40) == ({"sound": 40}, 0)


def test_without_syncing_a_power_cut_would_lose_saves(
    recorded: dict[str, list[Event]], tmp_path: Path
) -> None:
    found, most = cuts(recorded["off"], tmp_path / "cut", 40)

    assert most > 0
    assert found.get("damaged", 0) + found.get("torn", 0) > 0


@pytest.mark.slow
def test_no_acknowledged_save_is_lost_to_six_hundred_power_cuts(
    recorded: dict[str, list[Event]], tmp_path: Path
) -> None:
    assert cuts(recorded["ours"], tmp_path / "cut", 600) == ({"sound": 600}, 0)
