"""Printing a passport for adjustments to a PDF: in which print, for whom, where to."""

from collections.abc import Callable
from pathlib import Path

from sendtui.screens import leaving, printing
from sendtui.screens.base import DataScreen
from sendtui.screens.printing import Printing, Values
from sendtui.services import drafts, passports
from sendtui.services.pupil_views import PupilView

NOTE = (
    "Drawn from the profile’s adjustments, the strategies of the cycle that runs, and exam access. "
    "It is written down that it left."
)


async def ask(screen: DataScreen[None], about: PupilView) -> None:
    """Ask where to and how, and print. To be awaited in a worker."""
    # Before anything is asked: there may be nothing to print.
    await screen.ask(passports.page, about.id, screen.face.today)
    path = printing.proposed(f"{about.surname} {about.forename} passport", "passport")
    what = Printing(
        f"Print the passport: {about.forename or about.surname}",
        drafts.key("passport_print", about.id),
        about.id,
        about.id,
        [
            NOTE,
            printing.sized(printing.SIZES),
            printing.FILE,
            leaving.SECRET,
            printing.RECIPIENT,
        ],
        {"path": path, "how": "standard"},
        _writes,
    )
    await printing.ask(screen, what)


def _writes(values: Values) -> tuple[Callable[..., Path], dict[str, object]]:
    return passports.write_pdf, {"large": values.get("how") == "large"}
