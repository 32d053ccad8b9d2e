"""A pupil: who the child or young person is, at the setting that keeps the record.

What changes over time and must never be overwritten (SEN status, needs, flags) is apart.
"""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class PupilIn(Twin):
    """A pupil's identity, class and what their papers must look like."""

    KIND: ClassVar[str] = "pupil"
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "surname",
        "forename",
        "preferred_surname",
        "preferred_forename",
        "former_surname",
        "upn",
        "former_upn",
        "adno",
    )

    setting: str = Field(default="", title="Setting")
    upn: Words = Field(default="", title="UPN", description="13 characters, such as H801200001001")
    former_upn: Words = Field(default="", title="Former UPN")
    uln: Words = Field(default="", title="ULN")
    nhs_number: Words = Field(default="", title="NHS number")
    adno: Words = Field(default="", title="Admission number")
    surname: Words = Field(min_length=1, title="Legal surname")
    forename: Words = Field(default="", title="Legal forename")
    preferred_surname: Words = Field(default="", title="Preferred surname")
    preferred_forename: Words = Field(default="", title="Preferred forename")
    former_surname: Words = Field(default="", title="Former surname")
    born: date | None = Field(default=None, title="Date of birth")
    sex: Words = Field(default="", title="Sex", description="F or M, as the census has it")
    nc_year: Words = Field(
        default="", title="NC year", description="only where it differs from the one by age"
    )
    class_name: Words = Field(default="", title="Class")
    language: Words = Field(default="", title="Home language")
    interpreter: Words = Field(default="", title="Interpreter", description="language, or BSL")
    format_needs: Words = Field(
        default="", title="Format needs", description="large print, easy read, audio, braille"
    )
    left_on: date | None = Field(default=None, title="Left on")
    left_to: Words = Field(default="", title="Left to")


class Pupil(PupilIn, table=True):
    """A stored pupil; its `id` names the pupil's stream in the change log."""

    __tablename__ = "pupil"
    id: str = Field(primary_key=True)
