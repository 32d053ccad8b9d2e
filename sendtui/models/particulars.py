"""What only a return asks of a pupil: ethnicity, postcode, and why there is no number."""

from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class ParticularsIn(Twin):
    """A pupil's particulars for the Department's returns and for inspectors' lists; one a pupil."""

    KIND: ClassVar[str] = "particulars"

    pupil: str = Field(index=True, title="Pupil")
    ethnicity: Words = Field(default="", title="Ethnicity", description="a census code, as WBRI")
    postcode: Words = Field(default="", title="Home postcode")
    no_upn_because: Words = Field(
        default="", title="Why there is no UPN or ULN", description="UN1 to UN10, for SEN2"
    )
    care_team: Words = Field(default="", title="Social care team")


class Particulars(ParticularsIn, table=True):
    """Stored particulars."""

    __tablename__ = "particulars"
    id: str = Field(primary_key=True)
