"""Forms filled in by the keys alone: from field to field, each value typed or chosen."""

from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets._select import SelectOverlay

from sendtui.screens.widgets.controls import Few, Pick
from sendtui.screens.widgets.form import Form
from tests.screens.pupils_at_hand import write
from tests.screens.waiting import until


async def typed(pilot: Pilot[Any], **raw: str) -> None:
    """Go to each field of the form in front and fill it in by keys."""
    form = pilot.app.screen.query_one(Form)
    for name, said in raw.items():
        control = form.fields[name].control
        was_there = not await _to(pilot, control)
        if isinstance(control, Few):
            label = dict(control.options)[said]
            for _ in control.options:
                if control.raw != said:
                    await pilot.press(label[0].casefold())
        elif isinstance(control, Pick):
            await pilot.press("enter")
            await until(pilot, "the list is open", lambda c=control: c.expanded)  # type: ignore[misc]
            options = dict(form.fields[name].ask.options)
            for _ in options:
                if _highlighted(control) != options[said]:
                    await pilot.press("down")
            await pilot.press("enter")
            await until(pilot, f"{said} is chosen", lambda c=control, s=said: c.raw == s)  # type: ignore[misc]
        else:
            # A line that the keys come to is selected, so that typing replaces it.
            if was_there or isinstance(pilot.app.focused, TextArea):
                await pilot.press("end", "shift+home")
            await write(pilot, said)


async def _to(pilot: Pilot[Any], control: Widget) -> bool:
    """Go to a control by Tab, round and round; whether the keys were elsewhere."""
    begun = pilot.app.focused
    while not _has_keys(pilot, control):
        before = pilot.app.focused
        await pilot.press("tab")
        await until(pilot, "the keys are elsewhere", lambda b=before: pilot.app.focused is not b)  # type: ignore[misc]
        assert pilot.app.focused is not begun, "no Tab leads there"
    return pilot.app.focused is not begun


def _has_keys(pilot: Pilot[Any], control: Widget) -> bool:
    focused = pilot.app.focused
    return focused is not None and control in focused.ancestors_with_self


def _highlighted(control: Pick) -> str:
    overlay = control.query_one(SelectOverlay)
    place = overlay.highlighted
    return "" if place is None else str(overlay.get_option_at_index(place).prompt)
