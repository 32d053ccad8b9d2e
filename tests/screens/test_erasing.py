"""Erasing for good by keys: what goes and what stays is shown first, and consent is typed."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import casefile, contacts, erasing
from sendtui.store.store import Store
from tests.screens.exchange_steps import noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import go_to, put
from tests.screens.test_access import type_secret
from tests.screens.waiting import text_of, until


def opened(path: Path) -> Store:
    """The case file, to look into."""
    return casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE))


async def fill(pilot: Pilot[Any], **typed: str) -> None:
    """Fill in the form and go on."""
    await until(pilot, "the form is there", lambda: pilot.app.screen.query("#field-word"))
    put(pilot.app.screen.form, **typed)
    await pilot.press("ctrl+s")


def test_all_of_a_pupil_is_erased_once_it_is_said_why_and_whose_it_is(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        await seen(pilot, "Quillfeather, Zephyr")
        await go_to(pilot, made["Quillfeather"])
        await seen(pilot, "Actions")
        await pilot.press("E")
        await seen(pilot, "Everything of Zephyr Quillfeather", "Action", "A note stays", "nobody.")
        await pilot.press("e")
        await fill(pilot, reason="retention", reference="List of 2026", same="4D", word="erase")
        await seen(pilot, "in capitals")
        await fill(pilot, word="ERASE")
        await seen(pilot, "on roll still, and")
        await fill(pilot, reason="court order")
        await seen(pilot, "neither")
        await fill(pilot, same="3B")
        await seen(pilot, "Type your own passphrase")
        await type_secret(pilot, PASSPHRASE)
        await noted(pilot, "The next sealed files erase it elsewhere.")
        await until(pilot, "nobody is left", lambda: "Quillfeather" not in text_of(pilot))
        await pilot.press("f4")
        await noted(pilot, "No pupil has been opened yet.")
        said = [each.message for each in pilot.app._notifications]
        assert not any("no such pupil" in each for each in said), said

    walk_open(path, steps)

    with opened(path) as store:
        (note,) = erasing.notes(store)
    assert (note.pupil, note.reason, note.reference, note.record) == (
        made["Quillfeather"], "court order", "List of 2026", "",
    )  # fmt: skip


def test_one_line_is_erased_and_the_rest_of_the_pupil_stays(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    with opened(path) as store:
        contacts.log(store, made["Quillfeather"], on=date(2026, 11, 2), said="In the wrong file")

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"], "contacts")
        await seen(pilot, "In the wrong file")
        await pilot.press("end")
        await pilot.press("E")
        await seen(pilot, "Only this contact")
        await pilot.press("enter")
        await seen(pilot, "One contact of Zephyr Quillfeather", "one contact, why")
        await pilot.press("e")
        await fill(pilot, reason="not ours to hold", same="3B", word="ERASE")
        await type_secret(pilot, PASSPHRASE)
        await noted(pilot, "Erased: 1 change.")
        await until(pilot, "it is gone", lambda: "wrong file" not in text_of(pilot))

    walk_open(path, steps)

    with opened(path) as store:
        assert [each.kind for each in erasing.notes(store)] == ["contact"]


def test_what_is_on_hold_is_not_offered(tmp_path: Path) -> None:
    path, made = filled_file(tmp_path)
    with opened(path) as store, store.write("Hold") as tx:
        tx.add("retention_hold", {"pupil": made["Quillfeather"], "why": "A claim", "since": TODAY})

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, made["Quillfeather"])
        await seen(pilot, "Actions")
        await pilot.press("E")
        await seen(pilot, "Not yet: it is on hold since 22 Nov 2026, until it is lifted: A claim")
        assert "Erase for good" not in text_of(pilot).splitlines()[-1]

    walk_open(path, steps)
