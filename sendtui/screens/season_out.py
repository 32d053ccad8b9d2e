"""The list of a school's reviews before a term, written to a file."""

from collections.abc import Sequence

from sendtui.screens import page_out
from sendtui.screens.base import DataScreen
from sendtui.screens.page_out import Out
from sendtui.services import season, season_pages
from sendtui.services.season import Reviewed


async def ask(screen: DataScreen[None], school: str, title: str, lines: Sequence[Reviewed]) -> None:
    """Show the list of a school and write it. To be awaited in a worker."""
    today = screen.face.today
    lists = await screen.ask(season.school_lists, today)
    found = next((each for each in lists if each.where == school), None)
    if found is None:
        screen.say("No review is due there any more.")
        return
    page = await screen.ask(season_pages.page, found, today)
    pupils = [each.pupil for each in lines]
    out = Out(page, f"Reviews due: {title}", pupils, school, f"{school} reviews")
    await page_out.write(screen, out)
