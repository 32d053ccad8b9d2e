"""The SEN information report's figures: the law's headings, and no child in any of them."""

from datetime import date

from sendtui.formats import report_text
from sendtui.services import (
    deliveries,
    feedback,
    governors,
    information,
    referrals,
    statuses,
    workforce,
)
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


def test_the_report_has_every_heading_and_no_child(store: Store) -> None:
    made = school(store, "Otterley", "Fernsby")
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
    deliveries.tick(store, made.lines[0], date(2026, 9, 14))
    feedback.add(store, {"sort": "complaint", "about": "Taxi"}, made.pupils[0], today=TODAY)
    referrals.keep_service(store, {"name": "Speech therapy"})
    senco = {"name": "Mx Wren", "senco_since": date(2026, 9, 1)}
    workforce.add(store, senco)

    found = information.report(store, TODAY)

    said = report_text.text(found)
    assert len(found.sections) == 19
    assert "Otterley" not in said
    assert "under 5 complaint" in said
    assert "Speech therapy" in said
    assert "Mx Wren: the qualification is on its way." in said
    assert [each.text for each in found.sections if each.heading == "Equipment and facilities"] == [
        (information.WRITE,)
    ]


def test_an_empty_school_has_a_report(store: Store) -> None:
    assert "A few pupils are on the SEN register" in report_text.text(
        information.report(store, TODAY)
    )


def test_governors_see_what_came_of_it_beside_the_year_before(store: Store) -> None:
    made = school(store, "Otterley")
    deliveries.tick(store, made.lines[0], date(2026, 9, 14))

    (section,) = [s for s in governors.report(store, TODAY).sections if s.heading == "Year on year"]

    (came,) = [table for table in section.tables if table.title == "What came of it"]
    assert came.headings == ("", "2026/27 so far", "2025/26")
    assert [line[0] for line in came.lines] == [
        "Outcomes met, %",
        "Reviews held in time, %",
        "Promised time given, %",
    ]
    assert came.lines[0][1:] == (None, None)
    assert isinstance(came.lines[2][1], float)
