"""What is due, as Today lists it: in sections, each line with its day and what it opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from textual.content import Content

from sendtui.rules.typed_dates import DAYS, MONTHS
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.due_views import Due

SECTIONS: dict[str, str] = {
    "decide": "Decide",
    "late": "Overdue",
    "replies": "Promised",
    "week": "This week",
    "drafts": "Not saved",
    "unsent": "Not sent",
    "later": "Coming up",
    "reviews": "No review",
    "profiles": "Profiles",
}
"""The sections in the order in which a tired person wants them."""

_BY_KIND = {
    "clash": "decide",
    "reply promised": "replies",
    "draft": "drafts",
    "unsent": "unsent",
    "no review this term": "reviews",
    "no next review": "reviews",
    "profile old": "profiles",
    "no profile": "profiles",
}

_SHORT = {
    "review overdue": "Review the cycle",
    "review due": "Review the cycle",
    "no review this term": "No review yet this term",
    "no next review": "No day for the next review",
    "parents not told": "Parents told: not recorded (s.68)",
    "profile old": "One-page profile over a year old",
    "no profile": "No one-page profile",
}

PARTS = {
    "cycle": "cycles",
    "outcome": "cycles",
    "provision": "cycles",
    "evidence": "cycles",
    "strategy": "cycles",
    "delivery": "cycles",
    "review": "cycles",
    "rating": "cycles",
    "profile": "profile",
    "contact": "contacts",
    "action": "contacts",
    "person": "people",
    "voice": "people",
}
"""The noun of a record → the part of the pupil's screen that shows it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of Today: `heading` is its section's name where it is the first of it, else ""."""

    id: str
    section: str
    heading: str
    when: Cell
    words: str
    name: str
    due: Due


def items(found: Iterable[Due], today: date) -> tuple[Item, ...]:
    """What is due as lines, section by section."""
    by_section: dict[str, list[Due]] = {name: [] for name in SECTIONS}
    for one in found:
        by_section[section_of(one)].append(one)
    lines: list[Item] = []
    for section, those in by_section.items():
        for place, one in enumerate(those):
            words = _SHORT.get(one.kind, one.words)
            said = f"{SECTIONS[section]} {len(those)}" if place == 0 else ""
            name = f"{one.kind}/{one.pupil}/{one.record}"
            lines.append(Item(name, section, said, when(one, today), words, one.name, one))
    return tuple(lines)


def section_of(one: Due) -> str:
    """The section a line stands in."""
    if one.kind in _BY_KIND:
        return _BY_KIND[one.kind]
    if one.days_late is not None and one.days_late > 0:
        return "late"
    soon = one.days_late is not None and one.days_late > -7
    return "week" if soon else "later"


def when(one: Due, today: date) -> Cell:
    """The day in few words: how late, today, or the day ahead."""
    if one.day is None or one.days_late is None or one.kind == "draft":
        return ""
    if one.days_late > 0:
        return badge(f"{_span(one.days_late)} late", "late")
    if one.days_late == 0:
        return badge("today", "soon")
    if one.day == today + timedelta(1):
        return badge("tomorrow", "soon")
    return f"  {DAYS[one.day.weekday()][:3]} {one.day.day} {MONTHS[one.day.month - 1][:3]}"


def _span(days: int) -> str:
    for length, word in ((365, "year"), (30, "month"), (1, "day")):
        if days >= 2 * length or length == 1:
            number = days // length
            return f"{number} {word}{'' if number == 1 else 's'}"
    return ""


def strip(lines: Iterable[Item], current: str = "") -> Content:
    """The sections there are with their digit keys and counts, the current one in bold."""
    pieces: list[Content] = []
    for number, (section, count) in enumerate(counts(lines), 1):
        words = one_line(f"{SECTIONS[section]} {count:,}")
        look = "bold underline $text" if section == current else "$text-muted"
        pieces.append(Content.styled(f"{number} ", "$text-accent") + Content.styled(words, look))
    return Content("  ").join(pieces)


def counts(lines: Iterable[Item]) -> tuple[tuple[str, int], ...]:
    """The sections that hold anything, and how much, in their order."""
    tally: dict[str, int] = {}
    for line in lines:
        tally[line.section] = tally.get(line.section, 0) + line.due.count
    return tuple(tally.items())
