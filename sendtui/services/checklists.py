"""Checklists of what is ordinarily available: loaded from the authority, answered for a pupil.

The wording is the authority's. A checklist that is loaded again keeps the answers to whatever it
still says; for each statement the latest answer of a pupil counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from sendtui.errors import SendtuiError
from sendtui.models.checklist import Answer, Checklist, ChecklistAnswer, ChecklistLine
from sendtui.models.incoming import Rejected
from sendtui.rules.codes import NEED_TYPES
from sendtui.services import pupil_reading, veil, writes
from sendtui.services.confidential import Marked
from sendtui.services.pupil_reading import of
from sendtui.services.records import (
    alike,
    as_day,
    has_happened,
    invalid,
    known_fields,
    require,
    require_pupil,
)
from sendtui.store.store import Store

ANSWERS: tuple[Answer, ...] = get_args(Answer)
FIELDS = ("answer", "since", "note", "by")
LIBRARY = ("Our strategies", "Our targets")
"""The lists of the school's own library (`library`): picked from, and never answered."""


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """One checklist, and how many statements it has."""

    id: str
    name: str
    source: str
    loaded_on: date
    statements: int


@dataclass(frozen=True, slots=True)
class LineView:
    """One statement of a checklist; no `area` is all of them."""

    id: str
    checklist: str
    number: int
    area: str
    layer: str
    statement: str


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """One statement with the latest answer of a pupil, "" where there is none.

    `id` is the answer's; `line` the statement's, "" where no checklist here has it any more.
    """

    id: str
    line: str
    number: int
    area: str
    layer: str
    statement: str
    answer: str
    since: date | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Loading:
    """What loading a file would do to the checklist of a name: nothing is written yet."""

    name: str
    checklist: str
    new: tuple[tuple[int, str, str, str], ...]
    changed: tuple[tuple[str, Mapping[str, object]], ...]
    gone: tuple[LineView, ...]
    same: int
    rejected: tuple[Rejected, ...]

    @property
    def does_anything(self) -> bool:
        """Whether anything would be written."""
        return bool(self.new or self.changed or self.gone)


def look(store: Store, path: Path, name: str) -> Loading:
    """What loading a file as the checklist of this name would do.

    Raises SendtuiError for a file that cannot be read, or has no statement.
    """
    from sendtui.formats import checklist_in

    if not name.strip():
        raise SendtuiError("Say what the checklist is called.")
    if name.strip() in LIBRARY:
        raise SendtuiError("This is a list of the library: “sendtui library import” takes it in.")
    try:
        with path.open("rb") as file:
            found = checklist_in.read(file, path.name)
    except OSError as problem:
        raise SendtuiError(
            f"{path.name} could not be opened: {problem.strerror or 'unknown reason'}."
        ) from None
    here = next((each for each in all_of(store) if alike(each.name) == alike(name)), None)
    known = {alike(each.statement): each for each in (lines(store, here.id) if here else ())}
    new: list[tuple[int, str, str, str]] = []
    changed: list[tuple[str, Mapping[str, object]]] = []
    for number, (_, area, layer, statement) in enumerate(found.lines, 1):
        line = known.pop(alike(statement), None)
        values = {"number": number, "area": area, "layer": layer, "statement": statement}
        if line is None:
            new.append((number, area, layer, statement))
        elif differs := {k: v for k, v in values.items() if getattr(line, k) != v}:
            changed.append((line.id, differs))
    same = len(found.lines) - len(new) - len(changed)
    return Loading(name.strip(), here.id if here else "", tuple(new), tuple(changed),
                   tuple(known.values()), same, found.rejected)  # fmt: skip


@writes
def load(store: Store, loading: Loading, *, source: str = "", today: date) -> str:
    """Load what was looked at, in one act, and return the checklist's id.

    Raises SendtuiError where lines of the file were rejected: a checklist is whole or not at all.
    """
    if loading.rejected:
        raise SendtuiError("Nothing was loaded: put the lines right that were rejected.")
    setting = store.setting
    with store.write("Load a checklist") as tx:
        values: dict[str, object] = {"loaded_on": today, **({"source": source} if source else {})}
        if loading.checklist:
            tx.put("checklist", loading.checklist, values)
        checklist = loading.checklist or tx.add(
            "checklist", {**values, "name": loading.name, "setting": setting}
        )
        for line in loading.gone:
            tx.remove("checklist_line", line.id)
        for id_, differs in loading.changed:
            tx.put("checklist_line", id_, differs)
        own = {"setting": setting, "checklist": checklist}
        tx.add_many(
            "checklist_line",
            (
                {**own, "number": number, "area": area, "layer": layer, "statement": statement}
                for number, area, layer, statement in loading.new
            ),
        )
        return checklist


@writes
def remove(store: Store, checklist: str) -> None:
    """Remove a checklist; what was answered for pupils stays with them."""
    with store.write("Remove a checklist") as tx:
        require(tx.session, Checklist, checklist)
        for line in _lines(tx.session, checklist):
            tx.remove("checklist_line", line.id)
        tx.remove("checklist", checklist)


def all_of(store: Store) -> tuple[ChecklistView, ...]:
    """The checklists by name."""
    with store.read() as session:
        found = session.exec(_asked())
        return tuple(
            ChecklistView(
                each.id, each.name, each.source, each.loaded_on, len(_lines(session, each.id))
            )
            for each in found
        )


def named(store: Store, name: str) -> ChecklistView:
    """The checklist of this name or id; without a name the only one there is.

    Raises SendtuiError where there is none, or more than one.
    """
    found = all_of(store)
    if not name and len(found) == 1:
        return found[0]
    for each in found:
        if name and alike(name) in (each.id, alike(each.name)):
            return each
    known = ", ".join(each.name for each in found) or "none yet: load one"
    raise SendtuiError(f"Say which checklist. There are: {known}.")


def lines(store: Store, checklist: str) -> tuple[LineView, ...]:
    """The statements of a checklist, in their order."""
    with store.read() as session:
        return tuple(LineView(**each.model_dump(exclude={"setting"}))
                     for each in _lines(session, checklist))  # fmt: skip


def of_pupil(
    store: Store, pupil: str, today: date, checklist: str = "", *, every: bool = False
) -> tuple[AnsweredView, ...]:
    """The statements for a pupil's areas of need and for all pupils, each with the latest answer.

    Those answered are always there, also where no checklist says them any more; with `every` the
    other areas are, too. Only those of one `checklist` where it is named.
    """
    with store.read() as session:
        require_pupil(session, pupil)
        needs, _ = pupil_reading.needs(session, pupil, today)
        areas = {NEED_TYPES[need.code].area for need in needs if need.code in NEED_TYPES}
        hidden = veil.hidden(store, session, today)
        known = latest(of(session, ChecklistAnswer, pupil), today)
        made: list[AnsweredView] = []
        for each in session.exec(_asked()):
            if not checklist or each.id == checklist:
                for line in _lines(session, each.id):
                    answer = known.pop(alike(line.statement), None)
                    if answer or every or not line.area or line.area in areas or not areas:
                        made.append(_answered(line, answer, hidden))
        if not checklist:
            made += [_answered(None, answer, hidden) for answer in known.values()]
    return tuple(made)


@writes
def answer(
    store: Store, pupil: str, line: str, values: Mapping[str, object], *, today: date
) -> str:
    """Say of a statement whether it is in place for a pupil, was tried, or was not; returns the id.

    Raises InvalidError for an answer there is not, SendtuiError for a statement there is not.
    """
    known_fields(values, FIELDS)
    given = {"since": today, **{k: v for k, v in values.items() if v not in ("", None)}}
    has_happened("since", as_day(given["since"]), today)
    if given.get("answer") not in ANSWERS:
        invalid("answer", given.get("answer"), f"is not one of {', '.join(ANSWERS)}")
    with store.write("Answer a checklist", true_on=as_day(given["since"])) as tx:
        require_pupil(tx.session, pupil)
        found = require(tx.session, ChecklistLine, line)
        said = {"checklist_line": line, "area": found.area, "statement": found.statement}
        return tx.add("checklist_answer", {**given, **said, "pupil": pupil})


@writes
def remove_answer(store: Store, answer: str) -> None:
    """Remove an answer given by mistake; the one before it counts again."""
    with store.write("Remove an answer") as tx:
        require(tx.session, ChecklistAnswer, answer)
        tx.remove("checklist_answer", answer)


def _asked() -> SelectOfScalar[Checklist]:
    """The checklists by name, without the lists of the library."""
    known = select(Checklist).where(col(Checklist.name).not_in(LIBRARY))
    return known.order_by(col(Checklist.name), col(Checklist.id))


def _lines(session: Session, checklist: str) -> list[ChecklistLine]:
    asked = select(ChecklistLine).where(ChecklistLine.checklist == checklist)
    return list(session.exec(asked.order_by(col(ChecklistLine.number), col(ChecklistLine.id))))


def latest(answers: Iterable[ChecklistAnswer], today: date) -> dict[str, ChecklistAnswer]:
    """The latest answer to each statement, as compared."""
    happened = (each for each in answers if each.since <= today)
    ordered = sorted(happened, key=lambda each: (each.since, each.id))
    return {alike(each.statement): each for each in ordered}


def _answered(
    line: ChecklistLine | None, answer: ChecklistAnswer | None, hidden: Marked
) -> AnsweredView:
    """A statement and its answer; what is confidential says the authority’s words alone."""
    said = line or answer
    assert said is not None
    is_hidden = answer is not None and hidden.covers(answer.pupil, answer.id)
    told = None if is_hidden else answer
    return AnsweredView(
        id=answer.id if answer else "",
        line=line.id if line else "",
        number=line.number if line else 0,
        area=said.area,
        layer=line.layer if line else "",
        statement=veil.WORD if is_hidden and line is None else said.statement,
        answer=veil.WORD if is_hidden else told.answer if told else "",
        since=told.since if told else None,
        note=told.note if told else "",
        by=told.by if told else "",
    )
