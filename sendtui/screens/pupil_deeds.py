"""What the palette offers about the pupil opened last, from wherever one is."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sendtui.screens.deeds import HOLDERS, Deed, Do

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp
    from sendtui.screens.pupil import PupilScreen

PATIENCE = 5.0
"""Seconds for a screen to be read; then nothing is done on it."""


def _on_pupil(action: str) -> Do:
    """Opens the pupil and does there what a key of the screen does."""

    async def do(app: "SendtuiApp") -> None:
        if (screen := await _opened(app)) is not None:
            await app.run_action(action, screen)

    return do


async def _opened(app: "SendtuiApp") -> "PupilScreen | None":
    """The screen of the pupil opened last, once it is read; None where that takes too long."""
    from sendtui.screens.pupil import PupilScreen

    app.open_pupil(app.pupil)

    def is_read() -> bool:
        base = app.screen_stack[0]
        return isinstance(base, PupilScreen) and base.view is not None

    if await _until(is_read) and isinstance(screen := app.screen_stack[0], PupilScreen):
        return screen
    return None


async def _hand_over(app: "SendtuiApp") -> None:
    from sendtui.screens.exchange_pack_out import write_pack

    pupil = app.pupil
    if (screen := await _opened(app)) is not None:
        screen.begin_asking(lambda: write_pack(screen, pupil))


async def _open_case(app: "SendtuiApp") -> None:
    from sendtui.screens.case_pupil import open_new

    if (screen := await _opened(app)) is not None:
        screen.begin(open_new)


async def _write_profile(app: "SendtuiApp") -> None:
    app.open_pupil(app.pupil, "profile")


async def _print_profile(app: "SendtuiApp") -> None:
    from sendtui.screens.profile import ProfileScreen

    app.open_pupil(app.pupil, "profile")

    def is_read() -> bool:
        return isinstance(app.screen, ProfileScreen) and app.screen.form is not None

    if await _until(is_read):
        await app.run_action("print", app.screen)


async def _until(happened: Callable[[], bool]) -> bool:
    ends = asyncio.get_running_loop().time() + PATIENCE
    while not happened():
        if asyncio.get_running_loop().time() > ends:
            return False
        await asyncio.sleep(0.01)
    return True


_KEYS = (
    ("add('contact')", "Log a contact", "phone call email letter parent said note"),
    ("add('action')", "Add an action", "task to do reminder follow up"),
    ("add('voice')", "Write down views", "voice wishes feelings pupil parent said"),
    ("cycle", "Open or start the cycle", "assess plan do review graduated approach apdr"),
    ("tick", "Tick a session", "log delivered provision intervention happened"),
    ("add('status')", "Place on the SEN register, change status", "sen support ehcp k e off"),
    ("add('need')", "Add a need", "primary type area difficulty"),
    ("add('concern')", "Raise a concern", "worry referral initial"),
    ("add('person')", "Add a person", "parent carer professional family contact details"),
    ("add('flag')", "Add a flag", "premium looked after alert"),
    ("add('meeting')", "Log a meeting with parents", "termly met review"),
    ("edit_pupil", "Edit name, class and numbers", "change upn year surname correct"),
    ("plan", "Write a plan", "ehc plan ehcp sections a to k isp sen support issue amend check"),
    ("school", "Attendance, suspensions, part-time, exam access", "absence excluded timetable"),
    ("checklist", "Ordinarily available: what is in place", "oap checklist universal offer bera"),
    ("letter", "Write a letter, a report or a form", "parents family s68 views yearly sent told"),
    ("papers", "Documents, and who may receive what", "report letter pdf restriction court order"),
    ("leave", "The pupil leaves the school", "left leaver off roll move"),
    ("erase", "Erase for good: all of the pupil, or a line", "delete retention court order rights"),
)

OF_PUPIL = (
    *(Deed(action, title, "", _on_pupil(action), True, also) for action, title, also in _KEYS),
    Deed("profile", "Write the profile", "", _write_profile, False, "one-page sign edit"),
    Deed("print-profile", "Print the profile", "", _print_profile, True, "one-page pdf export"),
    Deed("open-case", "Open an EHC case: annual review, assessment …", "sendtui case open",
         _open_case, True, "ehcp request ehcna re-assessment transfer ceasing appeal move new"),
    Deed("pack", "Hand over to the next setting: write a pack", "sendtui pack write", _hand_over,
         True, "transition transfer move school story receipt"),
    HOLDERS,
)  # fmt: skip
"""Each named after its key's action, where there is one."""
