"""Whether what a plan specifies is secured (s.42): hours specified against hours given, by line.

A line of F, G, H1 or H2 is met by the provision that is tied to it and the sessions logged of that.
Only school weeks since the plan was issued, or since the line begins, count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.plan import Plan, PlanLine
from sendtui.models.provision import Delivery, Provision
from sendtui.rules import plan_doses
from sendtui.rules.citation import Citation
from sendtui.rules.counting import counted, hours
from sendtui.rules.school_days import SchoolCalendar
from sendtui.services import confidential, school_year, writes
from sendtui.services.doses import Dose, due
from sendtui.services.ehc_plan_reading import plan_for, ranked
from sendtui.services.ehc_plans import lines_of
from sendtui.services.pupil_reading import of
from sendtui.services.records import holds, require
from sendtui.services.veil import WORD
from sendtui.store.store import Store

DUTY = Citation("Children and Families Act 2014 s.42", "statutory", True)
SECTIONS = ("F", "G", "H1", "H2")
_SCHOOL_WEEKS = 39
_PERIODS = ("day", "week", "fortnight", "half term", "term")


@dataclass(frozen=True, slots=True)
class Tied:
    """A line of provision that meets a line of the plan: what, and its minutes given and missed."""

    id: str
    what: str
    given: int
    missed: int


@dataclass(frozen=True, slots=True)
class SecuredLine:
    """One line of the plan: minutes specified to date, given, missed; `why_not` where not counted.

    `label` is F2; `since` the day it is counted from; `a_week` its minutes in a school week.
    """

    id: str
    label: str
    words: str
    who: str
    since: date | None
    a_week: int
    specified: int
    given: int
    missed: int
    tied: tuple[Tied, ...]
    why_not: str = ""

    @property
    def short(self) -> int:
        """Minutes specified to date that have not been given."""
        return max(0, self.specified - self.given)

    @property
    def says(self) -> str:
        """How it stands, in words; a shortfall is named."""
        if self.why_not:
            return self.why_not
        if not self.specified:
            return "Nothing has fallen due yet"
        if not self.short:
            return f"Secured: {hours(self.given)} of {hours(self.specified)}"
        told = f"Short by {hours(self.short)}: {hours(self.given)} given of {hours(self.specified)}"
        missed = f", {hours(self.missed)} missed" if self.missed else ""
        untied = "; no provision is tied to it" if not self.tied else ""
        return f"{told}{missed}{untied}"


@dataclass(frozen=True, slots=True)
class Secured:
    """A plan's provision on a day. `loose` is provision of the pupil tied to no line of it."""

    plan: str
    pupil: str
    in_force: bool
    lines: tuple[SecuredLine, ...]
    loose: tuple[Tied, ...]
    citation: Citation = DUTY

    @property
    def short(self) -> tuple[SecuredLine, ...]:
        """The lines with a shortfall, the largest first."""
        return tuple(sorted((x for x in self.lines if x.short), key=lambda x: -x.short))

    @property
    def says(self) -> str:
        """The whole of it in a sentence."""
        if not self.in_force:
            return "This version is not issued: nothing has to be secured by it yet."
        if not self.lines:
            return "The plan specifies no provision."
        open_ = sum(bool(x.why_not) for x in self.lines)
        not_counted = f" {counted(open_, 'line')} cannot be counted." if open_ else ""
        if not self.short:
            return f"No shortfall is known.{not_counted}"
        total = hours(sum(x.short for x in self.short))
        return f"{counted(len(self.short), 'line')} short, {total} in all.{not_counted}"


def of_plan(store: Store, plan: str, today: date) -> Secured:
    """What a plan specifies against what was given up to a day.

    Words of confidential lines are hidden. Raises SendtuiError where there is no such plan.
    """
    with store.read() as session:
        found = require(session, Plan, plan)
        marked = confidential.veiled(store, session, (found.pupil,), today)
        year = school_year.own_in(session)
        lines = lines_of(session, plan)
        whose = _forebears(session, found.pupil, lines)
        provision = of(session, Provision, found.pupil)
        sessions = _sessions(session, [p.id for p in provision], today)
        made = []
        labels = {x.id: x.label for x in ranked(lines)}
        for line in lines:
            if line.section not in SECTIONS or line.none_required or line.sort == "training":
                continue
            tied = [p for p in provision if p.plan_line and p.plan_line in whose[line.id]]
            one = _line(line, labels[line.id], found, tied, sessions, year, today)
            made.append(_veiled(one) if _covers(marked, found, line.id) else one)
        known = set().union(*whose.values()) if whose else set()
        loose = tuple(
            _tied(p, sessions.get(p.id, ())) for p in provision
            if p.plan_line not in known and holds(None, p.ends, today)
        )  # fmt: skip
        if _covers(marked, found, ""):
            loose = ()
        in_force = found.issued_on is not None and found.stage in ("final", "amended")
        return Secured(plan, found.pupil, in_force, tuple(made), loose)


def of_pupil(store: Store, pupil: str, today: date) -> Secured | None:
    """The same for the plan of a pupil that is in force, or the newest; None without any."""
    with store.read() as session:
        issued = [
            p for p in of(session, Plan, pupil)
            if p.sort == "EHCP" and p.stage in ("final", "amended") and p.issued_on
        ]  # fmt: skip
    newest = max(issued, key=lambda p: (p.issued_on, p.version), default=None)
    plan = newest.id if newest else plan_for(store, pupil)
    return of_plan(store, plan, today) if plan else None


@writes
def tie(store: Store, provision: str, line: str) -> None:
    """Say that a line of provision meets a line of the plan; "" ties it to none.

    Raises SendtuiError where they are not of one pupil, or the line specifies no provision.
    """
    with store.write("Tie provision to the plan") as tx:
        found = require(tx.session, Provision, provision)
        if line:
            whose = require(tx.session, PlanLine, line)
            if whose.pupil != found.pupil:
                raise SendtuiError("The line is of another pupil's plan.")
            if whose.section not in SECTIONS:
                raise SendtuiError("Provision is tied to a line of F, G, H1 or H2.")
        tx.put("provision", provision, {"plan_line": line})


def _covers(marked: confidential.Marked, plan: Plan, line: str) -> bool:
    return bool(marked) and (
        marked.covers(plan.pupil, plan.id) or (bool(line) and marked.covers(plan.pupil, line))
    )


def _veiled(one: SecuredLine) -> SecuredLine:
    return SecuredLine(one.id, one.label, WORD, "", None, 0, 0, 0, 0, (), "Confidential")


def _forebears(
    session: Session, pupil: str, lines: Iterable[PlanLine]
) -> Mapping[str, frozenset[str]]:
    """For each line itself and all it was carried from, version by version."""
    before = {x.id: x.carried_from for x in of(session, PlanLine, pupil)}
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        own, at = {line.id}, before.get(line.id, "")
        while at and at not in own:
            own.add(at)
            at = before.get(at, "")
        found[line.id] = frozenset(own)
    return found


def _sessions(
    session: Session, provision: Sequence[str], today: date
) -> Mapping[str, list[Delivery]]:
    found: dict[str, list[Delivery]] = {}
    asked = select(Delivery).where(col(Delivery.provision).in_(provision), Delivery.on <= today)
    for one in session.exec(asked):
        found.setdefault(one.provision, []).append(one)
    return found


def _tied(provision: Provision, sessions: Iterable[Delivery], since: date | None = None) -> Tied:
    known = [s for s in sessions if since is None or s.on >= since]
    given = sum(s.minutes or provision.minutes for s in known if s.happened)
    missed = sum(provision.minutes for s in known if not s.happened)
    return Tied(provision.id, provision.what, given, missed)


def _line(
    line: PlanLine,
    label: str,
    plan: Plan,
    tied: Sequence[Provision],
    sessions: Mapping[str, Sequence[Delivery]],
    year: SchoolCalendar,
    today: date,
) -> SecuredLine:
    since = max((d for d in (line.starts, plan.issued_on) if d is not None), default=None)
    dose = _dose(line, since, year)
    those = tuple(_tied(p, sessions.get(p.id, ()), since) for p in tied)
    why_not = _why_not(line, plan, since, dose)
    specified = due(dose, today) * dose.minutes if dose and not why_not else 0
    return SecuredLine(
        line.id, label, line.words, line.who, since, _a_week(dose), specified,
        sum(t.given for t in those), sum(t.missed for t in those), those, why_not,
    )  # fmt: skip


def _why_not(line: PlanLine, plan: Plan, since: date | None, dose: Dose | None) -> str:
    if plan.issued_on is None or since is None:
        return "Not issued: nothing is owed by it yet"
    if dose is None:
        return _not_filled_in(line) or "Cannot be counted: it does not say how often and how long"
    return ""


def _not_filled_in(line: PlanLine) -> str:
    """What the sentence says of a dose that the fields do not; "" where it says none either.

    It is told and not counted by: whoever issued the plan says what it promises.
    """
    sentence, said = plan_doses.sentence(line.words), {}
    if not plan_doses.often(line.how_often).times:
        often = plan_doses.often(sentence)
        if often.per not in (*_PERIODS, "year"):
            return ""
        times = f"{often.times} times" if often.times > 1 else "once"
        said["how often"] = f"{times} a {often.per}"
    if not plan_doses.minutes(line.how_long) and not plan_doses.minutes(line.how_often):
        if not (minutes := plan_doses.minutes(sentence)):
            return ""
        said["how long"] = hours(minutes)
    if not said:
        return ""
    told = ", ".join(said.values())
    return f"Dose not filled in: the sentence says {told}; fill in {' and '.join(said)}"


def _dose(line: PlanLine, since: date | None, year: SchoolCalendar) -> Dose | None:
    """What the line promises: its minutes a week, else how often and how long as it is written."""
    starts = since or date.max
    if line.minutes_a_week:
        return Dose(1, "week", line.minutes_a_week, starts, calendar=year)
    often = plan_doses.often(line.how_often)
    minutes = plan_doses.minutes(line.how_long) or plan_doses.minutes(line.how_often)
    if not often.times or not minutes:
        return None
    if often.per in _PERIODS:
        return Dose(often.times, often.per, minutes, starts, calendar=year)
    if often.per == "year":
        a_week = round(often.times * minutes / _SCHOOL_WEEKS)
        return Dose(1, "week", a_week, starts, calendar=year) if a_week else None
    return None


def _a_week(dose: Dose | None) -> int:
    """Minutes in a school week, to the nearest."""
    if dose is None:
        return 0
    weeks = {"day": 1 / 5, "week": 1, "fortnight": 2, "half term": 6.5, "term": 13}[dose.per]
    return round(dose.times * dose.minutes / weeks)
