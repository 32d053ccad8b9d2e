"""Whether two records are of one child: said by a person, never by the program."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class SameAsIn(Twin):
    """What a person found of two records that look like one child's.

    Where they are, the other one leads and is the one in lists; both histories are kept, and
    removing this parts them again. Added, never edited.
    """

    KIND: ClassVar[str] = "same_as"
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    other: str = Field(index=True, title="The other record")
    same: bool = Field(default=True, title="One child")
    why: Words = Field(default="", title="Why")
    on: date | None = Field(default=None, title="On")


class SameAs(SameAsIn, table=True):
    """A stored finding."""

    __tablename__ = "same_as"
    id: str = Field(primary_key=True)
