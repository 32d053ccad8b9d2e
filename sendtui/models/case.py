"""An EHC case: one process with a pupil, the dated events it is made of, and who was asked what.

A case has no stored state: where it stands is read from its events (`rules`), so that facts may be
written in any order.
"""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import JSON, Column, Field, String

from sendtui.models.twin import Twin, Words

Process = Literal[
    "assessment", "annual review", "re-assessment", "move", "ceasing", "appeal", "phase transfer"
]
Side = Literal["la", "school"]


class CaseIn(Twin):
    """One process: an assessment, an annual review, an appeal…, and who holds it."""

    KIND: ClassVar[str] = "case"
    SEARCHED: ClassVar[tuple[str, ...]] = ("caseworker", "reference")

    pupil: str = Field(index=True, title="Pupil")
    process: Process = Field(sa_type=String, title="Process")
    opened_on: date = Field(title="Opened on")
    side: Side = Field(default="la", sa_type=String, title="Whose side", description="la or school")
    caseworker: Words = Field(default="", index=True, title="Caseworker")
    la: Words = Field(default="", title="LA code", description="three digits")
    reference: Words = Field(default="", title="LA's reference")
    plan: str = Field(default="", title="Plan")
    closed_on: date | None = Field(default=None, title="Closed on")
    outcome: Words = Field(default="", title="How it ended")
    note: Words = Field(default="", title="Note")
    stage_there: Words = Field(
        default="", title="Stage there", description="in the authority's own system"
    )
    review_due_there: date | None = Field(
        default=None, title="Review due there", description="in the authority's own system"
    )


class Case(CaseIn, table=True):
    """A stored case."""

    __tablename__ = "case"
    id: str = Field(primary_key=True)


class CaseEventIn(Twin):
    """One thing that happened in a case: what, when, by whom, on what source. Never edited.

    `code` is one of the process's events in `rules`; `facts` are what that event has besides
    (reasons, members, an exception's code). An event put right names the one it `replaces`.
    """

    KIND: ClassVar[str] = "case_event"
    SEARCHED: ClassVar[tuple[str, ...]] = ("who", "said", "facts")
    EVENT: ClassVar[bool] = True

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(index=True, title="Case")
    code: str = Field(min_length=1, title="Event")
    on: date = Field(title="On")
    who: Words = Field(default="", title="By whom")
    said: Words = Field(default="", title="What was said or decided")
    about: str = Field(default="", title="About", description="the adviser or setting")
    facts: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON), title="Facts")
    document: str = Field(default="", title="Source document")
    replaces: str = Field(default="", title="Puts right")
    by: Words = Field(default="", title="Written by")


class CaseEvent(CaseEventIn, table=True):
    """A stored event."""

    __tablename__ = "case_event"
    id: str = Field(primary_key=True)


class AdviceIn(Twin):
    """One adviser who was asked: who, for what, when, and what came back."""

    KIND: ClassVar[str] = "advice"
    SEARCHED: ClassVar[tuple[str, ...]] = ("who", "summary")

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(index=True, title="Case")
    sort: Words = Field(min_length=1, title="Advice", description="educational, medical, EP…")
    who: Words = Field(default="", title="Adviser")
    commissioned_by: Words = Field(default="", title="Commissioned by")
    asked_on: date | None = Field(default=None, title="Asked on")
    received_on: date | None = Field(default=None, title="Received on")
    dated: date | None = Field(default=None, title="Dated")
    chased_on: date | None = Field(default=None, title="Last chased on")
    not_needed: Words = Field(default="", title="Not needed because")
    exception: str = Field(default="", title="Exception", description="PERSONAL, ABSENT_4W…")
    document: str = Field(default="", title="Document")
    summary: Words = Field(default="", title="What it says")


class Advice(AdviceIn, table=True):
    """A stored request for advice."""

    __tablename__ = "advice"
    id: str = Field(primary_key=True)


class ConsultationIn(Twin):
    """One setting that was consulted: when, what it answered and on what ground."""

    KIND: ClassVar[str] = "consultation"
    SEARCHED: ClassVar[tuple[str, ...]] = ("where", "reply")

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(index=True, title="Case")
    where: Words = Field(min_length=1, title="Setting consulted")
    urn: Words = Field(default="", title="URN")
    asked_for: bool = Field(default=False, title="The family asked for it", description="s.38(3)")
    sent_on: date | None = Field(default=None, title="Sent on")
    replied_on: date | None = Field(default=None, title="Replied on")
    can_meet: Words = Field(default="", title="Can it meet need", description="yes, no, or if")
    ground: Words = Field(default="", title="Ground", description="s.39(4): unsuitable, others…")
    reply: Words = Field(default="", title="What it said")
    our_answer: Words = Field(default="", title="Our answer")
    chased_on: date | None = Field(default=None, title="Last chased on")


class Consultation(ConsultationIn, table=True):
    """A stored consultation."""

    __tablename__ = "consultation"
    id: str = Field(primary_key=True)


class RepresentationIn(Twin):
    """What the family said about a draft, point by point, and our answer to each."""

    KIND: ClassVar[str] = "representation"
    SEARCHED: ClassVar[tuple[str, ...]] = ("what", "answer")

    pupil: str = Field(index=True, title="Pupil")
    case: str = Field(index=True, title="Case")
    on: date = Field(title="On")
    section: str = Field(default="", title="Section")
    what: Words = Field(min_length=1, title="What they said")
    answer: Words = Field(default="", title="Our answer")
    answered_on: date | None = Field(default=None, title="Answered on")


class Representation(RepresentationIn, table=True):
    """A stored representation."""

    __tablename__ = "representation"
    id: str = Field(primary_key=True)
