"""What can go wrong in a way a person can act on.

Every kind carries the exit code that the flags end with:

    SendtuiError            1  refused, or nothing matched
    ├── InvalidError        1  values that do not hold
    ├── UsageError          2  the words of the command are off
    ├── LockedError         3  wrong passphrase, or locked
    ├── DamagedError        4  damaged or tampered with
    └── BusyError           6  another process is writing

Exit code 5 (some lines rejected) is a result, not an error.
A message says what happened and what to do, and holds no personal text.
"""

from dataclasses import dataclass


class SendtuiError(Exception):
    """Something a person can act on: the message says what happened and what to do."""

    exit_code = 1


class UsageError(SendtuiError):
    """The words of a command do not fit together."""

    exit_code = 2


class LockedError(SendtuiError):
    """The case file is locked and what was given does not open it."""

    exit_code = 3


class DamagedError(SendtuiError):
    """A file is damaged, cut off or has been changed by somebody else."""

    exit_code = 4


class BusyError(SendtuiError):
    """Another process is writing, or owns the case file."""

    exit_code = 6


SOME_REJECTED = 5
"""The exit code of an import that applied what it could and rejected some lines."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that does not hold: its field, what was given, and why; `title` names the field."""

    field: str
    value: str
    reason: str
    title: str = ""


class InvalidError(SendtuiError):
    """Values that do not hold; `problems` says which, for the form or the flag that gave them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """The message names fields and reasons, never the values, which may be personal."""
        self.problems = problems
        super().__init__("; ".join(f"{p.title or p.field}: {p.reason}" for p in problems))
