"""The step into a new school year: one act, shown first."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.services import cycles, new_year, past, pupils
from sendtui.services.new_year import Plan
from sendtui.store.store import Store

LATE_JULY = date(2027, 7, 23)
YEAR = 2027


@pytest.fixture
def school(store: Store) -> dict[str, str]:
    """Year 6 and Year 3 pupils, one of them taught a year below their age."""
    made = {}
    for name, born, class_name, nc_year in (
        ("Quillfeather", "2015-10-01", "6A", ""),
        ("Bramblewick", "2018-10-01", "3B", ""),
        ("Mossop", "2017-10-01", "3B", "3"),
        ("Zednoodle", "2018-11-01", "Oak", ""),
    ):
        values = {"surname": name, "born": born, "class_name": class_name, "nc_year": nc_year}
        made[name] = pupils.add(store, values)
    return made


def guessed(store: Store, **changes: object) -> Plan:
    found = new_year.guess(store, YEAR, LATE_JULY)
    classes = {move.name: move.to for move in found.classes if move.to}
    plan = {"year": YEAR, "classes": classes, "leavers": found.leavers, "on": found.on}
    return Plan(**{**plan, **changes})  # type: ignore[arg-type]


def done(store: Store, plan: Plan) -> new_year.Coming:
    coming = new_year.preview(store, plan, LATE_JULY)
    new_year.do(store, plan, LATE_JULY, coming)
    return coming


@pytest.mark.usefixtures("school")
def test_classes_are_guessed_and_the_oldest_leave(store: Store) -> None:
    found = new_year.guess(store, YEAR, LATE_JULY)

    assert [(m.name, m.pupils, m.to) for m in found.classes] == [
        ("3B", 2, "4B"),
        ("6A", 1, "7A"),
        ("Oak", 1, ""),
    ]
    assert (found.leavers, found.on, found.done) == (frozenset({"6"}), LATE_JULY, False)


def test_everybody_moves_on_in_one_act(store: Store, school: dict[str, str]) -> None:
    cycles.start(store, school["Quillfeather"], started_on=date(2027, 1, 8))
    coming = done(store, guessed(store, to="Puddleby High"))

    views = {name: pupils.view(store, one, LATE_JULY) for name, one in school.items()}
    assert (coming.moves, coming.leavers, coming.years) == (2, 1, 1)
    assert [views[n].class_name for n in ("Bramblewick", "Mossop", "Zednoodle")] == [
        "4B",
        "4B",
        "Oak",
    ]
    gone = views["Quillfeather"]
    assert (gone.left_on, gone.left_to) == (LATE_JULY, "Puddleby High")
    assert [(c.ended_on, c.end) for c in gone.cycles] == [(LATE_JULY, "left")]

    assert past.undo(store) == "New school year 2027/28"
    assert pupils.view(store, school["Quillfeather"], LATE_JULY).left_on is None
    assert pupils.view(store, school["Bramblewick"], LATE_JULY).class_name == "3B"


def test_a_recorded_year_moves_on_and_one_by_age_is_recorded_no_more(
    store: Store, school: dict[str, str]
) -> None:
    early = {"surname": "Noodle", "born": "2018-10-01", "class_name": "3B", "nc_year": "3"}
    school["Noodle"] = pupils.add(store, early)
    done(store, guessed(store))

    in_autumn = date(2027, 9, 8)
    years = {n: pupils.view(store, one, in_autumn).nc_year for n, one in school.items()}
    assert (years["Mossop"].code, years["Mossop"].out_of_cohort) == ("4", True)
    assert (years["Noodle"].code, years["Noodle"].out_of_cohort) == ("4", False)


def test_who_stays_stays(store: Store, school: dict[str, str]) -> None:
    coming = done(store, guessed(store, stay=frozenset({school["Quillfeather"]})))

    assert coming.leavers == 0
    assert pupils.view(store, school["Quillfeather"], LATE_JULY).left_on is None


def test_cycles_without_a_review_to_come_are_named(store: Store, school: dict[str, str]) -> None:
    cycles.start(store, school["Mossop"], started_on=date(2027, 1, 8), review_due=date(2027, 3, 1))
    cycles.start(
        store, school["Zednoodle"], started_on=date(2027, 7, 1), review_due=date(2027, 10, 1)
    )

    (waiting,) = new_year.preview(store, guessed(store), LATE_JULY).waiting

    assert (waiting.name, waiting.after) == ("Mossop", "review was due 1 Mar 2027")


def test_it_is_not_done_twice_unless_it_was_undone(store: Store, school: dict[str, str]) -> None:
    done(store, guessed(store))
    with pytest.raises(SendtuiError, match="already"):
        done(store, guessed(store))
    assert new_year.guess(store, YEAR, LATE_JULY).done

    past.undo(store)
    done(store, guessed(store))
    assert pupils.view(store, school["Bramblewick"], LATE_JULY).class_name == "4B"


def test_nothing_is_written_where_the_record_has_changed(
    store: Store, school: dict[str, str]
) -> None:
    plan = guessed(store)
    coming = new_year.preview(store, plan, LATE_JULY)
    pupils.leave(store, school["Mossop"], LATE_JULY)

    with pytest.raises(SendtuiError, match="changed since"):
        new_year.do(store, plan, LATE_JULY, coming)


@pytest.mark.usefixtures("school")
def test_nobody_has_left_tomorrow(store: Store) -> None:
    with pytest.raises(InvalidError, match="still to come"):
        new_year.preview(store, guessed(store, on=date(2027, 8, 31)), LATE_JULY)


def test_only_the_next_school_year_is_moved_on_to(store: Store) -> None:
    with pytest.raises(UsageError):
        new_year.guess(store, 2029, LATE_JULY)


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2027, 7, 1), 2027), (date(2027, 9, 6), 2027), (date(2027, 10, 1), 2028)],
)
def test_the_coming_year_is_this_one_in_september(today: date, year: int) -> None:
    assert new_year.coming_year(today) == year


def test_it_says_so_where_it_is_too_early() -> None:
    assert "November" in new_year.too_early(date(2026, 11, 22))
    assert new_year.too_early(LATE_JULY) == ""
