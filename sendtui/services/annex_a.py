"""The inspectors' child-level lists out of the record, and a sheet of cases to be audited."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from sendtui.models.report_page import ReportTable
from sendtui.rules import annex_a as rules
from sendtui.rules.annex_a import AnnexFinding, Listed
from sendtui.rules.sen2_known import REVIEWS, ChildKnown, Events
from sendtui.rules.sen2_scope import PlanLife, lives
from sendtui.rules.years import age_on
from sendtui.services import schools, veil
from sendtui.services.ehc_plan_checks import remarks_in
from sendtui.services.returns_known import children
from sendtui.services.returns_walk import name_of
from sendtui.store.store import Store

HALF_A_YEAR = timedelta(days=183)
CARE = ("LAC", "CIN", "CP")
BANDS = ((0, 4), (5, 10), (11, 15), (16, 18), (19, 120))
"""Ages a sample of cases is drawn across."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Both lists, with what our checks find in them.

    `left_out` is how many children there are of whom everything is confidential.
    """

    first: tuple[Listed, ...]
    second: tuple[Listed, ...]
    findings: tuple[AnnexFinding, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Sampled:
    """A case to be audited, with what the checks of its plan say."""

    pupil: str
    name: str
    upn: str
    age: int | None
    caseworker: str
    plan: str
    issued: date
    hard: int
    soft: int
    open: str


def lists(store: Store, today: date) -> Lists:
    """Everybody with a plan in force, and everybody on SEN Support without one."""
    with store.read() as session:
        run = session.connection()
        pupils = list(run.exec_driver_sql(_ASKED, (today.isoformat(),)).scalars())
        more, hidden = _More(run, today), veil.hidden(store, session, today).pupils
        first: list[Listed] = []
        second: list[Listed] = []
        shown = [pupil for pupil in pupils if pupil not in hidden]
        for child in children(run, shown, today):
            life = _in_force(child, today)
            if life is not None:
                first.append(_listed(child, life, more, today))
            elif child.status == "K" and child.id in more.here:
                second.append(_listed(child, None, more, today))
    found = [*rules.check(first, today), *rules.check(second, today)]
    return Lists(tuple(first), tuple(second), tuple(found), len(pupils) - len(shown))


_ASKED = """
    SELECT p.id FROM pupil p WHERE p.id IN (
        SELECT pupil FROM plan WHERE sort = 'EHCP'
        UNION SELECT pupil FROM status WHERE status = 'K' AND since <= ?)
    ORDER BY p.surname, p.forename, p.id
"""


def _in_force(child: ChildKnown, day: date) -> PlanLife | None:
    return next((life for life in reversed(lives(child.plans)) if life.is_active(day)), None)


class _More:
    """What the lists ask for of all children besides, read once."""

    def __init__(self, run: Connection, today: date) -> None:
        ask, iso = run.exec_driver_sql, today.isoformat()
        since = (today - HALF_A_YEAR).isoformat()
        self.here = set(
            ask("SELECT id FROM pupil WHERE left_on IS NULL OR left_on > ?", (iso,)).scalars()
        )
        placed = ask(
            "SELECT p.id, s.urn FROM pupil p JOIN setting s ON s.id = p.setting "
            "WHERE s.sort <> 'la'"
        )
        self.urns: dict[str, str] = {pupil: str(urn) for pupil, urn in placed}
        self.flags: defaultdict[str, set[str]] = defaultdict(set)
        for pupil, code in ask(
            "SELECT pupil, code FROM flag WHERE (since IS NULL OR since <= ?) "
            "AND (until IS NULL OR until >= ?)",
            (iso, iso),
        ):
            self.flags[pupil].add(code)
        teams = ask("SELECT pupil, care_team FROM particulars ORDER BY id")
        self.teams: dict[str, str] = {pupil: str(team) for pupil, team in teams}
        self.away: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for pupil, sort, count in ask(
            "SELECT pupil, sort, count(*) FROM suspension WHERE starts >= ? AND starts <= ? "
            "GROUP BY pupil, sort",
            (since, iso),
        ):
            self.away[pupil][sort] = count
        self.sessions: dict[str, tuple[int, int]] = {
            pupil: (int(possible), int(attended))
            for pupil, possible, attended in ask(
                "SELECT pupil, sum(possible), sum(attended) FROM attendance "
                "WHERE ends >= ? AND ends <= ? GROUP BY pupil",
                (since, iso),
            )
        }


def _listed(child: ChildKnown, life: PlanLife | None, more: _More, today: date) -> Listed:
    id_, flags, away = child.id, more.flags.get(child.id, set()), more.away.get(child.id, {})
    placed = sorted(
        (a for a in child.arranged if a.sort == "placement" and a.holds(today)),
        key=lambda a: (a.rank, a.since or date.min),
    )
    main = next((a.urn for a in placed if a.rank == 1 and a.urn), "") or more.urns.get(id_, "")
    second = next((a.urn for a in placed if a.rank == 2 and a.urn), "")
    possible, attended = more.sessions.get(id_, (0, 0))
    issued = [p.issued_on for p in child.plans if p.issued_on] if life else []
    updated = max(issued, default=None)
    needs = sorted((n for n in child.needs if n.until is None), key=lambda n: n.rank)
    suspended = away.get("suspension", 0) + away.get("lunchtime suspension", 0)
    return Listed(
        id_,
        name_of(child),
        child.upn,
        child.uln,
        child.born,
        child.sex,
        child.ethnicity,
        life.starts if life else None,
        updated if life and updated and updated > life.starts else None,
        _reviewed(child, today) if life else None,
        needs[0].code if needs else "",
        main,
        _phase(main),
        _phase(second),
        any(a.sort == "elective home education" and a.holds(today) for a in child.arranged)
        or "EHE" in flags,
        suspended,
        away.get("permanent exclusion", 0),
        round(100 * (possible - attended) / possible) if possible else None,
        "PP" in flags,
        any(code in flags for code in CARE),
        more.teams.get(id_, ""),
        "DIS" in flags,
    )


def _reviewed(child: ChildKnown, today: date) -> date | None:
    """The day of the last review meeting."""
    held = [
        met.on
        for case in child.cases
        if case.process in REVIEWS and (met := Events(case.events, today).last("meeting"))
    ]
    return max(held, default=None)


def _phase(urn: str) -> str:
    school = schools.numbered(urn) if urn else None
    return school.phase if school else ""


# ── A sample for audit ────────────────────────────────────────────────────────────────────────


def sample(store: Store, today: date, count: int, seed: str = "") -> tuple[Sampled, ...]:
    """So many plans in force, drawn across the ages; the same seed draws the same ones.

    Children of whom everything is confidential are not among them. With each goes what the checks
    of the plan say: `hard` of the law or its format, `soft` else.
    """
    with store.read() as session:
        run = session.connection()
        hidden = veil.hidden(store, session, today).pupils
        pupils = [p for p in run.exec_driver_sql(_PLANNED).scalars() if p not in hidden]
        held = [
            (child, life)
            for child in children(run, pupils, today)
            if (life := _in_force(child, today)) is not None
        ]
        made = []
        for child, life in _drawn(held, today, count, seed):
            remarks = remarks_in(session, life.id, today)
            hard = [r for r in remarks if r.hard]
            made.append(
                Sampled(
                    child.id,
                    name_of(child),
                    child.upn,
                    age_on(child.born, today) if child.born else None,
                    next((c.caseworker for c in reversed(child.cases) if c.caseworker), ""),
                    life.id,
                    life.starts,
                    len(hard),
                    len(remarks) - len(hard),
                    "; ".join(dict.fromkeys(r.check for r in hard)),
                )
            )
    return tuple(sorted(made, key=lambda s: s.name.casefold()))


_PLANNED = "SELECT DISTINCT pupil FROM plan WHERE sort = 'EHCP' ORDER BY pupil"

Held = tuple[ChildKnown, PlanLife]


def _drawn(held: Iterable[Held], today: date, count: int, seed: str) -> Sequence[Held]:
    """So many of them, one of each band of ages in turn."""
    bands: defaultdict[int, list[Held]] = defaultdict(list)
    for each in sorted(held, key=lambda one: sha256(f"{seed}{one[0].id}".encode()).digest()):
        born = each[0].born
        age = age_on(born, today) if born else 0
        bands[next(n for n, (low, high) in enumerate(BANDS) if low <= age <= high)].append(each)
    drawn: list[Held] = []
    while len(drawn) < count and any(bands.values()):
        for band in sorted(bands):
            if bands[band] and len(drawn) < count:
                drawn.append(bands[band].pop(0))
    return drawn


FINDINGS = ("Check", "Severity", "What is found", "Pupil", "Column", "Value")
SAMPLE = (
    "Pupil", "UPN", "Age", "Caseworker", "Plan made", "Law and format", "Wording", "Open", "Voice",
    "Needs", "Outcomes", "Provision", "Grade", "Auditor", "What is to be done",
)  # fmt: skip


def tables(found: Lists) -> tuple[ReportTable, ...]:
    """Both lists as sheets; what was found is shown here, never sent."""
    return (
        ReportTable(
            "List_1", rules.LIST_1, [rules.cells(one, with_plan=True) for one in found.first]
        ),
        ReportTable(
            "List_2", rules.LIST_2, [rules.cells(one, with_plan=False) for one in found.second]
        ),
    )


def sample_table(found: Sequence[Sampled]) -> ReportTable:
    """The sheet an audit is written on; its last columns are for the auditor."""
    lines = [
        (s.name, s.upn, s.age, s.caseworker, s.issued, s.hard, s.soft, s.open, *[""] * 7)
        for s in found
    ]
    return ReportTable("Audit", SAMPLE, lines)


def as_plain(found: Lists) -> dict[str, object]:
    """Both lists for a program."""
    return {
        "list_1": [dict(zip(rules.LIST_1, map(_iso, rules.cells(one, with_plan=True)),
                            strict=True)) for one in found.first],
        "list_2": [dict(zip(rules.LIST_2, map(_iso, rules.cells(one, with_plan=False)),
                            strict=True)) for one in found.second],
        "findings": [{"rule": f.rule.id, "severity": f.rule.severity, "title": f.rule.title,
                      "pupil": f.id, "name": f.name, "column": f.column, "value": f.value}
                     for f in found.findings],
    }  # fmt: skip


def _iso(cell: rules.Cell) -> object:
    return json.loads(json.dumps(cell, default=str))
