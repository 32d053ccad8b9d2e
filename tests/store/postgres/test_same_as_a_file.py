"""What a school sends, taken into a case file and into a register: the same in every table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sendtui.models import KINDS
from sendtui.services import enrol, send
from sendtui.store.shapes import shape
from sendtui.store.store import Store
from tests.registers import new_register
from tests.services.enrolled import TODAY, case_file, enrolled, read, sent, sound
from tests.store.test_merging import lines, take

LOG = {
    "change": "SELECT stream.id, device.id, counter, change.kind, record, field, value, salt, "
    "commitment, more FROM change JOIN stream ON stream.n = change.stream "
    "JOIN device ON device.n = change.device",
    "act": "SELECT batch.id, device.id, hlc, who, label, written, true_on FROM batch "
    "JOIN device ON device.n = batch.device",
    "chain": "SELECT stream.id, device.id, counter, link FROM tip "
    "JOIN stream ON stream.n = tip.stream JOIN device ON device.n = tip.device",
    "head": "SELECT head.record, head.field, device.id, counter FROM head "
    "JOIN change ON change.n = head.change JOIN device ON device.n = change.device",
}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "school") as made:
        yield made


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "authority", sort="la", role="caseworker") as made:
        yield made


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Store]:
    """The authority's register."""
    with new_register(tmp_path) as made:
        made.keep_note("role", "register")
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Authority Hollow", "sort": "la"})
        made.keep_note("setting", setting)
        yield made


def _written(store: Store) -> str:
    """A pupil with something of every sort: events, lists, days, a name with an accent."""
    with store.write("Add", true_on=None) as tx:
        pupil = tx.add(
            "pupil",
            {"setting": store.setting, "surname": "Quillféather", "forename": "Zephyr",
             "born": "2016-01-02", "upn": "A123456789012", "nc_year": "5"},
        )  # fmt: skip
        tx.add("status", {"pupil": pupil, "status": "K", "since": "2026-09-01"})
        person = tx.add(
            "person", {"pupil": pupil, "name": "Wren O'Hollow", "phone": "01632 960001"}
        )
        tx.add("contact", {"pupil": pupil, "on": "2026-10-01", "said": "100 %? of it"})
    with store.write("Amend") as tx:
        tx.put("pupil", pupil, {"surname": "Moss", "class_name": "5B"})
        tx.put("person", person, {"name": "Wren Moss"})
    with store.write("Remove") as tx:
        tx.remove("person", person)
    return pupil


def _lines(store: Store, question: str) -> list[tuple[Any, ...]]:
    with store.read() as session:
        found = session.connection().exec_driver_sql(question).all()
    return sorted((tuple(line) for line in found), key=repr)


def _nouns(store: Store, but: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the record, without what is the store's own setting."""
    found = {}
    for kind in KINDS:
        known = shape(kind)
        columns = ", ".join(f'"{column}"' for column in known.columns)
        where = "WHERE id <> ?" if kind == "setting" else "WHERE '' <> ?"
        with store.read() as session:
            lines = session.connection().exec_driver_sql(
                f'SELECT {columns} FROM "{known.kind.table.__tablename__}" {where}', (but,)
            )
            found[kind] = sorted((tuple(line) for line in lines), key=repr)
    return found


def _from(store: Store, device: str) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: [line for line in _lines(store, question) if device in line]
        for name, question in LOG.items()
    }


def test_the_same_changes_become_the_same_record_in_both(
    school: Store, laptop: Store, register: Store
) -> None:
    _written(school)
    changes = lines(school)

    taken = [take(laptop, changes), take(register, changes)]

    assert [(one.new, one.known, one.waiting) for one in taken] == [(9, 0, 0)] * 2
    assert _from(register, school.device) == _from(laptop, school.device)
    assert _nouns(register, register.setting) == _nouns(laptop, laptop.setting)
    assert sound(register)


def test_a_file_read_twice_adds_nothing(school: Store, register: Store) -> None:
    enrolled(school, register)
    _written(school)
    path = sent(school, register)
    read(register, path)
    before = _lines(register, LOG["change"])

    read(register, path)

    assert _lines(register, LOG["change"]) == before


def test_what_a_register_writes_comes_back_to_the_school(
    school: Store, register: Store, tmp_path: Path
) -> None:
    enrolled(school, register)
    pupil = _written(school)
    read(register, sent(school, register))
    with register.write("Move class") as tx:
        tx.put("pupil", pupil, {"class_name": "6A"})
    back, to = tmp_path / "back.sendx", enrol.me(school).fingerprint

    send.write(register, to, back, TODAY, send.Choice(all_permitted=True))
    read(school, back)

    assert _lines(school, "SELECT class_name FROM pupil") == [("6A",)]
