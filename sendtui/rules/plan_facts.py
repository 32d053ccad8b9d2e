"""A plan as its checks see it: small values that a service fills from the record.

Every `record` is the id of the thing, handed back with what a check says about it. Links between
needs, outcomes and provision are by those ids.
"""

from dataclasses import dataclass, field
from datetime import date

SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K")
"""The letters of a plan's parts (CoP 9.62)."""

PFA = ("employment", "independent living", "community", "health")
"""The four areas of preparing for adulthood."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Words in section A: whose (child, young person, parents), when, and quoted or reported."""

    who: str
    text: str
    said_on: date | None = None
    how: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Aspiration:
    """An aspiration in section A and the areas of adulthood it touches."""

    text: str
    pfa: tuple[str, ...] = ()
    record: str = ""


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """A need in B, C or D. `answered` is set where it is written that no provision is required."""

    section: str
    text: str
    area: str = ""
    strengths: str = ""
    answered: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """An outcome in E, the aspirations it serves and its areas of adulthood."""

    what: str
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    aspirations: tuple[str, ...] = ()
    pfa: tuple[str, ...] = ()
    record: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of provision in F, G, H1 or H2: how much, how often, by whom, with whom, for what.

    `times` per `per` of `minutes` each, for `weeks` in a year; `minutes_a_week` is the total where
    it was reckoned apart. `training` is for staff, and then `by` is its day. `agreed` is the
    commissioner's agreement to a line in G.
    """

    section: str
    what: str
    who: str = ""
    expertise: str = ""
    times: int = 0
    per: str = ""
    minutes: int = 0
    weeks: int = 0
    group_size: int = 0
    place: str = ""
    starts: date | None = None
    review_on: date | None = None
    needs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    agreed: bool = False
    direct_payment: bool = False
    short_break: bool = False
    training: bool = False
    by: date | None = None
    record: str = ""
    minutes_a_week: int = 0

    @property
    def hours_a_year(self) -> float:
        """Hours in a school year, 39 weeks where the line does not say how many."""
        weeks = self.weeks or 39
        if self.minutes_a_week:
            return self.minutes_a_week * weeks / 60
        a_year = {"day": 5 * weeks, "week": weeks, "fortnight": weeks / 2, "half term": 6,
                  "term": 3, "year": 1}.get(self.per, 0)  # fmt: skip
        return self.times * a_year * self.minutes / 60


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice listed in K; `kind` is one of `plan_checks.ADVISERS`."""

    kind: str
    title: str = ""
    author: str = ""
    role: str = ""
    dated: date | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the family on the draft, and what was answered."""

    text: str
    answer: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A whole plan. `wrong_names` are those of other people's records, which must not stand in it.

    `no_pfa` gives, by area of adulthood, the reason why no outcome is about it.
    """

    draft: bool
    born: date | None = None
    year: str = ""
    made_on: date | None = None
    review_by: date | None = None
    sections: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    aspirations: tuple[Aspiration, ...] = ()
    needs: tuple[PlanNeed, ...] = ()
    outcomes: tuple[PlanOutcome, ...] = ()
    lines: tuple[PlanLine, ...] = ()
    setting_name: str = ""
    setting_type: str = ""
    payment: float | None = None
    advice: tuple[Advice, ...] = ()
    comments: tuple[Comment, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    wrong_names: tuple[str, ...] = ()
    pronouns: str = ""
    no_pfa: tuple[tuple[str, str], ...] = field(default=())

    def needs_of(self, section: str) -> tuple[PlanNeed, ...]:
        """The needs of one section."""
        return tuple(need for need in self.needs if need.section == section)

    def lines_of(self, *sections: str) -> tuple[PlanLine, ...]:
        """The lines of some sections."""
        return tuple(line for line in self.lines if line.section in sections)

    def prose(self) -> tuple[tuple[str, str], ...]:
        """Every text of the plan with the name of where it stands."""
        return (
            *((f"Section A, {voice.who}", voice.text) for voice in self.voices),
            *(("Section A, aspiration", each.text) for each in self.aspirations),
            *((f"Section {need.section}, need", need.text) for need in self.needs),
            *((f"Section {need.section}, strengths", need.strengths) for need in self.needs),
            *(("Section E, outcome", each.what) for each in self.outcomes),
            *((f"Section {line.section}, provision", line.what) for line in self.lines),
            *self.texts,
        )
