"""A person around a pupil: parent, carer, teacher, professional."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class PersonIn(Twin):
    """Who somebody is to this pupil; copied into each pupil's stream, never shared between them."""

    KIND: ClassVar[str] = "person"
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "name",
        "former_name",
        "role",
        "organisation",
        "phone",
        "email",
    )

    pupil: str = Field(index=True, title="Pupil")
    name: Words = Field(min_length=1, title="Name")
    role: Words = Field(default="", title="Who they are to the pupil", description="mother, TA, EP")
    organisation: Words = Field(default="", title="Organisation")
    parental_responsibility: bool = Field(default=False, title="Parental responsibility")
    former_name: Words = Field(default="", title="Former name")
    phone: Words = Field(default="", title="Phone")
    email: Words = Field(default="", title="E-mail")
    language: Words = Field(default="", title="Language")
    format_needs: Words = Field(default="", title="Format needs", description="large print, phone")
    address: Words = Field(default="", title="Address")
    address_confidential: bool = Field(default=False, title="Address is confidential")
    household: Words = Field(
        default="", title="Household", description="the same word for those who live together"
    )
    gets_letters: bool = Field(default=True, title="Gets letters")
    agreed_on: date | None = Field(
        default=None,
        title="The young person agreed on",
        description="that they are told, over compulsory school age",
    )
    agreed_until: date | None = Field(default=None, title="Their agreement ended on")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    note: Words = Field(default="", title="Note")


class Person(PersonIn, table=True):
    """A stored person of one pupil."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
