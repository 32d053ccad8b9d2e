"""Backups: encrypted, proven, thinned, and put back as a copy with a name of its own."""

import random
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from sendtui.errors import BusyError, DamagedError, LockedError, SendtuiError
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
from sendtui.store import backup, owning, slots
from sendtui.store.store import Store
from tests.copies import copied
from tests.processes import run_python

PASSPHRASE = "otter-lantern-42-teapot"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another that will not let go."""
    monkeypatch.setattr(owning, "PATIENCE", 0.05)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed case file with a pupil."""
    copied(_with_a_pupil, tmp_path)
    return tmp_path / "case.sendtui"


def _with_a_pupil(folder: Path) -> None:
    with casefile.create(folder / "case.sendtui", PASSPHRASE).store as store:
        setting = casefile.set_up(
            store, author="A. Tester", role="senco", setting={"name": "Puddleby"}
        )
        with store.write("Add") as tx:
            tx.add("pupil", {"setting": setting, "surname": "Quillfeather"})


def opened(path: Path) -> Store:
    return casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


def made(path: Path) -> Path:
    with opened(path) as store:
        return casefile.back_up(store, path.with_name("stick.sendtui-backup"))


def surnames(path: Path) -> list[str]:
    with opened(path) as store, store.read() as session:
        assert casefile.verify(store) == ()
        found = session.connection().exec_driver_sql("SELECT surname FROM pupil")
        return sorted(str(name) for (name,) in found)


def test_a_backup_holds_what_is_still_only_in_the_write_ahead_log(path: Path) -> None:
    with opened(path) as store:
        with store.write("Add") as tx:
            tx.add("pupil", {"setting": store.setting, "surname": "Moss"})
        stick = casefile.back_up(store, path.with_name("stick.sendtui-backup"))

    target = path.parent / "elsewhere" / "case.sendtui"
    casefile.restore(stick, target, Unlock(passphrase=PASSPHRASE))

    assert surnames(target) == ["Moss", "Quillfeather"]


def test_a_backup_may_be_made_while_somebody_writes_and_says_how_far_it_is(path: Path) -> None:
    steps: list[tuple[int, int]] = []

    with opened(path) as store, opened(path) as other:
        with other.write("Add") as tx:
            tx.add_many("pupil", [{"setting": other.setting, "surname": "Moss"}] * 3_000)
            backup.write(path, store.key, path.with_name("a"))
        casefile.back_up(store, path.with_name("b"), lambda done, of: steps.append((done, of)))

    assert steps[-1][0] == steps[-1][1]
    target = path.parent / "elsewhere" / "case.sendtui"
    casefile.restore(path.with_name("a"), target, Unlock(passphrase=PASSPHRASE))
    assert surnames(target) == ["Quillfeather"]


def test_a_backup_opened_as_a_case_file_says_what_it_is(path: Path) -> None:
    stick = made(path)

    with pytest.raises(SendtuiError, match="is a backup"):
        casefile.open_store(stick, Unlock(passphrase=PASSPHRASE))


def test_a_restored_file_counts_under_a_device_of_its_own(path: Path) -> None:
    stick = made(path)
    with opened(path) as store:
        device = store.device

    casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    with opened(path) as store:
        assert store.device != device
        with store.write("Add") as tx:
            tx.add("pupil", {"setting": store.setting, "surname": "Moss"})
        assert casefile.verify(store) == ()
        again = store.device
    with opened(path) as store:
        assert store.device == again


def test_what_was_there_is_kept_and_still_opens(path: Path) -> None:
    stick = made(path)
    with opened(path) as store, store.write("Add") as tx:
        tx.add("pupil", {"setting": store.setting, "surname": "Moss"})

    casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    (aside,) = (p for p in path.parent.glob("case.sendtui.before-*") if p.suffix != ".keys")
    assert surnames(path) == ["Quillfeather"]
    assert surnames(aside) == ["Moss", "Quillfeather"]


def test_what_a_killed_window_left_in_its_log_goes_aside_with_the_file(path: Path) -> None:
    stick = made(path)
    key = slots.open_with_passphrase(slots.load(path), PASSPHRASE)
    ended = run_python(
        f"""
from pathlib import Path
from sendtui.store.store import Store
store = Store.open(Path({str(path)!r}), bytes.fromhex({key.hex()!r}))
with store.write("Add") as tx:
    tx.add("pupil", {{"surname": "Moss"}})
""",
        crash="write.committed",
    )
    assert ended.returncode == 86, ended.stderr
    assert path.with_name("case.sendtui-wal").stat().st_size

    casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    asides = path.parent.glob("case.sendtui.before-*")
    (aside,) = (p for p in asides if not p.name.endswith((".keys", "-wal")))
    assert surnames(path) == ["Quillfeather"]
    assert surnames(aside) == ["Moss", "Quillfeather"]


def test_a_backup_that_does_not_read_back_does_not_count(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = made(path)
    before, copy = stick.read_bytes(), backup._copy

    def copy_to_a_failing_stick(
        store: Path, key: bytes, target: Path, progress: backup.Progress | None
    ) -> None:
        copy(store, key, target, progress)
        with target.open("r+b") as file:
            file.seek(9_000)
            file.write(b"!")

    monkeypatch.setattr(backup, "_copy", copy_to_a_failing_stick)

    with pytest.raises(DamagedError):
        made(path)

    assert stick.read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("stick*")) == ["stick.sendtui-backup"]


def test_a_backup_opens_only_with_its_passphrase(path: Path) -> None:
    stick = made(path)
    before = path.read_bytes()

    with pytest.raises(LockedError):
        casefile.restore(stick, path, Unlock(passphrase="wobbly-marmalade-77-kite"))

    assert path.read_bytes() == before
    assert surnames(path) == ["Quillfeather"]


def test_a_backup_is_not_put_under_an_open_window(path: Path) -> None:
    stick = made(path)

    with opened(path), pytest.raises(BusyError):
        casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    assert surnames(path) == ["Quillfeather"]


def test_a_damaged_backup_is_refused_wherever_the_damage_is(path: Path) -> None:
    stick = made(path)
    whole, before = stick.read_bytes(), path.read_bytes()
    chance = random.Random(20261122)
    refused = 0

    for at in (0, 3, 30, len(whole) - 4, *(chance.randrange(len(whole)) for _ in range(40))):
        altered = bytearray(whole)
        altered[at] ^= 1 << chance.randrange(8)
        stick.write_bytes(altered)
        try:
            casefile.restore(stick, path.with_name("copy.sendtui"), Unlock(passphrase=PASSPHRASE))
        except (DamagedError, LockedError, SendtuiError):
            refused += 1
        else:
            # A date or a flag of the ZIP tells nothing; then all that matters came through.
            assert surnames(path.with_name("copy.sendtui")) == ["Quillfeather"]
        assert not list(path.parent.glob("*.restor*"))

    assert refused > 40
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_cut_off_backup_is_refused(path: Path, share: float) -> None:
    stick = made(path)
    whole, before = stick.read_bytes(), path.read_bytes()
    stick.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(DamagedError, match="not a whole backup"):
        casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    assert path.read_bytes() == before


def test_a_zip_of_something_else_is_refused(path: Path) -> None:
    stick = path.with_name("holiday.zip")
    with zipfile.ZipFile(stick, "w") as bundle:
        bundle.writestr("beach.txt", "sand")

    with pytest.raises(DamagedError, match="not a sendtui backup"):
        casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))


def test_a_backup_whose_file_and_keys_do_not_belong_together_is_refused(path: Path) -> None:
    stick = made(path)
    other = casefile.create(path.with_name("other.sendtui"), PASSPHRASE)
    with other.store as store:
        theirs = casefile.back_up(store, path.with_name("theirs.sendtui-backup"))
    with zipfile.ZipFile(theirs) as bundle:
        keys = bundle.read(backup.KEYS_NAME)
    with zipfile.ZipFile(stick) as bundle:
        data = bundle.read(backup.STORE_NAME)
    with zipfile.ZipFile(stick, "w") as bundle:
        bundle.writestr(backup.STORE_NAME, data)
        bundle.writestr(backup.KEYS_NAME, keys)

    with pytest.raises(DamagedError):
        casefile.restore(stick, path, Unlock(passphrase=PASSPHRASE))

    assert surnames(path) == ["Quillfeather"]


def test_a_backup_from_a_newer_sendtui_replaces_nothing(path: Path) -> None:
    with opened(path) as store:
        with store.writer.begin() as connection:
            connection.exec_driver_sql("PRAGMA user_version = 99")
        stick = casefile.back_up(store, path.with_name("stick.sendtui-backup"))
    target = path.parent / "elsewhere" / "case.sendtui"

    with pytest.raises(SendtuiError, match="newer sendtui"):
        casefile.restore(stick, target, Unlock(passphrase=PASSPHRASE))

    assert not target.exists()


def test_a_damaged_case_file_makes_no_backup_and_spoils_no_older_one(path: Path) -> None:
    stick = made(path)
    before = stick.read_bytes()
    altered = bytearray(path.read_bytes())
    altered[len(altered) // 2] ^= 1
    path.write_bytes(altered)
    key = slots.open_with_passphrase(slots.load(path), PASSPHRASE)

    with pytest.raises(DamagedError):
        backup.write(path, key, stick)

    assert stick.read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("stick*")) == ["stick.sendtui-backup"]


def test_seven_days_and_four_weeks_are_kept(tmp_path: Path) -> None:
    last = date(2026, 11, 22)
    days = [last - timedelta(days=n) for n in range(60)]
    made = sorted(
        tmp_path / f"{day:%Y%m%d}-{hour:02}0000-daily{backup.SUFFIX}"
        for day in days
        for hour in (9, 17)
    )
    theirs = tmp_path / f"before the holidays{backup.SUFFIX}"

    gone = backup.superseded([*made, theirs])

    kept = sorted({*made, theirs} - set(gone))
    assert theirs in kept
    assert [p.name[:11] for p in kept[:-1]] == [
        # The last of each of four weeks (22 November 2026 is a Sunday), and the last seven days.
        "20261101-17", "20261108-17", "20261115-17", "20261116-17", "20261117-17", "20261118-17",
        "20261119-17", "20261120-17", "20261121-17", "20261122-17",
    ]  # fmt: skip


def test_few_backups_are_all_kept(tmp_path: Path) -> None:
    made = [tmp_path / f"2026090{n}-090000-daily{backup.SUFFIX}" for n in range(1, 8)]

    assert backup.superseded(made) == []


def test_a_daily_backup_goes_beside_the_case_file(path: Path) -> None:
    with opened(path) as store:
        kept = casefile.back_up(store)

    assert kept.parent == backup.folder(path)
    assert casefile.backups(path) == 1
