"""Who is asked to a review besides the family, and who of those has to be (reg 20(1)-(3)).

Whose part somebody has is read from what they are to the pupil, as people write it.
"""

import re
from collections.abc import Iterable
from typing import Literal

from sendtui.rules.clocks.review import INVITE

Part = Literal["head", "authority", "health", "social care", "other"]

MUST: dict[Part, str] = {
    "head": "the head, principal or early years provider",
    "authority": "the SEN officer of the authority",
    "health": "a health professional, named by the health commissioner",
    "social care": "a social care officer of the authority",
}
"""Whom a review has to invite besides the family, and their words."""

BY_LAW = INVITE.cited

_WORDS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("authority", re.compile(r"\b(caseworker|case (officer|worker)|(sen|send|ehc) officer|"
                             r"ehc co-?ordinator|plan co-?ordinator)\b")),
    ("social care", re.compile(r"\b(social (worker|care)|early help|family support)\b")),
    ("head", re.compile(r"\b(head\s?teacher|head|principal|early years provider)\b"
                        r"(?! (of|\w*psycholog|ep)\b)")),
    ("health", re.compile(r"\b(health|nurse|doctor|dr|gp|pa?ediatrician|camhs|nhs|consultant|"
                          r"(speech|occupational|music|art)\b.*therap|therapist|"
                          r"physio\w*|salt|slt|ot|pt|dietitian|audiologist|psychiatrist|"
                          r"medical)\b|therap")),
    ("other", re.compile(r"\b(teacher|tutor|senco|sendco|ta|lsa|hlta|teaching assistant|"
                         r"psycholog\w*|ep|key ?worker|mentor|adviser|advisor|advocate|"
                         r"interpreter|virtual school|educational?|adulthood|transition\w*|"
                         r"portage|professional)\b")),
)  # fmt: skip
_ADVICE: dict[str, Part] = {"medical": "health", "social care": "social care"}


def part_of(role: str, organisation: str = "") -> Part | None:
    """Whose part somebody has in a review by their role; None for who is no professional.

    Somebody of an organisation is one, whatever their role is called.
    """
    words = " ".join(role.casefold().split())
    for part, known in _WORDS:
        if known.search(words):
            return part
    return "other" if organisation.strip() else None


def part_of_advice(sort: str) -> Part:
    """Whose part the author of this sort of advice has."""
    return _ADVICE.get(sort, "other")


def lacking(there: Iterable[Part]) -> tuple[str, ...]:
    """Whom a review has to invite and nobody is found for, in words."""
    found = set(there)
    return tuple(words for part, words in MUST.items() if part not in found)
