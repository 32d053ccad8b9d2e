"""A plan of a pupil (EHC plan, SEN Support plan…) and the lines of its sections."""

from datetime import date
from typing import ClassVar, Literal

from sqlmodel import Field, String

from sendtui.models.twin import Twin, Words

PlanSort = Literal["EHCP", "SEN Support plan", "non-statutory", "ISP preview"]
PlanStage = Literal["draft", "proposed", "final", "amended", "ceased"]
Section = Literal["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]


class PlanIn(Twin):
    """One version of a plan. An issued version is never edited: a change makes the next one."""

    KIND: ClassVar[str] = "plan"

    pupil: str = Field(index=True, title="Pupil")
    sort: PlanSort = Field(default="EHCP", sa_type=String, title="Sort of plan")
    version: int = Field(default=1, ge=1, title="Version")
    stage: PlanStage = Field(default="draft", sa_type=String, title="Stage")
    case: str = Field(default="", title="Case")
    follows: str = Field(default="", title="Follows", description="the version it amends")
    made_on: date | None = Field(default=None, title="First made on")
    issued_on: date | None = Field(default=None, title="Issued on")
    issued_by: Words = Field(default="", title="Issued by")
    review_by: date | None = Field(default=None, title="Review by")
    ceased_on: date | None = Field(default=None, title="Ceased on")
    ceased_because: Words = Field(default="", title="Ceased because")
    cease_reason: Words = Field(default="", title="Reason's code", description="1 to 9, for SEN2")
    transferred_from: Words = Field(
        default="", title="Transferred from", description="the code of the other authority"
    )


class Plan(PlanIn, table=True):
    """A stored version of a plan."""

    __tablename__ = "plan"
    id: str = Field(primary_key=True)


class PlanLineIn(Twin):
    """One thing a section says: an aspiration, a need, an outcome, a promise of provision…

    `serves` names the lines it answers to: a provision line its needs and outcomes, an outcome its
    aspiration. Which of the fields a section uses is said by `rules.plan_sections`.
    """

    KIND: ClassVar[str] = "plan_line"
    SEARCHED: ClassVar[tuple[str, ...]] = ("words", "who")

    pupil: str = Field(index=True, title="Pupil")
    plan: str = Field(index=True, title="Plan")
    section: Section = Field(sa_type=String, title="Section")
    number: int = Field(default=1, ge=1, title="Number")
    sort: Words = Field(default="", title="Sort", description="view, aspiration, strength…")
    words: Words = Field(min_length=1, title="Words")
    serves: Words = Field(default="", title="Serves", description="lines it answers to, by comma")
    carried_from: str = Field(
        default="", title="Carried from", description="the line of the version before"
    )
    need: str = Field(default="", title="Need type")
    area: str = Field(default="", title="Area", description="of need, or of adulthood")
    who: Words = Field(default="", title="Who", description="role and expertise, or whose words")
    how_often: Words = Field(default="", title="How often")
    how_long: Words = Field(default="", title="How long")
    ratio: Words = Field(default="", title="Group or setting")
    minutes_a_week: int = Field(default=0, ge=0, le=10_080, title="Minutes a week")
    measure: Words = Field(default="", title="Measure")
    baseline: Words = Field(default="", title="Baseline")
    target: Words = Field(default="", title="Target")
    starts: date | None = Field(default=None, title="Starts")
    by: date | None = Field(default=None, title="By when, or reviewed")
    dated: date | None = Field(default=None, title="Dated", description="views, advice")
    source: Words = Field(default="", title="Source", description="the advice it comes from")
    agreed_on: date | None = Field(default=None, title="Commissioner agreed on")
    amount_pence: int = Field(default=0, ge=0, title="Amount in pence")
    payment: Words = Field(default="", title="Payment", description="direct payment, arranged")
    none_required: bool = Field(default=False, title="No provision required")


class PlanLine(PlanLineIn, table=True):
    """A stored line of a plan."""

    __tablename__ = "plan_line"
    id: str = Field(primary_key=True)
