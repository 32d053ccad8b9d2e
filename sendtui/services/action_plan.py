"""The school's action plan: what is to be done for its SEND work, by whom and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from sendtui.models.inclusion import StrategyLine
from sendtui.models.school_action import SchoolAction
from sendtui.services import writes
from sendtui.services.records import (
    as_day,
    days_cleared,
    has_happened,
    invalid,
    known_fields,
    require,
)
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("what", "owner", "due_on", "done_on", "success", "came", "strategy_line")
DAYS = ("due_on", "done_on")


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the plan; `serves` is the line of the strategy it follows from, or ""."""

    id: str
    what: str
    owner: str
    due_on: date | None
    done_on: date | None
    success: str
    came: str
    strategy_line: str
    serves: str
    days_late: int
    heads: Bases

    @property
    def standing(self) -> str:
        """Where it stands: done, late, or open."""
        if self.done_on is not None:
            return "done"
        return "late" if self.days_late else "open"


@writes
def add(store: Store, values: Mapping[str, object], *, today: date) -> str:
    """Add a step and return its id.

    Raises InvalidError for what does not hold, such as a line of a strategy there is not.
    """
    setting = store.setting
    with store.write("Add to the action plan") as tx:
        _check(tx.session, values, today)
        return tx.add("school_action", {**days_cleared(values, DAYS), "setting": setting})


@writes
def change(
    store: Store,
    step: str,
    values: Mapping[str, object],
    bases: Bases | None = None,
    *,
    today: date,
) -> tuple[str, ...]:
    """Change a step and return the fields that changed; "" clears a day."""
    with store.write("Change the action plan") as tx:
        require(tx.session, SchoolAction, step)
        _check(tx.session, values, today)
        return tx.put("school_action", step, days_cleared(values, DAYS), bases)


@writes
def remove(store: Store, step: str) -> None:
    """Remove a step that was put down by mistake."""
    with store.write("Remove from the action plan") as tx:
        require(tx.session, SchoolAction, step)
        tx.remove("school_action", step)


def all_of(store: Store, today: date) -> tuple[StepView, ...]:
    """The steps: open ones by their day, those without one last, then the done, newest first."""
    with store.read() as session:
        lines = {each.id: each.what for each in session.exec(select(StrategyLine))}
        found = [
            StepView(
                id=each.id,
                serves=lines.get(each.strategy_line, ""),
                days_late=_late(each, today),
                heads=store.heads(session, each.id),
                **{name: getattr(each, name) for name in FIELDS},
            )
            for each in session.exec(select(SchoolAction))
        ]
    waiting = sorted(
        (s for s in found if not s.done_on), key=lambda s: (s.due_on or date.max, s.what, s.id)
    )
    finished = sorted(
        (s for s in found if s.done_on), key=lambda s: (s.done_on or date.min, s.id), reverse=True
    )
    return (*waiting, *finished)


def _late(one: SchoolAction, today: date) -> int:
    if one.done_on is not None or one.due_on is None:
        return 0
    return max(0, (today - one.due_on).days)


def _check(session: Session, values: Mapping[str, object], today: date) -> None:
    known_fields(values, FIELDS)
    has_happened("done_on", as_day(values.get("done_on")), today)
    line = str(values.get("strategy_line") or "")
    if line and session.get(StrategyLine, line) is None:
        invalid("strategy_line", line, "is no line of an inclusion strategy here")
