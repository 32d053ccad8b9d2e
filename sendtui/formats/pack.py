"""A hand-over pack: one pupil's whole SEN story in one ZIP, for people and for programs.

For people: `READ-FIRST.md`, PDFs, `record.md` and the documents. For programs: `pack.json`, which
names every file with its SHA-256, and `records/NOUN.jsonl`, one record a line with its id, as
`export everything` writes them. Names inside say nothing of the pupil, for they stand in the open.
With a password the ZIP has AES-256; `pack_sealed` seals it to another sendtui instead.
"""

import io
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats.bundle_zip import bundle

FORMAT, VERSION = "sendtui pack", 1
MANIFEST = "pack.json"
ENDING = ".zip"

MOST_BYTES = 1 << 29
"""What a pack may unpack to: half a gigabyte, documents and all."""

MOST_FILES = 2_000
LONGEST = 1 << 22
"""The bytes of one record."""

DEEPEST = 32
_PAPERS = frozenset(("READ-FIRST.md", "record.md", "profile.pdf", "cycle.pdf", "plan.pdf"))
_DOCUMENT = re.compile(r"documents/[0-9]{3,4}(\.[a-z0-9]{1,8})?")
_RECORDS = re.compile(r"records/([a-z_]{1,40})\.jsonl")
_ID = re.compile(r"[0-9a-f]{32}")
_NOT_OURS = "is no hand-over pack of sendtui"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackSchool:
    """A school a pack goes from or to."""

    name: str
    urn: str = ""
    laestab: str = ""


@dataclass(frozen=True, slots=True)
class PackHead:
    """What a pack says of itself: its random number, when and by whom it was made, for whom.

    `pupil` is the id of the pupil in it, `schema` the version of the record it was made from, and
    `left_out` how many confidential records are not in it.
    """

    number: str
    made_on: date
    schema: int
    pupil: str
    source: PackSchool
    to: PackSchool
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read and compared with its hashes; `sha256` is that of its manifest."""

    head: PackHead
    sha256: str
    records: Mapping[str, Sequence[Record]]
    documents: Mapping[str, bytes]

    @property
    def count(self) -> int:
        """How many records it holds beside the pupil's own."""
        return sum(len(found) for kind, found in self.records.items() if kind != "pupil")


def is_id(text: str) -> bool:
    """Whether a text is the id of a record."""
    return _ID.fullmatch(text) is not None


def packed(
    head: PackHead,
    records: Mapping[str, Sequence[Record]],
    papers: Iterable[tuple[str, bytes]],
    documents: Iterable[tuple[str, bytes]],
    password: str = "",
) -> tuple[bytes, str]:
    """The pack as bytes, and the hash of its manifest by which a receipt names it."""
    lines = [(f"records/{kind}.jsonl", _lines(found)) for kind, found in records.items()]
    files = [*papers, *documents, *lines]
    about = {
        "format": FORMAT,
        "version": VERSION,
        **asdict(head),
        "made_on": head.made_on.isoformat(),
        "files": [{"path": path, "sha256": sha256(raw).hexdigest()} for path, raw in files],
    }
    manifest = json.dumps(about, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    made = bundle([*files, (MANIFEST, manifest)], password)
    return made, sha256(manifest).hexdigest()


def _lines(found: Sequence[Record]) -> bytes:
    said = (json.dumps(dict(each), ensure_ascii=False, default=_plain) for each in found)
    return "".join(f"{line}\n" for line in said).encode("utf-8", "replace")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


# ── Reading ───────────────────────────────────────────────────────────────────────────────────


def is_locked(raw: bytes) -> bool:
    """Whether a ZIP asks for a password; False for what is no ZIP."""
    from pyzipper import AESZipFile

    try:
        with AESZipFile(io.BytesIO(raw)) as found:
            return any(each.flag_bits & 1 for each in found.infolist())
    except _broken():
        return False


def read(raw: bytes, name: str, password: str = "") -> Pack:
    """A pack in a ZIP, all of it compared with the hashes of its manifest.

    Raises SendtuiError where the file is no pack, is too large or wants another password,
    DamagedError where it is not as it was written.
    """
    from pyzipper import AESZipFile

    try:
        with AESZipFile(io.BytesIO(raw)) as found:
            if password:
                found.setpassword(password.encode())
            return _Reading(found, name).pack()
    except _broken():
        raise SendtuiError(f"{name} {_NOT_OURS}, or it is damaged: ask for it again.") from None
    except RuntimeError as problem:
        if "password" not in str(problem).casefold():
            raise
        raise SendtuiError(
            f"{name} does not open with this password: ask the school that sent it."
        ) from None


def _broken() -> tuple[type[Exception], ...]:
    """What the library says of a ZIP that is none, or is damaged."""
    from pyzipper.zipfile import BadZipFile

    return (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class _Reading:
    """A ZIP as it is walked through."""

    def __init__(self, found: Any, name: str) -> None:
        self._zip, self._name = found, name
        entries = found.infolist()
        names = [each.filename for each in entries]
        if MANIFEST not in names or len(set(names)) != len(names):
            raise SendtuiError(f"{name} {_NOT_OURS}: it has no {MANIFEST} of its own.")
        if len(names) > MOST_FILES or sum(each.file_size for each in entries) > MOST_BYTES:
            raise SendtuiError(f"{name} says that it holds more than any pack does: not read.")
        self._names, self._left = frozenset(names), MOST_BYTES

    def pack(self) -> Pack:
        """All of it."""
        raw = self._bytes(MANIFEST)
        about = self._manifest(raw)
        records: dict[str, Sequence[Record]] = {}
        documents: dict[str, bytes] = {}
        for path, digest in self._files(about).items():
            content = self._bytes(path)
            if sha256(content).hexdigest() != digest:
                raise DamagedError(f"{path} in {self._name} is not as it was written.")
            if kind := _RECORDS.fullmatch(path):
                records[kind[1]] = tuple(self._records(path, content))
            elif path not in _PAPERS:
                documents[digest] = content
        return Pack(self._head(about), sha256(raw).hexdigest(), records, documents)

    def _bytes(self, path: str) -> bytes:
        with self._zip.open(path) as file:
            # What a ZIP says of its sizes may be a lie.
            content: bytes = file.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise SendtuiError(f"{self._name} holds more than any pack does: it was not read.")
        return content

    def _manifest(self, raw: bytes) -> dict[str, Any]:
        about = self._json(raw, MANIFEST)
        if about.get("format") != FORMAT:
            raise SendtuiError(f"{self._name} {_NOT_OURS}: its manifest says something else.")
        if about.get("version") != VERSION:
            raise SendtuiError("A newer sendtui made this pack: update sendtui here first.")
        return about

    def _files(self, about: Mapping[str, Any]) -> dict[str, str]:
        """What the manifest names, by path; nothing else may be in the ZIP."""
        listed = about.get("files")
        files: dict[str, str] = {}
        for each in listed if isinstance(listed, list) else ():
            path = str(each.get("path", "")) if isinstance(each, dict) else ""
            is_known = path in _PAPERS or _RECORDS.fullmatch(path) or _DOCUMENT.fullmatch(path)
            if not is_known or path not in self._names or path in files:
                raise DamagedError(f"{self._name} names a file that is not one of a pack’s.")
            files[path] = str(each.get("sha256", ""))
        if self._names - files.keys() != {MANIFEST}:
            raise DamagedError(f"{self._name} holds a file that its {MANIFEST} does not name.")
        return files

    def _head(self, about: Mapping[str, Any]) -> PackHead:
        try:
            made_on = date.fromisoformat(about["made_on"])
            source, to = (_school(about[which]) for which in ("source", "to"))
            number, pupil = str(about["number"]), str(about["pupil"])
            schema, left_out = int(about["schema"]), int(about["left_out"])
        except (KeyError, TypeError, ValueError):
            raise DamagedError(f"{MANIFEST} in {self._name} lacks what a pack says.") from None
        if not (_ID.fullmatch(pupil) and _ID.fullmatch(number)):
            raise DamagedError(f"{MANIFEST} in {self._name} has an id that is none.")
        return PackHead(number, made_on, schema, pupil, source, to, left_out)

    def _records(self, path: str, raw: bytes) -> Iterable[Record]:
        for number, line in enumerate(raw.split(b"\n"), 1):
            where = f"{path}, line {number},"
            if len(line) > LONGEST:
                raise DamagedError(f"{where} is longer than any record.")
            if not line:
                continue
            found = self._json(line, where)
            if not _ID.fullmatch(str(found.get("id", ""))):
                raise DamagedError(f"{where} has no id.")
            yield found

    def _json(self, raw: bytes, where: str) -> dict[str, Any]:
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            raise DamagedError(f"{where} in {self._name} is not JSON.") from None
        if not isinstance(found, dict) or _depth(found) > DEEPEST:
            raise DamagedError(f"{where} in {self._name} is no record.")
        return found


def _depth(value: object) -> int:
    """How deep a value is nested; it stops counting a little beyond what is allowed."""
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= DEEPEST:
        one, at = waiting.pop()
        deepest = max(deepest, at)
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(each, at + 1) for each in inner]
    return deepest


def _school(said: Any) -> PackSchool:
    if not isinstance(said, dict):
        raise TypeError("not a school")
    return PackSchool(*(str(said.get(part, ""))[:300] for part in ("name", "urn", "laestab")))
