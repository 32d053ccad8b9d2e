"""Paths as they are typed, completed and dragged in."""

import os
from pathlib import Path

import pytest

from sendtui.screens.exchange_paths import completed, matches, split, typed_path, why_not

on_posix = pytest.mark.skipif(os.name == "nt", reason="how a POSIX terminal drops a file")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a few files in it."""
    for name in ("school list.csv", "school list.xlsx", "School photo.png", ".hidden.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "Schools").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "dropped",
    [
        "{path}",
        "  {path}  ",
        "'{path}'",
        '"{path}"',
        pytest.param("{uri}", id="a file: address"),
        pytest.param("{escaped}", id="escaped", marks=on_posix),
        "~/school list.csv",
    ],
)
def test_a_file_dragged_in_is_found(folder: Path, dropped: str) -> None:
    path = folder / "school list.csv"
    escaped = str(path).replace(" ", "\\ ")

    assert typed_path(dropped.format(path=path, uri=path.as_uri(), escaped=escaped)) == path


def test_a_path_goes_on_to_folders_and_files_of_the_kind_whatever_their_case(folder: Path) -> None:
    start = f"{folder}{os.sep}sch"

    found = matches(start, {".csv", ".xlsx"})

    assert [each.name for each in found] == [
        f"Schools{os.sep}",
        "school list.csv",
        "school list.xlsx",
    ]
    assert completed(start, found).casefold() == f"{folder}{os.sep}school".casefold()
    assert completed(start, found[1:2]) == str(folder / "school list.csv")
    assert completed(start, ()) == start


@pytest.mark.parametrize("text", ["", "~", "/no/such/folder/x", "\0", "~nobody/x", "'", "[/x]"])
def test_whatever_is_typed_is_only_ever_a_path_that_is_not_there(folder: Path, text: str) -> None:
    head, part = split(text)

    assert completed(head + part, matches(text, {".pdf"})).startswith(head)
    assert why_not(folder / "Schools")
    assert why_not(folder / "school list.csv")
    assert not why_not(folder / "new.csv")
