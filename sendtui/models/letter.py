"""A letter of a case: drafted on one day, sent on another, how, to whom and about which event."""

from datetime import date
from typing import ClassVar

from sqlmodel import JSON, Column, Field

from sendtui.models.twin import Twin, Words


class LetterIn(Twin):
    """One letter as it was written; it counts as sent only once a day of sending is recorded.

    `about` is the event, the advice or the consultation it is about, `step` the limit it answers.
    """

    KIND: ClassVar[str] = "letter"
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "recipient")

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(default="", index=True, title="Case")
    sort: str = Field(min_length=1, title="Sort of letter")
    title: Words = Field(default="", title="Letter")
    recipient: Words = Field(default="", title="To")
    dated: date = Field(title="Dated")
    drafted_on: date = Field(title="Drafted on")
    sent_on: date | None = Field(default=None, title="Sent on")
    how: Words = Field(default="", title="How it was sent", description="post, e-mail, by hand")
    about: str = Field(default="", title="About")
    step: str = Field(default="", title="Limit it answers")
    prints: Words = Field(default="", title="Print", description="large print, easy read")
    facts: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON), title="Facts of its event"
    )
    words: Words = Field(default="", title="Its words")
    by: Words = Field(default="", title="Written by")


class Letter(LetterIn, table=True):
    """A stored letter."""

    __tablename__ = "letter"
    id: str = Field(primary_key=True)
