"""The school's action plan: what is to be done for its SEND work, by whom and by when."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class SchoolActionIn(Twin):
    """One step of the action plan; it names no child, and may follow from the strategy."""

    KIND: ClassVar[str] = "school_action"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "came")

    setting: str = Field(index=True, title="Setting")
    what: Words = Field(min_length=1, title="What")
    owner: Words = Field(default="", title="By whom")
    due_on: date | None = Field(default=None, title="By when")
    done_on: date | None = Field(default=None, title="Done on")
    success: Words = Field(default="", title="How success is known")
    came: Words = Field(default="", title="What came of it")
    strategy_line: str = Field(default="", title="Line of the inclusion strategy")


class SchoolAction(SchoolActionIn, table=True):
    """A stored step of the action plan."""

    __tablename__ = "school_action"
    id: str = Field(primary_key=True)
