"""What is written down of each sort of arrangement: the headings of what came of it, what it lacks.

The five outcomes of alternative provision and the three prime areas of the two-year check are words
of practice; the four areas of adulthood are the Code's (secondary).
"""

from collections.abc import Iterator, Mapping
from datetime import date

Headings = tuple[tuple[str, str], ...]

ADULTHOOD: Headings = (
    ("employment", "Employment and higher education"),
    ("independent living", "Independent living"),
    ("community", "Community participation and relationships"),
    ("health", "Good health"),
)
HEADINGS: Mapping[str, Headings] = {
    "alternative provision": (
        ("outreach", "Outreach"),
        ("attendance", "Attendance"),
        ("reintegration", "Reintegration"),
        ("attainment", "Attainment, vocational too"),
        ("post-16 transition", "Post-16 transition"),
    ),
    "adult pathway": ADULTHOOD,
    "two-year check": (
        ("communication", "Communication and language"),
        ("physical", "Physical development"),
        ("personal", "Personal, social and emotional development"),
    ),
}
"""Sort of arrangement → the headings under which what came of it is written."""


def called(sort: str) -> str:
    """The name of a sort as a line begins with it: Transport, EOTAS."""
    return f"{sort[:1].upper()}{sort[1:]}"


def headings(sort: str) -> Headings:
    """The headings of a sort; none where one line says what came of it."""
    return HEADINGS.get(sort, ())


def lacking(
    sort: str, given: Mapping[str, date | str | None], outcomes: Mapping[str, str], today: date
) -> Iterator[str]:
    """What an arrangement of a sort lacks, in sentences; `given` are its fields."""
    begun, ended = given.get("since"), given.get("until")
    is_over = isinstance(ended, date) and ended < today
    if sort == "alternative provision" and not is_over:
        if not given.get("back_on"):
            yield "No day is set for the return to school."
        if not given.get("review_on"):
            yield "No day is set to look at it again."
    for code, label in headings(sort):
        if is_over and not outcomes.get(code, "").strip():
            yield f"{label}: what came of it is not written."
    if given.get("asked_on") and not given.get("decided_on") and not begun:
        yield "It was asked for and is not decided."
