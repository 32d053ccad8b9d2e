"""The bundle for the authority: for what, whose wording, looked at and written."""

from typing import Any

from sendtui.rules.bundle import PURPOSES
from sendtui.rules.counting import counted
from sendtui.screens import page_out
from sendtui.screens.base import DataScreen
from sendtui.screens.page_out import Out
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import bundles


async def ask(screen: DataScreen[Any], pupil: str) -> None:
    """Choose what it is for, show it with what is missing, and write it.

    To be awaited in a worker.
    """
    options = [Option(code, words) for code, words in PURPOSES.items()]
    chosen = await screen.app.push_screen_wait(Choose("A bundle for the authority", options))
    if not chosen:
        return
    found = await screen.ask(bundles.gather, pupil, chosen, screen.face.today)
    minds = (
        [f"{counted(len(found.missing), 'thing')} missing, at its end."] if found.missing else []
    )
    if found.left_out:
        minds.append(f"{counted(found.left_out, 'confidential record')} left out.")
    minds.append("Read it first: a first name alone of another child stays in it.")
    name = f"{found.name} {found.purpose}"
    out = Out(found.page, found.what, [pupil], "the local authority", name, " ".join(minds))
    await page_out.write(screen, out)
