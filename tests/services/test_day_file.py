"""The day file: some children alone, carried out, written in, and brought back."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import LockedError, SendtuiError
from sendtui.services import (
    actions,
    casefile,
    confidential,
    contacts,
    day_file,
    pupils,
    visit_beside,
    visits,
)
from sendtui.services.casefile import Unlock
from sendtui.services.confidential import HeldBackError
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
SECRET = "snails and slates in a teapot"


@pytest.fixture
def three(store: Store) -> tuple[str, str, str]:
    """Zephyr, Wisp and Yonder, each with an action; a disclosure that names a stranger."""
    made = [pupil(store, forename=name) for name in ("Zephyr", "Wisp", "Yonder")]
    for each in made:
        actions.add(store, each, what=f"Order a board {CRASHING}")
    with store.write("Log") as tx:
        tx.add("disclosure", {"setting": store.setting, "on": TODAY, "what": "A letter",
                              "recipient": "Somebody Elsewhere", "pupils": [made[2]]})  # fmt: skip
    return made[0], made[1], made[2]


def opened(path: Path) -> Store:
    return casefile.open_store(path, Unlock(passphrase=SECRET))


def count(store: Store, table: str) -> int:
    with store.read() as session:
        found = session.connection().exec_driver_sql(f'SELECT count(*) FROM "{table}"')
        return int(found.scalar_one())


def test_only_the_children_picked_are_in_it_and_nothing_of_the_others(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    path = tmp_path / "day.sendtui"

    done = day_file.carry(store, path, three[:2], SECRET, TODAY)

    assert done.names == ("Quillfeather, Zephyr", "Quillfeather, Wisp")
    assert b"Quillfeather" not in path.read_bytes()
    with pytest.raises(LockedError):
        casefile.open_store(path, Unlock(passphrase="something else entirely"))
    with opened(path) as day:
        assert [each.name for each in visit_beside.picked(day, TODAY)] == list(done.names)
        assert (count(day, "pupil"), count(day, "action"), count(day, "disclosure")) == (2, 2, 0)
        with day.read() as session:
            said = session.connection().exec_driver_sql("SELECT value FROM change").scalars()
            assert not [each for each in said if each and "Yonder" in each]
    assert count(store, "disclosure") == 2


def test_what_was_written_in_it_comes_back_once_and_overwrites_nothing(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    path, zephyr = tmp_path / "day.sendtui", three[0]
    day_file.carry(store, path, three[:2], SECRET, TODAY)
    with opened(path) as day:
        visit = visits.begin(day, zephyr, TODAY, TODAY, where="at home")
        visits.hear(day, visit, "pupil", "I like snails")
        visits.agree(day, visit, "Ring the GP", due=TODAY)
        with day.write("Edit") as tx:
            tx.put("pupil", zephyr, {"class_name": "4A"})
        day.keep_draft("visit//", {"said": "not saved"})
    with store.write("Edit") as tx:
        tx.put("pupil", zephyr, {"class_name": "4B"})
    contacts.log(store, zephyr, on=TODAY, said="Rang in the meantime")

    brought = day_file.bring_back(store, path, TODAY)
    again = day_file.bring_back(store, path, TODAY)

    assert (brought.names, brought.drafts) == (("Quillfeather, Zephyr",), 1)
    assert [(each.record, each.field) for each in brought.clashes] == [(zephyr, "class_name")]
    (seen,) = visits.of_pupil(store, zephyr, TODAY)
    assert [each.words for each in seen.voices] == ["I like snails"]
    assert [each.what for each in seen.agreed] == ["Ring the GP"]
    assert len(pupils.view(store, zephyr, TODAY).contacts) == 1
    assert (again.new, again.names) == (0, ())
    assert count(store, "setting") == 1


def test_a_day_file_comes_back_after_its_passphrase_was_changed(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    path, zephyr = tmp_path / "day.sendtui", three[0]
    day_file.carry(store, tmp_path / "other.sendtui", three[1:], SECRET, TODAY)
    day_file.carry(store, path, [zephyr], SECRET, TODAY)
    new = "lanterns under a puddle of tea"
    casefile.change_passphrase(path, Unlock(passphrase=SECRET), new)
    with casefile.open_store(path, Unlock(passphrase=new)) as day:
        visits.note(day, visits.begin(day, zephyr, TODAY, TODAY), "At the door")

    brought = day_file.bring_back(store, path, TODAY)

    assert brought.names == ("Quillfeather, Zephyr",)
    assert [each.said for each in visits.of_pupil(store, zephyr, TODAY)] == ["At the door"]
    with pytest.raises(LockedError):
        opened(path)


def test_what_was_written_here_meanwhile_stays_and_the_file_can_go_on(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    path, zephyr = tmp_path / "day.sendtui", three[0]
    day_file.carry(store, path, [zephyr], SECRET, TODAY)
    for words in ("First", "Second"):
        with opened(path) as day:
            visits.note(day, visits.begin(day, zephyr, TODAY, TODAY), words)
        day_file.bring_back(store, path, TODAY)

    (seen,) = visits.of_pupil(store, zephyr, TODAY)

    assert seen.said == "Second"


def test_confidential_records_stay_home(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    zephyr, wisp, _ = three
    hidden = contacts.log(store, zephyr, on=TODAY, said="Nobody may know")
    confidential.mark(store, zephyr, "contact", hidden, today=TODAY)

    done = day_file.carry(store, tmp_path / "day.sendtui", [zephyr], SECRET, TODAY)

    assert done.held_back == 1
    with opened(tmp_path / "day.sendtui") as day:
        assert count(day, "contact") == 0
        with day.read() as session:
            said = session.connection().exec_driver_sql("SELECT value FROM change").scalars()
            assert not [each for each in said if each and "Nobody may know" in each]
    confidential.mark(store, wisp, "pupil", wisp, today=TODAY)
    with pytest.raises(HeldBackError):
        day_file.carry(store, tmp_path / "other.sendtui", [wisp], SECRET, TODAY)
    assert not (tmp_path / "other.sendtui").exists()


def test_what_cannot_be_carried_or_brought_back_is_said(
    store: Store, three: tuple[str, str, str], tmp_path: Path
) -> None:
    path = tmp_path / "day.sendtui"
    day_file.carry(store, path, three[:1], SECRET, TODAY)
    stranger = casefile.create(tmp_path / "stranger.sendtui", SECRET)
    stranger.store.close()

    with pytest.raises(SendtuiError, match="exists already"):
        day_file.carry(store, path, three[:1], SECRET, TODAY)
    with pytest.raises(SendtuiError, match="Pick the children"):
        day_file.carry(store, tmp_path / "b.sendtui", (), SECRET, TODAY)
    with pytest.raises(SendtuiError, match="passphrase"):
        day_file.carry(store, tmp_path / "b.sendtui", three[:1], "abc", TODAY)
    with pytest.raises(SendtuiError, match="no day file"):
        day_file.bring_back(store, tmp_path / "stranger.sendtui", TODAY)
