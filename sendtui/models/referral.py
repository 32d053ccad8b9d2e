"""Services outside the setting, and the pupils referred to them."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class ServiceIn(Twin):
    """One service of the local offer: for whom, how to refer, how long the wait is said to be."""

    KIND: ClassVar[str] = "service"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "whom", "how")

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name")
    sort: Words = Field(default="", title="Sort", description="health, education, care, voluntary")
    whom: Words = Field(default="", title="For whom")
    how: Words = Field(default="", title="How to refer")
    contact: Words = Field(default="", title="Contact")
    web: Words = Field(default="", title="Web address")
    wait_weeks: int = Field(default=0, ge=0, le=520, title="Wait said to be, in weeks")
    checked_on: date | None = Field(default=None, title="Checked on")


class Service(ServiceIn, table=True):
    """A stored service."""

    __tablename__ = "service"
    id: str = Field(primary_key=True)


class ReferralIn(Twin):
    """A referral from the day it was sent to the day it was closed."""

    KIND: ClassVar[str] = "referral"
    SEARCHED: ClassVar[tuple[str, ...]] = ("service", "why", "outcome")

    pupil: str = Field(index=True, title="Pupil")
    service: Words = Field(min_length=1, title="Service")
    sent_on: date = Field(title="Sent on")
    why: Words = Field(default="", title="Why")
    sent_by: Words = Field(default="", title="Sent by")
    chase_on: date | None = Field(default=None, title="Ask again on")
    accepted_on: date | None = Field(default=None, title="Accepted on")
    refused_on: date | None = Field(default=None, title="Refused on")
    seen_on: date | None = Field(default=None, title="First seen on")
    closed_on: date | None = Field(default=None, title="Closed on")
    outcome: Words = Field(default="", title="What came of it")


class Referral(ReferralIn, table=True):
    """A stored referral."""

    __tablename__ = "referral"
    id: str = Field(primary_key=True)
