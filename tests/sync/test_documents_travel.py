"""The bytes of documents go with the file, or are asked for in the next one back."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from sendtui.errors import DamagedError
from sendtui.services import confidential
from sendtui.store import attachments, parcels
from sendtui.store.parcels import PART, Parcels
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, read, sent

LONG = bytes(n % 251 for n in range(PART + 1_000))


def document(store: Store, pupil: str, raw: bytes) -> str:
    """A document in a pupil's record; returns its id."""
    with store.write("Add a document") as tx:
        name = attachments.keep(tx.connection, raw)
        values = {"pupil": pupil, "title": "Report", "sha256": name, "size": len(raw)}
        return tx.add("document", values)


def held(store: Store) -> set[bytes]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT bytes FROM attachment")
        return {bytes(raw) for (raw,) in found}


def test_documents_go_with_the_file(school: Store, la: Store, zephyr: str) -> None:
    for raw in (b"short", LONG, b""):
        document(school, zephyr, raw)

    (result,) = read(la, sent(school, la))

    assert (result.state, result.documents, result.lacking) == ("merged", 3, 0)
    assert held(la) == held(school) == {b"short", LONG, b""}


def test_what_there_is_no_room_for_is_asked_for(school: Store, la: Store, zephyr: str) -> None:
    document(school, zephyr, b"short")
    document(school, zephyr, LONG)

    (first,) = read(la, sent(school, la, documents=1_000))
    read(school, sent(la, school, "asks"))
    (second,) = read(la, sent(school, la, "two"))

    assert (first.documents, first.lacking) == (1, 1)
    assert (second.documents, second.lacking) == (1, 0)
    assert held(la) == {b"short", LONG}


def test_a_confidential_document_stays_home(school: Store, la: Store, zephyr: str) -> None:
    hidden = document(school, zephyr, b"hidden")
    document(school, zephyr, b"open")
    confidential.mark(school, zephyr, "document", hidden, today=TODAY)

    read(la, sent(school, la))
    read(school, sent(la, school, "asks"))
    read(la, sent(school, la, "two"))

    assert held(la) == {b"open"}


def test_a_document_that_is_asked_for_and_not_the_readers_is_not_sent(
    school: Store, la: Store, zephyr: str
) -> None:
    with school.write("Add") as tx:
        other = tx.add("setting", {"name": "Fernbank"})
        pupil = tx.add("pupil", {"setting": other, "surname": "Bramblewick"})
        secret = attachments.keep(tx.connection, b"not yours")
        tx.add("document", {"pupil": pupil, "title": "R", "sha256": secret, "size": 9})
        whose = tx.connection.exec_driver_sql("SELECT fingerprint FROM peer").scalar_one()
        tx.connection.exec_driver_sql("INSERT INTO wanted VALUES (?, ?)", (whose, secret))

    read(la, sent(school, la))

    assert held(la) == set()
    assert zephyr


def parts(raw: bytes) -> list[dict[str, Any]]:
    """The parts of a document as a file would bring them."""
    text = parcels.b64encode(raw).decode()
    name = hashlib.sha256(raw).hexdigest()
    return [{"attachment": name, "size": len(raw), "at": 0, "bytes": text}]


@pytest.mark.parametrize(
    "bend",
    [
        lambda part: part | {"size": part["size"] - 1},
        lambda part: part | {"size": part["size"] + 1},
        lambda part: part | {"at": 1},
        lambda part: part | {"attachment": "0" * 64},
        lambda part: part | {"bytes": "?"},
        lambda part: part | {"size": 1 << 40},
        lambda part: part | {"size": True},
    ],
    ids=["shorter", "longer", "elsewhere", "other hash", "no base64", "huge", "no number"],
)
def test_a_part_that_is_not_what_it_says_is_refused(
    store: Store, bend: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    with store.write("Take") as tx, pytest.raises(DamagedError, match="fingerprint"):
        list(Parcels(tx.connection).changes(map(bend, parts(b"bytes"))))

    assert held(store) == set()


def test_bytes_that_no_document_names_are_not_kept(store: Store) -> None:
    with store.write("Take") as tx:
        brought = Parcels(tx.connection)
        assert list(brought.changes(parts(b"stuffing"))) == []
        assert brought.keep_named() == 0

    assert held(store) == set()


def test_the_parts_of_a_document_are_lines_of_bounded_length(store: Store) -> None:
    with store.write("Keep") as tx:
        name = attachments.keep(tx.connection, LONG)
        made = list(parcels.parts(tx.connection, [name, "0" * 64]))

    assert [part["at"] for part in made] == [0, PART]
    assert max(len(json.dumps(part)) for part in made) < 1 << 20
