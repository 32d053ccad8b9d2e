"""Lines pasted from a spreadsheet, taken in without a file."""

from pathlib import Path

import pytest

from sendtui.services import receive_files, register
from sendtui.services.pasted import is_lines, pasted
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.services.taking_in import TODAY

LINES = "Surname\tForename\tDOB\tClass\r\nQuillfeather\tZephyr\t03/02/2017\t3B\r\n"


def test_pasted_lines_are_shown_and_taken_in(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    path = pasted(LINES)

    shown = receive_files.preview_file(store, path, TODAY)
    receive_files.receive_file(store, path, TODAY, shown)

    assert receive_files.look(store, path).is_readable
    (one,) = register.page(store, Query(scope="roll"), TODAY)
    assert (one.name, one.class_name) == ("Quillfeather, Zephyr", "3B")
    assert {each.name for each in set(tmp_path.iterdir()) - before} <= {"case.sendtui-wal"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (LINES, True),
        ("Quillfeather", False),
        ("one\ttwo", False),
        ("a letter\nof two lines", False),
        ("", False),
    ],
    ids=["lines", "a name", "one line", "a letter", "nothing"],
)
def test_only_lines_of_a_spreadsheet_are_lines(text: str, lines: bool) -> None:
    assert is_lines(text) is lines
