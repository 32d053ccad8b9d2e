"""Everything out, in the open, and back: JSON Lines by noun, their schemas, documents beside.

Anybody's program can read it: a folder with `manifest.json`, `records/NOUN.jsonl` (one record a
line, with its id), `schema/NOUN.schema.json` (JSON Schema of it), `history.jsonl` (the change log:
who changed what and when, and that something was erased, in the order it was written, as a sealed
file carries it), `waiting.jsonl` (changes that came before what they build on) and `attachments/`
(documents by the SHA-256 of their bytes), and `kept.json` (what is kept of the setting beside the
record). The manifest has the hash of each file.
`everything_back` reads it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from sendtui import __version__
from sendtui.errors import SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.services import disclosing, veil, writes
from sendtui.services.everything_history import HISTORY_SCHEMA, history_schema
from sendtui.services.everything_kept import KEPT, kept
from sendtui.services.outfile import new_file
from sendtui.services.tables import table
from sendtui.store import attachments, migrations, whole
from sendtui.store.store import Store

FORMAT, VERSION = "sendtui everything", 2
HISTORY, WAITING = "history.jsonl", "waiting.jsonl"
MANIFEST, ABOUT = "manifest.json", "ABOUT.txt"
AT_ONCE = 2_000
"""How many records are read together."""

_ABOUT = """Everything that a sendtui case file holds, in the open.

records/NOUN.jsonl        one record a line, as JSON, with its id
schema/NOUN.schema.json   JSON Schema of these lines
history.jsonl             the change log, a change a line: who changed what, when, and what of it
                          was erased; schema/history.schema.json says what each name means
waiting.jsonl             changes that came before those they build on, in the same shape
attachments/SHA256        the bytes of documents, by their hash; a document names its own
kept.json                 what is kept of the setting beside the record: its terms of retention, and
                          what was said for SEN2
manifest.json             the version, and the hash and the number of lines of each file

"sendtui import everything FOLDER" brings it into an empty case file: the record and its history
as they are here. What belongs to one computer alone is not in it: its name as the writer of what
comes next, keys and cards, the list of sealed files that came and went, and preferences.
It holds the data of children and is not protected: keep it where nobody else can read it.
"""

Move = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Gone:
    """What was written: how many records of each noun, and how many documents."""

    folder: Path
    records: Mapping[str, int]
    attachments: int
    pupils: int


@writes
def leave(
    store: Store,
    folder: Path,
    today: date,
    *,
    recipient: str = "",
    basis: str = "",
    although: str = "",
    with_confidential: bool = False,
    move: Move | None = None,
) -> Gone:
    """Write everything into a folder that is not there yet, or is empty, and log the disclosure.

    Raises SendtuiError where something is confidential and nobody said that it may go, or where
    the folder has something in it; BarredError where the recipient may not receive it.
    """
    _require_empty(folder)
    setting, beside = store.setting, kept(store)
    with store.write("Write everything") as tx:
        hidden = (
            veil.hidden(store, tx.session, today)
            or tx.connection.exec_driver_sql(
                "SELECT 1 FROM person WHERE address_confidential"
            ).first()
        )
        if hidden and not with_confidential:
            raise SendtuiError(
                "Something here is confidential, and without it this is not everything: give "
                "--with-confidential to let it go as well."
            )
        pupils = list(tx.connection.exec_driver_sql("SELECT id FROM pupil ORDER BY id").scalars())
        disclosing.log(
            tx, setting, what="Everything, in the open", pupils=pupils, on=today,
            recipient=recipient, basis=basis, although=although,
        )  # fmt: skip
        with _made(folder):
            return _Writing(tx.session, folder, setting, today).write(len(pupils), beside, move)


def _require_empty(folder: Path) -> None:
    """See that nothing is where the folder goes, and make nothing yet."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise SendtuiError("There is something in this folder. Name one that is empty.")
    except OSError as problem:
        raise _not_made(problem) from None


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder with its parts; none of it stays where the block ends in an error."""
    was_there = folder.exists()
    parts = [folder / name for name in ("records", "schema", "attachments")]
    try:
        try:
            for each in (folder, *parts):
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise _not_made(problem) from None
        yield
    except BaseException:
        for each in parts if was_there else (folder,):
            rmtree(each, ignore_errors=True)
        for name in (HISTORY, WAITING, KEPT, MANIFEST, ABOUT):
            with suppress(OSError):
                (folder / name).unlink()
        raise


def _not_made(problem: OSError) -> SendtuiError:
    why = problem.strerror or "unknown reason"
    return SendtuiError(f"The folder could not be made: {why}. Name another.")


class _Writing:
    """The files of one folder, each noted for the manifest."""

    def __init__(self, session: Session, folder: Path, setting: str, today: date) -> None:
        self._run = session.connection()
        self._folder, self._setting, self._today = folder, setting, today
        self._files: list[dict[str, object]] = []

    def write(self, pupils: int, beside: Mapping[str, object], move: Move | None) -> Gone:
        counts: dict[str, int] = {}
        for done, name in enumerate(KINDS):
            if move is not None:
                move(done, len(KINDS))
            counts[name] = self._lines(f"records/{name}.jsonl", records(self._run, name), name)
            self._whole(f"schema/{name}.schema.json", spelled(schema(name), indent=2))
        self._whole(f"schema/{HISTORY_SCHEMA}", spelled(history_schema(), indent=2))
        self._lines(HISTORY, whole.changes(self._run), "")
        self._lines(WAITING, whole.waiting(self._run), "")
        held = self._attachments()
        self._whole(KEPT, spelled(beside, indent=2))
        self._whole(ABOUT, _ABOUT.encode())
        about = {
            "format": FORMAT,
            "version": VERSION,
            "schema": migrations.LATEST,
            "sendtui": __version__,
            "made_on": self._today.isoformat(),
            "setting": self._setting,
            "files": self._files,
        }
        with new_file(self._folder / MANIFEST) as file:
            file.write(spelled(about, indent=2))
        return Gone(self._folder, counts, held, pupils)

    def _lines(self, path: str, lines: Iterator[Mapping[str, object]], kind: str) -> int:
        digest, count = sha256(), 0
        with new_file(self._folder / path) as file:
            for line in lines:
                raw = spelled(line) + b"\n"
                digest.update(raw)
                file.write(raw)
                count += 1
        self._note(path, digest.hexdigest(), kind, count)
        return count

    def _whole(self, path: str, raw: bytes) -> None:
        with new_file(self._folder / path) as file:
            file.write(raw)
        self._note(path, sha256(raw).hexdigest(), "", None)

    def _note(self, path: str, digest: str, kind: str, lines: int | None) -> None:
        about: dict[str, object] = {"path": path, "sha256": digest}
        about |= {"kind": kind} if kind else {}
        about |= {"lines": lines} if lines is not None else {}
        self._files.append(about)

    def _attachments(self) -> int:
        names = list(
            self._run.exec_driver_sql("SELECT sha256 FROM attachment ORDER BY sha256").scalars()
        )
        for name in names:
            raw = attachments.read(self._run, name)
            if raw is not None:
                self._whole(f"attachments/{name}", raw)
        return len(names)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a noun's lines, from the twin that validates them."""
    found = noun(name).twin.model_json_schema()
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = name
    found["properties"] = {"id": {"type": "string", "title": "Id"}, **found["properties"]}
    found["required"] = ["id", *found.get("required", ())]
    return found


def records(run: Connection, name: str) -> Iterator[dict[str, object]]:
    """The lines of a noun, in the order of their ids."""
    one, last = table(name), ""
    columns = ["id", *noun(name).twin.model_fields]
    asked = one.select().order_by(one.c.id).limit(AT_ONCE)
    while found := run.execute(asked.where(one.c.id > last)).mappings().all():
        for each in found:
            yield {column: each[column] for column in columns}
        last = found[-1]["id"]


def spelled(said: object, indent: int | None = None) -> bytes:
    """JSON as it is written here, in UTF-8."""
    return json.dumps(said, ensure_ascii=False, indent=indent, default=_plain).encode(
        "utf-8", "surrogatepass"
    )


def _plain(said: object) -> str:
    if isinstance(said, date):
        return said.isoformat()
    raise TypeError(f"no JSON for {type(said).__name__}")
