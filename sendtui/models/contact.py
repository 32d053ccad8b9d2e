"""A contact with a family or a professional, and the reply that was promised."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class ContactIn(Twin):
    """A call, meeting, letter or message. Added, never edited; a reply answers another contact."""

    KIND: ClassVar[str] = "contact"
    SEARCHED: ClassVar[tuple[str, ...]] = ("who", "said", "promised")
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    on: date = Field(title="On")
    who: Words = Field(default="", title="With whom")
    how: Words = Field(default="phone", title="How", description="phone, meeting, e-mail, letter")
    said: Words = Field(min_length=1, title="What was said")
    with_parents: bool = Field(
        default=False, title="A meeting with parents", description="Code 6.65: three a year"
    )
    promised: Words = Field(default="", title="Reply promised")
    reply_by: date | None = Field(default=None, title="Reply by")
    answers: str = Field(default="", title="Answers", description="the contact it replies to")
    by: Words = Field(default="", title="Logged by")


class Contact(ContactIn, table=True):
    """A stored contact."""

    __tablename__ = "contact"
    id: str = Field(primary_key=True)
