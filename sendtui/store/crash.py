"""Named points at which a test can make the program die as in a power cut: nothing is tidied."""

import os


def crash_point(name: str) -> None:
    """Die here if SENDTUI_CRASH asks for it."""
    if os.environ.get("SENDTUI_CRASH") == name:
        os._exit(86)
