"""What the record knows of children for the returns, some hundreds of them at a time."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sendtui.rules.case_facts import Happened, Told, as_told, standing_events
from sendtui.rules.case_letters import NOTICES
from sendtui.rules.sen2_known import (
    BUDGETS,
    OURS,
    Arranged,
    CaseKnown,
    ChildKnown,
    NeedKnown,
    PlanKnown,
)
from sendtui.services.tables import in_parts

_CONCERNED = """
    SELECT p.id FROM pupil p WHERE p.id IN (
        SELECT pupil FROM plan WHERE sort = 'EHCP'
        UNION SELECT pupil FROM "case" WHERE process = 'assessment'
        UNION SELECT pupil FROM status WHERE status = 'E')
    ORDER BY p.surname, p.forename, p.id
"""
"""Everybody with a plan, a request for one or the status of one, whatever became of it."""


def concerned(run: Connection) -> list[str]:
    """The ids of the children a return of plans may be about, by name."""
    return list(run.exec_driver_sql(_CONCERNED).scalars())


def children(
    run: Connection, pupils: Sequence[str], day: date, *, is_whole: bool = True
) -> Iterator[ChildKnown]:
    """What is known of these children; the SEN status is that of a day.

    Where it is not to be whole, only what says whether a child goes in: cases, plans, the status.
    """
    for some in in_parts(pupils):
        yield from _children(run, some, day, is_whole)


def _children(
    run: Connection, pupils: Sequence[str], day: date, is_whole: bool
) -> Iterator[ChildKnown]:
    given = (json.dumps(list(pupils)),)
    asked = "SELECT {} FROM {} WHERE {}pupil IN (SELECT value FROM json_each(?)) {}"

    def lines(columns: str, noun: str, test: str = "", order: str = "") -> Sequence[Any]:
        test = f"{test} AND " if test else ""
        return run.exec_driver_sql(asked.format(columns, noun, test, order), given).fetchall()

    named = run.exec_driver_sql(
        "SELECT id, surname, forename, born, sex, upn, uln FROM pupil "
        "WHERE id IN (SELECT value FROM json_each(?))",
        given,
    )
    who = {line[0]: line for line in named}
    status = _statuses(run, given[0], day)
    cases = _cases(lines)
    plans = _of(lines(
        'pupil, id, "case", version, made_on, issued_on, ceased_on, cease_reason, '
        "transferred_from", "plan", "sort = 'EHCP'"), _plan)  # fmt: skip
    more: dict[str, list[str]] = {}
    arranged: dict[str, list[Any]] = {}
    needs: dict[str, list[Any]] = {}
    if is_whole:
        told = "pupil, ethnicity, postcode, no_upn_because"
        more = {p: said for p, *said in lines(told, "particulars", order="ORDER BY id")}
        sorts = ", ".join(f"'{sort}'" for sort in (*OURS, *BUDGETS, "named placement"))
        arranged = _of(lines(
            'pupil, id, sort, what, "where", urn, ukprn, sen_setting, rank, since, until, '
            "sen_unit, resourced, residential, work_based, payment, education_pence, health_pence, "
            "care_pence",
            "arrangement", f"sort IN ({sorts})"), _arranged)  # fmt: skip
        needs = _of(lines("pupil, id, code, rank, since, until", "need"), _need)
    for id_ in pupils:
        _, surname, forename, born, sex, upn, uln = who[id_]
        ethnicity, postcode, because = more.get(id_, ("", "", ""))
        yield ChildKnown(
            id_,
            surname,
            forename,
            _day(born),
            sex,
            upn,
            uln,
            ethnicity,
            postcode,
            because,
            status.get(id_, ""),
            tuple(cases.get(id_, ())),
            tuple(plans.get(id_, ())),
            tuple(arranged.get(id_, ())),
            tuple(needs.get(id_, ())),
        )


_TWENTY_WEEKS = ("", "NA-09", "SP-01-plan")
"""What an exception to the 20 weeks is for: all limits, the plan, or that of youth custody."""


def _statuses(run: Connection, pupils: str, day: date) -> dict[str, str]:
    found = run.exec_driver_sql(
        "SELECT pupil, status FROM status WHERE since <= ? AND pupil IN "
        "(SELECT value FROM json_each(?)) ORDER BY since, id",
        (day.isoformat(), pupils),
    )
    return {pupil: str(code) for pupil, code in found.fetchall()}


def _cases(lines: Any) -> dict[str, list[CaseKnown]]:
    events: defaultdict[str, list[Happened]] = defaultdict(list)
    excepted: set[str] = set()
    for case, code, on, facts, id_, replaces in lines(
        '"case", code, "on", facts, id, replaces', "case_event", order="ORDER BY id"
    ):
        known = _facts(facts)
        events[case].append(Happened(code, _sure(on), known, id=id_, replaces=replaces))
        if code == "exception" and known.get("limit", "") in _TWENTY_WEEKS:
            excepted.add(case)
    told: defaultdict[str, list[Told]] = defaultdict(list)
    for case, sort, sent in lines('"case", sort, sent_on', "letter", _SENT, order="ORDER BY id"):
        told[case].append(Told(NOTICES[sort], _sure(sent)))
    found: defaultdict[str, list[CaseKnown]] = defaultdict(list)
    for pupil, id_, process, opened, la, caseworker in lines(
        "pupil, id, process, opened_on, la, caseworker", '"case"', order="ORDER BY opened_on, id"
    ):
        # The return asks for the day on which whoever asked was told.
        happened = as_told(standing_events(events.get(id_, ())), told.get(id_, ()))
        one = CaseKnown(id_, process, _sure(opened), la, caseworker, happened, id_ in excepted)
        found[pupil].append(one)
    return found


_TELLING = (
    sort
    for sort, token in NOTICES.items()
    if token in ("decision:assess", "decision:refuse") or token.startswith("plan-")
)
_SENT = f"sent_on IS NOT NULL AND sort IN ({', '.join(map(repr, _TELLING))})"


def _of(lines: Sequence[Any], make: Any) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for pupil, *values in lines:
        found[pupil].append(make(values))
    return found


def _plan(values: list[Any]) -> PlanKnown:
    id_, case, version, made, issued, ceased, why, from_ = values
    return PlanKnown(id_, case, version, _day(made), _day(issued), _day(ceased), why, from_)


def _arranged(values: list[Any]) -> Arranged:
    id_, sort, what, where, urn, ukprn, sen_setting, rank, since, until, *more = values
    unit, resourced, residential, work_based, payment, education, health, care = more
    return Arranged(
        id_,
        sort,
        what,
        where,
        urn,
        ukprn,
        sen_setting,
        rank,
        _day(since),
        _day(until),
        bool(unit),
        bool(resourced),
        residential,
        work_based,
        payment,
        (education, health, care),
    )


def _need(values: list[Any]) -> NeedKnown:
    id_, code, rank, since, until = values
    return NeedKnown(id_, code, rank, _day(since), _day(until))


_DAYS: dict[str, date] = {}
_FACTS: dict[str, dict[str, str]] = {}
_MANY = 1 << 16


def _sure(text: str) -> date:
    """Sixty thousand plans have few different days."""
    found = _DAYS.get(text)
    if found is None:
        if len(_DAYS) > _MANY:
            _DAYS.clear()
        found = _DAYS[text] = date.fromisoformat(text)
    return found


def _day(text: str | None) -> date | None:
    return _sure(text) if text else None


def _facts(text: str | None) -> dict[str, str]:
    if not text:
        return {}
    found = _FACTS.get(text)
    if found is None:
        if len(_FACTS) > _MANY:
            _FACTS.clear()
        found = _FACTS[text] = json.loads(text)
    return found
