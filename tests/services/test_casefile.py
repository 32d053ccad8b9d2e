"""The case file as both faces handle it: made, opened, given a new key, copied and put back."""

import json
import os
from pathlib import Path

import pyrage
import pytest

from sendtui.errors import BusyError, DamagedError, LockedError, SendtuiError, UsageError
from sendtui.services import casefile
from sendtui.services.casefile import Made, Unlock
from sendtui.store import owning, slots
from tests.copies import copied
from tests.processes import run_python

PASSPHRASE = "otter-lantern-42-teapot"
NEW = "wobbly-marmalade-77-kite"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another that will not let go."""
    monkeypatch.setattr(owning, "PATIENCE", 0.05)


def made(folder: Path, passphrase: str = PASSPHRASE) -> Made:
    return casefile.create(folder / "case.sendtui", passphrase)


def set_up(found: Made) -> str:
    return casefile.set_up(
        found.store, author="A. Tester", role="senco", setting={"name": "Puddleby Primary"}
    )


def closed(folder: Path) -> tuple[Path, str]:
    """A set-up, closed case file and its recovery key."""
    return folder / "case.sendtui", copied(_closed, folder)


def _closed(folder: Path) -> str:
    found = made(folder)
    with found.store:
        set_up(found)
    return found.recovery


def test_a_new_case_file_opens_with_its_passphrase_and_its_recovery_key(tmp_path: Path) -> None:
    path, recovery = closed(tmp_path)

    for unlock in (Unlock(passphrase=PASSPHRASE), Unlock(recovery=recovery)):
        with casefile.open_store(path, unlock) as store:
            assert (store.author, store.note("role")) == ("A. Tester", "senco")
            assert casefile.verify(store) == ()


def test_a_wrong_passphrase_and_a_wrong_recovery_key_say_so(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    other = str(pyrage.x25519.Identity.generate())

    with pytest.raises(LockedError, match="Wrong passphrase"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE + "!"))
    with pytest.raises(LockedError, match="does not belong"):
        casefile.open_store(path, Unlock(recovery=other))
    with pytest.raises(LockedError, match="AGE-SECRET-KEY-1"):
        casefile.open_store(path, Unlock(recovery="my dog ate it"))
    with pytest.raises(LockedError, match="give the passphrase"):
        casefile.open_store(path, Unlock())


def test_another_case_file_under_these_keys_is_damage_and_not_a_wrong_passphrase(
    tmp_path: Path,
) -> None:
    path, _ = closed(tmp_path)
    other = casefile.create(tmp_path / "other.sendtui", NEW)
    other.store.close()
    path.write_bytes(other.store.path.read_bytes())

    with pytest.raises(DamagedError, match="do not belong together"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


KEYS_DAMAGE = {
    "empty": lambda _: "",
    "cut off": lambda text: text[: len(text) // 2],
    "not ours": lambda _: '{"format": "other", "version": 1}',
    "a list": lambda _: "[]",
    "no slots": lambda text: json.dumps({**json.loads(text), "slots": None}),
    "a slot too many words": lambda text: text.replace('"way"', '"weigh"', 1),
    "salt of another length": lambda text: text.replace('"salt": "', '"salt": "AAAA', 1),
    "all the memory there is": lambda text: text.replace(
        '"memory": 65536', '"memory": 1152921504606846976', 1
    ),
    "not base64": lambda text: text.replace('"wrapped": "', '"wrapped": "é', 1),
    "nested": lambda _: "[" * 100_000,
}


@pytest.mark.parametrize("how", KEYS_DAMAGE)
def test_damaged_keys_are_told_apart_from_a_wrong_passphrase(tmp_path: Path, how: str) -> None:
    path, _ = closed(tmp_path)
    keys = slots.keys_path(path)
    keys.write_text(KEYS_DAMAGE[how](keys.read_text("utf-8")), encoding="utf-8")

    with pytest.raises(DamagedError, match="Restore it from a backup"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


def test_missing_keys_say_what_to_put_back(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    slots.keys_path(path).unlink()

    with pytest.raises(DamagedError, match="Put it back beside the case file"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


def test_keys_from_a_newer_sendtui_ask_for_an_update(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    keys = slots.keys_path(path)
    keys.write_text(keys.read_text("utf-8").replace('"version": 1', '"version": 2'), "utf-8")

    with pytest.raises(SendtuiError, match="newer sendtui"):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE))


def test_accents_typed_on_another_keyboard_open_the_file(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9-lantern-42-teapot", "cafe\u0301-lantern-42-teapot"
    made(tmp_path, composed).store.close()

    with casefile.open_store(tmp_path / "case.sendtui", Unlock(passphrase=decomposed)) as store:
        assert store.device


@pytest.mark.skipif(os.name != "posix", reason="only there do files have owners")
def test_nobody_else_may_read_the_file_or_its_keys(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)

    for found in (path, slots.keys_path(path)):
        assert found.stat().st_mode & 0o077 == 0


def test_a_guess_at_a_passphrase_is_never_cheap() -> None:
    told = run_python(
        "from sendtui.store.slots import PASSPHRASE_COST as c; print(c.passes, c.memory)"
    )

    passes, memory = map(int, told.stdout.split())
    assert passes >= 2
    assert memory >= 19 * 1024 * 1024  # OWASP's floor for Argon2id


@pytest.mark.parametrize("weak", ["", "short", "passwordpassword", "aaaaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_makes_nothing(tmp_path: Path, weak: str) -> None:
    with pytest.raises(SendtuiError, match="This passphrase is"):
        made(tmp_path, weak)

    assert list(tmp_path.glob("case*")) == []


def test_a_case_file_never_goes_without_recovery(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="recovery key"):
        casefile.create(tmp_path / "case.sendtui", PASSPHRASE, recovery=False)


def test_the_schools_own_key_opens_the_file_too(tmp_path: Path) -> None:
    school = pyrage.x25519.Identity.generate()
    found = casefile.create(
        tmp_path / "case.sendtui",
        PASSPHRASE,
        recovery=False,
        recipients={"school": str(school.to_public())},
    )
    found.store.close()

    assert found.recovery == ""
    assert casefile.ways_in(found.store.path) == (
        ("passphrase", "passphrase"),
        ("recovery", "school"),
    )
    casefile.open_store(found.store.path, Unlock(recovery=str(school))).close()


def test_a_case_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    before = path.read_bytes(), slots.keys_path(path).read_bytes()

    with pytest.raises(SendtuiError, match="exists already"):
        made(tmp_path, NEW)

    assert (path.read_bytes(), slots.keys_path(path).read_bytes()) == before


def test_the_keys_of_a_case_file_that_has_gone_are_kept(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    keys = slots.keys_path(path).read_bytes()
    path.rename(tmp_path / "moved.sendtui")

    made(tmp_path, NEW).store.close()

    (kept,) = tmp_path.glob("case.sendtui.before-*.keys")
    assert kept.read_bytes() == keys


def test_a_new_passphrase_brings_a_new_key_and_the_old_one_opens_nothing(tmp_path: Path) -> None:
    path, recovery = closed(tmp_path)
    old_key = casefile.find_key(path, Unlock(passphrase=PASSPHRASE))

    casefile.change_passphrase(path, Unlock(passphrase=PASSPHRASE), NEW)

    with pytest.raises(LockedError):
        casefile.open_store(path, Unlock(passphrase=PASSPHRASE))
    for unlock in (Unlock(passphrase=NEW), Unlock(recovery=recovery)):
        assert casefile.find_key(path, unlock) != old_key
        with casefile.open_store(path, unlock) as store:
            assert casefile.verify(store) == ()
    with pytest.raises(DamagedError):
        casefile.Store.open(path, old_key)


def test_no_backup_made_by_the_change_opens_with_the_old_passphrase(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)

    casefile.change_passphrase(path, Unlock(passphrase=PASSPHRASE), NEW)

    (backup,) = (tmp_path / "case.sendtui.backups").iterdir()
    target = tmp_path / "elsewhere" / "case.sendtui"
    with pytest.raises(LockedError):
        casefile.restore(backup, target, Unlock(passphrase=PASSPHRASE))
    casefile.restore(backup, target, Unlock(passphrase=NEW))
    casefile.open_store(target, Unlock(passphrase=NEW)).close()


def test_a_passphrase_is_not_changed_while_the_file_is_open(tmp_path: Path) -> None:
    found = made(tmp_path)

    with found.store, pytest.raises(BusyError, match="open in another sendtui"):
        casefile.change_passphrase(found.store.path, Unlock(passphrase=PASSPHRASE), NEW)

    casefile.open_store(found.store.path, Unlock(passphrase=PASSPHRASE)).close()


CHANGE = """
from pathlib import Path
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
casefile.change_passphrase(Path({path!r}), Unlock(passphrase={old!r}), {new!r})
"""


@pytest.mark.parametrize(
    ("point", "opens", "refused"),
    [
        ("rekey.pending", PASSPHRASE, NEW),
        ("rekey.encrypted", NEW, PASSPHRASE),
        ("rekey.saved", NEW, PASSPHRASE),
    ],
)
@pytest.mark.parametrize("by", ["passphrase", "recovery"])
def test_a_key_change_cut_short_leaves_one_passphrase_that_opens(
    tmp_path: Path, point: str, opens: str, refused: str, by: str
) -> None:
    path, recovery = closed(tmp_path)

    ended = run_python(CHANGE.format(path=str(path), old=PASSPHRASE, new=NEW), crash=point)

    assert ended.returncode == 86
    with pytest.raises(LockedError):
        casefile.open_store(path, Unlock(passphrase=refused))
    unlock = Unlock(passphrase=opens) if by == "passphrase" else Unlock(recovery=recovery)
    with casefile.open_store(path, unlock) as store:
        assert casefile.verify(store) == ()
        assert store.author == "A. Tester"
    assert slots.load(path).pending is None
    with pytest.raises(LockedError):
        casefile.open_store(path, Unlock(passphrase=refused))


def test_the_slots_of_a_key_change_under_way_are_left_to_it(tmp_path: Path) -> None:
    path, _ = closed(tmp_path)
    run_python(CHANGE.format(path=str(path), old=PASSPHRASE, new=NEW), crash="rekey.pending")
    before = slots.keys_path(path).read_bytes()

    with (
        casefile.Store.open(path, slots.open_with_passphrase(slots.load(path), PASSPHRASE)),
        pytest.raises(BusyError),
    ):
        casefile.find_key(path, Unlock(passphrase=PASSPHRASE))

    assert slots.keys_path(path).read_bytes() == before


def test_a_role_that_is_none_sets_nothing_up(tmp_path: Path) -> None:
    found = made(tmp_path)

    with found.store as store:
        with pytest.raises(UsageError, match="A role is one of"):
            casefile.set_up(store, author="A", role="queen", setting={"name": "Puddleby"})
        assert store.setting == ""
