"""A terminal that holds still: no animation, no blinking cursor."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"

import pytest
from textual.widgets import Input, TextArea


@pytest.fixture(autouse=True)
def _no_blink(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the cursor lit, whatever the wall clock says."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)
