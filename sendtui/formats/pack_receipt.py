"""A receipt for a hand-over pack: a small file that says which pack was taken in, when and where.

It names nobody. Whoever has not opened the pack cannot know the hash that it is named by; the
signature says whose sendtui took it in.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats.identity import Identity, is_signed, signed

FORMAT, VERSION = "sendtui receipt", 1
ENDING = ".receipt.json"
BIGGEST = 1 << 16
_SIGNED = f"{FORMAT} {VERSION}"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PackReceipt:
    """What a receipt says; `sha256` is its own hash, once it was read."""

    pack: str
    received_on: date
    name: str
    urn: str = ""
    records: int = 0
    documents: int = 0
    sign: str = ""
    sha256: str = ""


def written(receipt: PackReceipt, keys: Identity) -> bytes:
    """The receipt as a file, signed."""
    said = {
        "format": FORMAT,
        "version": VERSION,
        "pack": receipt.pack,
        "received_on": receipt.received_on.isoformat(),
        "received_by": {"name": receipt.name, "urn": receipt.urn},
        "records": receipt.records,
        "documents": receipt.documents,
        "sign": keys.sign,
    }
    sig = signed(keys.signing_key, _SIGNED, _body(said))
    return json.dumps({**said, "sig": sig}, ensure_ascii=False, indent=2).encode() + b"\n"


def read(raw: bytes, name: str) -> PackReceipt:
    """What a receipt says, its signature checked against the key it names.

    Raises SendtuiError for what is no receipt, DamagedError where it was changed.
    """
    try:
        said = json.loads(raw) if len(raw) <= BIGGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise SendtuiError(f"{name} is no receipt for a hand-over pack.")
    if said.get("version") != VERSION:
        raise SendtuiError("A newer sendtui made this receipt: update sendtui here first.")
    sig = str(said.pop("sig", ""))
    try:
        by = said["received_by"]
        found = PackReceipt(
            str(said["pack"]),
            date.fromisoformat(said["received_on"]),
            str(by["name"])[:300],
            str(by["urn"])[:20],
            int(said["records"]),
            int(said["documents"]),
            str(said["sign"]),
            sha256(raw).hexdigest(),
        )
    except (KeyError, TypeError, ValueError):
        raise DamagedError(f"{name} lacks what a receipt says.") from None
    if not _HASH.fullmatch(found.pack) or not is_signed(found.sign, _SIGNED, _body(said), sig):
        raise DamagedError(f"{name} was changed after it was signed: ask for it again.")
    return found


def _body(said: dict[str, object]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")
