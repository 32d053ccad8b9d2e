"""What a folder of everything would bring, and whose it is, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sendtui.models.setting import Setting
from sendtui.services.everything import HISTORY, WAITING, Move
from sendtui.services.everything_back import require_room
from sendtui.services.everything_files import document, lines, manifest, raw_lines
from sendtui.services.everything_kept import KEPT, checked
from sendtui.store.store import Store

_SORTS = {"la": "a local authority", "school": "a school"}


@dataclass(frozen=True, slots=True)
class Whose:
    """The setting a record is kept for; its name is "" where none is said."""

    name: str = ""
    sort: str = ""
    urn: str = ""

    @property
    def said(self) -> str:
        """It in words."""
        urn = f"URN {self.urn}" if self.urn else ""
        known = (self.name or "a setting without a name", _SORTS.get(self.sort, self.sort), urn)
        return ", ".join(filter(None, known))

    def is_same(self, other: "Whose") -> bool:
        """Whether nothing that both say tells them apart."""
        one = (self.name.casefold(), self.sort) == (other.name.casefold(), other.sort)
        return one and (not self.urn or not other.urn or self.urn == other.urn)


@dataclass(frozen=True, slots=True)
class Shown:
    """What would come: records by noun, documents and changes of the history, 0 without one.

    `setting` is whose record it is, `own` whose this case file is.
    """

    records: Mapping[str, int]
    attachments: int
    changes: int
    setting: Whose
    own: Whose

    @property
    def replaces_own(self) -> bool:
        """Whether this case file would become another setting’s than it is."""
        return bool(self.own.name) and not self.own.is_same(self.setting)


def preview(store: Store, folder: Path, move: Move) -> Shown:
    """What bringing a folder in would do: each file is compared with its hash, and none is kept.

    Raises what `everything_back.bring_back` does of such a folder, or such a case file.
    """
    about = manifest(folder)
    files: dict[str, Any] = {str(each["path"]): each for each in about["files"]}
    with store.read() as session:
        require_room(session.connection(), store.setting, about)
        kept = session.get(Setting, store.setting)
        own = Whose(kept.name, kept.sort, kept.urn) if kept is not None else Whose()
    counts: dict[str, int] = {}
    theirs, changes, documents = Whose(), 0, 0
    for done, (path, each) in enumerate(files.items()):
        move(done, len(files))
        first, _, name = path.partition("/")
        if first == "records":
            counts[name.removesuffix(".jsonl")] = sum(1 for _ in raw_lines(folder / path, each))
        elif path in (HISTORY, WAITING):
            changes += sum(1 for _ in raw_lines(folder / path, each))
        elif path == KEPT:
            checked(document(folder / path, each))
        elif first == "attachments":
            document(folder / path, each)
            documents += 1
    path = "records/setting.jsonl"
    if path in files:
        for _, said in lines(folder / path, files[path]):
            if said.get("id") == about["setting"]:
                theirs = Whose(*(str(said.get(field) or "") for field in ("name", "sort", "urn")))
    return Shown(counts, documents, changes, theirs, own)
