"""Queues of cases: each with the limit that comes first in it, whoever holds it and wherever."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sendtui.errors import UsageError
from sendtui.rules.case_standing import UNCOUNTED
from sendtui.services import caseload, veil
from sendtui.services.case_views import CaseLine
from sendtui.services.caseload import Case
from sendtui.services.confidential import Marked
from sendtui.services.pauses import without_pauses
from sendtui.services.veil import WORD
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases to list. `setting` is part of its name or its id; `closed` lists those instead.

    `words` are looked for in the pupil's name and the LA's reference.
    """

    caseworker: str = ""
    process: str = ""
    stage: str = ""
    setting: str = ""
    side: str = ""
    pupil: str = ""
    words: str = ""
    late: bool = False
    closed: bool = False
    within: int | None = None
    sort: str = "days left"


@without_pauses()
def listing(store: Store, today: date, asked: Asked | None = None) -> tuple[CaseLine, ...]:
    """The cases that are asked for, those with the fewest days left first.

    Raises UsageError for an order there is not.
    """
    asked = asked or Asked()
    if asked.sort not in SORTS:
        raise UsageError(f"There is no order {asked.sort!r}. There are: {', '.join(SORTS)}.")
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        if asked.closed:
            cases = caseload.closed_cases(session, hidden)
        else:
            cases = caseload.open_cases(store, session, hidden)
    wanted = [
        line
        for case in cases
        if _is_asked_for(case, asked)
        and _is_wanted(
            line := _line(case, today, hidden), asked, is_uncounted=case.reckoned.is_uncounted
        )
    ]
    return tuple(sorted(wanted, key=SORTS[asked.sort]))


def of_pupil(store: Store, pupil: str, today: date) -> tuple[CaseLine, ...]:
    """A pupil's cases: those open by their days left, then the closed ones, the newest first."""
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        lines = [_line(each, today, hidden) for each in caseload.cases_of(session, pupil, hidden)]
    still_open = sorted((line for line in lines if line.closed_on is None), key=_by_days)
    closed = [line for line in lines if line.closed_on is not None]
    closed.sort(key=lambda line: (line.opened_on, line.id), reverse=True)
    return (*still_open, *closed)


def _veiled(line: CaseLine, hidden: Marked) -> CaseLine:
    """The line without what a confidential case says; whose it is, is known."""
    if not hidden.covers(line.pupil, line.id):
        return line
    return line._replace(
        stage=WORD, stage_label=WORD, what=WORD, reference="", caseworker="", rule="", citation="",
        who="",
    )  # fmt: skip


def _line(case: Case, today: date, hidden: Marked) -> CaseLine:
    found, facts = case.reckoned.next, case.facts
    limit = found.deadline
    what = limit.what if limit else UNCOUNTED if case.reckoned.is_uncounted else ""
    if found.about:
        what = f"{found.about}: {what[:1].lower()}{what[1:]}"
    line = CaseLine(
        case.id,
        case.pupil,
        case.name,
        case.setting,
        facts.process,
        facts.side,
        found.stage.code,
        found.stage.label,
        case.caseworker,
        case.reference,
        facts.opened_on,
        facts.closed_on,
        limit.due if limit else None,
        limit.days_left(today) if limit else None,
        limit.rule if limit else "",
        what,
        limit.who if limit else "",
        str(limit.citation) if limit else "",
        found.excused,
        len([each for each in facts.advice if each.is_out]),
        len([each for each in facts.consultations if each.is_out]),
        len([each for each in facts.representations if each.answered_on is None]),
    )
    return _veiled(line, hidden)


def _is_asked_for(case: Case, asked: Asked) -> bool:
    """Whether it is asked for by what is known of any case, confidential or not."""
    return (
        _same(asked.caseworker, case.caseworker)
        and _same(asked.process, case.facts.process)
        and _same(asked.side, case.facts.side)
        and (not asked.pupil or asked.pupil == case.pupil)
        and (not asked.setting or _in_setting(asked.setting, case))
    )


def _is_wanted(line: CaseLine, asked: Asked, *, is_uncounted: bool) -> bool:
    return (
        _same(asked.stage, line.stage)
        and (not asked.words or _has(asked.words, f"{line.name} {line.reference}"))
        and (not asked.late or line.is_late)
        and (
            asked.within is None
            or is_uncounted
            or (line.days_left is not None and line.days_left <= asked.within)
        )
    )


def _same(wanted: str, there: str) -> bool:
    return not wanted or wanted.casefold() == there.casefold()


def _has(words: str, text: str) -> bool:
    lowered = text.casefold()
    return all(word in lowered for word in words.casefold().split())


def _in_setting(wanted: str, case: Case) -> bool:
    return wanted == case.setting_id or _has(wanted, case.setting)


def _by_days(line: CaseLine) -> tuple[bool, date, str]:
    return line.due is None, line.due or date.max, line.name.casefold()


SORTS: dict[str, Callable[[CaseLine], Any]] = {
    "days left": _by_days,
    "name": lambda line: (line.name.casefold(), line.id),
    "process": lambda line: (line.process, *_by_days(line)),
    "stage": lambda line: (line.process, line.stage, *_by_days(line)),
    "caseworker": lambda line: (line.caseworker.casefold(), *_by_days(line)),
    "setting": lambda line: (line.setting.casefold(), *_by_days(line)),
    "opened": lambda line: (line.opened_on, line.id),
}
"""The orders a queue can be in, and what each sorts by."""


def counts(lines: Sequence[CaseLine], field: str) -> dict[str, int]:
    """How many cases there are of each value of a field, such as for a filter."""
    found: dict[str, int] = {}
    for line in lines:
        value = str(getattr(line, field))
        found[value] = found.get(value, 0) + 1
    return dict(sorted(found.items()))
