"""SEN status as a history, and the concerns that come before it."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import concerns, past, pupils, statuses
from sendtui.store.store import Store


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(
        store, {"surname": "Quillfeather", "forename": "Zephyr", "born": "2018-03-01"}
    )


def status_of(store: Store, pupil: str, today: date) -> str:
    return pupils.view(store, pupil, today).status


def test_placing_a_pupil_puts_them_on_the_register(store: Store, zephyr: str, today: date) -> None:
    statuses.place(store, zephyr, "K", today, reason="Reading [/x] far behind")

    view = pupils.view(store, zephyr, today)

    assert (view.status, view.since) == ("K", today)
    assert view.statuses[0].reason == "Reading [/x] far behind"


def test_a_status_written_late_takes_its_place_in_the_history(
    store: Store, zephyr: str, today: date
) -> None:
    statuses.place(store, zephyr, "E", date(2026, 9, 1))
    statuses.place(store, zephyr, "K", date(2025, 9, 1))

    view = pupils.view(store, zephyr, today)

    assert [(s.status, s.current) for s in view.statuses] == [("E", True), ("K", False)]


def test_taking_a_pupil_off_the_register_keeps_the_history(
    store: Store, zephyr: str, today: date
) -> None:
    statuses.place(store, zephyr, "K", date(2025, 9, 1))
    statuses.place(store, zephyr, "N", date(2026, 9, 1), reason="Caught up")

    view = pupils.view(store, zephyr, today)

    assert [s.status for s in view.statuses] == ["N", "K"]
    assert view.duties == ()


@pytest.mark.parametrize(
    ("status", "since", "field"),
    [
        ("K", date(2026, 9, 1), "since"),
        ("K", date(2026, 10, 1), "status"),
        ("N", date(2025, 1, 1), "status"),
        ("E", date(2018, 2, 28), "since"),
        ("A", date(2026, 10, 1), "status"),
        ("Q", date(2026, 10, 1), "status"),
    ],
    ids=[
        "a second status on one day",
        "the status they have already",
        "off a register they were not on",
        "before birth",
        "a code no longer in use",
        "no code at all",
    ],
)
def test_a_status_that_cannot_be_is_refused(
    store: Store, zephyr: str, status: str, since: date, field: str
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 9, 1))

    with pytest.raises(InvalidError) as refused:
        statuses.place(store, zephyr, status, since)

    assert [p.field for p in refused.value.problems] == [field]


def test_parents_who_were_told_are_no_longer_owed_it(
    store: Store, zephyr: str, today: date
) -> None:
    step = statuses.place(store, zephyr, "K", date(2026, 9, 1))
    assert not pupils.view(store, zephyr, today).duties[0].met

    statuses.tell_parents(store, step, date(2026, 9, 4), "letter")

    assert pupils.view(store, zephyr, today).duties[0].met


def test_a_pupil_who_is_not_here_is_not_placed(store: Store, today: date) -> None:
    with pytest.raises(SendtuiError, match="no such pupil"):
        statuses.place(store, "0" * 32, "K", today)


def test_undo_takes_a_placing_back(store: Store, zephyr: str, today: date) -> None:
    statuses.place(store, zephyr, "K", today)

    assert past.undo(store) == "Place on SEN Support"

    assert status_of(store, zephyr, today) == "N"


def test_a_concern_is_open_until_it_is_closed(store: Store, zephyr: str, today: date) -> None:
    raised = concerns.raise_(store, zephyr, what="Squints at the board", raised_on=today)

    concerns.close(store, raised, today, "Glasses")

    (concern,) = pupils.view(store, zephyr, today).concerns
    assert (concern.closed_on, concern.outcome) == (today, "Glasses")


def test_a_concern_becomes_sen_support_in_one_act(store: Store, zephyr: str, today: date) -> None:
    raised = concerns.raise_(store, zephyr, what="Squints", raised_on=date(2026, 9, 1))

    concerns.join_register(store, raised, today, reason="Glasses were not enough")

    assert status_of(store, zephyr, today) == "K"
    past.undo(store)
    view = pupils.view(store, zephyr, today)
    assert (view.status, view.concerns[0].closed_on) == ("N", None)


@pytest.mark.parametrize(
    ("on", "outcome", "field"),
    [(date(2026, 8, 31), "Glasses", "closed_on"), (date(2026, 9, 2), " ", "outcome")],
    ids=["before it was raised", "without an outcome"],
)
def test_a_concern_is_not_closed_so(
    store: Store, zephyr: str, on: date, outcome: str, field: str
) -> None:
    raised = concerns.raise_(store, zephyr, what="Squints", raised_on=date(2026, 9, 1))

    with pytest.raises(InvalidError) as refused:
        concerns.close(store, raised, on, outcome)

    assert [p.field for p in refused.value.problems] == [field]


def test_a_concern_is_looked_at_again_after_it_was_raised(
    store: Store, zephyr: str, today: date
) -> None:
    with pytest.raises(InvalidError):
        concerns.raise_(
            store, zephyr, what="Squints", raised_on=today, review_on=date(2026, 11, 21)
        )


def test_a_concern_is_raised_and_closed_on_days_that_have_come(
    store: Store, zephyr: str, today: date
) -> None:
    tomorrow = date(2026, 11, 23)

    with pytest.raises(InvalidError, match="Raised on: is still to come"):
        concerns.raise_(store, zephyr, what="Squints", raised_on=tomorrow, today=today)
    raised = concerns.raise_(store, zephyr, what="Squints", raised_on=today, today=today)
    with pytest.raises(InvalidError, match="Closed on: is still to come"):
        concerns.close(store, raised, tomorrow, "Glasses", today)
    with pytest.raises(InvalidError, match="Since: is still to come"):
        concerns.join_register(store, raised, tomorrow, today=today)

    assert pupils.view(store, zephyr, today).concerns[0].closed_on is None
