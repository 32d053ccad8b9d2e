"""The work trays of the queue: opening one, keeping what is shown as one, forgetting one."""

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.services import case_list, work_trays
from sendtui.services.case_list import Asked

KEEP, FORGET = "keep/", "forget/"


async def choose(screen: DataScreen[None], asked: Asked, says: str) -> Asked | None:
    """Ask what to do with the trays; what to list now, or None. To be awaited in a worker.

    `asked` is listed now, and `says` what that is.
    """
    kept = {each.name: each for each in await screen.ask(work_trays.all_of)}
    options = []
    for each in kept.values():
        cases = await screen.ask(case_list.listing, screen.face.today, each.asked)
        options.append(Option(each.name, each.name, counted(len(cases), "case")))
    if says and not screen.face.read_only:
        options.append(Option(KEEP, "+ Keep what is shown", says))
    if not screen.face.read_only:
        options += [Option(f"{FORGET}{name}", f"Forget: {name}") for name in kept]
    if not options:
        screen.say("Narrow the queue first, such as with w; v keeps it as a work tray.")
        return None
    chosen = await screen.app.push_screen_wait(Choose("Work trays", options))
    if chosen in kept:
        return kept[chosen].asked
    if chosen == KEEP:
        await _keep(screen, asked, says)
    elif chosen is not None:
        await screen.ask(work_trays.remove, chosen.removeprefix(FORGET))
        screen.say("Forgotten. No case was touched.")
    return None


async def _keep(screen: DataScreen[None], asked: Asked, says: str) -> None:
    async def save(values: dict[str, object]) -> None:
        await screen.ask(work_trays.keep, str(values["name"]), asked)

    asks: list[Ask | str] = [
        f"It shows: {says}.",
        Ask("name", "Name", is_needed=True, hint="such as: My late reviews"),
    ]
    if await screen.app.push_screen_wait(FormDialog("Keep a work tray", asks, save=save)):
        screen.say("Kept. v opens it again.")
