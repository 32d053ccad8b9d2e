"""Pupils: found by their numbers, seen in full, and gone without being lost."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import (
    actions,
    contacts,
    cycles,
    past,
    people,
    pupils,
    statuses,
    timeline,
    voices,
)
from sendtui.store.store import Store

NAMES = ["[/x]", "[bold]Moss[/bold]", "קווילפדר", "الريشة", "Łukáš-Ünal", "O'Moss", "🦉"]


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(
        store,
        {
            "surname": "Quillfeather",
            "forename": "Zephyr",
            "born": "2018-03-01",
            "upn": "H801200001001",
            "former_upn": "A801200001001",
            "adno": "004421",
        },
    )


@pytest.mark.parametrize(
    "text", ["H801200001001", "h801200001001", " H801 2000 01001 ", "A801200001001", "004421"]
)
def test_a_pupil_is_found_by_any_number(store: Store, zephyr: str, text: str) -> None:
    assert pupils.find_one(store, text) == zephyr
    assert pupils.find_one(store, zephyr) == zephyr


@pytest.mark.parametrize("text", ["", "  ", "Quillfeather", "H80", "%", "' OR 1=1"])
def test_what_is_no_number_of_a_pupil_finds_none(store: Store, zephyr: str, text: str) -> None:
    assert zephyr
    with pytest.raises(SendtuiError, match="No pupil has"):
        pupils.find_one(store, text)


def test_a_number_that_two_have_is_not_guessed_at(store: Store, zephyr: str) -> None:
    pupils.add(store, {"surname": "Moss", "upn": "H801200001001"})
    assert zephyr

    with pytest.raises(SendtuiError, match="2 pupils"):
        pupils.find_one(store, "H801200001001")


@pytest.mark.parametrize(
    "values",
    [
        {"upn": "H801200001001", "surname": "Other"},
        {"upn": "A801200001001", "surname": "Other"},
        {"surname": "quillfeather", "forename": "ZEPHYR", "born": "2018-03-01"},
        {"surname": "Quilfeather", "forename": "Zephyr", "born": "2018-03-01"},
        {"surname": "Zephyr", "forename": "Quillfeather", "born": "2018-03-01"},
    ],
    ids=["one UPN", "a former UPN", "one name and birthday", "one letter less", "exchanged"],
)
def test_a_child_who_is_here_already_is_noticed(
    store: Store, zephyr: str, values: dict[str, object]
) -> None:
    assert pupils.same(store, values) == (zephyr,)


def test_a_like_name_with_another_upn_is_another_child(store: Store, zephyr: str) -> None:
    assert zephyr
    like = {"surname": "Quillfeather", "forename": "Zephir", "born": "2018-03-01"}

    assert pupils.same(store, {**like, "upn": "T801200001002"}) == ()


def test_a_namesake_born_on_another_day_is_another_child(store: Store, zephyr: str) -> None:
    assert zephyr
    values = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2018-03-02"}

    assert pupils.same(store, values) == ()


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_kept_as_it_is(store: Store, today: date, name: str) -> None:
    made = pupils.add(store, {"surname": name, "forename": name, "preferred_forename": name})

    view = pupils.view(store, made, today)

    assert (view.surname, view.forename) == (name, name)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"forename": "Zephyr"}, "surname"),
        ({"surname": "Moss", "born": "yesterday"}, "born"),
        ({"surname": "Moss", "nc_year": "Year 3"}, "nc_year"),
        ({"surname": "Moss", "shoe_size": "4"}, "shoe_size"),
    ],
    ids=["no surname", "no date", "no NC year", "no field"],
)
def test_a_pupil_whose_details_do_not_hold_is_not_added(
    store: Store, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        pupils.add(store, values)

    assert field in [p.field for p in refused.value.problems]


def test_a_wrong_check_letter_is_shown_beside_the_number(
    store: Store, zephyr: str, today: date
) -> None:
    found = {i.field: i.check for i in pupils.view(store, zephyr, today).identifiers}

    former = found["former_upn"]
    assert former is not None
    assert (former.ok, former.plausible) == (False, True)
    assert found["adno"] is None


def test_who_leaves_ends_their_open_cycle(store: Store, zephyr: str, today: date) -> None:
    cycles.start(store, zephyr, started_on=date(2026, 9, 8))

    pupils.leave(store, zephyr, today, "Netherby School")

    view = pupils.view(store, zephyr, today)
    assert (view.left_on, view.left_to) == (today, "Netherby School")
    assert [(c.end, c.ended_on) for c in view.cycles] == [("left", today)]


def test_undo_of_leaving_opens_the_cycle_again(store: Store, zephyr: str, today: date) -> None:
    cycles.start(store, zephyr, started_on=date(2026, 9, 8))
    pupils.leave(store, zephyr, today)

    past.undo(store)

    view = pupils.view(store, zephyr, today)
    assert (view.left_on, view.cycles[0].ended_on) == (None, None)


def test_who_comes_back_is_here_again(store: Store, zephyr: str, today: date) -> None:
    pupils.leave(store, zephyr, today)

    pupils.come_back(store, zephyr)

    assert pupils.view(store, zephyr, today).left_on is None


def test_the_two_voices_are_kept_apart(store: Store, zephyr: str, today: date) -> None:
    voices.hear(store, zephyr, whose="pupil", words="I like [/x]", said_on=today)
    voices.hear(store, zephyr, whose="parent", words="Tired after school", said_on=today)

    view = pupils.view(store, zephyr, today)

    assert view.pupil_voice is not None
    assert view.parent_voice is not None
    assert (view.pupil_voice.words, view.parent_voice.words) == (
        "I like [/x]",
        "Tired after school",
    )


def test_views_of_somebody_else_are_refused(store: Store, zephyr: str, today: date) -> None:
    with pytest.raises(InvalidError):
        voices.hear(store, zephyr, whose="teacher", words="Fine", said_on=today)


def test_a_promise_waits_until_it_is_answered(store: Store, zephyr: str, today: date) -> None:
    asked = contacts.log(
        store, zephyr, on=date(2026, 11, 2), said="Asked about a laptop", promised="An answer"
    )
    assert [c.id for c in pupils.view(store, zephyr, today).promises] == [asked]

    contacts.answer(store, asked, on=today, said="It is ordered")

    view = pupils.view(store, zephyr, today)
    assert view.promises == ()
    assert [c.answered_on for c in view.contacts] == [None, today]


def test_an_answer_does_not_come_before_the_question(
    store: Store, zephyr: str, today: date
) -> None:
    asked = contacts.log(store, zephyr, on=today, said="Asked")

    with pytest.raises(InvalidError):
        contacts.answer(store, asked, on=date(2026, 11, 21), said="Answered")


def test_an_action_is_late_until_it_is_done(store: Store, zephyr: str, today: date) -> None:
    action = actions.add(store, zephyr, what="Ring the OT", due=date(2026, 11, 20))
    assert pupils.view(store, zephyr, today).open_actions[0].days_late == 2

    actions.done(store, action, today)

    view = pupils.view(store, zephyr, today)
    assert (view.open_actions, view.actions[0].days_late) == ((), None)


def test_what_is_done_can_be_opened_again(store: Store, zephyr: str, today: date) -> None:
    action = actions.add(store, zephyr, what="Ring the OT")
    actions.done(store, action, today)

    actions.reopen(store, action)

    assert [a.id for a in pupils.view(store, zephyr, today).open_actions] == [action]


def test_who_has_parental_responsibility_is_named_first(
    store: Store, zephyr: str, today: date
) -> None:
    people.add(store, zephyr, {"name": "B. Oatflannel", "role": "TA"})
    people.add(store, zephyr, {"name": "M. Quillfeather", "parental_responsibility": True})

    found = pupils.view(store, zephyr, today).people

    assert [person.name for person in found] == ["M. Quillfeather", "B. Oatflannel"]


def test_the_timeline_is_every_dated_thing_newest_first(
    store: Store, zephyr: str, today: date
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 9, 1), parents_told_on=date(2026, 9, 4))
    voices.hear(store, zephyr, whose="pupil", words="[/x]", said_on=date(2026, 10, 1))
    contacts.log(store, zephyr, on=date(2026, 9, 2), said="Asked", promised="A call")
    pupils.leave(store, zephyr, today, "Netherby")

    found = [(event.on, event.words) for event in timeline.timeline(store, zephyr)]

    assert found == [
        (today, "Left: Netherby"),
        (date(2026, 10, 1), "The pupil's views: [/x]"),
        (date(2026, 9, 4), "Parents told"),
        (date(2026, 9, 2), "Phone: Asked Promised: A call"),
        (date(2026, 9, 1), "SEN Support"),
    ]
