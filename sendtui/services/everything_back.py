"""Everything brought back from the open into an empty case file: every record as it was, by its id.

The history begins anew. Every file is compared with the manifest's hash, and nothing is kept where
one differs.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sendtui.errors import DamagedError, InvalidError, SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.services import writes
from sendtui.services.everything import FORMAT, MANIFEST, VERSION, Move
from sendtui.store import attachments, migrations
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LONGEST = 1 << 24
"""The bytes of one line; more is no record."""

BIGGEST = 1 << 28
"""The bytes of one document; more was never taken in."""

LABEL = "Bring everything back"


@dataclass(frozen=True, slots=True)
class Back:
    """What was brought back; `left_out` are notes of erasures of pupils who are nowhere."""

    records: Mapping[str, int]
    attachments: int
    left_out: int = 0


@writes
def bring_back(store: Store, folder: Path, move: Move | None = None) -> Back:
    """Bring a folder of everything into an empty case file, in one act.

    Raises SendtuiError where this case file has pupils, or a newer sendtui made the folder;
    DamagedError where a file is not what the manifest says.
    """
    about = _manifest(folder)
    files = {str(each["path"]): each for each in about["files"]}
    with store.write(LABEL) as tx:
        _require_bare(tx)
        own = store.setting
        if own == about["setting"]:
            raise SendtuiError(
                "This is the case file it was written from: bring it into a new one (sendtui init)."
            )
        counts: dict[str, int] = {}
        left_out = 0
        known: set[str] = set()
        for done, name in enumerate(_in_order(files)):
            if move is not None:
                move(done, len(files))
            taken, out = _take(tx, folder, name, files[f"records/{name}.jsonl"], known)
            counts[name], left_out = taken, left_out + out
        held = _take_attachments(tx, folder, files)
        if own:
            tx.remove("setting", own)
    store.keep_note("setting", str(about["setting"]))
    return Back(counts, held, left_out)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
    except OSError as problem:
        raise SendtuiError(f"{MANIFEST} could not be opened: {problem.strerror}.") from None
    except ValueError:
        raise DamagedError(f"{MANIFEST} is damaged.") from None
    is_ours = isinstance(found, dict) and found.get("format") == FORMAT
    if not is_ours or not isinstance(found.get("files"), list):
        raise SendtuiError("This is no folder of everything: its manifest says something else.")
    if found.get("version") != VERSION or int(found.get("schema", 0)) > migrations.LATEST:
        raise SendtuiError("A newer sendtui made this: update sendtui on this computer first.")
    for each in found["files"]:
        if not isinstance(each, dict) or not _is_inside(str(each.get("path", ""))):
            raise DamagedError(f"{MANIFEST} names a file that is not one of ours.")
    return dict(found)


def _is_inside(path: str) -> bool:
    """Whether a path is one this version writes: nothing leads out of the folder."""
    first, _, name = path.partition("/")
    if first == "records":
        return name.removesuffix(".jsonl") in KINDS
    if first == "attachments":
        return len(name) == 64 and set(name) <= set("0123456789abcdef")
    if first == "schema":
        return name.removesuffix(".schema.json") in KINDS
    return path in ("history.jsonl", "ABOUT.txt")


def _require_bare(tx: Transaction) -> None:
    if tx.connection.exec_driver_sql("SELECT count(*) FROM pupil").scalar_one():
        raise SendtuiError(
            "This case file has pupils in it. Everything is brought into an empty one: "
            "“sendtui init” makes it."
        )


def _in_order(files: Mapping[str, object]) -> list[str]:
    """The nouns of a folder: those that others belong to come first."""
    named = [name for name in KINDS if f"records/{name}.jsonl" in files]
    return sorted(named, key=lambda name: name != noun(name).twin.STREAM)


def _take(
    tx: Transaction, folder: Path, name: str, about: Mapping[str, object], known: set[str]
) -> tuple[int, int]:
    twin = noun(name).twin
    is_own = name == twin.STREAM
    taken = left_out = 0
    for number, values in _lines(folder / "records" / f"{name}.jsonl", about):
        record = str(values.pop("id", ""))
        if is_own:
            known.add(record)
        elif name == "erasure" and str(values.get(twin.STREAM)) not in known:
            left_out += 1
            continue
        try:
            tx.add(name, values, record)
        except InvalidError as problem:
            raise DamagedError(f"{name}.jsonl, line {number}: {problem}") from None
        taken += 1
    return taken, left_out


def _lines(path: Path, about: Mapping[str, object]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a file; at its end its hash and their number are compared."""
    digest, number = sha256(), 0
    try:
        with path.open("rb") as file:
            while raw := file.readline(LONGEST + 1):
                if len(raw) > LONGEST:
                    raise DamagedError(f"{path.name} has a line beyond all measure.")
                digest.update(raw)
                number += 1
                yield number, _record(raw, path.name, number)
    except OSError as problem:
        raise DamagedError(f"{path.name} could not be opened: {problem.strerror}.") from None
    if digest.hexdigest() != about.get("sha256") or number != about.get("lines"):
        raise DamagedError(f"{path.name} is not as it was written: its hash differs.")


def _record(raw: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise DamagedError(f"{name}, line {number}, is not JSON.") from None
    if not isinstance(found, dict):
        raise DamagedError(f"{name}, line {number}, is no record.")
    return found


def _take_attachments(tx: Transaction, folder: Path, files: Mapping[str, Any]) -> int:
    count = 0
    for path, about in files.items():
        if not path.startswith("attachments/"):
            continue
        found = folder / path
        try:
            if found.stat().st_size > BIGGEST:
                raise DamagedError("A document is larger than any that was taken in.")
            raw = found.read_bytes()
        except OSError as problem:
            raise DamagedError(f"A document could not be opened: {problem.strerror}.") from None
        if sha256(raw).hexdigest() != about.get("sha256"):
            raise DamagedError("A document is not as it was written: its hash differs.")
        attachments.keep(tx.connection, raw)
        count += 1
    return count
