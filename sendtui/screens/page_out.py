"""A page written to a file: looked at first, then where to, and with a password unless printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sendtui.errors import SendtuiError
from sendtui.models.letter_page import LetterPage
from sendtui.screens import leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import start_of
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.printing import file_name
from sendtui.screens.pupil_letters import Preview
from sendtui.services import page_files, protection

PRINTS = ".pdf is printed; .docx and .txt get a password"


@dataclass(frozen=True, slots=True)
class Out:
    """A page to be written: what the log calls it, whose data, to whom and under which name."""

    page: LetterPage
    what: str
    pupils: Sequence[str]
    recipient: str
    name: str
    mind: str = ""


async def write(screen: DataScreen[Any], out: Out) -> Path | None:
    """Show the page, ask where to, and write it; where it was written, or None.

    To be awaited in a worker.
    """
    shown = Preview(out.what, out.mind, page_files.words(out.page), yes="To a file …")
    if not await screen.app.push_screen_wait(shown):
        return None
    start = start_of() + file_name(out.name, "page")
    asked = SaveAs("Where to?", f"{out.what}. {PRINTS}.", start, yes="Next", may_replace=True)
    path = await screen.app.push_screen_wait(asked)
    if path is None:
        return None
    page_files.require_form(path)
    password = ""
    if path.suffix.lower() != ".pdf":
        place = protection.place(path, path.suffix.lower())
        if place != path and place.exists():
            raise SendtuiError(f"There is a file {place.name} already: choose another name.")
        if not await leaving.agreed(screen, leaving.Leaving(out.pupils, out.recipient, place)):
            return None
        password = protection.password()
    written = await sent(
        screen, page_files.write, path, out.page, screen.face.today, what=out.what,
        pupils=out.pupils, recipient=out.recipient, password=password,
    )  # fmt: skip
    screen.say(f"Written to {written}.")
    if password:
        await leaving.show_password(screen, password, written)
    return written
