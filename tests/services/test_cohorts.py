"""Who is at risk on 22 November 2026, and what holds them."""

from datetime import date

import pytest

from sendtui.services import case_parts, cases, cohorts, confidential, contacts
from sendtui.services.cohorts import AtRisk, Cohort
from sendtui.store.store import Store
from tests.services.invented import pupil, status

TODAY = date(2026, 11, 22)


def risk(store: Store, cohort: Cohort) -> tuple[AtRisk, ...]:
    return cohorts.at_risk(store, TODAY, (cohort,))


def assessment(store: Store, asked: date, caseworker: str = "Tansy", born: str = "") -> str:
    """An assessment that was decided on and whose advice was asked for."""
    child = pupil(store, born=born or None)
    case = cases.open_(
        store, child, "assessment", opened_on=asked, side="la", caseworker=caseworker
    )
    cases.log(store, case, "request", on=asked, today=TODAY)
    facts = {"decision": "assess"}
    cases.log(store, case, "decision", on=date(2026, 10, 1), facts=facts, today=TODAY)
    return case


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (date(2026, 7, 6), [1]),
        (date(2026, 7, 30), [25]),
        (date(2026, 8, 3), []),
        (date(2026, 6, 1), [-34]),
    ],
    ids=str,
)
def test_a_case_near_the_end_of_its_twenty_weeks_is_at_risk(
    store: Store, asked: date, found: list[int]
) -> None:
    assessment(store, asked)

    assert [each.days_left for each in risk(store, "breach")] == found


def test_fourteen_days_are_told_from_twenty_eight_and_from_what_is_over(store: Store) -> None:
    for asked in (date(2026, 7, 30), date(2026, 7, 19), date(2026, 6, 1)):
        assessment(store, asked)

    assert [(each.days_left, each.near, each.title) for each in risk(store, "breach")] == [
        (-34, "late", "Over the 20 weeks"),
        (14, "within 14 days", "Will breach within 14 days"),
        (25, "within 28 days", "Will breach within 28 days"),
    ]
    found = cohorts.at_risk(store, TODAY, ("breach",), within=14)
    assert [each.days_left for each in found] == [-34, 14]


def test_who_is_at_risk_at_one_setting_can_be_asked_for(store: Store) -> None:
    with store.write("Add") as tx:
        pond = tx.add("setting", {"name": "Duckpond School"})
    assessment(store, date(2026, 7, 6))
    there = pupil(store, born="2008-01-05", setting=pond)
    status(store, there, "E", date(2024, 9, 1))

    found = cohorts.at_risk(store, TODAY, setting="duckpond")

    assert [(each.cohort, each.pupil) for each in found] == [("age", there)]


def test_the_step_that_holds_a_case_names_who_is_waited_for(store: Store) -> None:
    case = assessment(store, date(2026, 7, 6))
    case_parts.ask(store, case, "psychological", on=date(2026, 10, 2), today=TODAY)

    (found,) = risk(store, "breach")

    assert found.holds == "Gathering advice (waiting for advice: Psychological)"
    assert found.because.startswith("A final plan cannot be in time")
    assert (found.rule, found.citation.text) == ("NA-09", "SEND Regulations 2014 reg 13(2)")


def test_a_draft_sent_in_time_leaves_the_case_on_its_way(store: Store) -> None:
    case = assessment(store, date(2026, 7, 30))
    cases.log(store, case, "draft", on=date(2026, 11, 20), today=TODAY)

    (found,) = risk(store, "breach")

    assert found.holds == "Draft with the family"
    assert not found.because.startswith("A final plan cannot")


def test_only_one_caseworkers_cases_can_be_asked_for(store: Store) -> None:
    assessment(store, date(2026, 7, 6), "Bramble")
    mine = assessment(store, date(2026, 7, 6))

    found = cohorts.at_risk(store, TODAY, caseworker="tansy")

    assert [each.case for each in found] == [mine]


def reviewed(store: Store, decided: date) -> str:
    """A pupil whose last review was completed on a day."""
    child = pupil(store, born=None)
    case = cases.open_(store, child, "annual review", opened_on=decided, side="la")
    facts = {"decision": "maintain"}
    cases.log(store, case, "decision", on=decided, facts=facts, today=TODAY)
    cases.close(store, case, on=decided, outcome="maintained")
    status(store, child, "E", date(2024, 9, 1))
    return child


def test_a_review_whose_year_ends_this_term_is_at_risk_with_a_case_or_without(
    store: Store,
) -> None:
    reviewed(store, date(2025, 12, 10))
    late = reviewed(store, date(2025, 11, 1))
    reviewed(store, date(2026, 2, 1))
    open_ = cases.open_(store, late, "annual review", opened_on=TODAY, side="la")

    found = risk(store, "review")

    assert [(each.day, each.case) for each in found] == [
        (date(2026, 10, 31), open_),
        (date(2026, 12, 9), ""),
    ]
    assert found[1].holds == "No case is open for this review"


def test_who_has_no_case_for_it_is_held_by_whoever_holds_the_latest(store: Store) -> None:
    child = reviewed(store, date(2025, 12, 10))
    cases.open_(store, child, "appeal", opened_on=date(2025, 1, 1), side="la", caseworker="Fern")
    under_way = reviewed(store, date(2025, 11, 20))
    facts = {"opened_on": TODAY, "side": "la", "caseworker": "Tansy"}
    case = cases.open_(store, under_way, "annual review", **facts)
    late = pupil(store, surname="Otterbourne", born=None)
    cases.close(
        store,
        cases.open_(store, late, "assessment", **facts),
        on=TODAY,
        outcome="withdrawn",
    )
    contacts.log(store, late, on=date(2026, 11, 2), said="Asked", reply_by=date(2026, 11, 9))

    by = {each.pupil: (each.cohort, each.caseworker) for each in cohorts.at_risk(store, TODAY)}

    assert by == {
        child: ("review", "Fern"), under_way: ("review", "Tansy"), late: ("promised", "Tansy")
    }  # fmt: skip
    mine = cohorts.at_risk(store, TODAY, caseworker="tansy")
    assert [each.pupil for each in mine] == [under_way, late]

    confidential.mark(store, under_way, "case", case, today=TODAY)
    hidden = cohorts.at_risk(store, TODAY, ("review",), caseworker="tansy")
    assert [(each.pupil, each.caseworker) for each in hidden] == [(under_way, "")]


def test_a_review_that_was_decided_is_no_longer_at_risk(store: Store) -> None:
    child = reviewed(store, date(2025, 12, 10))
    case = cases.open_(store, child, "annual review", opened_on=TODAY, side="la")
    cases.log(store, case, "decision", on=TODAY, facts={"decision": "amend"}, today=TODAY)

    assert risk(store, "review") == ()


def transfer(store: Store, *meeting: date) -> str:
    child = pupil(store, born=None)
    case = cases.open_(store, child, "phase transfer", opened_on=TODAY, side="la")
    facts = {"to": "school"}
    cases.log(store, case, "transfer", on=date(2027, 9, 1), facts=facts, today=TODAY)
    for day in meeting:
        cases.log(store, case, "meeting-set", on=day, today=TODAY)
    return case


def test_a_transfer_is_at_risk_once_the_full_path_is_gone(store: Store) -> None:
    transfer(store)
    late = transfer(store, date(2026, 12, 1))

    (found,) = risk(store, "phase transfer")

    assert (found.case, found.day, found.rule) == (late, date(2027, 2, 14), "PT-01")
    assert "9 days later than the full path allows" in found.because


def test_a_pupil_in_year_6_with_a_plan_and_no_case_is_at_risk(store: Store) -> None:
    child = pupil(store, born="2015-10-01")
    status(store, child, "E", date(2024, 9, 1))
    status(store, pupil(store, born="2015-10-01"), "K", date(2024, 9, 1))

    (found,) = risk(store, "phase transfer")

    assert (found.pupil, found.holds) == (child, "No case is open for this transfer")


@pytest.mark.parametrize(
    ("year", "school", "found"),
    [
        ("2", "Duckpond Infant School", "phase transfer"),
        ("2", "Duckpond Primary School", ""),
        ("2", "", "phase end"),
        ("4", "Duckpond First School", "phase transfer"),
        ("4", "", ""),
        ("8", "Duckpond Middle School", "phase end"),
        ("8", "Duckpond Academy", ""),
        ("9", "", "phase end"),
        ("13", "Duckpond Academy", "phase end"),
        ("5", "Duckpond Infant School", ""),
    ],
)
def test_the_last_year_of_another_phase_counts_as_far_as_the_school_tells_it(
    store: Store, year: str, school: str, found: str
) -> None:
    with store.write("Add") as tx:
        setting = tx.add("setting", {"name": school or "Puddleshire", "sort": "la" * (not school)})
    day = date(2027, 1, 4)
    status(store, pupil(store, nc_year=year, setting=setting), "E", date(2024, 9, 1))

    at_risk = cohorts.at_risk(store, day, ("phase transfer", "phase end"))

    assert [each.cohort for each in at_risk] == [found] * bool(found)
    assert ["If they change school" in each.because for each in at_risk] == [
        found == "phase end"
    ] * bool(found)


@pytest.mark.parametrize(
    ("born", "found"),
    [("2008-01-05", ["19 on that day"]), ("2002-01-05", ["25 on that day"]), ("2009-01-05", [])],
)
def test_a_plan_near_19_or_25_is_at_risk(store: Store, born: str, found: list[str]) -> None:
    child = pupil(store, born=born)
    status(store, child, "E", date(2024, 9, 1))

    assert [each.holds for each in risk(store, "age")] == found


def test_what_the_family_said_and_nobody_answered_is_at_risk(store: Store) -> None:
    case = assessment(store, date(2026, 10, 1))
    first = case_parts.represent(store, case, "More speech", on=date(2026, 11, 3), section="F")
    case_parts.represent(store, case, "Another school", on=date(2026, 11, 9), section="I")

    (found,) = risk(store, "unanswered")
    case_parts.answer(store, first, "Done", on=TODAY)

    assert (found.days_left, found.because[:26]) == (-19, "2 comments not answered, s")
    assert risk(store, "unanswered")[0].days_left == -13


def test_a_child_who_moved_is_at_risk_by_what_is_owed_first(store: Store) -> None:
    child = pupil(store)
    case = cases.open_(store, child, "move", opened_on=date(2026, 10, 1), side="la")
    cases.log(store, case, "move", on=date(2026, 10, 12), facts={"we_are": "new"}, today=TODAY)
    cases.log(store, case, "transferred", on=date(2026, 10, 12), today=TODAY)

    (found,) = risk(store, "moved")
    cases.log(store, case, "family-told", on=TODAY, today=TODAY)

    assert (found.rule, found.day, found.days_left) == ("MV-04", date(2026, 11, 23), 1)
    assert [each.rule for each in risk(store, "moved")] == ["MV-05"]


def test_a_family_without_its_answer_on_the_day_promised_is_at_risk(store: Store) -> None:
    case = assessment(store, date(2026, 6, 1))
    facts = {"new_day": "2026-11-20"}
    cases.log(store, case, "told-late", on=date(2026, 10, 20), facts=facts, today=TODAY)
    child = pupil(store, surname="Otterbourne")
    said = {"on": date(2026, 11, 2), "said": "Asked about the bus", "reply_by": date(2026, 11, 9)}
    call = contacts.log(store, child, **said)
    contacts.log(store, child, **{**said, "reply_by": date(2026, 11, 16)})

    found = risk(store, "promised")

    assert [(each.case, each.days_left) for each in found] == [("", -13), (case, -2)]
    assert (
        found[1].because
        == "The family was told on Tuesday 20 October 2026: by Friday 20 November 2026."
    )
    assert "bus" not in repr(found)

    confidential.mark(store, child, "contact", call, today=TODAY)
    assert [each.days_left for each in risk(store, "promised")] == [-6, -2]


def test_what_holds_a_confidential_case_is_not_said(store: Store) -> None:
    case = assessment(store, date(2026, 7, 6))
    case_parts.ask(store, case, "psychological", on=date(2026, 10, 2), today=TODAY)
    (before,) = risk(store, "breach")
    confidential.mark(store, before.pupil, "case", case, today=TODAY)

    (found,) = risk(store, "breach")

    assert (found.holds, found.caseworker) == ("confidential", "")
    assert "Psychological" not in repr(found)
    assert found.day == before.day
