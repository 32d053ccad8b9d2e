"""Checks of an inclusion strategy before it is published, and its seven principles.

The Department's guidance and form (25 June 2026) were not read by us: the headings and principles
are as three public copies agree on them, and every check is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.rules.citation import Citation

GUIDANCE = Citation(
    "DfE, Developing an inclusion strategy using the inclusive mainstream fund (June 2026)",
    "good practice",
    verified=False,
)

PRINCIPLES: dict[str, str] = {
    "leadership": "Leadership and governance",
    "early": "Early and evidence-based support",
    "teaching": "High-quality adaptive teaching",
    "enriching": "Enriching provision",
    "culture": "Safe and respectful culture",
    "families": "Family and wider partnerships",
    "accessible": "Accessible and inclusive environments",
}

MOST_WORDS = 500
"""About as many words as the statement of intent may have."""

SAY_WHAT_CAME = "[say what came of it]"
"""What a draft of the review leaves to people."""

PUBLISH_BY = date(2026, 12, 31)
"""The first strategies stand on the school's website by this day."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as it is checked: what it is against, for whom, at what cost."""

    number: int
    what: str
    barriers: tuple[int, ...]
    reach: str
    cost_pence: int
    principles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A strategy as it is checked. `outcomes` are each with how success is known."""

    intent: str
    families: str
    authorised_by: str
    published_on: date | None
    review_on: date | None
    barriers: tuple[tuple[int, str], ...]
    activities: tuple[Activity, ...]
    outcomes: tuple[tuple[str, str], ...]
    is_first: bool
    review: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to mend: in which part, what is missing and what to do. `hard`: not to publish so.

    `check` is our own stable name; the Department has published no rules for these.
    """

    check: str
    part: str
    missing: str
    todo: str
    hard: bool
    citation: Citation = GUIDANCE


def gaps(draft: Draft, names: Sequence[str] = ()) -> tuple[Gap, ...]:
    """What is still missing or wrong; `names` are of pupils, none of whom may be in it."""
    return (
        *_texts(draft),
        *_barriers(draft),
        *_activities(draft),
        *_outcomes(draft),
        *_principles(draft),
        *_nobody_named(draft, names),
    )


def _texts(draft: Draft) -> list[Gap]:
    found = []
    words = len(draft.intent.split())
    if not words:
        found.append(Gap("IS01", "Intent", "is empty", "say it to parents and pupils", hard=True))
    if words > MOST_WORDS:
        found.append(
            Gap(
                "IS02",
                "Intent",
                f"has {words} words, where about {MOST_WORDS} are asked for",
                "shorten it",
                hard=False,
            )
        )
    for check, part, value, todo in (
        ("IS03", "Families", draft.families, "say how families were involved"),
        ("IS04", "Authorised by", draft.authorised_by, "name who authorised it"),
        ("IS05", "Published on", draft.published_on, "give the day"),
        ("IS06", "Reviewed on", draft.review_on, "give the day, within a year"),
    ):
        if not value:
            found.append(Gap(check, part, "is empty", todo, hard=check != "IS03"))
    if not draft.is_first and not draft.review:
        found.append(Gap("IS07", "Review", "of the year before is empty", "write it", hard=True))
    if SAY_WHAT_CAME in draft.review:
        todo = "say what came of each, and take the brackets out"
        found.append(Gap("IS09", "Review", "is not finished", todo, hard=True))
    if draft.published_on and draft.review_on and draft.review_on <= draft.published_on:
        found.append(
            Gap("IS08", "Reviewed on", "is not after its publication", "look again", hard=True)
        )
    return found


def _barriers(draft: Draft) -> list[Gap]:
    met = {number for activity in draft.activities for number in activity.barriers}
    found = [
        Gap("IS11", f"Barrier {number}", "has no activity", "add one, or leave it out", hard=True)
        for number, _ in draft.barriers
        if number not in met
    ]
    if not draft.barriers:
        found.append(Gap("IS10", "Barriers", "are none", "name those there are", hard=True))
    return found


def _activities(draft: Draft) -> list[Gap]:
    known = {number for number, _ in draft.barriers}
    found = []
    for each in draft.activities:
        part = f"Activity {each.number}"
        if not each.cost_pence:
            found.append(Gap("IS21", part, "has no budgeted cost", "give it one", hard=True))
        if not each.reach:
            found.append(
                Gap("IS22", part, "is neither universal nor targeted", "say which", hard=True)
            )
        if not each.barriers:
            found.append(Gap("IS23", part, "is against no barrier", "name its barriers", hard=True))
        if lost := sorted(set(each.barriers) - known):
            found.append(
                Gap("IS24", part, f"names barrier {lost[0]}, which is none", "renumber", hard=True)
            )
    if not draft.activities:
        found.append(Gap("IS20", "Activities", "are none", "add what you invest in", hard=True))
    return found


def _outcomes(draft: Draft) -> list[Gap]:
    if not draft.outcomes:
        return [Gap("IS30", "Outcomes", "are none", "say what shall come of it", hard=True)]
    return [
        Gap("IS31", f"Outcome {n}", "says not how success is known", "add how", hard=False)
        for n, (_, success) in enumerate(draft.outcomes, 1)
        if not success
    ]


def _principles(draft: Draft) -> list[Gap]:
    touched = {each for activity in draft.activities for each in activity.principles}
    return [
        Gap("IS40", "Principles", f"“{label}” is in no activity", "mark one with it", hard=False)
        for code, label in PRINCIPLES.items()
        if code not in touched
    ]


def _nobody_named(draft: Draft, names: Sequence[str]) -> list[Gap]:
    """No whole name of a pupil may stand in what goes on a website."""
    texts = {
        "Intent": draft.intent,
        "Families": draft.families,
        "Review": draft.review,
        **{f"Barrier {number}": what for number, what in draft.barriers},
        **{f"Activity {each.number}": each.what for each in draft.activities},
        **{f"Outcome {n}": f"{what} {how}" for n, (what, how) in enumerate(draft.outcomes, 1)},
    }
    found = []
    for part, text in texts.items():
        folded = f" {' '.join(text.casefold().split())} "
        if any(name and f"{' '.join(name.casefold().split())}" in folded for name in names):
            found.append(
                Gap("IS50", part, "names a pupil", "take the name out: it is published", hard=True)
            )
    return found
