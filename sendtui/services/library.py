"""The library: interventions, strategies and targets that a school keeps, picks from and shares.

An intervention is a noun of its own. Strategies and targets are short: what they say, for which
area of need. Each kind is kept as a list of the setting, like an authority's checklist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.checklist import Checklist, ChecklistLine
from sendtui.models.incoming import Rejected
from sendtui.models.intervention import Intervention
from sendtui.rules.codes import BROAD_AREAS, LAYERS, NEED_TYPES
from sendtui.services import casefile, checklists, intervention_reading, interventions, writes
from sendtui.services.outfile import new_file
from sendtui.services.records import alike, invalid, known_fields, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]
Kind = Literal["strategy", "target"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FIELDS = ("name", "area", "layer")

_LISTS: Mapping[Kind, str] = dict(zip(KINDS, checklists.LIBRARY, strict=True))


@dataclass(frozen=True, slots=True)
class Entry:
    """A strategy or a target: what it says, for which area of need ("" for all), in which layer.

    `source` is the checklist it stands in where that is not the school's own library.
    """

    id: str
    kind: Kind
    name: str
    area: str
    layer: str
    source: str
    heads: Bases


@dataclass(frozen=True, slots=True)
class Taking:
    """What a list would add and change; `same` are as they are here already.

    Each entry that is new has its `kind`.
    """

    new: tuple[Mapping[str, object], ...]
    changed: tuple[tuple[str, str, str, Mapping[str, object]], ...]
    """Kind, id, name and the fields that differ."""
    same: int
    rejected: tuple[Rejected, ...]
    unknown: tuple[str, ...]


def entries(store: Store, kind: Kind) -> tuple[Entry, ...]:
    """The school's own strategies or targets, by area and in the order they were added."""
    with store.read() as session:
        lines = _lines(session, _LISTS[kind])
        return tuple(_entry(store, session, kind, line, "") for line in lines)


def offers(store: Store, kind: Kind, need: str = "") -> tuple[Entry, ...]:
    """What to pick from in a plan: the school's own, those for the area of a need first.

    For strategies the statements of checklists for that area, and for all areas, come after.
    """
    area = NEED_TYPES[need].area if need in NEED_TYPES else ""
    own = sorted(entries(store, kind), key=lambda each: each.area not in (area, ""))
    if kind == "target":
        return tuple(own)
    with store.read() as session:
        theirs = [
            _entry(store, session, kind, line, each.name)
            for each in checklists.all_of(store)
            for line in _lines(session, each.name)
            if not line.area or line.area == area
        ]
    return (*own, *theirs)


@writes
def keep(
    store: Store,
    kind: Kind,
    values: Mapping[str, object],
    entry: str = "",
    bases: Bases | None = None,
    *,
    today: date,
) -> str:
    """Put a strategy or a target into the library, or change one; returns its id.

    Raises InvalidError for one that is there already, or a code there is not.
    """
    known_fields(values, FIELDS)
    setting = store.setting
    with store.write(f"Keep a {kind}") as tx:
        if not entry:
            return _added(tx, setting, kind, values, today)
        require(tx.session, ChecklistLine, entry)
        _check(_lines(tx.session, _LISTS[kind]), values, entry)
        tx.put("checklist_line", entry, _as_line(values), bases)
        return entry


@writes
def remove(store: Store, entry: str) -> None:
    """Take a strategy or a target out of the library; plans that have it keep it."""
    with store.write("Remove from the library") as tx:
        require(tx.session, ChecklistLine, entry)
        tx.remove("checklist_line", entry)


def look(store: Store, path: Path, today: date) -> Taking:
    """What a list would do to the library here; nothing is written.

    Raises SendtuiError for a file that cannot be read, or is no such list.
    """
    from sendtui.formats import library_csv

    try:
        with path.open("rb") as file:
            found = library_csv.read(file, path.name)
    except OSError as problem:
        raise SendtuiError(
            f"{path.name} could not be opened: {problem.strerror or 'unknown reason'}."
        ) from None
    known = _known(store, today)
    new: dict[tuple[str, str], Mapping[str, object]] = {}
    changed: list[tuple[str, str, str, Mapping[str, object]]] = []
    rejected, same = list(found.rejected), 0
    for number, entry in found.entries:
        kind, name = str(entry["kind"]), str(entry["name"])
        key = (kind, alike(name))
        if key in new:
            rejected.append(Rejected(number, "name", name, "stands in the list twice"))
        elif why := _wrong_code(entry):
            rejected.append(Rejected(number, *why))
        elif key not in known:
            new[key] = entry
        else:
            id_, here = known[key]
            differs = {k: v for k, v in entry.items() if k in here and here[k] != v}
            if differs:
                changed.append((kind, id_, name, differs))
            else:
                same += 1
    return Taking(tuple(new.values()), tuple(changed), same, tuple(rejected), found.unknown)


@writes
def take(store: Store, taking: Taking, today: date) -> int:
    """Take in what was looked at, in one act; how many were added and changed.

    Raises InvalidError where an entry does not hold: nothing is written then.
    """
    setting = store.setting
    with store.write("Take in a library") as tx:
        for entry in taking.new:
            values = {name: value for name, value in entry.items() if name != "kind"}
            kind = _kind(entry["kind"])
            if kind is None:
                interventions.added(tx, setting, values)
            else:
                _added(tx, setting, kind, values, today)
        for said, id_, _, differs in taking.changed:
            if _kind(said) is None:
                tx.put(Intervention.KIND, id_, differs)
            else:
                tx.put("checklist_line", id_, _as_line(differs))
    return len(taking.new) + len(taking.changed)


def export(store: Store, path: Path, today: date) -> int:
    """Write the whole library to a list that another school can take in; how many entries.

    It names no child and no adult. Raises SendtuiError where the record is open to look only.
    """
    from sendtui.formats import library_csv

    casefile.require_writable(store)
    found: list[Mapping[str, object]] = [
        {name: getattr(each, name, "intervention") for name in library_csv.COLUMNS}
        for each in intervention_reading.all_of(store, today)
    ]
    for kind in KINDS:
        found += [{"kind": kind, **{name: getattr(each, name) for name in FIELDS}}
                  for each in entries(store, kind)]  # fmt: skip
    with new_file(path) as file:
        return library_csv.write(file, found)


def numbered(store: Store, kind: Kind, number: int) -> Entry:
    """The strategy or target of this number, as a list of them prints it.

    Raises SendtuiError where there is none.
    """
    found = entries(store, kind)
    if not 1 <= number <= len(found):
        raise SendtuiError(f"There is no {kind} {number} in the library: it has {len(found)}.")
    return found[number - 1]


def _known(store: Store, today: date) -> dict[tuple[str, str], tuple[str, dict[str, object]]]:
    """Kind and name → id and fields of everything in the library."""
    known: dict[tuple[str, str], tuple[str, dict[str, object]]] = {}
    for run in intervention_reading.all_of(store, today):
        values = {name: getattr(run, name) for name in interventions.FIELDS if name != "name"}
        known["intervention", alike(run.name)] = (run.id, values)
    for kind in KINDS:
        for each in entries(store, kind):
            known[kind, alike(each.name)] = (each.id, {"area": each.area, "layer": each.layer})
    return known


def _wrong_code(entry: Mapping[str, object]) -> tuple[str, str, str] | None:
    """A field whose code there is not, with its value and why; None where all are."""
    for field, codes in (("area", BROAD_AREAS), ("layer", LAYERS)):
        value = str(entry.get(field) or "")
        if value and value not in codes:
            return field, value, f"is not one of {', '.join(code.code for code in codes)}"
    return None


def _kind(said: object) -> Kind | None:
    return next((kind for kind in KINDS if kind == said), None)


def _lines(session: Session, name: str) -> list[ChecklistLine]:
    lists = select(Checklist.id).where(Checklist.name == name)
    asked = select(ChecklistLine).where(col(ChecklistLine.checklist).in_(lists))
    return list(session.exec(asked.order_by(col(ChecklistLine.number), col(ChecklistLine.id))))


def _entry(store: Store, session: Session, kind: Kind, line: ChecklistLine, source: str) -> Entry:
    heads = store.heads(session, line.id)
    return Entry(line.id, kind, line.statement, line.area, line.layer, source, heads)


def _added(
    tx: Transaction, setting: str, kind: Kind, values: Mapping[str, object], today: date
) -> str:
    there = _lines(tx.session, _LISTS[kind])
    _check(there, values, "")
    asked = select(Checklist.id).where(Checklist.name == _LISTS[kind])
    checklist = tx.session.exec(asked).first() or tx.add(
        "checklist", {"setting": setting, "name": _LISTS[kind], "loaded_on": today}
    )
    own = {"setting": setting, "checklist": checklist}
    number = max((line.number for line in there), default=0) + 1
    return tx.add("checklist_line", {**own, "number": number, **_as_line(values)})


def _as_line(values: Mapping[str, object]) -> dict[str, object]:
    return {"statement" if k == "name" else k: v for k, v in values.items()}


def _check(there: Iterable[ChecklistLine], values: Mapping[str, object], own: str) -> None:
    if why := _wrong_code(values):
        invalid(*why)
    name = values.get("name")
    for line in there:
        if name is not None and line.id != own and alike(line.statement) == alike(str(name)):
            invalid("name", name, "stands in the library already")
