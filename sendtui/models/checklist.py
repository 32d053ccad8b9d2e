"""Checklists of what every school is expected to have ordinarily, and the answers for a pupil.

A local authority publishes its own; it is loaded as data, and the wording is theirs.
"""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.provision import Layer
from sendtui.models.twin import Twin, Words

Answer = Literal["in place", "tried", "not tried"]


class ChecklistIn(Twin):
    """One checklist, such as an authority's ordinarily available provision."""

    KIND: ClassVar[str] = "checklist"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "source")

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name")
    source: Words = Field(default="", title="Whose it is", description="the authority")
    loaded_on: date = Field(title="Loaded on")


class Checklist(ChecklistIn, table=True):
    """A stored checklist."""

    __tablename__ = "checklist"
    id: str = Field(primary_key=True)


class ChecklistLineIn(Twin):
    """One statement of a checklist: what a school does, for which area of need."""

    KIND: ClassVar[str] = "checklist_line"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("statement",)

    setting: str = Field(index=True, title="Setting")
    checklist: str = Field(index=True, title="Checklist")
    number: int = Field(ge=1, le=999, title="Number")
    area: str = Field(default="", title="Broad area of need", description="nothing: for all")
    layer: Layer = Field(default="universal", sa_type=String, title="Layer")
    statement: Words = Field(min_length=1, title="Statement")


class ChecklistLine(ChecklistLineIn, table=True):
    """A stored statement of a checklist."""

    __tablename__ = "checklist_line"
    id: str = Field(primary_key=True)


class ChecklistAnswerIn(Twin):
    """Whether a statement is in place for a pupil, has been tried, or has not; the last one counts.

    It says the statement again, so that it can be read where the checklist is not. Added, never
    edited.
    """

    KIND: ClassVar[str] = "checklist_answer"
    SEARCHED: ClassVar[tuple[str, ...]] = ("statement", "note")
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    checklist_line: str = Field(default="", index=True, title="Line of the checklist")
    area: str = Field(default="", title="Broad area of need")
    statement: Words = Field(min_length=1, title="Statement")
    answer: Answer = Field(sa_type=String, title="Answer")
    since: date = Field(title="Since")
    note: Words = Field(default="", title="Note", description="the evidence")
    by: Words = Field(default="", title="Said by")


class ChecklistAnswer(ChecklistAnswerIn, table=True):
    """A stored answer."""

    __tablename__ = "checklist_answer"
    id: str = Field(primary_key=True)
