"""The step into a new school year: classes move on, the oldest leave, what follows is checked.

One act, shown first: every class with where it goes, who leaves, and every NC year that was
recorded because it differs from the one by age. Cycles that nobody has reviewed are named; nothing
is done to them but for those of pupils who leave.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, or_, select

from sendtui.errors import SendtuiError, UsageError
from sendtui.models.cycle import Cycle
from sendtui.models.pupil import Pupil
from sendtui.rules.calendar import academic_year, academic_year_label
from sendtui.rules.class_names import a_year_on, leaving_years, year_on
from sendtui.rules.years import nc_year, year_by_age
from sendtui.services import writes
from sendtui.services.bulk import Line, Preview
from sendtui.services.differing import Edit
from sendtui.services.labels import day_word
from sendtui.services.records import has_happened
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class ClassMove:
    """A class, how many pupils are in it, and where it may go; "" where there is no guess."""

    name: str
    pupils: int
    to: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What the step would be if nobody said otherwise. `done` says that it was done already."""

    year: int
    classes: tuple[ClassMove, ...]
    leavers: frozenset[str]
    on: date
    done: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The step as somebody has said it: to the school year that begins in `year`.

    `classes` is from → to; one that is not named stays. `leavers` are the NC years that leave `on`
    a day, to a place; `stay` are the ids of pupils who neither leave nor move.
    """

    year: int
    classes: Mapping[str, str]
    leavers: frozenset[str]
    on: date
    to: str = ""
    stay: frozenset[str] = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        """What the act is called."""
        return label(self.year)


@dataclass(frozen=True, slots=True)
class Coming:
    """What a plan comes to: the lines, their figures, and the cycles nobody has reviewed."""

    shown: Preview
    moves: int
    leavers: int
    years: int
    waiting: tuple[Line, ...]


def label(year: int) -> str:
    """The name of the act in the history."""
    return f"New school year {academic_year_label(year)}"


def coming_year(today: date) -> int:
    """The year that the next school year begins in, or this one's in its first month."""
    began = academic_year(today)
    return began if today.month == 9 else began + 1


def too_early(today: date) -> str:
    """What to say where hardly anybody moves on at this time of the year; "" where they do."""
    if today.month in (6, 7, 8, 9):
        return ""
    return f"It is {today:%B}: the classes change now, not next September."


def guess(store: Store, year: int, today: date) -> Guess:
    """Where each class may go, and who may leave.

    Raises UsageError for a year that is not the next, or the one that has begun.
    """
    if year not in (academic_year(today), academic_year(today) + 1):
        raise UsageError(f"{academic_year_label(year)} is not the school year to move on to now.")
    last = date(year, 8, 31)
    with store.read() as session:
        pupils = _on_roll(session, store.setting, today)
        done = _was_done(session, year)
    tally = Counter(one.class_name for one in pupils if one.class_name)
    years = frozenset(_year_before(one, year) for one in pupils)
    moves = tuple(ClassMove(name, tally[name], a_year_on(name)) for name in sorted(tally))
    return Guess(year, moves, leaving_years(years), min(today, last), done)


def preview(store: Store, plan: Plan, today: date) -> Coming:
    """What the plan would do.

    Raises InvalidError for a day of leaving that is still to come.
    """
    has_happened("on", plan.on, today)
    setting = store.setting
    with store.read() as session:
        return _coming(plan, list(_walk(session, plan, setting, today)), session, setting, today)


@writes
def do(store: Store, plan: Plan, today: date, coming: Coming, *, again: bool = False) -> int:
    """Do what was shown in one act, which one undo takes back; for how many pupils.

    Raises SendtuiError where the record has changed since, or the year was moved on to already.
    """
    has_happened("on", plan.on, today)
    setting = store.setting
    with store.write(label(plan.year), true_on=plan.on) as tx:
        if not again and _was_done(tx.session, plan.year):
            raise SendtuiError(
                f"The school has moved on to {academic_year_label(plan.year)} already. Undo that, "
                "or change what is left by hand."
            )
        walked = list(_walk(tx.session, plan, setting, today))
        if _coming(plan, walked, tx.session, setting, today) != coming:
            raise SendtuiError(
                "The record has changed since the preview. Nothing was written: look at it again."
            )
        edits = [edit for _, found in walked for edit in found]
        tx.look_ahead([edit.record for edit in edits])
        for edit in edits:
            tx.put(edit.kind, edit.record, edit.values)
    return len(coming.shown.changes)


def _walk(
    session: Session, plan: Plan, setting: str, today: date
) -> Iterator[tuple[Line, tuple[Edit, ...]]]:
    pupils = _on_roll(session, setting, today)
    still: dict[str, list[Cycle]] = {}
    for cycle in session.exec(select(Cycle).where(col(Cycle.ended_on).is_(None))):
        still.setdefault(cycle.pupil, []).append(cycle)
    for one in pupils:
        if one.id in plan.stay:
            continue
        if _year_before(one, plan.year) in plan.leavers:
            yield _leaves(one, plan, still.get(one.id, []))
        elif (moved := _moves(one, plan)) is not None:
            yield moved


def _leaves(one: Pupil, plan: Plan, still: list[Cycle]) -> tuple[Line, tuple[Edit, ...]]:
    gone = Edit("pupil", one.id, {"left_on": plan.on, "left_to": plan.to})
    ends = (
        Edit("cycle", c.id, {"ended_on": max(plan.on, c.started_on), "end": "left"}) for c in still
    )
    where = f", to {plan.to}" if plan.to else ""
    after = f"leaves {day_word(plan.on)}{where}"
    return _line(one, one.class_name, after), (gone, *ends)


def _moves(one: Pupil, plan: Plan) -> tuple[Line, tuple[Edit, ...]] | None:
    values: dict[str, object] = {}
    before, after = [one.class_name or "no class"], []
    to = plan.classes.get(one.class_name, one.class_name)
    if to != one.class_name:
        values["class_name"] = to
        after.append(to)
    fresh = _recorded_year(one, plan.year)
    if fresh != one.nc_year:
        values["nc_year"] = fresh
        before.append(f"NC year {one.nc_year}")
        after.append(f"NC year {fresh}" if fresh else "NC year by age")
    if not values:
        return None
    line = _line(one, ", ".join(before), ", ".join(after))
    return line, (Edit("pupil", one.id, values),)


def _recorded_year(one: Pupil, year: int) -> str:
    """The NC year to record from then on; none where it is the one by age."""
    if not one.nc_year:
        return ""
    fresh = year_on(one.nc_year)
    by_age = year_by_age(one.born, date(year, 9, 1)) if one.born else ""
    return "" if fresh == by_age else fresh


def _coming(
    plan: Plan,
    walked: list[tuple[Line, tuple[Edit, ...]]],
    session: Session,
    setting: str,
    today: date,
) -> Coming:
    named: set[str] = {line.id for line, _ in walked}
    gone = {line.id for line, edits in walked if "left_on" in edits[0].values}
    pupils = {one.id: one for one in _on_roll(session, setting, today)}
    shown = Preview(plan.title, tuple(line for line, _ in walked), len(pupils) - len(named), ())
    values = [edits[0].values for _, edits in walked]
    waiting = tuple(_waiting(session, {k: v for k, v in pupils.items() if k not in gone}, plan))
    moves = sum("class_name" in each for each in values)
    return Coming(shown, moves, len(gone), sum("nc_year" in each for each in values), waiting)


def _waiting(session: Session, pupils: Mapping[str, Pupil], plan: Plan) -> Iterator[Line]:
    """The cycles that run into the new year without a review to come."""
    first = date(plan.year, 9, 1)
    late = or_(col(Cycle.review_due).is_(None), col(Cycle.review_due) < first)
    asked = select(Cycle).where(col(Cycle.ended_on).is_(None), late)
    for cycle in session.exec(asked.order_by(col(Cycle.review_due), col(Cycle.id))):
        if one := pupils.get(cycle.pupil):
            due = f"review was due {day_word(cycle.review_due)}" if cycle.review_due else ""
            yield _line(one, f"cycle {cycle.number}", due or "no day for the review")


def _line(one: Pupil, before: str, after: str) -> Line:
    names = (one.preferred_surname or one.surname, one.preferred_forename or one.forename)
    return Line(one.id, ", ".join(filter(None, names)), one.class_name, before, after, "")


def _on_roll(session: Session, setting: str, today: date) -> list[Pupil]:
    here = or_(col(Pupil.left_on).is_(None), col(Pupil.left_on) > today)
    asked = select(Pupil).where(Pupil.setting == setting, here)
    return list(session.exec(asked.order_by(Pupil.class_name, Pupil.surname, Pupil.forename)))


def _year_before(one: Pupil, year: int) -> str:
    """The NC year a pupil is in until the step."""
    return nc_year(one.born, date(year, 9, 1) - timedelta(days=1), one.nc_year).code


def _was_done(session: Session, year: int) -> bool:
    """Whether such an act stands, here or on another computer, and was not undone."""
    batches = session.connection().exec_driver_sql(
        "SELECT n, undoes FROM batch WHERE label = ? OR undoes IS NOT NULL", (label(year),)
    )
    turned: dict[int, list[int]] = {}
    acts = []
    for n, undoes in batches:
        if undoes is None:
            acts.append(n)
        else:
            turned.setdefault(undoes, []).append(n)
    return any(_stands(n, turned) for n in acts)


def _stands(n: int, turned: Mapping[int, list[int]]) -> bool:
    return not any(_stands(each, turned) for each in turned.get(n, ()))
