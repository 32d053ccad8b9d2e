"""What keeps a pupil's record from being erased for a while: a claim, an inquiry, a court."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class RetentionHoldIn(Twin):
    """A hold on a pupil's record, from one day until another or until it is lifted."""

    KIND: ClassVar[str] = "retention_hold"
    SEARCHED: ClassVar[tuple[str, ...]] = ("why", "reference")

    pupil: str = Field(index=True, title="Pupil")
    why: Words = Field(min_length=1, title="Why")
    reference: Words = Field(default="", title="Reference")
    since: date = Field(title="Since")
    until: date | None = Field(default=None, title="Until")
    by: Words = Field(default="", title="Said by")


class RetentionHold(RetentionHoldIn, table=True):
    """A stored hold."""

    __tablename__ = "retention_hold"
    id: str = Field(primary_key=True)
