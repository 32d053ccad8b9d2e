"""What was promised by a day, counted against what was logged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.services.doses import Dose, Session, due, figures, is_school_week, together

MONDAY = date(2026, 9, 7)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("dose", "until", "expected"),
    [
        pytest.param(Dose(3, "week", 20, MONDAY), date(2026, 9, 6), 0, id="before it begins"),
        pytest.param(Dose(3, "week", 20, MONDAY), date(2026, 9, 10), 0, id="the week is not over"),
        pytest.param(Dose(3, "week", 20, MONDAY), date(2026, 9, 11), 3, id="on the Friday"),
        pytest.param(
            Dose(3, "week", 20, date(2026, 9, 10)), date(2026, 9, 11), 0, id="from a Thursday"
        ),
        pytest.param(
            Dose(3, "week", 20, date(2026, 9, 9)), date(2026, 9, 11), 3, id="from a Wednesday"
        ),
        pytest.param(
            Dose(2, "week", 20, MONDAY, weeks=4), date(2027, 1, 1), 8, id="for four weeks"
        ),
        pytest.param(
            Dose(2, "week", 20, MONDAY, weeks=8),
            date(2026, 12, 31),
            16,
            id="half-term week counts for none",
        ),
        pytest.param(
            Dose(2, "week", 20, MONDAY, date(2026, 9, 23)),
            date(2026, 12, 1),
            6,
            id="ends on a Wednesday",
        ),
        pytest.param(Dose(1, "day", 10, MONDAY), date(2026, 9, 9), 3, id="each day"),
        pytest.param(Dose(1, "day", 10, MONDAY), date(2026, 9, 13), 5, id="no weekend"),
        pytest.param(
            Dose(1, "fortnight", 60, MONDAY),
            date(2026, 9, 25),
            1,
            id="three weeks are one fortnight",
        ),
        pytest.param(
            Dose(1, "half term", 60, MONDAY), date(2026, 10, 22), 0, id="half term not over"
        ),
        pytest.param(Dose(1, "half term", 60, MONDAY), date(2026, 10, 23), 1, id="half term over"),
        pytest.param(Dose(1, "term", 60, MONDAY), date(2026, 12, 17), 0, id="term not over"),
        pytest.param(Dose(1, "term", 60, MONDAY), date(2026, 12, 18), 1, id="term over"),
        pytest.param(
            Dose(1, "term", 60, MONDAY, date(2026, 10, 2)),
            date(2026, 10, 2),
            1,
            id="a line that ended",
        ),
    ],
)
def test_a_promise_falls_due_when_its_period_is_over(
    dose: Dose, until: date, expected: int
) -> None:
    assert due(dose, until) == expected


@pytest.mark.parametrize(
    ("monday", "is_open"),
    [
        pytest.param(date(2026, 10, 19), True, id="before half term"),
        pytest.param(date(2026, 10, 26), False, id="autumn half term"),
        pytest.param(date(2026, 12, 14), True, id="before Christmas"),
        pytest.param(date(2026, 12, 21), False, id="Christmas week"),
        pytest.param(date(2026, 12, 28), False, id="across the new year"),
        pytest.param(date(2027, 1, 4), True, id="January"),
        pytest.param(date(2027, 2, 15), False, id="spring half term"),
        pytest.param(date(2027, 3, 22), False, id="the week of Good Friday"),
        pytest.param(date(2027, 3, 29), False, id="the week of Easter Monday"),
        pytest.param(date(2027, 5, 31), False, id="summer half term"),
        pytest.param(date(2027, 7, 12), True, id="July"),
        pytest.param(date(2027, 8, 9), False, id="August"),
        pytest.param(date(2027, 9, 6), True, id="September"),
    ],
)
def test_only_the_usual_school_weeks_count(monday: date, is_open: bool) -> None:
    assert is_school_week(monday) is is_open


def test_sessions_and_minutes_are_told_apart() -> None:
    dose = Dose(2, "week", 20, MONDAY)
    sessions = [
        Session(date(2026, 9, 8), True, 15),
        Session(date(2026, 9, 10), False, 0, "[/x] fire drill"),
        Session(date(2026, 9, 15), True, 20),
        Session(date(2026, 9, 29), True, 20),
    ]

    found = figures(dose, sessions, date(2026, 9, 18))

    assert (found.specified, found.happened, found.missed, found.not_logged) == (4, 2, 1, 1)
    assert (found.specified_minutes, found.happened_minutes, found.missed_minutes) == (80, 35, 20)
    assert (found.ahead, found.short) == (1, 2)
    assert found.reasons == (("[/x] fire drill", 1),)


doses = st.builds(
    Dose,
    times=st.integers(1, 100),
    per=st.sampled_from(["day", "week", "fortnight", "half term", "term"]),
    minutes=st.integers(0, 1_800),
    starts=days,
    ends=st.none() | days,
    weeks=st.integers(0, 60),
)
logged = st.lists(
    st.builds(Session, days, st.booleans(), st.integers(0, 600), st.sampled_from("ab"))
)


@given(doses, logged, days)
def test_no_figure_is_negative_and_no_session_is_lost(
    dose: Dose, sessions: list[Session], until: date
) -> None:
    found = figures(dose, sessions, until)

    numbers = (found.specified, found.happened, found.missed, found.not_logged, found.ahead)
    minutes = (found.specified_minutes, found.happened_minutes, found.missed_minutes)
    assert min(*numbers, *minutes, found.short) >= 0
    assert found.happened + found.missed + found.ahead == len(sessions)
    assert found.happened + found.missed + found.not_logged >= found.specified
    assert sum(count for _, count in found.reasons) == found.missed


@given(doses, days, st.integers(0, 400))
def test_what_is_due_never_shrinks_as_days_pass(dose: Dose, until: date, later: int) -> None:
    assert due(dose, until) <= due(dose, until + timedelta(days=later))


@given(st.lists(st.tuples(doses, logged), max_size=4), days)
def test_lines_together_are_the_sum_of_the_lines(
    lines: list[tuple[Dose, list[Session]]], until: date
) -> None:
    each = [figures(dose, sessions, until) for dose, sessions in lines]

    found = together(each)

    assert found.specified == sum(f.specified for f in each)
    assert found.happened + found.missed + found.ahead == sum(len(s) for _, s in lines)
