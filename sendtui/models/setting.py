"""A setting: a school, nursery, college or local authority that keeps this record."""

from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class SettingIn(Twin):
    """A school or other setting as the Department and its local authority know it."""

    KIND: ClassVar[str] = "setting"
    STREAM: ClassVar[str] = "setting"

    name: Words = Field(min_length=1, title="Name")
    sort: Words = Field(default="school", title="Sort", description="school or la")
    urn: Words = Field(default="", title="URN")
    laestab: Words = Field(
        default="", title="LAESTAB", description="LA and establishment, 7 digits"
    )
    la: Words = Field(default="", title="LA code", description="three digits")
    address: Words = Field(default="", title="Address", description="at the head of letters")
    phone: Words = Field(default="", title="Phone")
    senco: Words = Field(default="", title="SENCO", description="as letters name them")
    senco_contact: Words = Field(default="", title="How to reach the SENCO")
    sendiass: Words = Field(
        default="", title="SENDIASS", description="name, phone and web address of the local service"
    )
    mediation: Words = Field(
        default="", title="Mediation adviser", description="name, phone and web address"
    )
    local_offer: Words = Field(default="", title="Local offer", description="its web address")
    twelve_months_from: Words = Field(
        default="", title="12 months count from", description="decision or meeting"
    )


class Setting(SettingIn, table=True):
    """A stored setting."""

    __tablename__ = "setting"
    id: str = Field(primary_key=True)
