"""An action: something somebody has undertaken to do by a date."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class ActionIn(Twin):
    """What is to be done, who owns it and by when."""

    KIND: ClassVar[str] = "action"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "owner")

    pupil: str = Field(index=True, title="Pupil")
    what: Words = Field(min_length=1, title="What")
    owner: Words = Field(default="", title="Owner")
    due: date | None = Field(default=None, title="Due")
    done_on: date | None = Field(default=None, title="Done on")
    note: Words = Field(default="", title="Note")


class Action(ActionIn, table=True):
    """A stored action."""

    __tablename__ = "action"
    id: str = Field(primary_key=True)
