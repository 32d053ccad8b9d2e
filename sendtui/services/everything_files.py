"""The files of a folder of everything as they are read: manifest, lines, and the hash of each.

Nothing is believed before a file's last line, which is where its hash is compared.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats.envelope import BadLineError
from sendtui.formats.sealed_lines import check_change, parsed
from sendtui.models import KINDS
from sendtui.services.everything import ABOUT, FORMAT, HISTORY, MANIFEST, VERSION, WAITING, Move
from sendtui.services.everything_history import HISTORY_SCHEMA
from sendtui.services.everything_kept import KEPT
from sendtui.store import migrations

VERSIONS = (1, VERSION)

LONGEST = 1 << 24
"""The bytes of one line; more is no record."""

BIGGEST = 1 << 28
"""The bytes of one document; more was never taken in."""

DEEPEST = 64
"""How deep a change may be nested; a record is nested less."""

STEP = 2_000
"""How many changes pass between two words of how far it is."""


def manifest(folder: Path) -> dict[str, Any]:
    """What a folder says of itself.

    Raises SendtuiError for another folder, or one of a newer sendtui; DamagedError for what is no
    manifest.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > BIGGEST:
            raise DamagedError(f"{MANIFEST} is larger than any that was written.")
        found = json.loads(path.read_bytes())
    except OSError as problem:
        raise SendtuiError(f"{MANIFEST} could not be opened: {problem.strerror}.") from None
    except (ValueError, RecursionError):
        raise DamagedError(f"{MANIFEST} is damaged.") from None
    is_ours = isinstance(found, dict) and found.get("format") == FORMAT
    if not is_ours or not isinstance(found.get("files"), list) or not _says(found):
        raise SendtuiError("This is no folder of everything: its manifest says something else.")
    if found["version"] not in VERSIONS or found["schema"] > migrations.LATEST:
        raise SendtuiError("A newer sendtui made this: update sendtui on this computer first.")
    for each in found["files"]:
        is_one = isinstance(each, dict) and type(each.get("lines", 0)) is int
        if not is_one or not _is_inside(str(each.get("path", ""))):
            raise DamagedError(f"{MANIFEST} names a file that is not one of ours.")
    return dict(found)


def _says(found: Mapping[str, Any]) -> bool:
    """Whether a manifest has its version, its schema and its setting, each of its sort."""
    sorts = {"version": int, "schema": int, "setting": str}
    return all(type(found.get(name)) is sort for name, sort in sorts.items())


def _is_inside(path: str) -> bool:
    """Whether a path is one this version writes: nothing leads out of the folder."""
    first, _, name = path.partition("/")
    if first == "records":
        return name.removesuffix(".jsonl") in KINDS
    if first == "attachments":
        return len(name) == 64 and set(name) <= set("0123456789abcdef")
    if first == "schema":
        return name == HISTORY_SCHEMA or name.removesuffix(".schema.json") in KINDS
    return path in (HISTORY, WAITING, KEPT, ABOUT)


def lines(path: Path, about: Mapping[str, object]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a file, each with its line's number."""
    for number, raw in raw_lines(path, about):
        yield number, record(raw, path.name, number)


def raw_lines(path: Path, about: Mapping[str, object]) -> Iterator[tuple[int, bytes]]:
    """The lines of a file; at its end its hash and their number are compared."""
    digest, number = sha256(), 0
    try:
        with path.open("rb") as file:
            while raw := file.readline(LONGEST + 1):
                if len(raw) > LONGEST:
                    raise DamagedError(f"{path.name} has a line beyond all measure.")
                digest.update(raw)
                number += 1
                yield number, raw
    except OSError as problem:
        raise DamagedError(f"{path.name} could not be opened: {problem.strerror}.") from None
    if digest.hexdigest() != about.get("sha256") or number != about.get("lines"):
        raise DamagedError(f"{path.name} is not as it was written: its hash differs.")


def record(raw: bytes, name: str, number: int) -> dict[str, Any]:
    """The object on a line; raises DamagedError, which names file and line."""
    try:
        found = json.loads(raw.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise DamagedError(f"{name}, line {number}, is not JSON.") from None
    if not isinstance(found, dict):
        raise DamagedError(f"{name}, line {number}, is no record.")
    return found


def document(path: Path, about: Mapping[str, object]) -> bytes:
    """The bytes of a document; raises DamagedError where they are not those that were written."""
    try:
        if path.stat().st_size > BIGGEST:
            raise DamagedError("A document is larger than any that was taken in.")
        raw = path.read_bytes()
    except OSError as problem:
        raise DamagedError(f"A document could not be opened: {problem.strerror}.") from None
    if sha256(raw).hexdigest() != about.get("sha256"):
        raise DamagedError("A document is not as it was written: its hash differs.")
    return raw


def changes(
    folder: Path, path: str, about: Mapping[str, Any], move: Move
) -> Iterator[dict[str, Any]]:
    """The changes of a file of the log, each of the shape that a sealed file's has."""
    total = int(about.get("lines") or 0)
    for number, raw in raw_lines(folder / path, about):
        if number % STEP == 0:
            move(number, total)
        try:
            change = parsed(raw, number, DEEPEST)
            check_change(change, number)
        except BadLineError as problem:
            raise DamagedError(f"{path}: {problem}") from None
        yield change
