"""Measures whose values have names: `Joins in: not yet < with help < sometimes < always`.

The steps stand in the measure's own words, lowest first, after a colon if the measure has a name.
What is kept of a measurement is a number: of a step its place, from 1.
"""

from math import isfinite


def steps(measure: str) -> tuple[str, ...]:
    """The named steps of a measure, lowest first; none where it is measured in numbers.

    Steps of one name, or without one, name nothing.
    """
    scale = measure.split(":", 1)[-1]
    found = tuple(step.strip() for step in scale.split("<"))
    distinct = {step.casefold() for step in found}
    return found if len(found) > 1 and "" not in distinct and len(distinct) == len(found) else ()


def value_of(measure: str, said: str) -> float | None:
    """The number of what was said, a number or a step's name; None where it is neither.

    A comma is a decimal point; a measure with steps has no other numbers than theirs.
    """
    named = [step.casefold() for step in steps(measure)]
    wanted = said.strip().casefold()
    if wanted in named:
        return float(named.index(wanted) + 1)
    try:
        value = float(wanted.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) and (not named or value in range(1, len(named) + 1)) else None


def word_of(measure: str, value: float) -> str:
    """A value as it is read: the step's name, or the number."""
    named = steps(measure)
    is_step = value == int(value) and 1 <= value <= len(named)
    return named[int(value) - 1] if is_step else f"{value:g}"
