"""The page a recovery key is kept on: to be printed, locked away, and deleted."""

from pathlib import Path

from sendtui.errors import SendtuiError

GROUP = 6
"""Letters of a key that are read and written at once."""


def write(path: Path, identity: str, recipient: str) -> None:
    """Write the recovery key where only its owner may read it; raises as `claim` does."""
    claim(path)
    path.write_text(page(identity, recipient), encoding="utf-8")


def claim(path: Path) -> None:
    """Make an empty file for the key, which only its owner may read where owners are known.

    Raises SendtuiError where there is a file already, or where none can be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise SendtuiError(
            f"{path} exists already; a recovery key never overwrites a file."
        ) from None
    except OSError as problem:
        raise SendtuiError(f"{path} cannot be written: {problem.strerror}.") from None


def grouped(identity: str) -> str:
    """The key as a person writes it down: its beginning, then groups with blanks between."""
    begins, one, rest = identity.rpartition("1")
    groups = (rest[at : at + GROUP] for at in range(0, len(rest), GROUP))
    return " ".join((begins + one, *groups))


def page(identity: str, recipient: str) -> str:
    """What stands on the page."""
    return (
        "# sendtui recovery key\n"
        "# It opens the case file without the passphrase: sendtui recover --recovery-file THIS\n"
        "# Print it, lock it away, then delete this file.\n"
        f"# public key: {recipient}\n"
        f"{identity}\n"
    )
