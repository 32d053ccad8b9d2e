"""What has a day, from one to another."""

from datetime import date

from sendtui.services import actions, arrangements, cases, confidential
from sendtui.services.dates import dates
from sendtui.services.due_narrowed import Only
from sendtui.store.store import Store
from tests.services.invented import pupil


def test_an_action_stands_on_its_day_months_ahead(store: Store, today: date) -> None:
    whose = pupil(store)
    day = date(2027, 3, 4)
    actions.add(store, whose, what="Order a sloped board", due=day)

    found = dates(store, date(2027, 3, 1), date(2027, 3, 31), today)

    assert [(one.day, one.pupil, one.words) for one in found if one.kind == "action"] == [
        (day, whose, "Order a sloped board")
    ]
    assert dates(store, date(2027, 5, 1), date(2027, 5, 1), today) == ()


def test_what_is_overdue_stays_on_the_day_it_was_due(store: Store, today: date) -> None:
    whose = pupil(store)
    actions.add(store, whose, what="Order a sloped board", due=date(2026, 11, 3))

    found = dates(store, date(2026, 11, 2), date(2026, 11, 8), today)

    assert [one.due is not None and one.due.overdue for one in found] == [True]


def test_an_arrangement_is_named_on_the_day_it_ends(store: Store, today: date) -> None:
    whose = pupil(store)
    end = date(2026, 12, 18)
    arrangements.add(store, whose, {"sort": "transport", "since": today, "until": end})

    found = dates(store, end, end, today)

    assert "Transport ends." in [one.words for one in found]


def test_what_is_arranged_is_narrowed_to_a_setting_and_to_a_caseworker(
    store: Store, today: date
) -> None:
    with store.write("Add") as tx:
        pond = tx.add("setting", {"name": "Duckpond School"})
    there, here = pupil(store, setting=pond), pupil(store)
    cases.open_(store, here, "assessment", opened_on=today, side="la", caseworker="Tansy")
    day = date(2026, 12, 18)
    farm = {"sort": "alternative provision", "what": "the farm", "since": today, "back_on": day}
    arrangements.add(store, there, farm)
    arrangements.add(store, here, {"sort": "transport", "since": today, "until": day})

    def found(only: Only) -> list[tuple[str, str]]:
        return [(e.pupil, e.words) for e in dates(store, day, day, today, only) if e.pupil]

    back = (there, "Alternative provision: the farm: back in school.")
    assert found(Only(setting="duckpond")) == [back]
    assert found(Only(kind="arrangement", setting="duckpond")) == [back]
    assert found(Only(caseworker="tansy")) == [(here, "Transport ends.")]
    assert found(Only(kind="action")) == []
    assert found(Only(label="statutory")) == []


def test_a_holiday_that_began_before_the_span_is_named_in_it(store: Store, today: date) -> None:
    (holiday,) = (
        one
        for one in dates(store, date(2026, 12, 28), date(2026, 12, 30), today)
        if one.kind == "school"
    )

    assert holiday.day < date(2026, 12, 28) < holiday.ends
    assert "check your school’s own" in holiday.words


def test_a_confidential_arrangement_keeps_its_words_from_the_calendar(store: Store) -> None:
    child = pupil(store)
    kept = arrangements.add(store, child, {"sort": "transport", "until": date(2026, 11, 30)})
    confidential.mark(store, child, "arrangement", kept, today=date(2026, 11, 22))

    found = dates(store, date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 22))

    assert [one.words for one in found if one.pupil] == ["Confidential ends."]
