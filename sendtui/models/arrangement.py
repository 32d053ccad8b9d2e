"""What is arranged for a pupil from one day to another: a placement, transport, a budget…"""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import JSON, Column, Field, String

from sendtui.models.twin import Twin, Words

ArrangementSort = Literal[
    "placement",
    "named placement",
    "shortlisted placement",
    "alternative provision",
    "elective home education",
    "EOTAS",
    "transport",
    "personal budget",
    "direct payment",
    "funding band",
    "adult pathway",
    "two-year check",
    "designated officer",
    "key worker",
]


class ArrangementIn(Twin):
    """One arrangement with its dates, place, money by payer and what came of it."""

    KIND: ClassVar[str] = "arrangement"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "where", "who", "outcome", "outcomes")

    pupil: str = Field(index=True, title="Pupil")
    sort: ArrangementSort = Field(sa_type=String, title="Sort")
    what: Words = Field(default="", title="What")
    where: Words = Field(default="", title="Where", description="the setting or provider")
    urn: Words = Field(default="", title="URN")
    who: Words = Field(default="", title="Who")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    review_on: date | None = Field(default=None, title="Looked at again on")
    per_week: Words = Field(default="", title="How much a week", description="days, hours")
    band: Words = Field(default="", title="Band")
    education_pence: int = Field(default=0, ge=0, title="Education a year, in pence")
    health_pence: int = Field(default=0, ge=0, title="Health a year, in pence")
    care_pence: int = Field(default=0, ge=0, title="Social care a year, in pence")
    why: Words = Field(default="", title="Why, or for what")
    outcome: Words = Field(default="", title="What came of it")
    asked_on: date | None = Field(default=None, title="Asked for on")
    decided_on: date | None = Field(default=None, title="Decided on")
    back_on: date | None = Field(default=None, title="Back in school on, or planned to be")
    outcomes: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(JSON),
        title="What came of each",
        description="heading → words; the headings of each sort are in rules.arranged",
    )
    rank: int = Field(default=1, ge=1, le=2, title="Rank", description="1 main, 2 the other one")
    ukprn: Words = Field(default="", title="UKPRN")
    sen_setting: Words = Field(
        default="",
        title="Sort of setting",
        description="where it has no number: OLA, OPA, EHE, EYP, OTH, NEET, NIEC, NIEO",
    )
    sen_unit: bool = Field(default=False, title="In a SEN unit")
    resourced: bool = Field(default=False, title="Resourced provision")
    residential: Words = Field(default="", title="Residential", description="A, or B for 52 weeks")
    work_based: Words = Field(
        default="", title="Work-based", description="A apprenticeship, T traineeship, S internship"
    )
    payment: Words = Field(
        default="", title="Direct payment for", description="E, S, H, or I for several"
    )


class Arrangement(ArrangementIn, table=True):
    """A stored arrangement."""

    __tablename__ = "arrangement"
    id: str = Field(primary_key=True)
