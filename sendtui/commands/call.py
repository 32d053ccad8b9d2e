"""What a verb is given when it runs: its words, the open case file, the day and a voice."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.output import Output
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.casefile import Store, Unlock

KeysOfPlace = tuple[str, tuple[tuple[str, str], ...]]
"""A place of the app, and its keys with what they do."""

LOCKED = "The case file is locked: give --passphrase-file FILE."
"""What to say where a passphrase is needed and nobody is there to type it."""

PASSWORD = "The register’s password: "
ASKED = (
    "The register asks for a password: keep it in ~/.pgpass or a service file, use a client "
    "certificate, or give --passphrase-file FILE."
)


@dataclass(slots=True)
class Call:
    """One run of a verb."""

    options: Namespace
    out: Output
    today: date
    path: Path
    opened: "Store | None" = None
    opener: "Callable[[Store, bool], int] | None" = None
    card: "Callable[[], tuple[KeysOfPlace, ...]] | None" = None
    runner: "Callable[[list[str], Unlock], int] | None" = None
    known: "Unlock | None" = None
    """What opened the case file for the line before, in line mode."""

    @property
    def store(self) -> "Store":
        """The open case file of a verb that needs one."""
        assert self.opened is not None
        return self.opened

    def open_app(self, store: "Store", *, tour: bool = False) -> int:
        """Open the app over a case file that is open already; the flags never see the screens."""
        assert self.opener is not None
        return self.opener(store, tour)

    def key_card(self) -> "tuple[KeysOfPlace, ...]":
        """Every place of the app and its keys; the flags never see the screens."""
        assert self.card is not None
        return self.card()

    def again(self, words: list[str], unlock: "Unlock") -> int:
        """Do another line of words as if they had been typed by themselves; its exit code."""
        assert self.runner is not None
        return self.runner(words, unlock)

    def unlock(self) -> "Unlock":
        """What the user opens the case file with: a file, the keyring, or an answer to a prompt."""
        if self.known is not None and not self.options.passphrase_file:
            return self.known
        from sendtui.services.casefile import Unlock, is_register, wants_password, ways_in

        named = self.options.passphrase_file
        if named:
            return Unlock(passphrase=read_secret(Path(named)))
        if is_register(self.path):
            return Unlock(ask_secret(PASSWORD, ASKED)) if wants_password(self.path) else Unlock()
        if self.path.exists() and any(way == "keyring" for way, _ in ways_in(self.path)):
            return Unlock(keyring=True)
        return Unlock(passphrase=ask_secret("Passphrase: "))

    def text(self, named: str | None) -> str:
        """Text about a child, from a file or, where the name is `-`, from standard input.

        Raises UsageError where there is none, or none could be read.
        """
        if named is None:
            raise UsageError(
                "Say where the text comes from: --text-file FILE, or - for standard input."
            )
        return read_text(named)

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """A bar on standard error while a person watches something that takes over a second."""
        if self.out.quiet or not sys.stderr.isatty():
            yield lambda _done, _total: None
            return
        from sendtui.commands.progress import bar

        with bar(label) as move:
            yield move


def require_vacant(path: Path, *, replace: bool) -> None:
    """Nothing where a file may go to this place.

    Raises SendtuiError where there is a file already and nobody said that it may be replaced.
    """
    if path.is_dir():
        raise SendtuiError("That is a folder. Name the file in it.")
    if path.exists() and not replace:
        raise SendtuiError(
            "There is a file of this name already, and it was left alone. Name another, or give "
            "--replace to write over it."
        )


def make_folder(path: Path) -> None:
    """Make a folder for what is printed, which only its owner may look into, if it is not there.

    Raises SendtuiError where it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        why = problem.strerror or "unknown reason"
        raise SendtuiError(f"The folder could not be made: {why}. Name another.") from None


def read_text(named: str) -> str:
    """The text of a file, or of standard input for `-`."""
    if named == "-":
        return sys.stdin.read().strip()
    try:
        return Path(named).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SendtuiError(f"{named} could not be read as text: {_why(problem)}.") from None


def read_secret(path: Path) -> str:
    """A passphrase from the first line of a file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise SendtuiError(f"The passphrase file could not be read: {_why(problem)}.") from None
    if not lines or not lines[0]:
        raise SendtuiError("The passphrase file is empty: its first line is the passphrase.")
    return lines[0]


def ask_secret(prompt: str, otherwise: str = LOCKED) -> str:
    """A passphrase, typed unseen; `otherwise` is what to say where there is nobody to ask.

    Raises LockedError where there is nobody to ask.
    """
    from getpass import getpass

    from sendtui.errors import LockedError

    if not sys.stdin.isatty():
        raise LockedError(otherwise)
    return getpass(prompt)


def confirmed(question: str) -> bool:
    """Whether a person at the terminal says yes; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        return False
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def agreed(call: Call, question: str = "Take this in?") -> bool:
    """Whether to go on after a preview: by --yes, where nobody is there to be asked, or if told."""
    if call.options.yes or not sys.stdin.isatty() or confirmed(question):
        return True
    call.out.say("Nothing was changed.")
    return False


def _why(problem: OSError | UnicodeDecodeError) -> str:
    return (
        problem.strerror or "unknown reason" if isinstance(problem, OSError) else "it is not UTF-8"
    )
