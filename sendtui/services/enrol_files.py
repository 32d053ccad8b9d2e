"""Enrolment by files: requests and cards read from a path and written to one."""

from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.formats.identity import same_fingerprint
from sendtui.services import enrol, renewing, writes
from sendtui.services.enrol import Asked, Offered
from sendtui.services.outfile import new_file
from sendtui.services.peers import Peer
from sendtui.store.store import Store

REQUEST, CARD = ".sendreq.json", ".sendcard.json"

LONGEST = 1_000_000
"""Bytes beyond which a file is no request and no card."""


@writes
def request(store: Store, target: Path) -> None:
    """Write a request for a card to a new file."""
    _write(target, enrol.request(store))


def asked(store: Store, path: Path) -> Asked:
    """Who asks for a card in this file."""
    return enrol.look_at_request(store, _read(path))


@writes
def issue(
    store: Store,
    path: Path,
    target: Path,
    *,
    fingerprint: str,
    until: date,
    today: date,
    purpose: str = enrol.PURPOSE,
    whole_roll: bool = False,
) -> None:
    """Answer the request in a file with a card in another; the fingerprint is as it was heard."""
    _require_vacant(target)
    card = enrol.issue(
        store,
        _read(path),
        fingerprint=fingerprint,
        until=until,
        today=today,
        purpose=purpose,
        whole_roll=whole_roll,
    )
    _write(target, card)


@writes
def renew(store: Store, named: str, target: Path, *, until: date, today: date) -> None:
    """Write a new card for a peer whose card we issued, for the same and until later."""
    _require_vacant(target)
    _write(target, renewing.renew(store, named, until=until, today=today))


@writes
def hand_over(
    store: Store,
    named: str,
    path: Path,
    target: Path,
    *,
    fingerprint: str,
    until: date,
    today: date,
) -> None:
    """Answer a request with the card of the peer whom they take over from, which is revoked."""
    _require_vacant(target)
    card = renewing.hand_over(
        store, named, _read(path), fingerprint=fingerprint, until=until, today=today
    )
    _write(target, card)


def offered(store: Store, path: Path) -> Offered:
    """What the card in this file says, and whose fingerprint to compare."""
    return enrol.look_at_card(store, _read(path))


@writes
def accept(store: Store, path: Path, *, fingerprint: str = "", today: date) -> Peer:
    """Accept the card in a file; the fingerprint is as it was heard, a renewal needs none."""
    return enrol.accept(store, _read(path), fingerprint=fingerprint, today=today)


def agrees(_store: Store, heard: str, shown: str) -> bool:
    """Whether a fingerprint as it was heard and typed is the one in a file."""
    return same_fingerprint(heard, shown)


def _require_vacant(target: Path) -> None:
    if not target.parent.is_dir():
        raise SendtuiError("There is no such folder to write the card to.")
    if target.exists():
        raise SendtuiError("A file of the card’s name is there already: choose another name.")


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as problem:
        raise SendtuiError(f"The file could not be opened: {problem.strerror}.") from None
    if len(content) > LONGEST:
        raise SendtuiError("This is no request and no card: it is far too large.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SendtuiError("This is no request and no card: it is not text.") from None


def _write(target: Path, text: str) -> None:
    with new_file(target) as file:
        file.write(text.encode())
