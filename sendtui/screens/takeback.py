"""Undo and redo that name the act before they turn it round."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import DAYS, MONTHS
from sendtui.screens.widgets.columns import fit_text
from sendtui.screens.widgets.dialog import Confirm

LONG = 40
"""Letters of a field's words that are shown."""

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.services.past import Act


async def take_back(app: "SendtuiApp") -> None:
    """Name this copy's last act, and take it back if that is wanted."""
    from sendtui.services import past

    act = await app.call(past.can_undo)
    if act is None:
        app.notify("There is nothing to undo here.", markup=False)
        return
    asked = Confirm("Undo?", f"{_named(act)}\n\nCtrl+Y brings it back.", yes="Undo", no="Keep it")
    if await app.push_screen_wait(asked):
        await _turn(app, "Undone", past.undo)


async def bring_back(app: "SendtuiApp") -> None:
    """Name what was taken back last, and bring it back if that is wanted."""
    from sendtui.services import past

    act = await app.call(past.can_redo)
    if act is None:
        app.notify("There is nothing to bring back.", markup=False)
        return
    asked = Confirm("Bring it back?", _named(act), yes="Bring back", no="No")
    if await app.push_screen_wait(asked):
        await _turn(app, "Brought back", past.redo)


async def _turn(app: "SendtuiApp", done: str, service: Callable[[Any], str]) -> None:
    try:
        label = await app.call(service)
    except SendtuiError as problem:
        app.notify(str(problem), title="This did not work", severity="error", markup=False)
    else:
        app.notify(f"{done}: {label}", markup=False)


def _named(act: "Act") -> str:
    when = act.when.astimezone()
    day = f"{DAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"
    who = f" by {act.who}" if act.who else ""
    about = ", ".join(act.about)
    more = act.pupils - len(act.about)
    about += f" and {counted(more, 'more pupil')}" if more else ""
    told = f"“{act.label}”{who}, {day} at {when:%H:%M}"
    fields = (f"{edit.label}: {_short(edit.after)} -> {_short(edit.before)}" for edit in act.edits)
    return "\n".join(filter(None, (told, about, *fields)))


def _short(value: str) -> str:
    """What a field says, as far as it takes to know it again."""
    return fit_text(value, min(len(value), LONG)).rstrip() or "nothing"
