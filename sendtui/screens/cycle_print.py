"""Printing a cycle to a PDF: for staff or for the family, in which print, where to."""

from collections.abc import Callable
from pathlib import Path

from sendtui.screens import leaving, printing
from sendtui.screens.base import DataScreen
from sendtui.screens.printing import Printing, Values
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.services import cycle_pages, drafts, letter_addressing
from sendtui.services.cycle_views import CycleView
from sendtui.services.pupil_views import PupilView

WHOM: Options = (("staff", "Staff"), ("family", "The family"))
NOTE = (
    "The family's version has no costs, no notes and no other pupil's full name; read it before "
    "you hand it over. It is written down that it left."
)
ASKS = (
    NOTE,
    Ask("whom", "For", "choice", options=WHOM, is_needed=True),
    printing.sized(printing.SIZES),
    printing.FILE,
    leaving.SECRET,
    printing.RECIPIENT,
    Ask("sendiass", "SENDIASS", hint="local advice: name, phone; empty leaves a line"),
)


async def ask(screen: DataScreen[None], about: PupilView, view: CycleView) -> None:
    """Ask where to and for whom, and print. To be awaited in a worker."""
    whose = (view.pupil, screen.face.today)
    words = f"{about.surname} {about.forename} cycle {view.number}"
    start = {
        "path": printing.proposed(words, "cycle"),
        "whom": "staff",
        "how": "large" if await screen.ask(letter_addressing.needs_large, *whose) else "standard",
        "sendiass": await screen.ask(cycle_pages.sendiass),
    }
    key = drafts.key("cycle_print", view.pupil, view.id)
    what = Printing(f"Print cycle {view.number}", key, view.pupil, view.id, ASKS, start, _writes)
    await printing.ask(screen, what)


def _writes(values: Values) -> tuple[Callable[..., Path], dict[str, object]]:
    return cycle_pages.write_pdf, {
        "family": values.get("whom") == "family",
        "large": values.get("how") == "large",
        "sendiass": str(values.get("sendiass") or ""),
    }
