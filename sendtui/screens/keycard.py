"""The key card: every key of every place of the app, read from the places themselves."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key

from sendtui import screens

Place = tuple[str, tuple[tuple[str, str], ...]]
"""A place of the app, and its keys with what they do."""

NAMED = {
    "SendtuiApp": "Everywhere",
    "Today": "Today (F2)",
    "Register": "The register (F3)",
    "Search": "In the search line of the register",
    "PupilKeys": "A pupil (F4)",
    "PupilScreen": "A pupil: moving about",
    "Calendar": "The calendar (F5)",
    "ExchangeScreen": "The exchange (F6)",
    "CycleKeys": "A cycle",
    "CycleScreen": "A cycle: moving about",
    "ProfileScreen": "The one-page profile",
    "Grid": "In any list",
    "Lines": "In a list of a pupil or a cycle",
    "Entry": "In a line of text",
    "Form": "In a form",
    "DraftedForm": "In a form whose typing is kept",
    "Dialog": "In any box",
    "Choose": "In a list to choose from",
    "Palette": "In the palette (Ctrl+P)",
    "Help": "In the help (F1)",
    "Unlock": "At the lock",
    "FirstRun": "At the first start",
}
"""What the places are called that come first; any other is called what its class is for."""

KEYS = {
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "backspace": "Backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "Space",
}
"""Keys that are called otherwise than the terminal library calls them."""

HELD = {"super": "Cmd"}


def card() -> tuple[Place, ...]:
    """Every place that has keys of its own, those named first in that order."""
    found = {place.__name__: place for place in places()}
    order = [*(n for n in NAMED if n in found), *sorted(n for n in found if n not in NAMED)]
    listed = ((NAMED.get(name) or _meant(found[name]), keys_of(found[name])) for name in order)
    return tuple((name, keys) for name, keys in listed if keys)


def places() -> Iterator[type[DOMNode]]:
    """Every class of the screens that binds keys itself."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        room = import_module(module.name)
        for each in vars(room).values():
            is_own = isinstance(each, type) and each.__module__ == module.name
            if is_own and issubclass(each, DOMNode) and "BINDINGS" in vars(each):
                yield each


def bindings_of(place: type[DOMNode]) -> Iterator[Binding]:
    """The keys that a class binds itself."""
    yield from Binding.make_bindings(vars(place)["BINDINGS"])


def meaning(binding: Binding) -> str:
    """What a key does: as it says itself, else as its action is called."""
    called = re.sub(r"\W+", " ", binding.action.rpartition(".")[2].replace("_", " "))
    return binding.description or called.strip().capitalize()


def keys_of(place: type[DOMNode]) -> tuple[tuple[str, str], ...]:
    """Its keys, those that do the same on one line."""
    by_what: dict[str, list[str]] = {}
    for each in bindings_of(place):
        by_what.setdefault(meaning(each), []).append(key_of(each))
    return tuple((" ".join(dict.fromkeys(keys)), what) for what, keys in by_what.items())


def key_of(binding: Binding) -> str:
    """A key as a person names it."""
    *held, key = binding.key.split("+")
    last = KEYS.get(key) or format_key(key)
    if held or (len(last) > 1 and last == key):
        # F4 and Tab; a letter by itself stays small, for L is another key than l.
        last = last[:1].upper() + last[1:]
    return "+".join((*(HELD.get(each, each.capitalize()) for each in held), last))


def _meant(place: type[DOMNode]) -> str:
    """What a class is for, from the first line of what it says about itself."""
    first = (place.__doc__ or place.__name__).strip().partition("\n")[0]
    return first.partition(";")[0].partition(":")[0].rstrip(".")
