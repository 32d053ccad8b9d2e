"""The one-page profile: the pupil's own words, and the staff's apart from them."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class ProfileIn(Twin):
    """One version of a pupil's profile. Signing freezes it; a change then makes the next one."""

    KIND: ClassVar[str] = "profile"
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "appreciate",
        "important",
        "support",
        "communication",
        "triggers",
        "helps",
        "adjustments",
    )

    pupil: str = Field(index=True, title="Pupil")
    version: int = Field(ge=1, title="Version")
    made_on: date = Field(title="Made on")
    gathered: Words = Field(default="", title="Made with", description="who helped, and how")
    appreciate: Words = Field(default="", title="What people appreciate about me")
    important: Words = Field(default="", title="What is important to me")
    support: Words = Field(default="", title="How best to support me")
    communication: Words = Field(default="", title="Communication")
    triggers: Words = Field(default="", title="What can be hard")
    helps: Words = Field(default="", title="What helps")
    adjustments: Words = Field(default="", title="Adjustments")
    signed_on: date | None = Field(default=None, title="Signed on")
    signed_by: Words = Field(default="", title="Signed by")


class Profile(ProfileIn, table=True):
    """A stored version of a profile."""

    __tablename__ = "profile"
    id: str = Field(primary_key=True)
