"""The form of what letters say of whoever writes them."""

from typing import Any

from sendtui.models.setting import SettingIn
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import asks_of
from sendtui.screens.widgets.dialog import Option
from sendtui.services import drafts, letterhead

OPTION = Option("head", "Letterhead, SENDIASS, mediation adviser", "once for all letters")
"""What a list of letters offers beside them."""


async def ask(screen: DataScreen[Any]) -> None:
    """Change the letterhead. To be awaited in a worker."""
    found = await screen.ask(letterhead.head)

    async def save(values: dict[str, object]) -> None:
        await screen.ask(letterhead.change, values, found.heads)

    asks = asks_of(
        SettingIn,
        letterhead.FIELDS,
        labels={"senco": "Who signs", "senco_contact": "How to reach them"},
    )
    form = Asked(
        "Letterhead",
        drafts.key("letterhead"),
        asks,
        save,
        {name: found.values[name] for name in letterhead.FIELDS},
        only_changes=True,
    )
    await drafted.ask(screen, form)
