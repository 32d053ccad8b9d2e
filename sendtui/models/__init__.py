"""The record: one module per noun, each a validated twin and its table.

`kind(name)` finds a noun by its name in the change log and imports only the module it lives in,
so that drawing the SEN register does not pay for the rest of the record.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from sendtui.models.twin import Twin

KINDS: dict[str, str] = {
    "setting": "setting:Setting",
    "pupil": "pupil:Pupil",
    "status": "status:Status",
    "concern": "status:Concern",
    "need": "need:Need",
    "flag": "flag:Flag",
    "person": "person:Person",
    "voice": "voice:Voice",
    "contact": "contact:Contact",
    "action": "action:Action",
    "profile": "profile:Profile",
    "cycle": "cycle:Cycle",
    "evidence": "cycle:Evidence",
    "outcome": "cycle:Outcome",
    "strategy": "cycle:Strategy",
    "provision": "provision:Provision",
    "delivery": "provision:Delivery",
    "review": "review:Review",
    "rating": "review:Rating",
    "scale_point": "review:ScalePoint",
    "disclosure": "exchange:Disclosure",
    "import_profile": "exchange:ImportProfile",
    "document": "document:Document",
    "restriction": "sharing:Restriction",
    "confidential": "sharing:Confidential",
    "purpose": "sharing:Purpose",
    "custom_field": "custom:CustomField",
    "custom_value": "custom:CustomValue",
    "attendance": "presence:Attendance",
    "suspension": "presence:Suspension",
    "timetable": "presence:Timetable",
    "access_arrangement": "exam:AccessArrangement",
    "case": "case:Case",
    "case_event": "case:CaseEvent",
    "advice": "case:Advice",
    "consultation": "case:Consultation",
    "representation": "case:Representation",
    "plan": "plan:Plan",
    "plan_line": "plan:PlanLine",
    "arrangement": "arrangement:Arrangement",
    "particulars": "particulars:Particulars",
    "letter": "letter:Letter",
    "visit": "visit:Visit",
    "erasure": "erasure:Erasure",
    "same_as": "same_as:SameAs",
    "school_dates": "school_dates:SchoolDates",
    "intervention": "intervention:Intervention",
    "slot": "intervention:Slot",
    "measure": "intervention:Measure",
    "organisation": "workforce:Organisation",
    "staff": "workforce:Staff",
    "staff_rate": "workforce:StaffRate",
    "training": "workforce:Training",
    "service": "referral:Service",
    "referral": "referral:Referral",
    "inclusion_strategy": "inclusion:InclusionStrategy",
    "strategy_line": "inclusion:StrategyLine",
    "school_action": "school_action:SchoolAction",
    "feedback": "feedback:Feedback",
    "school_feedback": "feedback:SchoolFeedback",
    "checklist": "checklist:Checklist",
    "checklist_line": "checklist:ChecklistLine",
    "checklist_answer": "checklist:ChecklistAnswer",
    "destination": "destination:Destination",
    "retention_hold": "retention_hold:RetentionHold",
    "transfer_receipt": "transfer_receipt:TransferReceipt",
}
"""Every noun of the record: its name in the change log → the module and table that hold it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A noun of the record: its name, the twin that validates it and the table that stores it."""

    name: str
    twin: "type[Twin]"
    table: "type[SQLModel]"


@cache
def kind(name: str) -> Kind:
    """The noun of this name, its module imported on first use.

    Raises KeyError for a name this version does not know.
    """
    module_name, table_name = KINDS[name].split(":")
    module = import_module(f"sendtui.models.{module_name}")
    return Kind(name, getattr(module, f"{table_name}In"), getattr(module, table_name))
