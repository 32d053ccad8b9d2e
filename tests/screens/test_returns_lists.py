"""The lists under Returns by keys: retention, Annex A, the audit, and last year's return beside."""

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.rules.retention import Terms
from sendtui.services import casefile, erasing, retention
from tests.copies import copied
from tests.screens.exchange_steps import go, name, noted
from tests.screens.opened import PASSPHRASE, seen, walk_open
from tests.screens.test_comforts import choose
from tests.screens.waiting import text_of, until
from tests.services.returned import authority
from tests.services.test_retention import sent_on

TODAY = date(2026, 11, 22)


def _filled(folder: Path) -> None:
    """An authority with two files that were sent on, and one that was erased."""
    made = casefile.create(folder / "case.sendtui", PASSPHRASE)
    with made.store as store:
        setting = {"name": "Puddleshire Council", "sort": "la"}
        casefile.set_up(store, author="B. Tester", role="caseworker", setting=setting)
        authority(store)
        retention.say_terms(store, Terms(sent_years=0))
        sent_on(store, "Longgone")
        erasing.erase(store, sent_on(store, "Erased"), reason="retention", reference="Schedule 4",
                      word="ERASE", today=TODAY)  # fmt: skip


async def open_list(pilot: Pilot[Any], words: str, *shown: str) -> None:
    """Go to a line of the returns and open it."""
    lines = pilot.app.screen.query_one("#due")
    await until(pilot, "the returns are there", lambda: (lines.count or 0) > 3)
    place = next(n for n in range(lines.count) if words in lines.get_row(n).heading)
    lines.cursor = place
    await until(pilot, words, lambda: words in lines.highlighted.heading)
    await pilot.press("enter")
    await seen(pilot, *shown)


def test_a_file_is_held_let_go_and_what_was_erased_is_certified(tmp_path: Path) -> None:
    copied(_filled, tmp_path)
    certificate = tmp_path / "certificate.md"

    async def steps(pilot: Pilot[Any]) -> None:
        await choose(pilot, "retention")
        await seen(pilot, "SEN2 2027", "Retention")
        await open_list(pilot, "Retention", "1 file by 22 Nov 2026", "Longgone, Zephyr",
                        "received 03/09/2026")  # fmt: skip
        await pilot.press("h")
        await seen(pilot, "Hold this file")
        pilot.app.screen.form.fields["why"].control.value = "An inquiry"
        await pilot.press("ctrl+s")
        await seen(pilot, "1 on hold", "On hold until it is lifted: An inquiry")
        await pilot.press("e")
        await seen(pilot, "Everything of Longgone", "it is on hold since")
        await pilot.press("escape")
        await seen(pilot, "1 on hold")
        await pilot.press("h")
        await seen(pilot, "Lift the hold?")
        await pilot.press("y")
        await until(pilot, "lifted", lambda: "on hold" not in text_of(pilot)
                    and "1 file by" in text_of(pilot))  # fmt: skip
        await pilot.press("t")
        await seen(pilot, "Local rule")
        pilot.app.screen.form.fields["rule"].control.value = "Schedule 4"
        await pilot.press("ctrl+s")
        await seen(pilot, "1 file by 22 Nov 2026 · Schedule 4")
        await pilot.press("n")
        await seen(pilot, "Certificate of which erasure", "all of a pupil")
        await pilot.press("enter")
        await seen(pilot, "Certificate of erasure", "Who gets it")
        pilot.app.screen.form.fields["path"].control.value = str(certificate)
        await pilot.press("ctrl+s")
        await noted(pilot, "Written:")

    walk_open(tmp_path / "case.sendtui", steps)
    assert "Schedule 4" in certificate.read_text(encoding="utf-8")
    assert "Erased, Zephyr" not in certificate.read_text(encoding="utf-8")


def test_the_inspectors_lists_and_last_years_file_are_looked_at_and_written(tmp_path: Path) -> None:
    copied(_filled, tmp_path)
    came = Path(__file__).parents[1] / "formats" / "golden" / "sen2_2026.xml"
    book = tmp_path / "annex.xlsx"

    async def steps(pilot: Pilot[Any]) -> None:
        await go(pilot, "n", "SEN2 2027", "Annex A")
        await open_list(pilot, "Annex A", "List 1: 2 plans", "AX06", "Thistlewick, Zephyr: UPN")
        lines = pilot.app.screen.query_one("#found")
        lines.cursor = next(
            n for n in range(lines.count) if "Thistlewick, Zephyr: UPN" in lines.get_row(n).words
        )
        await pilot.press("enter")
        await until(pilot, "the UPN is asked", lambda: "upn" in getattr(
            getattr(pilot.app.screen, "form", None), "fields", ()))  # fmt: skip
        assert pilot.app.screen.form.fields["upn"].control.has_focus
        await pilot.press("escape")
        await pilot.press("f")
        await seen(pilot, "Annex A, lists 1 and 2", "Workbook")
        pilot.app.screen.form.fields["path"].control.value = str(book)
        pilot.app.screen.form.fields["way"].control.value = "plain"
        await pilot.press("ctrl+s")
        await seen(pilot, "Write a plain file?")
        pilot.app.screen.form.fields["word"].control.value = "PLAIN"
        if "same" in pilot.app.screen.form.fields:
            pilot.app.screen.form.fields["same"].control.value = "2"
        await pilot.press("ctrl+s")
        await noted(pilot, "Written:")
        await pilot.press("escape")
        await seen(pilot, "SEN2 2027", "Audit")
        await open_list(pilot, "Audit", "2 plans drawn across the ages", "points of law or format")
        await pilot.press("escape")
        await seen(pilot, "SEN2 2027", "Audit")
        await open_list(pilot, "SEN2", "persons in the return")
        await pilot.press("c")
        await seen(pilot, "Last year’s return")
        await name(pilot, came)
        await seen(pilot, "sen2_2026.xml:", "gone", "new")

    walk_open(tmp_path / "case.sendtui", steps)
    assert book.read_bytes().startswith(b"PK")
