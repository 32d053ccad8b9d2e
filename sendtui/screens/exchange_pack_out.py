"""What goes on with a pupil who moves: a hand-over pack, or a Common Transfer File."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.screens import leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.exchange_paths import size_words, start_of, typed_path, why_not
from sendtui.screens.exchange_pickers import SaveAs
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.services import exports, pack, pack_open, peers, protection, transfer
from sendtui.services.confidential import HeldBackError
from sendtui.services.pack_story import Contents

PASSWORD = "password"


async def write_pack(screen: DataScreen[Any], pupil: str) -> None:
    """Show what would go, ask to whom and where, and write it. To be awaited in a worker."""
    today, along = screen.face.today, False
    name = (await screen.ask(protection.whose, [pupil])).says()
    try:
        found = await screen.ask(pack.look, pupil, today)
    except HeldBackError as problem:
        says = str(problem).partition(" --with")[0]
        sure = Confirm("Everything is confidential", says, yes="Let it go", no="Leave it")
        if not await screen.app.push_screen_wait(sure):
            return
        found, along = await screen.ask(pack.look, pupil, today, with_confidential=True), True
    running = [p for p in await screen.ask(peers.peers) if not p.expired(today)]
    ways: Options = (
        (PASSWORD, "Password, for anybody"),
        *((p.fingerprint, f"Sealed to {p.name}") for p in running),
    )
    asks: list[Ask | str] = [
        *_says(found),
        Ask("way", "Protected", "choice", options=ways, is_needed=True),
        Ask("to", "Setting", hint="where they move to"),
        Ask("urn", "URN", hint="of that setting, if you know it"),
    ]
    if found.left_out:
        asks.append(Ask("along", "Confidential", "choice", is_needed=True,
                        options=(("stays", "Stays here"), ("goes", "Goes too"))))  # fmt: skip
    start = {"way": PASSWORD, "along": "stays"}
    given = await screen.app.push_screen_wait(
        FormDialog(f"A pack about {name}", asks, start, yes="Next")
    )
    if not given:
        return
    sealed = next((p for p in running if p.fingerprint == given["way"]), None)
    to = sealed.name if sealed else str(given.get("to") or "")
    ending = pack_open.SEALED if sealed else ".zip"
    target = await screen.app.push_screen_wait(
        SaveAs("Where to?", f"{name}, to {to or 'nobody named'}",
               f"{start_of()}pack-{today.isoformat()}{ending}", yes="Next", may_replace=True)
    )  # fmt: skip
    if target is None or not await leaving.agreed(screen, leaving.Leaving([pupil], to, target)):
        return
    password = "" if sealed else protection.password()

    async def write() -> None:
        done = await sent(
            screen, pack.write, pupil, target, today, urn=str(given.get("urn") or ""),
            to=sealed.fingerprint if sealed else to, password=password,
            with_confidential=along or given.get("along") == "goes",
        )  # fmt: skip
        screen.say(f"Written: {done.path}. Pack {done.number} waits for its receipt.")
        if password:
            await leaving.show_password(screen, password, done.path)

    screen.act(write)


def _says(found: Contents) -> list[str]:
    size = f", {size_words(found.bytes)}" if found.bytes else ""
    documents = counted(len(found.documents), "document")
    lines = [f"Goes: {counted(found.count, 'record')}, {documents}{size}; "
             f"{', '.join(found.papers)}.",
             ", ".join(f"{what} {number}" for what, number in found.records)]  # fmt: skip
    if found.left_out or found.missing:
        stays = f"{counted(found.left_out, 'confidential record')}" if found.left_out else ""
        gone = f"{counted(found.missing, 'document')} not at hand" if found.missing else ""
        lines.append(f"Stays: {', '.join(filter(None, (stays, gone)))}.")
    return lines


async def write_transfer(screen: DataScreen[Any], pupils: Sequence[str], whose: str) -> None:
    """Ask which school and which folder, and write the file. To be awaited in a worker."""
    today, plan = screen.face.today, list[Path]()

    async def check(values: dict[str, object]) -> None:
        name = await screen.ask(transfer.file_name, str(values["dest"]))
        is_plain = values["way"] == leaving.PLAIN
        path = exports.place(typed_path(str(values["folder"])) / name, "xml",
                             is_protected=not is_plain)  # fmt: skip
        if reason := await asyncio.to_thread(why_not, path):
            raise InvalidError((Problem("folder", "", reason),))
        plan[:] = [path]

    asks = (
        "It says of itself which version it follows; the Department’s schema was not at hand. The "
        "School to School site takes it plain.",
        Ask("dest", "To (LAESTAB)", hint="7 digits; or unknown, or outside", is_needed=True),
        Ask("folder", "Folder", hint="the file gets its name by the rule", is_needed=True),
        leaving.ASK,
    )
    start = {"folder": start_of(), "way": leaving.PROTECTED}
    given = await screen.app.push_screen_wait(
        FormDialog(f"Transfer file: {whose}", asks, start, save=check, yes="Next")
    )
    if not given or not plan:
        return
    is_plain, dest = given["way"] == leaving.PLAIN, str(given["dest"])
    (path,) = plan
    if not await leaving.agreed(screen, leaving.Leaving(pupils, f"school {dest}", path, is_plain)):
        return
    password = "" if is_plain else protection.password()

    async def write() -> None:
        screen.say(f"Writing about {counted(len(pupils), 'pupil')} …")
        done = await sent(
            screen, transfer.leave, path.parent, pupils, dest, today, password=password
        )
        left = "; ".join(f"{what} {number}" for what, number in done.left_out)
        left = f" Left out, tell them another way: {left}." if left else ""
        screen.say(f"Written: {done.path or Path(done.name)}.{left}")
        if password and done.path:
            await leaving.show_password(screen, password, done.path)

    screen.act(write)
