"""What the palette offers beyond the keys of the screen: one table, each line a thing to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.screens.base import DataScreen

Do = Callable[["SendtuiApp"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Deed:
    """A thing to do: its name in the code, its title, a note, and doing it.

    `also` are other words that people look for it by.
    """

    name: str
    title: str
    note: str
    do: Do
    writes: bool = False
    also: str = ""

    def is_possible(self, app: "SendtuiApp") -> bool:
        """Whether it can be done now."""
        return not app.is_locked and not (self.writes and app.read_only)


async def _holders(app: "SendtuiApp") -> None:
    await tell_holders(app, app.pupil)


async def tell_holders(app: "SendtuiApp", pupil: str) -> None:
    """Show who may hold a pupil's record, by the files that passed, and how much of it."""
    from sendtui.screens.widgets.dialog import Notice
    from sendtui.services import revoking

    found = await app.call(revoking.holders, pupil)
    lines = [
        f"{each.peer.name}{' (cut off)' if each.peer.revoked else ''}\n  {each.held.says()}"
        for each in found
    ]
    says = "\n\n".join(lines) or "Nobody of those enrolled here has it."
    app.push_screen(Notice("Who may hold this pupil’s record", says))


async def _new_year(app: "SendtuiApp") -> None:
    from sendtui.screens.new_year import move_on

    await move_on(app)


async def _group(app: "SendtuiApp") -> None:
    from sendtui.screens.cycle_group import log

    await log(_in_front(app))


async def _own_field(app: "SendtuiApp") -> None:
    from sendtui.screens.own_fields import add

    if await add(_in_front(app)):
        app.notify("It is on every pupil’s page, and a column of the register: z.", markup=False)


def _in_front(app: "SendtuiApp") -> "DataScreen[None]":
    from sendtui.screens.base import DataScreen

    screen = app.screen_stack[0]
    if not isinstance(screen, DataScreen):
        raise SendtuiError("Go to Today or to the register first: F2 or F3.")
    return screen


def _screen(module: str, name: str) -> Do:
    """Opens a screen, its module imported only then."""

    async def do(app: "SendtuiApp") -> None:
        app.push_screen(getattr(import_module(f"sendtui.screens.{module}"), name)())

    return do


def _exchange(part: str) -> Do:
    async def do(app: "SendtuiApp") -> None:
        app.open_exchange(part)

    return do


HOLDERS = Deed(
    "holders",
    "Who may hold this pupil’s record",
    "sendtui sync holders",
    _holders,
    also="laptop card peer sealed council authority",
)
"""About the pupil in front; the palette offers it where there is one."""

DEEDS = (
    Deed(
        "import",
        "Take a SEN list or a school’s list in",
        "",
        _exchange("import"),
        writes=True,
        also="import csv excel spreadsheet upload sims arbor bromcom bring",
    ),
    Deed(
        "export", "Write a file for people", "", _exchange("export"), also="export csv excel save"
    ),
    Deed(
        "pack",
        "Hand-over packs: write one, open one, receipts",
        "sendtui pack",
        _exchange("pack"),
        also="pack transition transfer ctf move school receipt story",
    ),
    Deed(
        "send",
        "Write a sealed file",
        "",
        _exchange("send"),
        writes=True,
        also="send sync council authority",
    ),
    Deed(
        "receive",
        "Receive sealed files",
        "",
        _exchange("receive"),
        writes=True,
        also="merge sync read open",
    ),
    Deed(
        "returns",
        "Returns: SEN2, census, inspection lists, retention",
        "sendtui return",
        _exchange("returns"),
        also="department annex inspector audit hold certificate",
    ),
    Deed("keys", "Keys and people", "", _exchange("keys"), also="enrol card fingerprint peer"),
    Deed(
        "decide",
        "Decide between two versions",
        "sendtui clash list",
        _exchange("decide"),
        also="clash conflict merge both changed",
    ),
    Deed(
        "twice",
        "Children known twice: one child or two",
        "sendtui same list",
        _screen("exchange_twice", "TwiceDesk"),
        also="duplicate merge join same record discard apart",
    ),
    Deed(
        "access",
        "Who can open this file; the school’s key",
        "sendtui access list",
        _screen("access", "AccessScreen"),
        also="passphrase person add remove wipe delete key school",
    ),
    Deed(
        "hand-over",
        "Hand the record over",
        "sendtui hand-over",
        _screen("handing_over", "HandOverScreen"),
        also="leave new senco successor",
    ),
    Deed(
        "at-risk",
        "EHC cases and plans at risk",
        "sendtui case risk",
        _screen("case_risk", "CaseRisk"),
        also="breach late statutory",
    ),
    Deed(
        "visits",
        "Visits: the children seen today",
        "sendtui visit pick",
        _screen("visit_day", "VisitDay"),
        also="visit home family beside meeting carry day file laptop notes",
    ),
    Deed(
        "new-year",
        "Move on to the new school year",
        "sendtui year",
        _new_year,
        writes=True,
        also="september classes leavers roll over promote",
    ),
    Deed(
        "group",
        "Log a group’s session",
        "sendtui cycle tick --group 1",
        _group,
        writes=True,
        also="tick deliver intervention provision register attendance",
    ),
    Deed(
        "own-field",
        "Add a field of our own",
        "sendtui field add NAME",
        _own_field,
        writes=True,
        also="custom column extra house taxi",
    ),
)
"""What is done with no key of its own, beside what is about the file, the school or a pupil."""

SYNONYMS = {
    "today": "due overdue tasks home start",
    "register": "pupils children list roll",
    "exchange": "import export sync send receive files",
    "calendar": "month week dates terms deadlines coming up",
    "cases": "plan caseworker queue reviews season outstanding advice consultations chase",
    "season": "annual reviews months board",
    "tracker": "advice consultations settings owed chase",
    "recent": "last pupils before history back",
    "to_field": "field letter go jump",
    "find": "search look up child",
    "undo": "reverse take back mistake",
    "redo": "bring back again",
    "lock": "log out sign off leave desk",
    "quit": "exit close",
    "help": "guide manual keys how",
    "new": "add child starter joiner",
}
"""Other words that people look for what has a key by."""
