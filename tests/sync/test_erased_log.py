"""Once a pupil is erased, the log says what left and to what sort of reader, and names nobody."""

import json
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import casefile, erasing, past, people
from sendtui.services.casefile import Unlock
from sendtui.store import backup, erased_marks
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import read, sent, sound
from tests.sync.desks import lines

TODAY = date(2026, 11, 22)
EARLIER = date(2026, 3, 1)


def left(store: Store, recipient: str, *pupils: str, what: str = "Letter", basis: str = "") -> str:
    with store.write("Export a file") as tx:
        return tx.add("disclosure", {
            "setting": store.setting, "on": EARLIER, "what": what, "recipient": recipient,
            "basis": basis, "protection": "password", "pupils": list(pupils),
        })  # fmt: skip


def erase(store: Store, pupil: str) -> None:
    erasing.erase(store, pupil, reason="court order", reference="2026", word="ERASE", today=TODAY)


def told(store: Store) -> set[tuple[str, str]]:
    return {(each.what, each.recipient) for each in past.disclosures(store)}


@pytest.fixture
def zephyr(school: Store) -> str:
    pupil = invented.pupil(school)
    for name, role, organisation in (
        ("Orla Quillfeather", "mother", ""),
        ("Dr Ash Fernwick", "paediatrician", "Puddles Hospital"),
    ):
        people.add(school, pupil, {"name": name, "role": role, "organisation": organisation})
    return pupil


@pytest.mark.parametrize(
    ("recipient", "stays"),
    [
        ("Orla Quillfeather", "mother"),
        ("Mrs Quillfeather", "mother"),
        ("Dr Fernwick", "paediatrician, Puddles Hospital"),
        ("Ms Unknown Neighbour", "a private person"),
        ("Grandad Quillfeather", "a private person"),
        ("Zephyr Quillfeather", "the pupil"),
        ("the family", "the family"),
        ("Puddleshire County Council", "Puddleshire County Council"),
        ("Quillfeather Road School", "Quillfeather Road School"),
        ("", ""),
    ],
)
def test_a_reader_is_told_by_sort(school: Store, zephyr: str, recipient: str, stays: str) -> None:
    left(school, recipient, zephyr)

    erase(school, zephyr)

    assert told(school) == {("Letter", stays)}


def test_the_day_the_protection_and_the_random_id_stay_and_the_names_are_nowhere(
    school: Store, zephyr: str
) -> None:
    left(school, "Orla Quillfeather", zephyr, what="Report on Zephyr", basis="asked by Orla")

    erase(school, zephyr)

    assert [each.record for each in erasing.notes(school)] == [""]
    (line,) = past.disclosures(school)
    assert (line.on, line.what, line.basis) == (EARLIER, "A file about one pupil", "")
    assert (line.protection, line.pupils) == ("password", (zephyr,))
    assert not any(
        name in json.dumps(change) for change in lines(school) for name in ("Orla", "Zephyr")
    )
    assert sound(school)


def test_a_line_about_another_pupil_too_stays_until_they_are_erased(
    school: Store, zephyr: str
) -> None:
    other = invented.pupil(school, forename="Tansy")
    people.add(school, other, {"name": "Orla Quillfeather", "role": "mother"})
    left(school, "Orla Quillfeather", zephyr, other)

    erase(school, zephyr)
    assert told(school) == {("Letter", "Orla Quillfeather")}

    erase(school, other)
    assert told(school) == {("Letter", "mother")}


def test_every_copy_says_the_same_whatever_comes_late(
    school: Store, la: Store, zephyr: str
) -> None:
    invented.status(school, zephyr, "K")
    left(school, "Orla Quillfeather", zephyr)
    old = sent(school, la, "old")
    late = sent(school, la, "late")
    read(la, old)
    assert ("Letter", "Orla Quillfeather") in told(la)

    erase(school, zephyr)
    read(la, sent(school, la, "erased"))
    read(la, late)

    assert told(la) == told(school)
    assert not any("Orla" in json.dumps(change) for change in lines(la))
    assert (sound(school), sound(la)) == (True, True)


def test_what_was_sent_before_and_comes_after_is_not_read_again(
    school: Store, la: Store, zephyr: str
) -> None:
    invented.status(school, zephyr, "K")
    left(school, "Orla Quillfeather", zephyr)
    old = sent(school, la, "old")
    erase(school, zephyr)

    read(la, sent(school, la, "erased"))
    read(la, old)

    assert not any("Orla" in json.dumps(change) for change in lines(la))
    assert told(la) == told(school)


def test_the_log_of_whoever_hears_of_it_names_nobody_either(
    school: Store, la: Store, zephyr: str
) -> None:
    invented.status(school, zephyr, "K")
    left(school, "Orla Quillfeather", zephyr)
    read(la, sent(school, la))
    for reader in ("Ms Orla Quillfeather", "Duckpond School", "the family"):
        left(la, reader, zephyr, what="Decision", basis="she asked")
    erase(school, zephyr)

    read(la, sent(school, la, "erased"))
    read(la, sent(school, la, "again"))
    read(school, sent(la, school, "back"))

    ours = [each for each in past.disclosures(la) if each.what == "Decision"]
    assert sorted((each.recipient, each.basis) for each in ours) == [
        ("Duckpond School", "she asked"), ("a private person", ""), ("the family", "she asked"),
    ]  # fmt: skip
    assert ("Letter", "mother") in told(la)
    for store in (school, la):
        assert not any("Orla" in json.dumps(change) for change in lines(store))
        assert sound(store)


def test_a_backup_that_is_put_back_says_it_so_too(tmp_path: Path) -> None:
    made = casefile.create(tmp_path / "case.sendtui", "plum tractor seven umbrellas")
    with made.store as store:
        casefile.set_up(store, author="A. Tester", role="senco", setting={"name": "Puddleby"})
        pupil = invented.pupil(store)
        people.add(store, pupil, {"name": "Orla Quillfeather", "role": "mother"})
        left(store, "Orla Quillfeather", pupil)
        kept = backup.write(store.path, store.key, tmp_path / "before.sendtui-backup")
        erase(store, pupil)
        path = store.path
        assert "Orla" not in json.dumps(erased_marks.noted(path))

    unlock = Unlock(passphrase="plum tractor seven umbrellas")
    casefile.restore(kept, path, unlock)

    with casefile.open_store(path, unlock) as store:
        assert told(store) == {("Letter", "mother")}
        assert not any("Orla" in json.dumps(change) for change in lines(store))
