"""Tables that leave as a workbook: with a password unless it is to be plain, and logged."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.models.report_page import ReportTable
from sendtui.services import protection, recipients, writes
from sendtui.services.outfile import new_file
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
    password: str = "",
    recipient: str = "",
    basis: str = "",
    although: str = "",
) -> Path:
    """Write the tables to a workbook and log the disclosure; where it went.

    Without a password it is plain. Raises BarredError where the recipient may not receive it,
    SendtuiError where it cannot be written.
    """
    from sendtui.formats import report_xlsx

    path = protection.place(target, ENDING) if password else target
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    setting = store.setting
    with store.write("Write a workbook") as tx:
        reason = recipients.require(tx.session, pupils, recipient, although, today)
        tx.add(
            "disclosure",
            {
                "setting": setting,
                "on": today,
                "what": f"{title}, XLSX",
                "recipient": recipient,
                "basis": recipients.logged(basis, reason),
                "protection": protection.PASSWORD if password else protection.PLAIN,
                "pupils": list(pupils),
            },
        )
        tx.flush()
        made = io.BytesIO()
        report_xlsx.write_tables(made, tables, title)
        raw = made.getvalue()
        with new_file(path) as file:
            file.write(protection.protect(raw, ENDING, password, target.name) if password else raw)
    return path
