"""What was erased is gone from every copy, whatever comes late; only that it was stays."""

import json
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import casefile, contacts, erasing, same, search
from sendtui.services.casefile import Unlock
from sendtui.store import attachments, backup, erased_marks, replay, slots, undo
from sendtui.store.standing import standing
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import TODAY, case_file, changes, pupils, read, sent, sound
from tests.sync.desks import lines, said, take

SECRET = "walrus"


@pytest.fixture
def zephyr(school: Store) -> str:
    id_ = invented.pupil(school, surname=f"Quillfeather-{SECRET}")
    invented.status(school, id_, "K")
    return id_


@pytest.fixture
def contact(school: Store, zephyr: str) -> str:
    return contacts.log(school, zephyr, on=TODAY, said=f"The {SECRET} is at the dentist.")


def erase(store: Store, pupil: str, record: str = "") -> int:
    return erasing.erase(
        store, pupil, record, reason="court order", reference="25 years", word="ERASE", today=TODAY
    )


def says(store: Store) -> bool:
    """Whether the word stands anywhere in the log, the search, or what waits."""
    with store.read() as session:
        waiting = session.connection().exec_driver_sql("SELECT line FROM waiting").scalars().all()
    found = search.search(store, SECRET, TODAY, with_confidential=True)
    return any(SECRET in json.dumps(line) for line in lines(store)) or bool(found) or any(
        SECRET in text for text in waiting
    )  # fmt: skip


def test_a_pupil_is_erased_here_and_wherever_the_file_comes(
    school: Store, la: Store, zephyr: str, contact: str
) -> None:
    read(la, sent(school, la))
    assert says(school)
    assert says(la)

    gone = erase(school, zephyr)
    (rehearsed,) = read(la, sent(school, la, "two"), dry_run=True)
    (result,) = read(la, sent(school, la, "three"))

    assert gone == rehearsed.erased == result.erased == 3
    assert (says(school), says(la)) == (False, False)
    assert (zephyr in pupils(school), zephyr in pupils(la)) == (False, False)
    assert (sound(school), sound(la)) == (True, True)
    for store in (school, la):
        (note,) = erasing.notes(store)
        assert (note.pupil, note.reason, note.reference) == (zephyr, "court order", "25 years")
    assert contact


def test_one_record_is_erased_and_the_rest_stays(
    school: Store, la: Store, zephyr: str, contact: str
) -> None:
    read(la, sent(school, la))

    assert erase(school, zephyr, contact) == 1
    read(la, sent(school, la, "two"))

    for store in (school, la):
        assert zephyr in pupils(store)
        assert not any("dentist" in json.dumps(line) for line in lines(store))
        assert sound(store)


def test_no_old_file_brings_it_back(school: Store, la: Store, zephyr: str, contact: str) -> None:
    old = sent(school, la, "old")
    later = sent(school, la, "later")
    erase(school, zephyr)

    read(la, sent(school, la, "erased"))
    results = read(la, old, later)

    assert [each.state for each in results] == ["merged", "merged"]
    assert not says(la)
    assert pupils(la) == {}
    assert contact


def test_what_somebody_else_wrote_meanwhile_is_erased_too(
    school: Store, la: Store, zephyr: str, contact: str
) -> None:
    read(la, sent(school, la))
    contacts.log(la, zephyr, on=TODAY, said=f"A second {SECRET}.")
    erase(school, zephyr)

    read(school, sent(la, school, "back"))
    read(la, sent(school, la, "two"))
    read(school, sent(la, school, "again"))

    assert (says(school), says(la)) == (False, False)
    assert said(school)["contact"] == said(la)["contact"] == set()
    assert contact


def test_nothing_new_is_written_about_whom_was_erased(school: Store, zephyr: str) -> None:
    erase(school, zephyr)
    before = changes(school)

    with pytest.raises(SendtuiError, match="erased"), school.write("Add") as tx:
        tx.add("need", {"pupil": zephyr, "code": "SLCN", "rank": 1})
    with school.write("Edit") as tx:
        now = tx.standing(zephyr)
        with pytest.raises(SendtuiError, match="erased"):
            tx.restate(now, "surname", "Moss", now.versions("surname"))

    assert changes(school) == before


def test_an_erasure_is_not_undone_and_nothing_of_before_either(
    school: Store, zephyr: str, contact: str
) -> None:
    erase(school, zephyr)
    note = erasing.notes(school)[0].id

    with pytest.raises(SendtuiError, match="erased"):
        undo.undo(school)
    with pytest.raises(SendtuiError, match="stays erased"), school.write("Remove") as tx:
        tx.remove("erasure", note)
    assert not says(school)
    assert contact


def test_the_word_is_asked_for(school: Store, zephyr: str) -> None:
    with pytest.raises(SendtuiError, match="the word is ERASE"):
        erasing.erase(school, zephyr, reason="court order", word="erase", today=TODAY)

    assert says(school)


def test_the_bytes_of_documents_and_what_was_typed_go_too(school: Store, zephyr: str) -> None:
    with school.write("Add") as tx:
        name = attachments.keep(tx.connection, b"report")
        tx.add("document", {"pupil": zephyr, "title": "Report", "sha256": name, "size": 6})
    school.keep_draft(f"contact/{zephyr}/", {"said": SECRET})

    erase(school, zephyr)

    with school.read() as session:
        assert attachments.read(session.connection(), name) is None
    assert school.drafts() == []


def test_nothing_of_it_stands_in_the_file(school: Store, zephyr: str, contact: str) -> None:
    """The pages are read through the cipher: what is deleted must not linger in a free one."""
    erase(school, zephyr)
    plain = school.path.with_suffix(".plain")
    key = school.key
    school.close()

    from sendtui.store import cipher

    connection = cipher.connector(school.path, key, read_only=False)()
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.close()

    assert SECRET.encode() not in plain.read_bytes()
    assert contact


def test_whoever_was_joined_to_them_goes_too(school: Store, zephyr: str) -> None:
    other = invented.pupil(school, surname=f"Moss-{SECRET}")
    same.join(school, other, zephyr, today=TODAY)

    erase(school, zephyr)

    assert not says(school)
    assert {note.pupil for note in erasing.notes(school)} == {zephyr, other}


def test_a_backup_that_is_put_back_is_erased_again(tmp_path: Path) -> None:
    made = casefile.create(tmp_path / "case.sendtui", "plum tractor seven umbrellas")
    with made.store as store:
        setting = casefile.set_up(
            store, author="A. Tester", role="senco", setting={"name": "Puddleby Primary"}
        )
        with store.write("Add") as tx:
            zephyr = tx.add("pupil", {"setting": setting, "surname": f"Moss-{SECRET}"})
        kept = backup.write(store.path, store.key, tmp_path / "before.sendtui-backup")
        erase(store, zephyr)
        path = store.path
        assert SECRET not in json.dumps(erased_marks.noted(path))

    unlock = Unlock(passphrase="plum tractor seven umbrellas")
    casefile.restore(kept, path, unlock)

    with casefile.open_store(path, unlock) as store:
        assert not says(store)
        assert [note.pupil for note in erasing.notes(store)] == [zephyr]
        assert casefile.verify(store) == ()
    with casefile.open_store(path, unlock) as store:
        assert len(erasing.notes(store)) == 1
    assert slots.keys_path(path).exists()


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_it_comes_all_copies_say_the_same(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    with ExitStack() as stack:
        first = stack.enter_context(case_file(tmp_path, "first"))
        with first.write("Add") as tx:
            zephyr = tx.add("pupil", {"setting": first.setting, "surname": f"Moss-{SECRET}"})
            need = tx.add("need", {"pupil": zephyr, "code": "SLCN", "rank": 1, "note": SECRET})
            other = tx.add("pupil", {"setting": first.setting, "surname": "Fern"})
        second = stack.enter_context(case_file(tmp_path, "second"))
        take(second, lines(first), 0)
        third = stack.enter_context(case_file(tmp_path, "third"))
        for n in range(3):
            with chance.choice((first, second)).write("Edit") as tx:
                tx.put("need", need, {"note": f"{SECRET} {n}"})
                tx.put("pupil", other, {"class_name": f"{n}B"})
        erase(chance.choice((first, second)), zephyr, chance.choice(("", need)))
        with second.read() as session:
            gone = standing(session.connection(), need)
        if gone is not None and gone.born:
            with second.write("Edit") as tx:
                tx.put("need", need, {"source": f"late {SECRET}"})

        for _ in range(3):
            for giver in (first, second, third):
                given = lines(giver)
                chance.shuffle(given)
                for taker in (first, second, third):
                    if taker is not giver:
                        take(
                            taker, given[: chance.randrange(1, len(given) + 1)] if given else [], 0
                        )
        for giver, taker in permutations((first, second, third), 2):
            take(taker, lines(giver), 0)

        states = [said(store) for store in (first, second, third)]
        assert states[0]["need"] == states[1]["need"] == states[2]["need"] == set()
        assert states[0]["heads"] == states[1]["heads"] == states[2]["heads"]
        for store in (first, second, third):
            with store.read() as session:
                assert list(replay.differences(session.connection())) == []
                assert list(replay.broken_chains(session.connection())) == []
            assert not any(f"late {SECRET}" in json.dumps(line) for line in lines(store))
