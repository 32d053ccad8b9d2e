"""What whoever lets something leave says of it, and the line the log gets."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from sendtui.services import recipients
from sendtui.services.protection import PASSWORD, PLAIN
from sendtui.store.transaction import Transaction


class Terms(TypedDict, total=False):
    """On which basis it leaves, why `although` it may not, and the password on it ("": none)."""

    basis: str
    although: str
    password: str


class Leaving(Terms, total=False):
    """The same, and who receives it ("": nobody was named)."""

    recipient: str


def log(
    tx: Transaction,
    setting: str,
    *,
    what: str,
    pupils: Sequence[str],
    on: date,
    protection: str = PLAIN,
    **leaving: Unpack[Leaving],
) -> None:
    """Write down in the act in which something leaves what, whose, to whom and why.

    `protection` is that of a file without a password.
    Raises BarredError where the recipient may not receive it, unless it is said why `although`.
    """
    recipient = leaving.get("recipient", "")
    reason = recipients.require(tx.session, pupils, recipient, leaving.get("although", ""), on)
    tx.add(
        "disclosure",
        {
            "setting": setting,
            "on": on,
            "what": what,
            "recipient": recipient,
            "basis": recipients.logged(leaving.get("basis", ""), reason),
            "protection": PASSWORD if leaving.get("password") else protection,
            "pupils": list(pupils),
        },
    )
