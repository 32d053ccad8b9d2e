"""Killed at a named point, or at any moment: the old state or the new one, and never between."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sendtui.errors import DamagedError
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
from sendtui.store import replay, restoring, slots
from sendtui.store.backup import folder, write
from sendtui.store.store import Store
from tests.processes import run_python, start_python

KEY = bytes(range(32))

OPEN = """
import sys
from pathlib import Path
from sendtui.store.store import Store
store = Store.open(Path({path!r}), bytes(range(32)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed case file with one pupil, whose surname is Before."""
    with Store.create(tmp_path / "case.sendtui", KEY) as store:
        store.keep_note("author", "A. Tester")
        with store.write("Add") as tx:
            setting = tx.add("setting", {"name": "Puddleby"})
            tx.add("pupil", {"setting": setting, "surname": "Before"}, id="a" * 32)
    slots.save(store.path, slots.Slots(slots.key_check(KEY), ()))
    return store.path


def surnames(path: Path, key: bytes = KEY) -> list[str]:
    """Every pupil's surname, once the log and the tables have been found to agree."""
    with Store.open(path, key) as store:
        assert casefile.verify(store) == ()
        with store.read() as session:
            run = session.connection().exec_driver_sql
            return [str(name) for (name,) in run("SELECT surname FROM pupil ORDER BY id")]


WRITE = """
with store.write("Edit") as tx:
    tx.put("pupil", "a" * 32, {{"surname": "After"}})
    tx.add("need", {{"pupil": "a" * 32, "code": "SLCN", "rank": 1}})
"""


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("write.begun", "Before"),
        ("write.flushed", "Before"),
        ("write.committed", "After"),
    ],
)
def test_a_save_cut_short_is_whole_or_not_at_all(path: Path, point: str, left: str) -> None:
    ended = run_python((OPEN + WRITE).format(path=str(path)), crash=point)

    assert ended.returncode == 86
    with Store.open(path, KEY) as store, store.read() as session:
        needs = session.connection().exec_driver_sql("SELECT count(*) FROM need").scalar_one()
    assert surnames(path) == [left]
    assert needs == (left == "After")
    assert run_python((OPEN + WRITE).format(path=str(path))).returncode == 0  # safe to repeat
    assert surnames(path) == ["After"]


def test_a_first_schema_cut_short_is_said_to_be_unfinished(tmp_path: Path) -> None:
    made = tmp_path / "case.sendtui"
    lines = f"""
from pathlib import Path
from sendtui.store.store import Store
Store.create(Path({str(made)!r}), bytes(range(32)))
"""

    assert run_python(lines, crash="migrate.taken").returncode == 86

    with pytest.raises(DamagedError, match="never finished"):
        surnames(made)


def test_a_backup_cut_short_leaves_the_older_one(path: Path) -> None:
    target = path.with_name("stick.sendtui-backup")
    write(path, KEY, target)
    before = target.read_bytes()
    lines = (
        OPEN
        + """
from sendtui.store import backup
backup.write(store.path, store.key, store.path.with_name("stick.sendtui-backup"))
"""
    )

    ended = run_python(lines.format(path=str(path)), crash="backup.written")

    assert ended.returncode == 86
    assert target.read_bytes() == before
    assert surnames(path) == ["Before"]


RESTORE = """
from pathlib import Path
from sendtui.store import restoring
restoring.restore(Path({source!r}), Path({path!r}), lambda slots: bytes(range(32)))
"""


@pytest.mark.parametrize("point", ["restore.ready", "restore.set_aside", "restore.keyed", ""])
def test_a_restore_cut_short_is_finished_at_the_next_opening(path: Path, point: str) -> None:
    source = write(path, KEY, path.with_name("stick.sendtui-backup"))
    with Store.open(path, KEY) as store, store.write("Edit") as tx:
        tx.put("pupil", "a" * 32, {"surname": "Later"})

    ended = run_python(RESTORE.format(source=str(source), path=str(path)), crash=point)
    restoring.finish(path)

    assert ended.returncode == (86 if point else 0), ended.stderr
    assert surnames(path) == ["Before"]
    (aside,) = (p for p in path.parent.glob("case.sendtui.before-*") if p.suffix != ".keys")
    assert surnames(aside) == ["Later"]
    assert slots.load(path).check == slots.load(aside).check == slots.key_check(KEY)
    assert not list(path.parent.glob("*.restor*"))


KILLED = """
n = 0
while True:
    n += 1
    with store.write("Edit") as tx:
        tx.put("pupil", "a" * 32, {{"surname": f"Moss {{n}}"}})
        tx.add_many("need", [{{"pupil": "a" * 32, "code": "SLCN", "rank": 1}}] * 3)
    sys.stdout.write(f"{{n}}\\n")
    sys.stdout.flush()
"""


def kill_once(path: Path, chance: random.Random) -> int:
    """Kill a busy writer after some acknowledgements; the last one it gave."""
    writer = start_python((OPEN + KILLED).format(path=str(path)))
    assert writer.stdout
    heard = 0
    for _ in range(chance.randrange(1, 40)):
        heard = int(writer.stdout.readline())
    writer.kill()
    rest, _ = writer.communicate()
    whole = rest.rpartition(b"\n")[0].split()
    return int(whole[-1]) if whole else heard


def kill_often(path: Path, times: int) -> None:
    chance = random.Random(20261122)
    for _ in range(times):
        with Store.open(path, KEY) as store, store.read() as session:
            run = session.connection().exec_driver_sql
            needs = int(run("SELECT count(*) FROM need").scalar_one())

        heard = kill_once(path, chance)

        with Store.open(path, KEY) as store, store.read() as session:
            connection = session.connection()
            surname = connection.exec_driver_sql("SELECT surname FROM pupil").scalar_one()
            found = int(surname.removeprefix("Moss "))
            grown = connection.exec_driver_sql("SELECT count(*) FROM need").scalar_one() - needs
            # The one that was committed and not yet acknowledged may be there, too.
            assert found in (heard, heard + 1)
            assert grown == 3 * found
            assert list(replay.differences(connection)) == []
            assert list(replay.broken_chains(connection)) == []


def test_no_acknowledged_edit_is_lost_to_a_kill(path: Path) -> None:
    kill_often(path, 6)
    with Store.open(path, KEY) as store:
        assert casefile.verify(store) == ()


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost_to_a_hundred_kills(path: Path) -> None:
    kill_often(path, 100)


REKEY = """
from pathlib import Path
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
print("begun", flush=True)
casefile.change_passphrase(Path({path!r}), Unlock(passphrase={old!r}), {new!r})
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_key_change_killed_at_any_moment_leaves_one_passphrase_that_opens(tmp_path: Path) -> None:
    words = ["otter-lantern-42-teapot", "wobbly-marmalade-77-kite"]
    made = casefile.create(tmp_path / "case.sendtui", words[0])
    path = made.store.path
    with made.store as store, store.write("Add") as tx:
        setting = tx.add("setting", {"name": "Puddleby"})
        tx.add_many("pupil", [{"setting": setting, "surname": f"Moss {n}"} for n in range(10_000)])
    chance, ends = random.Random(20261122), set[str]()

    lasts = 0.0
    for turn in range(31):
        now = next(w for w in words if opens(path, w))
        other = next(w for w in words if w != now)
        lines = REKEY.format(path=str(path), old=now, new=other)
        changing = start_python(lines)
        assert changing.stdout
        changing.stdout.readline()
        began = time.monotonic()
        # The first one is let be, to see how long a change lasts on this machine.
        patience = chance.uniform(0, 1.3 * lasts) if turn else 60
        try:
            changing.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            changing.send_signal(signal.SIGKILL)
        changing.communicate()
        lasts = lasts or time.monotonic() - began

        opening = [w for w in words if opens(path, w)]
        assert len(opening) == 1
        ends.add("old" if opening == [now] else "new")
        for stray in folder(path).glob("*"):
            stray.unlink()

    assert ends == {"old", "new"}


def opens(path: Path, passphrase: str) -> bool:
    """Whether the passphrase opens the case file, which then is sound."""
    try:
        store = casefile.open_store(path, Unlock(passphrase=passphrase))
    except casefile.LockedError:
        return False
    with store:
        casefile.backup.require_sound(path, store.key)
    return True
