"""Several windows on one case file: who waits, who is refused, and who sees what."""

import sys
import threading
from pathlib import Path

import pytest

from sendtui.errors import BusyError, LockedError
from sendtui.store import cipher, owning, slots
from sendtui.store.owning import Owner, lock_path
from sendtui.store.store import Store
from tests.processes import start_python

OTHER = """
import sys
from pathlib import Path
from sendtui.errors import SendtuiError
from sendtui.store.store import Store
path, key = Path({path!r}), bytes.fromhex({key!r})
"""
HOLDS = (
    OTHER
    + """
with Store.open(path, key) as store, store.write("Hold") as tx:
    tx.add("setting", {{"name": "Elsewhere"}})
    print("holding", flush=True)
    sys.stdin.readline()
"""
)
READS = (
    OTHER
    + """
with Store.open(path, key, read_only=True) as store:
    print("reading", flush=True)
    sys.stdin.readline()
"""
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another that will not let go."""
    monkeypatch.setattr(owning, "PATIENCE", 0.05)


def filled(lines: str, store: Store) -> str:
    return lines.format(path=str(store.path), key=store.key.hex())


def add(store: Store) -> None:
    with store.write("Add") as tx:
        tx.add("setting", {"name": "Puddleby"})


def settings(store: Store) -> int:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM setting")
        return int(found.scalar_one())


def test_a_second_writer_waits_and_is_then_told_to_try_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "BUSY_SECONDS", 0.1)
    with Store.open(store.path, store.key) as second:
        before = second.data_version()
        other = start_python(filled(HOLDS, store))
        assert other.stdout
        assert other.stdout.readline() == b"holding\n"

        with pytest.raises(BusyError, match=rf"another sendtui \(process {other.pid}, “"):
            add(second)
        assert settings(second) == 1  # a reader is never held up, and sees nothing half done
        assert second.data_version() == before

        other.communicate(b"\n")
        add(second)
        assert settings(second) == 3
        assert second.data_version() != before


def test_another_process_moves_the_data_version_of_an_open_store(store: Store) -> None:
    before = store.data_version()
    assert store.data_version() == before

    other = start_python(filled(HOLDS, store))
    assert other.communicate(b"\n")[1] == b""

    assert store.data_version() != before


def test_a_file_open_elsewhere_cannot_be_had_alone(store: Store) -> None:
    readers = [start_python(filled(READS, store)) for _ in range(2)]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == b"reading\n"
    path, key = store.path, store.key
    store.close()

    with pytest.raises(BusyError, match="open in another sendtui"):
        Store.open(path, key, own=True)
    readers[0].communicate(b"\n")
    with pytest.raises(BusyError):
        Store.open(path, key, own=True)
    readers[1].communicate(b"\n")

    with Store.open(path, key, own=True), pytest.raises(BusyError, match="to itself"):
        Store.open(path, key)
    Store.open(path, key).close()


def test_a_killed_owner_lets_go(store: Store) -> None:
    path, key = store.path, store.key
    lines = filled(READS, store).replace("read_only=True", "own=True")
    store.close()
    owner = start_python(lines)
    assert owner.stdout
    assert owner.stdout.readline() == b"reading\n"
    with pytest.raises(BusyError):
        Store.open(path, key)

    owner.kill()
    owner.communicate()

    Store.open(path, key, own=True).close()


def test_a_lock_file_that_is_no_lock_is_replaced(store: Store) -> None:
    path, key = store.path, store.key
    store.close()
    lock_path(path).write_bytes(b"Dear SENCO,\n" * 500)

    with Store.open(path, key, own=True):
        assert lock_path(path).stat().st_size == 0


def test_what_is_shared_becomes_ones_own_only_when_nobody_else_has_it(tmp_path: Path) -> None:
    path = tmp_path / "case.sendtui"
    ours, theirs = Owner.take(path, alone=False), Owner.take(path, alone=False)

    with pytest.raises(BusyError), ours.alone():
        pass
    theirs.release()
    with ours.alone(), pytest.raises(BusyError):
        Owner.take(path, alone=False)

    Owner.take(path, alone=False).release()
    ours.release()


def test_what_is_ones_own_stays_so_after_a_block_that_asks_for_it(tmp_path: Path) -> None:
    ours = Owner.take(tmp_path / "case.sendtui", alone=True)

    with ours.alone():
        pass

    with pytest.raises(BusyError):
        Owner.take(tmp_path / "case.sendtui", alone=False)
    ours.release()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a folder that cannot be written")
def test_a_store_in_a_missing_folder_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no case file"):
        Store.open(tmp_path / "none" / "case.sendtui", slots.new_key())

    assert not (tmp_path / "none").exists()


def test_a_long_reading_holds_up_no_save_and_keeps_seeing_what_it_saw(store: Store) -> None:
    saved = threading.Event()

    def save() -> None:
        add(store)
        saved.set()

    with store.read() as session:
        run = session.connection().exec_driver_sql
        before = run("SELECT count(*) FROM setting").scalar_one()
        threading.Thread(target=save).start()

        assert saved.wait(5)
        assert run("SELECT count(*) FROM setting").scalar_one() == before
    assert settings(store) == before + 1


def test_a_reading_within_a_reading_sees_the_same(store: Store) -> None:
    with store.read() as outer:
        with store.read() as inner:
            assert inner is outer
        assert settings(store) == 1
        assert store.note("author") == "A. Tester"
    with store.read() as another:
        assert another is not outer


def test_many_threads_may_ask_and_save_at_once(store: Store) -> None:
    problems: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                add(store)
                settings(store)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert settings(store) == 31


def test_an_act_within_an_act_is_a_mistake_and_no_deadlock(store: Store) -> None:
    with pytest.raises(RuntimeError, match="writing already"), store.write("Outer"):
        store.keep_note("author", "B. Tester")

    add(store)
    assert store.author == "A. Tester"


def test_a_change_past_the_log_is_a_mistake_and_is_not_saved(store: Store) -> None:
    from sendtui.models.setting import Setting

    with pytest.raises(RuntimeError, match="past the log"), store.write("Cheat") as tx:
        tx.session.add(Setting(id="f" * 32, name="Elsewhere"))

    assert settings(store) == 1


def test_a_closed_store_is_locked_and_opens_nothing_again(store: Store) -> None:
    store.close()

    assert store.key == b""
    for ask in (store.data_version, lambda: store.author, lambda: add(store)):
        with pytest.raises(LockedError):
            ask()


def test_a_superseded_question_is_stopped(store: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    asked = threading.Event()
    said: list[str] = []

    def ask() -> None:
        try:
            with store.read() as session:
                connection = session.connection()
                asked.set()
                connection.exec_driver_sql(endless)
        except Exception as problem:
            said.append(str(problem))

    asking = threading.Thread(target=ask)
    asking.start()
    assert asked.wait(5)
    while asking.is_alive():
        store.interrupt()
        asking.join(0.01)

    assert said == ["Stopped, because something newer was asked."]
    assert settings(store) == 1
