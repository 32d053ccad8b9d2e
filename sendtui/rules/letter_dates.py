"""The dates that a letter of a case names: each a deadline of the clocks, with its citation.

What counts from the letter itself counts from the day it is dated; it has to be sent on that day.
Where a time falls into holidays they are those of the pupil's setting.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sendtui.rules.case_clocks import BINDING
from sendtui.rules.case_facts import Book, CaseFacts, Happened
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.clocks import amending, appeals, assessment, ceasing, plan, review
from sendtui.rules.deadline import Deadline, FactError

Dates = Mapping[str, Deadline]
Named = Iterator[tuple[str, Deadline]]

_FROM_THE_LETTER = frozenset(("comments_by", "reply_by", "mediation_by", "appeal_by"))
"""The dates that count from the day the letter is dated, and are others on another day."""


def dates(
    code: str, facts: CaseFacts, dated: date, asked: date | None = None
) -> dict[str, Deadline]:
    """The dates of this letter by the fields of its wording.

    `asked` is the day on which the adviser or the setting was first asked; without it the letter
    itself asks. Raises FactError for facts that cannot all be true.
    """
    book = Book(facts)
    found = dict(_of(code, book, dated, asked))
    if LETTERS[code].rights:
        found.update(_rights(dated))
    return found


def counts_from_letter(found: Dates) -> bool:
    """Whether a date of these would be another one if the letter went on another day."""
    return not _FROM_THE_LETTER.isdisjoint(found)


def _of(code: str, book: Book, dated: date, asked: date | None) -> Named:
    match code:
        case "acknowledgement":
            yield from _request(book)
        case "decision-assess" | "decision-issue" | "draft-cover":
            yield from _path(code, book, dated)
        case "ordered-assess" | "ordered-no-plan":
            yield from _ordered(code, book, dated)
        case "advice-request" | "advice-chase":
            found = assessment.advice(asked or dated, calendar=book.facts.calendar)
            yield "reply_by", _only(found, "NA-06")
        case "consultation" | "consultation-chase":
            found = plan.consultation(asked or dated, calendar=book.facts.calendar)
            yield "reply_by", _only(found, "PL-05")
        case "review-invitation" | "review-report":
            yield from _meeting(code, book)
        case "review-maintain":
            yield from _next_review(book, dated)
        case "amendment-notice":
            yield from _notice(book, dated)
        case "decision-cease":
            yield "in_force_until", _only(ceasing.cease_decision(dated), "CE-05")


def _request(book: Book) -> Named:
    """The limits that began with the request; a re-assessment has 15 days and then 14 weeks."""
    came = book.first("request", "responsible")
    if came is None:
        raise FactError("no request is recorded in this case. Log it first.")
    if book.facts.process == "re-assessment":
        yield "decide_by", _only(ceasing.reassessment_request(came), "RA-02")
        return
    found = assessment.request(came, calendar=book.facts.calendar)
    yield "decide_by", _only(found, "NA-03")
    yield "final_by", _only(found, "NA-09")


def _path(code: str, book: Book, dated: date) -> Named:
    """What is still ahead in an assessment: the advice, the decision on a plan, the plan."""
    again, year = book.facts.process == "re-assessment", book.facts.calendar
    if code == "decision-assess":
        yield "advice_by", _only(assessment.advice(dated, calendar=year), "NA-06")
    if code == "draft-cover":
        yield "comments_by", _only(plan.draft(dated, calendar=year), "PL-01", "last day")
    came = book.first("request", "responsible")
    if again:
        decided = dated if code == "decision-assess" else book.first("decision:assess")
        if decided is not None:
            yield "final_by", _only(ceasing.reassessment_decision(decided), "RA-04")
    elif came is not None and book.facts.process == "assessment":
        found = assessment.request(came, calendar=year)
        yield "final_by", _only(found, "NA-09")
        if code == "decision-assess":
            yield "plan_by", _only(found, "NA-07")


def bound_to_assess(book: Book) -> Happened | None:
    """The latest order, agreement or concession by which there is an assessment, or None."""
    found = [
        each for code in BINDING for each in book.of(code) if each.facts.get("about") == "assess"
    ]
    return max(found, key=lambda each: each.on, default=None)


def _ordered(code: str, book: Book, dated: date) -> Named:
    """What is ahead once an assessment is ordered, agreed or conceded (regs 42, 44 and 45)."""
    bound = bound_to_assess(book)
    if bound is None:
        raise FactError(
            "no order, agreement or concession to assess is recorded in this case. Log it first, "
            "with what it is about."
        )
    if code == "ordered-assess":
        yield "advice_by", _only(assessment.advice(dated, calendar=book.facts.calendar), "NA-06")
        limits = BINDING[bound.code](bound.on, "assess")
        for name, step in (("plan_by", "-assess-no-plan"), ("final_by", "-assess-plan")):
            yield name, next(each for each in limits if each.rule.endswith(step))


def meeting_of(code: str, book: Book) -> Happened | None:
    """The meeting a letter is about: the one held, or else arranged; to an invitation the later."""
    held, arranged = book.last("meeting"), book.last("meeting-set")
    if code == "review-invitation" and held and arranged and arranged.on > held.on:
        return arranged
    return held or arranged


def _meeting(code: str, book: Book) -> Named:
    """What comes before and after the meeting, once its day is known."""
    held = meeting_of(code, book)
    if held is None:
        return
    found = review.meeting(held.on, calendar=book.facts.calendar)
    yield "papers_by", _only(found, "AR-05")
    yield "report_by", _only(found, "AR-07")
    yield "decide_by", _only(found, "AR-08")


def _next_review(book: Book, decided: date) -> Named:
    """The next 12 months, counted as the facts have it."""
    held = book.last("meeting")
    anchor = book.facts.anchor if held else "decision"
    found = review.next_review(meeting=held.on if held else None, decision=decided, anchor=anchor)
    yield "next_review_by", found


def _notice(book: Book, dated: date) -> Named:
    """The time to comment and the final plan: 8 weeks, or 12 from the meeting if sooner."""
    held = book.last("meeting")
    found = amending.amendment_notice(
        dated, meeting=held.on if held else None, calendar=book.facts.calendar
    )
    yield "comments_by", _only(found, "AR-10")
    limits = [each for each in found if each.rule in ("AR-11", "AR-12")]
    yield "final_by", min(limits, key=lambda each: each.due)


def _only(found: tuple[Deadline, ...], rule: str, reading: str = "") -> Deadline:
    return next(each for each in found if each.rule == rule and each.reading in (reading, ""))


def _rights(dated: date) -> Named:
    yield "appeal_opens", _only(plan.plan(dated), "PL-09")
    found = appeals.decision_letter(dated)
    yield "mediation_by", _only(found, "MT-01")
    yield "appeal_by", _only(found, "MT-10")
