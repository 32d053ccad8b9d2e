"""One thing done to the pupils that are marked: which, what of it, the preview, and the act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sendtui.errors import InvalidError
from sendtui.screens.base import DataScreen
from sendtui.screens.bulk_preview import BulkPreview
from sendtui.screens.own_fields import typed
from sendtui.screens.register_bulk_forms import NOTES, form
from sendtui.screens.register_filters import pupils as counted
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.services import bulk, custom_fields
from sendtui.services.bulk import TITLES, Step
from sendtui.services.bulk_known import PUPIL_FIELDS, What
from sendtui.services.custom_fields import OwnField


async def ask(screen: DataScreen[None], pupils: Sequence[str]) -> bool:
    """Ask what is to be done to these pupils, show what it would do, and do it; whether it was.

    To be awaited in a worker.
    """
    chosen = await _chosen(screen, len(pupils))
    if chosen is None:
        return False
    what, own = chosen
    today = screen.face.today
    asked = await form(screen, what, own)
    found: list[tuple[Step, bulk.Preview]] = []

    async def save(values: dict[str, object]) -> None:
        # What holds for nobody is said at its field, while the form is still open.
        try:
            step = _step(what, own, values, today)
            found[:] = [(step, await screen.ask(bulk.preview, pupils, step, today))]
        except InvalidError as error:
            raise InvalidError(
                tuple(
                    p if p.field in asked.names else replace(p, field="value")
                    for p in error.problems
                )
            ) from None

    title = own.name if own else TITLES[what]
    dialog = FormDialog(
        f"{title}: {counted(len(pupils))}", asked.asks, asked.start, save=save, yes="Preview"
    )
    if await screen.app.push_screen_wait(dialog) is None:
        return False
    step, shown = found[0]
    if not await screen.app.push_screen_wait(BulkPreview(shown, note=shown.note)):
        screen.say("Nothing was changed.")
        return False
    number = await screen.ask(bulk.do, pupils, step, today, shown)
    screen.say(f"Done for {counted(number)}. Ctrl+Z takes all of it back.")
    return True


async def _chosen(screen: DataScreen[None], number: int) -> tuple[What, OwnField | None] | None:
    fields = await screen.ask(custom_fields.all_of)
    known = {f"own/{one.id}": one for one in fields}
    options = [
        Option(what, title, NOTES.get(what, "")) for what, title in TITLES.items() if what != "own"
    ]
    options += [Option(name, one.name, "a field of our own") for name, one in known.items()]
    chosen = await screen.app.push_screen_wait(Choose(f"For {counted(number)}", options))
    if chosen is None:
        return None
    own = known.get(chosen)
    return ("own", own) if own else (next(w for w in TITLES if w == chosen), None)


def _step(what: What, own: OwnField | None, values: dict[str, object], today: date) -> Step:
    """What was typed, as a step; raises InvalidError for what a field of our own does not hold."""
    if own is not None:
        return Step("own", typed(own, values.get("value"), today), own=own)
    text = values.pop("said" if what == "contact" else "value", "") or ""
    on = values.pop("on", None)
    more: dict[str, Any] = {name: each for name, each in values.items() if each not in (None, "")}
    day = on if isinstance(on, date) else None
    value = " ".join(str(text).split()) if what in PUPIL_FIELDS else str(text)
    return Step(what, value.upper() if what == "nc_year" else value, day, more)
