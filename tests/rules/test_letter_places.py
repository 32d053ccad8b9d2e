"""Where the letters of a case belong, and what is said of those that do not."""

from datetime import date

import pytest

from sendtui.rules.case_facts import AdviceAsked, Book, CaseFacts, Happened
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.letter_places import misplaced
from sendtui.rules.process import Process

ON = date(2026, 9, 1)


def book(process: Process, *events: tuple[str, dict[str, str]] | str, **more: object) -> Book:
    happened = tuple(
        Happened(each, ON) if isinstance(each, str) else Happened(each[0], ON, each[1])
        for each in events
    )
    return Book(CaseFacts(process, ON, events=happened, **more))  # type: ignore[arg-type]


REPORTED = ("meeting", ("report", {"recommends": "maintain"}))
ASSESSING = ("request", ("decision", {"decision": "assess"}))
CONSIDERED = ("considering", "consulted")
FITS = [
    ("acknowledgement", book("assessment", "request")),
    ("decision-assess", book("assessment", "request")),
    ("decision-not-assess", book("re-assessment", "request")),
    ("decision-assess", book("move", ("move", {"assessing": "yes"}))),
    ("decision-issue", book("assessment", *ASSESSING)),
    ("draft-cover", book("assessment", *ASSESSING)),
    ("final-cover", book("assessment", *ASSESSING, "draft")),
    ("draft-cover", book("appeal", "appeal", ("conceded", {"about": "assess"}))),
    ("ordered-no-plan", book("appeal", "appeal", ("order", {"about": "assess"}), "decision")),
    ("review-invitation", book("annual review", "meeting-set")),
    ("review-report", book("annual review", "meeting")),
    ("review-maintain", book("annual review", *REPORTED)),
    ("amendment-notice", book("annual review", *REPORTED, ("decision", {"decision": "amend"}))),
    ("not-amended", book("annual review", *REPORTED, "amendment-notice")),
    ("final-cover", book("phase transfer", "transfer", *REPORTED, "amendment-notice")),
    ("cease-consultation", book("ceasing", "considering")),
    ("decision-cease", book("ceasing", *CONSIDERED)),
    ("status", book("annual review", "final")),
]
ELSEWHERE = [
    ("review-maintain", book("annual review", "meeting"), "report of the review is not in"),
    ("review-maintain", book("phase transfer", "transfer", "meeting-set"), "Meeting arranged"),
    ("review-maintain", book("annual review", *REPORTED, "final"), "nothing comes next"),
    ("decision-cease", book("annual review", *REPORTED), "recommends “Maintain”"),
    ("acknowledgement", book("assessment", *ASSESSING), "Gathering advice"),
    ("final-cover", book("assessment", *ASSESSING), "Draft plan sent"),
    ("decision-cease", book("ceasing", "considering"), "consulted"),
    ("decision-assess", book("move", "move"), "Plan to be transferred"),
    ("advice-request", book("assessment", ("decision", {"decision": "refuse"})), "Not to be"),
    ("decision-assess", book("assessment", *ASSESSING, "draft"), "Draft with the family"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "there"), FITS)
def test_a_letter_belongs_where_what_it_tells_comes_next(code: str, there: Book) -> None:
    assert misplaced(LETTERS[code], there, is_one_of_many=True) == ""


@pytest.mark.parametrize(("code", "there", "why"), ELSEWHERE)
def test_elsewhere_it_is_said_where_the_case_stands(code: str, there: Book, why: str) -> None:
    assert why in misplaced(LETTERS[code], there)


def test_a_letter_of_what_was_logged_goes_once() -> None:
    decided = book("annual review", *REPORTED, ("decision", {"decision": "maintain"}))

    assert misplaced(LETTERS["review-maintain"], decided) == ""
    assert "was sent on" in misplaced(LETTERS["review-maintain"], decided, sent_on=ON)


def test_many_at_once_decide_only_what_is_recommended_and_one_person_may_decide_otherwise() -> None:
    silent = book("annual review", "meeting", "report")

    assert misplaced(LETTERS["review-maintain"], silent) == ""
    assert "does not say" in misplaced(LETTERS["review-maintain"], silent, is_one_of_many=True)


def test_nothing_is_decided_on_a_plan_while_advice_is_out() -> None:
    out = book("assessment", *ASSESSING, advice=(AdviceAsked("medical", asked_on=ON),))

    assert "1 adviser" in misplaced(LETTERS["decision-issue"], out)
