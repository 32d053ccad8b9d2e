"""The words that schools' files use for codes: SEN status, sex, yes and no, NC year.

A word that is not known gives None, so that an import can stop and ask: nothing is guessed.
Need types have a module of their own, `need_words`, whose names can be had from here too.
"""

import re

from sendtui.rules.codes import NC_YEARS
from sendtui.rules.need_words import NeedFound, NeedsRead, NeedUnknown, need_types

__all__ = [
    "NeedFound",
    "NeedUnknown",
    "NeedsRead",
    "nc_year",
    "need_types",
    "old_sen_status",
    "sen_status",
    "sex",
    "yes_no",
]

_STATUS = {
    "E": (
        "e|ehcp|ehc plan|ehc|plan|statement|statemented|s|"
        "education health and care plan|education health and care plan ehcp|"
        "education health care plan|statement or ehc plan|sen with ehc plan|sen statement ehcp"
    ),
    "K": (
        "k|sen support|send support|support|sen without plan|sen without an ehc plan|"
        "sen support sen without an ehc plan|school support|additional sen support|"
        "school action|school action plus|sa|sa plus|a|p|early years action|"
        "early years action plus|school action early years action|"
        "school action plus early years action plus"
    ),
    "N": (
        "n|none|no|no sen|not sen|no send|no special educational need|"
        "no special educational needs|no special educational provision|no identified sen|"
        "monitoring|monitored|monitor|watching|watch|watching brief|cause for concern"
    ),
}
_STATUS_WORDS = {word: code for code, words in _STATUS.items() for word in words.split("|")}

_OLD_WORDS = {
    "A": "a|sa|school action|early years action|school action early years action",
    "P": "p|sa plus|school action plus|early years action plus|"
    "school action plus early years action plus",
    "S": "s|statement|statemented",
}
_OLD_STATUS = {word: code for code, words in _OLD_WORDS.items() for word in words.split("|")}


def _plain(text: str) -> str:
    """Words alone: lower case, `+` and `&` spelt out, other signs as single blanks."""
    spelt = text.casefold().replace("+", " plus ").replace("&", " and ")
    return " ".join(re.sub(r"[^\w]|_", " ", spelt).split())


def sen_status(text: str) -> str | None:
    """The SEN status meant: E, K or N; None for a blank and for words that are not known.

    Old stages come out as what took their place (School Action: K, a statement: E);
    `old_sen_status` tells which they were.
    """
    plain = _plain(text)
    if plain in _STATUS_WORDS:
        return _STATUS_WORDS[plain]
    first, _, rest = plain.partition(" ")
    rest, _, last = (rest, "", first) if len(first) == 1 else plain.rpartition(" ")
    if len(last) == 1 and _STATUS_WORDS.get(last) == _STATUS_WORDS.get(rest):
        return _STATUS_WORDS.get(rest)
    return None


def old_sen_status(text: str) -> str | None:
    """The old stage meant by words from before 2014: A, P or S; None for all others."""
    return _OLD_STATUS.get(_plain(text))


_SEX = {
    **dict.fromkeys(("f", "female", "girl", "g"), "F"),
    **dict.fromkeys(("m", "male", "boy", "b"), "M"),
}


def sex(text: str) -> str | None:
    """The sex meant, F or M as the census has it; None for a blank and for other words."""
    return _SEX.get(_plain(text))


_YES = frozenset({"y", "yes", "true", "t", "1", "x", "✓", "✔"})
_NO = frozenset({"n", "no", "false", "f", "0"})


def yes_no(text: str) -> bool | None:
    """Whether yes or no is meant; None for a blank and for other words."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


_YEAR_NAMES = {
    **dict.fromkeys(("r", "rec", "reception", "yr", "0", "year 0", "foundation 2", "fs2"), "R"),
    **dict.fromkeys(("n", "nur", "nursery", "foundation 1", "fs1", "nursery second year"), "N2"),
    **dict.fromkeys(("nursery 1", "nursery first year"), "N1"),
    "nursery 2": "N2",
    "nursery year 1": "N1",
    "nursery year 2": "N2",
    "early years first year": "E1",
    "early years second year": "E2",
    "mixed": "M",
    "mixed year class": "M",
    "not followed": "X",
    "national curriculum not followed": "X",
}
_YEAR_WORD = re.compile(
    r"(?:nc |national curriculum |curriculum )?(?:year|yr|y|ncy)(?: group)?\.? ?(?=[\drnexm])"
)


def nc_year(text: str) -> str | None:
    """The NC year meant: "Year  7", "Yr 7", "Y07" and "7" are 7; None where it is not known.

    "Nursery" alone is taken for the year before Reception.
    """
    plain = " ".join(text.casefold().split())
    for word in (plain, _YEAR_WORD.sub("", plain, count=1)):
        if word in _YEAR_NAMES:
            return _YEAR_NAMES[word]
        code = re.sub(r"^0+(?=\d)|\.0+$", "", word).upper()
        if code in _YEAR_NAMES:
            return _YEAR_NAMES[code]
        if code in NC_YEARS:
            return code
    return None
