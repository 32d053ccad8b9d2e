"""Who may and who may not receive what about a pupil, and on what basis."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import JSON, Column, Field, String

from sendtui.models.twin import Twin, Words

RestrictionSort = Literal[
    "no contact", "court order", "no parental responsibility", "may not receive", "own rights"
]


class RestrictionIn(Twin):
    """What bars a person from being told, met or written to, from one day to another."""

    KIND: ClassVar[str] = "restriction"
    SEARCHED: ClassVar[tuple[str, ...]] = ("note",)

    pupil: str = Field(index=True, title="Pupil")
    person: str = Field(default="", title="Person", description="nobody named: everybody")
    sort: RestrictionSort = Field(sa_type=String, title="Restriction")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")
    reference: Words = Field(default="", title="Order or reference")
    document: str = Field(default="", title="Document")
    note: Words = Field(default="", title="What it means here")


class Restriction(RestrictionIn, table=True):
    """A stored restriction."""

    __tablename__ = "restriction"
    id: str = Field(primary_key=True)


class ConfidentialIn(Twin):
    """A mark on one record of any kind: shown, searched and sent only where somebody asks for it.

    The mark stands while it is not lifted; it can cover the whole pupil.
    """

    KIND: ClassVar[str] = "confidential"

    pupil: str = Field(index=True, title="Pupil")
    record: str = Field(index=True, title="Record")
    kind: str = Field(title="Kind of record")
    reason: Words = Field(default="", title="Why")
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")


class Confidential(ConfidentialIn, table=True):
    """A stored mark."""

    __tablename__ = "confidential"
    id: str = Field(primary_key=True)


class PurposeIn(Twin):
    """Why a recipient may hold a pupil's record, which kinds of it, and from when to when."""

    KIND: ClassVar[str] = "purpose"
    SEARCHED: ClassVar[tuple[str, ...]] = ("recipient",)

    pupil: str = Field(index=True, title="Pupil")
    recipient: Words = Field(min_length=1, title="Who may hold it", description="an LA, a school")
    purpose: Words = Field(min_length=1, title="For what purpose")
    basis: Words = Field(default="", title="On what basis")
    kinds: list[str] = Field(
        default_factory=list, sa_column=Column(JSON), title="Kinds of record", description="or all"
    )
    since: date | None = Field(default=None, title="Since")
    until: date | None = Field(default=None, title="Until")


class Purpose(PurposeIn, table=True):
    """A stored purpose."""

    __tablename__ = "purpose"
    id: str = Field(primary_key=True)
