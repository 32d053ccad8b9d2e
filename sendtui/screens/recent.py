"""The pupils opened last, to choose from."""

from typing import TYPE_CHECKING

from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import recents

if TYPE_CHECKING:
    from sendtui.screens.comforts import Comforts


async def choose(app: "Comforts") -> None:
    """Ask which of the pupils opened last, and open them."""
    found = await app.desk.call(recents.recent, tuple(app.opened_last), app.today)
    # The one in front is where one is already.
    here = app.pupil if app.current_mode.startswith("pupil") else ""
    options = [
        Option(each.id, each.name, " · ".join(filter(None, (each.class_name, each.status_label))))
        for each in found
        if each.id != here
    ]
    empty = "No other pupil has been opened yet."
    chosen = await app.push_screen_wait(Choose("Pupils opened last", options, empty=empty))
    if chosen:
        app.open_pupil(chosen)
