"""Views: the pupil's words and the parents' words, kept apart and dated."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

Whose = Literal["pupil", "parent"]


class VoiceIn(Twin):
    """What a pupil or a parent said, when, and how it was gathered. Added, never edited."""

    KIND: ClassVar[str] = "voice"
    SEARCHED: ClassVar[tuple[str, ...]] = ("words",)
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(default="", title="Cycle")
    whose: Whose = Field(sa_type=String, title="Whose views")
    said_on: date = Field(title="Said on")
    gathered: Words = Field(default="", title="How gathered", description="talk, pictures, form")
    words: Words = Field(min_length=1, title="Words")


class Voice(VoiceIn, table=True):
    """Stored views."""

    __tablename__ = "voice"
    id: str = Field(primary_key=True)
