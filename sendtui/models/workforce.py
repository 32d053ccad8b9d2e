"""Who works with pupils, what an hour of theirs costs, and what they have learnt for it."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class OrganisationIn(Twin):
    """Whose money it is: what is kept of it stays with those who run the setting."""

    KIND: ClassVar[str] = "organisation"
    STREAM: ClassVar[str] = "organisation"

    name: Words = Field(min_length=1, title="Name")


class Organisation(OrganisationIn, table=True):
    """A stored organisation."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)


class StaffIn(Twin):
    """An adult who works with pupils; for the SENCO also since when and the qualification."""

    KIND: ClassVar[str] = "staff"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name")
    role: Words = Field(default="", title="Role", description="such as teaching assistant")
    weekly_minutes: int = Field(default=0, ge=0, le=6_000, title="Minutes a week with pupils")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    senco_since: date | None = Field(default=None, title="SENCO since")
    qualified_on: date | None = Field(default=None, title="SENCO qualification gained on")


class Staff(StaffIn, table=True):
    """A stored adult."""

    __tablename__ = "staff"
    id: str = Field(primary_key=True)


class StaffRateIn(Twin):
    """What an hour costs from a day on: of one adult, or of all of a role.

    It belongs to the organisation, whose history goes into no file for anybody else.
    """

    KIND: ClassVar[str] = "staff_rate"
    STREAM: ClassVar[str] = "organisation"

    organisation: str = Field(index=True, title="Organisation")
    staff: str = Field(default="", title="Adult")
    role: Words = Field(default="", title="Role")
    since: date = Field(title="Since")
    hour_pence: int = Field(ge=0, title="An hour, in pence", description="with on-costs")


class StaffRate(StaffRateIn, table=True):
    """A stored rate."""

    __tablename__ = "staff_rate"
    id: str = Field(primary_key=True)


class TrainingIn(Twin):
    """What an adult was trained in, and until when it counts."""

    KIND: ClassVar[str] = "training"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("topic", "provider")

    setting: str = Field(index=True, title="Setting")
    staff: str = Field(index=True, title="Adult")
    topic: Words = Field(min_length=1, title="Topic")
    on: date = Field(title="On")
    expires: date | None = Field(default=None, title="Expires")
    provider: Words = Field(default="", title="Provider")
    minutes: int = Field(default=0, ge=0, title="Minutes")


class Training(TrainingIn, table=True):
    """A stored training."""

    __tablename__ = "training"
    id: str = Field(primary_key=True)
