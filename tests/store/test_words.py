"""What is inside names is found whatever became of the record, and forgotten with it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from sendtui.store import words
from sendtui.store.replay import rebuild
from sendtui.store.store import Store
from sendtui.store.undo import undo


def found(store: Store, asked: str, number: str = "") -> int:
    with store.read() as session:
        asked_of = words.pupils_inside(asked), words.people_inside(asked, number)
        return sum(len(session.connection().execute(each).all()) for each in asked_of)


@pytest.fixture
def odo(store: Store) -> str:
    with store.write("Add a pupil") as tx:
        odo = tx.add(
            "pupil", {"setting": store.setting, "surname": "Noodlewick", "forename": "Odo Zoë"}
        )
        person = {"pupil": odo, "name": "Marigold Pompom", "phone": "(07700) 900-123"}
        tx.add("person", person)
    return odo


@pytest.mark.usefixtures("odo")
@pytest.mark.parametrize(
    ("asked", "number", "many"),
    [
        ("dlewi", "", 1),
        ("ODLE zoe", "", 1),
        ("pompo", "", 1),
        ("odle pompo", "", 0),
        ("od", "", 0),
        ('"', "", 0),
        ("00900123", "00900123", 1),
        ("mum", "", 0),
    ],
)
def test_what_stands_inside_a_name_is_found(
    store: Store, asked: str, number: str, many: int
) -> None:
    assert found(store, asked, number) == many


def _rename(store: Store, odo: str) -> None:
    with store.write("Edit") as tx:
        tx.put("pupil", odo, {"surname": "Quillfeather"})


def _remove(store: Store, odo: str) -> None:
    with store.write("Remove") as tx:
        tx.remove("pupil", odo)


@pytest.mark.parametrize("change", [_rename, _remove])
def test_a_name_that_is_gone_is_not_found_until_it_is_brought_back(
    store: Store, odo: str, change: Callable[[Store, str], None]
) -> None:
    change(store, odo)

    assert found(store, "dlewi") == 0

    undo(store)

    assert found(store, "dlewi") == 1


def _rebuilt(connection: Connection) -> None:
    rebuild(connection)


def _filled(connection: Connection) -> None:
    words.empty(connection)
    words.fill_inside(connection)


@pytest.mark.usefixtures("odo")
@pytest.mark.parametrize("make_anew", [_rebuilt, _filled, words.forget, words.fill_inside])
def test_an_index_made_anew_finds_the_same(
    store: Store, make_anew: Callable[[Connection], None]
) -> None:
    with store.writer.begin() as connection:
        make_anew(connection)

    assert [found(store, asked) for asked in ("dlewi", "pompo", "zzz")] == [1, 1, 0]


@pytest.mark.usefixtures("odo")
def test_an_index_that_was_emptied_finds_nothing(store: Store) -> None:
    with store.writer.begin() as connection:
        words.empty(connection)

    assert found(store, "dlewi") == 0
