"""Bytes kept by their hash: once, as long as a value names them, and never changed unseen."""

import pytest

from sendtui.store import attachments, undo
from sendtui.store.store import Store


@pytest.fixture
def pupil(store: Store) -> str:
    with store.write("Add") as tx:
        return tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather"})


def add(store: Store, pupil: str, raw: bytes) -> str:
    with store.write("Add a document") as tx:
        name = attachments.keep(tx.connection, raw)
        return tx.add("document", {"pupil": pupil, "title": "Report", "sha256": name})


def count(store: Store) -> int:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM attachment")
        return int(found.scalar_one())


def drop(store: Store) -> int:
    with store.write("Erase") as tx:
        return attachments.drop_unnamed(tx.connection)


def test_the_same_bytes_are_kept_once(store: Store, pupil: str) -> None:
    add(store, pupil, b"report")
    add(store, pupil, b"report")

    assert count(store) == 1


def test_removing_a_document_keeps_its_bytes_for_undo(store: Store, pupil: str) -> None:
    document = add(store, pupil, b"report")
    with store.write("Remove") as tx:
        tx.remove("document", document)

    assert drop(store) == 0
    undo.undo(store)
    with store.read() as session:
        name = next(iter(attachments.here(session.connection(), [_name(store)])))
        assert attachments.read(session.connection(), name) == b"report"


def test_bytes_go_when_no_value_names_them(store: Store, pupil: str) -> None:
    document = add(store, pupil, b"report")
    with store.write("Erase") as tx:
        tx.connection.exec_driver_sql(
            "UPDATE change SET value = NULL WHERE record = ?", (document,)
        )

    assert drop(store) == 1
    assert count(store) == 0


def test_bytes_that_were_changed_are_found(store: Store, pupil: str) -> None:
    add(store, pupil, b"report")
    with store.write("Tamper") as tx:
        tx.connection.exec_driver_sql("UPDATE attachment SET bytes = ?", (b"\0",))

    with store.read() as session:
        assert attachments.broken(session.connection()) == [_name(store)]


def test_bytes_that_are_as_they_were_are_not_broken(store: Store, pupil: str) -> None:
    add(store, pupil, b"report")

    with store.read() as session:
        assert attachments.broken(session.connection()) == []


def _name(store: Store) -> str:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT sha256 FROM attachment")
        return str(found.scalar_one())
