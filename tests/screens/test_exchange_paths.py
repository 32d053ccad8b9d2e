"""Paths as they are typed, completed and dragged in."""

import asyncio
import os
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from sendtui.screens.exchange_paths import (
    PathEntry,
    begun_anew,
    completed,
    is_whole,
    matches,
    split,
    typed_path,
    why_not,
)
from sendtui.screens.exchange_pickers import SaveAs
from tests.screens.stand import Stand, drive
from tests.screens.waiting import text_of, until

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
    assert not why_not(folder / "school list.csv", may_replace=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("~//home/z/list.csv", "/home/z/list.csv"),
        ("~/Downloads/~/list.csv", "~/list.csv"),
        ("~/Downloads/C:\\lists\\a.csv", "C:\\lists\\a.csv"),
        ("~\\Downloads\\C:/lists/a.csv", "C:/lists/a.csv"),
        ("~/file:///home/z/a%20b.csv", "file:///home/z/a%20b.csv"),
        ("~/'/home/z/a b.csv'", "'/home/z/a b.csv'"),
        ("~/Downloads/list.csv", "~/Downloads/list.csv"),
        ("file:///home/z/list.csv", "file:///home/z/list.csv"),
        ("\\\\server\\lists\\a.csv", "\\\\server\\lists\\a.csv"),
        ("~/Down", "~/Down"),
        ("/home//z", "/home//z"),
        ("", ""),
    ],
)
def test_a_path_that_begins_anew_leaves_what_stood_before_it(typed: str, meant: str) -> None:
    assert begun_anew(typed) == meant


def test_a_path_typed_behind_a_proposed_file_takes_its_place() -> None:
    assert begun_anew("~/register.csv/lists/a.csv", "~/register.csv") == "/lists/a.csv"
    assert begun_anew("/lists/a.csvC:\\b", "/lists/a.csv") == "C:\\b"
    assert begun_anew("~/register.csv.old", "~/register.csv") == "~/register.csv.old"


@on_posix
def test_a_path_typed_behind_the_file_that_was_read_takes_its_place(folder: Path) -> None:
    entry = PathEntry(f"{folder}/")

    async def steps(pilot: Pilot[None]) -> None:
        entry.take(str(folder / "school list.csv"))
        entry.focus()
        await pilot.pause()
        await pilot.press(*"/tmp/a.csv")
        await until(pilot, "the new path stands alone", lambda: entry.value == "/tmp/a.csv")

    drive(Stand(entry), steps)


def test_a_pasted_path_is_whole_where_it_says_where_it_begins() -> None:
    whole = ("/a", "~/a", "C:\\a", "file:///a", "'/a b'", "\\\\server\\a", " /a ")

    assert all(map(is_whole, whole))
    assert not any(map(is_whole, ("a.csv", "lists/a.csv", "", "~a")))


def test_a_text_that_is_no_list_is_not_offered(folder: Path) -> None:
    made = {
        "recovery.txt": b"# keep\nAGE-SECRET-KEY-1QQQ, and so on\n",
        "key.txt": b"AGE-SECRET-KEY-1QQQ\n",
        "letter.txt": b"Dear all\nthis, that\n",
        "pupils.txt": b"Surname\tForename\nQuillfeather\tZephyr\n",
        "wide.txt": "Surname\tForename\n".encode("utf-16"),
        "feed.xml": b"<?xml version='1.0'?><rss/>",
        "transfer.xml": b"<?xml version='1.0'?><CTfile/>",
        "old.xml": "<?xml version='1.0'?><CTfile/>".encode("utf-16"),
    }
    for name, content in made.items():
        (folder / "Schools" / name).write_bytes(content)

    found = matches(f"{folder / 'Schools'}{os.sep}", {".txt", ".xml"})

    assert [each.name for each in found] == ["old.xml", "pupils.txt", "transfer.xml", "wide.txt"]


def test_a_path_pasted_or_typed_behind_the_proposed_one_takes_its_place(folder: Path) -> None:
    class Asking(App[None]):
        def compose(self) -> ComposeResult:
            yield PathEntry("~/", id="target")

    async def steps() -> None:
        app = Asking()
        async with app.run_test() as pilot:
            entry = app.query_one(PathEntry)
            entry.focus()
            await pilot.press("x", "/")
            assert entry.value == "~/x/"
            await pilot.press(*"/tm")
            assert entry.value == "/tm"
            entry.take("~/Downloads/")
            entry.post_message(events.Paste("/lists/a.csv\n"))
            await until(pilot, "it is taken", lambda: entry.value == "/lists/a.csv")
            entry.post_message(events.Paste(".old"))
            await until(pilot, "it goes on", lambda: entry.value == "/lists/a.csv.old")

    assert folder
    asyncio.run(steps())


@pytest.mark.parametrize("key", ["enter", "ctrl+s"])
def test_the_line_of_where_to_write_is_finished_by_either_key_and_says_so(
    folder: Path, key: str
) -> None:
    given: list[Path | None] = []

    async def steps(pilot: Pilot[None]) -> None:
        box = SaveAs("Write the return", "All of it.", str(folder / "return.xml"))
        pilot.app.push_screen(box, given.append)
        await until(pilot, "it is asked", lambda: "Write  ctrl+s" in text_of(pilot))
        await pilot.press(key)
        await until(pilot, "it is answered", lambda: given)

    drive(Stand(), steps)

    assert given == [folder / "return.xml"]
