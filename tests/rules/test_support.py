"""The duties of SEN Support."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules import support
from sendtui.rules.calendar import Term, is_working_day

TODAY = date(2026, 11, 22)
LONG_AGO = date(2025, 9, 8)


def test_parents_of_a_pupil_on_sen_support_must_be_told() -> None:
    duty = support.parents_told("K", LONG_AGO, None, TODAY)

    assert duty is not None
    assert not duty.met
    assert duty.due == LONG_AGO
    assert "not recorded that the parents were told" in duty.missing
    assert str(duty.citation) == "Children and Families Act 2014 s.68 (statutory)"


@pytest.mark.parametrize(
    ("told_on", "met"),
    [
        pytest.param(date(2025, 9, 8), True, id="the same day"),
        pytest.param(date(2025, 7, 1), True, id="before"),
        pytest.param(TODAY, True, id="today"),
        pytest.param(date(2026, 11, 23), False, id="only tomorrow"),
    ],
)
def test_telling_the_parents_counts_once_it_has_happened(told_on: date, met: bool) -> None:
    duty = support.parents_told("K", LONG_AGO, told_on, TODAY)

    assert duty is not None
    assert duty.met is met
    assert bool(duty.missing) is not met


@pytest.mark.parametrize("status", ["N", "E", "S", ""])
def test_telling_the_parents_is_asked_for_sen_support_alone(status: str) -> None:
    assert support.parents_told(status, LONG_AGO, None, TODAY) is None


SUMMER = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("dates", "today", "held", "now", "words"),
    [
        pytest.param([], TODAY, 0, True, "autumn term: 0 of 3 in 2026/27", id="none"),
        pytest.param([date(2026, 10, 1)], TODAY, 1, False, "", id="autumn met"),
        pytest.param([date(2026, 8, 31)], TODAY, 0, True, "autumn", id="last year's"),
        pytest.param([date(2026, 12, 1)], TODAY, 0, False, "(one is arranged)", id="arranged"),
        pytest.param([date(2026, 10, 1)], SUMMER, 1, True, "spring or summer", id="two missed"),
        pytest.param(
            [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)],
            SUMMER,
            3,
            True,
            "",
            id="three in one term are three",
        ),
        pytest.param(
            [date(2026, 10, 1), date(2026, 10, 1)], TODAY, 1, False, "", id="one day is one"
        ),
    ],
)
def test_the_meetings_of_the_year_are_counted_by_term(
    dates: list[date], today: date, held: int, now: bool, words: str
) -> None:
    year = support.meetings(dates, today)

    assert year.held == held
    assert year.missing_this_term is now
    assert words in year.missing
    assert bool(year.missing) is bool(words)


def test_the_three_meetings_are_marked_as_not_verified() -> None:
    year = support.meetings([], TODAY)

    assert year.expected == 3
    assert not year.citation.verified
    assert year.citation.label == "Code of Practice"


def test_a_schools_own_terms_decide_which_meeting_counts_where() -> None:
    own = (
        Term("autumn", date(2026, 9, 3), date(2026, 12, 18)),
        Term("spring", date(2027, 1, 5), date(2027, 3, 25)),
        Term("summer", date(2027, 4, 12), date(2027, 7, 21)),
    )

    year = support.meetings([date(2027, 4, 13)], date(2027, 4, 14), own)

    assert [entry.held for entry in year.terms] == [0, 0, 1]
    assert not year.missing_this_term


@given(st.lists(st.dates(date(2026, 9, 1), date(2027, 8, 31))), st.integers(0, 364))
def test_every_meeting_of_the_year_is_in_one_of_its_terms(dates: list[date], day: int) -> None:
    today = date.fromordinal(date(2026, 9, 1).toordinal() + day)

    year = support.meetings(dates, today)

    assert sum(entry.held for entry in year.terms) == year.held


@pytest.mark.parametrize(
    ("status", "since", "last", "following", "checks"),
    [
        pytest.param(
            "K", LONG_AGO, date(2026, 10, 1), date(2026, 12, 8), [], id="reviewed this term"
        ),
        pytest.param(
            "K",
            LONG_AGO,
            date(2026, 6, 1),
            date(2026, 11, 1),
            ["review overdue", "no review this term"],
            id="overdue",
        ),
        pytest.param(
            "E",
            LONG_AGO,
            date(2026, 6, 1),
            date(2026, 12, 1),
            ["no review this term"],
            id="due later this term",
        ),
        pytest.param("K", LONG_AGO, date(2026, 10, 1), None, ["no next review"], id="no date"),
        pytest.param(
            "K",
            LONG_AGO,
            date(2026, 11, 2),
            date(2026, 11, 1),
            ["no next review"],
            id="the date has been met",
        ),
        pytest.param(
            "K", date(2026, 9, 10), None, date(2026, 12, 8), [], id="new to the register this term"
        ),
        pytest.param("K", LONG_AGO, None, TODAY, ["no review this term"], id="due today"),
        pytest.param("N", LONG_AGO, None, None, [], id="not on the register"),
    ],
)
def test_a_pupil_on_the_register_is_reviewed_every_term(
    status: str, since: date, last: date | None, following: date | None, checks: list[str]
) -> None:
    found = support.review_due(status, since, last, following, TODAY)

    assert [finding.check for finding in found] == checks
    assert all(finding.citation.text for finding in found)


@pytest.mark.parametrize(
    ("due", "words"), [(date(2026, 11, 21), "1 day overdue"), (date(2026, 11, 1), "21 days")]
)
def test_an_overdue_review_says_how_long(due: date, words: str) -> None:
    (found,) = support.review_due("K", date(2026, 9, 3), None, due, TODAY)

    assert words in found.says


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_review_is_never_suggested_on_a_day_off(started: date) -> None:
    assert is_working_day(support.suggested_review(started))
    assert 60 < (support.suggested_review(started) - started).days <= 84


@pytest.mark.parametrize(
    ("made_on", "met", "due"),
    [
        pytest.param(None, False, None, id="none"),
        pytest.param(date(2025, 11, 23), True, date(2026, 11, 22), id="its last day"),
        pytest.param(date(2025, 11, 22), False, date(2026, 11, 21), id="a year old"),
    ],
)
def test_a_profile_is_good_for_a_year(made_on: date | None, met: bool, due: date | None) -> None:
    duty = support.profile_age(made_on, TODAY)

    assert (duty.met, duty.due) == (met, due)
    assert bool(duty.missing) is not met
    assert duty.citation.label == "good practice"
