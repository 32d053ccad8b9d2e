"""A class's pack, and the week's form out and back."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import report_xlsx
from sendtui.services import (
    class_pack,
    confidential,
    cycle_reading,
    deliveries,
    interventions,
    plans,
    school_year,
    statuses,
)
from sendtui.store.store import Store
from tests.services.provision import TODAY, School, school

MONDAY = date(2026, 11, 16)


def placed(store: Store) -> School:
    made = school(store, "Quillfeather", "Bramblewick", "Fernsby")
    for pupil in made.pupils:
        statuses.place(store, pupil, "K", date(2026, 9, 7))
    return made


def filled(store: Store, path: Path, *cells: tuple[int, str, str]) -> Path:
    """The form of class 3B with these cells filled in: line, heading, words."""
    file = io.BytesIO()
    report_xlsx.write(file, class_pack.form(store, "3b", MONDAY, TODAY))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for line, heading, words in cells:
        sheet.cell(line + 1, columns[heading], words)
    book.save(path)
    return path


def test_the_pack_has_each_child_of_the_class_and_their_strategies(store: Store) -> None:
    made = placed(store)
    cycle = cycle_reading.current(store, made.pupils[0])
    plans.add(store, cycle, "strategy", {"what": "[/x] Sits by the door", "where": "lessons"})

    page = class_pack.pack(store, "3b", TODAY)

    assert [section.heading for section in page.sections] == [
        "Zephyr Fernsby",
        "Zephyr Quillfeather",
    ]
    assert page.sections[1].points == ("[/x] Sits by the door (lessons)",)


def test_a_class_nobody_is_in_names_those_there_are(store: Store) -> None:
    placed(store)

    with pytest.raises(SendtuiError, match="3B, 4B"):
        class_pack.pack(store, "9Z", TODAY)


def test_a_group_is_those_who_have_an_intervention(store: Store) -> None:
    made = placed(store)
    alone = {"what": "Mentoring", "who": "Mentor", "minutes": 30}
    plans.add(store, cycle_reading.current(store, made.pupils[0]), "provision", alone)
    interventions.change(store, made.intervention, {"name": "[/x] Talk"})

    page = class_pack.pack(store, "[/X] talk", TODAY)
    (table,) = class_pack.form(store, "[/x] Talk", MONDAY, TODAY).tables()

    assert page.title == "Support in the group “[/x] Talk”"
    assert len(page.sections) == 3
    assert {line[2] for line in table.lines} == {"Talking tables"}
    assert set(class_pack.pupils(store, "[/x] Talk", TODAY)) == set(made.pupils)


def test_what_is_confidential_stands_on_no_sheet(store: Store) -> None:
    made = placed(store)
    confidential.mark(store, made.pupils[0], "provision", made.lines[0], today=TODAY)

    (table,) = class_pack.form(store, "3B", MONDAY, TODAY).tables()

    assert [line[1] for line in table.lines] == ["Zephyr Fernsby"]


def test_the_form_has_the_days_of_the_schools_own_year(store: Store) -> None:
    placed(store)
    # By England's usual year the half term is the week before, and nothing else is closed.
    school_year.add(store, {"sort": "term", "starts": "2026-09-02", "ends": "2026-12-18"})
    school_year.add(store, {"sort": "half term", "starts": "2026-11-02", "ends": "2026-11-06"})
    school_year.add(store, {"sort": "training", "starts": "2026-11-20"})

    def days(monday: date) -> list[str]:
        (table,) = class_pack.form(store, "3B", monday, TODAY).tables()
        return [heading for heading in table.headings if heading.startswith("2026")]

    assert days(MONDAY) == ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]
    assert len(days(date(2026, 10, 26))) == 5
    with pytest.raises(SendtuiError, match="School is closed"):
        days(date(2026, 11, 4))


def test_a_form_comes_back_and_is_logged_in_one_act(store: Store, tmp_path: Path) -> None:
    made = placed(store)
    path = filled(
        store,
        tmp_path / "form.xlsx",
        (1, "2026-11-16", "Y"),
        (1, "What I saw", "Asked for help by himself"),
        (2, "2026-11-17", "fire drill"),
    )

    found = class_pack.read(store, path, TODAY)
    assert class_pack.take(store, found, "Ms Thistledown", TODAY) == 3

    logged = {line: deliveries.sessions(store, line) for line in made.lines}
    (there,), (missed,) = logged[made.lines[0]], logged[made.lines[2]]
    assert (there.on, there.happened, there.by) == (MONDAY, True, "Ms Thistledown")
    assert (missed.happened, missed.missed_because) == (False, "fire drill")
    again = class_pack.read(store, path, TODAY)
    assert (again.sessions, again.known) == ((), 2)


def test_a_line_of_another_school_is_left_out_and_named(store: Store, tmp_path: Path) -> None:
    placed(store)
    path = filled(store, tmp_path / "form.xlsx", (1, "Ref", "ff" * 16), (1, "2026-11-16", "y"))

    assert class_pack.read(store, path, TODAY).refused == ((2, "its Ref names no provision here"),)


def test_another_workbook_is_no_form(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Class"])
    book.save(tmp_path / "x.xlsx")

    with pytest.raises(SendtuiError, match="no form of a week"):
        class_pack.read(store, tmp_path / "x.xlsx", TODAY)
