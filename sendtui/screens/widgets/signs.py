"""The few signs that stand beside words, in typeset and in plain ASCII form.

The old Windows console and the Linux virtual console lack most glyphs, so they get the plain ones.
`SENDTUI_ASCII=1` asks for them anywhere.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one kind of terminal, each one cell wide."""

    up: str
    down: str
    cursor: str
    mark: str
    done: str
    late: str
    soon: str
    quiet: str
    step: str
    clipped: str


TYPESET = Signs("▲", "▼", "▸", "✓", "✓", "!", "~", "·", "›", "…")
ASCII = Signs("^", "v", ">", "*", "+", "!", "~", "-", ">", "~")


def for_terminal(environ: Mapping[str, str], platform: str) -> Signs:
    """The signs that the terminal described by its environment can draw."""
    if environ.get("SENDTUI_ASCII", "") not in ("", "0"):
        return ASCII
    if environ.get("TERM") in ("linux", "dumb"):
        return ASCII
    old_console = platform == "win32" and not {"WT_SESSION", "TERM_PROGRAM"} & set(environ)
    return ASCII if old_console else TYPESET


@cache
def signs() -> Signs:
    """The signs of the terminal this process runs in."""
    return for_terminal(os.environ, sys.platform)
