"""That a pupil's file went to their next setting, and that it was received there."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class TransferReceiptIn(Twin):
    """A pack that was sent on: to whom, when, what it was by its hash, and the receipt for it.

    Hashes are SHA-256 as 64 hex digits; a receipt that has not come leaves its fields empty.
    """

    KIND: ClassVar[str] = "transfer_receipt"
    SEARCHED: ClassVar[tuple[str, ...]] = ("to_name",)

    pupil: str = Field(index=True, title="Pupil")
    to_urn: Words = Field(default="", title="To the setting with the URN")
    to_name: Words = Field(default="", title="To")
    sent_on: date = Field(title="Sent on")
    pack_sha256: str = Field(default="", title="Hash of the pack")
    by: Words = Field(default="", title="Sent by")
    received_on: date | None = Field(default=None, title="Received on")
    received_by: Words = Field(default="", title="Received by")
    receipt_sha256: str = Field(default="", title="Hash of the receipt")
    note: Words = Field(default="", title="Note")


class TransferReceipt(TransferReceiptIn, table=True):
    """A stored receipt."""

    __tablename__ = "transfer_receipt"
    id: str = Field(primary_key=True)
