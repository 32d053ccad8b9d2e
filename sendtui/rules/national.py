"""What the nation's figures were, to stand beside a school's own; each with where it was read.

They are context, never a target, and never computed with.
"""

from dataclasses import dataclass

SOURCE = (
    "Special educational needs in England, January 2026 census, as reported by two secondary "
    "sources; the Department's own tables were not read"
)
YEAR = 2026


@dataclass(frozen=True, slots=True)
class National:
    """A share of all pupils in England, in per cent, in January of the year."""

    code: str
    share: float
    year: int = YEAR
    source: str = SOURCE


SEN_SUPPORT = National("K", 14.8)
EHC_PLAN = National("E", 6.0)

BY_STATUS = {each.code: each for each in (SEN_SUPPORT, EHC_PLAN)}

PERSISTENT_ABSENCE_SHARE = 0.10
"""A pupil who misses a tenth of the possible sessions or more is persistently absent (DfE)."""
