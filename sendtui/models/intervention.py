"""Interventions: what the school runs for many pupils, when in the week, and what it brought."""

from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from sqlmodel import Field, String

from sendtui.models.provision import Layer, Per
from sendtui.models.twin import Twin, Words

At = Literal["entry", "during", "exit"]


def _time(value: Any) -> Any:
    """A time of day in one spelling, HH:MM; "9:30", "9.30" and "0930" are understood."""
    digits = str(value).strip().replace(".", ":")
    if digits.isdecimal():
        digits = f"{digits[:-2]}:{digits[-2:]}"
    hours, _, minutes = digits.partition(":")
    try:
        return f"{time(int(hours), int(minutes)):%H:%M}"
    except ValueError:
        raise ValueError("is no time of day: write it like 09:30") from None


TimeOfDay = Annotated[str, BeforeValidator(_time)]


class InterventionIn(Twin):
    """One intervention: what it is for, how it is measured, its dose, its adult and its materials.

    A pupil's line of provision points to it; without any such line it is an entry of the library.
    """

    KIND: ClassVar[str] = "intervention"
    STREAM: ClassVar[str] = "setting"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "purpose")

    setting: str = Field(index=True, title="Setting")
    name: Words = Field(min_length=1, title="Name")
    area: str = Field(default="", title="Broad area of need")
    layer: Layer = Field(default="targeted", sa_type=String, title="Layer")
    purpose: Words = Field(default="", title="Purpose")
    evidence: Words = Field(default="", title="Evidence", description="what says that it works")
    measure: Words = Field(default="", title="Entry and exit measure")
    times: int = Field(default=1, ge=1, le=100, title="How many times")
    per: Per = Field(default="week", sa_type=String, title="Per")
    minutes: int = Field(default=0, ge=0, le=1_800, title="Minutes each time")
    group_size: int = Field(default=1, ge=1, le=100, title="Group of")
    weeks: int = Field(default=0, ge=0, le=60, title="For how many weeks")
    staff: str = Field(default="", title="Led by")
    room: Words = Field(default="", title="Room")
    materials_pence: int = Field(default=0, ge=0, title="Materials, licences and kit in all")
    starts: date | None = Field(default=None, title="Starts")
    ends: date | None = Field(default=None, title="Ends")


class Intervention(InterventionIn, table=True):
    """A stored intervention."""

    __tablename__ = "intervention"
    id: str = Field(primary_key=True)


class SlotIn(Twin):
    """A time in the week: which intervention or line of provision, which adult and which room."""

    KIND: ClassVar[str] = "slot"
    STREAM: ClassVar[str] = "setting"

    setting: str = Field(index=True, title="Setting")
    intervention: str = Field(default="", index=True, title="Intervention")
    provision: str = Field(default="", index=True, title="Line of provision")
    staff: str = Field(default="", title="Adult")
    room: Words = Field(default="", title="Room")
    weekday: int = Field(ge=1, le=5, title="Day of the week", description="1 is Monday")
    at: TimeOfDay = Field(title="Begins at")
    minutes: int = Field(ge=1, le=600, title="Minutes")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")


class Slot(SlotIn, table=True):
    """A stored time in the week."""

    __tablename__ = "slot"
    id: str = Field(primary_key=True)


class MeasureIn(Twin):
    """What was measured of a pupil at the start of a line of provision, on its way or at its end.

    Added, never edited.
    """

    KIND: ClassVar[str] = "measure"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "note")
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    provision: str = Field(index=True, title="Provision")
    what: Words = Field(default="", title="Measure")
    at: At = Field(sa_type=String, title="When in it")
    value: float = Field(title="Value")
    on: date = Field(title="On")
    note: Words = Field(default="", title="Note")


class Measure(MeasureIn, table=True):
    """A stored measurement."""

    __tablename__ = "measure"
    id: str = Field(primary_key=True)
