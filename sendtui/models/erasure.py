"""That something was erased for good: what, when and why, and nothing of what it said."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

ErasureReason = Literal["retention", "court order", "right to erasure", "not ours to hold"]


class ErasureIn(Twin):
    """The erasing of one record of a pupil, or of all; every copy that hears of it erases, too.

    Added, never edited, and not undone: what was erased is nowhere any more.
    """

    KIND: ClassVar[str] = "erasure"
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    record: str = Field(default="", title="Record", description="nothing: all of the pupil's")
    kind: str = Field(default="", title="Kind of record")
    setting: str = Field(default="", title="Setting", description="where the pupil was")
    reason: ErasureReason = Field(sa_type=String, title="Why")
    reference: Words = Field(default="", title="Order or rule", description="no names")
    on: date = Field(title="On")


class Erasure(ErasureIn, table=True):
    """A stored note of an erasure."""

    __tablename__ = "erasure"
    id: str = Field(primary_key=True)
