"""The words of the record in two indexes: how a word begins, and what is inside a name.

Whoever writes a record writes its words here; nobody else knows the indexes by name.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, TextualSelect, bindparam, column, select, text
from sqlmodel import Session

from sendtui.store import schema
from sendtui.store.shapes import Shape, shape

AT_ONCE = 500

_BEGUN = "INSERT INTO search (rowid, name, words) VALUES (?, ?, ?)"
_INSIDE = "INSERT INTO search_inside (rowid, pupil, person, phone) VALUES (?, ?, ?, ?)"
_NAMED = "SELECT rowid FROM search WHERE search MATCH ?"
_WITHIN = "SELECT rowid FROM search_inside WHERE search_inside MATCH ?"
_DROP = ("DELETE FROM search WHERE rowid = ?", "DELETE FROM search_inside WHERE rowid = ?")

LONG = 3
"""How many letters of a word are looked for inside names at least: the index is of threes."""


class Words:
    """The words of records that are to be written, by the number of each record's birth."""

    __slots__ = ("_begun", "_inside")

    def __init__(self) -> None:
        """Nothing has been gathered yet."""
        self._begun: list[tuple[int, str, str]] = []
        self._inside: list[tuple[int, str, str, str]] = []

    def add(self, birth: int, found: Shape, values: Mapping[str, Any]) -> None:
        """Take what a record says."""
        words = found.words(values)
        if not words:
            return
        kind = found.kind.name
        if kind == "pupil":
            self._begun.append((birth, words, ""))
            self._inside.append((birth, words, "", ""))
            return
        self._begun.append((birth, "", words))
        if kind == "person":
            names = " ".join(filter(None, (values.get("name"), values.get("former_name"))))
            self._inside.append((birth, "", names, closed_up(values.get("phone") or "")))

    def write(self, connection: Connection) -> None:
        """Put what was gathered into the indexes, and begin anew."""
        if self._begun:
            connection.exec_driver_sql(_BEGUN, self._begun)
            self._begun.clear()
        self.write_inside(connection)

    def write_inside(self, connection: Connection) -> None:
        """Put what is inside names into its index alone, and begin anew."""
        if self._inside:
            connection.exec_driver_sql(_INSIDE, self._inside)
            self._inside.clear()


def drop(connection: Connection, births: Iterable[int]) -> None:
    """Take the words of these births out of the indexes."""
    lines = [(birth,) for birth in births]
    for statement in _DROP if lines else ():
        connection.exec_driver_sql(statement, lines)


def empty(connection: Connection) -> None:
    """Take all words out of the indexes."""
    for index in schema.SEARCHES:
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('delete-all')")


def forget(connection: Connection) -> None:
    """Leave no trace of words that have been taken out: an index keeps them until it is merged."""
    for index in schema.SEARCHES:
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")


def prepare_inside(connection: Connection) -> None:
    """Make the index of what is inside names, where there is none."""
    for statement in schema.INSIDE:
        connection.exec_driver_sql(statement)


def fill_inside(connection: Connection) -> None:
    """Fill the index of what is inside names from the pupils and people there are."""
    connection.exec_driver_sql("INSERT INTO search_inside(search_inside) VALUES ('delete-all')")
    gathered = Words()
    for kind in ("pupil", "person"):
        found = shape(kind)
        fields = [*found.kind.twin.SEARCHED]
        columns = ", ".join(f"line.{field}" for field in fields)
        lines = connection.exec_driver_sql(
            f"SELECT change.n, {columns} FROM {kind} line "
            "JOIN change ON change.record = line.id AND change.field = '*'"
        )
        for part in lines.partitions(AT_ONCE):
            for n, *values in part:
                gathered.add(n, found, dict(zip(fields, values, strict=True)))
            gathered.write_inside(connection)


def closed_up(phone: str) -> str:
    """A phone number without the signs and gaps that people put into one."""
    return re.sub(r"[ ()-]", "", phone)


# ── What the indexes are asked ────────────────────────────────────────────────────────────────


def pupils_named(words: str) -> TextualSelect:
    """The ids of the pupils a name or number of whom each of the words begins."""
    return _births("pupil", "search", f"name : ({begun(words)})")


def births_named(session: Session, words: str) -> set[int]:
    """The births of those pupils."""
    return _all(session, _NAMED, f"name : ({begun(words)})")


def is_begun(session: Session, words: str) -> bool:
    """Whether there is any such pupil."""
    found = session.connection().exec_driver_sql(
        f"SELECT 1 FROM ({_NAMED}) AS hit LIMIT 1", (f"name : ({begun(words)})",)
    )
    return found.first() is not None


def birth_of(session: Session, record: str) -> int | None:
    """The number of a record's birth; None where there is no such record."""
    birth = schema.change.c
    asked = select(birth.n).where(birth.record == record, birth.field == "*")
    return session.connection().execute(asked).scalar()


def of_births(session: Session, births: Sequence[int]) -> list[str]:
    """The records of these births, in the order given; who has gone meanwhile is left out."""
    birth = schema.change.c
    asked = select(birth.n, birth.record).where(birth.n.in_(births))
    records = {line.n: line.record for line in session.connection().execute(asked)}
    return [records[n] for n in births if n in records]


def pupils_inside(words: str) -> TextualSelect:
    """The ids of the pupils in whose names and numbers all the words of three letters stand."""
    return _births("pupil", "search_inside", _of_pupils(words))


def births_inside(session: Session, words: str) -> set[int]:
    """The births of those pupils."""
    return _all(session, _WITHIN, _of_pupils(words))


def people_inside(words: str, number: str) -> TextualSelect:
    """The ids of the people in whose names those words stand, or in whose phone number this."""
    return _births("person", "search_inside", _of_people(words, number))


def begun(words: str) -> str:
    """Words as typed, as the search index asks for them; "" where there is nothing to look for."""
    parts = [part for part in _parts(words) if any(c.isalnum() for c in part)]
    return " AND ".join(f'"{part}" *' for part in parts)


def long_words(words: str) -> list[str]:
    """Those of the words that are long enough to be looked for inside names."""
    return [part for part in _parts(words) if len(part) >= LONG]


def _parts(words: str) -> list[str]:
    return re.sub(r'["\x00]', " ", words).split()


def _of_pupils(words: str) -> str:
    return f"pupil : ({_all_of(words)})"


def _of_people(words: str, number: str) -> str:
    named = f"person : ({_all_of(words)})"
    return f'({named}) OR phone : "{number}"' if number else named


def _all_of(words: str) -> str:
    # What cannot be looked for is in no name: two letters are none of the index's threes.
    return " AND ".join(f'"{word}"' for word in long_words(words)) or '"--"'


def _all(session: Session, asked: str, wanted: str) -> set[int]:
    # In one text, because a line of its own for each of thousands would hold up a key of a search.
    found = session.connection().exec_driver_sql(
        f"SELECT json_group_array(hit.rowid) FROM ({asked}) AS hit", (wanted,)
    )
    return set(json.loads(found.scalar() or "[]"))


def _births(kind: str, index: str, wanted: str) -> TextualSelect:
    # Left to itself SQLite reads the log's own pages, which are large and hold much else.
    asked = f"""
        SELECT record FROM change INDEXED BY change_{kind} WHERE kind = '{kind}' AND field = '*'
        AND n IN (SELECT rowid FROM {index} WHERE {index} MATCH :wanted)
    """
    return text(asked).bindparams(bindparam("wanted", wanted, unique=True)).columns(_RECORD)


_RECORD = column("record", String)
