"""What is due: the kinds of it, in the order in which somebody at the end of a day wants them."""

from datetime import date
from typing import Literal, NamedTuple, get_args

from sendtui.rules.citation import Citation

DueKind = Literal[
    "clash",
    "statutory",
    "review overdue",
    "reply promised",
    "action",
    "parents not told",
    "concern",
    "timetable",
    "exam access",
    "referral",
    "arrangement",
    "complaint",
    "school action",
    "card",
    "pack",
    "visit",
    "letter",
    "review due",
    "draft",
    "no next review",
    "no review this term",
    "profile old",
    "no profile",
    "view",
    "unsent",
]

KINDS: tuple[DueKind, ...] = get_args(DueKind)

KIND_LABELS: dict[str, str] = {
    "clash": "Two versions: decide",
    "statutory": "Limit of an EHC case",
    "review overdue": "Review overdue",
    "reply promised": "Reply promised",
    "action": "Action",
    "parents not told": "Parents told: not recorded",
    "concern": "Concern to look at again",
    "timetable": "Part-time timetable to look at",
    "exam access": "Exam access runs out",
    "referral": "Ask a service again",
    "arrangement": "Arrangement to look at again",
    "complaint": "Complaint to answer",
    "school action": "Step of the action plan",
    "card": "Card for sealed files runs out",
    "pack": "Pack without a receipt",
    "visit": "Notes of a visit to file",
    "letter": "Letter drafted, not sent",
    "review due": "Review due",
    "draft": "Not saved yet",
    "no next review": "No next review",
    "no review this term": "No review this term",
    "profile old": "Profile over a year old",
    "no profile": "No profile",
    "view": "A view of your own",
    "unsent": "Not sent yet",
}


_PLACE = {name: place for place, name in enumerate(KINDS)}
_BY_DAY = (
    "statutory", "action", "reply promised", "concern", "timetable", "exam access", "referral",
    "arrangement", "complaint", "school action", "card", "pack",
)  # fmt: skip
"""What stands with what is coming up until its day has come."""


class Child(NamedTuple):
    """The pupil of whom something is due: the name as lists have it, and the class."""

    name: str
    class_name: str


class Due(NamedTuple):
    """One thing that is due.

    `day` is when, None where there is none; `days_late` is then None too, and negative ahead of
    time. `kind_of_record` and `record` name what it opens, of `pupil` ("" for the whole file);
    `name` is the pupil's, `class_name` their class. `count` is of what is counted (changes unsent).
    `rule` and `whose` are a case's: the rule of the limit, and who has to meet it; so are `step`,
    which tells the limits of one case apart, and `bare`: the words without anybody's name.
    """

    # A named tuple: tens of thousands of them are made each time.

    kind: DueKind
    day: date | None
    days_late: int | None
    words: str
    name: str = ""
    class_name: str = ""
    pupil: str = ""
    kind_of_record: str = ""
    record: str = ""
    citation: Citation | None = None
    count: int = 1  # type: ignore[assignment]
    rule: str = ""
    whose: str = ""
    step: str = ""
    bare: str = ""

    @property
    def label(self) -> str:
        """Of what kind the rule is that it follows from: statutory, Code of Practice …; or ""."""
        return self.citation.label if self.citation else ""

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days_late is not None and self.days_late > 0


def urgency(one: Due) -> tuple[int, int, date, str]:
    """Sorts what is due: by kind in the order of `KINDS`, what is latest first, then by name."""
    ahead = one.kind in _BY_DAY and not one.overdue
    place = _PLACE["review due" if ahead else one.kind]
    # Due today counts as late: it is what the day is for.
    if one.days_late == 0 and ahead:
        place = _PLACE[one.kind]
    return place, 0 if one.day else 1, one.day or date.max, one.name.casefold()
