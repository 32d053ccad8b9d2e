"""What a person says of a preview: what is held back and yet taken, and who of the absent has left.

Nothing of it is written before the list is taken in.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from textual.app import App

from sendtui.rules.counting import counted
from sendtui.screens.exchange_import_lines import ALIKE, Told
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.services import receive_files, schools
from sendtui.services.receive import Choices, Leaving, Preview

ALL = ""
"""Everybody, or every field."""

OPEN = "open"


def held_words(choices: Choices) -> str:
    """How it stands with what is held back."""
    if not choices.take:
        return "kept"
    return "all taken" if (ALL, ALL) in choices.take else "some taken"


async def ask_alike(app: App[Any], choices: Choices) -> Choices:
    """Ask what becomes of pupils who look like one already here."""
    options = [
        Option("hold", "Hold them back", "nothing happens to them"),
        Option("same", "They are the same pupil", "the file's values are taken"),
        Option("new", "They are new pupils", "all of them are added"),
    ]
    chosen = await app.push_screen_wait(Choose("Pupils who look alike", options))
    alike = next((each for each in ALIKE if each == chosen), choices.alike)
    return replace(choices, alike=alike)


async def ask_day(app: App[Any], day: date) -> date | None:
    """Ask of which day the file speaks."""
    ask = Ask("day", "As at", "date", hint="the day it was exported", is_needed=True)
    found = await app.push_screen_wait(
        FormDialog("Of which day does the file speak?", (ask,), {"day": day}, yes="Take")
    )
    said = (found or {}).get("day")
    return said if isinstance(said, date) else None


async def ask_profile(app: App[Any], saved: Sequence[str]) -> str | None:
    """Ask how the columns are read: “=” to say it now, else “-”, or “+” and a saved name.

    A name after “x” is to be forgotten.
    """
    options = [
        Option("=", "Say which column is what …"),
        Option("-", "By their headings", "no saved answer"),
        *(Option(f"+{name}", name, "saved") for name in saved),
        *(Option(f"x{name}", f"Forget {name}", "what was read by it stays") for name in saved),
    ]
    return await app.push_screen_wait(Choose("The columns are read", options))


async def ask_held(app: App[Any], shown: Preview, choices: Choices) -> Choices | None:
    """Ask what becomes of all that is held back; None where it stays as it was."""
    counted: dict[str, int] = {}
    for each in shown.held_back:
        counted[each.field] = counted.get(each.field, 0) + 1
    titles = receive_files.fields()
    options = [
        Option("keep", "Keep what is recorded here", "the file changes none of it"),
        *(
            Option(f"+{name}", f"Take the file’s {titles[name]} for everybody", f"{number}")
            for name, number in counted.items()
        ),
        Option("all", "Take everything the file says", f"{len(shown.held_back)}"),
    ]
    chosen = await app.push_screen_wait(Choose("Held back: yours and the file’s differ", options))
    if chosen is None:
        return None
    if chosen == "keep":
        return replace(choices, take=frozenset())
    name = ALL if chosen == "all" else chosen[1:]
    return replace(choices, take=choices.take | {(ALL, name)})


async def ask_one_held(app: App[Any], told: Told, choices: Choices) -> Choices | str | None:
    """Ask what becomes of one field of one pupil; may say that the pupil is to be opened."""
    title = receive_files.fields()[told.field]
    options = [
        Option("keep", "Keep what is recorded here"),
        Option("one", f"Take the file’s {title} for this pupil"),
        Option("pupil", "Take all the file says of this pupil"),
        Option("field", f"Take the file’s {title} for everybody"),
        Option(OPEN, "Open the pupil"),
    ]
    chosen = await app.push_screen_wait(Choose(told.name, options))
    taken = {
        "one": (told.pupil, told.field),
        "pupil": (told.pupil, ALL),
        "field": (ALL, told.field),
    }
    if chosen in taken:
        return replace(choices, take=choices.take | {taken[chosen]})
    return OPEN if chosen == OPEN else None


async def ask_absent(
    app: App[Any], shown: Preview, choices: Choices, day: date, told: Told | None = None
) -> Choices | str | None:
    """Ask who of the absent has left, when and where to; `told` is the one under the cursor."""
    number = len(shown.absent) + len(shown.leaving)
    options = [
        Option("all", "All of them have left …", counted(number, "pupil")),
        Option("none", "Nobody has left", "they stay on roll"),
    ]
    if told is not None:
        options = [
            Option("one", "Has left …", "say when and where to"),
            Option("stays", "Stays on roll"),
            *options,
            Option(OPEN, "Open the pupil"),
        ]
    title = told.name if told else "Absent from the file"
    chosen = await app.push_screen_wait(Choose(title, options))
    said = dict(choices.leaving)
    if chosen in (None, OPEN):
        return chosen
    if chosen == "none":
        said = {}
    elif chosen == "stays" and told is not None:
        if ALL in said:
            every = said.pop(ALL)
            said |= {each.pupil: every for each in shown.leaving if each.pupil not in said}
        said.pop(told.pupil, None)
    else:
        pupil = told.pupil if told is not None and chosen == "one" else ALL
        leaving = await _ask_leaving(app, day, said, pupil, number)
        if leaving is None:
            return None
        said = {ALL: leaving} if pupil == ALL else {**said, pupil: leaving}
    return replace(choices, leaving=tuple(said.items()))


async def _ask_leaving(
    app: App[Any], day: date, said: Mapping[str, Leaving], pupil: str, number: int
) -> Leaving | None:
    before = said.get(pupil) or Leaving(day)
    asks = (
        Ask("on", "Left on", "date", hint=f"the last day on roll, {short(day)} or before",
            is_needed=True, prefer="past"),
        Ask("to", "Left to", hint="a school’s name, or its URN or LAESTAB"),
    )  # fmt: skip
    title = "When did the pupil leave?" if pupil else f"When did these {number} pupils leave?"
    known = {"on": before.on, "to": before.to}
    found = await app.push_screen_wait(FormDialog(title, asks, known, yes="Mark as left"))
    on = (found or {}).get("on")
    if found is None or not isinstance(on, date):
        return None
    if on > day:
        app.notify(
            f"The list is of {short(day)}: nobody can have left by it on a later day.",
            severity="warning",
        )
        return None
    to = await asyncio.to_thread(schools.name_of, str(found.get("to") or ""))
    return Leaving(on, to)
