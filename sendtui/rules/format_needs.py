"""What a person needs of the papers they are given, told from words such as “large print, BSL”."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormatNeeds:
    """What a paper can do for them, and what somebody has to do: each in the words recorded.

    `large` and `easy` are done by the paper; `others` (audio, braille, phone) by a person.
    """

    large: bool = False
    easy: bool = False
    others: tuple[str, ...] = ()


_LARGE = re.compile(r"\blarge|\bbig(ger)? print|\b(1[89]|2\d)\s*(pt|point)")
_EASY = re.compile(r"\beasy|\bsimple|\bplain english|\bpictures?\b")


def read(*recorded: str) -> FormatNeeds:
    """What was recorded of one person, or of several who are given one paper."""
    words = [part.strip() for text in recorded for part in re.split(r"[,;/\n]| and ", text)]
    said = [word for word in dict.fromkeys(words) if word]
    large = [word for word in said if _LARGE.search(word.casefold())]
    easy = [word for word in said if _EASY.search(word.casefold())]
    others = tuple(word for word in said if word not in large and word not in easy)
    return FormatNeeds(bool(large), bool(easy), others)


def speaks_english(language: str) -> bool:
    """Whether a language recorded asks for no interpreter; nothing recorded asks for none."""
    return language.strip().casefold() in ("", "eng", "en", "english", "enb", "british english")
