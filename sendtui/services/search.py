"""Every word of the record: where it stands, whose it is, and the words around it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sendtui.models import KINDS, kind
from sendtui.services import confidential, register
from sendtui.services.labels import kind_title, title
from sendtui.services.register_entries import Entry, entries
from sendtui.services.register_query import match
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store

AROUND = 40
"""How many characters of a record are shown on either side of what was found."""

LOOKED_AT = 2_000
"""How many places are looked at; more than that is no answer to read."""

_FOUND = f"""
    SELECT change.kind, change.record, stream.id
    FROM (SELECT rowid AS n FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT {LOOKED_AT})
    AS hit JOIN change ON change.n = hit.n JOIN stream ON stream.n = change.stream
    WHERE stream.kind = 'pupil' ORDER BY hit.n DESC
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: the record, the field, and the text around the first of them.

    `begin` and `end` say where in `snippet` that word is.
    """

    kind: str
    kind_label: str
    record: str
    field: str
    label: str
    snippet: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A pupil in whose record the words are, and where; the newest places first."""

    pupil: str
    name: str
    detail: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pupil for the command palette: the name, and what tells two of one name apart."""

    pupil: str
    name: str
    detail: str


def search(
    store: Store, words: str, today: date, limit: int = 50, *, with_confidential: bool = False
) -> tuple[Found, ...]:
    """The pupils with a record that has all these words, each beginning a word of it.

    At most `limit` pupils, those with the newest places first. What is confidential is found only
    where it is asked for, or shown just now.
    """
    wanted = match(words)
    if not wanted:
        return ()
    with store.read() as session:
        by_pupil: dict[str, list[tuple[str, str]]] = {}
        for name, record, pupil in session.connection().exec_driver_sql(_FOUND, (wanted,)):
            if pupil in by_pupil or len(by_pupil) < limit:
                by_pupil.setdefault(pupil, []).append((name, record))
        if not with_confidential:
            by_pupil = _open(store, session, by_pupil, today)
        known = entries(session, tuple(by_pupil), today)
        return tuple(
            Found(one.id, one.name, _detail(one), _places(session, by_pupil[one.id], words))
            for one in known
        )


def _open(
    store: Store, session: Session, by_pupil: dict[str, list[tuple[str, str]]], today: date
) -> dict[str, list[tuple[str, str]]]:
    """What was found, without what is confidential."""
    hidden = confidential.veiled(store, session, tuple(by_pupil), today)
    kept = {
        pupil: [(kind, record) for kind, record in places if not hidden.covers(pupil, record)]
        for pupil, places in by_pupil.items()
    }
    return {pupil: places for pupil, places in kept.items() if places}


def suggest(store: Store, words: str, today: date, limit: int = 8) -> tuple[Suggestion, ...]:
    """Pupils by their name or number, then by their people's, for the command palette."""
    return tuple(
        Suggestion(one.id, one.name, _detail(one))
        for one in register.found(store, words, today, limit)
    )


def _detail(one: Entry) -> str:
    year = {"R": "Reception"}.get(one.nc_year, f"Year {one.nc_year}" if one.nc_year else "")
    left = "left" if one.left_on else ""
    told = (one.class_name or year, one.status_label, left, one.by_person)
    return ", ".join(part for part in told if part)


def _places(session: Session, records: Sequence[tuple[str, str]], words: str) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for name in {name for name, _ in records} & KINDS.keys():
        fields, nouns = kind(name).twin.SEARCHED, table(name)
        ids = [record for kind_, record in records if kind_ == name]
        for part in in_parts(ids):
            columns = (nouns.c.id, *(nouns.c[field] for field in fields))
            lines = session.connection().execute(
                nouns.select().with_only_columns(*columns).where(nouns.c.id.in_(part))
            )
            for line in lines:
                texts = dict(zip(fields, map(_text, line[1:]), strict=True))
                found[line.id] = _place(name, line.id, texts, words)
    return tuple(found[record] for _, record in records if record in found)


def _text(value: object) -> str:
    """What a field says, as it was searched."""
    if isinstance(value, dict):
        return "; ".join(map(str, value.values()))
    return str(value or "")


def _place(name: str, record: str, texts: dict[str, str], words: str) -> Place:
    for field, text in texts.items():
        for begin, end in _where(text or "", words):
            snippet, shift = _around(text, begin, end)
            place = (snippet, begin + shift, end + shift)
            return Place(name, kind_title(name), record, field, title(name, field), *place)
    field = next((f for f, text in texts.items() if text), "")
    start = (texts.get(field) or "")[: 2 * AROUND]
    return Place(name, kind_title(name), record, field, title(name, field), start, 0, 0)


def _where(text: str, words: str) -> list[tuple[int, int]]:
    """Where the first of the words begins a word of the text; accents and case do not count."""
    bare = _bare(text)
    for word in words.split():
        wanted = _bare(word)
        found = re.search(rf"(?<!\w){re.escape(wanted)}", bare) if wanted.strip() else None
        if found:
            return [found.span()]
    return []


def _bare(text: str) -> str:
    """The text letter by letter without accents and in lower case, as long as it was."""
    return "".join((unicodedata.normalize("NFD", c)[:1] or c).lower()[:1] or c for c in text)


def _around(text: str, begin: int, end: int) -> tuple[str, int]:
    """The text around a place on one line, and how far the place moved."""
    start, stop = max(0, begin - AROUND), min(len(text), end + AROUND)
    before, after = "…" if start else "", "…" if stop < len(text) else ""
    flat = re.sub(r"\s", " ", text[start:stop])
    return f"{before}{flat}{after}", len(before) - start
