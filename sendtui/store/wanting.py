"""What is lacking of what a copy was told of: documents without bytes, changes without value.

A file may bring a document's line and not its bytes, and leave out the value of what is
confidential. What is lacking is named in the next file back, and sent where it may be had.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from sendtui.models import wire

WITHHELD = "withheld"
"""The key of a change whose value its sender left out, and may yet send."""

MOST = 20_000
"""How many names one file asks for."""

_DOCUMENTS = """
    SELECT DISTINCT document.sha256 FROM document
    LEFT JOIN attachment ON attachment.sha256 = document.sha256
    WHERE document.pupil IN (SELECT value FROM json_each(?))
    AND document.sha256 <> '' AND attachment.sha256 IS NULL ORDER BY 1
"""
_BARE = """
    SELECT stream.id, device.id, change.counter FROM stream
    JOIN change ON change.stream = stream.n JOIN device ON device.n = change.device
    WHERE stream.id IN (SELECT value FROM json_each(?))
    AND change.value IS NULL AND change.more LIKE '%"withheld"%' ORDER BY change.n
"""


def lacking(connection: Connection, streams: Iterable[str]) -> tuple[str, ...]:
    """What this copy lacks in these streams, as a file names it."""
    asked = (json.dumps(list(streams)),)
    documents = [str(name) for (name,) in connection.exec_driver_sql(_DOCUMENTS, asked)]
    bare = [f"{s} {d} {n}" for s, d, n in connection.exec_driver_sql(_BARE, asked)]
    return tuple([*documents, *bare][:MOST])


def keep(connection: Connection, peer: str, names: Sequence[str]) -> None:
    """Keep what a peer's latest file asks for, in the place of what an earlier one did."""
    connection.exec_driver_sql("DELETE FROM wanted WHERE peer = ?", (peer,))
    if lines := [(peer, name) for name in dict.fromkeys(names[:MOST])]:
        connection.exec_driver_sql("INSERT INTO wanted (peer, name) VALUES (?, ?)", lines)


def asked(connection: Connection, peer: str) -> tuple[frozenset[str], dict[str, set[wire.Version]]]:
    """What a peer lacks: documents by hash, and the changes of each stream without a value."""
    documents: set[str] = set()
    bare: dict[str, set[wire.Version]] = {}
    found = connection.exec_driver_sql("SELECT name FROM wanted WHERE peer = ?", (peer,))
    for (name,) in found:
        match str(name).split(" "):
            case [sha256]:
                documents.add(sha256)
            case [stream, device, counter] if counter.isdecimal():
                bare.setdefault(stream, set()).add((device, int(counter)))
    return frozenset(documents), bare
