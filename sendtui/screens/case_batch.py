"""One thing for many cases, asked the same way wherever cases are marked."""

from collections.abc import Iterable, Sequence
from typing import Any

from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.dialog import Choose, Confirm, Option
from sendtui.services import case_batch


async def choose_caseworker(screen: DataScreen[Any], held: Iterable[str]) -> str | None:
    """One of those who hold these, "" for all; None where nothing was chosen.

    To be awaited in a worker.
    """
    names = sorted({name for name in held if name}, key=str.casefold)
    options = [Option("", "All"), *(Option(name, name) for name in names)]
    chosen: str | None = await screen.app.push_screen_wait(Choose("Caseworker", options))
    return chosen


async def do_for(
    screen: DataScreen[Any],
    cases: Sequence[str],
    further: Sequence[Option] = (),
    marked: int = 0,
) -> str:
    """Ask what is to be done for these cases, show for how many it is, and do it.

    Gives what was done, or what was chosen of `further`, which is left to the caller; "" for
    nothing. To be awaited in a worker.
    """
    today = screen.face.today
    options = [*further, *(Option(act, words) for act, words in case_batch.ACTS.items())]
    title = f"For {counted(marked or len(cases), 'marked case')}"
    act: str | None = await screen.app.push_screen_wait(Choose(title, options))
    if not act or act not in case_batch.ACTS:
        return act or ""
    found = await screen.ask(case_batch.preview, cases, act, today)
    if not found.cases:
        screen.say(case_batch.nothing(act))
        return ""
    where = f"{counted(len(found.cases), 'case')} ({counted(found.records, 'record')})"
    out = f" Not in {found.left_out}: it is done where {case_batch.WHERE[act]}."
    says = f"Today, in {where}.{out if found.left_out else ''} Ctrl+Z takes it all back."
    if not await screen.app.push_screen_wait(Confirm(case_batch.ACTS[act], says, yes="Do it")):
        return ""
    done = await screen.ask(case_batch.do, cases, act, on=today, today=today)
    screen.say(f"Done in {counted(len(done.cases), 'case')}. Ctrl+Z takes it back.")
    return act
