"""A pupil's screen over a throw-away case file: going there, and looking at what was kept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget

from sendtui.screens.pupil import PupilScreen
from sendtui.screens.widgets.form import Form
from sendtui.services import casefile, pupils
from sendtui.services.pupil_views import PupilView
from sendtui.store.store import Store
from tests.screens.opened import PASSPHRASE, TODAY
from tests.screens.waiting import until

KEYS = {" ": "space", "[": "left_square_bracket", "]": "right_square_bracket", "/": "slash"}


def put(form: Form, **raw: str) -> None:
    """Fill in fields as a draft would, where typing is not what is tested."""
    for name, text in raw.items():
        form.fields[name].control.put_raw(text)


async def write(pilot: Pilot[Any], words: str) -> None:
    """Type words, key by key."""
    await pilot.press(*(KEYS.get(letter, letter) for letter in words))


async def go_to(pilot: Pilot[Any], pupil: str, part: str = "") -> None:
    """Open a pupil's screen and wait until it has been read."""
    app: Any = pilot.app
    app.open_pupil(pupil, part)
    await until(pilot, "the pupil is in front", lambda: isinstance(app.screen, PupilScreen))

    def was_read() -> bool:
        # A part that is a screen of its own may be in front of the pupil already.
        return not isinstance(app.screen, PupilScreen) or app.screen.view is not None

    await until(pilot, "the pupil was read", was_read)


async def form_of(pilot: Pilot[Any], key: str) -> Form:
    """Press a key and wait for the form it opens."""
    await pilot.press(key)
    await until(pilot, f"{key} opens a form", lambda: pilot.app.screen.query(Form))
    await pilot.pause()
    return pilot.app.screen.query_one(Form)


async def saved(pilot: Pilot[Any]) -> None:
    """Save the form in front and wait until it has closed."""
    form = pilot.app.screen
    await pilot.press("ctrl+s")
    await until(pilot, "the form closed", lambda: pilot.app.screen is not form)


def look(path: Path, what: Callable[[Store], Any]) -> Any:
    """What a service gives, read from the case file beside the app."""
    with casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        return what(store)


def seen_of(path: Path, pupil: str, today: date = TODAY) -> PupilView:
    """The pupil as the record has them."""
    view: PupilView = look(path, lambda store: pupils.view(store, pupil, today))
    return view


def overlapping(widgets: list[Widget]) -> list[str]:
    """The pairs of shown widgets that lie over each other, or outside the screen."""
    shown = [w for w in widgets if w.display and w.region.area]
    found = [f"{w!r} is outside" for w in shown if w.region not in w.screen.region]
    for n, one in enumerate(shown):
        found += [f"{one!r} over {w!r}" for w in shown[n + 1 :] if one.region.overlaps(w.region)]
    return found
