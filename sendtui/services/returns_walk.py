"""What the check of a SEN2 return and its file share: the walk through the children, its header."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from sendtui.models.setting import Setting
from sendtui.rules.sen2_build import period_of, unnamed
from sendtui.rules.sen2_finding import Finding
from sendtui.rules.sen2_group import Header
from sendtui.rules.sen2_known import ChildKnown
from sendtui.rules.sen2_rule_list import RULES
from sendtui.rules.sen2_scope import REASONS, Scope, scope
from sendtui.rules.sen2_shape import Shape
from sendtui.services.returns_kept import Asked, officers
from sendtui.services.returns_known import children
from sendtui.store.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Out:
    """A child who does not go in, and why; `reason` is a key of `sen2_scope.REASONS`."""

    person: str
    name: str
    reason: str
    because: str


@dataclass(slots=True)
class Walk:
    """A walk through children, noting the classes of those who go in and who does not."""

    shape: Shape
    la: str
    by_class: Counter[str] = field(default_factory=Counter)
    outs: list[Out] = field(default_factory=list)

    def each(
        self, run: Connection, pupils: Sequence[str], move: Progress | None = None
    ) -> Iterator[tuple[ChildKnown, Scope]]:
        """Those who go in; who does not is noted with the reason."""
        period = period_of(self.shape)
        known = children(run, pupils, self.shape.census_day)
        for number, child in enumerate(known, 1):
            if move is not None and number % 500 == 0:
                move(number, len(pupils))
            found = scope(child, period, self.la)
            if found.entries:
                self.by_class.update(each.case_class for each in found.entries)
                yield child, found
            else:
                why = found.reasons[0]
                self.outs.append(Out(child.id, name_of(child), why, REASONS[why]))


def la_of(store: Store, asked: Asked) -> str:
    """The authority's code: the one asked for, else that of this setting; "" where neither is."""
    if asked.la or not store.setting:
        return asked.la
    with store.read() as session:
        own = session.get(Setting, store.setting)
        return (own.la or own.laestab[:3]) if own else ""


def name_of(child: ChildKnown) -> str:
    """Surname first, as lists have it."""
    return f"{child.surname}, {child.forename}" if child.forename else child.surname


def unnamed_plans(child: ChildKnown, scoped: Scope) -> Iterator[Finding]:
    """That the named setting of a plan is not recorded, for each plan of which that is so."""
    for plan in unnamed(child, scoped):
        yield Finding(RULES["N15"], "PlanDetail", "", "", "", child.id, "plan", plan)


def header_of(store: Store, asked: Asked, shape: Shape, la: str, today: date) -> Header:
    """Whose return it is, of which year and made when."""
    from sendtui import __version__

    said = officers(store)
    return Header(
        shape.year,
        shape.census_day,
        la,
        f"{today.isoformat()}T00:00:00",
        said["dmo"],
        said["dco"],
        said["dsco"],
        asked.serial,
        release=__version__,
    )
