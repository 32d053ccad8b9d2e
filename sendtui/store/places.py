"""Where a case file may live: on this computer's own disk, and nowhere that copies it behind us.

SQLite's write-ahead log needs one computer's shared memory; a synced or network folder corrupts it.
"""

import os
import re
import sys
from pathlib import Path, PurePosixPath

from sendtui.errors import SendtuiError

SYNCED_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer", "DROPBOX", "GoogleDrive")
SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "box sync",
    "nextcloud",
)
NETWORK_FILE_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "fuse.sshfs",
    "davfs",
)


def require_safe(path: Path, safe: Path) -> None:
    """Refuse a place that is synced or on a network, offering a safe one.

    Raises SendtuiError with the reason.
    """
    reason = why_unsafe(path)
    if reason:
        raise SendtuiError(
            f"A case file cannot live {reason}: it would be damaged there. "
            f"Keep it at {safe} and put sealed files where others can fetch them."
        )


def make_folder(folder: Path) -> None:
    """Make the folder of a case file, where it is not there yet.

    Raises SendtuiError where it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SendtuiError(
            f"The folder {folder} cannot be made: {problem.strerror}. Choose another place."
        ) from None


def why_unsafe(path: Path) -> str:
    """Why a case file must not live here, or nothing; a link is where it leads."""
    return _why(path.absolute()) or _why(path.resolve())


def _why(path: Path) -> str:
    if named_on_network(str(path)):
        return "on a network share"
    for variable in SYNCED_VARIABLES:
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return f"in a folder that {variable} copies"
    for part in path.parts:
        if any(part.lower().startswith(name) for name in SYNCED_NAMES):
            return f"in a synced folder ({part})"
    if "Mobile Documents" in path.parts or "CloudStorage" in path.parts:
        return "in a folder that iCloud or another service copies"
    return "on a network drive" if _on_network(path) else ""


def named_on_network(path: str) -> bool:
    """Whether a path names another computer, as Windows writes it."""
    return path.startswith(("\\\\", "//"))


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == drive_remote)
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    return file_system(
        PurePosixPath(path), mounts.read_text(encoding="utf-8", errors="replace")
    ) in (NETWORK_FILE_SYSTEMS)


def file_system(path: PurePosixPath, mounts: str) -> str:
    """What a path lies on, by Linux's list of mounts; the last of several on one place counts."""
    best, kind = 0, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = PurePosixPath(_OCTAL.sub(lambda found: chr(int(found[1], 8)), words[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind


_OCTAL = re.compile(r"\\([0-7]{3})")
