"""What is due, as Today lists it: in sections, each line with its day and what it opens."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from textual.content import Content

from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import DAYS, MONTHS
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.agenda import Agenda
from sendtui.services.due_views import KIND_LABELS, Due

SECTIONS: dict[str, str] = {
    "decide": "Decide",
    "late": "Overdue",
    "replies": "Promised",
    "week": "In 7 days",
    "drafts": "Not saved",
    "unsent": "Not sent",
    "later": "In 4 weeks",
    "reviews": "No review",
    "profiles": "Profiles",
    "views": "Your own",
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
    "view": "views",
}

FOLDED = frozenset(
    ("parents not told", "profile old", "no profile", "no review this term", "no next review")
)
"""The kinds that are one line where there are many: after a first import there are hundreds."""

FEW = 5
"""How many of these stand one by one."""

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
    "timetable": "school",
    "access_arrangement": "school",
    "referral": "school",
    "feedback": "school",
    "person": "people",
    "voice": "people",
}
"""The noun of a record → the part of the pupil's screen that shows it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of Today: `heading` is its section's name where it is the first of it, else "".

    `group` is what it belongs to; `fold` says that the line stands for all of its group, `more`
    that it stands for those which are not listed.
    """

    id: str
    section: str
    heading: str
    when: Cell
    words: str
    name: str
    due: Due
    group: str = ""
    fold: bool = False
    more: bool = False


def group_of(one: Due) -> str:
    """What a thing due is counted with: those of its kind in its section."""
    return f"{section_of(one)}/{one.kind}"


def items(found: Agenda, today: date, opened: Collection[str] = ()) -> tuple[Item, ...]:
    """What is due as lines, section by section; a large group is one line unless it is opened."""
    by_section: dict[str, list[Due]] = {name: [] for name in SECTIONS}
    for one in found.found:
        by_section[section_of(one)].append(one)
    lines: list[Item] = []
    for section, those in by_section.items():
        new = list(_of_section(section, those, found.counts, today, opened))
        if new:
            count = sum(n for group, n in found.counts.items() if group.startswith(f"{section}/"))
            new[0] = replace(new[0], heading=f"{SECTIONS[section]} {count:,}")
        lines += new
    return tuple(lines)


def _of_section(
    section: str,
    those: Iterable[Due],
    counts: Mapping[str, int],
    today: date,
    opened: Collection[str],
) -> Iterator[Item]:
    shown = Counter[str]()
    first: dict[str, Due] = {}
    for one in those:
        group = group_of(one)
        is_large = one.kind in FOLDED and counts[group] > FEW
        if is_large and group not in first:
            yield _fold(group, section, one, counts[group], group in opened)
        first.setdefault(group, one)
        if is_large and group not in opened:
            continue
        shown[group] += one.count
        words = _SHORT.get(one.kind, one.words)
        name = f"{one.kind}/{one.pupil}/{one.record}/{one.step}"
        whose = one.name if one.kind != "view" else _pupils(one.count)
        yield Item(name, section, "", when(one, today), words, whose, one, group)
    for group, one in first.items():
        if shown[group] and shown[group] < counts[group]:
            yield _more(group, section, one, counts[group] - shown[group])


def _fold(group: str, section: str, one: Due, count: int, is_opened: bool) -> Item:
    who = _pupils(count)
    words = f"{'-' if is_opened else '+'} {_SHORT.get(one.kind, KIND_LABELS[one.kind])}"
    due = _of_many(one, count)
    return Item(f"{group}/all", section, "", "", words, who, due, group, fold=True)


def _pupils(count: int) -> str:
    return counted(count, "pupil")


def _more(group: str, section: str, one: Due, count: int) -> Item:
    words, due = KIND_LABELS[one.kind], _of_many(one, count)
    return Item(
        f"{group}/more", section, "", "", words, f"and {count:,} more", due, group, more=True
    )


def _of_many(one: Due, count: int) -> Due:
    return one._replace(day=None, days_late=None, pupil="", record="", name="", count=count)


def in_full(item: Item) -> str:
    """All that a line is about, as the foot of the screen says it."""
    one = item.due
    if item.more:
        return "Enter lists all of them."
    if one.kind == "view":
        return f"{one.words}: {item.name}. Enter lists them in the register."
    if item.fold:
        told = (
            " b writes down that all of them were told." if one.kind == "parents not told" else ""
        )
        return f"{item.name}: {item.words[2:]}. Enter lists them, and again puts them away.{told}"
    whose = " · ".join(filter(None, (one.name, one.class_name)))
    if one.rule:
        # The rule first, for a date of the law never stands without it.
        return f"{whose}: {one.rule}, {one.citation}, {one.whose}. {one.words}"
    cited = f" ({one.citation.text})" if one.citation else ""
    return f"{whose}: {one.words}{cited}" if whose else f"{one.words}{cited}"


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
            return counted(number, word)
    return ""


def strip(counts: Mapping[str, int], current: str = "", width: int = 120) -> Content:
    """The sections there are with their digit keys and counts, the current one in bold.

    In as many lines of `width` cells as it takes, and none of them cut.
    """
    lines: list[list[Content]] = [[]]
    used = 0
    for number, (section, count) in enumerate(sections(counts), 1):
        words = one_line(f"{SECTIONS[section]} {count:,}")
        look = "bold underline $text" if section == current else "$text-muted"
        piece = Content.styled(f"{number} ", "$text-accent") + Content.styled(words, look)
        if lines[-1] and used + piece.cell_length > width:
            lines.append([])
            used = 0
        lines[-1].append(piece)
        used += piece.cell_length + 2
    return Content("\n").join(Content("  ").join(pieces) for pieces in lines)


def sections(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The sections that hold anything, and how much, in their order."""
    tally = dict.fromkeys(SECTIONS, 0)
    for group, count in counts.items():
        tally[group.partition("/")[0]] += count
    return tuple((section, count) for section, count in tally.items() if count)
