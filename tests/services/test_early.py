"""The first steps of a pupil, and what was tried before the SEN register."""

from datetime import date
from pathlib import Path

from sendtui.services import checklists, concerns, confidential, early, plans
from sendtui.store.store import Store
from tests.services.invented import CRASHING, cycle, pupil, status

TODAY = date(2026, 11, 22)


def test_the_first_of_each_counts_and_none_to_come(store: Store) -> None:
    child = pupil(store)
    for day in (date(2026, 3, 2), date(2026, 2, 3)):
        concerns.raise_(store, child, what="Falls behind", raised_on=day)
    status(store, child, "K", date(2026, 12, 1))
    cycle(store, child)

    found = early.of_pupil(store, child, TODAY)

    assert [s.on for s in found] == [date(2026, 2, 3), None, date(2026, 9, 7)]
    assert found[0].age == "9 years 0 months"


def test_what_was_tried_is_gathered_and_its_absence_is_said(store: Store) -> None:
    child = pupil(store)
    warned = early.warning(store, child, TODAY)
    concern = concerns.raise_(
        store, child, what="Falls behind", raised_on=date(2026, 6, 1), tried=CRASHING
    )
    plans.add(store, cycle(store, child), "strategy", {"what": "Seat near the board"})

    found = early.tried(store, child, TODAY)

    assert warned.startswith("Nothing is recorded")
    assert [one.said for one in found][1] == "7 Sep 2026: Seat near the board"
    assert early.warning(store, child, TODAY) == ""
    confidential.mark(store, child, "concern", concern, today=TODAY)
    assert len(early.tried(store, child, TODAY)) == 1


def test_what_of_the_authoritys_checklist_is_in_place_counts_as_tried(
    store: Store, tmp_path: Path
) -> None:
    child, listed = pupil(store), tmp_path / "oap.csv"
    listed.write_text("Area,Statement\n,Visual timetables\n,Calm starts\n")
    checklist = checklists.load(store, checklists.look(store, listed, "Ours"), today=TODAY)
    for line, answer in zip(checklists.lines(store, checklist), ("in place", "not tried"),
                            strict=True):  # fmt: skip
        checklists.answer(store, child, line.id, {"answer": answer}, today=TODAY)

    (found,) = early.tried(store, child, TODAY)

    assert found.said == "22 Nov 2026: Visual timetables (in place)"
