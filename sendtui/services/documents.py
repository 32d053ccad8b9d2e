"""Writing a document for people to a file: whole or not at all, and written down as having left."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Unpack

from sendtui.errors import SendtuiError
from sendtui.services import disclosing, writes
from sendtui.services import protection as protecting
from sendtui.services.disclosing import Leaving
from sendtui.services.outfile import new_file
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

PRINT = "print"
"""How a print is protected: not at all, as it is meant to be read and handed over."""

LABEL = "Print a document"


@writes
def write(
    store: Store,
    path: Path,
    made: bytes,
    *,
    what: str,
    pupils: Sequence[str],
    on: date,
    protection: str = "",
    label: str = LABEL,
    also: Callable[[Transaction], object] | None = None,
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a finished document to a path and log the disclosure: what, whose, to whom, why.

    A PDF is a print; anything else leaves as a file, plain without a password, unless it is said
    which `protection` it has. `label` names the act; `also` is what is written down with it.

    The file appears whole or not at all; what stood there before is replaced. Nothing is logged
    where it could not be written. `although` is why somebody who may not receive it does. With a
    password it is protected as its ending can be, and a ZIP says by its name that it is one.
    Raises BarredError where the recipient may not receive it, SendtuiError where the file cannot be
    written or the case file is only being read.
    """
    is_pdf = made.startswith(b"%PDF-")
    protection = protection or (PRINT if is_pdf else protecting.PLAIN)
    if password := leaving.get("password", ""):
        ending = ".pdf" if is_pdf else path.suffix.lower()
        path = protecting.place(path, ending)
        made = protecting.protect(made, ending, password, f"document{ending}")
    if path.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    setting = store.setting
    with store.write(label, true_on=on) as tx:
        disclosing.log(
            tx, setting, what=what, pupils=pupils, on=on, protection=protection, **leaving
        )
        if also is not None:
            also(tx)
        tx.flush()
        with new_file(path) as file:
            file.write(made)
    return path
