"""The table of a case's letters: what each tells, answers and asks for does exist."""

from datetime import date
from importlib.resources import files

import pytest

from sendtui.rules.case_facts import CaseFacts, Happened
from sendtui.rules.case_letters import EXTENSION, LATE, LETTERS, LetterOf, fitting, lacking
from sendtui.rules.deadline import FactError
from sendtui.rules.letter_dates import counts_from_letter, dates
from sendtui.rules.letter_wording import fields_in
from sendtui.rules.processes import PROCESSES

DATED = date(2026, 11, 22)
ASKED = date(2026, 9, 1)
RIGHTS = {
    "appeal_opens": ("PL-09", "2026-11-22"),
    "mediation_by": ("MT-01", "2027-01-22"),
    "appeal_by": ("MT-10", "2027-01-22"),
}
"""The dates of every decision that can be appealed against, in a letter of that day."""

_TOLD_IN_EVERY_CASE = 3
"""The letters that any case of the authority has: the exception, the delay and where it stands."""


@pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
def test_what_a_letter_is_once_it_is_sent_can_happen_in_its_processes(letter: LetterOf) -> None:
    for name in letter.processes:
        for token in letter.tells:
            code, _, decision = token.partition(":")
            event = PROCESSES[name].event(code)
            assert event is not None
            fact = event.fact("decision")
            assert not decision or (fact is not None and decision in dict(fact.choices))


@pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
def test_every_blank_stands_in_the_wording_of_its_letter(letter: LetterOf) -> None:
    folder = files("sendtui.formats").joinpath("letters")
    used = set(fields_in(folder.joinpath(f"{letter.code}.txt").read_text(encoding="utf-8")))

    assert {blank.name for blank in letter.blanks} <= used


@pytest.mark.parametrize(
    ("rule", "is_late", "first"),
    [
        ("NA-03", False, {"decision-assess", "decision-not-assess"}),
        ("NA-06", False, {"advice-chase"}),
        ("NA-09", True, {"draft-cover", "final-cover"}),
        ("SP-01-decide", False, {"decision-assess", "decision-not-assess"}),
        ("SP-01-plan", True, {"draft-cover", "final-cover"}),
        ("NA-02", True, {"acknowledgement"}),
    ],
)
def test_the_letters_that_answer_a_limit_come_first_and_a_late_one_is_explained_next(
    rule: str, is_late: bool, first: set[str]
) -> None:
    found = [each.code for each in fitting("assessment", "la", rule, is_late=is_late)]

    assert set(found[: len(first)]) == first
    assert (found[len(first) : len(first) + 2] == [LATE, EXTENSION]) is is_late


def test_a_plan_that_the_tribunal_ordered_goes_with_its_covering_letter() -> None:
    found = fitting("appeal", "la", "8a-amend-plan", is_late=True)

    assert [each.code for each in found][:2] == ["final-cover", "late"]


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("8a-assess-notify", "ordered-assess"),
        ("MT-07-assess-notify", "ordered-assess"),
        ("8b-assess-no-plan", "ordered-no-plan"),
    ],
)
def test_an_assessment_that_was_ordered_agreed_or_conceded_has_letters_of_its_own(
    limit: str, code: str
) -> None:
    assert fitting("appeal", "la", limit)[0].code == code


def test_a_school_has_only_the_letters_that_are_its_own() -> None:
    found = {each.code for each in fitting("annual review", "school")}

    assert found == {"review-invitation", "review-report", "status"}
    assert len(fitting("appeal", "la")) > _TOLD_IN_EVERY_CASE


def test_what_has_to_be_typed_is_said() -> None:
    assert [each.name for each in lacking(LETTERS["late"], ())] == ["why"]
    assert lacking(LETTERS["late"], ("why",)) == ()


def facts(process: str, *events: Happened) -> CaseFacts:
    return CaseFacts(process, ASKED, events=events)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "process", "events", "wanted"),
    [
        ("acknowledgement", "assessment", [("request", ASKED)],
         {"decide_by": ("NA-03", "2026-10-13"), "final_by": ("NA-09", "2027-01-19")}),
        ("acknowledgement", "re-assessment", [("request", ASKED)],
         {"decide_by": ("RA-02", "2026-09-16")}),
        ("decision-not-assess", "assessment", [],
         {**RIGHTS}),
        ("draft-cover", "assessment", [("request", ASKED)],
         {"comments_by": ("PL-01", "2026-12-06"), "final_by": ("NA-09", "2027-01-19")}),
        ("amendment-notice", "annual review", [("meeting", date(2026, 10, 5))],
         {"comments_by": ("AR-10", "2026-12-06"), "final_by": ("AR-12", "2026-12-28")}),
        ("decision-cease", "ceasing", [],
         {**RIGHTS, "in_force_until": ("CE-05", "2027-01-22")}),
        ("review-maintain", "annual review", [("meeting", date(2026, 11, 2))],
         {**RIGHTS, "next_review_by": ("AR-02", "2027-11-21")}),
    ],
)  # fmt: skip
def test_every_date_of_a_letter_is_a_rules_own(
    code: str,
    process: str,
    events: list[tuple[str, date]],
    wanted: dict[str, tuple[str, str]],
) -> None:
    known = facts(process, *(Happened(name, on) for name, on in events))

    found = dates(code, known, DATED)

    told = {name: (each.rule, each.due.isoformat()) for name, each in found.items()}
    assert told == wanted
    assert counts_from_letter(found) is (not code.startswith("ack"))


def test_without_a_request_there_is_no_day_to_acknowledge_it_by() -> None:
    with pytest.raises(FactError, match="no request"):
        dates("acknowledgement", facts("assessment"), DATED)
