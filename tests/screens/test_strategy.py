"""The inclusion strategy by keys: drafted, changed line by line, checked and written out."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import casefile, inclusion
from tests.copies import copied
from tests.screens.opened import PASSPHRASE, TODAY, seen, walk_open
from tests.screens.pupils_at_hand import form_of, put, saved
from tests.screens.test_insight import _provided
from tests.screens.waiting import until


def _outcomes(pilot: Pilot[Any]) -> int:
    view = getattr(pilot.app.screen, "_view", None)
    return len(view.of("outcome")) if view is not None else -1


def test_a_strategy_is_drafted_mended_checked_and_written(tmp_path: Path) -> None:
    copied(_provided, tmp_path)
    case, target = tmp_path / "case.sendtui", tmp_path / "strategy.docx"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f8")
        await seen(pilot, "0 times in the week")
        await pilot.press("end", "enter")
        await seen(pilot, "d drafts it from the record")
        await pilot.press("d")
        await seen(pilot, "people say why")
        await pilot.press("y")
        await seen(pilot, "Intent: empty")
        form = await form_of(pilot, "enter")
        put(form, intent="[/x] Everybody joins in.", authorised_by="Governors")
        await saved(pilot)
        await seen(pilot, "Intent: [/x] Everybody joins in.")
        form = await form_of(pilot, "a")
        put(form, what="[/x] Quiet room", barriers="first", reach="universal", cost_pence="120")
        await pilot.press("ctrl+s")
        await seen(pilot, "Give the numbers of barriers")
        put(form, barriers="1", principles="accessible, culture")
        await saved(pilot)
        await seen(pilot, "[/x] Quiet room", "£120")
        await pilot.press("c")
        await seen(pilot, "What is missing", "Published on is empty")
        await pilot.press("escape")
        form = await form_of(pilot, "f")
        put(form, path=str(target))
        await pilot.press("ctrl+s")
        await until(pilot, "it is written", target.exists)
        await until(pilot, "the form closes", lambda: not pilot.app.screen.query("Form"))
        put(await form_of(pilot, "o"), what="[/x] By mistake")
        await saved(pilot)
        await seen(pilot, "[/x] By mistake")
        await pilot.press("end", "delete")
        await seen(pilot, "Remove it?")
        await pilot.press("y")
        await until(pilot, "it is gone", lambda: _outcomes(pilot) == 0)

    walk_open(case, steps)

    with casefile.open_store(case, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        found = inclusion.current(store, TODAY)
    (room,) = [line for line in found.of("activity") if "Quiet" in line.what]
    assert (room.barriers, room.reach, room.cost_pence) == ((1,), "universal", 12_000)
    assert room.principles == ("accessible", "culture")
    assert found.authorised_by == "Governors"
