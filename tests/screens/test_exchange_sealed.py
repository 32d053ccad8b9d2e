"""Files that leave and files that come, by keys, from one case file to another."""

import csv
import re
from pathlib import Path
from typing import Any

from pyzipper import AESZipFile
from sqlmodel import select
from textual.pilot import Pilot

from sendtui.models.exchange import Disclosure
from sendtui.services import casefile, enrol
from sendtui.store.store import Store
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import ODD, PASSPHRASE, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until


def opened(path: Path) -> Store:
    """The case file, to look into."""
    return casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE))


def disclosed(path: Path) -> list[Disclosure]:
    """What has left a case file."""
    with opened(path) as store, store.read() as session:
        return list(session.exec(select(Disclosure)))


def authority(folder: Path) -> Path:
    """A local authority's case file, set up and empty."""
    folder.mkdir()
    made = casefile.create(folder / "case.sendtui", PASSPHRASE)
    with made.store as store:
        setting = {"name": "Puddleshire Council", "sort": "la"}
        casefile.set_up(store, author="B. Tester", role="caseworker", setting=setting)
    return folder / "case.sendtui"


def fingerprint(path: Path) -> str:
    """What its owner reads out on the phone."""
    with opened(path) as store:
        return enrol.me(store).fingerprint


async def fill(pilot: Pilot[Any], recipient: str, *, is_plain: bool = True) -> None:
    """Say who gets a file, and whether it is a plain one."""
    await pilot.press("tab")
    pilot.app.screen.focused.value = recipient
    if is_plain:
        await pilot.press("tab", "tab", "n")
    await pilot.press("ctrl+s")


async def be_sure(pilot: Pilot[Any], same: str, word: str = "") -> None:
    """Type the second identifier, and the word for a plain file."""
    pilot.app.screen.focused.value = same
    if word:
        await pilot.press("tab")
        pilot.app.screen.focused.value = word
    await pilot.press("ctrl+s")


def test_a_sealed_file_of_one_case_file_is_read_by_another(tmp_path: Path) -> None:
    school, _ = filled_file(tmp_path)
    council = authority(tmp_path / "council")
    asked, card = tmp_path / "me.sendreq.json", tmp_path / "me.sendcard.json"
    sealed = tmp_path / "one.sendx"

    async def ask(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Your fingerprint", "Nobody is enrolled here yet.")
        await pilot.press("q")
        await seen(pilot, "Request a card")
        await name(pilot, asked, "#target")
        await until(pilot, "the request is written", asked.exists)

    async def answer(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Nobody is enrolled here yet.")
        await pilot.press("n")
        await seen(pilot, "Whose request?")
        await name(pilot, asked)
        await seen(pilot, "A. Tester", "asks for a card", fingerprint(school))
        await pilot.press("0", "ctrl+s")
        await seen(pilot, "This is not the file’s.")
        assert not card.exists()
        pilot.app.screen.focused.value = fingerprint(school).replace("-", "").lower()
        await pilot.press("ctrl+s")
        await seen(pilot, "A. Tester", "22 Nov 2027")

    async def accept_and_write(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Nobody is enrolled here yet.")
        await pilot.press("c")
        await seen(pilot, "Which card?")
        await name(pilot, card)
        await seen(pilot, "Card from B. Tester")
        pilot.app.screen.focused.value = fingerprint(council)
        await pilot.press("ctrl+s")
        await seen(pilot, "B. Tester, Puddles", "22 Nov 2027")
        await pilot.press("escape", "w")
        await seen(pilot, "To B. Tester", "Without a recorded purpose: 3")
        await pilot.press("m")
        await seen(pilot, "3 pupils with news", "0 stay home", *ODD)
        await pilot.press("a")
        await seen(pilot, "Only they can open it")
        await name(pilot, sealed, "#target")
        await until(pilot, "the file is written", sealed.exists)
        await pilot.press("escape")
        await seen(pilot, "everything has been sent", "sent, not confirmed")
        await pilot.press("2")
        await seen(pilot, "B. Tester, Pud", "2 Written 1", " written")
        await pilot.press("v")
        await seen(pilot, "handed over")
        await pilot.press("f3", "down")
        await seen(pilot, "Quillfeather, Zephyr", "enter Open")
        await pilot.press("H")
        await seen(pilot, "Who may hold this pupil’s record", "B. Tester, Puddles", "Pupil 1")

    async def read(pilot: Pilot[Any]) -> None:
        await go(pilot, "o", "Which sealed file?")
        await name(pilot, sealed)
        await seen(pilot, "Can be merged: 1 of 1 file", "3 new pupils", "A. Tester")
        await pilot.press("enter")
        await seen(pilot, "3 new here", "Quillfeather, Zephyr", *ODD)
        await pilot.press("escape")
        await seen(pilot, "Can be merged")
        await pilot.press("a")
        await seen(pilot, "Merged 1 of 1 file", "3 new")
        await pilot.press("escape", "escape")
        await pilot.press("3")
        await seen(pilot, "A. Tester, Pud", "merged")
        await pilot.press("f3")
        await seen(pilot, "Quillfeather, Zephyr", *ODD)

    for path, steps in ((school, ask), (council, answer), (school, accept_and_write)):
        walk_open(path, steps)
    walk_open(council, read, (120, 40))

    (left,) = disclosed(school)
    assert (left.protection, len(left.pupils)) == ("sealed", 3)


def test_a_damaged_sealed_file_is_refused_and_says_why(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    for each in ("one", "two"):
        (tmp_path / f"{each}.sendx").write_bytes(b"age-encryption.org/v1\n[/x]")

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "o", "Which sealed file?")
        pilot.app.screen.query_one("#path").value = f"{tmp_path}/"
        await seen(pilot, "one.sendx", "two.sendx")
        await pilot.press("ctrl+s")
        await seen(pilot, "0 of 2 files", "2 not taken in", "refused")
        assert "Merge" not in text_of(pilot).splitlines()[-1]

    walk_open(path, steps)


def test_a_plain_file_needs_its_word_and_is_logged(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    target = tmp_path / "out.csv"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils", *ODD)
        await pilot.press("a")
        await seen(pilot, "Who gets it")
        await fill(pilot, "Governors")
        await seen(pilot, "Where to?")
        await name(pilot, target, "#target")
        await seen(pilot, "To: Governors", "3 children", "Type plain")
        await be_sure(pilot, "4", "plain")
        await seen(pilot, "That is not how many")
        await be_sure(pilot, "3", "y")
        await seen(pilot, "Type plain, or Escape")
        assert not target.exists()
        pilot.app.screen.focused.value = "plain"
        await pilot.press("ctrl+s")
        await noted(pilot, "logged as given to Governors")

    walk_open(path, steps)

    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
    (left,) = disclosed(path)
    assert (left.protection, left.recipient, len(left.pupils)) == ("plain", "Governors", 3)


def test_a_file_has_a_password_that_is_shown_once(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    target = tmp_path / "out.csv.zip"
    passwords: list[str] = []

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils", *ODD)
        await pilot.press("a")
        await seen(pilot, "Who gets it", "Yes, shown once")
        await fill(pilot, "Governors", is_plain=False)
        await seen(pilot, "Where to?", ".csv.zip")
        await name(pilot, target, "#target")
        await seen(pilot, "Whose data: 3 pupils", "To: Governors", *ODD)
        await be_sure(pilot, "3")
        await seen(pilot, "Password for the file", "7-Zip")
        passwords.extend(re.findall(r"(?:[a-z]+-){6}[0-9]{3}", text_of(pilot)))

    walk_open(path, steps)

    with AESZipFile(target) as packed:
        packed.setpassword(passwords[0].encode())
        assert b"Quillfeather" in packed.read("record.csv")
    (left,) = disclosed(path)
    assert (left.protection, left.recipient, len(left.pupils)) == ("password", "Governors", 3)


def test_a_file_is_written_over_only_once_the_word_is_typed(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    target = tmp_path / "register.csv"
    target.write_text("old", encoding="utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils")
        await pilot.press("a")
        await seen(pilot, "Who gets it")
        await fill(pilot, "Governors")
        await seen(pilot, "Where to?")
        await name(pilot, target, "#target")
        await seen(pilot, "Replace it?", "There is a file of this name already")
        await pilot.press("escape")
        await seen(pilot, "Where to?")
        await pilot.press("enter")
        await seen(pilot, "Type replace to go on")
        pilot.app.screen.focused.value = "replace"
        await pilot.press("enter")
        await seen(pilot, "Type plain")
        assert target.read_text(encoding="utf-8") == "old"
        await be_sure(pilot, "3", "plain")
        await noted(pilot, "logged as given to Governors")

    walk_open(path, steps)

    assert "Quillfeather" in target.read_text(encoding="utf-8-sig")


def test_left_before_the_word_nothing_of_a_pupil_leaves(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    target = tmp_path / "one.md"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils")
        await pilot.press("enter")
        await seen(pilot, "Markdown, to read")
        await pilot.press("m")
        await fill(pilot, "Mx")
        await seen(pilot, "Where to?")
        await name(pilot, target, "#target")
        await seen(pilot, "one child", "Type plain")
        await pilot.press("escape")
        await seen(pilot, "3 pupils")
        await pilot.press("slash", "q", "f6")
        await seen(pilot, "Bring in a school’s list")

    walk_open(path, steps)

    assert not target.exists()
    assert disclosed(path) == []


def test_where_there_are_several_settings_a_file_is_narrowed_to_one(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    unlock = casefile.Unlock(passphrase=PASSPHRASE)
    with casefile.open_store(path, unlock) as store, store.write("A second setting") as tx:
        there = tx.add("setting", {"name": "Duckpond [/x] Primary"})
        tx.put("pupil", made["Bramblewick"], {"setting": there})

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils", "h Setting", "Duckpond [/x] P", "Puddleby Common")
        await pilot.press("h")
        await seen(pilot, "type to narrow the list")
        await pilot.press(*"duck", "enter")
        await seen(pilot, "1 pupil", "[Setting: Duckpond [/x] Primary]")
        assert "Quillfeather" not in text_of(pilot)

    walk_open(path, steps)
