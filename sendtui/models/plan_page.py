"""A plan as it is printed: plain values that a service builds and a format writes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanPageLine:
    """One line of a part: what it is called, its sort, its words and what is said besides."""

    label: str
    words: str
    sort: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class PlanPagePart:
    """A part with its heading; `empty` is what it says where no line stands in it."""

    letter: str
    heading: str
    lines: tuple[PlanPageLine, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One version of a plan. `statutory` is whether it is an EHC plan; `edition` how it stands."""

    name: str
    sort_label: str
    statutory: bool
    edition: str
    parts: tuple[PlanPagePart, ...]
    born: date | None = None
    upn: str = ""
    setting: str = ""
    made_on: date | None = None
    issued_on: date | None = None
    issued_by: str = ""
    review_by: date | None = None
    ceased: str = ""
