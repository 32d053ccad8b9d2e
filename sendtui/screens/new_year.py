"""The step into a new school year: where each class goes, who leaves, then what it would do."""

from datetime import date
from typing import TYPE_CHECKING

from sendtui.errors import InvalidError, Problem
from sendtui.rules.codes import NC_YEARS
from sendtui.rules.counting import counted
from sendtui.screens.bulk_preview import BulkPreview
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import FormDialog, Notice
from sendtui.services import new_year
from sendtui.services.new_year import Coming, Guess, Plan

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp

NOTE = "A class without a new name stays as it is. Nothing is written before you have seen it all."


async def move_on(app: "SendtuiApp") -> None:
    """Ask where everybody goes, show what it comes to, and do it. To be awaited in a worker."""
    today = app.today
    guess = await app.call(new_year.guess, new_year.coming_year(today), today)
    if guess.done:
        title = new_year.label(guess.year)
        app.push_screen(Notice(title, "This was done already. Ctrl+Z takes acts back, one by one."))
        return
    found: list[tuple[Plan, Coming]] = []

    async def save(values: dict[str, object]) -> None:
        plan = _plan(guess, values)
        found[:] = [(plan, await app.call(new_year.preview, plan, today))]

    asks, start = _asks(guess)
    asks[:1] = filter(None, (new_year.too_early(today), NOTE))
    form = FormDialog(new_year.label(guess.year), asks, start, save=save, yes="Preview")
    if await app.push_screen_wait(form) is None:
        return
    plan, coming = found[0]
    if not await app.push_screen_wait(BulkPreview(coming.shown, note=_figures(coming))):
        app.notify("Nothing was changed.", markup=False)
        return
    number = await app.call(new_year.do, plan, today, coming)
    app.notify(f"Done for {counted(number, 'pupil')}. Ctrl+Z takes all of it back.", markup=False)
    if coming.waiting:
        await _show_waiting(app, coming)


def _asks(guess: Guess) -> tuple[list[Ask | str], dict[str, object]]:
    asks: list[Ask | str] = [NOTE]
    start: dict[str, object] = {
        "leavers": ", ".join(sorted(guess.leavers)),
        "on": guess.on,
        "to": "",
    }
    asks += [
        Ask("leavers", "NC years that leave", hint="such as 6; empty: none"),
        Ask("on", "Left on", "date", is_needed=True, prefer="past"),
        Ask("to", "Left to", hint="where most of them go; the others you change by hand"),
    ]
    for number, move in enumerate(guess.classes):
        asks.append(Ask(f"class_{number}", move.name, hint=counted(move.pupils, "pupil")))
        start[f"class_{number}"] = move.to
    return asks, start


def _plan(guess: Guess, values: dict[str, object]) -> Plan:
    """What was typed, as a plan.

    Raises InvalidError for an NC year there is not.
    """
    written = str(values.get("leavers") or "").replace(",", " ").upper().split()
    for year in written:
        if year not in NC_YEARS:
            raise InvalidError((Problem("leavers", year, "is not an NC year, such as 6"),))
    classes = {
        move.name: to
        for number, move in enumerate(guess.classes)
        if (to := str(values.get(f"class_{number}") or "").strip())
    }
    on = values.get("on")
    day = on if isinstance(on, date) else guess.on
    return Plan(guess.year, classes, frozenset(written), day, str(values.get("to") or ""))


def _figures(coming: Coming) -> str:
    parts = [f"{coming.moves:,} to another class", f"{coming.leavers:,} leave"]
    if coming.years:
        parts.append(f"{counted(coming.years, 'NC year')} recorded anew")
    if coming.waiting:
        parts.append(f"{counted(len(coming.waiting), 'cycle')} to look at, listed afterwards")
    return " · ".join(parts)


async def _show_waiting(app: "SendtuiApp", coming: Coming) -> None:
    lines = [f"{one.name} ({one.class_name}): {one.before}, {one.after}" for one in coming.waiting]
    said = "These cycles run into the new year without a review to come. Today lists them, too."
    await app.push_screen_wait(Notice("Cycles to look at", "\n".join((said, "", *lines))))
