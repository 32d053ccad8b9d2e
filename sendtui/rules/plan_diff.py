"""What differs between two versions of a plan, line by line and field by field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher

from sendtui.rules.plan_reading import Written
from sendtui.rules.plan_sections import place

ALIKE = 0.55
"""From this likeness of their words on, two lines of a part are one line that was rewritten."""

_KEYS = frozenset(("id", "number", "section"))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field and what stood in it before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that was added, removed, changed or moved; `before` and `after` are its labels."""

    how: str
    section: str
    before: str
    after: str
    words: str
    fields: tuple[FieldChange, ...] = ()

    @property
    def label(self) -> str:
        """Where it stands, and where it stood before if that was elsewhere: G1 (was F1)."""
        if not (self.before and self.after) or self.before == self.after:
            return self.after or self.before
        return f"{self.after} (was {self.before})"


def differences(old: Iterable[Written], new: Iterable[Written]) -> tuple[LineChange, ...]:
    """The lines that differ, in the order of the newer plan; what was removed stands by its part.

    A line is known again by its words, so a plan that was copied, or typed anew, compares alike;
    one with other words is known by its place.
    """
    before, after = tuple(old), tuple(new)
    pairs = _pairs(before, after)
    names = {each.id: each.label for each in after}
    for was in before:
        names[was.id] = names[pairs[was.id]] if was.id in pairs else f"{was.label} (removed)"
    back = {new_id: old_id for old_id, new_id in pairs.items()}
    was_of = {each.id: each for each in before}
    found = [
        (place(x.section), x.number, _change(was_of.get(back.get(x.id, "")), x, names))
        for x in after
    ]
    found += [
        (place(x.section), x.number, LineChange("removed", x.section, x.label, "", x.words))
        for x in before
        if x.id not in pairs
    ]
    ordered = sorted(found, key=lambda each: each[:2])
    return tuple(change for _, _, change in ordered if change is not None)


def _change(was: Written | None, now: Written, names: Mapping[str, str]) -> LineChange | None:
    if was is None:
        return LineChange("added", now.section, "", now.label, now.words)
    changed = tuple(
        FieldChange(f.name, before, after)
        for f in fields(Written)
        if f.name not in _KEYS
        and (before := _said(was, f.name, names)) != (after := _said(now, f.name, names))
    )
    if changed:
        return LineChange("changed", now.section, was.label, now.label, now.words, changed)
    if was.section != now.section:
        return LineChange("moved", now.section, was.label, now.label, now.words)
    return None


def _said(line: Written, field: str, names: Mapping[str, str]) -> str:
    value = getattr(line, field)
    if field == "serves":
        return ", ".join(sorted(names.get(each, each) for each in value))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""


def _pairs(before: tuple[Written, ...], after: tuple[Written, ...]) -> dict[str, str]:
    """Old id → new id: by the same words in the part, anywhere, by likeness, then by place."""
    pairs: dict[str, str] = {}
    taken = set[str]()

    def pair(old: Written, new: Written) -> None:
        pairs[old.id] = new.id
        taken.add(new.id)

    for key in (lambda x: (x.section, x.sort, x.words), lambda x: (x.words,)):
        for old in before:
            if old.id in pairs:
                continue
            match = next((n for n in after if n.id not in taken and key(n) == key(old)), None)
            if match is not None:
                pair(old, match)
    left = [x for x in before if x.id not in pairs]
    likely = sorted(
        (
            (-_likeness(old.words, new.words), old.number, new.number, old, new)
            for old in left
            for new in after
            if new.id not in taken and (new.section, new.sort) == (old.section, old.sort)
        ),
        key=lambda each: each[:3],
    )
    for unlike, _, _, old, new in likely:
        if -unlike >= ALIKE and old.id not in pairs and new.id not in taken:
            pair(old, new)
    # What is left at the same place was written anew there: vague provision that was specified.
    for _, _, _, old, new in likely:
        if old.number == new.number and old.id not in pairs and new.id not in taken:
            pair(old, new)
    return pairs


def _likeness(one: str, other: str) -> float:
    first, second = (re.findall(r"\w+", text.casefold()) for text in (one, other))
    return SequenceMatcher(None, first, second).ratio()
