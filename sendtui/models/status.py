"""SEN status as a history, and the concern that may come before it."""

from datetime import date
from typing import ClassVar

from pydantic import field_validator
from sqlmodel import Field

from sendtui.models.twin import Twin, Words
from sendtui.rules.codes import NEED_TYPES, SEN_PROVISION


class StatusIn(Twin):
    """From a day on, what SEN provision a pupil has: N none, K SEN Support, E EHC plan.

    The status on a day is the one with the latest `since` not after it. Old codes (A, P, S) are
    kept as they were given.
    """

    KIND: ClassVar[str] = "status"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)

    pupil: str = Field(index=True, title="Pupil")
    status: str = Field(title="SEN status", description="N, K or E")
    since: date = Field(title="Since")
    reason: Words = Field(default="", title="Reason")
    parents_told_on: date | None = Field(
        default=None, title="Parents told on", description="Children and Families Act 2014 s.68"
    )
    parents_told_how: Words = Field(default="", title="Parents told how")

    @field_validator("status")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in SEN_PROVISION:
            raise ValueError(f"no SEN status has the code {value!r}: use N, K or E")
        return value


class Status(StatusIn, table=True):
    """A stored step of the status history."""

    __tablename__ = "status"
    id: str = Field(primary_key=True)


class ConcernIn(Twin):
    """Something noticed before the SEN register, with the date it is looked at again."""

    KIND: ClassVar[str] = "concern"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "tried", "outcome")

    pupil: str = Field(index=True, title="Pupil")
    raised_on: date = Field(title="Raised on")
    raised_by: Words = Field(default="", title="Raised by")
    need: str = Field(default="", title="Need type", description="if one is suspected")
    what: Words = Field(min_length=1, title="Concern")
    tried: Words = Field(default="", title="Tried so far", description="good teaching, adjustments")
    review_on: date | None = Field(default=None, title="Look again on")
    closed_on: date | None = Field(default=None, title="Closed on")
    outcome: Words = Field(default="", title="Outcome")

    @field_validator("need")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and value not in NEED_TYPES:
            raise ValueError(f"no need type has the code {value!r}")
        return value


class Concern(ConcernIn, table=True):
    """A stored concern."""

    __tablename__ = "concern"
    id: str = Field(primary_key=True)
