"""The limits of open cases as they stand among what is due: each with its rule and whose duty."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sendtui.rules.case_duties import Running
from sendtui.rules.case_standing import UNCOUNTED
from sendtui.services.caseload import Case
from sendtui.services.confidential import Marked
from sendtui.services.due_views import Due
from sendtui.services.veil import WORD

MANY = 3
"""From how many advisers or settings on what they owe is one line."""


def limits(cases: Iterable[Case], today: date, last: date, hidden: Marked) -> Iterator[Due]:
    """The limits of the cases that are late, or due by `last`, and that nothing excuses.

    Good practice, the family's own times and what is owed at once are left to the case itself, and
    of a pupil who has left nothing is due. A case in which nothing is counted yet stands among them
    without a day. Of a case that is `hidden` there is the day of the first of them, and no more.
    """
    day = today.isoformat()
    for case in cases:
        if case.left_on and case.left_on <= day:
            continue
        soon = [each for each in case.reckoned.owed if each.deadline.due <= last]
        if not soon:
            if case.reckoned.is_uncounted:
                yield _uncounted(case, hidden)
            continue
        if hidden.covers(case.pupil, case.id):
            first = min(each.deadline.due for each in soon)
            yield Due("statutory", first, (today - first).days, WORD, *_whose(case))
            continue
        process = case.facts.process.capitalize()
        for those in _together(soon):
            yield _line(case, process, those, today)


def _whose(case: Case) -> tuple[str, str, str, str, str]:
    return case.name, case.class_name, case.pupil, "case", case.id


def _uncounted(case: Case, hidden: Marked) -> Due:
    """A case of which nothing is recorded that a limit could run from: its day is not known."""
    words = f"{case.facts.process.capitalize()}. {case.reckoned.next.stage.label}: {UNCOUNTED}"
    if hidden.covers(case.pupil, case.id):
        words = WORD
    return Due("statutory", None, None, words, *_whose(case), step="begins")


def _together(found: Sequence[Running]) -> Iterator[Sequence[Running]]:
    """The limits of one case, those of many advisers or settings under one rule together."""
    asked: dict[str, list[Running]] = {}
    for each in found:
        if each.about and len(found) >= MANY:
            asked.setdefault(each.deadline.rule, []).append(each)
        else:
            yield (each,)
    for many in asked.values():
        yield from [many] if len(many) >= MANY else ([each] for each in many)


def _line(case: Case, process: str, those: Sequence[Running], today: date) -> Due:
    """The earliest of the limits of one rule; of many, it names all who are waited for."""
    first, is_many = those[0], len(those) > 1
    if is_many:
        first = min(those, key=lambda each: (each.deadline.due, each.about))
    limit = first.deadline
    bare = f"{process}. {limit.what}"
    words, step = bare, f"{limit.rule}/{limit.reading}/{first.record}"
    if is_many:
        who = ", ".join(sorted(each.about for each in those))
        words = f"{process}. {len(those)} not in ({who}): {limit.what}"
        step = f"{limit.rule}/all"
    elif first.about:
        words = f"{process}. {first.about}: {limit.what}"
    return Due(
        "statutory",
        limit.due,
        (today - limit.due).days,
        words,
        *_whose(case),
        limit.citation,
        1,
        limit.rule,
        limit.who,
        step,
        bare,
    )
