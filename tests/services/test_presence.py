"""Attendance, suspensions, part-time timetables and exam access arrangements as they are kept."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.services import amend, confidential, due, exams, past, presence, timeline
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
TERM = {"starts": date(2026, 9, 1), "ends": date(2026, 11, 20), "possible": 110}


def test_figures_of_the_same_period_are_put_right(store: Store) -> None:
    child = pupil(store)
    first = presence.record_attendance(store, child, {**TERM, "attended": 90}, TODAY)

    again = presence.record_attendance(store, child, {**TERM, "attended": 100}, TODAY)

    found = presence.of_pupil(store, child, TODAY).attendance
    assert again == first
    assert [(a.attended, a.rate.percent) for a in found] == [(100, "90.9%")]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({**TERM, "attended": 111}, id="more than possible"),
        pytest.param({**TERM, "attended": 1, "ends": date(2026, 12, 1)}, id="not over yet"),
        pytest.param({**TERM, "attended": 1, "ends": date(2026, 8, 1)}, id="ends before it begins"),
    ],
)
def test_impossible_figures_are_refused(store: Store, values: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        presence.record_attendance(store, pupil(store), values, TODAY)


def test_suspensions_sum_up_and_are_not_written_twice(store: Store) -> None:
    child = pupil(store)
    one = {"starts": date(2026, 10, 5), "sessions": 5, "reason": CRASHING}
    presence.suspend(store, child, one, TODAY)

    with pytest.raises(InvalidError, match="already"):
        presence.suspend(store, child, one, TODAY)

    assert presence.of_pupil(store, child, TODAY).suspended == "2½ days of 45 this school year"
    assert past.undo(store) == "Record a suspension"


def test_a_part_time_timetable_needs_an_end(store: Store) -> None:
    child = pupil(store)

    with pytest.raises(InvalidError, match="ends"):
        presence.go_part_time(store, child, {"starts": TODAY, "why": CRASHING})


def test_a_part_time_timetable_is_due_until_the_pupil_is_back(store: Store) -> None:
    child = pupil(store)
    span = {"starts": date(2026, 10, 1), "ends": date(2026, 11, 20), "why": CRASHING}
    made = presence.go_part_time(store, child, span)

    (late,) = (d for d in due.due(store, TODAY) if d.kind == "timetable")
    presence.back_full_time(store, made, date(2026, 11, 20), TODAY)

    assert (late.record, late.overdue, late.day) == (made, True, date(2026, 11, 12))
    assert not [d for d in due.due(store, TODAY) if d.kind == "timetable"]


def test_exam_access_is_due_before_it_runs_out_and_not_once_renewed(store: Store) -> None:
    child = pupil(store)
    approved = {"what": "25% extra time", "approved_on": date(2024, 11, 1)}
    made = exams.arrange(store, child, {**approved, "until": date(2026, 12, 31)}, TODAY)

    (soon,) = (d for d in due.due(store, TODAY) if d.kind == "exam access")
    exams.arrange(store, child, {**approved, "until": date(2028, 12, 31)}, TODAY)

    assert (soon.record, soon.day, soon.overdue) == (made, date(2026, 12, 31), False)
    assert not [d for d in due.due(store, TODAY) if d.kind == "exam access"]


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        pytest.param({}, "not applied for", id="nothing yet"),
        pytest.param({"applied_on": TODAY}, "applied for", id="applied for"),
        pytest.param(
            {"approved_on": date(2025, 1, 1), "until": TODAY}, "approved", id="its last day"
        ),
        pytest.param(
            {"approved_on": date(2024, 1, 1), "until": date(2026, 11, 21)}, "run out", id="over"
        ),
    ],
)
def test_where_an_arrangement_stands(
    store: Store, values: dict[str, object], standing: str
) -> None:
    child = pupil(store)
    exams.arrange(store, child, {"what": "A reader", **values}, TODAY)

    (found,) = exams.of_pupil(store, child, TODAY)

    assert found.standing == standing
    assert "evidence of the normal way of working" in found.lacks


def test_they_are_edited_and_removed_like_other_records(store: Store) -> None:
    child = pupil(store)
    made = exams.arrange(store, child, {"what": "A reader"}, TODAY)

    changed = amend.amend(store, "access_arrangement", made, {"told_on": TODAY}, today=TODAY)
    with pytest.raises(InvalidError):
        amend.amend(store, "access_arrangement", made, {"told_on": "2027-01-01"}, today=TODAY)
    amend.remove(store, "access_arrangement", made)

    assert changed == ("told_on",)
    assert exams.of_pupil(store, child, TODAY) == ()


def test_what_is_confidential_is_veiled(store: Store) -> None:
    child = pupil(store)
    one = {"starts": date(2026, 10, 5), "reason": CRASHING}
    hidden = presence.suspend(store, child, one, TODAY)
    exam = exams.arrange(store, child, {"what": CRASHING, "evidence": CRASHING}, TODAY)
    confidential.mark(store, child, "suspension", hidden, today=TODAY)
    confidential.mark(store, child, "access_arrangement", exam, today=TODAY)

    (suspension,) = presence.of_pupil(store, child, TODAY).suspensions
    (access,) = exams.of_pupil(store, child, TODAY)

    assert suspension.reason == ""
    assert (access.what, access.evidence) == ("confidential", "")


def test_the_timeline_tells_what_happened(store: Store) -> None:
    child = pupil(store)
    presence.suspend(store, child, {"starts": date(2026, 10, 5), "sessions": 5}, TODAY)
    span = {"starts": date(2026, 10, 12), "ends": TODAY, "why": CRASHING, "agreed_by": "parents"}
    made = presence.go_part_time(store, child, span)
    presence.back_full_time(store, made, TODAY, TODAY)
    exams.arrange(store, child, {"what": "A reader", "approved_on": date(2026, 11, 2)}, TODAY)

    words = [event.words for event in timeline.timeline(store, child)]

    assert words == [
        "Back full time",
        "Exam access approved: A reader",
        f"Part-time timetable: {CRASHING}",
        "Suspension, 5 sessions",
    ]
