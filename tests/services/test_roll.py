"""The roll as figures need it, and the inspector's pages made of it."""

from datetime import date

import pytest

from sendtui.models.report_page import ReportPage
from sendtui.services import (
    confidential,
    contacts,
    inspection,
    presence,
    pupils,
    roll,
    statuses,
)
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


def placed(store: Store) -> tuple[str, ...]:
    """A pupil with SEN Support, one with a plan and one without either."""
    made = school(store, "Quillfeather", "Bramblewick", "Fernsby").pupils
    for pupil, status in zip(made, "KE", strict=False):
        statuses.place(store, pupil, status, date(2026, 9, 7))
    return made


def table(page: ReportPage, title: str) -> tuple[tuple[object, ...], ...]:
    (found,) = [each for each in page.tables() if each.title == title]
    return found.lines


def test_the_register_stands_beside_the_roll_and_england(store: Store) -> None:
    placed(store)

    page = inspection.pack(store, TODAY)

    plan, support, whole = table(page, "On the SEN register")
    assert (plan[1], support[1], whole[1]) == (1, 1, 3)
    assert support[2] == pytest.approx(100 / 3)
    assert support[3] == 14.8


def test_figures_that_overlap_are_counted_once(store: Store) -> None:
    pupil = placed(store)[0]
    for ends, possible, attended in (
        (date(2026, 9, 30), 40, 30),
        (date(2026, 10, 23), 66, 52),
    ):
        presence.record_attendance(
            store,
            pupil,
            {"starts": date(2026, 9, 1), "ends": ends, "possible": possible, "attended": attended},
        )

    child = next(each for each in roll.read(store, TODAY).children if each.id == pupil)

    assert (child.possible, child.attended, child.absent_much) == (66, 52, True)


def test_parents_met_twice_on_a_day_are_met_once(store: Store) -> None:
    pupil = placed(store)[0]
    for _ in range(2):
        contacts.log(store, pupil, on=date(2026, 10, 1), said="[/x] Met", with_parents=True)

    assert [c.met for c in roll.read(store, TODAY).children if c.id == pupil] == [1]


def test_initials_stand_for_the_childs_names_everywhere(store: Store) -> None:
    pupil = placed(store)[0]
    contacts.log(store, pupil, on=date(2026, 10, 1), said="Zephyr Quillfeather’s mother")

    hidden = str(inspection.pack(store, TODAY, studies=[pupil]))
    named = str(inspection.pack(store, TODAY, initials=False, studies=[pupil]))

    assert "Quillfeather" not in hidden
    assert "Zephyr Quillfeather" in named


def test_who_is_confidential_as_a_whole_is_only_counted(store: Store) -> None:
    pupil = placed(store)[0]
    confidential.mark(store, pupil, "pupil", pupil, today=TODAY)

    found = roll.read(store, TODAY)

    assert (found.hidden, len(found.children)) == (1, 2)


def test_who_has_left_is_not_on_the_roll(store: Store) -> None:
    pupil = placed(store)[2]
    pupils.leave(store, pupil, date(2026, 10, 23))

    assert len(roll.read(store, TODAY).children) == 2
