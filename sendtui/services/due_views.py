"""What is due: the kinds of it, in the order in which somebody at the end of a day wants them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sendtui.rules.citation import Citation

DueKind = Literal[
    "clash",
    "review overdue",
    "reply promised",
    "action",
    "parents not told",
    "concern",
    "review due",
    "draft",
    "no next review",
    "no review this term",
    "profile old",
    "no profile",
    "unsent",
]

KINDS: tuple[DueKind, ...] = (
    "clash",
    "review overdue",
    "reply promised",
    "action",
    "parents not told",
    "concern",
    "review due",
    "draft",
    "no next review",
    "no review this term",
    "profile old",
    "no profile",
    "unsent",
)

KIND_LABELS: dict[str, str] = {
    "clash": "Two versions: decide",
    "review overdue": "Review overdue",
    "reply promised": "Reply promised",
    "action": "Action",
    "parents not told": "Parents told: not recorded",
    "concern": "Concern to look at again",
    "review due": "Review due",
    "draft": "Not saved yet",
    "no next review": "No next review",
    "no review this term": "No review this term",
    "profile old": "Profile over a year old",
    "no profile": "No profile",
    "unsent": "Not sent yet",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    `day` is when, None where there is none; `days_late` is then None too, and negative ahead of
    time. `kind_of_record` and `record` name what it opens, of `pupil` ("" for the whole file);
    `name` is the pupil's, `class_name` their class. `count` is of what is counted (changes unsent).
    """

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
    count: int = 1

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days_late is not None and self.days_late > 0
