"""A setting's own terms and closures: kept, refused where they cannot be, taken in from a file."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.rules.school_days import ENGLAND, Span
from sendtui.services import case_reading, cases, school_year
from sendtui.services.doses import Dose, due
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

D = date
AUTUMN = {"sort": "term", "name": "Autumn term", "starts": D(2026, 9, 3), "ends": D(2026, 12, 18)}
SPRING = {"sort": "term", "starts": D(2027, 1, 5), "ends": D(2027, 3, 25)}


def test_without_dates_of_its_own_a_setting_has_englands_usual_year(store: Store) -> None:
    assert school_year.calendar(store) == ENGLAND


def test_terms_and_closures_make_the_settings_calendar(store: Store) -> None:
    for values in (
        SPRING,
        AUTUMN,
        {"sort": "half term", "starts": D(2026, 10, 19), "ends": D(2026, 10, 30)},
        {"sort": "training", "starts": D(2026, 9, 4)},
    ):
        school_year.add(store, values)

    own = school_year.calendar(store)

    assert [term.name for term in own.terms] == ["autumn", "spring"]
    assert own.holiday_on(D(2026, 10, 20)) is not None
    assert own.holiday_on(D(2026, 12, 28)) is not None
    assert not own.is_school_day(D(2026, 9, 4))
    assert own.is_school_day(D(2026, 9, 7))


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"sort": "snow"}, "sort", "none of"),
        ({"sort": "closed"}, "starts", "is needed"),
        ({**AUTUMN, "ends": D(2026, 9, 1)}, "ends", "before"),
        ({**AUTUMN, "ends": D(2027, 7, 1)}, "ends", "at most"),
        ({**AUTUMN, "starts": D(2026, 12, 1), "ends": D(2027, 2, 1)}, "starts", "overlaps"),
        ({"sort": "training", "starts": D(1926, 9, 4)}, "starts", "no year"),
    ],
    ids=["sort", "no day", "backwards", "too long", "overlap", "century"],
)
def test_what_cannot_be_is_refused_and_says_why(
    store: Store, values: dict[str, object], field: str, says: str
) -> None:
    school_year.add(store, AUTUMN)

    with pytest.raises(InvalidError) as refused:
        school_year.add(store, values)

    (problem,) = refused.value.problems
    assert problem.field == field
    assert says in problem.reason


def test_a_term_is_moved_and_removed_and_undo_brings_it_back(store: Store) -> None:
    term = school_year.add(store, AUTUMN)

    school_year.change(store, term, {"ends": D(2026, 12, 17)})
    school_year.remove(store, term)
    undo(store)

    (kept,) = school_year.all_of(store)
    assert (kept.name, kept.ends) == ("autumn", D(2026, 12, 17))


def test_a_file_is_taken_in_once_and_adds_nothing_the_second_time(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("What,From,To\nAutumn term,3/9/2026,18/12/2026\nINSET,4/9/2026,\n", "utf-8")

    first = school_year.preview(store, path)
    school_year.take_in(store, first.new)
    again = school_year.preview(store, path)

    assert first.new[0] == Span("term", D(2026, 9, 3), D(2026, 12, 18), "autumn")
    assert (again.new, again.known) == ((), 2)


def test_another_settings_dates_are_its_own(store: Store) -> None:
    with store.write("Add") as tx:
        other = tx.add("setting", {"name": "Otterbourne Nursery", "urn": "100001"})
    school_year.add(store, AUTUMN, school_year.setting_named(store, "otter"))

    assert school_year.calendar(store, other).terms
    assert school_year.calendar(store) == ENGLAND
    with pytest.raises(SendtuiError, match="no such setting"):
        school_year.setting_named(store, "Nowhere")


OWN_WEEK_OFF = {"sort": "half term", "starts": D(2026, 11, 9), "ends": D(2026, 11, 13)}


def test_a_case_is_warned_by_the_settings_own_half_term(store: Store) -> None:
    asked, today = D(2026, 10, 1), D(2026, 11, 22)
    case = cases.open_(store, pupil(store), "assessment", opened_on=asked, side="la")
    cases.log(store, case, "request", on=asked, today=today)
    before = [w for d in case_reading.view(store, case, today).deadlines for w in d.warnings]
    for values in (AUTUMN, OWN_WEEK_OFF):
        school_year.add(store, values)

    now = [w for d in case_reading.view(store, case, today).deadlines for w in d.warnings]

    assert not any("9 November" in each for each in before)
    assert any("9 November" in each and "usual" not in each for each in now)


def test_no_session_is_owed_in_a_week_the_school_was_closed(store: Store) -> None:
    weekly = Dose(2, "week", 30, D(2026, 11, 2), D(2026, 11, 20))
    school_year.add(store, OWN_WEEK_OFF)

    own = replace(weekly, calendar=school_year.calendar(store))

    assert (due(weekly, D(2026, 11, 22)), due(own, D(2026, 11, 22))) == (6, 4)


def test_of_six_terms_two_are_one_for_the_review_of_each_term() -> None:
    six = school_year.of_spans(
        [
            Span("term", D(2026, 10, 26), D(2026, 12, 18), "autumn"),
            Span("term", D(2026, 9, 3), D(2026, 10, 16), "autumn"),
        ]
    )

    (whole,) = six.whole_terms
    assert (whole.starts, whole.ends) == (D(2026, 9, 3), D(2026, 12, 18))
    assert six.holiday_on(D(2026, 10, 20)) is not None
