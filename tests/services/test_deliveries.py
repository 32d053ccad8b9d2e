"""The sessions of a line of provision: ticked, missed, doubled, taken back."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import cycle_reading, cycles, deliveries
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, TERM_BEGAN, cycle, provision, pupil


@pytest.fixture
def reading(store: Store) -> str:
    """An open cycle."""
    return cycle(store, pupil(store))


@pytest.fixture
def line(store: Store, reading: str) -> str:
    """Twice a week, twenty minutes."""
    return provision(store, reading)


def test_a_session_happened_for_as_long_as_promised(store: Store, line: str) -> None:
    ticked = deliveries.tick(store, line, TERM_BEGAN, by=CRASHING)

    (found,) = deliveries.sessions(store, line)
    assert (found.id, found.happened, found.minutes, found.by) == (ticked.id, True, 20, CRASHING)
    assert not ticked.double


def test_a_missed_session_says_why(store: Store, line: str) -> None:
    deliveries.tick(store, line, TERM_BEGAN, happened=False, missed_because=CRASHING)

    (found,) = deliveries.sessions(store, line)
    assert (found.happened, found.missed_because, found.minutes) == (False, CRASHING, 0)


def test_a_session_cut_short_keeps_its_minutes(store: Store, line: str) -> None:
    deliveries.tick(store, line, TERM_BEGAN, minutes=0)

    assert [s.minutes for s in deliveries.sessions(store, line)] == [0]


def test_a_second_session_of_the_day_is_kept_and_flagged(
    store: Store, reading: str, line: str, today: date
) -> None:
    deliveries.tick(store, line, TERM_BEGAN)

    again = deliveries.tick(store, line, TERM_BEGAN)

    assert again.double
    assert again.says
    figures = cycle_reading.cycle(store, reading, today).delivery
    assert figures.happened == 2
    assert cycle_reading.cycle(store, reading, today).provision[0].figures.doubled == (TERM_BEGAN,)


def test_several_sessions_a_day_are_no_double_where_promised(store: Store, reading: str) -> None:
    line = provision(store, reading, per="day", times=2)
    deliveries.tick(store, line, TERM_BEGAN)

    assert not deliveries.tick(store, line, TERM_BEGAN).double
    assert deliveries.tick(store, line, TERM_BEGAN).double


def test_a_session_that_was_missed_and_then_made_up_is_no_double(store: Store, line: str) -> None:
    deliveries.tick(store, line, TERM_BEGAN, happened=False)

    assert not deliveries.tick(store, line, TERM_BEGAN).double


def test_ticking_is_undone(store: Store, line: str) -> None:
    deliveries.tick(store, line, TERM_BEGAN)

    assert undo(store).label == "Log a session"
    assert deliveries.sessions(store, line) == ()


def test_a_group_is_ticked_in_one_act(store: Store, line: str) -> None:
    other = provision(store, cycle(store, pupil(store)))

    deliveries.tick_many(store, [line, other], TERM_BEGAN)

    assert [len(deliveries.sessions(store, p)) for p in (line, other)] == [1, 1]
    undo(store)
    assert [len(deliveries.sessions(store, p)) for p in (line, other)] == [0, 0]


def test_a_group_is_ticked_with_its_exceptions(store: Store, line: str) -> None:
    other = provision(store, cycle(store, pupil(store)))

    deliveries.tick_many(store, [line, other], TERM_BEGAN, missed={other: CRASHING})

    (happened,), (missed,) = deliveries.sessions(store, line), deliveries.sessions(store, other)
    assert (happened.happened, happened.minutes) == (True, 20)
    assert (missed.happened, missed.missed_because, missed.minutes) == (False, CRASHING, 0)
    undo(store)
    assert [deliveries.sessions(store, p) for p in (line, other)] == [(), ()]


def test_an_old_mistake_is_taken_back(store: Store, line: str) -> None:
    wrong = deliveries.tick(store, line, TERM_BEGAN).id
    deliveries.tick(store, line, date(2026, 9, 9))

    deliveries.take_back(store, wrong)

    assert [s.on for s in deliveries.sessions(store, line)] == [date(2026, 9, 9)]
    undo(store)
    assert [s.on for s in deliveries.sessions(store, line)] == [date(2026, 9, 9), TERM_BEGAN]


def test_a_session_to_come_is_refused(store: Store, line: str, today: date) -> None:
    with pytest.raises(InvalidError):
        deliveries.tick(store, line, date(2026, 11, 23), today=today)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        pytest.param(date(2026, 9, 13), "before this provision starts", id="the day before"),
        pytest.param(date(2026, 10, 3), "after this provision ended", id="the day after"),
    ],
)
def test_a_session_outside_the_days_of_its_line_is_refused(
    store: Store, reading: str, day: date, says: str
) -> None:
    days = {"starts": date(2026, 9, 14), "ends": date(2026, 10, 2)}
    line = provision(store, reading, **days)

    for happened in (True, False):
        with pytest.raises(InvalidError, match=f"{says} .* dates in the plan first"):
            deliveries.tick(store, line, day, happened)

    for on in days.values():
        deliveries.tick(store, line, on)
    assert len(deliveries.sessions(store, line)) == 2


def test_a_line_without_a_start_starts_with_its_cycle(store: Store, line: str) -> None:
    with pytest.raises(InvalidError, match="before this provision starts"):
        deliveries.tick(store, line, date(2026, 9, 6))


def test_no_session_follows_the_end_of_the_cycle(store: Store, reading: str, line: str) -> None:
    cycles.end_because_left(store, reading, date(2026, 10, 2))

    deliveries.tick(store, line, date(2026, 10, 1))
    with pytest.raises(SendtuiError, match="Cycle 1 ended"):
        deliveries.tick(store, line, date(2026, 10, 5))


def test_nothing_falls_due_after_the_end_of_the_cycle(
    store: Store, reading: str, today: date
) -> None:
    provision(store, reading)
    cycles.end_because_left(store, reading, date(2026, 9, 18))

    assert cycle_reading.cycle(store, reading, today).delivery.specified == 4


def test_a_session_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(SendtuiError, match="no such provision"):
        deliveries.tick(store, "0" * 32, TERM_BEGAN)
