"""Tables that leave as a workbook: with a password unless it is to be plain, and logged."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Unpack

from sendtui.models.report_page import ReportTable
from sendtui.services import exports, writes
from sendtui.services.disclosing import Leaving
from sendtui.store.store import Store

ENDING = ".xlsx"


@writes
def leave(
    store: Store,
    target: Path,
    tables: Sequence[ReportTable],
    *,
    title: str,
    pupils: Sequence[str],
    today: date,
    **leaving: Unpack[Leaving],
) -> Path:
    """Write the tables to a workbook and log the disclosure; where it went.

    Without a password it is plain. Raises BarredError where the recipient may not receive it,
    SendtuiError where it cannot be written.
    """
    from sendtui.formats import report_xlsx

    exports.leave(
        store, target, lambda file: report_xlsx.write_tables(file, tables, title),
        what=f"{title}, XLSX", pupils=pupils, today=today, form="xlsx", label="Write a workbook",
        **leaving,
    )  # fmt: skip
    return target
