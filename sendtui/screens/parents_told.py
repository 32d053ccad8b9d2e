"""That the parents of many were told of SEN Support: one date and one way, in one act."""

from collections.abc import Sequence
from datetime import date

from sendtui.models.status import StatusIn
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import asks_of
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.services import statuses

NOTE = "Only what was done: the law asks that each of them is told (s.68). Ctrl+Z takes it back."


async def ask(screen: DataScreen[None], steps: Sequence[str], today: date) -> bool:
    """Ask when and how, and write it down for these steps of the SEN status; whether it was.

    To be awaited in a worker.
    """
    number = counted(len(steps), "pupil")

    async def save(values: dict[str, object]) -> None:
        on, how = values.get("parents_told_on"), str(values.get("parents_told_how") or "")
        if isinstance(on, date):
            await screen.ask(statuses.tell_parents_of, steps, on, how, today)

    asks = asks_of(
        StatusIn,
        ("parents_told_on", "parents_told_how"),
        labels={"parents_told_on": "Told on", "parents_told_how": "How"},
        hints={"parents_told_how": "meeting, phone, letter"},
        prefer={"parents_told_on": "past"},
    )
    form = FormDialog(
        f"Parents told of SEN Support: {number}",
        [NOTE, *asks],
        {"parents_told_on": today},
        save=save,
        yes=f"Save for {number}",
    )
    if await screen.app.push_screen_wait(form) is None:
        return False
    screen.say(f"Written down for {number}. Ctrl+Z takes it back.")
    return True
