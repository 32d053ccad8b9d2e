"""Sending what was refused: because somebody may not receive it, or it holds confidential records.

The reason is typed and kept in the log of what left; nothing is sent without it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.services.confidential import HeldBackError
from sendtui.services.recipients import BarredError

T = TypeVar("T")


async def sent(
    screen: DataScreen[Any], service: Callable[..., T], *args: object, **said: object
) -> T:
    """What a service that writes a file gives; asks why it is to be sent all the same.

    To be awaited in a worker. Raises what the service raises, once nobody gives a reason.
    """
    while True:
        try:
            return await screen.ask(service, *args, **said)
        except BarredError as problem:
            if not (reason := await _reason(screen, str(problem))):
                raise
            said = {**said, "although": reason}
        except HeldBackError as problem:
            if not await _along(screen, str(problem)):
                raise
            said = {**said, "with_confidential": True}


async def _reason(screen: DataScreen[Any], says: str) -> str:
    asks: list[Ask | str] = [
        says.partition(" If it is right")[0],
        Ask("although", "Although", hint="why it is right all the same; kept in the log",
            is_needed=True),
    ]  # fmt: skip
    form = FormDialog("They may not receive this", asks, {}, yes="Send it all the same")
    found = await screen.app.push_screen_wait(form)
    return str(found["although"]) if found else ""


async def _along(screen: DataScreen[Any], says: str) -> bool:
    sure = Confirm(
        "Confidential records would be on it",
        says.partition(" --with")[0],
        yes="Put them on it",
        no="Leave it",
    )
    agreed: bool | None = await screen.app.push_screen_wait(sure)
    return agreed is True
