"""Marking a line of a pupil's screens as confidential, and showing what is marked."""

from typing import Any

from sendtui.screens.base import DataScreen
from sendtui.screens.covering import COVERED
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.dialog import Confirm
from sendtui.services import confidential
from sendtui.services.labels import in_sentence, kind_title

CLOSED = "It is confidential: u shows it until the file is locked."

_SAME = {"promise": "contact", "session": "provision"}
"""What a line is called that stands for a record of another kind."""


def record_kind(fact: Fact | None) -> str:
    """The kind of record that a line stands for; "" for no line."""
    return _SAME.get(fact.kind, fact.kind) if fact else ""


async def mark(screen: DataScreen[Any], pupil: str, fact: Fact | None) -> None:
    """Mark the record of a line, or lift its mark, after asking. To be awaited in a worker."""
    kind = record_kind(fact)
    if fact is None or not await screen.ask(confidential.can_be, pupil, kind, fact.record):
        screen.say("This line is no record of its own: it cannot be marked.")
        return
    called = in_sentence(kind_title(kind))
    if await screen.ask(confidential.is_marked, pupil, fact.record, screen.face.today):
        sure = Confirm(
            f"Lift the mark on this {called}?",
            "It is shown, searched and sent as any other record then. That it was confidential "
            "stays in the history.",
            yes="Lift it",
        )
        if await screen.app.push_screen_wait(sure):
            await screen.ask(confidential.lift, pupil, fact.record, today=screen.face.today)
            screen.say("It is confidential no more.")
        return
    sure = Confirm(
        f"Mark this {called} as confidential?",
        "It reads “confidential” then, is not found by its words and stays out of what leaves. "
        "u shows it, until the file is locked.",
        yes="Mark it",
    )
    if await screen.app.push_screen_wait(sure):
        await screen.ask(confidential.mark, pupil, kind, fact.record, today=screen.face.today)
        screen.say("Marked. u shows it, h lifts the mark, Ctrl+Z takes this back.")


async def uncover(screen: DataScreen[Any]) -> None:
    """Show everything confidential until the file is locked, or veil it again."""
    if await screen.ask(confidential.is_shown):
        await screen.ask(confidential.hide)
        for stack in screen.app._screen_stacks.values():
            for each in stack:
                # Those beneath and those of other places are read anew before they are seen.
                each.set_class(each is not screen and isinstance(each, DataScreen), COVERED)
        screen.say("Confidential records are veiled again.")
    else:
        await screen.ask(confidential.show)
        for each in screen.app.screen_stack:
            if isinstance(each, DataScreen):
                each.is_always_fresh = True
        screen.say("Confidential records are shown until the file is locked, or u again.")
    screen.reload()


async def is_closed_to(screen: DataScreen[Any], pupil: str, record: str) -> bool:
    """Whether a record is confidential and not shown now, which is said then."""
    if not await screen.ask(confidential.is_veiled, pupil, record, screen.face.today):
        return False
    screen.say(CLOSED)
    return True
