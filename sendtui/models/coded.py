"""Which fields of the record hold a code, and of which set."""

from sendtui.rules.codes import FLAGS, NC_YEARS, NEED_TYPES, SEN_PROVISION, SEX, CodeSet
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.languages import LANGUAGES

CODED: dict[tuple[str, str], CodeSet] = {
    ("pupil", "sex"): SEX,
    ("pupil", "nc_year"): NC_YEARS,
    ("pupil", "language"): LANGUAGES,
    ("status", "status"): SEN_PROVISION,
    ("need", "code"): NEED_TYPES,
    ("concern", "need"): NEED_TYPES,
    ("outcome", "need"): NEED_TYPES,
    ("provision", "need"): NEED_TYPES,
    ("flag", "code"): FLAGS,
    ("particulars", "ethnicity"): ETHNICITY,
}
"""(noun, field) → what its codes mean."""
