"""What the palette offers about this case file and this computer: safety, settings and looks."""

from typing import TYPE_CHECKING

from sendtui.screens.deeds import Deed
from sendtui.screens.widgets.dialog import Choose, Confirm, Option

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

IDLE_CHOICES = (2, 5, 10, 15, 30, 60)


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


async def _twelve_months(app: "SendtuiApp") -> None:
    from sendtui.rules.clocks.review import ARGUED
    from sendtui.services import preferences

    now = await app.call(preferences.twelve_months_from)
    brief = {"decision": "it completes the review", "meeting": "a late decision puts nothing off"}
    options = [
        Option(each, f"The {each} of the last review{', as now' if each == now else ''}", why)
        for each, why in brief.items()
    ]
    chosen = await app.push_screen_wait(Choose("Count the next 12 months from", options))
    if chosen:
        await app.call(preferences.count_twelve_months_from, chosen)
        said = f"The next 12 months count from the {chosen} in this setting. "
        argued = next(words for each, words in ARGUED.items() if each == chosen)
        app.notify(said + argued, markup=False)


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
    named = app.named_themes()
    options = [
        Option(name, title, "in use" if name == app.theme else "") for name, title in named.items()
    ]
    chosen = await app.push_screen_wait(Choose("Colours", options))
    if chosen:
        app.put_on(chosen)
        app.notify(f"{named[chosen]}, also the next time.", title="Colours", markup=False)


async def _compact(app: "SendtuiApp") -> None:
    app.pack(is_compact=not app.looks.compact)
    how = "are left out" if app.looks.compact else "are back"
    app.notify(f"Blank lines {how}, also the next time.", markup=False)


async def _copy_all(app: "SendtuiApp") -> None:
    app.copy_all()


async def _show_words(app: "SendtuiApp") -> None:
    app.show_words()


OF_FILE = (
    Deed("back-up", "Back up now", "sendtui backup", _back_up, writes=True, also="save copy"),
    Deed("verify", "Check the case file", "sendtui verify", _verify, also="damaged sound test"),
    Deed(
        "lock-after",
        "Lock after how many idle minutes",
        "",
        _lock_after,
        writes=True,
        also="time settings",
    ),
    Deed(
        "twelve-months",
        "What a plan’s next 12 months count from",
        "sendtui case anchor",
        _twelve_months,
        writes=True,
        also="annual review meeting decision setting",
    ),
    Deed(
        "remember", "Open with this computer’s keyring", "", _remember, writes=True, also="password"
    ),
    Deed("forget", "Stop opening with the keyring", "", _forget, writes=True, also="password"),
    Deed(
        "theme",
        "Change the colours",
        "",
        _theme,
        also="theme dark light high contrast colour blind color terminal looks",
    ),
    Deed("compact", "Fewer blank lines, or more", "", _compact, also="compact dense small looks"),
    Deed("copy-all", "Copy this list for a spreadsheet", "", _copy_all, also="clipboard excel"),
    Deed(
        "show-words",
        "Show the words on this screen, to copy them",
        "",
        _show_words,
        also="clipboard text select plain",
    ),
)
"""A line for each."""
