"""The key card: no key of the app is missing from it."""

import pkgutil
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from sendtui import screens
from sendtui.screens.keycard import NAMED, card, key_of, meaning

BOUND = [
    (each.__name__, binding)
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}.")
    for each in vars(import_module(module.name)).values()
    if isinstance(each, type) and issubclass(each, DOMNode) and each.__module__ == module.name
    for binding in Binding.make_bindings(vars(each).get("BINDINGS", ()))
]


def test_every_key_is_on_the_card() -> None:
    told = [(what, keys.split(" ")) for _, lines in card() for keys, what in lines]

    missing = [
        (place, binding.key)
        for place, binding in BOUND
        if not any(meaning(binding) == what and key_of(binding) in keys for what, keys in told)
    ]

    assert len(BOUND) > 100
    assert missing == []


def test_a_place_that_is_named_is_there() -> None:
    assert set(NAMED) - {place for place, _ in BOUND} == set()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("f4", "F4"),
        ("ctrl+r", "Ctrl+R"),
        ("shift+tab", "Shift+Tab"),
        ("slash", "/"),
        ("L", "L"),
        ("l", "l"),
        ("escape", "Esc"),
        ("question_mark", "?"),
    ],
)
def test_a_key_is_called_what_stands_on_it(key: str, said: str) -> None:
    assert key_of(Binding(key, "x", "X")) == said
