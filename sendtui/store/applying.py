"""The heads of the log, and the tables and the search as those heads have them."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sendtui.models import wire
from sendtui.store.shapes import shape
from sendtui.store.standing import standing


def name_versions(connection: Connection, numbers: Iterable[int]) -> list[wire.Version]:
    """Lines of the log as every copy names them: their device and counter."""
    named = []
    for n in sorted(numbers):
        found = connection.exec_driver_sql(
            "SELECT device.id, change.counter FROM change JOIN device ON device.n = change.device "
            "WHERE change.n = ?",
            (n,),
        ).one()
        named.append((str(found[0]), int(found[1])))
    return sorted(named)


def rewrite_heads(connection: Connection, record: str, name: str, heads: set[int]) -> None:
    """Say which lines are the heads of a field."""
    connection.exec_driver_sql("DELETE FROM head WHERE record = ? AND field = ?", (record, name))
    connection.exec_driver_sql(
        "INSERT INTO head (record, field, change) VALUES (?, ?, ?)",
        [(record, name, n) for n in sorted(heads)],
    )


def materialise(connection: Connection, record: str) -> None:
    """Make a record's line in its table, and its words in the search, what the log says now."""
    now = standing(connection, record)
    assert now is not None
    found = shape(now.kind)
    run = connection.exec_driver_sql
    run(found.delete, (record,))
    run("DELETE FROM search WHERE rowid = ?", (now.birth,))
    # A birth without values was erased: the log remembers that there was something, and no more.
    if now.deleted or not now.born:
        return
    values = found.storable(now.values)
    run(found.insert, found.record(record, values))
    words = found.words(values)
    if words:
        is_name = now.kind == "pupil"
        run(
            "INSERT INTO search (rowid, name, words) VALUES (?, ?, ?)",
            (now.birth, words if is_name else "", "" if is_name else words),
        )
