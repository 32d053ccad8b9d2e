"""A class's pack and its week's form: written by a few keys, and taken in when it comes back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens import report_out
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm, FormDialog, Notice
from sendtui.services import class_pack, intervention_reading, register
from sendtui.services.class_pack import Returned

_SORTS: Options = (("pack", "Each child’s support"), ("form", "The week’s form"))
_FEW = 10


async def leave(screen: DataScreen[Any], class_name: str = "") -> None:
    """Ask for the class and what is wanted of it, and write it. To be awaited in a worker."""
    today = screen.face.today
    classes: Sequence[str] = await screen.ask(register.classes, today)
    runs = await screen.ask(intervention_reading.all_of, today)
    groups = tuple((each.name, f"Group: {each.name}") for each in runs if each.members)
    options = (*((c, c) for c in classes), *groups)
    asks = (
        Ask("class_name", "Class or group", "choice", options=options, is_needed=True),
        Ask("sort", "What", "choice", options=_SORTS, is_needed=True),
        Ask("week", "Week of the form", "date", hint="any day of it", prefer="near"),
    )
    made: list[tuple[Any, tuple[str, ...]]] = []

    async def save(values: dict[str, object]) -> None:
        named, week = str(values.get("class_name") or ""), values.get("week")
        monday = week if isinstance(week, date) else today
        try:
            if values.get("sort") == "form":
                page = await screen.ask(class_pack.form, named, monday, today)
            else:
                page = await screen.ask(class_pack.pack, named, today)
        except SendtuiError as why:
            raise InvalidError((Problem("class_name", named, str(why)),)) from None
        made[:] = [(page, await screen.ask(class_pack.pupils, named, today))]

    start = {"class_name": class_name, "sort": "pack", "week": today}
    form = FormDialog("For a teacher", asks, start, save=save, yes="Make it")
    if await screen.app.push_screen_wait(form) is not None and made:
        page, whose = made[0]
        is_form = page.title.startswith(class_pack.FORM)
        await report_out.ask(screen, page, whose, ending=".xlsx" if is_form else ".pdf")


async def take_in(screen: DataScreen[Any], path: Path) -> None:
    """Show what a form that came back says, and log it. To be awaited in a worker."""
    today = screen.face.today
    asks: list[Ask | str] = [
        f"{path.name} is the form of a class’s week.",
        Ask("by", "Who filled it in", is_needed=True),
        Ask("password", "Password", hint="only if the file has one"),
    ]
    read: list[Returned] = []

    async def save(values: dict[str, object]) -> None:
        password = str(values.get("password") or "")
        try:
            read[:] = [await screen.ask(class_pack.read, path, today, password=password)]
        except SendtuiError as why:
            raise InvalidError((Problem("password", "", str(why)),)) from None

    start = {"by": screen.face.author}
    form = FormDialog("A form came back", asks, start, save=save, yes="Preview")
    told = await screen.app.push_screen_wait(form)
    if told is None or not read:
        return
    found = read[0]
    if not (found.sessions or found.seen):
        await screen.app.push_screen_wait(Notice("Nothing new", in_words(found)))
        return
    sure = Confirm("Log this?", in_words(found), yes="Log it", no="Leave it")
    if await screen.app.push_screen_wait(sure):
        number = await screen.ask(class_pack.take, found, str(told["by"]), today)
        screen.say(f"Logged: {counted(number, 'line')}. Ctrl+Z takes it back.")


def in_words(found: Returned) -> str:
    """What a form says, in a few lines: what is left out first, then what was missed and seen."""
    missed = [one for one in found.sessions if not one.happened]
    total = (
        f"{len(found.sessions) - len(missed)} happened, {len(missed)} missed, "
        f"{counted(len(found.seen), 'observation')}, {found.known} logged already, "
        f"{len(found.refused)} left out."
    )
    lines = [f"Left out: line {number}: {why}" for number, why in found.refused]
    lines += [
        f"{short(one.on)} {one.name}, {one.what}: "
        + (f"missed: {one.missed_because}" if one.missed_because else "missed")
        for one in missed
    ]
    lines += [f"{short(one.on)} {one.name}, seen: {one.what}" for one in found.seen]
    lines += [f"{short(o.on)} {o.name}, {o.what}: happened" for o in found.sessions if o.happened]
    more = [f"… and {len(lines) - _FEW} more"] if len(lines) > _FEW else []
    return "\n".join([total, *lines[:_FEW], *more])
