"""Forms filled in by the keys alone: to each field by its letter, each value typed or chosen."""

from typing import Any

from textual.pilot import Pilot
from textual.widgets._select import SelectOverlay

from sendtui.screens.widgets.controls import Few, Pick
from sendtui.screens.widgets.form import Form
from tests.screens.pupils_at_hand import write
from tests.screens.test_a_school_year import to_field
from tests.screens.waiting import until


async def typed(pilot: Pilot[Any], **raw: str) -> None:
    """Go to each field of the form in front by its letter and fill it in by keys."""
    form = pilot.app.screen.query_one(Form)
    for name, said in raw.items():
        await to_field(pilot, name)
        control = form.fields[name].control
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
            await write(pilot, said)


def _highlighted(control: Pick) -> str:
    overlay = control.query_one(SelectOverlay)
    place = overlay.highlighted
    return "" if place is None else str(overlay.get_option_at_index(place).prompt)
