"""What the palette offers beyond the keys of the screen: one table, each line a thing to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError
from sendtui.screens.widgets.dialog import Choose, Confirm, Option

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

Do = Callable[["SendtuiApp"], Awaitable[None]]

IDLE_CHOICES = (2, 5, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Deed:
    """A thing to do: its name in the code, its title, a note, and doing it."""

    name: str
    title: str
    note: str
    do: Do
    writes: bool = False

    def is_possible(self, app: "SendtuiApp") -> bool:
        """Whether it can be done now."""
        return not app.is_locked and not (self.writes and app.read_only)


async def _back_up(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    app.notify("Writing a backup …", markup=False)
    made = await app.call(casefile.back_up)
    app.notify(f"Backed up and verified: {made.name} in {made.parent}", markup=False)


async def _verify(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    app.notify("Checking every page, table and chain …", markup=False)
    found = await app.call(casefile.verify)
    app.notify(" ".join(found) or "The case file is sound.", markup=False)


async def _lock_after(app: "SendtuiApp") -> None:
    from sendtui.services import preferences

    options = [Option(str(n), f"{n} minutes") for n in IDLE_CHOICES]
    chosen = await app.push_screen_wait(Choose("Lock when nobody types for", options))
    if chosen:
        await app.call(preferences.lock_after, int(chosen))
        app.idle_minutes = int(chosen)
        app.notify(f"It locks after {chosen} minutes without a key.", markup=False)


async def _remember(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    sure = Confirm(
        "Open with this computer’s keyring?",
        "Whoever is logged in to this computer as you can then open the case file without the "
        "passphrase, until it locks after idle minutes. Only for a computer that is yours alone.",
        yes="Use the keyring",
        no="No",
    )
    if await app.push_screen_wait(sure):
        await app.call(casefile.remember)
        app.notify("This computer’s keyring opens the case file from now on.", markup=False)


async def _forget(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    await app.call(casefile.forget)
    app.notify("Only the passphrase or the recovery key opens the case file now.", markup=False)


async def _theme(app: "SendtuiApp") -> None:
    options = [Option(name, name) for name in sorted(app.available_themes)]
    chosen = await app.push_screen_wait(Choose("Colours", options))
    if chosen:
        app.theme = chosen


def _told(do: Do) -> Do:
    async def done(app: "SendtuiApp") -> None:
        try:
            await do(app)
        except SendtuiError as problem:
            app.notify(str(problem), title="This did not work", severity="error", markup=False)

    return done


DEEDS = tuple(
    Deed(name, title, note, _told(do), writes)
    for name, title, note, do, writes in (
        ("back-up", "Back up now", "sendtui backup", _back_up, True),
        ("verify", "Check the case file", "sendtui verify", _verify, False),
        ("lock-after", "Lock after how many idle minutes", "", _lock_after, True),
        ("remember", "Open with this computer’s keyring", "", _remember, True),
        ("forget", "Stop opening with the keyring", "", _forget, True),
        ("theme", "Change the colours", "", _theme, False),
    )
)
"""Everything the palette offers that has no key of its own."""
