"""A hand-over pack taken in: shown first, then written in one act that one undo takes back.

Its pupil is new here or known. What is here already stays as it is: a record that says the same is
not added again, and one that is about the same thing and says something else is left and counted.
The pupil's own fields are filled in where they are empty. Records get ids of their own here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from sendtui.errors import DamagedError, InvalidError, SendtuiError
from sendtui.formats.pack import is_id
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.models.incoming import IncomingPupil
from sendtui.services import likeness, writes
from sendtui.services.labels import kind_title
from sendtui.services.pack_alike import Here, as_here
from sendtui.services.pack_open import Come
from sendtui.services.pack_story import MARKS, STAYS
from sendtui.services.records import called, require_pupil
from sendtui.store import attachments
from sendtui.store.ids import new_id
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LABEL = "Take a hand-over pack in"
NEW = "new"
"""What stands for a pupil who is added, where a pack’s pupil looks like somebody known."""

_OURS = ("setting", "class_name", "adno", "left_on", "left_to")
"""Fields of a pupil that are another setting’s business."""


@dataclass(frozen=True, slots=True)
class PackPreview:
    """What taking a pack in would do.

    `into` is the pupil here it would go to, "" for a new one; `alike` are those it may be, where a
    person must say; `filled` and `kept` are the pupil's fields that would be filled in, and those
    that differ and stay. `records` gives of each kind how many would be added, are here, and differ
    and stay.
    """

    name: str
    born: date | None
    upn: str
    into: str
    by: str
    alike: tuple[tuple[str, str], ...]
    filled: tuple[str, ...]
    kept: tuple[str, ...]
    records: tuple[tuple[str, int, int, int], ...]
    documents: int
    left_out: int
    source: str
    digest: str

    @property
    def added(self) -> int:
        """How many records would be added."""
        return sum(added for _, added, _, _ in self.records)

    @property
    def brings_nothing(self) -> bool:
        """Whether everything in it is here already."""
        return bool(self.into) and not self.added and not self.filled

    @property
    def is_question(self) -> bool:
        """Whether a person must first say whether it is one of those here."""
        return bool(self.alike)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: the pupil here, and how many records and documents were added."""

    pupil: str
    added: int
    documents: int


def preview(store: Store, come: Come, into: str = "") -> PackPreview:
    """What the pack would do; `into` is the pupil it is about, or “new”, where a person said so."""
    with store.read() as session:
        return _Walk(session, store.setting, come, into).preview()


@writes
def receive(store: Store, come: Come, shown: PackPreview, today: date, into: str = "") -> Taken:
    """Write what the preview showed, in one act.

    Raises SendtuiError where the record has changed since, or nobody said who it is about.
    """
    setting = store.setting
    with store.write(LABEL, true_on=today) as tx:
        walk = _Walk(tx.session, setting, come, into)
        found = walk.preview()
        if found.is_question:
            raise SendtuiError("Say first whether this is a pupil who is here, or somebody new.")
        if found.digest != shown.digest:
            raise SendtuiError(
                "The record has changed since the preview. Nothing was taken in: look at it again."
            )
        return walk.write(tx)


class _Walk:
    """One pack against the record as it is."""

    def __init__(self, session: Session, setting: str, come: Come, into: str) -> None:
        self._session, self._setting, self._come = session, setting, come
        self._told = dict(come.pack.records["pupil"][0])
        self._line = _line(self._told)
        self._into, self._by, self._alike = self._whom(into)
        self._here = Here(session, self._into)
        self._ids = {str(self._told["id"]): self._into or new_id()}
        self._new: list[tuple[str, str, Mapping[str, Any]]] = []
        self._counts = dict(self._sorted())

    def _whom(self, said: str) -> tuple[str, str, tuple[str, ...]]:
        """Whom the pack is about: the id here, by what, and who else it may be."""
        if said and said != NEW:
            require_pupil(self._session, said)
            return said, "as was said", ()
        line = self._line
        everybody = likeness.directory(self._session, self._setting)
        match = everybody.find(line, likeness.key(line.surname, line.forename))
        if match.certain and match.pupils and match.by != "name alone":
            return match.pupils[0], match.by, ()
        return "", match.by, () if said == NEW else match.pupils

    def _sorted(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Every record as new, here or different, by kind; ids of those here are known from then.

        Kinds come in the order of the record, so that what others name is known before them.
        """
        records = self._come.pack.records
        for kind in KINDS:
            if kind == "pupil" or kind not in records or kind in STAYS:
                continue
            if noun(kind).twin.STREAM != "pupil":
                raise DamagedError(f"{self._come.name} holds {kind}, which is no pupil’s.")
            added = here = differs = 0
            for each in sorted(records[kind], key=lambda r: str(r["id"])):
                values = {k: v for k, v in each.items() if k != "id"}
                found, is_same = self._here.find(kind, values)
                self._ids[str(each["id"])] = found or new_id()
                added, here, differs = (
                    added + (not found), here + bool(found and is_same),
                    differs + bool(found and not is_same),
                )  # fmt: skip
                if not found:
                    self._new.append((kind, str(each["id"]), values))
            yield kind, (added, here, differs)

    def preview(self) -> PackPreview:
        """What it would do."""
        pack = self._come.pack
        filled, kept = self._fields()
        names = tuple((each, called(require_pupil(self._session, each))) for each in self._alike)
        said = repr((pack.sha256, self._into, self._alike, sorted(self._counts.items()), filled))
        return PackPreview(
            name=", ".join(filter(None, (self._line.surname, self._line.forename))),
            born=self._line.born,
            upn=self._line.upn,
            into=self._into,
            by=self._by,
            alike=names,
            filled=tuple(filled),
            kept=kept,
            records=tuple((kind_title(k), *counts) for k, counts in self._counts.items()),
            documents=sum(v.get("sha256") in pack.documents for _, _, v in self._new),
            left_out=pack.head.left_out,
            source=pack.head.source.name,
            digest=sha256(said.encode("utf-8", "replace")).hexdigest(),
        )

    def _fields(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The pupil's fields that would be written, and the names of those that stay."""
        told = {k: v for k, v in self._told.items() if k not in ("id", *_OURS) and v}
        if not self._into:
            return {**told, "setting": self._setting}, ()
        now = as_here(require_pupil(self._session, self._into).model_dump())
        filled = {k: v for k, v in told.items() if not now.get(k)}
        return filled, tuple(k for k, v in told.items() if now.get(k) and now[k] != v)

    def write(self, tx: Transaction) -> Taken:
        """Write it."""
        pupil, (filled, _) = self._ids[str(self._told["id"])], self._fields()
        pack, documents = self._come.pack, 0
        try:
            if self._into:
                tx.put("pupil", pupil, filled)
            else:
                tx.add("pupil", filled, pupil)
            for kind, id_, values in self._new:
                if kind == MARKS and values.get("record") not in self._ids:
                    continue
                tx.add(kind, {**self._renamed(values), "pupil": pupil}, self._ids[id_])
                raw = pack.documents.get(str(values.get("sha256"))) if kind == "document" else None
                if raw is not None:
                    attachments.keep(tx.connection, raw)
                    documents += 1
        except InvalidError as problem:
            raise DamagedError(
                f"{self._come.name} holds what cannot be taken in: {problem}"
            ) from None
        return Taken(pupil, len(self._new), documents)

    def _renamed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with ids as they are here; an id of nothing in the pack says nothing."""
        return {k: _renamed(v, self._ids) for k, v in values.items()}


def _line(told: Mapping[str, Any]) -> IncomingPupil:
    """The pupil of a pack as far as they are looked for."""
    try:
        return IncomingPupil(
            lines=(1,), surname=told.get("surname") or "", forename=told.get("forename") or "",
            upn=told.get("upn") or "", former_upn=told.get("former_upn") or "",
            born=told.get("born") or None,
        )  # fmt: skip
    except ValueError:
        raise DamagedError("The pupil in the pack has a name or birthday that is none.") from None


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, "") if is_id(value) else value
    if isinstance(value, list):
        return [_renamed(each, ids) for each in value]
    return value
