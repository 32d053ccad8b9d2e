"""Printing a version of a plan to a file: PDF, large print, text or Word."""

from collections.abc import Callable
from pathlib import Path

from sendtui.screens import leaving, printing
from sendtui.screens.base import DataScreen
from sendtui.screens.printing import Printing, Values
from sendtui.services import drafts, ehc_plan_pages
from sendtui.services.ehc_plan_reading import PlanView


async def ask(screen: DataScreen[None], view: PlanView) -> None:
    """Ask where to and how, and print. To be awaited in a worker."""
    path = printing.proposed(f"{view.name} {view.sort} {view.version}", "plan")
    what = Printing(
        f"Print version {view.version}",
        drafts.key("plan_print", view.pupil, view.id),
        view.pupil,
        view.id,
        [
            printing.PROTECTED,
            printing.sized((*printing.FORMS, printing.WORD)),
            printing.FILE,
            leaving.SECRET,
            printing.RECIPIENT,
        ],
        {"path": path, "how": "pdf"},
        _writes,
    )
    await printing.ask(screen, what)


def _writes(values: Values) -> tuple[Callable[..., Path], dict[str, object]]:
    how = values.get("how")
    return ehc_plan_pages.write, {
        "sort": how if how in ("text", "docx") else "pdf",
        "large": how == "large",
    }
