"""The bytes of documents on their way, in parts, so that none is ever held twice.

A part names the document by its hash, and says how long it is and where the part begins. Bytes that
do not come to their hash, or that no document of ours names, are not kept.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from sendtui.errors import DamagedError
from sendtui.store import attachments

PARCEL = "attachment"
"""The key that tells a part of a document from a change."""

PART = 3 << 17
"""How many bytes go on one line."""

LARGEST = 32_000_000
"""The longest document that is taken in."""


def parts(connection: Connection, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The bytes of these documents, part by part; those that are not here are left out."""
    for name in names:
        size = connection.exec_driver_sql(
            "SELECT size FROM attachment WHERE sha256 = ?", (name,)
        ).scalar()
        if size is None:
            continue
        for at in range(0, max(int(size), 1), PART):
            raw = connection.exec_driver_sql(
                "SELECT substr(bytes, ?, ?) FROM attachment WHERE sha256 = ?",
                (at + 1, PART, name),
            ).scalar_one()
            text = b64encode(bytes(raw or b"")).decode("ascii")
            yield {PARCEL: name, "size": int(size), "at": at, "bytes": text}


class Parcels:
    """The documents of one file as they come in, kept inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Nothing has come yet."""
        self._connection = connection
        self._name, self._size = "", 0
        self._raw = bytearray()
        self.fresh: list[str] = []
        """The hashes of those that were not here before."""

    def changes(self, lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The changes among a file's lines; the parts are put together on the way.

        Raises DamagedError for parts that do not make up what they name.
        """
        for line in lines:
            if PARCEL in line:
                self._take(line)
            else:
                yield line
        if self._name:
            raise _broken()

    def drop(self) -> None:
        """Keep none of them: the file is not taken in."""
        for name in self.fresh:
            self._connection.exec_driver_sql("DELETE FROM attachment WHERE sha256 = ?", (name,))
        self.fresh.clear()

    def keep_named(self) -> int:
        """Keep those that a document here names, drop the others, and say how many were kept."""
        found = self._connection.exec_driver_sql(
            "SELECT DISTINCT sha256 FROM document WHERE sha256 IN (SELECT value FROM json_each(?))",
            (json.dumps(self.fresh),),
        )
        named = {str(name) for (name,) in found}
        kept = [name for name in self.fresh if name in named]
        self.fresh = [name for name in self.fresh if name not in named]
        self.drop()
        return len(kept)

    def _take(self, line: Mapping[str, Any]) -> None:
        name, size, at, text = (line.get(key) for key in (PARCEL, "size", "at", "bytes"))
        if not self._name:
            self._name, self._size = str(name), size if type(size) is int else -1
        if not 0 <= self._size <= LARGEST:
            raise _broken()
        if (name, size, at) != (self._name, self._size, len(self._raw)):
            raise _broken()
        try:
            self._raw += b64decode(str(text), validate=True)
        except (Base64Error, ValueError):
            raise _broken() from None
        if len(self._raw) < self._size:
            return
        if len(self._raw) != self._size or hashlib.sha256(self._raw).hexdigest() != self._name:
            raise _broken()
        if not attachments.here(self._connection, [self._name]):
            attachments.keep(self._connection, bytes(self._raw))
            self.fresh.append(self._name)
        self._name, self._size = "", 0
        self._raw = bytearray()


def _broken() -> DamagedError:
    return DamagedError(
        "A document in the file is not what its fingerprint says. Nothing was taken in: tell the "
        "sender."
    )
