"""Fields of the school's own as columns of the register: chosen here, and read with a page."""

from datetime import date

from sendtui.services import confidential, custom_fields, pupils, register, shown_columns
from sendtui.services.register import Query
from sendtui.store.store import Store

ROLL = Query(scope="roll")


def test_a_page_says_what_the_chosen_fields_say(store: Store, today: date) -> None:
    zed, odo = (pupils.add(store, {"surname": name}) for name in ("Zednoodle", "Odoffle"))
    house = custom_fields.add(store, "House")
    born = custom_fields.add(store, "Seen on", "date")
    custom_fields.set_values(store, zed, {house: "Red", born: "3/2/26"}, today)
    custom_fields.set_values(store, odo, {house: "Blue"}, today)
    confidential.mark(store, odo, "pupil", odo, reason="court", today=today)

    shown_columns.show(store, house, on=True)
    shown_columns.show(store, born, on=True)

    found = register.page(store, ROLL, today, own=shown_columns.shown(store))
    assert [one.own for one in found] == [(), (("House", "Red"), ("Seen on", "3 Feb 2026"))]
    assert [one.own for one in register.page(store, ROLL, today)] == [(), ()]


def test_a_column_is_taken_away_and_a_retired_field_is_none(store: Store) -> None:
    house, taxi = custom_fields.add(store, "House"), custom_fields.add(store, "Taxi")
    shown_columns.show(store, house, on=True)
    shown_columns.show(store, taxi, on=True)

    shown_columns.show(store, house, on=False)
    assert [one.name for one in shown_columns.shown(store)] == ["Taxi"]

    custom_fields.retire(store, taxi)
    assert shown_columns.shown(store) == ()
