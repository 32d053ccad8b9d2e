"""One thing done to many pupils: shown first, in one act, and never half."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import (
    actions,
    bulk,
    confidential,
    custom_fields,
    cycle_reading,
    cycles,
    flags,
    needs,
    past,
    pupils,
    register,
    reviews,
    statuses,
)
from sendtui.services.bulk import Step
from sendtui.services.register import Query
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from tests.services.invented import outcome

WHOLE_ROLL = Query(scope="roll", left="any")

TODAY = date(2026, 11, 22)
NEXT = date(2027, 2, 12)


@pytest.fixture
def three(store: Store) -> list[str]:
    """Three pupils of class 3B, on SEN Support since September."""
    made = []
    for surname in ("Bramblewick", "Mossop", "Quillfeather"):
        pupil = pupils.add(
            store, {"surname": surname, "forename": "Odo", "born": "2018-03-01", "class_name": "3B"}
        )
        statuses.place(store, pupil, "K", date(2026, 9, 1))
        made.append(pupil)
    return made


def done(store: Store, those: list[str], step: Step, today: date) -> bulk.Preview:
    shown = bulk.preview(store, those, step, today)
    bulk.do(store, those, step, today, shown)
    return shown


def test_a_class_moves_in_one_act(store: Store, three: list[str], today: date) -> None:
    shown = done(store, three, Step("class_name", "4B"), today)

    assert [(line.before, line.after) for line in shown.changes] == [("3B", "4B")] * 3
    assert register.classes(store, today) == ("4B",)

    past.undo(store)
    assert register.classes(store, today) == ("3B",)


def test_who_is_so_already_is_left_alone(store: Store, three: list[str], today: date) -> None:
    flags.add(store, three[0], "EAL")

    shown = done(store, three, Step("flag", "EAL", today), today)

    assert (len(shown.changes), shown.unchanged) == (2, 1)
    assert bulk.preview(store, three, Step("flag", "EAL", today), today).changes == ()


def test_to_whom_it_cannot_be_done_is_named(store: Store, three: list[str], today: date) -> None:
    pupils.leave(store, three[1], date(2026, 10, 1))
    cycles.start(store, three[0], started_on=date(2026, 9, 7))

    shown = done(store, three, Step("review", on=date(2027, 2, 12)), today)

    assert [line.name for line in shown.changes] == ["Bramblewick, Odo"]
    assert [(line.name, line.problem) for line in shown.problems] == [
        ("Mossop, Odo", "left on Thursday 1 October 2026"),
        ("Quillfeather, Odo", "has no open cycle: start one first"),
    ]
    assert pupils.view(store, three[0], today).next_review == date(2027, 2, 12)


def test_nothing_is_written_where_the_record_has_changed(
    store: Store, three: list[str], today: date
) -> None:
    step = Step("class_name", "4B")
    shown = bulk.preview(store, three, step, today)
    pupils.leave(store, three[2], today)

    with pytest.raises(SendtuiError, match="has changed since the preview"):
        bulk.do(store, three, step, today, shown)

    assert {pupils.view(store, pupil, today).class_name for pupil in three} == {"3B"}


def test_what_parents_were_told_before_stays(store: Store, three: list[str], today: date) -> None:
    told = date(2026, 9, 7)
    statuses.tell_parents(store, pupils.view(store, three[0], today).statuses[0].id, told)

    done(store, three, Step("parents_told", on=today, more={"how": "letter"}), today)

    found = [pupils.view(store, pupil, today).statuses[0].parents_told_on for pupil in three]
    assert found == [told, today, today]


def test_a_need_comes_last_and_an_end_ends_a_flag(
    store: Store, three: list[str], today: date
) -> None:
    needs.add(store, three[0], "ASD")
    flags.add(store, three[0], "LAC", since=date(2026, 1, 1))

    done(store, three, Step("need", "SLCN", today), today)
    done(store, three, Step("flag_end", "LAC", date(2026, 11, 1)), today)

    view = pupils.view(store, three[0], today)
    assert [need.code for need in view.needs] == ["ASD", "SLCN"]
    assert [flag.until for flag in view.past_flags] == [date(2026, 11, 1)]


def test_an_action_and_a_contact_are_added_for_each(
    store: Store, three: list[str], today: date
) -> None:
    due = date(2026, 12, 1)
    actions.add(store, three[0], what="Book the hall", due=due)

    done(store, three, Step("action", "Book the hall", due), today)
    done(store, three, Step("contact", "SEN Support letter sent", today), today)

    views = [pupils.view(store, pupil, today) for pupil in three]
    assert [len(view.actions) for view in views] == [1, 1, 1]
    assert [view.contacts[0].by for view in views] == ["A. Tester"] * 3


def test_a_field_of_the_schools_own_is_set(store: Store, three: list[str], today: date) -> None:
    made = custom_fields.add(store, "House")
    custom_fields.set_values(store, three[0], {made: "Blue"}, today)
    field = custom_fields.named(store, "House")

    shown = done(store, three, Step("own", "Red", own=field), today)

    assert [line.before for line in shown.changes] == ["Blue", "", ""]
    assert {custom_fields.of_pupil(store, pupil, TODAY)[0].value for pupil in three} == {"Red"}


@pytest.mark.parametrize(
    "step",
    [
        Step("nc_year", "99"),
        Step("flag", "NOPE"),
        Step("need", "NOPE"),
        Step("action", "  "),
        Step("review"),
        Step("parents_told", on=date(2027, 1, 1)),
        Step("contact", "Rang", date(2026, 11, 22), {"reply_by": date(2026, 11, 1)}),
        Step("contact", "Rang", date(2026, 11, 22), {"loudly": "yes"}),
    ],
    ids=lambda step: f"{step.what} {step.value}",
)
def test_what_holds_for_nobody_is_refused(
    store: Store, three: list[str], today: date, step: Step
) -> None:
    with pytest.raises(InvalidError):
        bulk.preview(store, three, step, today)


def test_the_pupils_of_a_question_are_all_of_them(
    store: Store, three: list[str], today: date
) -> None:
    pupils.add(store, {"surname": "Zednoodle"})

    assert register.ids(store, Query(), today) == tuple(three)
    assert len(register.ids(store, WHOLE_ROLL, today)) == 4


def test_the_next_cycle_carries_what_is_unmet(store: Store, three: list[str], today: date) -> None:
    first = cycles.start(store, three[0], started_on=date(2026, 9, 7), focus="Reading")
    met, _ = (outcome(store, first, what) for what in ("Reads 30 words", "Writes a sentence"))
    held = Notes(date(2026, 11, 20), "continue", (Rated(met, "met"),), next_review=NEXT)
    reviews.hold(store, first, held)
    cycles.start(store, three[1], started_on=date(2026, 9, 7))

    shown = done(store, three, Step("cycle", on=today), today)

    assert [line.after for line in shown.changes] == [
        "cycle 2, 1 outcome carried, review 12 Feb 2027",
        "cycle 1, review 12 Feb 2027",
    ]
    assert [line.problem for line in shown.problems] == ["cycle 1 is still open: review it first"]
    view = cycle_reading.cycle(store, cycle_reading.current(store, three[0]), today)
    assert (view.number, view.focus) == (2, "Reading")
    assert [outcome.what for outcome in view.outcomes] == ["Writes a sentence"]


def test_a_preview_shows_nothing_confidential(store: Store, three: list[str], today: date) -> None:
    made = custom_fields.add(store, "Taxi")
    custom_fields.set_values(store, three[0], {made: "Blue door"}, today)
    confidential.mark(store, three[0], "pupil", three[0], reason="court", today=today)
    needs.add(store, three[0], "SEMH")

    own = bulk.preview(
        store, three, Step("own", "Red", own=custom_fields.named(store, "Taxi")), today
    )
    need = bulk.preview(store, three, Step("need", "SLCN", today), today)

    assert [line.before for line in own.changes] == ["confidential", "", ""]
    assert {line.before for line in need.changes} == {""}
