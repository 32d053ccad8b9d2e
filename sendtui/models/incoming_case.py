"""A case as an authority's own system lists it, before anything is matched or stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sendtui.models.incoming import IncomingPupil

TEXTS = ("reference", "caseworker", "stage_there", "la", "school")
"""What a list says of a case in words."""

DAYS: dict[str, str] = {
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "review_due_there": "Review due",
    "request": "Request received",
    "agreed": "Agreed to assess",
    "refused": "Assessment refused",
    "to_issue": "Decided to issue a plan",
    "not_to_issue": "Decided not to issue a plan",
    "draft": "Draft sent",
    "final": "Final plan sent",
    "plan_made": "Plan first made",
    "last_review": "Last review",
    "meeting": "Review meeting",
    "report": "Report received",
    "review_decision": "Decision after the review",
    "amendment_notice": "Amendment notice sent",
    "amended_final": "Final amended plan sent",
}
"""What a list says of a case by a day, and its words."""

OUTCOMES = ("maintain", "amend", "cease")
"""What can be decided after a review."""

TITLES: dict[str, str] = {
    "process": "Process",
    "reference": "LA's reference",
    "caseworker": "Caseworker",
    "stage_there": "Stage there",
    "la": "LA code",
    "school": "School",
    "review_outcome": "What was decided after the review",
    **DAYS,
}
"""Every field of a case that a list can have, and its words."""


@dataclass(frozen=True, slots=True)
class IncomingCase:
    """One line: whose case, of which process ("" where it does not say), and what it says of it.

    `said` holds only what the line says: a blank cell says nothing.
    """

    pupil: IncomingPupil
    process: str
    said: Mapping[str, str | date]

    @property
    def line(self) -> int:
        """The line of the file."""
        return self.pupil.line
