"""A terminal that holds still: no animation, no blinking cursor, the same signs and colours."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ |= {"TERM": "xterm-256color", "WT_SESSION": "tests", "SENDTUI_ASCII": "0"}
os.environ.pop("NO_COLOR", None)

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.widgets import Input, TextArea

from tests.screens.paced import keep_pace


@pytest.fixture(autouse=True)
def _no_blink(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the cursor lit, whatever the wall clock says."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)


@pytest.fixture(autouse=True)
def _no_waiting_for_what_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on where a box that a key closed never says that it is idle; tests wait for what is meant.

    The framework's pilot asks every widget of the screen it saw, and fails after half a minute.
    """
    wait = Pilot._wait_for_screen

    async def patiently(pilot: Pilot[Any], timeout: float = 10.0) -> bool:
        try:
            return await wait(pilot, min(timeout, 10.0))
        except WaitForScreenTimeout:
            return False

    monkeypatch.setattr(Pilot, "_wait_for_screen", patiently)


@pytest.fixture(autouse=True)
def _keys_at_the_pace_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for what a key does, and no longer."""
    keep_pace(monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def _sheets_parsed_once() -> Iterator[None]:
    """Keep what was parsed of a style sheet for the next app, as one app does for its screens."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, list[RuleSet]] = {}
    # The variables of the sheet that was parsed last, and the same as what may be looked up by.
    variables: tuple[dict[str, str], tuple[tuple[str, str], ...]] = ({}, ())

    def parsed_once(sheet: Stylesheet, *what: Any, **how: Any) -> list[RuleSet]:
        nonlocal variables
        if variables[0] is not sheet._variables:
            variables = (sheet._variables, tuple(sorted(sheet._variables.items())))
        key = (variables[1], what, tuple(sorted(how.items())))
        if key not in parsed:
            parsed[key] = parse(sheet, *what, **how)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed_once)
        # The same number, without a call for each of millions of looks at a rule.
        patch.setattr(RuleSet, "__hash__", object.__hash__)
        yield
