"""A pupil handed over by keys: the pack written, taken in at the next school, and receipted."""

import re
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import casefile, pack_receipts
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import ODD, PASSPHRASE, filled_file, new_file, seen, walk_open
from tests.screens.waiting import text_of, until


def test_a_pupil_is_handed_over_and_the_receipt_comes_back(tmp_path: Path) -> None:
    old, _ = filled_file(tmp_path)
    (tmp_path / "next").mkdir()
    new, _ = new_file(tmp_path / "next")
    pack, back = tmp_path / "moves.zip", tmp_path / "moves.receipt.json"
    password = ""

    async def write(pilot: Pilot[Any]) -> None:
        nonlocal password
        await go(pilot, "h", "No pack was sent yet.")
        await pilot.press("w")
        await seen(pilot, *ODD)
        await pilot.press("m")
        await seen(pilot, "A pack about", "Goes:")
        await pilot.press("tab")
        pilot.app.screen.focused.value = "Fern School"
        await pilot.press("ctrl+s")
        await seen(pilot, "Where to?")
        await name(pilot, pack, "#target")
        await seen(pilot, "Write this file?", "To: Fern School")
        pilot.app.screen.focused.value = "3B"
        await pilot.press("ctrl+s")
        await seen(pilot, "Password for the file")
        (password,) = re.findall(r"(?:[a-z]+-){6}[0-9]{3}", text_of(pilot))
        await pilot.press("enter", "escape")
        await seen(pilot, "no receipt")

    async def take_in(pilot: Pilot[Any]) -> None:
        await go(pilot, "h", "No pack was sent yet.")
        await pilot.press("o")
        await seen(pilot, "Which pack?")
        await name(pilot, pack)
        await seen(pilot, "tells you its password")
        pilot.app.screen.focused.value = password
        await pilot.press("ctrl+s")
        await seen(pilot, "Take this in?", "new here", "SEN status 1")
        await pilot.press("y")
        await seen(pilot, "The receipt, to send back")
        await name(pilot, back, "#target")
        await noted(pilot, "send it back")
        await until(pilot, "the receipt is written", back.exists)

    async def receipt(pilot: Pilot[Any]) -> None:
        await go(pilot, "h", "no receipt")
        await pilot.press("c")
        await seen(pilot, "Which receipt?")
        await name(pilot, back)
        await seen(pilot, "Mark it as received?", "a key that has no card here")
        await pilot.press("enter")
        await noted(pilot, "is marked as received")

    walk_open(old, write)
    walk_open(new, take_in)
    walk_open(old, receipt)

    with casefile.open_store(old, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        (sent,) = pack_receipts.packs(store)
    assert (sent.to, sent.is_by_receipt) == ("Fern School", True)


def test_a_transfer_file_of_the_list_gets_its_name_by_the_rule(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    with (
        casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store,
        store.write("Set up") as tx,
    ):
        tx.put("setting", store.setting, {"laestab": "8012000"})

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "e", "3 pupils", *ODD)
        await pilot.press("v")
        await seen(pilot, "Who moves?")
        await pilot.press("down", "enter")
        await seen(pilot, "Transfer file: 3 pupils")
        pilot.app.screen.focused.value = "801"
        await pilot.press("tab")
        pilot.app.screen.focused.value = str(tmp_path)
        await pilot.press("ctrl+s")
        await seen(pilot, "“801” is no LAESTAB")
        await pilot.press("shift+tab")
        pilot.app.screen.focused.value = "8014001"
        await pilot.press("ctrl+s")
        await seen(pilot, "Whose data: 3 pupils", "To: school 8014001")
        pilot.app.screen.focused.value = "3"
        await pilot.press("ctrl+s")
        await seen(pilot, "Password for the file")

    walk_open(path, steps)

    assert (tmp_path / "8012000_CTF_8014001_001.xml.zip").exists()
