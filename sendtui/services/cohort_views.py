"""Who is at risk: the groups there are, and one case or pupil in one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.citation import Citation
from sendtui.rules.deadline import Rule
from sendtui.rules.processes import ADVICE
from sendtui.services.caseload import Case
from sendtui.services.due import PROMISE

Cohort = Literal[
    "breach", "review", "phase transfer", "age", "moved", "unanswered", "promised", "phase end"
]

TITLES: dict[Cohort, str] = {
    "breach": "Will breach the 20 weeks",
    "review": "Twelve months end this term",
    "phase transfer": "Phase transfer short of the full path",
    "age": "Near 19 or 25",
    "moved": "Moved to or from another authority",
    "unanswered": "Comments of the family not answered",
    "promised": "Not answered by the day promised",
    "phase end": "Last year of a phase, if they change school",
}
COHORTS: tuple[Cohort, ...] = tuple(TITLES)

SOON, NEAR = 14, 28
"""Days before the end of the 20 weeks at which a case counts as at risk: first, and at all."""

Near = Literal["late", "within 14 days", "within 28 days", ""]
_BREACHING: dict[Near, str] = {
    "late": "Over the 20 weeks",
    "within 14 days": "Will breach within 14 days",
    "within 28 days": "Will breach within 28 days",
    "": "Cannot keep the 20 weeks any more",
}
PROMISED = Rule("", PROMISE.text, "local authority", PROMISE.text, "seen", "a promise",
                kind="good practice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One case, or one pupil without a case (`case` is then ""), at risk.

    `holds` is the step that holds it, `because` how the day was found. `near` is how near the day
    is, "" where it is further away or is no limit but the day since when something waits.
    """

    cohort: Cohort
    case: str
    pupil: str
    name: str
    caseworker: str
    day: date
    days_left: int
    holds: str
    because: str
    rule: str
    citation: Citation
    near: Near = ""

    @property
    def title(self) -> str:
        """The cohort in words; of the 20 weeks with how near their end is."""
        return _BREACHING[self.near] if self.cohort == "breach" else TITLES[self.cohort]


@dataclass(frozen=True, slots=True)
class Whose:
    pupil: str
    name: str
    caseworker: str


def risk(
    cohort: Cohort,
    case: str,
    whose: Case | Whose,
    day: date,
    today: date,
    holds: str,
    because: str,
    rule: Rule,
) -> AtRisk:
    left = (day - today).days
    about = (case, whose.pupil, whose.name, whose.caseworker)
    near: Near = "" if cohort == "unanswered" else _near(left)
    return AtRisk(cohort, *about, day, left, holds, because, rule.id, rule.cited, near)


def _near(left: int) -> Near:
    if left < 0:
        return "late"
    return "within 14 days" if left <= SOON else "within 28 days" if left <= NEAR else ""


def holding(case: Case) -> str:
    """The step that holds a case: its stage, and who is still waited for."""
    labels = dict(ADVICE)
    asked = [labels.get(a.sort, a.sort) for a in case.facts.advice if a.is_out]
    settings = [c.where for c in case.facts.consultations if c.is_out]
    waits = ""
    if asked:
        waits = f" (waiting for advice: {', '.join(asked)})"
    elif settings:
        waits = f" (waiting for: {', '.join(settings)})"
    return f"{case.reckoned.next.stage.label}{waits}"
