"""Printing a profile to a file: which version, in which print, where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.rules import format_needs
from sendtui.screens import leaving, printing
from sendtui.screens.base import DataScreen
from sendtui.screens.printing import Printing, Values
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dateinput import short
from sendtui.services import drafts, profile_pages
from sendtui.services.profiles import ProfileVersion
from sendtui.services.pupil_views import PupilView


async def ask(
    screen: DataScreen[None], about: PupilView, versions: Sequence[ProfileVersion]
) -> None:
    """Ask where to and how, and print; the versions the newest first. To be awaited in a worker.

    Raises SendtuiError where nothing is written yet.
    """
    if not versions:
        raise SendtuiError("There is nothing to print yet: write the profile first, then print it.")
    signed = [each for each in versions if each.signed_on]
    newest = (signed or list(versions))[0]
    start = {
        "path": printing.proposed(f"{about.surname} {about.forename} profile", "profile"),
        "how": "large" if format_needs.read(about.format_needs).large else "pdf",
        "version": str(newest.version),
    }
    key = drafts.key("profile_print", about.id)
    what = Printing("Print the profile", key, about.id, about.id, _asks(versions), start, _writes)
    await printing.ask(screen, what)


def _writes(values: Values) -> tuple[Callable[..., Path], dict[str, object]]:
    version, how = int(str(values["version"])), values.get("how")
    if how == "text":
        return profile_pages.write_text, {"version": version}
    return profile_pages.write_pdf, {"version": version, "large": how == "large"}


def _asks(versions: Sequence[ProfileVersion]) -> list[Ask | str]:
    options = tuple(
        (
            str(each.version),
            f"{each.version} {'signed' if each.signed_on else 'draft'}, {short(each.made_on)}",
        )
        for each in versions
    )
    return [
        printing.PROTECTED,
        printing.FILE,
        printing.sized(printing.FORMS),
        Ask("version", "Version", "choice", options=options, is_needed=True),
        leaving.SECRET,
        Ask("recipient", "For whom", hint="who gets it; for the log"),
    ]
