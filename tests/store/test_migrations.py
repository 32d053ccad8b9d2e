"""Case files of every schema so far open, verify, and come to the same schema as a fresh one."""

import shutil
from pathlib import Path

import pytest

from sendtui.services import casefile
from sendtui.services.casefile import Unlock
from sendtui.store import backup, migrations, slots, words
from sendtui.store.replay import remake
from sendtui.store.standing import standing
from sendtui.store.store import Store
from tests.store.make_golden import FOLDER, PASSPHRASE, PUPIL

GOLDEN = sorted(FOLDER.glob("schema*.sendtui"))


def copied(golden: Path, folder: Path) -> Store:
    """A copy of a golden case file, opened as a user would."""
    path = folder / "case.sendtui"
    shutil.copy(golden, path)
    shutil.copy(slots.keys_path(golden), slots.keys_path(path))
    return casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


def schema(store: Store) -> list[tuple[str, str]]:
    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        )
        return [(str(name), str(sql)) for name, sql in found]


def test_there_is_a_case_file_of_every_schema() -> None:
    assert [p.name for p in GOLDEN] == [
        f"schema{n}.sendtui" for n in range(1, migrations.LATEST + 1)
    ]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda p: p.stem)
def test_a_case_file_of_an_older_schema_opens_and_is_sound(golden: Path, tmp_path: Path) -> None:
    with copied(golden, tmp_path) as store:
        assert casefile.verify(store) == ()
        assert store.author == "A. Tester"
        assert store.draft("pupil") == {"note": "half typed"}
        with store.read() as session:
            now = standing(session.connection(), PUPIL)
            run = session.connection().exec_driver_sql
            needs = run("SELECT count(*) FROM need").scalar_one()
            found = run("SELECT count(*) FROM search WHERE search MATCH 'kite*'").scalar_one()
        assert now is not None
        assert (now.values["surname"], now.values["class_name"]) == ("Quillfeather", "4C")
        assert now.clashes == ("class_name",)
        assert (needs, found) == (0, 1)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda p: p.stem)
def test_an_older_schema_becomes_the_same_as_a_fresh_one(
    golden: Path, tmp_path: Path, store: Store
) -> None:
    (tmp_path / "golden").mkdir()

    with copied(golden, tmp_path / "golden") as opened:
        assert schema(opened) == schema(store)


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sendtui that knows one step more."""

    def step(connection: migrations.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE later (id TEXT PRIMARY KEY)")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)


@pytest.mark.usefixtures("next_schema")
def test_a_step_is_taken_once_after_a_verified_backup(tmp_path: Path) -> None:
    with copied(GOLDEN[-1], tmp_path) as store:
        assert "later" in dict(schema(store))
        (kept,) = backup.folder(store.path).iterdir()
        assert "before-migration" in kept.name
    with casefile.open_store(store.path, Unlock(passphrase=PASSPHRASE)) as again:
        assert "later" in dict(schema(again))
        assert len(list(backup.folder(store.path).iterdir())) == 1


@pytest.mark.usefixtures("next_schema")
def test_an_older_schema_is_not_brought_up_to_date_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "case.sendtui"
    shutil.copy(GOLDEN[-1], path)
    shutil.copy(slots.keys_path(GOLDEN[-1]), slots.keys_path(path))

    with pytest.raises(casefile.SendtuiError, match="Open it for writing once"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE), read_only=True)

    assert path.read_bytes() == GOLDEN[-1].read_bytes()


def test_a_step_that_fails_leaves_the_schema_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: migrations.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE later (id TEXT PRIMARY KEY)")
        raise RuntimeError("half way")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fails))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)

    with pytest.raises(RuntimeError, match="half way"):
        copied(GOLDEN[-1], tmp_path)

    monkeypatch.undo()
    with casefile.open_store(tmp_path / "case.sendtui", Unlock(passphrase=PASSPHRASE)) as store:
        assert "later" not in dict(schema(store))
        assert casefile.verify(store) == ()


def test_what_events_say_besides_is_found_once_their_table_is_made_anew(store: Store) -> None:
    event = {"case": "b" * 32, "code": "decision", "on": "2026-11-22"}
    with store.write("Log") as tx:
        pupil = tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather"})
        facts = {"reasons": "Marmalade was enough"}
        tx.add("case_event", {**event, "pupil": pupil, "facts": facts})
    found = "SELECT count(*) FROM search WHERE search MATCH 'marmalade*'"

    # As a file of an older version has it: the facts were never read for the search.
    with store.write("Forget") as tx:
        run = tx.session.connection()
        words.empty(run)
        assert run.exec_driver_sql(found).scalar_one() == 0
        remake(run, [name for name in migrations._THIRD_CHANGED if name == "case_event"])
        assert run.exec_driver_sql(found).scalar_one() == 1
