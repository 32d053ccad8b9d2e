"""What is new since last time, looked at, copied or written, and next time from here."""

from typing import Any

from sendtui.screens import page_out
from sendtui.screens.base import DataScreen
from sendtui.screens.page_out import Out
from sendtui.screens.widgets.dialog import Choose, Confirm, Option
from sendtui.services import case_since, page_files

COPY, FILE, FROM = "copy", "file", "from"


async def ask(screen: DataScreen[Any]) -> None:
    """Show what is new, copy or write it, and ask whether next time begins here.

    To be awaited in a worker.
    """
    today = screen.face.today
    found = await screen.ask(case_since.since, today)
    if not found.cases:
        screen.say("Nothing is new since last time.")
        return
    page = case_since.page(found, today)
    options = (
        Option(COPY, "Copy it, to paste it there"),
        Option(FILE, "Look at it, and write it to a file: Word, text or PDF"),
    )
    chosen = await screen.app.push_screen_wait(Choose("New since last time", options))
    whose = sorted({each.pupil for each in found.cases})
    if chosen == COPY:
        screen.app.copy_to_clipboard(page_files.words(page))
    elif chosen == FILE:
        out = Out(page, "Since last time, of EHC cases", whose, "", "since last time")
        if await page_out.write(screen, out) is None:
            return
    else:
        return
    says = "What you have taken over now is not shown again then."
    if await screen.app.push_screen_wait(
        Confirm("Begin from here next time?", says, yes="From here", no="Show it again")
    ):
        await screen.ask(case_since.remember, found)
