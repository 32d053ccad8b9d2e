"""A report on its way to a file: where to, for whom, with small numbers or without, protected."""

from collections.abc import Sequence
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.models.report_page import ReportPage
from sendtui.screens import leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import RECIPIENT, proposed
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.services import protection, reports

_SMALL = Ask(
    "small",
    "Numbers of 1 to 4",
    "choice",
    options=(("left", "Left out"), ("kept", "Kept, it stays here")),
    is_needed=True,
)


async def ask(
    screen: DataScreen[None],
    page: ReportPage,
    pupils: Sequence[str] = (),
    *,
    suppressed: ReportPage | None = None,
    ending: str = ".pdf",
) -> None:
    """Ask where to and for whom, and write it. To be awaited in a worker.

    `suppressed` is the same with small numbers left out, where that can be chosen.
    """
    endings = ", ".join(reports.ENDINGS)
    asks: list[Ask | str] = [
        Ask("path", "File", hint=f"ends in {endings}", is_needed=True),
        RECIPIENT,
    ]
    if suppressed is not None and not pupils:
        asks.append(_SMALL)
    if pupils:
        asks.append(leaving.ASK)
    place = str(Path(proposed(page.title, "Report")).with_suffix(ending))
    start = {"path": place, "small": "left", "way": leaving.PROTECTED}
    written: list[tuple[Path, str]] = []

    async def save(values: dict[str, object]) -> None:
        path = _path(values)
        is_plain = not pupils or values.get("way") == leaving.PLAIN
        password = "" if is_plain else protection.password()
        path = protection.place(path, path.suffix) if password else path
        if path.exists() and not await screen.app.push_screen_wait(
            Confirm("Replace the file?", "A file of this name is there already.", yes="Replace")
        ):
            raise InvalidError((Problem("path", "", "Choose another name."),))
        recipient = str(values.get("recipient") or "")
        going = leaving.Leaving(pupils, recipient, path, is_plain=is_plain)
        if pupils and not await leaving.agreed(screen, going):
            return
        shown = suppressed if suppressed is not None and values.get("small") == "left" else page
        done = await sent(
            screen, reports.write, shown, path, screen.face.today,
            pupils=pupils, recipient=recipient, password=password,
        )  # fmt: skip
        written.append((done, password))

    known = {each.name for each in asks if isinstance(each, Ask)}
    start = {name: value for name, value in start.items() if name in known}
    form = FormDialog(page.title, asks, start, save=save, yes="Write")
    await screen.app.push_screen_wait(form)
    for path, password in written:
        screen.say(f"Written: {path}")
        if password:
            await leaving.show_password(screen, password, path)


def _path(values: dict[str, object]) -> Path:
    """Where it goes. Raises InvalidError for a place or an ending that cannot be."""
    path = typed_path(str(values.get("path") or ""))
    if path.suffix.lower() not in reports.ENDINGS:
        endings = ", ".join(reports.ENDINGS)
        raise InvalidError((Problem("path", "", f"End its name in {endings}."),))
    if not path.parent.is_dir():
        raise InvalidError((Problem("path", "", "There is no such folder."),))
    return path
