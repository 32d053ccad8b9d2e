"""Need types as schools' files write them: codes, labels, plain words, several in one cell.

What is not certain is never made into a code: it comes back as unknown, with the code that many
schools would choose and why, for a person to decide.
"""

import re
from dataclasses import dataclass

from sendtui.rules.codes import NEED_TYPES


@dataclass(frozen=True, slots=True)
class NeedFound:
    """A need that was recognised: its code, its rank from 1 on, and the words it was read from."""

    code: str
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class NeedUnknown:
    """Words that are no need type for certain; `suggestion` is a code or "", `why` says why."""

    text: str
    rank: int
    suggestion: str
    why: str


@dataclass(frozen=True, slots=True)
class NeedsRead:
    """What a cell of needs turned out to hold, by rank."""

    found: tuple[NeedFound, ...]
    unknown: tuple[NeedUnknown, ...]


_WORDS = {
    "SPLD": "specific learning difficulty|specific learning difficulties|dyslexia|dyslexic|"
    "dyscalculia|dyspraxia|dcd|developmental coordination disorder|"
    "developmental co ordination disorder|dysgraphia",
    "MLD": "moderate learning difficulty|moderate learning difficulties",
    "SLD": "severe learning difficulty|severe learning difficulties",
    "PMLD": "profound and multiple learning difficulty|profound and multiple learning difficulties|"
    "profound multiple learning difficulty|profound multiple learning difficulties",
    "SLCN": "speech language and communication needs|speech language and communication need|"
    "speech language and communication|speech language communication needs|"
    "speech language or communication needs|speech and language|speech and language needs|"
    "speech language and communication difficulties|developmental language disorder|dld",
    "ASD": "autistic spectrum disorder|autism spectrum disorder|autistic spectrum condition|"
    "autism spectrum condition|autism|autistic|asc|asperger|aspergers|asperger s|"
    "asperger syndrome|asperger s syndrome|aspergers syndrome",
    "SEMH": "social emotional and mental health|social emotional and mental health needs|"
    "social emotional and mental health difficulties|social emotional mental health|"
    "social emotional and mental health need",
    "HI": "hearing impairment|hearing impaired|deaf|deafness",
    "VI": "vision impairment|visual impairment|visually impaired|blind",
    "MSI": "multi sensory impairment|multisensory impairment|deafblind|deaf blind",
    "PD": "physical disability|physical disabilities|cerebral palsy",
    "DS": "down syndrome|downs syndrome|down s syndrome|downs|trisomy 21",
    "OTH": "other difficulty or disability|other difficulty disability|other difficulty|other|"
    "other difficulties or disabilities|other need",
    "NSA": "sen support but no specialist assessment of type of need|no specialist assessment|"
    "no specialist assessment of type of need|sen support no specialist assessment|"
    "not specialist assessed",
    "BESD": "behaviour emotional and social difficulty|behaviour emotional and social difficulties|"
    "behavioural emotional and social difficulties|behavioural emotional social difficulties|ebd",
}
_KNOWN = {
    **{word: code for code, words in _WORDS.items() for word in words.split("|")},
    **{code.code.casefold(): code.code for code in NEED_TYPES},
}

_CHOOSE = "not a need type of the census: the school decides by what the pupil needs"
_AREA = "a broad area, not a need type: the census asks for the type"
_UNSURE: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("adhd", "add", "attention deficit hyperactivity disorder", "attention deficit disorder"),
        ("SEMH", "ADHD is no need type of the census; many schools record it as SEMH"),
    ),
    **dict.fromkeys(
        ("anxiety", "mental health", "behaviour", "attachment", "attachment disorder", "trauma"),
        ("SEMH", _CHOOSE),
    ),
    **dict.fromkeys(
        ("odd", "behavioural difficulties", "school avoidance", "ebsa"), ("SEMH", _CHOOSE)
    ),
    **dict.fromkeys(("pda", "pathological demand avoidance"), ("ASD", _CHOOSE)),
    **dict.fromkeys(
        ("selective mutism", "stammer", "stutter", "language delay"), ("SLCN", _CHOOSE)
    ),
    **dict.fromkeys(("gdd", "global delay", "global developmental delay"), ("MLD", _CHOOSE)),
    **dict.fromkeys(("learning difficulties", "learning difficulty"), ("MLD", _CHOOSE)),
    **dict.fromkeys(
        ("sensory processing", "sensory processing disorder", "spd", "tourettes", "tourette s"),
        ("OTH", _CHOOSE),
    ),
    **dict.fromkeys(("fasd", "foetal alcohol spectrum disorder", "tics"), ("OTH", _CHOOSE)),
    **dict.fromkeys(
        ("epilepsy", "diabetes", "asthma", "medical", "medical needs"),
        ("", "a medical condition, which is not SEN by itself"),
    ),
    **dict.fromkeys(
        ("eal", "english as an additional language"),
        ("", "English as an additional language is not SEN (Children and Families Act 2014 s.20)"),
    ),
    **dict.fromkeys(
        ("cognition and learning", "communication and interaction", "cognition", "c and l"),
        ("", _AREA),
    ),
    **dict.fromkeys(
        ("sensory and or physical", "sensory and or physical needs", "sensory and physical"),
        ("", _AREA),
    ),
}

_NOTHING = frozenset(
    {"", "none", "n a", "na", "no", "n", "nil", "no need", "not applicable", "null"}
)

_LONGEST = 1_000
"""A cell of more characters is prose, and is asked about whole."""

_HARD = re.compile(r"[;|\n\r]+|\s+(?=\(?\d{1,2}[.)]\s*[^\W\d])")
_SOFT = re.compile(r"[,/]")
_AND = re.compile(r"\s*(?:[&+]|\band\b)\s*", re.IGNORECASE)
_CODES_ONLY = re.compile(r"\s*[-–—]\s*|\s+")
_RANK = re.compile(r"\s*\(?(\d{1,2})\s*(?:[.):]|-|\s)\s*(?=\D)")
_ORDINAL = re.compile(
    r"\s*(primary|main|secondary|second|tertiary|third)(?: need)?\s*[:\-]\s*", re.I
)
_ORDINALS = {"primary": 1, "main": 1, "secondary": 2, "second": 2, "tertiary": 3, "third": 3}
_TRAILING = re.compile(r"\s*[(\[](?:(primary|secondary|\d{1,2}))[)\]]\s*$", re.IGNORECASE)
_CODE_THEN_MORE = re.compile(r"\s*([A-Za-z]{2,4})\s*(?:[-:–—=]\s*(.*)|\((.*)\)\s*)", re.DOTALL)
_MORE_THEN_CODE = re.compile(r"(.*?)\s*[(\[](.*)[)\]]\s*", re.DOTALL)


def need_types(text: str) -> NeedsRead:
    """The needs a cell holds, by rank: the number in front of each, else the order they stand in.

    Parts are split at `;` `|`, line ends and before `2.` or `(2)`, then at `,` `/` `&` where that
    leaves known needs; labels with commas in them are tried first, the longest before the shorter.
    """
    if len(text) > _LONGEST:
        return NeedsRead((), (NeedUnknown(text, 1, "", "too long for a list of needs"),))
    parts = [part for piece in _HARD.split(text) for part in _pieces(piece)]
    read: list[tuple[int, str, str]] = []
    for part in parts:
        rank, words = _ranked(part, len(read) + 1)
        code = _code(words) or ""
        if _plain(words) not in _NOTHING and (not code or code not in {c for _, c, _ in read}):
            read.append((rank, code, words.strip()))
    read.sort(key=lambda part: part[0])
    ranks = [rank for rank, _, _ in read]
    if len(set(ranks)) < len(ranks):
        read = [(place, code, words) for place, (_, code, words) in enumerate(read, 1)]
    return NeedsRead(
        tuple(NeedFound(code, rank, words) for rank, code, words in read if code),
        tuple(_unknown(words, rank) for rank, code, words in read if not code),
    )


def _unknown(words: str, rank: int) -> NeedUnknown:
    suggestion, why = _UNSURE.get(_plain(words), ("", "no need type that is known"))
    return NeedUnknown(words, rank, suggestion, why)


def _pieces(piece: str) -> list[str]:
    """A piece split at its soft separators, keeping together what is one label."""
    if _settled(piece):
        return [piece]
    bits = _SOFT.split(piece)
    cuts = [0, *(match.end() for match in _SOFT.finditer(piece)), len(piece) + 1]
    parts, at = [], 0
    while at < len(bits):
        for end in range(min(len(bits), at + 5), at, -1):
            whole = piece[cuts[at] : cuts[end] - 1]
            if end == at + 1 or _settled(whole):
                parts += [whole] if _settled(whole) else _joined(whole)
                at = end
                break
    return parts


def _joined(bit: str) -> list[str]:
    """A bit split at `&`, `+` and `and`, or codes at blanks, where every side is then known."""
    sides = _AND.split(bit)
    if all(_settled(side) for side in sides):
        return sides
    words = _CODES_ONLY.split(bit.strip())
    if all(word.upper() in NEED_TYPES or _plain(word) in _UNSURE for word in words):
        return words
    return [bit]


def _settled(words: str) -> bool:
    """Whether words need no more splitting: a need, one that is unsure, or nothing."""
    rest = _ranked(words, 1)[1]
    return bool(_code(rest)) or _plain(rest) in _UNSURE or _plain(rest) in _NOTHING


def _ranked(part: str, place: int) -> tuple[int, str]:
    """The rank a part claims, or its place, and the part without it."""
    if match := _RANK.match(part):
        return int(match[1]) or place, part[match.end() :]
    if match := _ORDINAL.match(part):
        return _ORDINALS[match[1].casefold()], part[match.end() :]
    if match := _TRAILING.search(part):
        word = match[1].casefold()
        return _ORDINALS.get(word) or int(word) or place, part[: match.start()]
    return place, part


def _code(words: str) -> str | None:
    """The code of one need: by itself, as a label, or as a code with more words after it."""
    plain = _plain(words)
    if plain in _KNOWN:
        return _KNOWN[plain]
    if match := _CODE_THEN_MORE.fullmatch(words):
        return _agreed(_KNOWN.get(match[1].casefold()), match[2], match[3])
    if match := _MORE_THEN_CODE.fullmatch(words):
        return _agreed(_KNOWN.get(_plain(match[1])), None, match[2])
    return None


def _agreed(code: str | None, after: str | None, inside: str | None) -> str | None:
    """The code, unless the words after it name another one, or could hide a second need."""
    more = after if after is not None else inside or ""
    other = _KNOWN.get(_plain(more))
    if code is None or (other and other != code):
        return None
    if after is not None and other is None and (_SOFT.search(after) or _AND.search(after)):
        return None
    return code


def _plain(text: str) -> str:
    """Words alone, in lower case, with `&` spelt out and other signs as single blanks."""
    spelt = text.casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w]|_", " ", spelt).split())
