"""Two records that may be one child's, laid side by side: what each says and how much it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.models.setting import Setting
from sendtui.services import pupil_reading, same
from sendtui.services.labels import day_word, in_sentence, kind_title, title, word
from sendtui.services.matching import Child
from sendtui.services.past import ERASED
from sendtui.services.records import require_pupil
from sendtui.services.tables import table
from sendtui.store import schema
from sendtui.store.standing import BIRTH, standings
from sendtui.store.store import Store

FIELDS = (
    "surname", "forename", "preferred_surname", "preferred_forename", "former_surname", "born",
    "upn", "former_upn", "uln", "nhs_number", "adno", "class_name", "left_on", "left_to",
)  # fmt: skip
"""What tells one child from another, in the order it is read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the two records say of one thing, in words; "" where one says nothing of it."""

    title: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.one and self.other) and self.one.casefold() != self.other.casefold()


@dataclass(frozen=True, slots=True)
class Beside:
    """The two records line by line; `refused` is why both cannot be kept, "" where they can."""

    lines: tuple[Line, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person found of two records, with what each says or said when it was in the lists."""

    found: same.Found
    pupil: Child
    other: Child


def beside(store: Store, one: str, other: str, today: date) -> Beside:
    """Two pupils side by side: identity, place, status and needs, what is held, the last change.

    Raises SendtuiError where one of them is not in the lists.
    """
    with store.read() as session:
        two = [_told(session, pupil, today) for pupil in (one, other)]
        refused = same.why_not_both(session, one, other)
    titles = dict.fromkeys(name for told in two for name in told)
    lines = (Line(name, two[0].get(name, ""), two[1].get(name, "")) for name in titles)
    return Beside(tuple(each for each in lines if each.one or each.other), refused)


def children(store: Store, pupils: Sequence[str]) -> tuple[Child, ...]:
    """What pupils are called, their class and setting; also of those who have left the lists."""
    with store.read() as session:
        connection = session.connection()
        now = standings(connection, pupils)
        setting = table("setting").c
        named = connection.execute(select(setting.id, setting.name))
        places = {str(id_): str(name) for id_, name in named}
    return tuple(
        _child(pupil, now[pupil].values if pupil in now else {}, places) for pupil in pupils
    )


def _child(pupil: str, says: Mapping[str, Any], places: Mapping[str, str]) -> Child:
    name = ", ".join(filter(None, (says.get("surname"), says.get("forename"))))
    place = places.get(says.get("setting") or "", "")
    return Child(pupil, name or ERASED, says.get("class_name") or "", place)


def decided(store: Store) -> tuple[Decided, ...]:
    """What was found of pairs of records, the latest first, with their names."""
    found = same.decided(store)
    ids = list(dict.fromkeys(id_ for each in found for id_ in (each.pupil, each.other)))
    named = {child.id: child for child in children(store, ids)}
    return tuple(Decided(each, named[each.pupil], named[each.other]) for each in found)


def _told(session: Session, pupil: str, today: date) -> dict[str, str]:
    found = require_pupil(session, pupil)
    told = {title("pupil", name): word("pupil", name, getattr(found, name)) for name in FIELDS}
    at = session.get(Setting, found.setting) if found.setting else None
    told["Setting"] = at.name if at else ""
    steps = pupil_reading.statuses(session, pupil, today)
    told["SEN status"] = next((each.label for each in steps if each.current), "")
    needs, _ = pupil_reading.needs(session, pupil, today)
    told["Needs"] = ", ".join(each.code for each in needs)
    return told | _held(session, pupil)


def _held(session: Session, pupil: str) -> dict[str, str]:
    """How many records of each kind there are, and when the last change was written."""
    change, stream, batch = schema.change.c, schema.stream.c, schema.batch.c
    joined = schema.change.join(schema.stream, stream.n == change.stream)
    born = (
        select(change.kind, func.count())
        .select_from(joined)
        .where(stream.id == pupil, change.field == BIRTH, change.kind != "pupil")
        .group_by(change.kind)
    )
    counts = {str(kind): int(number) for kind, number in session.connection().execute(born)}
    shown = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    latest = (
        select(func.max(batch.written))
        .select_from(joined.join(schema.batch, batch.n == change.batch))
        .where(stream.id == pupil)
    )
    written = session.connection().execute(latest).scalar()
    when = day_word(datetime.fromisoformat(str(written)).astimezone().date()) if written else ""
    held = ", ".join(f"{in_sentence(kind_title(kind))} {number}" for kind, number in shown)
    return {"Records": held, "Last change": when}
