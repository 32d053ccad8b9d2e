"""A passphrase for each person, a key for the school, and people who go."""

from base64 import b64decode
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyrage
import pytest
from nacl.secret import SecretBox

from sendtui.errors import LockedError, SendtuiError
from sendtui.services import casefile, keys, past, pupils
from sendtui.services.casefile import Unlock
from sendtui.store import slots
from tests.copies import copied
from tests.processes import run_python

FIRST = "plum tractor seven umbrellas"
SECOND = "green lantern nine saucepans"
THIRD = "copper violin eleven blankets"
FOURTH = "silver pigeon thirty drawers"
DAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A case file that A. Senco made, closed."""
    copied(_made, tmp_path)
    return tmp_path / "case.sendtui"


def _made(folder: Path) -> None:
    with casefile.create(folder / "case.sendtui", FIRST).store as store:
        casefile.set_up(store, author="A. Senco", role="senco", setting={"name": "Puddleby"})


def opened(path: Path, passphrase: str) -> casefile.Store:
    return casefile.open_store(path, Unlock(passphrase=passphrase))


def add(path: Path, name: str, passphrase: str, by: str = FIRST, *, looks: bool = False) -> None:
    with opened(path, by) as store:
        keys.add_person(store, name, passphrase, looks=looks)


def test_each_persons_passphrase_opens_the_file_under_their_name(path: Path) -> None:
    add(path, "B. Senco", SECOND)

    with opened(path, SECOND) as store:
        pupils.add(store, {"surname": "Quillfeather", "setting": store.setting})
        assert store.author == "B. Senco"
        assert past.latest(store)[0].who == "B. Senco"

    with opened(path, FIRST) as store:
        assert store.author == "A. Senco"
    assert [w.name for w in keys.ways(path)] == ["A. Senco", "recovery key", "B. Senco"]


def test_whoever_goes_opens_nothing_and_everybody_else_still_does(path: Path) -> None:
    add(path, "B. Senco", SECOND)
    add(path, "C. Head", THIRD)
    before = casefile.find_key(path, Unlock(passphrase=SECOND))

    keys.remove(path, Unlock(passphrase=SECOND), "A. Senco")

    with pytest.raises(LockedError):
        opened(path, FIRST)
    for passphrase, name in ((SECOND, "B. Senco"), (THIRD, "C. Head")):
        with opened(path, passphrase) as store:
            assert store.author == name
            assert casefile.verify(store) == ()
    assert casefile.find_key(path, Unlock(passphrase=SECOND)) != before


def test_the_name_stays_right_once_only_one_is_left(path: Path) -> None:
    add(path, "B. Senco", SECOND)
    with opened(path, FIRST):
        pass

    keys.remove(path, Unlock(passphrase=SECOND), "A. Senco")

    with opened(path, SECOND) as store:
        assert store.author == "B. Senco"


def test_a_new_passphrase_of_one_leaves_the_others_theirs(path: Path) -> None:
    add(path, "B. Senco", SECOND)

    casefile.change_passphrase(path, Unlock(passphrase=SECOND), THIRD)

    with pytest.raises(LockedError):
        opened(path, SECOND)
    for passphrase in (FIRST, THIRD):
        opened(path, passphrase).close()


def test_the_schools_key_opens_the_file_after_people_have_gone(path: Path) -> None:
    with opened(path, FIRST) as store:
        secret, _ = keys.add_school_key(store)
    assert not keys.lacks_second(path)
    add(path, "B. Senco", SECOND)
    keys.remove(path, Unlock(passphrase=FIRST), "B. Senco")

    casefile.change_passphrase(path, Unlock(recovery=secret), THIRD)

    with opened(path, THIRD) as store:
        assert casefile.verify(store) == ()


def test_a_key_the_school_has_already_is_taken_and_removed_again(path: Path) -> None:
    school = pyrage.x25519.Identity.generate()
    with opened(path, FIRST) as store:
        assert keys.add_school_key(store, str(school.to_public()))[0] == ""
    casefile.find_key(path, Unlock(recovery=str(school)))

    keys.remove(path, Unlock(passphrase=FIRST), keys.SCHOOL)

    with pytest.raises(LockedError):
        casefile.find_key(path, Unlock(recovery=str(school)))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("A. Senco", "somebody else", id="oneself"),
        pytest.param("recovery key", "last recovery key", id="the last recovery key"),
        pytest.param("Z. Nobody", "Nobody", id="nobody"),
    ],
)
def test_what_must_stay_is_not_removed(path: Path, name: str, says: str) -> None:
    add(path, "B. Senco", SECOND)
    before = slots.load(path)

    with pytest.raises(SendtuiError, match=says):
        keys.remove(path, Unlock(passphrase=FIRST), name)

    assert slots.load(path) == before


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("a. senco", SECOND), ("", SECOND), ("passphrase", SECOND), ("B. Senco", "short")],
    ids=["there already", "no name", "a name of ours", "weak"],
)
def test_a_name_twice_and_a_weak_passphrase_are_refused(
    path: Path, name: str, passphrase: str
) -> None:
    with opened(path, FIRST) as store, pytest.raises(SendtuiError):
        keys.add_person(store, name, passphrase)

    assert len(slots.load(path).people) == 1


def test_by_a_recovery_key_one_says_whose_passphrase_is_new(path: Path) -> None:
    with opened(path, FIRST) as store:
        secret, _ = keys.add_school_key(store)
    add(path, "B. Senco", SECOND)

    with pytest.raises(SendtuiError, match="recover --name"):
        casefile.change_passphrase(path, Unlock(recovery=secret), THIRD)
    casefile.change_passphrase(path, Unlock(recovery=secret), THIRD, "B. Senco")

    with opened(path, THIRD) as store:
        assert store.author == "B. Senco"


def test_a_slot_made_before_there_were_people_still_opens_and_goes_on(path: Path) -> None:
    key, found = casefile.find_key(path, Unlock(passphrase=FIRST)), slots.load(path)
    new = found.people[0]
    cost = slots.Cost(new.passes, new.memory)
    box = SecretBox(slots._stretch(FIRST, b64decode(new.salt), cost))
    old = replace(new, wrapped=slots._text(bytes(box.encrypt(key))), recipient="", secret="")
    slots.save(path, replace(found, slots=(old, *found.recipients)))
    add(path, "B. Senco", SECOND)

    keys.remove(path, Unlock(passphrase=FIRST), "B. Senco")

    with opened(path, FIRST) as store:
        assert store.author == "A. Senco"
    assert slots.load(path).people[0].secret


REMOVE = """
from pathlib import Path
from sendtui.services import keys
from sendtui.services.casefile import Unlock
keys.remove(Path({path!r}), Unlock(passphrase={by!r}), "A. Senco")
"""


@pytest.mark.parametrize(
    ("point", "still_there"),
    [("rekey.pending", True), ("rekey.encrypted", False), ("rekey.saved", False)],
)
def test_a_removal_cut_short_has_happened_or_not(path: Path, point: str, still_there: bool) -> None:
    add(path, "B. Senco", SECOND)

    ended = run_python(REMOVE.format(path=str(path), by=SECOND), crash=point)

    assert ended.returncode == 86
    with opened(path, SECOND) as store:
        assert casefile.verify(store) == ()
    if still_there:
        opened(path, FIRST).close()
    else:
        with pytest.raises(LockedError):
            opened(path, FIRST)


def test_whoever_only_looks_changes_nothing_and_lets_nobody_in(path: Path) -> None:
    with opened(path, FIRST) as store:
        pupil = pupils.add(store, {"surname": "Quillfeather"})
    add(path, "C. Governor", SECOND, looks=True)

    with opened(path, SECOND) as store:
        assert pupils.view(store, pupil, DAY).surname == "Quillfeather"
        for write in (
            lambda: pupils.add(store, {"surname": "Moss"}),
            lambda: keys.add_person(store, "D. Senco", THIRD),
            lambda: keys.add_school_key(store),
            lambda: casefile.remember(store),
        ):
            with pytest.raises(SendtuiError, match="for reading only"):
                write()
    for alone in (
        lambda: keys.remove(path, Unlock(passphrase=SECOND), "A. Senco"),
        lambda: casefile.open_store(path, Unlock(passphrase=SECOND), own=True),
    ):
        with pytest.raises(SendtuiError, match="to look only"):
            alone()
    assert [(way.name, way.looks) for way in keys.ways(path) if way.way == "passphrase"] == [
        ("A. Senco", False),
        ("C. Governor", True),
    ]


def test_a_new_passphrase_and_a_new_key_leave_somebody_looking_only(path: Path) -> None:
    add(path, "C. Governor", SECOND, looks=True)
    add(path, "B. Senco", FOURTH)

    casefile.change_passphrase(path, Unlock(passphrase=SECOND), THIRD)
    keys.remove(path, Unlock(passphrase=FIRST), "B. Senco")

    with opened(path, THIRD) as store:
        assert store.read_only
    with opened(path, FIRST) as store:
        assert not store.read_only


def test_the_last_who_may_write_is_not_removed(path: Path) -> None:
    secret = casefile.new_recovery_key()
    with opened(path, FIRST) as store:
        keys.add_school_key(store, secret[1])
    add(path, "C. Governor", SECOND, looks=True)

    with pytest.raises(SendtuiError, match="That is the last passphrase"):
        keys.remove(path, Unlock(recovery=secret[0]), "A. Senco")
