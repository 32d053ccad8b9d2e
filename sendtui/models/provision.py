"""Provision: what was promised, by whom, how often; and whether it happened."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

Per = Literal["day", "week", "fortnight", "half term", "term"]
Layer = Literal["universal", "targeted", "specialist"]


class ProvisionIn(Twin):
    """One promise: what, who, how often, how long, with how many, for which need and outcome."""

    KIND: ClassVar[str] = "provision"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "who")

    pupil: str = Field(index=True, title="Pupil")
    cycle: str = Field(default="", index=True, title="Cycle")
    outcome: str = Field(default="", title="Outcome served")
    plan_line: str = Field(
        default="", title="Line of the plan", description="what the plan promises by it"
    )
    need: str = Field(default="", title="Need served", description="a need type code")
    what: Words = Field(min_length=1, title="Provision")
    who: Words = Field(default="", title="Who delivers it", description="a name or a role")
    times: int = Field(default=1, ge=1, le=100, title="How many times")
    per: Per = Field(default="week", sa_type=String, title="Per")
    minutes: int = Field(default=0, ge=0, le=1_800, title="Minutes each time")
    group_size: int = Field(
        default=1, ge=1, le=100, title="Group of", description="1 is one to one"
    )
    weeks: int = Field(default=0, ge=0, le=60, title="For how many weeks")
    layer: Layer = Field(default="targeted", sa_type=String, title="Layer")
    starts: date | None = Field(default=None, title="Starts")
    ends: date | None = Field(default=None, title="Ends")
    cost_pence: int = Field(default=0, ge=0, title="Cost each time, in pence")
    intervention: str = Field(default="", index=True, title="Intervention")
    la_share: int = Field(default=0, ge=0, le=100, title="The authority pays, in per cent")
    health_share: int = Field(default=0, ge=0, le=100, title="Health pays, in per cent")
    care_share: int = Field(default=0, ge=0, le=100, title="Social care pays, in per cent")


class Provision(ProvisionIn, table=True):
    """A stored provision line."""

    __tablename__ = "provision"
    id: str = Field(primary_key=True)


class DeliveryIn(Twin):
    """Do: one session of a provision that happened, or was missed and why. Added, never edited."""

    KIND: ClassVar[str] = "delivery"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note",)
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    provision: str = Field(index=True, title="Provision")
    on: date = Field(title="On")
    happened: bool = Field(default=True, title="Happened")
    missed_because: Words = Field(default="", title="Missed because")
    minutes: int = Field(default=0, ge=0, le=1_800, title="Minutes")
    by: Words = Field(default="", title="By")
    note: Words = Field(default="", title="Note")


class Delivery(DeliveryIn, table=True):
    """A stored session."""

    __tablename__ = "delivery"
    id: str = Field(primary_key=True)
