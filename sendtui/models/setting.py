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


class Setting(SettingIn, table=True):
    """A stored setting."""

    __tablename__ = "setting"
    id: str = Field(primary_key=True)
