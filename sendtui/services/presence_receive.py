"""Reports of attendance and suspensions taken in: shown first, one act, the second time no news.

A line whose pupil is not here, or could be two, is rejected: figures never make a pupil.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Absence, Away, Rejected
from sendtui.rules.presence import Rate
from sendtui.services import rejected, writes
from sendtui.services.labels import day_word
from sendtui.services.likeness import Directory, directory, key
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

if TYPE_CHECKING:
    from sendtui.formats.presence_in import Period, Reading

Sort = Literal["attendance", "suspension"]
SORTS: tuple[Sort, ...] = ("attendance", "suspension")

LABELS = {"attendance": "Import attendance", "suspension": "Import suspensions"}
_KEYS = {"attendance": ("starts", "ends"), "suspension": ("sort", "starts")}
"""What tells two records of one pupil apart: the period, or the sort and its first day."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A line that would be written: whose, what it says and, where it puts right, what stood."""

    line: int
    pupil: str
    name: str
    says: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a report would do; `digest` is handed back when it is taken in."""

    new: tuple[Figure, ...]
    changed: tuple[Figure, ...]
    unchanged: int
    rejected: tuple[Rejected, ...]
    left_out: tuple[str, ...]
    digest: str

    @property
    def changes_nothing(self) -> bool:
        """Whether taking it in would write nothing."""
        return not (self.new or self.changed)


@dataclass(slots=True)
class _Plan:
    """What is to be written, and what there is to say of it."""

    add: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    put: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    new: list[Figure] = field(default_factory=list)
    changed: list[Figure] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """All that is to be written, as one number to compare."""
        return sha256(repr((self.add, self.put)).encode("utf-8", "surrogatepass")).hexdigest()


def preview_file(
    store: Store,
    path: Path,
    sort: Sort,
    today: date,
    starts: date | None = None,
    ends: date | None = None,
) -> Preview:
    """What a report would do to the record as it is now.

    `starts` and `ends` are its period, where it has no columns for them. Raises SendtuiError for
    a file that cannot be read as such a report.
    """
    with _reading(path, sort, starts, ends) as report, store.read() as session:
        plan = _plan(session, store.setting, sort, report, path.name, today)
        return Preview(
            tuple(plan.new),
            tuple(plan.changed),
            plan.unchanged,
            tuple(plan.rejected),
            report.unknown,
            plan.digest,
        )


@writes
def receive_file(
    store: Store,
    path: Path,
    sort: Sort,
    today: date,
    shown: Preview,
    starts: date | None = None,
    ends: date | None = None,
) -> int:
    """Write what the preview showed, in one act that one undo takes back; gives how many lines.

    Raises SendtuiError where the record or the file has changed since.
    """
    with _reading(path, sort, starts, ends) as report, store.write(LABELS[sort]) as tx:
        plan = _plan(tx.session, store.setting, sort, report, path.name, today)
        if plan.digest != shown.digest:
            raise SendtuiError(
                "The record or the file has changed since the preview. Nothing was taken in: look "
                "at the preview again."
            )
        return _write(tx, sort, plan)


def reject_file(
    path: Path,
    sort: Sort,
    shown: Preview,
    target: Path,
    starts: date | None = None,
    ends: date | None = None,
    password: str = "",
) -> int:
    """Write the rejected lines with their reasons to a new file; gives how many lines.

    With a password they are in a ZIP. Raises SendtuiError where there is such a file already, or
    it cannot be written.
    """
    with _reading(path, sort, starts, ends) as report:
        wanted = {fault.line for fault in shown.rejected}
        cells = {n: tuple(line) for n, line in report.sheet.lines() if n in wanted}
        whole = [replace(f, cells=cells.get(f.line, f.cells)) for f in shown.rejected]
        return rejected.keep(target, report.headings, whole, password)


@contextmanager
def _reading(path: Path, sort: Sort, starts: date | None, ends: date | None) -> Iterator["Reading"]:
    from sendtui.formats import presence_in

    if path.is_dir():
        raise SendtuiError(f"{path.name or path} is a folder. Name the file in it.")
    if starts and ends and ends < starts:
        raise SendtuiError("The period ends before it begins: look at the two days.")
    try:
        file = path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    with file:
        period: Period = presence_in.Period(starts, ends)
        yield presence_in.read(file, path.name, sort, period)


def _write(tx: Transaction, sort: Sort, plan: _Plan) -> int:
    tx.add_many(sort, [{**values, "pupil": pupil} for pupil, values in plan.add])
    tx.look_ahead([record for record, _ in plan.put])
    for record, values in plan.put:
        tx.put(sort, record, values)
    return len(plan.add) + len(plan.put)


def _plan(
    session: Session,
    setting: str,
    sort: Sort,
    report: Iterable[Away | Rejected],
    source: str,
    today: date,
) -> _Plan:
    plan, people = _Plan(), directory(session, setting)
    by_adno = _by_admission_number(people)
    lines: list[tuple[str, Away]] = []
    for one in report:
        if isinstance(one, Rejected):
            plan.rejected.append(one)
            continue
        whose = _whose(one, people, by_adno)
        fault = _fault(one, whose, today)
        if fault:
            plan.rejected.append(fault)
        else:
            lines.append((whose[0], one))
    known = _known(session, sort, sorted({pupil for pupil, _ in lines}))
    names = _names(session, [pupil for pupil, _ in lines])
    met: dict[tuple[object, ...], int] = {}
    for pupil, one in lines:
        _decide(plan, sort, pupil, one, known, names.get(pupil, ""), source, met)
    plan.rejected.sort(key=lambda fault: fault.line)
    return plan


def _decide(
    plan: _Plan,
    sort: Sort,
    pupil: str,
    one: Away,
    known: Mapping[tuple[object, ...], Mapping[str, Any]],
    name: str,
    source: str,
    met: dict[tuple[object, ...], int],
) -> None:
    values = asdict(one.figures)
    place = (pupil, *(values[part] for part in _KEYS[sort]))
    if place in met:
        reason = f"says the same pupil and days as line {met[place]}"
        plan.rejected.append(Rejected(one.pupil.line, "starts", "", reason))
        return
    met[place] = one.pupil.line
    there = known.get(place)
    says = _says(values)
    if there is None:
        plan.new.append(Figure(one.pupil.line, pupil, name, says))
        plan.add.append((pupil, {**values, "source": source}))
        return
    # A report without a column says nothing of it.
    changed = {n: v for n, v in values.items() if v != there[n] and v not in ("", None)}
    if sort == "suspension" and changed.get("sessions") == 0:
        del changed["sessions"]
    if not changed:
        plan.unchanged += 1
        return
    figure = Figure(one.pupil.line, pupil, name, _says({**there, **changed}), _says(there))
    plan.changed.append(figure)
    plan.put.append((str(there["id"]), {**changed, "source": source}))


def _says(values: Mapping[str, Any]) -> str:
    if "possible" in values:
        rate = Rate(values["possible"], values["attended"])
        days = f"{day_word(values['starts'])} to {day_word(values['ends'])}"
        return f"{days}: {rate.attended} of {rate.possible} ({rate.percent or 'no sessions'})"
    sessions = f", {values['sessions']} sessions" if values["sessions"] else ""
    reason = f": {values['reason']}" if values["reason"] else ""
    return f"{values['sort']} from {day_word(values['starts'])}{sessions}{reason}"


def _whose(one: Away, people: Directory, by_adno: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The pupils a line may speak of; one is an answer."""
    line = one.pupil
    if line.surname != "-":
        found = people.find(line, key(line.surname, line.forename))
        if found.pupils:
            return found.pupils if found.certain else (*found.pupils, "")
    elif line.upn and (match := people.find(line, key("", ""))).pupils:
        return match.pupils
    if line.adno and line.surname == "-":
        return tuple(by_adno.get(line.adno.casefold(), ()))
    return ()


def _fault(one: Away, whose: tuple[str, ...], today: date) -> Rejected | None:
    line, figures = one.pupil.line, one.figures
    if not whose:
        reason = "no pupil here has this number or name: look at it, or add the pupil first"
        return Rejected(line, "upn", one.pupil.upn or one.pupil.adno, reason)
    if len(whose) > 1:
        reason = "could be more than one pupil: give the UPN"
        return Rejected(line, "surname", "", reason)
    if figures.starts > today:
        return Rejected(line, "starts", figures.starts.isoformat(), "is still to come")
    if isinstance(figures, Absence):
        if figures.ends > today:
            return Rejected(line, "ends", figures.ends.isoformat(), "is still to come")
        if figures.ends < figures.starts:
            return Rejected(line, "ends", figures.ends.isoformat(), "is before the first day")
        if figures.unauthorised > figures.possible - figures.attended:
            given = str(figures.unauthorised)
            return Rejected(line, "unauthorised", given, "is more than the sessions missed")
        if figures.possible > MOST:
            given = str(figures.possible)
            return Rejected(line, "possible", given, f"is more than {MOST} sessions")
    elif figures.sessions > MOST_SUSPENDED:
        given = str(figures.sessions)
        return Rejected(line, "sessions", given, f"is more than {MOST_SUSPENDED} sessions")
    return None


MOST, MOST_SUSPENDED = 1_000, 200
"""Sessions that one record may hold: what its twin allows."""


def _by_admission_number(people: Directory) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id_, entry in people.entries.items():
        if entry.adno:
            found.setdefault(entry.adno.casefold(), []).append(id_)
    return found


def _known(
    session: Session, sort: Sort, pupils: list[str]
) -> dict[tuple[object, ...], Mapping[str, Any]]:
    records = table(sort)
    found: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for part in in_parts(pupils):
        asked = select(records).where(records.c.pupil.in_(part)).order_by(records.c.id)
        for line in session.connection().execute(asked).mappings():
            found[line["pupil"], *(line[name] for name in _KEYS[sort])] = dict(line)
    return found


def _names(session: Session, pupils: list[str]) -> dict[str, str]:
    pupil, found = table("pupil"), {}
    for part in in_parts(sorted(set(pupils))):
        asked = select(pupil.c.id, pupil.c.surname, pupil.c.forename)
        for id_, surname, forename in session.connection().execute(
            asked.where(pupil.c.id.in_(part))
        ):
            found[id_] = ", ".join(filter(None, (surname, forename)))
    return found
