"""A pupil's name in one cell, taken apart."""

_WORDS = (
    "al bin da dal de del della den der di do dos du el ibn la le san st ten "
    "ter van von ó ní nic ua"
)
_PARTICLES = frozenset(_WORDS.split(" "))


def split_name(text: str, surname_first: bool = False) -> tuple[str, str, bool]:
    """Surname, forename and whether the cut is certain.

    "Surname, Forename" is; so is one part in capitals. Otherwise the last word is the surname, with
    particles such as "van der" before it (or the first word, if told that surnames come first).
    """
    if "," in text:
        surname, _, forename = text.partition(",")
        return surname.strip(), forename.strip(" ,"), bool(surname.strip())
    words = text.split()
    if len(words) == 1:
        return words[0], "", False
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if any(capitals) and not all(capitals):
        surname = " ".join(word for word, shouted in zip(words, capitals, strict=True) if shouted)
        forename = " ".join(w for w, shouted in zip(words, capitals, strict=True) if not shouted)
        return surname, forename, True
    cut = _cut(words, surname_first)
    halves = " ".join(words[:cut]), " ".join(words[cut:])
    surname, forename = halves if surname_first else halves[::-1]
    return surname, forename, len(words) == 2


def _cut(words: list[str], surname_first: bool) -> int:
    """Where the name is cut: how many words belong to its first half."""
    if surname_first:
        cut = 1
        while cut < len(words) - 1 and words[cut - 1].casefold() in _PARTICLES:
            cut += 1
        return cut
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return cut
