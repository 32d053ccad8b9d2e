"""Narrowing what happened to a pupil to one sort, such as contacts and views."""

from collections import Counter
from typing import TYPE_CHECKING

from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import timeline

if TYPE_CHECKING:
    from sendtui.screens.pupil_keys import PupilKeys


async def narrow(screen: "PupilKeys") -> None:
    """Ask which sort of what happened is to be shown, and show it on the overview."""
    events = await screen.ask(timeline.timeline, screen.pupil)
    counts = Counter(map(timeline.sort_of, events))
    options = [
        Option(sort, title, f"{counts[sort]:,}")
        for sort, title in timeline.TITLES.items()
        if counts[sort]
    ]
    everything = Option("", "Everything", f"{len(events):,}")
    chosen = await screen.app.push_screen_wait(Choose("What happened", [everything, *options]))
    if chosen is not None:
        screen.only = chosen
        await screen.run_action("show('overview')")
