"""The word lists of the plan's checks: data, which a user may add to."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordLists:
    """The words that checks look for, all in lower case but the acronyms."""

    effect: tuple[str, ...] = (
        "means that", "which means", "so that", "so he", "so she", "so they", "because", "finds",
        "difficult", "struggles", "affects", "makes it hard", "needs help", "is not yet",
        "cannot", "can not", "can only", "leads to", "as a result", "impact", "effect", "unable",
        "takes longer", "loses", "misses", "avoids", "relies on", "depends on",
    )  # fmt: skip
    """Words of a need that tell what it does to learning or daily life."""
    therapies: tuple[str, ...] = (
        "speech and language therapy", "occupational therapy", "physiotherapy",
        "hydrotherapy", "music therapy", "art therapy", "play therapy",
        "sensory integration",
    )  # fmt: skip
    """Therapies that educate or train, which the law counts as special educational provision."""
    acronyms: tuple[str, ...] = (
        "SEN", "SEND", "SENCO", "EHC", "EHCP", "NHS", "GP", "LA", "UK", "PE", "ICT", "TV", "IT",
        "GCSE", "A&E", "OK", "AM", "PM",
    )  # fmt: skip
    """Acronyms that need no explaining."""
    expertise: tuple[str, ...] = (
        "trained", "training", "qualified", "specialist", "experienced", "experience in",
        "therapist", "psychologist", "teacher", "tutor", "nurse", "physio", "counsellor",
        "practitioner", "supervised", "accredited", "chartered", "level 3", "instructor",
        "social worker", "mentor", "consultant",
    )  # fmt: skip
    """Words by which somebody's role or training tells what they are able to do."""
    vague: tuple[str, ...] = ()
    """Words a user wants warned of in provision, beside those known already."""
    allowed: tuple[str, ...] = ()
    """Words a user does not want warned of, though they are known as vague."""
    longest_sentence: int = 30
    """Words beyond which a sentence is hard to read."""

    weights: tuple[tuple[str, int], ...] = ()
    """How much a check counts in the grade, where a user has said it: `("Q4", 5)`."""


DEFAULT = WordLists()

LISTS = ("effect", "therapies", "acronyms", "expertise", "vague", "allowed")
"""The lists that a file of words may add to, by their names."""

_WEIGHT = re.compile(r"(Q\d{1,2})\s*[:=]?\s*(\d{1,2})$", re.IGNORECASE)


class WordsError(ValueError):
    """A line of a file of words that cannot be understood: which, and why."""


def read_words(text: str) -> WordLists:
    """The lists of a file of words, laid over those that come with the program.

    A line `[vague]` begins a list; each line after it adds a word, or with `-` before it takes one
    away. `longest sentence: 25` sets a number; under `[weights]` stands `Q4: 5`. `#` is a remark.
    Raises WordsError for a line that says something else.
    """
    lists = {name: list(getattr(DEFAULT, name)) for name in LISTS}
    longest, weights, current = DEFAULT.longest_sentence, dict[str, int](), ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1].strip().casefold()
            if current not in (*LISTS, "weights"):
                raise WordsError(f"line {number}: there is no list [{current}]")
        elif found := re.match(r"longest sentence\s*[:=]\s*(\d+)$", line, re.IGNORECASE):
            longest = max(5, int(found[1]))
        elif current == "weights":
            weight = _WEIGHT.match(line)
            if weight is None:
                raise WordsError(f"line {number}: write a weight as Q4: 5")
            weights[weight[1].upper()] = int(weight[2])
        elif current:
            _lay_over(lists[current], line, keep_case=current == "acronyms")
        else:
            raise WordsError(f"line {number}: say first which list it is in, such as [vague]")
    made = {name: tuple(words) for name, words in lists.items()}
    return WordLists(**made, longest_sentence=longest, weights=tuple(weights.items()))


def _lay_over(words: list[str], line: str, *, keep_case: bool) -> None:
    takes_away = line.startswith("-")
    word = line.lstrip("-").strip()
    word = word if keep_case else word.casefold()
    if takes_away:
        words[:] = [each for each in words if each != word]
    elif word and word not in words:
        words.append(word)


WORDS_A_MINUTE = 200
"""How fast a plan is read aloud in the mind, in words a minute (an even adult pace)."""


def reading_minutes(words: int) -> int:
    """How many minutes it takes to read so many words, at least one where there are any."""
    return 0 if words == 0 else max(1, round(words / WORDS_A_MINUTE))


_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, by their full stops and line ends."""
    return [part.strip() for part in _ENDS.split(text) if part.strip()]


def sentence_with(text: str, word: str) -> str:
    """The first sentence that has a word in it, whatever its case; else the first of the text."""
    found = sentences(text)
    wanted = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return next((each for each in found if wanted.search(each)), found[0] if found else "")


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has any of some words, whatever their case."""
    lower = text.casefold()
    return any(word in lower for word in words)
