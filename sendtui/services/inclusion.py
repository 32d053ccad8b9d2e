"""The inclusion strategy: drafted from the record, mended by people, checked, and published.

A draft takes barriers from the register's needs, activities and their budgeted cost from the
provision map, outcomes from what was rated. Counts are suppressed and nobody is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.inclusion import InclusionStrategy, StrategyLine, StrategyPart
from sendtui.models.report_page import Cell, ReportPage, ReportTable, Section
from sendtui.models.setting import Setting
from sendtui.rules.calendar import academic_year, academic_year_label
from sendtui.rules.costs import pounds
from sendtui.rules.inclusion import PRINCIPLES, Activity, Draft, Gap, gaps
from sendtui.services import roll, writes
from sendtui.services.inclusion_draft import drafted, lines_of, looked_back
from sendtui.services.records import days_cleared, invalid, known_fields, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("intent", "families", "review", "further", "authorised_by", "published_on", "review_on",
          "years")  # fmt: skip
DAYS = ("published_on", "review_on")
LINE_FIELDS = ("what", "trend", "barriers", "reach", "cost_pence", "principles", "success")
PARTS: tuple[StrategyPart, ...] = ("barrier", "activity", "outcome")

FUNDING = (
    "Our core budget, our notional SEN budget and the Inclusive Mainstream Fund pay for what "
    "stands here."
)


@dataclass(frozen=True, slots=True)
class LineView:
    """A barrier, an activity or an outcome of a strategy."""

    id: str
    part: str
    number: int
    what: str
    trend: str
    barriers: tuple[int, ...]
    reach: str
    cost_pence: int
    principles: tuple[str, ...]
    success: str
    heads: Bases


@dataclass(frozen=True, slots=True)
class StrategyView:
    """One strategy as it stands, with what is still to be mended."""

    id: str
    year: int
    years: int
    intent: str
    families: str
    review: str
    further: str
    authorised_by: str
    published_on: date | None
    review_on: date | None
    lines: tuple[LineView, ...]
    gaps: tuple[Gap, ...]
    heads: Bases

    def of(self, part: StrategyPart) -> tuple[LineView, ...]:
        """The lines of one part, in their order."""
        return tuple(line for line in self.lines if line.part == part)


@writes
def draft(store: Store, today: date, year: int | None = None) -> str:
    """Draft the strategy of an academic year from the record, and return its id.

    Raises SendtuiError where there is one already: it is changed, never drafted over.
    """
    year = academic_year(today) if year is None else year
    lines = drafted(store, today)
    setting = store.setting
    with store.write("Draft an inclusion strategy") as tx:
        if _of_year(tx.session, year):
            raise SendtuiError(
                f"There is a strategy of {academic_year_label(year)} already: change that one."
            )
        before = _of_year(tx.session, year - 1)
        values: dict[str, object] = {"setting": setting, "year": year}
        if before:
            values |= {"families": before.families, "review": looked_back(tx.session, before)}
        made = tx.add("inclusion_strategy", values)
        for line in lines:
            tx.add("strategy_line", {**line, "setting": setting, "inclusion_strategy": made})
        return made


@writes
def change(
    store: Store, strategy: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change the texts and days of a strategy and return the fields that changed."""
    known_fields(values, FIELDS)
    with store.write("Change an inclusion strategy") as tx:
        require(tx.session, InclusionStrategy, strategy)
        return tx.put("inclusion_strategy", strategy, days_cleared(values, DAYS), bases)


@writes
def add_line(store: Store, strategy: str, part: StrategyPart, values: Mapping[str, object]) -> str:
    """Add a barrier, an activity or an outcome and return its id."""
    with store.write("Add to an inclusion strategy") as tx:
        require(tx.session, InclusionStrategy, strategy)
        _check(values)
        last = max((line.number for line in lines_of(tx.session, strategy, part)), default=0)
        own = {"inclusion_strategy": strategy, "part": part, "number": last + 1}
        return tx.add("strategy_line", {**values, **own, "setting": store.setting})


@writes
def change_line(
    store: Store, line: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change a barrier, an activity or an outcome and return the fields that changed."""
    with store.write("Change an inclusion strategy") as tx:
        require(tx.session, StrategyLine, line)
        _check(values)
        return tx.put("strategy_line", line, values, bases)


@writes
def remove_line(store: Store, line: str) -> None:
    """Take a line out; those after it move up, and activities follow their barriers' numbers."""
    with store.write("Remove from an inclusion strategy") as tx:
        found = require(tx.session, StrategyLine, line)
        part, strategy, gone = found.part, found.inclusion_strategy, found.number
        after = [x for x in lines_of(tx.session, strategy, part) if x.number > gone]
        tx.remove("strategy_line", line)
        for each in after:
            tx.put("strategy_line", each.id, {"number": each.number - 1})
        if part == "barrier":
            _renumber(tx, strategy, gone)


def has(store: Store, today: date, year: int | None = None) -> bool:
    """Whether there is a strategy of an academic year, of this one if none is named."""
    with store.read() as session:
        return _of_year(session, academic_year(today) if year is None else year) is not None


def current(store: Store, today: date, year: int | None = None) -> StrategyView:
    """The strategy of an academic year, of this one if none is named.

    Raises SendtuiError where there is none.
    """
    year = academic_year(today) if year is None else year
    with store.read() as session:
        found = _of_year(session, year)
        if found is None:
            raise SendtuiError(
                f"There is no strategy of {academic_year_label(year)} yet. “sendtui strategy "
                "draft” makes one from the record."
            )
        lines = tuple(
            _view(line, store.heads(session, line.id))
            for part in PARTS
            for line in lines_of(session, found.id, part)
        )
        is_first = _of_year(session, year - 1) is None
        heads = store.heads(session, found.id)
        names = _names(store, today)
    values = {name: getattr(found, name) for name in FIELDS}
    missing = gaps(_as_checked(found, lines, is_first=is_first), names)
    return StrategyView(id=found.id, year=year, lines=lines, gaps=missing, heads=heads, **values)


def page(store: Store, view: StrategyView) -> ReportPage:
    """The strategy as it is published, under the Department's headings as far as they are known."""
    with store.read() as session:
        setting = session.get(Setting, store.setting)
        name = setting.name if setting else ""
    years = academic_year_label(view.year)
    if view.years > 1:
        last = academic_year_label(view.year + view.years - 1)
        years = f"{years} to {last}, reviewed every year"
    cover = (
        ("Academic year", years),
        ("Published on", view.published_on),
        ("Reviewed on", view.review_on),
        ("Authorised by", view.authorised_by),
    )
    sections = [
        Section("Overview", tables=(ReportTable("", ("", "Details"), cover),)),
        Section("Statement of intent", text=_paragraphs(view.intent)),
        _table("Barriers to learning and participation", ("No.", "Barrier", "Trend"),
               [(b.number, b.what, b.trend) for b in view.of("barrier")]),
        _activities(view),
        _table("Intended outcomes", ("Outcome", "How success is known"),
               [(o.what, o.success) for o in view.of("outcome")]),
    ]  # fmt: skip
    if view.families:
        sections.append(Section("How families were involved", text=_paragraphs(view.families)))
    if view.review:
        sections.append(Section("Review of the year before", text=_paragraphs(view.review)))
    if view.further:
        sections.append(Section("Further information", text=_paragraphs(view.further)))
    return ReportPage(
        title="Inclusion strategy", setting=name, lead=(FUNDING,), sections=tuple(sections)
    )


def _activities(view: StrategyView) -> Section:
    lines = [
        (
            each.what,
            ", ".join(str(n) for n in each.barriers),
            each.reach.capitalize(),
            pounds(each.cost_pence),
            ", ".join(PRINCIPLES.get(code, code) for code in each.principles),
        )
        for each in view.of("activity")
    ]
    whole = pounds(sum(each.cost_pence for each in view.of("activity")))
    return Section(
        "Activity this academic year",
        text=(f"Budgeted in all: {whole}.",),
        tables=(
            ReportTable(
                "",
                ("Activity", "Barriers", "For whom", "Budgeted cost", "Principles"),
                tuple(lines),
            ),
        ),
    )


def _table(heading: str, headings: tuple[str, ...], lines: Sequence[tuple[Cell, ...]]) -> Section:
    return Section(heading, tables=(ReportTable("", headings, lines),))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _as_checked(found: InclusionStrategy, lines: Sequence[LineView], *, is_first: bool) -> Draft:
    return Draft(
        intent=found.intent,
        families=found.families,
        authorised_by=found.authorised_by,
        published_on=found.published_on,
        review_on=found.review_on,
        barriers=tuple((x.number, x.what) for x in lines if x.part == "barrier"),
        activities=tuple(
            Activity(x.number, x.what, x.barriers, x.reach, x.cost_pence, x.principles)
            for x in lines
            if x.part == "activity"
        ),
        outcomes=tuple((x.what, x.success) for x in lines if x.part == "outcome"),
        is_first=is_first,
        review=found.review,
    )


def _names(store: Store, today: date) -> tuple[str, ...]:
    return tuple(child.name for child in roll.read(store, today).children if " " in child.name)


def _of_year(session: Session, year: int) -> InclusionStrategy | None:
    asked = select(InclusionStrategy).where(InclusionStrategy.year == year)
    return session.exec(asked.order_by(col(InclusionStrategy.id))).first()


def _renumber(tx: Transaction, strategy: str, gone: int) -> None:
    for each in lines_of(tx.session, strategy, "activity"):
        kept = [n - (n > gone) for n in each.barriers if n != gone]
        if kept != each.barriers:
            tx.put("strategy_line", each.id, {"barriers": kept})


def _view(line: StrategyLine, heads: Bases) -> LineView:
    return LineView(
        id=line.id,
        part=line.part,
        number=line.number,
        what=line.what,
        trend=line.trend,
        barriers=tuple(line.barriers),
        reach=line.reach,
        cost_pence=line.cost_pence,
        principles=tuple(line.principles),
        success=line.success,
        heads=heads,
    )


def _check(values: Mapping[str, object]) -> None:
    known_fields(values, LINE_FIELDS)
    principles = values.get("principles") or ()
    if not isinstance(principles, (list, tuple)):
        invalid("principles", "", "is a list")
    for each in principles:
        if each not in PRINCIPLES:
            invalid("principles", each, f"is not one of {', '.join(PRINCIPLES)}")
