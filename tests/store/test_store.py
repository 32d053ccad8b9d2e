"""The case file: opening, writing, reading, and what it refuses."""

from pathlib import Path

import pytest

from sendtui.errors import DamagedError, InvalidError, SendtuiError
from sendtui.models.pupil import Pupil
from sendtui.store import slots
from sendtui.store.standing import standing
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo


def pupil(store: Store, **fields: object) -> str:
    with store.write("Add a pupil") as tx:
        return tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather", **fields})


def test_what_is_written_is_read_back(store: Store) -> None:
    id_ = pupil(store, forename="Zephyr", born="2017-02-03")

    with store.read() as session:
        found = session.get(Pupil, id_)

    assert found is not None
    assert (found.forename, found.born.isoformat() if found.born else None) == (
        "Zephyr",
        "2017-02-03",
    )


def test_the_wrong_key_opens_nothing(store: Store) -> None:
    store.close()

    with pytest.raises(DamagedError, match="do not belong together"):
        Store.open(store.path, slots.new_key())


def test_a_value_that_does_not_hold_leaves_nothing_behind(store: Store) -> None:
    added: list[str] = []

    def add_with_a_wrong_status() -> None:
        with store.write("Add a pupil") as tx:
            added.append(tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather"}))
            tx.add("status", {"pupil": added[0], "status": "Q", "since": "2026-09-01"})

    with pytest.raises(InvalidError) as refused:
        add_with_a_wrong_status()

    with store.read() as session:
        assert session.get(Pupil, added[0]) is None
    assert [p.field for p in refused.value.problems] == ["status"]


def test_two_forms_on_one_field_keep_both_values(store: Store) -> None:
    id_ = pupil(store)
    with store.read() as session:
        opened_with = store.heads(session, id_)

    for name in ("Quillfeather-Moss", "Moss"):
        with store.write("Rename") as tx:
            tx.put("pupil", id_, {"surname": name}, opened_with)

    with store.read() as session:
        now = standing(session.connection(), id_)
    assert now is not None
    assert now.clashes == ("surname",)
    assert len(now.versions("surname")) == 2


def test_undo_brings_back_what_was_and_redo_what_came(store: Store) -> None:
    id_ = pupil(store, class_name="3B")
    with store.write("Move class") as tx:
        tx.put("pupil", id_, {"class_name": "4B"})

    def class_name() -> str | None:
        with store.read() as session:
            found = session.get(Pupil, id_)
            return found.class_name if found else None

    assert undo(store).label == "Move class"
    assert class_name() == "3B"
    redo(store)
    assert class_name() == "4B"
    undo(store)
    undo(store)
    assert class_name() is None


def test_edits_of_one_field_are_undone_one_after_another(store: Store) -> None:
    id_ = pupil(store, class_name="1B")
    for name in ("2B", "3B", "4B"):
        with store.write("Move class") as tx:
            tx.put("pupil", id_, {"class_name": name})

    def class_name() -> str | None:
        with store.read() as session:
            found = session.get(Pupil, id_)
            return found.class_name if found else None

    seen = []
    for reverse in (undo, undo, redo, undo, undo, redo, redo, redo, undo):
        reverse(store)
        seen.append(class_name())

    assert seen == ["3B", "2B", "3B", "2B", "1B", "2B", "3B", "4B", "3B"]


def test_an_edit_that_another_device_has_built_on_is_not_undone(store: Store) -> None:
    id_ = pupil(store, class_name="1B")
    with store.write("Move class") as tx:
        tx.put("pupil", id_, {"class_name": "2B"})
    with store.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 'f' || value WHERE key = 'device'")
    with store.write("Move class") as tx:
        tx.put("pupil", id_, {"class_name": "3B"})
    with store.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = substr(value, 2) WHERE key = 'device'")

    with pytest.raises(SendtuiError, match="changed again since"):
        undo(store)


def test_an_act_that_later_changes_build_on_is_not_undone(store: Store) -> None:
    id_ = pupil(store)
    with store.write("Place on the SEN register") as tx:
        tx.add("status", {"pupil": id_, "status": "K", "since": "2026-09-01"})
    with store.write("Edit") as tx:
        tx.put("pupil", id_, {"forename": "Zephyr"})

    undo(store)
    undo(store)
    undo(store)

    with store.read() as session:
        assert session.get(Pupil, id_) is None


def test_a_copied_file_takes_a_device_of_its_own(store: Store, tmp_path: Path) -> None:
    device, key = store.device, store.key
    store.close()
    copy = tmp_path / "elsewhere" / "case.sendtui"
    copy.parent.mkdir()
    copy.write_bytes(store.path.read_bytes())

    with Store.open(copy, key) as opened:
        assert opened.device != device


def test_a_file_from_the_future_is_left_alone(store: Store) -> None:
    with store.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    key = store.key
    store.close()

    with pytest.raises(SendtuiError, match="Update sendtui"):
        Store.open(store.path, key)


def test_what_has_left_and_the_set_up_are_not_undone(store: Store) -> None:
    with store.write("Print a document") as tx:
        tx.add("disclosure", {"setting": store.setting, "on": "2026-11-20", "what": "a profile"})

    with pytest.raises(SendtuiError, match="nothing of yours to undo"):
        undo(store)
