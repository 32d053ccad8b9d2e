"""The school's own fields: which there are, what they hold, and what each pupil's say.

Values are kept as text in one spelling for each sort: 2026-09-01, 3.5, yes, or a choice as it is
written among the choices. Fields go by their names: the field of another copy that is called the
same is the same field.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast, get_args

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.custom import CustomField, CustomValue, FieldSort
from sendtui.rules.typed_dates import understand
from sendtui.services import confidential, writes
from sendtui.services.labels import day_word
from sendtui.services.records import invalid, require, require_pupil
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

SORTS: tuple[FieldSort, ...] = get_args(FieldSort)
YES = frozenset(("yes", "y", "true", "1", "x", "✓"))
NO = frozenset(("no", "n", "false", "0"))
VEILED = "confidential"
MOST_CHOICES = 60
"""A list of choices is for choosing from."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field of the school's own; `choices` only where its sort is choice."""

    id: str
    name: str
    sort: FieldSort
    choices: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What one of the fields says of a pupil: as it is kept, and in words."""

    field: str
    name: str
    sort: FieldSort
    value: str
    words: str


def all_of(store: Store, *, retired: bool = False) -> tuple[OwnField, ...]:
    """The fields in use, by name; with `retired` those that are no longer in use, too."""
    with store.read() as session:
        return fields_of(session, retired=retired)


def fields_of(session: Session, *, retired: bool = False) -> tuple[OwnField, ...]:
    """The same inside a reading; of several of one name the oldest."""
    found: dict[str, OwnField] = {}
    for one in session.exec(select(CustomField).order_by(col(CustomField.id))):
        if retired or not one.retired:
            found.setdefault(one.name.casefold(), _field(one))
    return tuple(found[name] for name in sorted(found))


def named(store: Store, name: str) -> OwnField:
    """The field of this name or id, in use or not.

    Raises SendtuiError where there is none.
    """
    wanted, found = name.strip().casefold(), all_of(store, retired=True)
    for one in found:
        if wanted in (one.name.casefold(), one.id):
            return one
    known = ", ".join(one.name for one in found) or "none yet"
    raise SendtuiError(f"There is no field of this name. There are: {known}.")


@writes
def add(store: Store, name: str, sort: str = "text", choices: Sequence[str] = ()) -> str:
    """Add a field of the school's own and return its id.

    Raises InvalidError for a name there is already, one of ours, or fewer than two choices.
    """
    setting = store.setting
    with store.write("Add a field of our own") as tx:
        return added(tx, setting, name, sort, choices)


def added(
    tx: Transaction, setting: str, name: str, sort: str = "text", choices: Sequence[str] = ()
) -> str:
    """The same inside an act that does more."""
    _refuse_taken(tx.session, name)
    kept = _choices(sort, choices)
    return tx.add(
        "custom_field",
        {"setting": setting, "name": " ".join(name.split()), "sort": sort, "choices": kept},
    )


@writes
def amend(store: Store, field: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Change the name or the choices of a field; the names of what changed.

    What it holds stays as it is: what the pupils' say was written for it. Raises InvalidError.
    """
    with store.write("Edit a field of our own") as tx:
        now = require(tx.session, CustomField, field)
        if "sort" in values and values["sort"] != now.sort:
            invalid("sort", values["sort"], "stays as it is: add another field and retire this one")
        name = str(values.get("name", now.name))
        if name.casefold() != now.name.casefold():
            _refuse_taken(tx.session, name)
        if "choices" in values:
            wanted = cast("Sequence[str]", values["choices"])
            values = {**values, "choices": _choices(now.sort, wanted)}
        return tx.put("custom_field", field, values)


@writes
def retire(store: Store, field: str, *, back: bool = False) -> None:
    """Take a field out of use, or `back` into it; what the pupils' say is kept."""
    with store.write("Use a field of our own again" if back else "Retire a field of our own") as tx:
        require(tx.session, CustomField, field)
        tx.put("custom_field", field, {"retired": not back})


@writes
def set_values(store: Store, pupil: str, values: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Write what fields say of a pupil, by the fields' ids; the names of those that changed.

    Empty takes the value away. Raises InvalidError for what a field does not hold.
    """
    known = {one.id: one for one in all_of(store, retired=True)}
    changed = []
    with store.write("Edit our own fields") as tx:
        require_pupil(tx.session, pupil)
        now = values_of(tx.session, (pupil,))[pupil]
        for field, text in values.items():
            asked = known.get(field) or _field(require(tx.session, CustomField, field))
            if put_value(tx, pupil, asked, spelled(asked, text, today), now.get(asked.name)):
                changed.append(asked.name)
    return tuple(changed)


def put_value(tx: Transaction, pupil: str, field: OwnField, value: str, now: "Kept | None") -> bool:
    """Write a value inside an act that does more; whether that was news."""
    if (now.value if now else "") == value:
        return False
    if now:
        return bool(tx.put("custom_value", now.id, {"value": value}))
    new = {"pupil": pupil, "field": field.id, "name": field.name, "value": value}
    tx.add("custom_value", new)
    return True


@dataclass(frozen=True, slots=True)
class Kept:
    """A value as it stands in the record."""

    id: str
    value: str


def values_of(session: Session, pupils: Sequence[str]) -> Mapping[str, Mapping[str, Kept]]:
    """Pupil → the name of a field → what it says; only of fields the record knows."""
    known = {one.id: one.name for one in session.exec(select(CustomField))}
    by_name = {one.name.casefold(): one.name for one in fields_of(session, retired=True)}
    found: defaultdict[str, dict[str, Kept]] = defaultdict(dict)
    for part in in_parts(pupils):
        asked = select(CustomValue).where(col(CustomValue.pupil).in_(part))
        for one in session.exec(asked.order_by(col(CustomValue.id))):
            name = known.get(one.field, one.name)
            found[one.pupil].setdefault(by_name.get(name.casefold(), name), Kept(one.id, one.value))
    return found


def said_of(
    session: Session, pupils: Sequence[str], today: date, *, whole: bool = False
) -> dict[str, dict[str, str]]:
    """Pupil → field → what it says; what is confidential only where the `whole` is asked for."""
    if session.exec(select(CustomField.id).limit(1)).first() is None:
        return {}
    in_use = {one.name for one in fields_of(session)}
    hidden = None if whole else confidential.marked(session, pupils, today)
    return {
        pupil: {
            name: one.value
            for name, one in kept.items()
            if name in in_use and not (hidden and hidden.covers(pupil, one.id))
        }
        for pupil, kept in values_of(session, pupils).items()
    }


def of_pupil(store: Store, pupil: str, today: date) -> tuple[OwnValue, ...]:
    """What the fields in use say of a pupil, by name; those that say nothing are left out.

    A word stands for what is confidential, unless that is shown just now.
    """
    with store.read() as session:
        hidden = confidential.veiled(store, session, (pupil,), today)
        kept = {
            name: replace(one, value=VEILED) if hidden.covers(pupil, one.id) else one
            for name, one in values_of(session, (pupil,))[pupil].items()
        }
        fields = {one.name: one for one in fields_of(session, retired=True)}
    made = []
    for name, one in sorted(kept.items(), key=lambda pair: pair[0].casefold()):
        field = fields.get(name)
        if one.value and not (field and field.retired):
            sort = field.sort if field else "text"
            id_ = field.id if field else ""
            made.append(OwnValue(id_, name, sort, one.value, in_words(sort, one.value)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the fields says of how many pupils; `value` is "" for anything at all."""

    name: str
    value: str
    words: str
    pupils: int


def said(store: Store, most: int = 20) -> tuple[Said, ...]:
    """What the fields in use say, by name, then what is said of most pupils, `most` of each."""
    values = table("custom_value")
    found: list[Said] = []
    with store.read() as session:
        for field in fields_of(session):
            same = select(CustomField.id).where(
                func.lower(col(CustomField.name)) == field.name.lower()
            )
            asked = (
                sql_select(values.c.value, func.count())
                .where(values.c.field.in_(same), values.c.value != "")
                .group_by(values.c.value)
                .order_by(func.count().desc(), values.c.value)
            )
            lines = session.connection().execute(asked).all()
            found.append(Said(field.name, "", "", sum(number for _, number in lines)))
            found += [
                Said(field.name, value, in_words(field.sort, value), number)
                for value, number in lines[:most]
            ]
    return tuple(found)


def in_words(sort: str, value: str) -> str:
    """A value as a person reads it: days as 3 Feb 2026."""
    if sort == "date":
        try:
            return day_word(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def spelled(field: OwnField, text: str, today: date) -> str:
    """What somebody wrote for a field, as it is kept.

    Raises InvalidError where the field does not hold that.
    """
    written = " ".join(text.split()) if field.sort != "text" else text.strip()
    if not written:
        return ""
    match field.sort:
        case "date":
            return _day(field, written, today)
        case "number":
            return _number(field, written)
        case "yes or no":
            return _yes_or_no(field, written)
        case "choice":
            return _choice(field, written)
    return written


def guess(samples: Sequence[str], today: date) -> FieldSort:
    """What a column seems to hold, by what stands in it."""
    filled = [" ".join(each.split()) for each in samples if each.strip()]
    if not filled:
        return "text"
    for sort in ("yes or no", "number", "date"):
        field = OwnField("", "", sort)
        if all(_holds(field, each, today) for each in filled):
            return sort
    return "text"


def _holds(field: OwnField, text: str, today: date) -> bool:
    if field.sort == "date" and not re.search(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}", text):
        return False
    try:
        spelled(field, text, today)
    except SendtuiError:
        return False
    return True


def _day(field: OwnField, written: str, today: date) -> str:
    try:
        return understand(written, today).day.isoformat()
    except ValueError as problem:
        invalid(field.name, written, f"is no day: {problem}")


def _number(field: OwnField, written: str) -> str:
    plain = written.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,9})?", plain):
        invalid(field.name, written, "is no number")
    return plain.removeprefix("+")


def _yes_or_no(field: OwnField, written: str) -> str:
    lowered = written.casefold()
    if lowered not in YES | NO:
        invalid(field.name, written, "is neither yes nor no")
    return "yes" if lowered in YES else "no"


def _choice(field: OwnField, written: str) -> str:
    known = {each.casefold(): each for each in field.choices}
    if written.casefold() not in known:
        invalid(field.name, written, f"is none of: {', '.join(field.choices)}")
    return known[written.casefold()]


def _choices(sort: str, choices: Sequence[str]) -> list[str]:
    if sort not in SORTS:
        invalid("sort", sort, f"is none of: {', '.join(SORTS)}")
    if sort != "choice":
        return []
    kept = {" ".join(each.split()).casefold(): " ".join(each.split()) for each in choices}
    kept.pop("", None)
    if len(kept) < 2:
        invalid("choices", ", ".join(choices), "must be at least two")
    if len(kept) > MOST_CHOICES:
        invalid("choices", len(kept), f"are more than {MOST_CHOICES}: let it hold text")
    return list(kept.values())


def _refuse_taken(session: Session, name: str) -> None:
    from sendtui.formats.synonyms import TITLES, meaning

    if meaning(name) is not None or name.casefold() in map(str.casefold, TITLES.values()):
        invalid("name", name, "is a field the record has: find another name, such as “Our …”")
    wanted = " ".join(name.split()).casefold()
    for one in fields_of(session, retired=True):
        if one.name.casefold() == wanted:
            again = ": use that one again" if one.retired else ""
            invalid("name", name, f"is a field already{again}")


def _field(one: CustomField) -> OwnField:
    return OwnField(one.id, one.name, one.sort, tuple(one.choices), one.retired)
