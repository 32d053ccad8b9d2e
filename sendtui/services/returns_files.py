"""A SEN2 return in files that came: checked, and compared with this year's."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from sendtui.errors import SendtuiError, UsageError
from sendtui.models.report_page import ReportTable
from sendtui.rules.sen2_build import period_of, person
from sendtui.rules.sen2_finding import Finding
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_scope import REASONS, scope
from sendtui.rules.sen2_shape import Shape
from sendtui.rules.sen2_whole import check_header
from sendtui.services.returns import Found
from sendtui.services.returns_kept import Asked, checks, official, shape_for
from sendtui.services.returns_known import children, concerned
from sendtui.services.returns_walk import Progress
from sendtui.store.store import Store

if TYPE_CHECKING:
    from datetime import date


class Return(Protocol):
    """A return in a file: what it says of itself, its year's shape, and its persons."""

    header: Mapping[str, str]
    shape: Shape
    unknown: dict[str, int]

    def persons(self) -> Iterator[Group]:
        """The persons one after another."""


@dataclass(frozen=True, slots=True)
class FileChecked:
    """What our checks find in a file. `unknown` counts what its year does not have."""

    shape: Shape
    la: str
    persons: int
    findings: tuple[Found, ...]
    unknown: Mapping[str, int]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(each.severity == "error" for each in self.findings)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between an earlier return and this one.

    `sort` is gone, new or differs; `because` is why somebody who is gone does not go in.
    """

    sort: str
    name: str
    item: str = ""
    before: str = ""
    now: str = ""
    because: str = ""
    person: str = ""


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[Return]:
    """The return in one XML file, or in the CSV files of a folder or a list.

    Raises SendtuiError where they cannot be opened or are no return.
    """
    from sendtui.formats import sen2_csv, sen2_xml

    if not paths:
        raise UsageError("Name the return’s XML file, or its CSV files, or their folder.")
    if len(paths) == 1 and paths[0].is_dir():
        paths = sorted(p for p in paths[0].iterdir() if p.suffix.lower() == ".csv")
    with ExitStack() as stack:
        named = [(path, stack.enter_context(_open(path))) for path in paths]
        tables_of = [sen2_csv.table_in(path.name) for path, _ in named]
        tables = dict(zip(tables_of, (file for _, file in named), strict=True))
        if len(named) == 1 and "" in tables:
            yield sen2_xml.read(named[0][1], named[0][0].name)
            return
        twice = next((n for n, many in Counter(tables_of).items() if n and many > 1), "")
        if twice:
            raise SendtuiError(
                f"Two of these CSV files are of {twice}: put those of one return into a folder of "
                "their own."
            )
        strange = next((p.name for p, _ in named if not sen2_csv.table_in(p.name)), "")
        if strange:
            raise SendtuiError(
                f"{strange} is none of the nine CSV files: their names end in _person.csv, "
                "_requests.csv and so on."
            )
        yield sen2_csv.read(tables)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None


def check(store: Store, paths: Sequence[Path]) -> FileChecked:
    """Everything our checks find in a file, with the line where it stands in XML."""
    numbers, found = official(store), list[Found]()
    with opened(paths) as given:
        la = given.header.get("LEA", "")
        whole = checks(store, given.shape, la)
        found += [_found(f, "", numbers) for f in check_header(given.header, given.shape)]
        for each in given.persons():
            found += [_found(f, _name(each), numbers) for f in whole.check(each)]
        found += [_found(f, "", numbers) for f in whole.finish()]
        found.sort(key=lambda f: (f.severity, f.rule))
        return FileChecked(given.shape, la, whole.persons, tuple(found), dict(given.unknown))


def _found(one: Finding, name: str, numbers: Mapping[str, str]) -> Found:
    rule = one.rule
    where = f"line {one.line}" if one.line else ""
    detail = ", ".join(part for part in (one.detail, where) if part)
    number = numbers.get(rule.id, "")
    return Found(rule.id, rule.severity, rule.title, rule.do, number, "", name, "", one.group,
                 one.item, one.value, detail, "", "")  # fmt: skip


def _name(one: Group) -> str:
    return ", ".join(filter(None, (one["Surname"], one["Forename"])))


# ── Comparing ─────────────────────────────────────────────────────────────────────────────────

_PERSONAL = ("PersonBirthDate", "Sex", "Ethnicity", "UPN")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a person of this year's return to compare: little, for there are many."""

    id: str
    name: str
    items: tuple[str, ...]
    plans: frozenset[str]
    because: str = ""


def compare(
    store: Store, asked: Asked, paths: Sequence[Path], move: Progress | None = None
) -> tuple[Difference, ...]:
    """How an earlier return differs from the one of the year asked for.

    Who had a plan in force then and does not go in now is gone; a plan that begins on another day
    and identities that changed are named.
    """
    shape = shape_for(store, asked)
    by_key = _this_year(store, shape, asked.la, move)
    seen: set[str] = set()
    found: list[Difference] = []
    with opened(paths) as given:
        day = given.shape.census_day
        for old in given.persons():
            kept = next((by_key[k] for k in _keys(old) if k in by_key), None)
            if kept is not None:
                seen.add(kept.id)
            found += _differences(old, kept, day)
    new = {k.id: k for k in by_key.values() if k.id not in seen and not k.because}
    found += [Difference("new", each.name, person=each.id) for each in new.values()]
    order = ("gone", "differs", "new")
    return tuple(sorted(found, key=lambda d: (order.index(d.sort), d.name.casefold())))


def _this_year(
    store: Store, shape: Shape, la: str, move: Progress | None
) -> dict[tuple[str, ...], _Kept]:
    found: dict[tuple[str, ...], _Kept] = {}
    period = period_of(shape)
    with store.read() as session:
        run = session.connection()
        pupils = concerned(run)
        for number, child in enumerate(children(run, pupils, shape.census_day), 1):
            if move is not None and number % 500 == 0:
                move(number, len(pupils))
            scoped = scope(child, period, la)
            made = person(child, scoped, shape)
            why = "" if scoped.entries else REASONS[scoped.reasons[0]]
            items = tuple(made[item] for item in _PERSONAL)
            kept = _Kept(child.id, _name(made), items, _starts(made), why)
            for key in _keys(made):
                found.setdefault(key, kept)
    return found


def _keys(one: Group) -> Iterator[tuple[str, ...]]:
    """What a person is known by, the surest first."""
    for item in ("UPN", "UniqueLearnerNumber"):
        if one[item]:
            yield item, one[item]
    name = (one["Surname"].casefold(), one["Forename"].casefold(), one["PersonBirthDate"])
    if all(name):
        yield "name", *name


def _starts(one: Group) -> frozenset[str]:
    return frozenset(g["StartDate"] for g in one.walk() if g.name == "NamedPlan")


def _differences(old: Group, kept: _Kept | None, day: "date") -> Iterator[Difference]:
    name = _name(old)
    if kept is None or kept.because:
        if any(_was_in_force(g, day) for g in old.walk() if g.name == "NamedPlan"):
            why = kept.because if kept else "Nobody of this number or name is in the record."
            yield Difference("gone", name, because=why, person=kept.id if kept else "")
        return
    for item, now in zip(_PERSONAL, kept.items, strict=True):
        if old[item] and now and old[item] != now:
            yield Difference("differs", name, item, old[item], now, person=kept.id)
    active = {g["StartDate"] for g in old.walk() if g.name == "NamedPlan" and _was_in_force(g, day)}
    if active and kept.plans and not active & kept.plans:
        then, now = ", ".join(sorted(active)), ", ".join(sorted(kept.plans))
        yield Difference("differs", name, "StartDate", then, now, person=kept.id)


def _was_in_force(plan: Group, day: "date") -> bool:
    ended = plan.day("CeaseDate")
    return ended is None or ended > day


COMPARED = ("", "Pupil", "Item", "Then", "Now", "Why")


def cells(one: Difference) -> tuple[str, ...]:
    """A difference as the cells under `COMPARED`."""
    return (one.sort, one.name, one.item, one.before, one.now, one.because)


def table(found: Sequence[Difference]) -> ReportTable:
    """The differences as a sheet."""
    return ReportTable("Compared", COMPARED, [cells(each) for each in found])
