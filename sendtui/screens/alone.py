"""What needs the case file alone: it is closed for that, and opened again afterwards."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import App

from sendtui.services import casefile
from sendtui.services.casefile import Unlock

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

T = TypeVar("T")


async def alone(
    app: "App[object]", passphrase: str, work: Callable[[Path, Unlock], T], *, tell: bool = True
) -> T:
    """Do what needs the case file alone, and go on with it open; gives what it gave.

    Without `tell` the screens in front are not read anew: those of others are when they come back.
    Raises LockedError for a passphrase that does not open it, before anything is closed.
    """
    ours, unlock = cast("SendtuiApp", app), Unlock(passphrase=passphrase)
    await asyncio.to_thread(casefile.find_key, ours.path, unlock)
    await ours.desk.lock()
    try:
        return await asyncio.to_thread(work, ours.path, unlock)
    finally:
        opened = await asyncio.to_thread(
            casefile.open_store, ours.path, unlock, read_only=ours.read_only
        )
        ours.desk.put(opened)
        await ours.look(tell=tell)


async def leave_for_good(
    app: "App[object]", work: Callable[[Path], T], says: Callable[[T], str]
) -> None:
    """Do what ends the case file, and end the app with a word about it."""
    ours = cast("SendtuiApp", app)
    await ours.desk.lock()
    done = await asyncio.to_thread(work, ours.path)
    ours.exit(message=says(done))
