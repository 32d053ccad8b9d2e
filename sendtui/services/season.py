"""The season of annual reviews: every plan by the month its 12 months end, its school and stage."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sendtui.errors import SendtuiError
from sendtui.rules.calendar import Term, academic_year, default_terms
from sendtui.rules.case_standing import Reckoned
from sendtui.rules.citation import Citation
from sendtui.rules.clocks import review
from sendtui.rules.deadline import Deadline
from sendtui.services import school_year, writes
from sendtui.services.case_known import anchor_in
from sendtui.services.caseload import Case, open_cases, plans
from sendtui.services.pauses import without_pauses
from sendtui.services.planned import REVIEWS, Planned, planned, twelve_months_of
from sendtui.services.records import has_happened, is_authority, require_pupil
from sendtui.services.review_owed import Owed, ceasing_of, owed_after, reviewed_again
from sendtui.services.veil import WORD, hidden
from sendtui.store.store import Store

STAGES: dict[str, str] = {
    "none": "No case",
    "arrange": "To arrange",
    "arranged": "To invite",
    "invited": "Invited",
    "held": "Report awaited",
    "decide": "To decide",
    "amend": "Amending",
    "done": "Decided",
}
"""Where a review stands, as the board counts it, in order."""

_STAGE = {
    "waiting": "arrange",
    "due": "arrange",
    "arranged": "arranged",
    "invited": "invited",
    "papers": "invited",
    "held": "held",
    "reported": "decide",
    "to-decide": "decide",
    "amending": "amend",
    "noticed": "amend",
}
_TRANSFERS = ("PT-01", "PT-02", "PT-03")
_DECIDE = (review.DECIDE.id, review.INSIDE.id)
LIST_AHEAD = timedelta(weeks=2)
"""How long before a term its list goes to each school (AR-17)."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The next review of one plan. `case` is "" while none is open; `due` None where unknown.

    `stage` is one of `STAGES`, or "" where it is confidential. `decide_by` is the last day to
    decide once the meeting was held, `report_on` the day the report came. `rule` and `citation`
    are of the limit `due`; "" and None where the day is the authority's own system's. `owed` is
    what comes first of that which a decision leaves to be done; in the end, the next review.
    """

    pupil: str
    name: str
    where: str
    case: str
    caseworker: str
    stage: str
    label: str
    due: date | None
    days_left: int | None
    meeting: date | None = None
    decide_by: date | None = None
    report_on: date | None = None
    recommends: str = ""
    rule: str = ""
    citation: Citation | None = None
    owed: Owed | None = None

    @property
    def id(self) -> str:
        """What names the line: its case, or the pupil while there is none."""
        return self.case or self.pupil

    @property
    def month(self) -> date | None:
        """The first day of the month in which the 12 months end."""
        return self.due.replace(day=1) if self.due else None

    @property
    def is_late(self) -> bool:
        """Whether the 12 months ended without a decision, or the time to carry it out has."""
        if self.stage in ("done", "amend"):
            return self.owed is not None and (self.owed.days_left or 0) < 0
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One month of one school on the board: how many reviews stand at each stage.

    `month` is None for those whose 12 months are not known; a month that is past holds what is
    left of it.
    """

    month: date | None
    where: str
    counts: dict[str, int]
    late: int

    @property
    def id(self) -> str:
        """What names the line from reading to reading."""
        return f"{self.month or ''}/{self.where}"

    @property
    def total(self) -> int:
        """How many reviews, whatever their stage."""
        return sum(self.counts.values())


@without_pauses()
def reviews(
    store: Store, today: date, *, caseworker: str = "", where: str = "", stage: str = ""
) -> tuple[Reviewed, ...]:
    """The next review of every plan, those whose 12 months end first at the top.

    `where` is part of the school's name. What is confidential keeps its day and school only.
    """
    with store.read() as session:
        run = session.connection()
        covered = hidden(store, session, today)
        cases = {
            case.pupil: case for case in open_cases(store, session) if case.facts.process in REVIEWS
        }
        known, anchor = plans(store, session), anchor_in(run)
        leaving = ceasing_of(run)
        found = []
        for each in planned(run, today):
            case = cases.get(each.pupil)
            limit = twelve_months_of(case, known.get(each.pupil), anchor)
            line = _line(each, case, limit, today)
            if case is not None and line.stage in ("done", "amend"):
                owed = owed_after(case.reckoned, today, leaving.get(each.pupil))
                after = twelve_months_of(None, known.get(each.pupil), anchor)
                line = replace(line, owed=owed or reviewed_again(case.reckoned, after, today))
            wanted = _is_wanted(line, caseworker, where, stage)
            if wanted and covered.covers(each.pupil, line.case):
                line = replace(line, caseworker="", stage="", label=WORD, **_UNSAID)
            found += [line] if wanted else []
    return tuple(sorted(found, key=_by_due))


_UNSAID: dict[str, Any] = {
    "meeting": None, "decide_by": None, "report_on": None, "recommends": "", "rule": "",
    "citation": None, "owed": None,
}  # fmt: skip


def _is_wanted(line: Reviewed, caseworker: str, where: str, stage: str) -> bool:
    return (
        (not caseworker or line.caseworker.casefold() == caseworker.casefold())
        and where.casefold() in line.where.casefold()
        and (not stage or line.stage == stage)
    )


def _line(each: Planned, case: Case | None, limit: Deadline | None, today: date) -> Reviewed:
    due = limit.due if limit else None
    if due is None and case is not None and case.review_due_there:
        due = date.fromisoformat(case.review_due_there)
    transfer = _transfer(case.reckoned) if case is not None else None
    if transfer and (due is None or transfer.due < due):
        limit, due = transfer, transfer.due
    left = (due - today).days if due else None
    rule, citation = (limit.rule, limit.citation) if limit else ("", None)
    whose = each.pupil, each.name, each.where
    if case is None:
        none = ("", "", "none", STAGES["none"])
        return Reviewed(*whose, *none, due, left, rule=rule, citation=citation)
    code, label = _stage(case.reckoned)
    meeting, decide_by, report_on, recommends = _held(case.reckoned)
    return Reviewed(
        *whose, case.id, case.caseworker, code, label, due, left, meeting, decide_by, report_on,
        recommends, rule, citation,
    )  # fmt: skip


def _transfer(case: Reckoned) -> Deadline | None:
    """A transfer's own limit, which comes first where it is earlier than the 12 months."""
    limits = [each.deadline for each in case.limits if each.deadline.rule in _TRANSFERS]
    return min(limits, key=lambda each: each.due, default=None)


def _by_due(line: Reviewed) -> tuple[bool, date, str, str]:
    return line.due is None, line.due or date.max, line.where.casefold(), line.name.casefold()


def _stage(case: Reckoned) -> tuple[str, str]:
    """Where an open review stands, as the board counts it and in words."""
    stage = case.next.stage
    code = _STAGE.get(stage.code, "done" if stage.over else "arrange")
    if code == "arranged" and case.book.holds("invited", "papers"):
        code = "invited"
    return code, stage.label


def _held(case: Reckoned) -> tuple[date | None, date | None, date | None, str]:
    """The day of the meeting, the last to decide, that of the report, and what it recommends."""
    book = case.book
    met, reported = book.last("meeting") or book.last("meeting-set"), book.last("report")
    decide = [each.deadline.due for each in case.limits if each.deadline.rule in _DECIDE]
    return (
        met.on if met else None,
        min(decide, default=None) if book.holds("meeting") else None,
        reported.on if reported else None,
        reported.facts.get("recommends", "") if reported else "",
    )


@writes
def open_reviews(store: Store, pupils: Sequence[str], *, on: date, today: date) -> int:
    """Open an annual review for each of these pupils who has none open, in one act; how many.

    Raises SendtuiError where all of them have one.
    """
    has_happened("opened_on", on, today)
    whose = "school" if store.note("role") == "senco" else "la"
    with store.write("Open annual reviews", true_on=on) as tx:
        run = tx.session.connection().exec_driver_sql
        open_now = {line.pupil for line in run(_OPEN).fetchall()}
        wanted = [each for each in dict.fromkeys(pupils) if each not in open_now]
        if not wanted:
            raise SendtuiError("A review is open for each of them already.")
        for pupil in wanted:
            require_pupil(tx.session, pupil)
            held = {"side": whose, "caseworker": store.author, "opened_on": on}
            tx.add("case", {"pupil": pupil, "process": "annual review", **held})
        return len(wanted)


_OPEN = """
    SELECT pupil FROM "case" WHERE process IN ('annual review', 'phase transfer')
    AND closed_on IS NULL
"""


def board(lines: Iterable[Reviewed], *, by_school: bool = True) -> tuple[BoardLine, ...]:
    """The reviews counted by month, school and stage, the earliest month first."""
    counts: dict[tuple[date | None, str], dict[str, int]] = {}
    late: dict[tuple[date | None, str], int] = {}
    for line in lines:
        key = line.month, line.where if by_school else ""
        of = counts.setdefault(key, {})
        of[line.stage] = of.get(line.stage, 0) + 1
        late[key] = late.get(key, 0) + line.is_late
    order = sorted(counts, key=lambda key: (key[0] or date.max, key[1].casefold()))
    return tuple(BoardLine(*key, counts[key], late[key]) for key in order)


def to_decide(store: Store, today: date, *, caseworker: str = "") -> tuple[Reviewed, ...]:
    """The reviews whose report has come and that are not decided, by days left to decide."""
    found = reviews(store, today, caseworker=caseworker, stage="decide")
    left = (replace(f, days_left=(f.decide_by - today).days if f.decide_by else None)
            for f in found)  # fmt: skip
    return tuple(sorted(left, key=lambda f: (f.decide_by or date.max, f.name.casefold())))


def due(
    store: Store, today: date, *, caseworker: str = "", where: str = "", within: int | None = None
) -> tuple[Reviewed, ...]:
    """The reviews that are not decided or not carried out, each by its next limit, soonest first.

    That is the four weeks to decide where the meeting was held and they end first; and after a
    decision what it leaves to be done. `within` keeps those late or due in so many days, and what
    is owed at once.
    """
    found = [
        by_next_limit(line, today)
        for line in reviews(store, today, caseworker=caseworker, where=where)
        if line.stage not in ("done", "amend") or line.owed is not None
    ]
    if within is not None:
        found = [each for each in found if _falls_within(each, within)]
    return tuple(sorted(found, key=_by_due))


def _falls_within(line: Reviewed, days: int) -> bool:
    if line.days_left is None:
        return line.owed is not None
    return line.days_left <= days


def by_next_limit(line: Reviewed, today: date) -> Reviewed:
    """The line with the day, the days left and the rule of what comes first in it."""
    if line.owed is not None:
        owed = line.owed
        return replace(line, due=owed.by, days_left=owed.days_left, rule=owed.rule,
                       citation=owed.citation)  # fmt: skip
    by = None if line.stage in ("done", "amend") else line.decide_by
    if by is None or (line.due is not None and line.due <= by):
        return line
    rule = review.DECIDE
    return replace(line, due=by, days_left=(by - today).days, rule=rule.id, citation=rule.cited)


# The list for each school, two weeks before term


@dataclass(frozen=True, slots=True)
class SchoolList:
    """The reviews a school has in a term: those whose 12 months end in it, or ended before it."""

    where: str
    term: Term
    send_by: date
    reviews: tuple[Reviewed, ...]
    citation: Citation


def coming_term(store: Store, today: date) -> Term:
    """The term whose list is to go out next: the first whose day for sending is still ahead.

    Between that day and the first of term it stays the one, for a list may go out late.
    """
    own = school_year.calendar(store).whole_terms
    return next(term for term in _terms(own, today) if term.starts > today)


def _terms(own: Sequence[Term], today: date) -> Iterator[Term]:
    year = academic_year(today)
    for start in (year, year + 1):
        mine = [term for term in own if academic_year(term.starts) == start]
        yield from sorted(mine, key=lambda t: t.starts) or default_terms(start)


def list_days(store: Store, first: date, last: date) -> Iterator[tuple[date, Term]]:
    """The days from one to another on which the lists go to schools, each with its term.

    Only an authority sends them.
    """
    if not is_authority(store):
        return
    terms = school_year.calendar(store).whole_terms
    for term in dict.fromkeys((*_terms(terms, first), *_terms(terms, last))):
        if first <= term.starts - LIST_AHEAD <= last:
            yield term.starts - LIST_AHEAD, term


def school_lists(store: Store, today: date, term: Term | None = None) -> tuple[SchoolList, ...]:
    """The list of each school for a term, the coming one unless another is named."""
    term = term or coming_term(store, today)
    by_school: dict[str, list[Reviewed]] = {}
    for line in reviews(store, today):
        if line.owed is not None and line.owed.again:
            line = replace(by_next_limit(line, today), stage="none", label=STAGES["none"])
        wanted = line.due is not None and line.due <= term.ends
        if wanted and line.stage not in ("done", "amend", "decide"):
            by_school.setdefault(line.where, []).append(line)
    return tuple(
        SchoolList(where, term, term.starts - LIST_AHEAD, tuple(those), review.LIST.cited)
        for where, those in sorted(by_school.items(), key=lambda item: item[0].casefold())
    )
