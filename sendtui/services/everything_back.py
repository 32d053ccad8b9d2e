"""Everything brought back from the open into an empty case file: the record and its history.

Of a folder with a history (from its second version on) the change log is taken in as it was, and
every record is compared with its line in the folder. Of one without, each record is written by its
id, and the history begins anew. Every file is compared with the manifest's hash, and nothing is
kept where one differs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from typing import Any

from sqlalchemy import Connection

from sendtui.errors import DamagedError, InvalidError, SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.services import writes
from sendtui.services.everything import HISTORY, WAITING, Move, records, spelled
from sendtui.services.everything_files import (
    changes,
    document,
    lines,
    manifest,
    raw_lines,
    record,
)
from sendtui.services.everything_kept import KEPT, checked
from sendtui.store import attachments, erased_marks, whole
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LABEL = "Bring everything back"


@dataclass(frozen=True, slots=True)
class Back:
    """What was brought back; `changes` are the lines of its history, 0 where it begins anew.

    `left_out` are notes of erasures of pupils who are nowhere, in a folder without a history.
    """

    records: Mapping[str, int]
    attachments: int
    left_out: int = 0
    changes: int = 0


@writes
def bring_back(store: Store, folder: Path, move: Move | None = None) -> Back:
    """Bring a folder of everything into an empty case file, in one act.

    Raises SendtuiError where this case file has pupils, or a newer sendtui made the folder;
    DamagedError where a file is not what the manifest says.
    """
    about = manifest(folder)
    files = {str(each["path"]): each for each in about["files"]}
    with store.write(LABEL) as tx:
        require_room(tx.connection, store.setting, about)
        way = _with_history if HISTORY in files else _without_history
        back = way(store, tx, folder, files, move or _still)
        beside = checked(document(folder / KEPT, files[KEPT])) if KEPT in files else {}
    for name, said in {**beside, "setting": str(about["setting"])}.items():
        store.keep_note(name, said)
    return back


def _still(_done: int, _all: int) -> None:
    """Nobody watches."""


def _with_history(
    store: Store, tx: Transaction, folder: Path, files: Mapping[str, Any], move: Move
) -> Back:
    """Take the change log in, and see that the record is what the folder says."""
    own = store.setting
    if store.key:
        whole.begin_again(tx.connection)
    elif own:
        # The log of a register is nobody's to empty: its own beginning stays in it.
        tx.remove("setting", own)
    count, now_ms = 0, time_ns() // 1_000_000
    for path in (HISTORY, WAITING):
        if path in files:
            log = changes(folder, path, files[path], move)
            count += whole.take(tx.connection, log, now_ms, store.device)
    held = _take_attachments(tx, folder, files)
    counts = {name: _compare(tx, folder, name, files) for name in _in_order(files)}
    if store.key and (marks := erased_marks.of_log(tx.connection)):
        erased_marks.note(store.path, marks)
    return Back(counts, held, changes=count)


def _compare(tx: Transaction, folder: Path, name: str, files: Mapping[str, Any]) -> int:
    """See that each record is what the folder says; fields that either does not know are left out.

    Raises DamagedError where one differs.
    """
    here, count, odd = records(tx.connection, name), 0, 0
    path = f"records/{name}.jsonl"
    for count, raw in raw_lines(folder / path, files[path]):
        ours = spelled(next(here, {}))
        # Nearly every line is the same to the byte; one of another version may lack a field.
        if raw.rstrip(b"\n") != ours and not _is_same(record(raw, name, count), json.loads(ours)):
            odd = odd or count
    # After its last line, which is where a file that was changed shows by its hash.
    if odd:
        raise DamagedError(f"{path}, line {odd}, is not what its history says.")
    if next(here, None) is not None:
        raise DamagedError(f"{path} lacks a record that its history has.")
    return count


def _is_same(said: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    """Whether a record says the same in every field that both have."""
    return bool(ours) and all(ours.get(field, said[field]) == said[field] for field in said)


def _without_history(
    store: Store, tx: Transaction, folder: Path, files: Mapping[str, Any], move: Move
) -> Back:
    """Write each record anew, as the first version's folders have them."""
    own = store.setting
    counts: dict[str, int] = {}
    left_out = 0
    known: set[str] = set()
    for done, name in enumerate(_in_order(files)):
        move(done, len(files))
        taken, out = _take(tx, folder, name, files[f"records/{name}.jsonl"], known)
        counts[name], left_out = taken, left_out + out
    held = _take_attachments(tx, folder, files)
    if own:
        tx.remove("setting", own)
    return Back(counts, held, left_out)


def require_room(run: Connection, own: str, about: Mapping[str, Any]) -> None:
    """Nothing where a folder with this manifest may be brought into a case file.

    Raises SendtuiError where it has pupils or a history, or is the one it was written from.
    """
    if run.exec_driver_sql("SELECT count(*) FROM pupil").scalar_one():
        raise SendtuiError(
            "This case file has pupils in it. Everything is brought into an empty one: "
            "“sendtui init” makes it."
        )
    if own == about["setting"]:
        raise SendtuiError(
            "This is the case file it was written from: bring it into a new one (sendtui init)."
        )
    if any(each["path"] == HISTORY for each in about["files"]) and not whole.is_untouched(run):
        raise SendtuiError(
            "Something was written to this case file already. Everything is brought into one that "
            "is new: “sendtui init” makes it."
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
    for number, values in lines(folder / "records" / f"{name}.jsonl", about):
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


def _take_attachments(tx: Transaction, folder: Path, files: Mapping[str, Any]) -> int:
    count = 0
    for path, about in files.items():
        if not path.startswith("attachments/"):
            continue
        attachments.keep(tx.connection, document(folder / path, about))
        count += 1
    return count
