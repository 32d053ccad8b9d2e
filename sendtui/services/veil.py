"""What is confidential, taken out of a view: a word stands for it, and nothing else of it is left.

A view is a frozen dataclass, and so are its parts; a part that names a record by `id` or `record`
is one record. All its text goes but what only says of which sort it is: what is not known here to
be harmless is hidden.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session

from sendtui.rules.case_facts import CaseFacts
from sendtui.services import confidential
from sendtui.services.confidential import Marked
from sendtui.services.tables import table
from sendtui.store.store import Store

WORD = "confidential"
"""What stands for a confidential record's words."""

_KEPT = frozenset(
    ["id", "record", "kind", "kind_label", "cycle", "whose", "answers", "status", "sort", "stage",
     "how", "per", "layer", "pupil", "act", "who_wrote", "field", "device", "person", "media",
     "end", "supports", "document", "process", "side", "state", "rule"]
)  # fmt: skip
_SAYS = frozenset(
    ["what", "words", "said", "name", "label", "title", "focus", "promised", "after", "summary"]
)

T = TypeVar("T")


def hidden(store: Store, session: Session, today: date) -> Marked:
    """What is not shown just now, of every pupil who has anything confidential."""
    pupils = session.connection().scalars(select(table("confidential").c.pupil).distinct()).all()
    return confidential.veiled(store, session, tuple(pupils), today)


def veil_facts(facts: CaseFacts, pupil: str, marked: Marked) -> CaseFacts:
    """The facts of a case without who was asked, where the asking itself is confidential."""
    asked = [each.id for each in facts.advice] + [each.id for each in facts.consultations]
    if not any(marked.covers(pupil, id_) for id_ in asked):
        return facts
    return facts._replace(
        advice=tuple(
            each._replace(who=WORD, sort=WORD) if marked.covers(pupil, each.id) else each
            for each in facts.advice
        ),
        consultations=tuple(
            each._replace(where=WORD) if marked.covers(pupil, each.id) else each
            for each in facts.consultations
        ),
    )


def veil(view: T, pupil: str, marked: Marked) -> T:
    """The view of one pupil with everything that is covered taken out of it."""
    return _veiled(view, pupil, marked) if marked else view


def _veiled(view: Any, pupil: str, marked: Marked) -> Any:
    if isinstance(view, tuple) and type(view) is tuple:
        return tuple(_veiled(each, pupil, marked) for each in view)
    if not is_dataclass(view) or isinstance(view, type):
        return view
    record = getattr(view, "record", "") or getattr(view, "id", "")
    if record and marked.covers(pupil, record):
        return _emptied(view)
    changed = {
        f.name: after
        for f in fields(view)
        if (after := _veiled(before := getattr(view, f.name), pupil, marked)) is not before
        and after != before
    }
    return replace(view, **changed) if changed else view


def _emptied(view: Any) -> Any:
    """The record with a word for its text, and without what else it and its parts say."""
    changed: dict[str, Any] = {}
    for each in fields(view):
        value = getattr(view, each.name)
        if is_dataclass(value):
            changed[each.name] = _emptied(value)
        if each.name.endswith("_pence"):
            changed[each.name] = 0
        if isinstance(value, str) and value and each.name not in _KEPT:
            changed[each.name] = WORD if each.name in _SAYS else ""
        elif isinstance(value, tuple) and value:
            changed[each.name] = ()
        elif isinstance(value, Mapping) and any(isinstance(v, str) for v in value.values()):
            # Facts and what came of each heading are text; versions of fields are not.
            changed[each.name] = {}
    return replace(view, **changed)
