"""Writing a report to a file, in the format its name asks for, and logging that it left."""

import io
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Unpack

from sendtui.errors import UsageError
from sendtui.models.report_page import ReportPage
from sendtui.services import documents, writes
from sendtui.services.disclosing import Leaving
from sendtui.store.store import Store

ENDINGS = {
    ".pdf": "report_pdf",
    ".docx": "report_docx",
    ".xlsx": "report_xlsx",
    ".csv": "report_csv",
    ".json": "report_json",
    ".png": "report_png",
    ".md": "report_text",
    ".txt": "report_text",
}
"""A file's ending → the format that writes it."""


def made(page: ReportPage, ending: str) -> bytes:
    """The report in the format of this ending.

    Raises UsageError for an ending no report has.
    """
    name = ENDINGS.get(ending.lower())
    if name is None:
        raise UsageError(f"A report is written as {', '.join(ENDINGS)}: name such a file.")
    file = io.BytesIO()
    import_module(f"sendtui.formats.{name}").write(file, page)
    return file.getvalue()


@writes
def write(
    store: Store,
    page: ReportPage,
    path: Path,
    today: date,
    *,
    pupils: Sequence[str] = (),
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a report and log whose data it holds; where it went.

    A PDF is a print; anything else leaves as a file, plain without a password.
    Raises UsageError for an ending no report has, BarredError where the recipient may not have it.
    """
    return documents.write(
        store,
        path,
        made(page, path.suffix),
        what=page.title,
        pupils=pupils,
        on=today,
        **leaving,
    )
