"""What has been typed and not yet saved: kept by form, on this computer alone, never sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sendtui.services import writes
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was left: of which noun, whose, of which record ("" for a new one), and when."""

    key: str
    kind: str
    pupil: str
    record: str
    saved: datetime


def key(kind: str, pupil: str = "", record: str = "") -> str:
    """The name under which a form's draft is kept."""
    return f"{kind}/{pupil}/{record}"


@writes
def keep(store: Store, key: str, values: Mapping[str, Any]) -> None:
    """Keep what has been typed; nothing typed is no draft."""
    if values:
        store.keep_draft(key, dict(values))
    else:
        store.drop_draft(key)


def read(store: Store, key: str) -> dict[str, Any] | None:
    """What was typed and not saved, or None."""
    return store.draft(key)


@writes
def drop(store: Store, key: str) -> None:
    """Forget a draft that was saved or given up."""
    store.drop_draft(key)


def all_of(store: Store) -> tuple[Draft, ...]:
    """Every draft, the newest first."""
    return tuple(_draft(key, saved) for key, saved in store.drafts())


def _draft(key: str, saved: str) -> Draft:
    kind, _, rest = key.partition("/")
    pupil, _, record = rest.partition("/")
    return Draft(key, kind, pupil, record, datetime.fromisoformat(saved))
