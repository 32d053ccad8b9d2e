"""Copying: through the terminal (OSC 52), and through this computer's own tool where it has one.

Nothing is written to a file on the way.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

PATIENCE = 2.0
"""Seconds a tool is given; one that waits for something is left to itself."""

MACOS = ("pbcopy",)
WINDOWS = ("clip.exe",)
WAYLAND = ("wl-copy",)
X11 = ("xclip", "-selection", "clipboard")
WSL = ("clip.exe",)


def tool(
    environ: Mapping[str, str],
    platform: str,
    which: Callable[[str], str | None] = shutil.which,
) -> Sequence[str]:
    """The words of the tool that takes text to this desktop's clipboard; none where there is none.

    Over ssh the desktop is another computer's, and only the terminal can reach it.
    """
    if "SSH_CONNECTION" in environ or "SSH_TTY" in environ:
        return ()
    if platform in ("darwin", "win32"):
        wanted: tuple[Sequence[str], ...] = (MACOS if platform == "darwin" else WINDOWS,)
    else:
        wanted = (
            *((WAYLAND,) if environ.get("WAYLAND_DISPLAY") else ()),
            *((X11,) if environ.get("DISPLAY") else ()),
            *((WSL,) if environ.get("WSL_DISTRO_NAME") else ()),
        )
    return next((words for words in wanted if which(words[0])), ())


def hand_over(text: str) -> bool:
    """Give the text to this computer's own tool; whether there was one that took it."""
    words = tool(os.environ, sys.platform)
    if not words:
        return False
    # clip.exe reads the console's code page unless the text says by its first bytes what it is.
    encoded = text.encode("utf-16" if words[0] == "clip.exe" else "utf-8")
    with suppress(OSError, subprocess.SubprocessError):
        ended = subprocess.run(
            words,
            input=encoded,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
        return ended.returncode == 0
    return False
