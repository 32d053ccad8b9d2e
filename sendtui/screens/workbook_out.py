"""Tables on their way to a workbook: where to, for whom, whose data it is, and its password."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem
from sendtui.screens import leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import RECIPIENT, proposed
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.services import protection, workbooks


async def ask(
    screen: DataScreen[None], tables: Sequence[Any], title: str, pupils: Sequence[str]
) -> None:
    """Ask where to and for whom, and write it. To be awaited in a worker."""
    written: list[tuple[Path, str]] = []

    async def save(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or "")).with_suffix(workbooks.ENDING)
        if not path.parent.is_dir():
            raise InvalidError((Problem("path", "", "There is no such folder."),))
        is_plain = values.get("way") == leaving.PLAIN
        password = "" if is_plain else protection.password()
        place = protection.place(path, workbooks.ENDING) if password else path
        if place.exists() and not await screen.app.push_screen_wait(
            Confirm("Replace the file?", "A file of this name is there already.", yes="Replace")
        ):
            raise InvalidError((Problem("path", "", "Choose another name."),))
        recipient = str(values.get("recipient") or "")
        going = leaving.Leaving(pupils, recipient, place, is_plain=is_plain)
        if pupils and not await leaving.agreed(screen, going):
            raise InvalidError((Problem("way", "", "Not agreed to: nothing was written."),))
        done = await sent(
            screen, workbooks.leave, path, tables, title=title, pupils=pupils,
            today=screen.face.today, password=password, recipient=recipient,
        )  # fmt: skip
        written.append((done, password))

    start = str(Path(proposed(title, "Returns")).with_suffix(workbooks.ENDING))
    asks: list[Ask | str] = [Ask("path", "Workbook", is_needed=True), RECIPIENT, leaving.ASK]
    begin = {"path": start, "way": leaving.PROTECTED}
    await screen.app.push_screen_wait(FormDialog(title, asks, begin, save=save, yes="Write"))
    for path, password in written:
        screen.say(f"Written: {path}")
        if password:
            await leaving.show_password(screen, password, path)
