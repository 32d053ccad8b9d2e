"""The app killed in a real terminal while somebody types: what they typed is there again."""

import sys
import time
from pathlib import Path

import pytest

from sendtui.services import drafts
from tests.screens.opened import PASSPHRASE, filled_file
from tests.screens.pupils_at_hand import look

pytest.importorskip("termios", reason="a terminal as this system has none")
from tests.benchmarks.terminal import ENTER, Terminal

SAID = (
    "Rang at ten past six. [/x] She is worried about the move to the new class, and asks for a "
    "visit before the end of term. He has not slept since Sunday; the taxi came late twice. "
    "I said that somebody comes on Thursday."
)
FIND, LOCK = "\x06", "\x0c"


@pytest.mark.slow
@pytest.mark.parametrize("is_locked", [False, True], ids=["while typing", "while locked"])
def test_an_app_that_is_killed_has_kept_what_was_typed_into_its_form(
    tmp_path: Path, is_locked: bool
) -> None:
    path, made = filled_file(tmp_path)
    words = [sys.executable, "-m", "sendtui", "--store", str(path)]

    def kept() -> str:
        key = drafts.key("contact", made["Quillfeather"])
        return str((look(path, lambda store: drafts.read(store, key)) or {}).get("said", ""))

    with Terminal(words, {"HOME": str(tmp_path)}) as terminal:
        terminal.when(lambda lines: "Passphrase" in "\n".join(lines))
        # Not a key waits for what it is meant for: that is up to the app.
        terminal.send(f"{PASSPHRASE}{ENTER}{FIND}zephyr")
        terminal.when(lambda lines: "▸  Quillfeather" in "\n".join(lines))
        terminal.send(f"{ENTER}c{SAID}")
        terminal.when(lambda lines: "on Thursday." in "\n".join(lines))
        if is_locked:
            terminal.send(LOCK)
            terminal.when(lambda lines: "What you typed is kept" in "\n".join(lines))
        else:
            ends = time.monotonic() + 20
            while kept() != SAID and time.monotonic() < ends:
                terminal.settle()

    assert kept() == SAID
