"""A hand-over pack opened, whichever way it came: with a password, or sealed to this case file."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats import pack as layout
from sendtui.formats import pack_sealed
from sendtui.formats.pack import Pack
from sendtui.models import KINDS
from sendtui.services import peers
from sendtui.store import migrations
from sendtui.store.store import Store

SEALED = pack_sealed.ENDING


@dataclass(frozen=True, slots=True)
class Come:
    """A pack that was opened: what is in it, and how it came (“password”, or whose seal)."""

    pack: Pack
    name: str
    by: str


def wants_password(path: Path) -> bool:
    """Whether a pack asks for a password before it opens."""
    return path.suffix.lower() != SEALED and layout.is_locked(_bytes(path))


def opened(store: Store, path: Path, today: date, password: str = "") -> Come:
    """A pack, whichever way it came; of a sealed one the sender must be known here.

    Raises SendtuiError for a file that is none, cannot be opened, or is from a stranger.
    """
    raw = _bytes(path)
    if path.suffix.lower() == SEALED:
        raw, by = _unsealed(store, raw, today)
    else:
        by = "password" if layout.is_locked(raw) else "plain"
        if by == "password" and not password:
            raise SendtuiError(
                f"{path.name} asks for its password: give it with --password-file FILE, as the "
                "school that sent it told you."
            )
    pack = layout.read(raw, path.name, password)
    if pack.head.schema > migrations.LATEST:
        raise SendtuiError("A newer sendtui made this pack: update sendtui here first.")
    strange = [kind for kind in pack.records if kind not in KINDS]
    if strange or len(pack.records.get("pupil", ())) != 1:
        raise DamagedError(f"{path.name} holds what no pack holds, or not just one pupil.")
    return Come(pack, path.name, by)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > layout.MOST_BYTES:
            raise SendtuiError(f"{path.name} is larger than any pack: it was not read.")
        return path.read_bytes()
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None


def _unsealed(store: Store, raw: bytes, today: date) -> tuple[bytes, str]:
    keys = peers.kept_identity(store)
    if keys is None:
        raise SendtuiError(
            "The pack is sealed, and this case file has no keys yet: nobody can have sealed it to "
            "you. Ask for it with a password, or exchange cards first (sendtui sync request)."
        )
    found = pack_sealed.read(io.BytesIO(raw), keys)
    known = [p for p in peers.peers(store) if p.sign == found.sign and not p.expired(today)]
    if not known:
        raise SendtuiError(
            "The pack is from a sender who has no running card here. Nothing was taken in: "
            "exchange cards first (sendtui sync request), or ask for it with a password."
        )
    return found.raw, known[0].name
