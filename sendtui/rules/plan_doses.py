"""Reading how often, how long and with how many a line of provision is, as people write it.

What cannot be read counts as not said: a check then asks for it in plainer words.
"""

import re
from typing import NamedTuple

SCHOOL_MONTHS = 10
"""Months of a school year in which something monthly happens."""


class Often(NamedTuple):
    """So many times in each period: "" for none known, or a word such as lesson."""

    times: int = 0
    per: str = ""


_WORDS = {"a": 1, "an": 1, "one": 1, "once": 1, "twice": 2, "two": 2, "three": 3, "four": 4,
          "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
          "twelve": 12}  # fmt: skip
_NUMBER = r"(\d+|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_PERIODS = {
    "school day": "day",
    "day": "day",
    "fortnight": "fortnight",
    "half term": "half term",
    "half-term": "half term",
    "week": "week",
    "term": "term",
    "month": "month",
    "year": "year",
}
_PERIOD = "(" + "|".join(sorted(_PERIODS, key=len, reverse=True)) + ")"
_ADVERBS = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "half-termly":
            "half term", "half termly": "half term", "termly": "term", "monthly": "month",
            "yearly": "year", "annually": "year"}  # fmt: skip
_ADVERB = re.compile(
    r"\b(" + "|".join(sorted(_ADVERBS, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_TIMES = re.compile(
    rf"\b{_NUMBER}(?!\d)\s*(?:[x×]?\s*\d+[\s-]*min\w*)?\s*"
    r"(?:times?|x|×|sessions?|visits?|hours?|lessons?|meetings?)?,?\s*(?:of \d+ min\w*)?\s*"
    rf"(?:a|an|per|each|every|in a|/)\s*{_PERIOD}\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"\b\d+[\s-]*min\w*,?\s*(?:a|an|per|each|every|in a|/)\s*{_PERIOD}\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_ROLES = ("teaching assistant", "learning support assistant", "support assistant", "therapist",
          "psychologist", "teacher", "tutor", "nurse", "physiotherapist", "counsellor",
          "practitioner", "instructor", "mentor", "social worker", "consultant",
          "adult")  # fmt: skip
_NOT_ROLE = r"(?!(?:will|is|are|by|to|for|with|from|of)\b)"
_DOES = re.compile(
    r"(?:^(?:an?|the)\s+|(?:given|provided|delivered|led|run|taught|supported|overseen)\s+by\s+"
    r"(?:an?\s+|the\s+)?)"
    rf"((?:{_NOT_ROLE}[\w&’'-]+\s+){{0,5}}?(?:{'|'.join(_ROLES)}))\b",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b(?:each|every|per)\s+{_PERIOD}\b", re.IGNORECASE)
_OCCASION = re.compile(
    r"\b(?:each|every|in all|all)\s+(lesson|session|playtime|break|lunch|lunchtime|transition|"
    r"assembly|morning|afternoon|mealtime|lessons|sessions)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\bevery (?:school )?day\b", re.IGNORECASE)
_HOURS_AND_HALF = re.compile(rf"\b{_NUMBER} and a half hours?\b", re.IGNORECASE)
_HALF_HOUR = re.compile(r"\bhalf an hour\b|\bhalf-hour\b", re.IGNORECASE)
_HOURS = re.compile(rf"\b(?:(\d+(?:\.\d+)?)\s*h(?:ou)?rs?|{_NUMBER} hours?)\b", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\d+)[\s-]*min(?:ute)?s?\b|\b(\d+)\s*m\b", re.IGNORECASE)
_WEEKS = re.compile(r"\b(\d+)\s*(?:school\s+)?weeks?\b(?!\s*(?:old|ly))", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:1|one)\s*(?:[:-]|to|-to-)\s*(?:1|one)\b|\bindividual", re.IGNORECASE)
_RATIO = re.compile(r"\b1\s*(?::|to)\s*(\d+)\b", re.IGNORECASE)
_GROUP = re.compile(rf"\bgroups? of (?:up to |no more than )?{_NUMBER}\b", re.IGNORECASE)
_CLASS_OF = re.compile(r"\b(\d+) (?:pupils|children|others)\b", re.IGNORECASE)


def often(text: str) -> Often:
    """How many times in which period: “three times a week”, “weekly”, “in every lesson”."""
    if found := _TIMES.search(text):
        named = _PERIODS[found[2].casefold()]
        # “5 hours a week” is an amount: how often it comes is once, and its length is in hours.
        amount = re.search(r"hours?", found[0], re.IGNORECASE)
        return _in_year(1 if amount else _number(found[1]), named)
    if found := _AMOUNT.search(text):
        return _in_year(1, _PERIODS[found[1].casefold()])
    if found := _DAYS.search(text) or _EACH.search(text):
        period = found[1] if found.re.groups else "day"
        return _in_year(1, _PERIODS[period.casefold()])
    if found := _ADVERB.search(text):
        times = re.search(rf"\b{_NUMBER}\b", text[: found.start()], re.IGNORECASE)
        many = _number(times[1]) if times and times[1].casefold() not in ("a", "an") else 1
        return _in_year(many, _ADVERBS[found[1].casefold()])
    if found := _OCCASION.search(text):
        return Often(1, found[1].casefold().removesuffix("s"))
    return Often()


def sentence(text: str) -> str:
    """The first sentence that says how often something is; "" where none does."""
    return next((each for each in _SENTENCE.split(text) if often(each).per), "")


def who(text: str) -> str:
    """Who gives it, where a sentence begins with them or says by whom it is given; or ""."""
    found = (_DOES.search(each) for each in _SENTENCE.split(text.strip()))
    return next((each[1] for each in found if each), "")


def _in_year(times: int, period: str) -> Often:
    return Often(times * SCHOOL_MONTHS, "year") if period == "month" else Often(times, period)


def minutes(text: str) -> int:
    """How long each time, in minutes: “30 minutes”, “half an hour”, “1 hour 15 minutes”."""
    if found := _HOURS_AND_HALF.search(text):
        return _number(found[1]) * 60 + 30
    total = 0.0
    if _HALF_HOUR.search(text):
        total += 30
    elif found := _HOURS.search(text):
        total += (float(found[1]) if found[1] else _number(found[2])) * 60
    if found := _MINUTES.search(text):
        total += int(found[1] or found[2])
    return round(total)


def weeks(text: str) -> int:
    """For how many weeks in a year; 0 where that is not said."""
    found = _WEEKS.search(text)
    return int(found[1]) if found else 0


def group(text: str) -> int:
    """With how many: 1 for one to one, 0 where no number is said."""
    if _ALONE.search(text):
        return 1
    for pattern in (_RATIO, _GROUP, _CLASS_OF):
        if found := pattern.search(text):
            return _number(found[1])
    return 0


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _WORDS[word.casefold()]
