"""The lines of a plan: add, change, rank, move to another part, remove; all until it is issued."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.plan import Plan, PlanLine
from sendtui.rules.plan_sections import part_of
from sendtui.services import writes
from sendtui.services.ehc_plans import (
    FIELDS,
    Bases,
    lines_of,
    require_unissued,
    served,
    with_days,
)
from sendtui.services.records import invalid, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction


@writes
def add(store: Store, plan: str, section: str, values: Mapping[str, object]) -> str:
    """Add a line at the end of a part and return its id.

    Raises InvalidError for a part, a field or a link there is not, SendtuiError where it is issued.
    """
    with store.write("Add a line to a plan") as tx:
        now = require_unissued(tx.session, plan)
        _require_part(now.sort, section)
        _require_known(values)
        given = _linked(tx.session, plan, "", values)
        number = sum(x.section == section for x in lines_of(tx.session, plan)) + 1
        own = {"pupil": now.pupil, "plan": plan, "section": section, "number": number}
        return tx.add("plan_line", {**with_days(given), **own})


@writes
def change(
    store: Store, line: str, values: Mapping[str, object], bases: Bases | None = None
) -> tuple[str, ...]:
    """Change a line and return the fields that changed; a day of "" is cleared.

    Raises as `add` does.
    """
    with store.write("Edit a line of a plan") as tx:
        found = _require_line(tx.session, line)
        _require_known(values)
        given = with_days(_linked(tx.session, found.plan, line, values))
        return tx.put("plan_line", line, given, bases)


@writes
def remove(store: Store, line: str) -> None:
    """Take a line out of a plan; what answered to it then answers to the others alone."""
    with store.write("Remove a line of a plan") as tx:
        found = _require_line(tx.session, line)
        beside = [x for x in lines_of(tx.session, found.plan) if x.id != line]
        for x in beside:
            if line in (those := served(x.serves)):
                tx.put("plan_line", x.id, {"serves": ", ".join(i for i in those if i != line)})
        tx.remove("plan_line", line)
        _number(tx, [x for x in beside if x.section == found.section])


@writes
def move(store: Store, line: str, to: int | str) -> None:
    """Put a line at another rank of its part, from 1, or at the end of another part.

    Raises InvalidError for a part that this sort of plan has not.
    """
    with store.write("Move a line of a plan") as tx:
        found = _require_line(tx.session, line)
        beside = [x for x in lines_of(tx.session, found.plan) if x.id != line]
        if isinstance(to, str):
            _require_part(require(tx.session, Plan, found.plan).sort, to)
            there = sum(x.section == to for x in beside)
            tx.put("plan_line", line, {"section": to, "number": there + 1})
            if to != found.section:
                _number(tx, [x for x in beside if x.section == found.section])
            return
        ranked = [x for x in beside if x.section == found.section]
        ranked.insert(max(0, to - 1), found)
        _number(tx, ranked)


def _number(tx: Transaction, ranked: Sequence[PlanLine]) -> None:
    for number, x in enumerate(ranked, 1):
        if x.number != number:
            tx.put("plan_line", x.id, {"number": number})


def _require_line(session: Session, line: str) -> PlanLine:
    found = session.get(PlanLine, line)
    if found is None:
        raise SendtuiError("There is no such line here. It may have been removed: look again.")
    require_unissued(session, found.plan)
    return found


def _require_part(sort: str, section: str) -> None:
    if part_of(sort, section) is None:
        invalid("section", section, "is no part of this sort of plan")


def _require_known(values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            invalid(name, value, f"is not a field of a line. There are: {', '.join(FIELDS)}")


def _linked(session: Session, plan: str, line: str, values: Mapping[str, Any]) -> dict[str, object]:
    """The values with their links as they are stored, each to another line of this version."""
    given: dict[str, object] = dict(values)
    if "serves" not in given:
        return given
    links = values["serves"]
    those = served(links) if isinstance(links, str) else tuple(links)
    there = {x.id for x in lines_of(session, plan)} - {line}
    if strange := [each for each in those if each not in there]:
        reason = f"names {len(strange)} that are no other line of this plan"
        raise InvalidError((Problem("serves", "", reason),))
    given["serves"] = ", ".join(dict.fromkeys(those))
    return given
