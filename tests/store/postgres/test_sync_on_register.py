"""What a sealed file brings besides changes, taken into a register: as into a case file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.services import confidential, contacts, erasing, same, sealing, search, send
from sendtui.store import attachments
from sendtui.store.store import Store
from tests.registers import new_register
from tests.services import invented
from tests.services.enrolled import TODAY, case_file, enrolled, pupils, read, sent, sound
from tests.sync.desks import lines


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        yield made


@pytest.fixture
def la(tmp_path: Path, school: Store) -> Iterator[Store]:
    with new_register(tmp_path) as made:
        made.keep_note("role", "register")
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleshire Hollow", "sort": "la"})
        made.keep_note("setting", setting)
        enrolled(school, made)
        yield made


@pytest.fixture
def zephyr(school: Store) -> str:
    id_ = invented.pupil(school, upn="H801200001001")
    invented.status(school, id_, "K")
    with school.write("Add") as tx:
        name = attachments.keep(tx.connection, b"report")
        tx.add("document", {"pupil": id_, "title": "R", "sha256": name, "size": 6})
    return id_


def receipt(school: Store, la: Store, name: str) -> int:
    """How many changes the school still owes once it has read a receipt."""
    path = la.path.with_name(f"{name}.sendx")
    sealing.receipt(la, "moonbeam", path, TODAY)
    read(school, path)
    return send.preview(school, "puddleshire", TODAY, send.Choice(all_permitted=True)).changes


def test_documents_receipts_and_what_is_withheld(school: Store, la: Store, zephyr: str) -> None:
    hidden = contacts.log(school, zephyr, on=TODAY, said="the walrus")
    confidential.mark(school, zephyr, "contact", hidden, today=TODAY)

    (first,) = read(la, sent(school, la))
    left = receipt(school, la, "one")
    confidential.lift(school, zephyr, hidden, today=TODAY)
    (second,) = read(la, sent(school, la, "two"))

    assert (first.documents, first.lacking, left) == (1, 2, 0)
    assert (second.released, second.lacking) == (2, 0)
    assert search.search(la, "walrus", TODAY)
    assert sound(la)


def test_an_erasure_is_obeyed_by_a_register(school: Store, la: Store, zephyr: str) -> None:
    old = sent(school, la, "old")
    contacts.log(school, zephyr, on=TODAY, said="the walrus")
    read(la, sent(school, la))
    erasing.erase(school, zephyr, reason="court order", word="ERASE", today=TODAY)

    (result,) = read(la, sent(school, la, "two"))
    read(la, old)

    assert result.erased == 4
    assert pupils(la) == {}
    assert not any("walrus" in str(line["value"]) for line in lines(la))
    with la.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM attachment")
        assert found.scalar_one() == 0
    assert sound(la)


def test_two_records_of_one_child_are_joined_in_a_register(
    school: Store, la: Store, zephyr: str
) -> None:
    read(la, sent(school, la))
    other = invented.pupil(la, upn="H801200001001")
    (pair,) = same.proposed(la)

    same.join(la, zephyr, other, today=TODAY)

    assert {pair.pupil, pair.other} == {zephyr, other}
    assert set(pupils(la)) == {other}
    with la.read() as session:
        assert same.of_child(session, other) == (other, zephyr)
    assert sound(la)
