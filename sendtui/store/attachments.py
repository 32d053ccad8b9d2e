"""The bytes of documents: kept once by their hash, inside the encrypted case file.

Bytes stay as long as any line of the change log names them. So a document that was removed has its
bytes when undo brings it back, and they go when erasure has taken the last value that names them.
"""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import Connection

NAMED = """
    SELECT CASE WHEN field = '*' THEN value ELSE '{"sha256": ' || value || '}' END FROM change
    WHERE kind = 'document' AND field IN ('*', 'sha256') AND value IS NOT NULL
"""
"""Every word that the log has of which bytes a document has, as JSON."""


def keep(connection: Connection, raw: bytes) -> str:
    """Keep bytes inside the caller's transaction and return their SHA-256; the same only once."""
    name = hashlib.sha256(raw).hexdigest()
    connection.exec_driver_sql(
        "INSERT INTO attachment (sha256, size, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (name, len(raw), raw),
    )
    return name


def read(connection: Connection, name: str) -> bytes | None:
    """The bytes of this hash, or None where this copy does not hold them."""
    found = connection.exec_driver_sql(
        "SELECT bytes FROM attachment WHERE sha256 = ?", (name,)
    ).scalar()
    return bytes(found) if found is not None else None


def here(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of these hashes whose bytes this copy holds."""
    found = connection.exec_driver_sql(
        "SELECT sha256 FROM attachment WHERE sha256 IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(names))),),
    )
    return frozenset(str(name) for (name,) in found)


def sizes(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How many bytes each of these documents has, of those whose bytes this copy holds."""
    found = connection.exec_driver_sql(
        "SELECT sha256, size FROM attachment WHERE sha256 IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(names))),),
    )
    return {str(name): int(size) for name, size in found}


def drop_unnamed(connection: Connection) -> int:
    """Drop the bytes that no value of the log names any more, and return how many there were.

    To be run by erasure, inside its transaction.
    """
    named = {json.loads(text).get("sha256") for (text,) in connection.exec_driver_sql(NAMED)}
    here = connection.exec_driver_sql("SELECT sha256 FROM attachment").scalars().all()
    gone = [(name,) for name in here if name not in named]
    if gone:
        connection.exec_driver_sql("DELETE FROM attachment WHERE sha256 = ?", gone)
    return len(gone)


def broken(connection: Connection) -> list[str]:
    """The hashes of bytes that are not what their hash says."""
    found = connection.exec_driver_sql("SELECT sha256, size, bytes FROM attachment")
    return [
        str(name)
        for name, size, raw in found
        if len(raw) != size or hashlib.sha256(raw).hexdigest() != name
    ]
