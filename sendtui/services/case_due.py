"""The limits of open cases as they stand among what is due: each with its rule and whose duty."""

from collections.abc import Container, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from sendtui.rules.case_facts import CaseFacts
from sendtui.rules.case_standing import reckoned
from sendtui.rules.citation import Citation
from sendtui.services.case_known import facts_of
from sendtui.services.confidential import Marked
from sendtui.services.veil import WORD, veil_facts

MANY = 3
"""From how many advisers or settings on what they owe is one line."""

NOTHING = Marked(frozenset(), frozenset())


class LimitDue(NamedTuple):
    """A limit of a case that somebody has to meet: its day, what, whose duty and its rule.

    `step` tells it from the other limits of its case, `bare` says what is due and names nobody,
    `about` is the adviser or setting it waits for.
    """

    case: str
    pupil: str
    day: date
    words: str
    rule: str
    whose: str
    citation: Citation | None
    step: str = ""
    bare: str = ""
    about: str = ""


def limits(
    session: Session,
    today: date,
    ahead: timedelta,
    pupils: Container[str],
    hidden: Marked = NOTHING,
) -> Iterator[LimitDue]:
    """The limits of open cases that are late, or due within `ahead`, and that nothing excuses.

    Good practice, the family's own times and what is owed at once are left to the case itself. Of
    a case that is `hidden` there is the day of the first of them, and no more.
    """
    last = today + ahead
    run = session.connection().exec_driver_sql
    found = run('SELECT id, pupil FROM "case" WHERE closed_on IS NULL')
    whose: dict[str, str] = {each.id: each.pupil for each in found.fetchall()}
    if not whose:
        return
    for case, facts in facts_of(session).items():
        pupil = whose.get(case, "")
        if pupil not in pupils:
            continue
        if hidden.covers(pupil, case):
            days = [each.day for each in _of_case(case, pupil, facts, last)]
            if days:
                yield LimitDue(case, pupil, min(days), WORD, "", "", None)
            continue
        yield from _together(tuple(_of_case(case, pupil, veil_facts(facts, pupil, hidden), last)))


def _together(found: tuple[LimitDue, ...]) -> tuple[LimitDue, ...]:
    """The limits of one case, those of many advisers or settings under one rule as one line."""
    asked: dict[str, list[LimitDue]] = {}
    if len(found) >= MANY:
        for each in found:
            if each.about:
                asked.setdefault(each.rule, []).append(each)
    those = {rule: many for rule, many in asked.items() if len(many) >= MANY}
    if not those:
        return found
    alone = tuple(each for each in found if not (each.about and each.rule in those))
    return (*alone, *(_one_line(many) for many in those.values()))


def _one_line(many: Sequence[LimitDue]) -> LimitDue:
    """The earliest of them, which names all who are waited for."""
    first = min(many, key=lambda each: (each.day, each.about))
    who = ", ".join(sorted(each.about for each in many))
    process, _, what = first.bare.partition(". ")
    words = f"{process}. {len(many)} not in ({who}): {what}"
    return first._replace(words=words, step=f"{first.rule}/all", about="")


def _of_case(case: str, pupil: str, facts: CaseFacts, last: date) -> Iterator[LimitDue]:
    process = facts.process.capitalize()
    for each in reckoned(facts).owed:
        limit = each.deadline
        if limit.due > last:
            continue
        about = f"{each.about}: " if each.about else ""
        yield LimitDue(
            case,
            pupil,
            limit.due,
            f"{process}. {about}{limit.what}",
            limit.rule,
            limit.who,
            limit.citation,
            f"{limit.rule}/{limit.reading}/{each.record}",
            f"{process}. {limit.what}",
            each.about,
        )
