"""A hand-over pack that came: opened, shown, taken in, and its receipt written."""

import asyncio
from pathlib import Path

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Notice, Option
from sendtui.services import pack_open, pack_receipts, pack_receive
from sendtui.services.labels import title
from sendtui.services.pack_open import Come
from sendtui.services.pack_receive import NEW, PackPreview

ENDINGS = (".zip", pack_open.SEALED)


async def take_in(screen: DataScreen[None], path: Path) -> None:
    """Open it, ask what only a person knows, and take it in. To be awaited in a worker."""
    come = await _opened(screen, path)
    if come is None:
        return
    into = ""
    shown = await screen.ask(pack_receive.preview, come, into)
    if shown.is_question:
        options = [Option(id_, name, "is here already") for id_, name in shown.alike]
        options.append(Option(NEW, "Somebody new", "add them"))
        chosen = await screen.app.push_screen_wait(Choose(f"Who is {shown.name}?", options))
        if chosen is None:
            return
        into = chosen
        shown = await screen.ask(pack_receive.preview, come, into)
    if shown.brings_nothing:
        await screen.app.push_screen_wait(Notice("Nothing new", in_words(come, shown)))
        await _receipt(screen, come, path)
        return
    sure = Confirm("Take this in?", in_words(come, shown), yes="Take in", no="Leave it")
    if not await screen.app.push_screen_wait(sure):
        return
    done = await screen.ask(pack_receive.receive, come, shown, screen.face.today, into)
    screen.say(f"Taken in: {counted(done.added, 'record')}, "
               f"{counted(done.documents, 'document')}. Ctrl+Z takes it back.")  # fmt: skip
    await _receipt(screen, come, path)


async def _opened(screen: DataScreen[None], path: Path) -> Come | None:
    today, come = screen.face.today, list[Come]()
    if not await asyncio.to_thread(pack_open.wants_password, path):
        return await screen.ask(pack_open.opened, path, today)

    async def look(values: dict[str, object]) -> None:
        password = str(values["password"]).strip()
        try:
            come[:] = [await screen.ask(pack_open.opened, path, today, password)]
        except SendtuiError as wrong:
            raise InvalidError((Problem("password", "", str(wrong)),)) from None

    asks = (
        "The school that sent it tells you its password by phone, or face to face.",
        Ask("password", "Password", is_needed=True),
    )
    form = FormDialog(path.name, asks, {}, save=look, yes="Open it")
    return come[0] if await screen.app.push_screen_wait(form) and come else None


async def _receipt(screen: DataScreen[None], come: Come, path: Path) -> None:
    """Where the receipt goes; it can be left for another time."""
    stem = path.name.removesuffix(path.suffix)
    target = await screen.app.push_screen_wait(
        SaveAs("The receipt, to send back",
               "It says which pack was taken in, when and where, and names nobody. Escape leaves "
               "it; the same pack opened again writes it.",
               str(path.with_name(f"{stem}{pack_receipts.ENDING}")), may_replace=True)
    )  # fmt: skip
    if target is not None:
        await screen.ask(pack_receipts.write, come, target, screen.face.today)
        screen.say(f"The receipt is in {target}: send it back.")


def in_words(come: Come, shown: PackPreview) -> str:
    """What a pack would do, in a few lines."""
    sealed = "" if come.by in ("password", "plain") else f", sealed by {come.by}"
    who = f"known here by {shown.by}" if shown.into else "new here"
    lines = [
        f"{shown.name}: {who}",
        f"From {shown.source}, made {come.pack.head.made_on:%d/%m/%Y}{sealed}",
    ]
    for at, says in enumerate(("New", "Here already", "Differs and stays"), 1):
        kinds = [f"{each[0]} {each[at]}" for each in shown.records if each[at]]
        if kinds:
            lines.append(f"{says}: {', '.join(kinds)}")
    if shown.documents:
        lines.append(f"{counted(shown.documents, 'document')} with them")
    if shown.kept:
        lines.append(f"Stays: {', '.join(title('pupil', each) for each in shown.kept)}")
    if shown.left_out:
        lines.append(f"{counted(shown.left_out, 'confidential record')} not in it: ask them")
    return "\n".join(lines)
