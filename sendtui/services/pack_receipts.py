"""Receipts for hand-over packs: written where one was taken in, read where it came from.

A pack that was sent is noted with its hash (`transfer_receipt`). The receipt that comes back names
that hash, which only who opened the pack can know; it marks the transfer as received. Somebody
without sendtui tells the pack's number instead, and a person writes down who did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.formats import pack_receipt
from sendtui.formats.pack_receipt import PackReceipt
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.models.transfer_receipt import TransferReceipt
from sendtui.services import peers, writes
from sendtui.services.outfile import new_file
from sendtui.services.pack_open import Come
from sendtui.services.records import has_happened, in_time, invalid, require
from sendtui.store.store import Store

ENDING = pack_receipt.ENDING


@dataclass(frozen=True, slots=True)
class Sent:
    """A pack that was sent on. `received_on` is None while no receipt has come."""

    id: str
    pupil: str
    name: str
    to: str
    urn: str
    sent_on: date
    by: str
    number: str
    received_on: date | None
    received_by: str
    is_by_receipt: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A receipt that was read: which pack it is for, and whose key it is signed with, if known."""

    sent: Sent
    receipt: PackReceipt
    signer: str


def packs(store: Store, pupil: str = "") -> tuple[Sent, ...]:
    """Every pack that was sent on, those without a receipt first, the newest first."""
    with store.read() as session:
        found = list(_sent(session, pupil))
    found.sort(key=lambda one: (one.received_on is None, one.sent_on, one.id), reverse=True)
    return tuple(found)


def _sent(session: Session, pupil: str = "") -> Iterator[Sent]:
    asked = select(TransferReceipt, Pupil).join(Pupil, col(Pupil.id) == col(TransferReceipt.pupil))
    for one, child in session.exec(asked):
        if not pupil or child.id == pupil:
            going = (child.preferred_surname or child.surname,
                     child.preferred_forename or child.forename)  # fmt: skip
            name = ", ".join(filter(None, going))
            yield Sent(
                one.id, child.id, name, one.to_name, one.to_urn, one.sent_on, one.by,
                one.note.removeprefix("Pack "), one.received_on, one.received_by,
                bool(one.receipt_sha256),
            )  # fmt: skip


def write(store: Store, come: Come, path: Path, today: date) -> Path:
    """Write the receipt for a pack that was taken in here, to be sent back."""
    own, keys = store.setting, peers.identity(store)
    with store.read() as session:
        here = session.get(Setting, own)
        name, urn = (here.name, here.urn) if here else ("", "")
    pack = come.pack
    said = PackReceipt(pack.sha256, today, name, urn, pack.count, len(pack.documents))
    with new_file(path) as file:
        file.write(pack_receipt.written(said, keys))
    return path


def look(store: Store, path: Path) -> Confirmed:
    """Which of our packs a receipt is for, and who signed it; nothing is written.

    Raises SendtuiError where it is no receipt, or for a pack that was never sent from here.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(pack_receipt.BIGGEST + 1)
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    said = pack_receipt.read(raw, path.name)
    with store.read() as session:
        asked = select(TransferReceipt.id).where(TransferReceipt.pack_sha256 == said.pack)
        ids = set(session.exec(asked))
        sent = [each for each in _sent(session) if each.id in ids]
    if not sent:
        raise SendtuiError(
            "This receipt is for no pack that was sent from here, or its pupil has been removed."
        )
    signer = next((p.name for p in peers.peers(store) if p.sign == said.sign), "")
    return Confirmed(sent[0], said, signer)


@writes
def confirm(store: Store, path: Path, today: date) -> Confirmed:
    """Mark the pack a receipt is for as received.

    Raises SendtuiError as `look` does, or where another receipt has marked it already.
    """
    found = look(store, path)
    said, sent = found.receipt, found.sent
    if sent.is_by_receipt and sent.received_on:
        raise SendtuiError(
            f"This pack was receipted before, on {sent.received_on:%d/%m/%Y} by "
            f"{sent.received_by}. Nothing was changed."
        )
    has_happened("received_on", said.received_on, today)
    values = {"received_on": said.received_on, "received_by": said.name,
              "receipt_sha256": said.sha256}  # fmt: skip
    with store.write("Read a receipt", true_on=said.received_on) as tx:
        tx.put("transfer_receipt", sent.id, values)
    return found


@writes
def told(store: Store, sent: str, by: str, on: date, today: date) -> None:
    """Write down that somebody said a pack was received, on which day, without a receipt.

    Raises InvalidError for a day to come or before it was sent, or where nobody is named.
    """
    if not by.strip():
        invalid("received_by", "", "say who told you")
    has_happened("received_on", on, today)
    with store.write("Mark a pack as received", true_on=on) as tx:
        now = require(tx.session, TransferReceipt, sent)
        in_time("received_on", on, now.sent_on, "it was sent")
        tx.put("transfer_receipt", sent, {"received_on": on, "received_by": by})
