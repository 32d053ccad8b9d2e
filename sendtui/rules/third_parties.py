"""The other people in a record that is about to be disclosed: who they are, and where they stand.

It finds names; whether one is told, taken out or made known only in part is for a person to decide.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

OPEN, CLOSE = "⟦", "⟧"
"""What stands around a name that somebody has to decide about."""

_NAMED = ("name", "former_name", "who", "author", "by", "caseworker", "lead", "owner", "raised_by",
          "staff", "issued_by", "commissioned_by", "received_by")  # fmt: skip
"""Fields that hold a person's name, or a role."""

_ROLES = frozenset(
    (
        "mother", "father", "parent", "parents", "carer", "family", "school", "teacher", "senco",
        "ta", "ep", "pupil", "child", "head", "tutor", "social worker", "the school", "the family",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class ThirdParty(NamedTuple):
    """Somebody else in a record: the name, whose it is, and the nouns it stands in with counts."""

    name: str
    why: str
    places: tuple[tuple[str, int], ...]


Records = Mapping[str, Iterable[Mapping[str, object]]]


def names_in(records: Records, own: Iterable[str]) -> dict[str, str]:
    """The names that stand in fields made for them, and in which; without the pupil's own."""
    mine = {each.casefold() for each in own if each}
    found: dict[str, str] = {}
    for noun, many in records.items():
        for one in many:
            for field in _NAMED:
                said = str(one.get(field) or "").strip()
                if len(said) > 2 and said.casefold() not in mine | _ROLES:
                    found.setdefault(said, noun)
    return found


def pupils_in(records: Records, others: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Other pupils whose forename and surname stand together in the words of a record."""
    known = {f"{first} {last}".casefold(): f"{first} {last}" for first, last in others
             if first and last}  # fmt: skip
    found: dict[str, str] = {}
    for many in records.values():
        for one in many:
            for text in _texts(one):
                words = _WORD.findall(text)
                for first, last in pairwise(words):
                    if name := known.get(f"{first} {last}".casefold()):
                        found[name] = "another pupil"
    return found


def third_parties(records: Records, names: Mapping[str, str]) -> tuple[ThirdParty, ...]:
    """Each of these people with the nouns their name stands in, the longest name first."""
    made = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        pattern = _pattern([name])
        places = []
        for noun, many in records.items():
            count = sum(len(pattern.findall(text)) for one in many for text in _texts(one))
            if count:
                places.append((noun, count))
        made.append(ThirdParty(name, names[name], tuple(places)))
    return tuple(made)


def marked(text: str, names: Iterable[str]) -> str:
    """The text with a mark around each of these names."""
    listed = sorted({name for name in names if name}, key=len, reverse=True)
    if not listed:
        return text
    return _pattern(listed).sub(lambda found: f"{OPEN}{found.group(0)}{CLOSE}", text)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    said = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)


def _texts(one: Mapping[str, object]) -> Iterable[str]:
    return (value for name, value in one.items() if isinstance(value, str) and name != "id")
