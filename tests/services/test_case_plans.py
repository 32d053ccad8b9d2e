"""Issuing a plan and logging it in its case: one act."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError
from sendtui.models.case import Case
from sendtui.services import case_plans, case_reading, cases, ehc_plan_lines, ehc_plans
from sendtui.services import ehc_plan_reading as plans
from sendtui.services.confidential import mark
from sendtui.services.veil import WORD
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupil(store)


@pytest.fixture
def case(store: Store, zephyr: str) -> str:
    return opened(store, zephyr, "assessment")


@pytest.fixture
def plan(store: Store, zephyr: str) -> str:
    made = ehc_plans.start(store, zephyr)
    ehc_plan_lines.add(store, made, "B", {"words": "Misses the ends of words."})
    return made


def opened(store: Store, child: str, process: str) -> str:
    return cases.open_(store, child, process, opened_on=date(2026, 9, 1), side="la")


def codes(store: Store, case: str) -> list[str]:
    return [each.code for each in case_reading.view(store, case, TODAY).events]


@pytest.mark.parametrize(
    ("process", "as_", "code"),
    [
        ("assessment", "draft", "draft"),
        ("assessment", "final", "final"),
        ("re-assessment", "final", "final"),
        ("annual review", "proposed", "amendment-notice"),
        ("appeal", "final", "final"),
    ],
)
def test_issuing_a_plan_is_logged_in_its_case(
    store: Store, zephyr: str, plan: str, process: str, as_: str, code: str
) -> None:
    case = opened(store, zephyr, process)

    (offered,) = case_plans.fitting(store, plan, as_)
    ehc_plans.issue(store, plan, as_, on=TODAY, case=case, today=TODAY)

    assert (offered.case, offered.code) == (case, code)
    assert codes(store, case) == [code]
    with store.read() as session:
        assert session.get_one(Case, case).plan == plan


def test_one_undo_takes_back_both(store: Store, case: str, plan: str) -> None:
    ehc_plans.issue(store, plan, "draft", on=TODAY, case=case, today=TODAY)

    undo(store)

    assert codes(store, case) == []
    assert not plans.view(store, plan).frozen
    with store.read() as session:
        assert session.get_one(Case, case).plan == ""


def test_what_was_logged_that_day_is_not_logged_again(store: Store, case: str, plan: str) -> None:
    cases.log(store, case, "draft", on=TODAY, today=TODAY)

    ehc_plans.issue(store, plan, "draft", on=TODAY, case=case, today=TODAY)

    assert codes(store, case) == ["draft"]


def test_what_is_odd_about_the_case_is_told_and_kept(store: Store, case: str, plan: str) -> None:
    issued = ehc_plans.issue(store, plan, "draft", on=TODAY, case=case, today=TODAY)

    assert issued.warnings
    assert codes(store, case) == ["draft"]


def test_no_closed_case_and_no_other_process_is_offered(
    store: Store, zephyr: str, case: str, plan: str
) -> None:
    ceasing = opened(store, zephyr, "ceasing")
    cases.close(store, case, on=TODAY, outcome="refused")

    assert case_plans.fitting(store, plan, "final") == ()
    for one, told in ((ceasing, "no event of that case"), (case, "is closed")):
        with pytest.raises(SendtuiError, match=told):
            ehc_plans.issue(store, plan, "final", on=TODAY, case=one, today=TODAY)
    assert not plans.view(store, plan).frozen


def test_another_pupils_case_is_refused(store: Store, plan: str) -> None:
    theirs = opened(store, pupil(store, forename="Tansy"), "assessment")

    with pytest.raises(SendtuiError, match="another pupil"):
        ehc_plans.issue(store, plan, "final", on=TODAY, case=theirs, today=TODAY)


def test_a_version_says_why_it_was_made_as_its_case_has_it(
    store: Store, zephyr: str, case: str, plan: str
) -> None:
    cases.log(store, case, "plan-decision", on=date(2026, 9, 2), facts={"decision": "make"},
              today=TODAY)  # fmt: skip
    ehc_plans.issue(store, plan, "final", on=date(2026, 9, 3), case=case, today=TODAY)
    review = opened(store, zephyr, "annual review")
    cases.log(store, review, "decision", on=date(2026, 10, 20),
              facts={"decision": "amend", "reasons": "Reads alone now"}, today=TODAY)  # fmt: skip
    amended = ehc_plans.amend(store, plan)
    while_written = plans.because(store, amended)
    ehc_plans.issue(store, amended, "final", on=TODAY, case=review, today=TODAY)

    second, first = plans.of_pupil(store, zephyr)

    assert first.because == (
        "Decision whether to make a plan: A plan will be made, Wednesday 2 September 2026."
    )
    assert (
        second.because
        == while_written
        == ("Decision after the review: Amend, Tuesday 20 October 2026. Reads alone now")
    )


def test_why_a_version_was_made_is_veiled_with_its_case(
    store: Store, zephyr: str, case: str, plan: str
) -> None:
    cases.log(store, case, "plan-decision", on=TODAY, facts={"decision": "make"}, today=TODAY)
    ehc_plans.issue(store, plan, "final", on=TODAY, case=case, today=TODAY)
    mark(store, zephyr, "case", case, today=TODAY)

    assert plans.because(store, plan) == WORD
