"""What a rule gives back with its answer: where it stands, and what it found."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Label = Literal["statutory", "Code of Practice", "good practice"]
LABELS: tuple[Label, ...] = get_args(Label)
"""Of what kind a rule may be."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands. `verified` is False where we have not read the text ourselves."""

    text: str
    label: Label
    verified: bool = True

    def __str__(self) -> str:
        return f"{self.text} ({self.label}{'' if self.verified else ', not verified'})"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty towards one pupil: what it asks, whether it is met, and by when if not."""

    name: str
    asks: str
    met: bool
    missing: str
    due: date | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Finding:
    """Advice about one thing; it never stops anybody from saving.

    `check` is the stable name of the check, `subject` says which thing (`Outcome 2`), `record` is
    its id for a face to jump to, `field` the field to mend. A `soft` one is about wording or good
    habits; any other leaves its stage incomplete.
    """

    check: str
    subject: str
    says: str
    citation: Citation
    record: str = ""
    field: str = ""
    soft: bool = False
