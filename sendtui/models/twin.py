"""What every noun of the record has in common.

A noun is a pair: a *twin* that validates (`StatusIn`) and a *table* that stores (`Status`).
`table=True` classes do not validate anything, so values pass through the twin first, always.
"""

from typing import Annotated, Any, ClassVar, Protocol
from unicodedata import category, normalize

from pydantic import BeforeValidator
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig


def _clean(value: Any) -> Any:
    """Compose accents, and drop the control characters no terminal or spreadsheet can show."""
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isprintable():
        return value.strip()
    composed = normalize("NFC", value)
    # Some terminals read the C1 controls as escapes, so they go with the C0 ones.
    return "".join(c for c in composed if c in "\n\t" or category(c) != "Cc").strip()


Words = Annotated[str, BeforeValidator(_clean)]
"""Text as a person wrote it, with stray control characters removed and accents composed."""


class Twin(SQLModel):
    """A noun's fields as they are validated, before and apart from being stored."""

    model_config = SQLModelConfig(extra="forbid")

    KIND: ClassVar[str] = ""
    """The noun's name in the change log and in sealed files. Never reused for another meaning."""

    STREAM: ClassVar[str] = "pupil"
    """Whose history the record belongs to: `pupil`, `setting` or `organisation`."""

    SEARCHED: ClassVar[tuple[str, ...]] = ()
    """The fields whose words the search finds."""

    EVENT: ClassVar[bool] = False
    """Whether records are added and never edited in place (contacts, deliveries, ratings)."""


class Stored(Protocol):
    """A record as its table holds it."""

    id: str


class OfPupil(Stored, Protocol):
    """A record that stands under a pupil."""

    pupil: str


class OfCase(Stored, Protocol):
    """A record that stands under a case."""

    case: str


class OfCycle(Stored, Protocol):
    """A record that stands under a cycle."""

    cycle: str
