"""Which records of a pack a pupil has here already: those that say the same, or are of the same."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from sendtui.formats.pack import is_id
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.services import same
from sendtui.services.tables import table

SAME: dict[str, tuple[str, ...]] = {
    "status": ("status", "since"),
    "need": ("code", "until"),
    "flag": ("code", "until"),
    "person": ("name",),
    "particulars": (),
    "attendance": ("starts", "ends"),
    "profile": ("version", "made_on"),
    "cycle": ("number", "started_on"),
    "document": ("sha256",),
}
"""What two records of a kind have in common where they are of the same thing."""


class Here:
    """The records of a pupil; each is found once, so that two that say the same stay two."""

    def __init__(self, session: Session, pupil: str) -> None:
        self._equal: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._like: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._found: set[str] = set()
        whose = same.of_child(session, pupil)
        for kind in KINDS if pupil else ():
            if kind == "pupil" or noun(kind).twin.STREAM != "pupil":
                continue
            one = table(kind)
            asked = one.select().where(one.c.pupil.in_(whose)).order_by(one.c.id)
            for line in session.connection().execute(asked).mappings():
                values = as_here(dict(line))
                id_ = str(values.pop("id"))
                self._equal[kind, spelled(kind, values)].append(id_)
                if kind in SAME:
                    self._like[kind, _thing(kind, values)].append(id_)

    def find(self, kind: str, values: Mapping[str, Any]) -> tuple[str, bool]:
        """The id of the record here, "" where there is none; and whether it says the same."""
        for id_ in self._equal.get((kind, spelled(kind, values)), ()):
            if id_ not in self._found:
                self._found.add(id_)
                return id_, True
        like = self._like.get((kind, _thing(kind, values)), ()) if kind in SAME else ()
        return (like[0], False) if like else ("", False)


def as_here(values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values as a pack spells them: days as ISO text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def spelled(kind: str, values: Mapping[str, Any]) -> str:
    """What a record says, without whose it is and without the ids it names."""
    fields = noun(kind).twin.model_fields
    told = {k: _blind(v) for k, v in values.items() if k != "pupil" and k in fields}
    said = {k: v for k, v in told.items() if v not in (None, "", [], {}, 0, False)}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)


def _blind(value: Any) -> Any:
    if isinstance(value, str):
        return "" if is_id(value) else value
    return [_blind(each) for each in value] if isinstance(value, list) else value


def _thing(kind: str, values: Mapping[str, Any]) -> str:
    return json.dumps([str(values.get(k) or "").casefold() for k in SAME[kind]])
