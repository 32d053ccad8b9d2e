"""What a damaged, full, read-only or foreign file leads to: a clear error, and nothing lost."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from sendtui.errors import DamagedError, SendtuiError
from sendtui.services import casefile
from sendtui.store import backup, cipher, slots
from sendtui.store.store import Store
from tests.copies import copied

KEY = bytes(range(32))
PAGE = 4096
root_only = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only Linux's root may mount a disk"
)


def filled(path: Path) -> Path:
    """A closed case file of some pages."""
    copied(_filled, path.parent)
    # A copy takes a name of its own when it is first opened; from then on opening writes nothing.
    Store.open(path, KEY).close()
    return path


def _filled(folder: Path, pupils: int = 120) -> Path:
    path = folder / "case.sendtui"
    with Store.create(path, KEY) as store, store.write("Add") as tx:
        setting = tx.add("setting", {"name": "Puddleby"})
        tx.add_many(
            "pupil",
            [{"setting": setting, "surname": f"Quillfeather {n}"} for n in range(pupils)],
        )
    slots.save(path, slots.Slots(slots.key_check(KEY), ()))
    return path


def pupils(store: Store) -> int:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM pupil")
        return int(found.scalar_one())


def looked_at(path: Path) -> tuple[str, ...]:
    """What is wrong with the file, as verify says it."""
    with Store.open(path, KEY) as store:
        return casefile.verify(store)


def test_a_flipped_bit_in_any_page_is_found(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "case.sendtui")
    whole = path.read_bytes()

    for page in range(len(whole) // PAGE):
        # Somewhere else in each page: its salt or head, its middle, its seal.
        at = page * PAGE + (0, 17, 100, 2000, 4020, 4090)[page % 6]
        damaged = bytearray(whole)
        damaged[at] ^= 1
        path.write_bytes(damaged)

        with pytest.raises(DamagedError):
            looked_at(path)

        assert path.read_bytes() == bytes(damaged)
    path.write_bytes(whole)
    assert looked_at(path) == ()
    assert capfd.readouterr().err == ""


def swapped(data: bytes) -> bytes:
    return (
        data[: 4 * PAGE] + data[5 * PAGE : 6 * PAGE] + data[4 * PAGE : 5 * PAGE] + data[6 * PAGE :]
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "pages swapped": swapped,
    "cut off at a page": lambda data: data[: len(data) // PAGE // 2 * PAGE],
    "cut off within a page": lambda data: data[: len(data) // 2 + 100],
    "the end half written": lambda data: data[:-PAGE] + bytes(PAGE),
    "all zeros": lambda data: bytes(len(data)),
    "text": lambda _: b"Dear SENCO,\n" * 1_000,
    "a plain database": lambda _: b"SQLite format 3\x00" + bytes(PAGE),
    "a page in the place of another": lambda data: (
        data[:PAGE] + data[2 * PAGE : 3 * PAGE] + data[2 * PAGE :]
    ),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_file_is_said_to_be_and_left_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], how: str
) -> None:
    path = filled(tmp_path / "case.sendtui")
    damaged = DAMAGES[how](path.read_bytes())
    path.write_bytes(damaged)

    with pytest.raises(DamagedError, match=r"case\.sendtui"):
        looked_at(path)

    assert path.read_bytes() == damaged
    assert capfd.readouterr().err == ""


def test_an_emptied_case_file_is_never_filled_anew(tmp_path: Path) -> None:
    made = casefile.create(tmp_path / "case.sendtui", "otter-lantern-42-teapot")
    with made.store as store:
        casefile.set_up(store, author="A", role="senco", setting={"name": "Puddleby"})
    made.store.path.write_bytes(b"")

    with pytest.raises(DamagedError):
        casefile.open_store(made.store.path, casefile.Unlock(passphrase="otter-lantern-42-teapot"))

    assert made.store.path.read_bytes() == b""


def test_the_log_of_another_file_left_beside_this_one_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "case.sendtui")
    (tmp_path / "other").mkdir()
    other = _filled(tmp_path / "other", 7)
    store = Store.open(other, KEY)
    with store.write("Add") as tx:
        tx.add("setting", {"name": "Elsewhere"})
    stale = other.with_name("case.sendtui-wal").read_bytes()
    store.close()
    assert stale
    path.with_name("case.sendtui-wal").write_bytes(stale)

    try:
        with Store.open(path, KEY) as opened:
            assert pupils(opened) == 120
            assert casefile.verify(opened) == ()
    except DamagedError:
        # Or it is found; then the file itself is as it was.
        path.with_name("case.sendtui-wal").unlink()
        path.with_name("case.sendtui-shm").unlink(missing_ok=True)
        with Store.open(path, KEY) as opened:
            assert pupils(opened) == 120


def test_a_cut_off_write_ahead_log_gives_what_had_been_committed(tmp_path: Path) -> None:
    path = filled(tmp_path / "case.sendtui")
    wal = path.with_name("case.sendtui-wal")
    store = Store.open(path, KEY)
    whole = path.read_bytes()
    with store.write("Add") as tx:
        setting = tx.add("setting", {"name": "Elsewhere"})
    first = len(wal.read_bytes())
    with store.write("Add") as tx:
        tx.add_many("pupil", [{"setting": setting, "surname": "Moss"}] * 50)
    log = wal.read_bytes()
    store.close()
    path.write_bytes(whole)
    wal.write_bytes(log[: (first + len(log)) // 2])

    with Store.open(path, KEY) as opened:
        assert pupils(opened) == 120
        assert casefile.verify(opened) == ()


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A disk of so many kilobytes, mounted on the folder."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "sendtui-test", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@root_only
def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 4_000):
        path = filled(tmp_path / "small" / "case.sendtui")
        saved = 120
        store = Store.open(path, KEY)
        setting = store.note("device") and "0" * 32

        def fill() -> None:
            nonlocal saved
            for _ in range(1_000):
                with store.write("Add") as tx:
                    tx.add_many("pupil", [{"setting": setting, "surname": "Moss"}] * 20)
                saved += 20

        with store, pytest.raises(SendtuiError, match="disk is full") as full:
            fill()
        assert type(full.value) is SendtuiError

        assert saved > 120
        with Store.open(path, KEY) as opened:
            assert pupils(opened) == saved
            with pytest.raises(SendtuiError):
                backup.keep(path, KEY)
            assert casefile.verify(opened) == ()
        assert not list(backup.folder(path).glob("*"))


@root_only
def test_a_disk_too_small_for_a_new_case_file_is_left_empty(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 40):
        path = tmp_path / "small" / "case.sendtui"

        with pytest.raises(SendtuiError, match="full"):
            Store.create(path, KEY)

        assert not path.exists()


@root_only
def test_a_full_disk_stops_a_key_change_before_anything_is_lost(tmp_path: Path) -> None:
    old, new = "otter-lantern-42-teapot", "wobbly-marmalade-77-kite"
    with small_disk(tmp_path / "small", 1_700):
        made = casefile.create(tmp_path / "small" / "case.sendtui", old)
        with made.store as store, store.write("Add") as tx:
            setting = tx.add("setting", {"name": "Puddleby"})
            tx.add_many("pupil", [{"setting": setting, "surname": "Moss"}] * 300)
        path = made.store.path

        with pytest.raises(SendtuiError):
            casefile.change_passphrase(path, casefile.Unlock(passphrase=old), new)

        with casefile.open_store(path, casefile.Unlock(passphrase=old)) as store:
            assert pupils(store) == 300
            assert casefile.verify(store) == ()


@contextmanager
def read_only_disk(folder: Path) -> Iterator[None]:
    """The folder as a stick that cannot be written."""
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@root_only
def test_a_read_only_disk_opens_for_reading_and_says_so_at_a_save(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = filled(stick / "case.sendtui")
    with read_only_disk(stick):
        with Store.open(path, KEY) as store:
            assert store.read_only
            assert pupils(store) == 120
            assert casefile.verify(store) == ()
            with pytest.raises(SendtuiError, match="reading only"), store.write("Add"):
                pass
            backup.write(path, KEY, tmp_path / "saved.sendtui-backup")
            with pytest.raises(SendtuiError, match="could not be written"):
                backup.keep(path, KEY)
        with pytest.raises(SendtuiError):
            casefile.restore(tmp_path / "saved.sendtui-backup", path, casefile.Unlock("x"))


def test_a_file_open_for_reading_refuses_a_save(tmp_path: Path) -> None:
    path = filled(tmp_path / "case.sendtui")

    with Store.open(path, KEY, read_only=True) as store:
        with pytest.raises(SendtuiError, match="reading only"), store.write("Add"):
            pass
        with store.read() as session, pytest.raises(DBAPIError, match="readonly"):
            session.connection().exec_driver_sql("DELETE FROM pupil")
        assert pupils(store) == 120


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("database is locked", "BusyError", "another sendtui"),
        ("database or disk is full", "SendtuiError", "everything saved before is safe"),
        ("attempt to write a readonly database", "SendtuiError", "only be read"),
        ("database disk image is malformed", "DamagedError", "restore a backup"),
        ("disk I/O error", "DamagedError", "restore a backup"),
        ("file is not a database", "DamagedError", "do not belong together"),
        ("unable to open database file", "SendtuiError", "folder is missing"),
        ("interrupted", "SendtuiError", "Stopped"),
    ],
)
def test_what_the_database_says_becomes_something_to_act_on(
    text: str, kind: str, says: str
) -> None:
    found = cipher.explain(cipher.driver.OperationalError(text), Path("case.sendtui"))

    assert type(found).__name__ == kind
    assert says in str(found)


def test_a_mistake_of_ours_is_not_dressed_up_as_something_to_act_on() -> None:
    with pytest.raises(cipher.DriverError, match="no such table"):
        cipher.explain(cipher.driver.OperationalError("no such table: x"), Path("case.sendtui"))


def test_an_error_of_the_database_never_carries_what_was_being_saved(tmp_path: Path) -> None:
    path = filled(tmp_path / "case.sendtui")

    with Store.open(path, KEY) as store:
        with store.read() as session:
            run = session.connection().exec_driver_sql
            twin = str(run("SELECT id FROM pupil").scalar())
        with pytest.raises(Exception, match="UNIQUE") as found:  # noqa: SIM117
            with store.write("Add") as tx:
                tx.add("pupil", {"setting": "x", "surname": "Needlework"}, id=twin)

    seen: BaseException | None = found.value
    while seen is not None:
        assert "Needlework" not in str(seen)
        seen = seen.__context__


def test_the_system_names_the_reason_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "case.sendtui.keys").mkdir()

    with pytest.raises(SendtuiError, match=os.strerror(errno.EISDIR)):
        slots.save(tmp_path / "case.sendtui", slots.Slots(slots.key_check(KEY), ()))

    assert not list(tmp_path.glob("*.new"))
