"""Versions of plans as faces show them: their lines, what they answer to, and how they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.plan import Plan, PlanLine
from sendtui.models.pupil import Pupil
from sendtui.rules.plan_diff import LineChange, differences
from sendtui.rules.plan_reading import Written
from sendtui.rules.plan_sections import PARTS, SORTS, SectionOf
from sendtui.services import confidential
from sendtui.services.case_reading import name_of
from sendtui.services.ehc_plans import FIELDS, is_ceased, lines_of, served
from sendtui.services.plan_reasons import reasons
from sendtui.services.pupil_reading import of
from sendtui.services.records import require, require_pupil
from sendtui.services.veil import WORD
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

_STAGES = {
    "draft": ("being written", "draft"),
    "proposed": ("amendments being written", "proposed amendments"),
    "final": ("being written", "final"),
    "amended": ("being written", "final, as amended"),
    "ceased": ("ceased", "ceased"),
}


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of a plan. `frozen` is whether it was issued; `heads` its versions by record.

    `veiled` are the lines whose words are confidential, and not shown just now.
    """

    id: str
    pupil: str
    name: str
    forename: str
    sort: str
    sort_label: str
    version: int
    stage: str
    stage_label: str
    frozen: bool
    case: str
    follows: str
    made_on: date | None
    issued_on: date | None
    issued_by: str
    review_by: date | None
    ceased_on: date | None
    ceased_because: str
    lines: tuple[Written, ...]
    heads: Mapping[str, Bases]
    veiled: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[SectionOf, ...]:
        """The parts of this sort of plan, in their order."""
        return PARTS[self.sort]

    def of(self, section: str) -> tuple[Written, ...]:
        """The lines of one part by their rank."""
        return tuple(x for x in self.lines if x.section == section)

    def named(self, line: str) -> Written | None:
        """The line with this id, or with a label such as F3."""
        wanted = line.strip()
        return next((x for x in self.lines if wanted == x.id or wanted.upper() == x.label), None)

    def links(self, line: Written) -> tuple[str, ...]:
        """The labels of what a line answers to, in the order of the plan."""
        return tuple(x.label for x in self.lines if x.id in line.serves)

    @property
    def words(self) -> int:
        """How many words stand in it."""
        return sum(len(x.words.split()) for x in self.lines)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a plan as a list shows it; `current` is the one that holds or is written.

    `because` is why it was made, where the case it was issued in says so.
    """

    id: str
    sort: str
    version: int
    stage: str
    stage_label: str
    issued_on: date | None
    issued_by: str
    lines: int
    current: bool
    because: str = ""


def view(store: Store, plan: str, *, whole: bool = False) -> PlanView:
    """One version of a plan; what is confidential is veiled, unless it is read `whole`.

    Raises SendtuiError where there is none.
    """
    with store.read() as session:
        found = require(session, Plan, plan)
        pupil = require_pupil(session, found.pupil)
        lines = lines_of(session, plan)
        heads = {plan: store.heads(session, plan)}
        heads |= {x.id: store.heads(session, x.id) for x in lines}
        covered = frozenset[str]() if whole else veiled(store, session, found, lines)
        return _view(found, pupil, lines, heads, covered)


def of_pupil(store: Store, pupil: str) -> tuple[Version, ...]:
    """Every version of every plan of a pupil, by sort, the newest first."""
    with store.read() as session:
        require_pupil(session, pupil)
        plans = list(of(session, Plan, pupil))
        count: dict[str, int] = {}
        for line in of(session, PlanLine, pupil):
            count[line.plan] = count.get(line.plan, 0) + 1
        order = list(SORTS)
        plans.sort(key=lambda p: p.id, reverse=True)
        plans.sort(key=lambda p: (order.index(p.sort), -p.version))
        newest: dict[str, str] = {}
        for p in plans:
            newest.setdefault(p.sort, p.id)
        why = reasons(store, session, pupil, plans)
        return tuple(
            Version(
                p.id, p.sort, p.version, p.stage, stage_label(p), p.issued_on, p.issued_by,
                count.get(p.id, 0), newest[p.sort] == p.id and not is_ceased(session, p),
                why.get(p.id, ""),
            )
            for p in plans
        )  # fmt: skip


def chosen(store: Store, pupil: str, sort: str = "", version: int | None = None) -> str:
    """The id of a plan of a pupil: the newest version, of the statutory plan where there are more.

    Raises SendtuiError where there is none.
    """
    found = [v for v in of_pupil(store, pupil) if not sort or v.sort == sort]
    found = [v for v in found if version is None or v.version == version]
    if not found:
        raise SendtuiError("This pupil has no such plan. “sendtui plan start UPN” begins one.")
    return next((v for v in found if v.current), found[0]).id


def plan_for(store: Store, pupil: str, record: str = "") -> str:
    """The plan that a record is or belongs to; without one the pupil's newest; "" for none.

    A record may also be the place in a plan where a new line is being written: its id and a part.
    """
    named = record.partition("-")[0]
    with store.read() as session:
        line = session.get(PlanLine, named) if named else None
        plan = session.get(Plan, line.plan if line else named) if named else None
        if plan is not None and plan.pupil == pupil:
            return plan.id
    found = of_pupil(store, pupil)
    return next((v.id for v in found if v.current), found[0].id if found else "")


def written(line: PlanLine) -> Written:
    """A stored line as rules read it."""
    values = {name: getattr(line, name) for name in FIELDS if name != "serves"}
    return Written(
        id=line.id, section=line.section, number=line.number, serves=served(line.serves), **values
    )


def veiled(store: Store, session: Session, plan: Plan, lines: Iterable[PlanLine]) -> frozenset[str]:
    """The lines of a plan that are confidential and not shown just now; all, where the plan is."""
    # A mark that was lifted has its last day, and marks nothing on the last day there is.
    marked = confidential.veiled(store, session, (plan.pupil,), date.max)
    if not marked:
        return frozenset()
    all_of_it = marked.covers(plan.pupil, plan.id)
    return frozenset(x.id for x in lines if all_of_it or marked.covers(plan.pupil, x.id))


def _shown(lines: tuple[Written, ...], covered: frozenset[str]) -> tuple[Written, ...]:
    return tuple(
        Written(x.id, x.section, WORD, x.number, x.sort) if x.id in covered else x for x in lines
    )


def ranked(lines: Iterable[PlanLine]) -> tuple[Written, ...]:
    """Lines in their order, each with its place in its part for a number.

    Two people may have added a line at one place; what a line is called must still be its alone.
    """
    count: dict[str, int] = {}
    found = []
    for line in lines:
        count[line.section] = count.get(line.section, 0) + 1
        found.append(replace(written(line), number=count[line.section]))
    return tuple(found)


def because(store: Store, plan: str) -> str:
    """Why a version was made, as the case it was issued in has it; "" where none does."""
    with store.read() as session:
        found = require(session, Plan, plan)
        return reasons(store, session, found.pupil, (found,)).get(plan, "")


def diff(store: Store, plan: str, other: str = "") -> tuple[LineChange, ...]:
    """How a version differs from the one it follows, or from another.

    Raises SendtuiError where it follows none.
    """
    with store.read() as session:
        now = require(session, Plan, plan)
        before = other or now.follows
        if not before:
            raise SendtuiError("This is the first version, so there is none to compare it with.")
        return differences(_written(store, session, before), _written(store, session, plan))


def _written(store: Store, session: Session, plan: str) -> tuple[Written, ...]:
    lines = lines_of(session, plan)
    covered = veiled(store, session, require(session, Plan, plan), lines)
    return _shown(ranked(lines), covered)


def stage_label(plan: Plan) -> str:
    """How a version stands, in words."""
    writing, issued = _STAGES[plan.stage]
    return issued if plan.issued_on is not None else writing


def _view(
    plan: Plan,
    pupil: Pupil,
    lines: list[PlanLine],
    heads: Mapping[str, Bases],
    covered: frozenset[str],
) -> PlanView:
    return PlanView(
        id=plan.id,
        pupil=plan.pupil,
        name=name_of(pupil),
        forename=pupil.preferred_forename or pupil.forename,
        sort=plan.sort,
        sort_label=SORTS[plan.sort],
        version=plan.version,
        stage=plan.stage,
        stage_label=stage_label(plan),
        frozen=plan.issued_on is not None,
        case=plan.case,
        follows=plan.follows,
        made_on=plan.made_on,
        issued_on=plan.issued_on,
        issued_by=plan.issued_by,
        review_by=plan.review_by,
        ceased_on=plan.ceased_on,
        ceased_because=plan.ceased_because,
        lines=_shown(ranked(lines), covered),
        heads=heads,
        veiled=covered,
    )
