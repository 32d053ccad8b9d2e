"""The calendar as a file for another calendar program, asked for on the Calendar screen."""

from datetime import date, timedelta
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.screens import drafted, leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.leaving import Leaving
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Confirm
from sendtui.services import calendar_file, dates, drafts

WITHOUT, WITH = "without", "with"
HOLDS: Options = ((WITHOUT, "What is due, no names"), (WITH, "Names and words too"))
_YEAR = timedelta(days=366)


async def ask(screen: DataScreen[None], first: date) -> None:
    """Ask where to and with what, and write a year of days. To be awaited in a worker."""
    told: list[str] = []

    async def save(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or "")).with_suffix(".ics")
        if not path.parent.is_dir():
            raise InvalidError((Problem("path", "", "There is no such folder."),))
        today, named = screen.face.today, values.get("holds") == WITH
        days = await screen.ask(dates.dates, first, first + _YEAR, today)
        found = tuple(one for one in days if one.pupil)
        if named:
            whose = sorted({one.pupil for one in found})
            to = str(values.get("recipient") or "")
            if not await leaving.agreed(screen, Leaving(whose, to, path, is_plain=True)):
                raise InvalidError((Problem("holds", "", "Not agreed to: choose without names."),))
        if path.exists() and not await screen.app.push_screen_wait(
            Confirm("Replace the file?", "A file of this name is there already.", yes="Replace")
        ):
            raise InvalidError((Problem("path", "", "Choose another name."),))
        done = await sent(
            screen, calendar_file.write, path, found, today, with_names=named,
            recipient=str(values.get("recipient") or "") if named else "",
        )  # fmt: skip
        out = f" {counted(done.left_out, 'confidential record')} left out." * bool(done.left_out)
        told.append(f"{counted(done.days, 'day')} written to {path}.{out}")

    asked = Asked(
        "A file for your calendar",
        drafts.key("calendar-file", ""),
        [
            "A year of days for Outlook and other calendars. It has no password. Made again, its "
            "days replace those before; take out what is done yourself.",
            Ask("holds", "It holds", "choice", options=HOLDS, is_needed=True),
            Ask("path", "File", is_needed=True),
            Ask("recipient", "Who gets it", hint="for the log, where it holds names"),
        ],
        save,
        {"path": str(_path()), "holds": WITHOUT},
        yes="Write",
        said="",
    )
    if await drafted.ask(screen, asked) and told:
        screen.say(told[-1])


def _path() -> Path:
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "send.ics"
