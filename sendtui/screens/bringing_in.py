"""What an empty case file begins with: a school's list, or an authority's cases."""

from sendtui.screens.base import DataScreen
from sendtui.services.records import is_authority


async def what(screen: DataScreen[None]) -> str:
    """What is there to be brought in, to whoever would bring it."""
    return "your case list" if await screen.ask(is_authority) else "your school’s list"


async def begin(screen: DataScreen[None]) -> None:
    """Open the import of it."""
    screen.face.open_exchange("cases" if await screen.ask(is_authority) else "import")
