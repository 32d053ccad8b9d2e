"""A SEN2 return as the first load of a register: previewed, taken in by one act, undone by one.

A child is known by UPN, ULN, or name and date of birth. What is here already is left as it is: a
plan made on the same day, a request of the same day, a placement that begins on the same day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.models import kind
from sendtui.models.incoming import Rejected
from sendtui.rules.sen2_taken import FROM_RETURN, Taken, Values, taken
from sendtui.services import returns_files, schools, writes
from sendtui.services.returns_walk import Progress
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LOAD = "Load a SEN2 return"
MANY = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What a return would do: how many persons are new, known and as they are, and of each noun.

    `rejected` are persons who cannot be taken in, each with the line and the reason.
    """

    year: int
    la: str
    persons: int
    new: int
    known: int
    unchanged: int
    records: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    unknown: Mapping[str, int]
    digest: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing would be written."""
        return not self.new and not sum(self.records.values())


@dataclass(slots=True)
class _Plan:
    """What is to be written of one person; `pupil` is "" for a new one."""

    pupil: str
    taken: Taken


@dataclass(slots=True)
class _Here:
    """Who and what is here already, by what it is known by."""

    pupils: dict[tuple[str, ...], str] = field(default_factory=dict)
    held: set[tuple[str, ...]] = field(default_factory=set)

    def find(self, values: Values) -> str:
        return next((self.pupils[key] for key in _keys(values) if key in self.pupils), "")


def preview(
    store: Store, paths: Sequence[Path], today: date, move: Progress | None = None
) -> Preview:
    """What the return in these files would do to the record.

    Raises SendtuiError where they are no return.
    """
    with store.read() as session, returns_files.opened(paths) as given:
        here = _here(session.connection())
        counting = _Counting()
        for _ in counting.walk(given, here, today, move):
            pass
        return counting.preview(given)


@writes
def load(
    store: Store, paths: Sequence[Path], today: date, shown: Preview, move: Progress | None = None
) -> Preview:
    """Write what the preview showed, in one act that one undo takes back.

    Raises SendtuiError where the record or the files have changed since.
    """
    setting = store.setting
    with store.write(LOAD) as tx, returns_files.opened(paths) as given:
        here = _here(tx.connection)
        counting = _Counting()
        for plan in counting.walk(given, here, today, move):
            _write(tx, plan, setting, given.header.get("LEA", ""))
        done = counting.preview(given)
        if done.digest != shown.digest:
            raise SendtuiError(
                "The record or the file has changed since the preview. Nothing was taken in: look "
                "at the preview again."
            )
    return done


class _Counting:
    """A walk through a return that counts what it would do."""

    def __init__(self) -> None:
        self._persons = self._new = self._known = self._unchanged = 0
        self._records: Counter[str] = Counter()
        self._rejected: list[Rejected] = []
        self._digest = sha256()
        self._numbers: set[tuple[str, ...]] = set()

    def walk(
        self, given: returns_files.Return, here: _Here, today: date, move: Progress | None
    ) -> Iterator[_Plan]:
        """What is to be written of each person of whom anything is."""
        for person in given.persons():
            self._persons += 1
            if move is not None and self._persons % MANY == 0:
                move(self._persons, 0)
            made = taken(person, given.shape)
            _add_status(made, today)
            if fault := self._fault(made):
                self._rejected.append(Rejected(person.line, *fault))
                continue
            pupil = here.find(made.pupil)
            if pupil:
                _leave_out(made, pupil, here)
            self._count(pupil, made)
            self._digest.update(repr((pupil, made)).encode("utf-8", "replace"))
            if not pupil or _count_of(made):
                yield _Plan(pupil, made)

    def _fault(self, made: Taken) -> tuple[str, str, str] | None:
        """Why a person cannot be taken in, or None."""
        numbers = {key for key in _keys(made.pupil) if key[0] != "name"}
        if doubled := numbers & self._numbers:
            item, value = min(doubled)
            return item, value, "The same number stands at a person before."
        self._numbers |= numbers
        return _fault(made)

    def _count(self, pupil: str, made: Taken) -> None:
        counts = _count_of(made)
        self._records += counts
        self._new += not pupil
        self._known += bool(pupil and counts)
        self._unchanged += bool(pupil and not counts)

    def preview(self, given: returns_files.Return) -> Preview:
        """What was counted."""
        return Preview(
            given.shape.year,
            given.header.get("LEA", ""),
            self._persons,
            self._new,
            self._known,
            self._unchanged,
            dict(self._records),
            tuple(self._rejected),
            dict(given.unknown),
            self._digest.hexdigest(),
        )


def _count_of(made: Taken) -> Counter[str]:
    return Counter(
        {
            "case": len(made.cases),
            "plan": len(made.plans),
            "arrangement": len(made.arrangements),
            "need": len(made.needs),
            "particulars": bool(made.particulars),
            "status": bool(made.status),
        }
    ) + Counter()  # fmt: skip


def _add_status(made: Taken, _today: date) -> None:
    starts = [p["made_on"] for p in made.plans if not p.get("ceased_on")]
    if starts:
        made.status = {"status": "E", "since": starts[-1], "reason": FROM_RETURN}


def _fault(made: Taken) -> tuple[str, str, str] | None:
    """The first value that the record cannot hold: its field, itself and why; or None."""
    parts: list[tuple[str, Iterable[Values]]] = [
        ("pupil", (made.pupil,)),
        ("need", made.needs),
        ("arrangement", made.arrangements),
        ("plan", made.plans),
    ]
    for name, many in parts:
        for values in many:
            try:
                kind(name).twin.model_validate({**values, **({} if name == "pupil" else _SOMEBODY)})
            except ValidationError as problem:
                first = problem.errors()[0]
                at = ".".join(map(str, first["loc"]))
                return at, str(first.get("input", ""))[:60], str(first["msg"])
    return None


_SOMEBODY: Values = {"pupil": "x"}


# ── What is here ──────────────────────────────────────────────────────────────────────────────


def _here(run: Connection) -> _Here:
    found = _Here()
    ask = run.exec_driver_sql
    for id_, upn, former, uln, surname, forename, born in ask(
        "SELECT id, upn, former_upn, uln, surname, forename, born FROM pupil"
    ):
        values: Values = {"surname": surname, "forename": forename, "born": born}
        for key in _keys({**values, "upn": upn, "uln": uln}):
            found.pupils.setdefault(key, id_)
        if former:
            found.pupils.setdefault(("upn", former), id_)
    held = found.held
    held |= {("plan", p, d) for p, d in ask("SELECT pupil, made_on FROM plan WHERE sort = 'EHCP'")}
    held |= {
        ("case", p, process, d)
        for p, process, d in ask(
            'SELECT c.pupil, c.process, e."on" FROM case_event e JOIN "case" c ON c.id = e."case"'
        )
    }
    held |= {
        ("arrangement", p, sort, d or "")
        for p, sort, d in ask("SELECT pupil, sort, since FROM arrangement")
    }
    for noun in ("need", "particulars"):
        held |= {(noun, p) for (p,) in ask(f"SELECT DISTINCT pupil FROM {noun}")}
    held |= {("status", p) for (p,) in ask("SELECT DISTINCT pupil FROM status WHERE status = 'E'")}
    return found


def _keys(values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    for item in ("upn", "uln"):
        if values.get(item):
            yield item, str(values[item])
    name = [str(values.get(item) or "").casefold() for item in ("surname", "forename", "born")]
    if all(name):
        yield "name", *name


def _leave_out(made: Taken, pupil: str, here: _Here) -> None:
    """Take out what is here of a known child."""
    held = here.held
    kept = [n for n, p in enumerate(made.plans) if ("plan", pupil, str(p["made_on"])) not in held]
    cases = [n for n, case in enumerate(made.cases) if not _is_held(case, pupil, held)]
    made.links = {
        cases.index(case): kept.index(plan)
        for case, plan in made.links.items()
        if case in cases and plan in kept
    }
    made.plans = [made.plans[n] for n in kept]
    made.cases = [made.cases[n] for n in cases]
    made.arrangements = [
        a
        for a in made.arrangements
        if ("arrangement", pupil, str(a["sort"]), str(a.get("since") or "")) not in held
    ]
    if ("need", pupil) in held:
        made.needs = []
    if ("particulars", pupil) in held:
        made.particulars = {}
    if ("status", pupil) in held:
        made.status = {}


def _is_held(case: tuple[Values, list[Values]], pupil: str, held: set[tuple[str, ...]]) -> bool:
    values, events = case
    return any(("case", pupil, str(values["process"]), str(e["on"])) in held for e in events)


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


def _write(tx: Transaction, plan: _Plan, setting: str, la: str) -> None:
    made = plan.taken
    pupil = plan.pupil or tx.add("pupil", {**made.pupil, "setting": setting})
    cases: list[str] = []
    for values, events in made.cases:
        cases.append(tx.add("case", {**values, "pupil": pupil, "la": la}))
        for event in events:
            tx.add("case_event", {**event, "pupil": pupil, "case": cases[-1]})
    led = {p: cases[c] for c, p in made.links.items()}
    for number, one in enumerate(made.plans):
        tx.add("plan", {**one, "pupil": pupil, "case": led.get(number, "")})
    for arranged in made.arrangements:
        where = _school(str(arranged.get("urn", "")))
        tx.add("arrangement", {**arranged, "where": where, "pupil": pupil})
    for need in made.needs:
        tx.add("need", {**need, "pupil": pupil, "source": FROM_RETURN})
    for noun, told in (("particulars", made.particulars), ("status", made.status)):
        if told:
            tx.add(noun, {**told, "pupil": pupil})


_NAMES: dict[str, str] = {}


def _school(urn: str) -> str:
    if not urn:
        return ""
    found = _NAMES.get(urn)
    if found is None:
        school = schools.numbered(urn)
        found = _NAMES[urn] = school.name if school else ""
    return found


def as_plain(shown: Preview) -> dict[str, Any]:
    """The preview for a program, as JSON holds it."""
    rejected = [
        {"line": r.line, "item": r.field, "value": r.value, "reason": r.reason}
        for r in shown.rejected
    ]
    names = ("year", "la", "persons", "new", "known", "unchanged", "records", "unknown")
    return {**{name: getattr(shown, name) for name in names}, "rejected": rejected}
