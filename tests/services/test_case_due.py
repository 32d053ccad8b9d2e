"""The limits of cases among what is due."""

from datetime import date, timedelta

import pytest

from sendtui.services import case_list, case_parts, cases, concerns, confidential, pupils
from sendtui.services.case_list import Asked
from sendtui.services.due import due
from sendtui.services.due_views import Due
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


def of_the_law(store: Store) -> list[Due]:
    return [one for one in due(store, TODAY) if one.kind == "statutory"]


@pytest.fixture
def case(store: Store) -> str:
    made = cases.open_(store, pupil(store), "assessment", opened_on=ASKED, side="la")
    cases.log(store, made, "request", on=ASKED, today=TODAY)
    return made


def test_a_late_limit_is_due_with_its_rule_and_whose_duty_it_is(store: Store, case: str) -> None:
    (found,) = of_the_law(store)

    assert (found.rule, found.whose, found.days_late) == ("NA-03", "local authority", 40)
    assert (found.kind_of_record, found.record) == ("case", case)
    assert found.citation is not None
    assert found.citation.text == "SEND Regulations 2014 reg 5(1)"


def test_a_limit_comes_up_within_28_days_and_no_sooner(store: Store, case: str) -> None:
    cases.log(store, case, "decision", on=date(2026, 10, 13), facts={"decision": "assess"},
              today=TODAY)  # fmt: skip
    case_parts.ask(store, case, "medical", on=date(2026, 11, 1), who="Dr Q", today=TODAY)

    found = of_the_law(store)

    assert [(one.rule, one.days_late) for one in found] == [("NA-06", -21)]
    assert found[0].words.startswith("Assessment. Dr Q: ")


def test_a_case_in_which_nothing_is_counted_yet_is_told_without_a_day(store: Store) -> None:
    made = cases.open_(store, pupil(store), "assessment", opened_on=ASKED, side="la")
    within = Asked(within=28)

    (found,) = of_the_law(store)
    assert (found.day, found.record, found.overdue) == (None, made, False)
    assert found.words == "Assessment. No request is recorded: nothing is counted yet"
    assert [line.id for line in case_list.listing(store, TODAY, within)] == [made]
    cases.log(store, made, "request", on=TODAY, today=TODAY)
    assert of_the_law(store) == []
    assert case_list.listing(store, TODAY, within) == ()


def test_what_is_excepted_or_closed_is_not_due(store: Store, case: str) -> None:
    facts = {"code": "PERSONAL", "evidence": "A letter", "decided_by": "A. Head"}
    claim = cases.log(store, case, "exception", on=TODAY, facts=facts, today=TODAY)
    excepted = of_the_law(store)
    cases.strike(store, claim.id, on=TODAY, today=TODAY)
    cases.close(store, case, on=TODAY, outcome="moved away")

    assert (excepted, of_the_law(store)) == ([], [])


def test_no_limit_is_due_of_a_pupil_who_has_left_by_the_day(store: Store, case: str) -> None:
    (late,) = of_the_law(store)
    pupils.leave(store, late.pupil, TODAY)

    assert of_the_law(store) == []
    assert [one.rule for one in due(store, TODAY - timedelta(1)) if one.record == case] == ["NA-03"]


def test_of_a_confidential_case_today_knows_the_day_alone(store: Store, case: str) -> None:
    zephyr = of_the_law(store)[0].pupil
    confidential.mark(store, zephyr, "case", case, today=TODAY)

    (found,) = of_the_law(store)

    assert (found.words, found.rule, found.whose, found.citation) == ("confidential", "", "", None)
    assert (found.days_late, found.record) == (40, case)


def test_a_confidential_adviser_is_not_named_on_today(store: Store, case: str) -> None:
    advice = case_parts.ask(store, case, "medical", on=ASKED, who="Dr Q", today=TODAY)
    zephyr = of_the_law(store)[0].pupil
    confidential.mark(store, zephyr, "advice", advice, today=TODAY)

    said = repr((of_the_law(store), case_list.listing(store, TODAY, Asked(sort="name"))))

    assert "Dr Q" not in said
    assert any(one.words.startswith("Assessment. confidential: ") for one in of_the_law(store))


def test_a_confidential_concern_keeps_its_words_from_today(store: Store) -> None:
    child = pupil(store)
    record = concerns.raise_(store, child, what="Attic", raised_on=ASKED, review_on=TODAY)
    confidential.mark(store, child, "concern", record, today=TODAY)

    (found,) = [one for one in due(store, TODAY) if one.kind == "concern"]

    assert found.words == "confidential"


def test_many_advisers_who_are_late_are_one_line_that_names_them(store: Store, case: str) -> None:
    for sort in ("medical", "social care"):
        case_parts.ask(store, case, sort, on=ASKED, today=TODAY)
    two = [one for one in of_the_law(store) if one.rule == "NA-06"]
    case_parts.ask(store, case, "parent", on=date(2026, 9, 8), who="Dr Q", today=TODAY)

    (found,) = [one for one in of_the_law(store) if one.rule == "NA-06"]

    assert len(two) == 2
    assert found.words.startswith("Assessment. 3 not in (Dr Q, Medical, Social care): ")
    assert (found.days_late, found.step) == (40, "NA-06/all")
