"""What families and others say of the school's work: complaints and compliments, and the answers.

What is said about one pupil belongs to that pupil, and is sent, hidden and erased with the rest of
their record; what is said of the school as a whole belongs to the setting and names no child.
"""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

FeedbackSort = Literal["complaint", "compliment"]
FeedbackStage = Literal["", "informal", "formal", "panel", "outside"]


class _Said(Twin):
    """What a complaint or a compliment holds, whoever it belongs to."""

    sort: FeedbackSort = Field(sa_type=String, title="Sort")
    received_on: date = Field(title="Received on")
    from_role: Words = Field(default="", title="From", description="a role, such as parent")
    about: Words = Field(min_length=1, title="About", description="in a word or two")
    said: Words = Field(default="", title="What was said")
    stage: FeedbackStage = Field(default="", sa_type=String, title="Stage")
    answer_by: date | None = Field(default=None, title="Answer by")
    answered_on: date | None = Field(default=None, title="Answered on")
    outcome: Words = Field(default="", title="What came of it")
    by: Words = Field(default="", title="Dealt with by")


class FeedbackIn(_Said):
    """A complaint or a compliment about the support of one pupil."""

    KIND: ClassVar[str] = "feedback"
    SEARCHED: ClassVar[tuple[str, ...]] = ("about", "said", "outcome")

    pupil: str = Field(index=True, title="Pupil")


class Feedback(FeedbackIn, table=True):
    """A stored complaint or compliment about the support of one pupil."""

    __tablename__ = "feedback"
    id: str = Field(primary_key=True)


class SchoolFeedbackIn(_Said):
    """A complaint or a compliment about the school's work as a whole; it names no child."""

    KIND: ClassVar[str] = "school_feedback"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("about", "said", "outcome")

    setting: str = Field(index=True, title="Setting")


class SchoolFeedback(SchoolFeedbackIn, table=True):
    """A stored complaint or compliment about the school's work."""

    __tablename__ = "school_feedback"
    id: str = Field(primary_key=True)
