"""Another sendtui: a fresh interpreter that runs some lines, as a second window or a batch does."""

import os
import subprocess
import sys

CHEAP = "from sendtui.store import slots\nslots.PASSPHRASE_COST = slots.Cost(1, 65536)\n"
"""Makes guesses cheap there, too."""


def environment(**more: str) -> dict[str, str]:
    """This test's environment with more in it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **more}


def run_python(
    lines: str, *, crash: str = "", cheap: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run lines in a fresh interpreter, which dies at the crash point named."""
    return subprocess.run(
        [sys.executable, "-c", (CHEAP if cheap or crash else "") + lines],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(SENDTUI_CRASH=crash),
        check=False,
    )


def start_python(lines: str, **more: str) -> "subprocess.Popen[bytes]":
    """Start lines in a fresh interpreter, with pipes to and from it."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", CHEAP + lines],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**more),
    )
