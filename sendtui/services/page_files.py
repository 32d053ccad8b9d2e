"""A page as a file: PDF for paper, Word or text, written whole and logged as having left."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Unpack

from sendtui.errors import UsageError
from sendtui.models.letter_page import LetterPage
from sendtui.services import documents, writes
from sendtui.services.disclosing import Leaving
from sendtui.store.store import Store

FORMS = {".pdf": "pdf", ".docx": "docx", ".txt": "text"}


def words(page: LetterPage) -> str:
    """A page as plain text, to be looked at, read out or pasted."""
    from sendtui.formats import letter_text

    return letter_text.text(page)


def require_form(path: Path) -> str:
    """In which form a file of this name is written.

    Raises UsageError for an ending there is not.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"It is written as {', '.join(FORMS)}: name such a file.")
    return form


def made(page: LetterPage, form: str) -> bytes:
    """The bytes of a page as PDF, for Word, or as text."""
    if form == "pdf":
        from sendtui.formats.letter_pdf import pdf

        return pdf(page)
    if form == "docx":
        from sendtui.formats.letter_docx import docx

        return docx(page)
    return words(page).encode("utf-8")


@writes
def write(
    store: Store,
    path: Path,
    page: LetterPage,
    today: date,
    *,
    what: str,
    pupils: Sequence[str],
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a page to a file of the form its ending says, and log that it left; gives where.

    Raises UsageError for an ending there is not, BarredError where the recipient may not receive
    it, SendtuiError where the file cannot be written.
    """
    form = require_form(path)
    return documents.write(
        store, path, made(page, form), what=what, pupils=pupils, on=today, **leaving,
    )  # fmt: skip
