"""The list of files to be looked at again."""

from datetime import date

import pytest

from sendtui.errors import UsageError
from sendtui.rules.retention import Terms
from sendtui.services import contacts, pupils, retention
from sendtui.store.store import Store
from tests.services.invented import pupil, status

TODAY = date(2026, 11, 22)


def test_the_longest_due_stand_first_and_who_need_not_be_is_not_listed(store: Store) -> None:
    old = pupil(store, surname="Oldacre", born="1995-01-04")
    status(store, old, "K", date(2005, 9, 1))
    status(store, pupil(store, surname="Young"), "K", date(2026, 9, 1))
    gone = pupil(store, surname="Gone")
    pupils.leave(store, gone, date(2024, 7, 19))
    spoken = pupil(store, surname="Spoken")
    contacts.log(store, spoken, on=date(2018, 3, 1), said="Rang about a coat")
    pupils.leave(store, spoken, date(2018, 7, 20))
    pupil(store, surname="Here")

    found = retention.reviews(store, TODAY)

    assert [(r.pupil, r.why, r.day) for r in found] == [
        (spoken, "never on the register", date(2024, 7, 20)),
        (gone, "only the roll", date(2025, 7, 19)),
        (old, "sen file", date(2026, 1, 4)),
    ]
    assert retention.reviews(store, date(2025, 1, 1)) == found[:1]
    assert len(retention.tables(found)[0].headings) == 6
    assert retention.why(found[2]).startswith("Was on the SEN register")


def test_the_settings_own_terms_are_kept(store: Store) -> None:
    retention.say_terms(store, Terms(25, 3, 0))

    assert retention.terms(store) == Terms(25, 3, 0)
    with pytest.raises(UsageError):
        retention.say_terms(store, Terms(500))
