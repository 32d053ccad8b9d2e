"""Our own register, exported, edited in a spreadsheet and imported: every edit is the SENCO's."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from sendtui.formats.sheets import read_sheet
from sendtui.services import exports, needs
from sendtui.services.owners import LOWERS
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.services.invented import pupil, status
from tests.services.taking_in import EVERYTHING, TODAY, of, shown, taken


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil on SEN Support with a need, both recorded by hand."""
    made = pupil(store, upn="H801200001001", class_name="5B")
    status(store, made, "K")
    needs.add(store, made, "SLCN")
    return made


def exported(store: Store, path: Path) -> Path:
    exports.register(store, path, form="xlsx", query=Query(), today=TODAY)
    return path


def edited(path: Path, cells: Mapping[str, str], without: str = "") -> Path:
    """The workbook as a spreadsheet saves it with these cells typed over, in every line."""
    with path.open("rb") as file:
        lines = [line for _, line in read_sheet(file, path.name).lines()]
    headings = lines[0]
    book = xlsxwriter.Workbook(path.with_stem("edited"))
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        told = [cells.get(h, c) if number else c for h, c in zip(headings, line, strict=False)]
        kept = [c for h, c in zip(headings, told, strict=False) if h != without]
        sheet.write_row(number, 0, kept)
    book.close()
    return path.with_stem("edited")


def test_an_edited_register_comes_back_field_by_field(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    path = exported(store, tmp_path / "register.xlsx")
    cells = {
        "Class": "6C",
        "SEN status": "E",
        "SEN status since": "01/11/2026",
        "SEN needs": "ASD; SLCN",
        "Parents told on": "02/11/2026",
        "Next review": "2027-01-14",
    }

    found = shown(store, edited(path, cells))
    taken(store, path.with_stem("edited"))

    assert found.held_back == ()
    assert [c.pupil for c in found.changed] == [zephyr]
    assert [(d.label, d.before, d.after) for d in found.changed[0].differences] == [
        ("Class", "5B", "6C"),
        ("SEN status", "SEN Support", "Education, health and care plan"),
        ("Since", "7 Sep 2026", "1 Nov 2026"),
        ("Parents told on", "", "2 Nov 2026"),
        ("Need type", "", "Autistic spectrum disorder"),
        ("Rank", "", "1"),
        ("Since", "", "1 Nov 2026"),
        ("Speech, language and communication needs: rank", "1", "2"),
        ("What", "", "Review, as the school's list has it"),
        ("Due", "", "14 Jan 2027"),
    ]
    assert shown(store, path.with_stem("edited")).changes_nothing


def test_the_register_as_it_was_exported_changes_nothing(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    path = exported(store, tmp_path / "register.xlsx")

    found = shown(store, edited(path, {}))

    assert zephyr
    assert (found.changes_nothing, found.held_back, found.unchanged) == (True, (), 1)


def test_even_our_own_register_lowers_no_status_unasked(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    path = exported(store, tmp_path / "register.xlsx")
    edited(path, {"SEN status": "N", "SEN status since": "01/11/2026"})

    found = shown(store, path.with_stem("edited"))
    taken(store, path.with_stem("edited"), take=EVERYTHING)

    assert [(h.pupil, h.why) for h in found.held_back] == [(zephyr, LOWERS)]
    assert of(store, "status", "status", "since") == [("K", "2026-09-07"), ("N", "2026-11-01")]


def test_a_list_that_only_looks_like_ours_is_the_schools(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    path = exported(store, tmp_path / "register.xlsx")

    found = shown(store, edited(path, {"SEN status": "E"}, without="Parents told on"))

    assert [h.field for h in found.held_back] == ["status"]
    assert zephyr in {h.pupil for h in found.held_back}
