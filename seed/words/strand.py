"""A strand: one thing a pupil is helped with, from what was found to how it went."""

from dataclasses import dataclass
from typing import Literal

Per = Literal["day", "week", "fortnight", "half term", "term"]
Layer = Literal["universal", "targeted", "specialist"]


@dataclass(frozen=True, slots=True)
class Dose:
    """A provision line: what, by whom, how many times per what, minutes, group size, weeks."""

    what: str
    who: str
    times: int
    per: Per
    minutes: int
    group: int
    weeks: int
    layer: Layer = "targeted"


@dataclass(frozen=True, slots=True)
class Strand:
    """One golden thread: evidence → outcome → provision and teaching → views → how it went.

    `{name}` stands for what the pupil is called. `scale` holds `{n}`: the measure at the start is
    drawn from `start`, the target from `goal`. `years` are places in R to 11 (R is 0).
    """

    needs: tuple[str, ...]
    years: tuple[int, int]
    focus: str
    found: str
    measure: str
    scale: str
    start: tuple[int, int]
    goal: tuple[int, int]
    outcome: str
    doses: tuple[Dose, ...]
    teaching: tuple[tuple[str, str], ...]
    pupil: str
    parent: str
    worked: str
    stuck: str
