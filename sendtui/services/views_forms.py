"""A form for views that came back: read, looked at, and then taken into the pupil's views."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.formats import paper, protected
from sendtui.formats.sheets import read_sheet
from sendtui.formats.views_form import Answered, in_lines, in_text
from sendtui.services import voices, writes
from sendtui.services.letter_fields import about
from sendtui.store.store import Store

MAX_BYTES = 5_000_000

LOCKED = b"\xd0\xcf\x11\xe0"
"""How a workbook or Word file with a password begins."""

GATHERED = "form"


@dataclass(frozen=True, slots=True)
class Returned:
    """A form as it came back: the answers, how many questions have none, and whose name it bears.

    `names_pupil` is whether the pupil's name stands on it; where it does not, it may be another's.
    """

    answers: tuple[Answered, ...]
    empty: int
    names_pupil: bool

    @property
    def words(self) -> str:
        """The answers under their questions, as they are taken into the views."""
        return "\n\n".join(f"{each.question}\n{each.answer}" for each in self.answers)


def read(store: Store, pupil: str, path: Path, today: date, *, password: str = "") -> Returned:
    """Read a form that was filled in: text, Word or a workbook, with its password if it has one.

    Raises SendtuiError for a file that is no such form, or on which nothing was written.
    """
    raw = opened(path, password)
    found, text = _answers(raw, path)
    if not found:
        raise SendtuiError(
            "No numbered questions were found in this file. Give the form that was filled in, as "
            ".txt, .docx or .xlsx. What was written by hand is typed: “sendtui views add”."
        )
    answered = tuple(each for each in found if each.answer)
    if not answered:
        raise SendtuiError("Nothing is written under any question of this form.")
    name = about(store, pupil, today).forename.casefold()
    return Returned(answered, len(found) - len(answered), name in text.casefold())


@writes
def take(
    store: Store, pupil: str, found: Returned, *, whose: str, said_on: date, today: date
) -> str:
    """Take what came back into the views of the pupil or the parents, and return its id.

    Raises InvalidError for a day to come.
    """
    return voices.hear(store, pupil, whose=whose, words=found.words, said_on=said_on,
                       gathered=GATHERED, today=today)  # fmt: skip


def is_locked(path: Path) -> bool:
    """Whether a file is a workbook or Word file with a password; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(LOCKED)) == LOCKED
    except (OSError, ValueError):
        return False


def opened(path: Path, password: str = "") -> bytes:
    """The bytes of a form that came back, without the password it may have.

    Raises SendtuiError for a file that cannot be read, is too large, or has another password.
    """
    raw = _raw(path)
    return _unlocked(raw, password) if raw.startswith(LOCKED) else raw


def _raw(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "unknown reason"
        raise SendtuiError(f"The file could not be read: {why}.") from None
    if len(raw) > MAX_BYTES:
        raise SendtuiError("The file is too large for a form.")
    return raw


def _unlocked(raw: bytes, password: str) -> bytes:
    if not password:
        raise SendtuiError("The file has a password: give it with --password-file.")
    try:
        return protected.opened(raw, password)
    except protected.ProtectError as problem:
        raise SendtuiError(f"The file could not be opened. {problem}") from None


def _answers(raw: bytes, path: Path) -> tuple[tuple[Answered, ...], str]:
    """The answers, and all that stands on the form."""
    if path.suffix.lower() == ".xlsx":
        sheet = read_sheet(io.BytesIO(raw), path.name)
        cells = (cell for _, line in sheet.lines() for cell in line)
        text = "\n".join(cells)
        return in_lines(sheet.lines()), text
    try:
        text = paper.words(raw, paper.media(raw)).text
    except paper.UnknownPaperError as problem:
        raise SendtuiError(f"This is no form. {problem}") from None
    return in_text(text), text
