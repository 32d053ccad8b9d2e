"""Letters and forms by keys: read first, then written; sent; and taken back in."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from textual.pilot import Pilot

from sendtui.services import casefile, referrals
from tests.screens.exchange_steps import name, noted
from tests.screens.opened import PASSPHRASE, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import go_to, put, seen_of


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil on SEN Support in it, whose parents were told."""
    path, made = filled_file(tmp_path)
    unlock = casefile.Unlock(passphrase=PASSPHRASE)
    with casefile.open_store(path, unlock) as store, store.write("Add") as tx:
        tx.add("person", {"pupil": made["Quillfeather"], "name": "Ada Quillfeather",
                          "role": "mother", "format_needs": "large print"})  # fmt: skip
    return path, made["Quillfeather"]


async def choose(pilot: Pilot[Any], pupil: str, words: str) -> None:
    """Open the letters of a pupil and choose one by its words."""
    await go_to(pilot, pupil)
    await pilot.press("l")
    await seen(pilot, "Letter about Zephyr", "SEN provision is made")
    pilot.app.screen.query_one("Input").value = words
    await pilot.pause()
    await pilot.press("enter")


def test_a_letter_is_read_then_printed_and_then_said_to_be_sent(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    target = tmp_path / "letter.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, zephyr, "provision is made")
        await seen(pilot, "In large print", "Dear Ada Quillfeather,")
        assert not target.exists()
        await pilot.press("ctrl+s")
        await seen(pilot, "Where to?", ".pdf is printed")
        await name(pilot, target, "#target")
        await noted(pilot, "Written to")
        await choose(pilot, zephyr, "was sent")
        await seen(pilot, "The parents were told")
        await pilot.press("ctrl+s")
        await noted(pilot, "Written down: the parents were told")

    walk_open(path, steps)

    with pikepdf.open(target) as opened:
        assert opened.Root.MarkInfo.Marked
    (step,) = seen_of(path, zephyr).statuses
    assert (step.parents_told_how, str(step.parents_told_on)) == ("post", "2026-11-22")


def test_a_letter_tells_of_a_service_that_is_picked(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        one = referrals.keep_service(store, {"name": "[/x] Talk team", "how": "ring on a Monday"})

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, zephyr, "provision is made")
        await seen(pilot, "Who else may help")
        app: Any = pilot.app
        put(app.screen.form, service_1=one)
        await pilot.press("ctrl+s")
        await seen(pilot, "Dear Ada Quillfeather,")
        said = " ".join(app.screen.query_one("TextArea").text.split())
        assert "[/x] Talk team. How to ask for it: ring on a Monday." in said

    walk_open(path, steps)


def test_a_letter_for_word_has_a_password(filled: tuple[Path, str], tmp_path: Path) -> None:
    path, zephyr = filled
    target = tmp_path / "letter.docx"

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, zephyr, "provision is made")
        await seen(pilot, "Dear Ada Quillfeather,")
        await pilot.press("ctrl+s")
        await seen(pilot, "Where to?")
        await name(pilot, target, "#target")
        await seen(pilot, "Whose data: 1 pupil", "To: Ada Quillfeather")
        pilot.app.screen.focused.value = "3B"
        await pilot.press("ctrl+s")
        await seen(pilot, "Password for the file", "Word asks for it")

    walk_open(path, steps)

    assert target.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"


def test_a_form_that_came_back_is_shown_before_it_is_taken_in(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    form = tmp_path / "form.txt"
    form.write_text("Zephyr\n1. What helps you?\n> Snails [/x]\n2. What is hard?\n>\n", "utf-8")

    async def steps(pilot: Pilot[Any]) -> None:
        for answer in ("escape", "ctrl+s"):
            await choose(pilot, zephyr, "came back")
            await seen(pilot, "Which form came back?")
            await name(pilot, form)
            await seen(pilot, "Whose views")
            await pilot.press("space", "ctrl+s")
            await seen(pilot, "Answered: 1; without an answer: 1", "Snails [/x]")
            assert answer == "escape" or not pilot.app._notifications
            await pilot.press(answer)
        await noted(pilot, "The views are written down")

    walk_open(path, steps)

    (voice,) = seen_of(path, zephyr).voices
    assert (voice.whose, voice.words) == ("pupil", "What helps you?\nSnails [/x]")
