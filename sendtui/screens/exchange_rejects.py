"""Where the lines go that were not taken in, and whether the file has a password."""

from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.leaving import ASK, PLAIN, PROTECTED
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.services import exports, protection

TITLE = "Save the rejected lines"


async def ask_where(screen: DataScreen[None], lines: int, where: str) -> tuple[Path, str] | None:
    """Ask how and where they are kept: the file and its password, "" for a plain one.

    To be awaited in a worker.
    """
    given: dict[str, object] = {}

    async def check(values: dict[str, object]) -> None:
        is_plain = values.get("way") == PLAIN
        if is_plain and str(values.get("word") or "").strip().casefold() != exports.CONSENT:
            raise InvalidError((Problem("word", "", f"Type {exports.CONSENT}, or Escape."),))
        given.update(values)

    hint = "only for a file without a password"
    asks: list[Ask | str] = [
        f"{counted(lines, 'line')}, as in the file, with the reason in the last column. Mend them "
        "in a spreadsheet, import that list, and delete the file.",
        ASK,
        Ask("word", f"Type {exports.CONSENT}", hint=hint),
    ]
    form = FormDialog(TITLE, asks, {"way": PROTECTED}, save=check, yes="Go on")
    if await screen.app.push_screen_wait(form) is None:
        return None
    is_plain = given.get("way") == PLAIN
    path = Path(where)
    proposed = where if is_plain else where + protection.place(path, ".csv").name[len(path.name) :]
    target = await screen.app.push_screen_wait(SaveAs(TITLE, "The file:", proposed))
    if target is None:
        return None
    if is_plain:
        return target, ""
    return protection.place(target, ".csv"), protection.password()
