"""What the palette offers beyond the keys of the screen: one table, each line a thing to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError
from sendtui.screens.widgets.dialog import Choose, Confirm, Option

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.screens.base import DataScreen

Do = Callable[["SendtuiApp"], Awaitable[None]]

IDLE_CHOICES = (2, 5, 10, 15, 30, 60)


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


async def _at_risk(app: "SendtuiApp") -> None:
    from sendtui.screens.case_risk import CaseRisk

    app.push_screen(CaseRisk())


async def _access(app: "SendtuiApp") -> None:
    from sendtui.screens.access import AccessScreen

    app.push_screen(AccessScreen())


async def _hand_over(app: "SendtuiApp") -> None:
    from sendtui.screens.handing_over import HandOverScreen

    app.push_screen(HandOverScreen())


async def _clashes(app: "SendtuiApp") -> None:
    app.open_exchange("decide")


async def _twice(app: "SendtuiApp") -> None:
    from sendtui.screens.exchange_twice import TwiceDesk

    app.push_screen(TwiceDesk())


async def _visits(app: "SendtuiApp") -> None:
    from sendtui.screens.visit_day import VisitDay

    app.push_screen(VisitDay())


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


async def _back_up(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    app.notify("Writing a backup …", markup=False)
    made = await app.call(casefile.back_up)
    app.notify(f"Backed up and verified: {made.name} in {made.parent}", markup=False)


async def _verify(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    app.notify("Checking every page, table and chain …", markup=False)
    found = await app.call(casefile.verify)
    app.notify(" ".join(found) or "The case file is sound.", markup=False)


async def _lock_after(app: "SendtuiApp") -> None:
    from sendtui.services import preferences

    options = [Option(str(n), f"{n} minutes") for n in IDLE_CHOICES]
    chosen = await app.push_screen_wait(Choose("Lock when nobody types for", options))
    if chosen:
        await app.call(preferences.lock_after, int(chosen))
        app.idle_minutes = int(chosen)
        app.notify(f"It locks after {chosen} minutes without a key.", markup=False)


async def _twelve_months(app: "SendtuiApp") -> None:
    from sendtui.rules.clocks.review import ARGUED
    from sendtui.services import preferences

    now = await app.call(preferences.twelve_months_from)
    brief = {"decision": "it completes the review", "meeting": "a late decision puts nothing off"}
    options = [
        Option(each, f"The {each} of the last review{', as now' if each == now else ''}", why)
        for each, why in brief.items()
    ]
    chosen = await app.push_screen_wait(Choose("Count the next 12 months from", options))
    if chosen:
        await app.call(preferences.count_twelve_months_from, chosen)
        said = f"The next 12 months count from the {chosen} in this setting. "
        argued = next(words for each, words in ARGUED.items() if each == chosen)
        app.notify(said + argued, markup=False)


async def _remember(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    sure = Confirm(
        "Open with this computer’s keyring?",
        "Whoever is logged in to this computer as you can then open the case file without the "
        "passphrase, until it locks after idle minutes. Only for a computer that is yours alone.",
        yes="Use the keyring",
        no="No",
    )
    if await app.push_screen_wait(sure):
        await app.call(casefile.remember)
        app.notify("This computer’s keyring opens the case file from now on.", markup=False)


async def _forget(app: "SendtuiApp") -> None:
    from sendtui.services import casefile

    await app.call(casefile.forget)
    app.notify("Only the passphrase or the recovery key opens the case file now.", markup=False)


async def _theme(app: "SendtuiApp") -> None:
    named = app.named_themes()
    options = [
        Option(name, title, "in use" if name == app.theme else "") for name, title in named.items()
    ]
    chosen = await app.push_screen_wait(Choose("Colours", options))
    if chosen:
        app.put_on(chosen)
        app.notify(f"{named[chosen]}, also the next time.", title="Colours", markup=False)


async def _compact(app: "SendtuiApp") -> None:
    app.pack(is_compact=not app.looks.compact)
    how = "are left out" if app.looks.compact else "are back"
    app.notify(f"Blank lines {how}, also the next time.", markup=False)


async def _copy_all(app: "SendtuiApp") -> None:
    app.copy_all()


async def _show_words(app: "SendtuiApp") -> None:
    app.show_words()


def _told(do: Do) -> Do:
    async def done(app: "SendtuiApp") -> None:
        try:
            await do(app)
        except SendtuiError as problem:
            app.notify(str(problem), title="This did not work", severity="error", markup=False)

    return done


def _exchange(part: str) -> Do:
    async def do(app: "SendtuiApp") -> None:
        app.open_exchange(part)

    return do


def _deed(name: str, title: str, note: str, do: Do, writes: bool, also: str) -> Deed:
    return Deed(name, title, note, _told(do), writes, also)


HOLDERS = _deed(
    "holders", "Who may hold this pupil’s record", "sendtui sync holders", _holders, False,
    "laptop card peer sealed council authority",
)  # fmt: skip
"""About the pupil in front; the palette offers it where there is one."""

DEEDS = (
    _deed(
        "import",
        "Take a SEN list or a school’s list in",
        "",
        _exchange("import"),
        True,
        "import csv excel spreadsheet upload sims arbor bromcom bring",
    ),
    _deed(
        "export", "Write a file for people", "", _exchange("export"), False, "export csv excel save"
    ),
    _deed(
        "pack",
        "Hand-over packs: write one, open one, receipts",
        "sendtui pack",
        _exchange("pack"),
        False,
        "pack transition transfer ctf move school receipt story",
    ),
    _deed(
        "send", "Write a sealed file", "", _exchange("send"), True, "send sync council authority"
    ),
    _deed(
        "receive", "Receive sealed files", "", _exchange("receive"), True, "merge sync read open"
    ),
    _deed(
        "returns",
        "Returns: SEN2, census, inspection lists, retention",
        "sendtui return",
        _exchange("returns"),
        False,
        "department annex inspector audit hold certificate",
    ),
    _deed("keys", "Keys and people", "", _exchange("keys"), False, "enrol card fingerprint peer"),
    _deed(
        "decide",
        "Decide between two versions",
        "sendtui clash list",
        _clashes,
        False,
        "clash conflict merge both changed",
    ),
    _deed(
        "twice",
        "Children known twice: one child or two",
        "sendtui same list",
        _twice,
        False,
        "duplicate merge join same record discard apart",
    ),
    _deed(
        "access",
        "Who can open this file; the school’s key",
        "sendtui access list",
        _access,
        False,
        "passphrase person add remove wipe delete key school",
    ),
    _deed(
        "hand-over",
        "Hand the record over",
        "sendtui hand-over",
        _hand_over,
        False,
        "leave new senco successor",
    ),
    _deed(
        "at-risk",
        "EHC cases and plans at risk",
        "sendtui case risk",
        _at_risk,
        False,
        "breach late statutory",
    ),
    _deed(
        "visits",
        "Visits: the children seen today",
        "sendtui visit pick",
        _visits,
        False,
        "visit home family beside meeting carry day file laptop notes",
    ),
    _deed(
        "new-year",
        "Move on to the new school year",
        "sendtui year",
        _new_year,
        True,
        "september classes leavers roll over promote",
    ),
    _deed(
        "group",
        "Log a group’s session",
        "sendtui cycle tick --group 1",
        _group,
        True,
        "tick deliver intervention provision register attendance",
    ),
    _deed(
        "own-field",
        "Add a field of our own",
        "sendtui field add NAME",
        _own_field,
        True,
        "custom column extra house taxi",
    ),
    _deed("back-up", "Back up now", "sendtui backup", _back_up, True, "save copy"),
    _deed("verify", "Check the case file", "sendtui verify", _verify, False, "damaged sound test"),
    _deed("lock-after", "Lock after how many idle minutes", "", _lock_after, True, "time settings"),
    _deed(
        "twelve-months",
        "What a plan’s next 12 months count from",
        "sendtui case anchor",
        _twelve_months,
        True,
        "annual review meeting decision setting",
    ),
    _deed("remember", "Open with this computer’s keyring", "", _remember, True, "password"),
    _deed("forget", "Stop opening with the keyring", "", _forget, True, "password"),
    _deed(
        "theme",
        "Change the colours",
        "",
        _theme,
        False,
        "theme dark light high contrast colour blind color terminal looks",
    ),
    _deed(
        "compact", "Fewer blank lines, or more", "", _compact, False, "compact dense small looks"
    ),
    _deed("copy-all", "Copy this list for a spreadsheet", "", _copy_all, False, "clipboard excel"),
    _deed(
        "show-words",
        "Show the words on this screen, to copy them",
        "",
        _show_words,
        False,
        "clipboard text select plain",
    ),
)
"""Everything the palette offers that has no key of its own."""

SYNONYMS = {
    "today": "due overdue tasks home start",
    "register": "pupils children list roll",
    "exchange": "import export sync send receive files",
    "calendar": "month week dates terms deadlines coming up",
    "cases": "plan caseworker queue",
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
