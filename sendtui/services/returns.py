"""SEN2 out of the record: who goes in and why each other child does not, what our checks find, and
the files.

The return is read in one walk, person by person: nothing of it is kept but what was found.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.sen2_build import period_of, person
from sendtui.rules.sen2_finding import Finding
from sendtui.rules.sen2_group import Group, Header
from sendtui.rules.sen2_known import ChildKnown
from sendtui.rules.sen2_scope import scope
from sendtui.rules.sen2_shape import Shape
from sendtui.rules.sen2_whole import check_header
from sendtui.services import recipients, veil, writes
from sendtui.services.confidential import Marked
from sendtui.services.outfile import new_file
from sendtui.services.returns_kept import (
    Asked,
    checks,
    left_before,
    official,
    shape_for,
)
from sendtui.services.returns_known import children, concerned
from sendtui.services.returns_walk import (
    Out,
    Progress,
    Walk,
    header_of,
    la_of,
    name_of,
    unnamed_plans,
)
from sendtui.store.store import Store

DEPARTMENT = "Department for Education"
BASIS = "the authority’s statutory return"
_WHICH = {"PlanDetail": "named in the plan", "PlacementDetail": "attended"}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as faces show it: whose it is, who holds the case, what to do."""

    rule: str
    severity: str
    title: str
    do: str
    official: str
    person: str
    name: str
    caseworker: str
    group: str
    item: str
    value: str
    detail: str
    kind: str
    record: str

    @property
    def where(self) -> str:
        """The item, or the group where it is about the whole of it."""
        return self.item or self.group

    @property
    def which(self) -> str:
        """Of which setting the item is: the one the plan names or the one attended; else ""."""
        return _WHICH.get(self.group, "") if self.item else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A return as it would be today. `pupils` go in; `others` have no plan and no request."""

    shape: Shape
    la: str
    pupils: tuple[str, ...]
    by_class: Mapping[str, int]
    findings: tuple[Found, ...]
    outs: tuple[Out, ...]
    others: int
    before: tuple[tuple[date, int, int], ...] = ()

    @property
    def persons(self) -> int:
        """How many go in."""
        return len(self.pupils)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(each.severity == "error" for each in self.findings)

    @property
    def queries(self) -> int:
        """How many findings are queries."""
        return len(self.findings) - self.errors


@dataclass(frozen=True, slots=True)
class Written:
    """A return that was written: where, how many persons it holds, and what is left to mend."""

    paths: tuple[Path, ...]
    persons: int
    notice: str = ""
    errors: int = 0
    queries: int = 0


# ── Looking ───────────────────────────────────────────────────────────────────────────────────


class Checking:
    """The return of a year being checked, part by part, so that others can read in between.

    `done` of `total` children have been looked at.
    """

    def __init__(self, store: Store, asked: Asked, today: date) -> None:
        """Find out who is concerned; raises UsageError for a year without a shape."""
        self._asked, self._today = asked, today
        self._numbers = official(store)
        shape, self._la = shape_for(store, asked), la_of(store, asked)
        with store.read() as session:
            run = session.connection()
            self._hidden = veil.hidden(store, session, today)
            self._pupils = concerned(run)
            self._all = int(run.exec_driver_sql("SELECT count(*) FROM pupil").scalar_one())
        self._walk, self._whole = Walk(shape, asked.la), checks(store, shape, self._la)
        header = header_of(store, asked, shape, self._la, today).items()
        self._found = [self._shown(each, None) for each in check_header(header, shape)]
        self._in: list[str] = []
        self.done = 0

    @property
    def total(self) -> int:
        """How many children there are to look at."""
        return len(self._pupils)

    def go_on(self, store: Store, many: int = 500) -> bool:
        """Look at so many more children; whether there are any left."""
        part = self._pupils[self.done : self.done + many]
        with store.read() as session:
            for child, scoped in self._walk.each(session.connection(), part):
                self._in.append(child.id)
                made = person(child, scoped, self._walk.shape)
                those = (*self._whole.check(made), *unnamed_plans(child, scoped))
                self._found += [self._shown(each, child) for each in those]
        self.done += len(part)
        return self.done < self.total

    def overview(self, store: Store) -> Overview:
        """What has been found, once all have been looked at."""
        found = [*self._found, *(self._shown(each, None) for each in self._whole.finish())]
        found.sort(key=lambda f: (f.severity, f.rule, f.name.casefold(), f.person))
        pupils, outs = tuple(self._in), tuple(self._walk.outs)
        return Overview(
            self._walk.shape,
            self._la,
            pupils,
            dict(self._walk.by_class),
            tuple(found),
            outs,
            self._all - len(pupils) - len(outs),
            left_before(store, self._asked.year),
        )

    def _shown(self, one: Finding, child: ChildKnown | None) -> Found:
        return _shown(one, child, self._numbers, self._hidden)


def overview(store: Store, asked: Asked, today: date, move: Progress | None = None) -> Overview:
    """The return as it would be, with everything our checks find in it.

    Raises UsageError for a year without a shape.
    """
    checking = Checking(store, asked, today)
    while checking.go_on(store):
        if move is not None:
            move(checking.done, checking.total)
    return checking.overview(store)


def begin(store: Store, asked: Asked, today: date) -> Checking:
    """The same to be gone on with part by part, for a screen that others share a reader with."""
    return Checking(store, asked, today)


def go_on(store: Store, checking: Checking) -> bool:
    """Look at some more children; whether there are any left."""
    return checking.go_on(store)


def finish(store: Store, checking: Checking) -> Overview:
    """What a checking has come to."""
    return checking.overview(store)


def _shown(
    one: Finding, child: ChildKnown | None, numbers: Mapping[str, str], hidden: Marked
) -> Found:
    is_hidden = child is not None and bool(hidden) and hidden.covers(child.id, one.record)
    rule = one.rule
    return Found(
        rule.id,
        rule.severity,
        rule.title,
        rule.do,
        numbers.get(rule.id, ""),
        one.person,
        name_of(child) if child else "",
        next((c.caseworker for c in reversed(child.cases) if c.caseworker), "") if child else "",
        one.group,
        one.item,
        veil.WORD if is_hidden and one.value else one.value,
        "" if is_hidden else one.detail,
        one.kind,
        one.record,
    )


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


def pupils_in(store: Store, asked: Asked) -> tuple[str, ...]:
    """The ids of those who go in: whose data leave with the return."""
    shape = shape_for(store, asked)
    period = period_of(shape)
    with store.read() as session:
        run = session.connection()
        found = children(run, concerned(run), shape.census_day, is_whole=False)
        return tuple(child.id for child in found if scope(child, period, asked.la).entries)


@writes
def write(
    store: Store,
    asked: Asked,
    target: Path,
    *,
    today: date,
    form: str = "xml",
    recipient: str = DEPARTMENT,
    although: str = "",
    move: Progress | None = None,
) -> Written:
    """Write the return to a file, or as nine CSV files into a folder, and log the disclosure.

    The Department has a right to it that no bar takes away; anybody else is asked about.
    Raises UsageError for a year or a format there is not, SendtuiError where the authority's code
    is not known or the file cannot be written, BarredError where the recipient may not receive it.
    """
    if form not in ("xml", "csv"):
        raise UsageError("A SEN2 return is written as xml or csv.")
    shape, la = shape_for(store, asked), la_of(store, asked)
    if not la:
        raise SendtuiError(
            "It is not known which authority’s return this is: give its code of three digits with "
            "--la, such as --la 201. Nothing was written."
        )
    header = header_of(store, asked, shape, la, today)
    setting, pupils = store.setting, list[str]()
    whole, found = checks(store, shape, la), Counter[str]()
    with store.write("Write the SEN2 return") as tx:
        walk, run, reason = Walk(shape, asked.la), tx.connection, ""
        if recipient != DEPARTMENT:
            reason = recipients.require(tx.session, concerned(run), recipient, although, today)

        def persons() -> Iterator[Group]:
            for child, scoped in walk.each(run, concerned(run), move):
                pupils.append(child.id)
                made = person(child, scoped, shape)
                count((*whole.check(made), *unnamed_plans(child, scoped)))
                yield made

        def count(those: Iterable[Finding]) -> None:
            found.update("errors" if each.rule.severity == "error" else "queries" for each in those)

        make = _write_csv if form == "csv" else _write_xml
        paths, written = make(target, shape, header, persons(), today)
        count((*check_header(header.items(), shape), *whole.finish()))
        tx.add("disclosure", {
            "setting": setting, "on": today, "what": f"SEN2 return {shape.year}, {form.upper()}",
            "recipient": recipient, "basis": recipients.logged(BASIS, reason),
            "protection": "plain", "pupils": pupils,
        })  # fmt: skip
    return Written(paths, written, shape.notice, found["errors"], found["queries"])


def _write_xml(
    target: Path, shape: Shape, header: Header, persons: Iterator[Group], _today: date
) -> tuple[tuple[Path, ...], int]:
    from sendtui.formats import sen2_xml

    with new_file(target) as file:
        count = sen2_xml.write(file, shape, header, persons)
    return (target,), count


def _write_csv(
    target: Path, shape: Shape, header: Header, persons: Iterator[Group], today: date
) -> tuple[tuple[Path, ...], int]:
    from sendtui.formats import sen2_csv

    paths = {name: target / sen2_csv.file_name(name, today) for name in sen2_csv.PARENTS}
    with ExitStack() as open_files:
        files: dict[str, BinaryIO] = {
            name: open_files.enter_context(new_file(path)) for name, path in paths.items()
        }
        count = sen2_csv.write(files, shape, header, persons)
    return tuple(paths.values()), count
