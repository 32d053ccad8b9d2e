"""What a Common Transfer File tells of a pupil besides the history of the SEN status and needs.

Contacts, the address, attendance by year, free school meals, care, service families, ethnicity,
languages and the schools that were left become cells of a line, as text that a person can read and
`register_cells` reads back. The names inside attendance are those of one public
reader; the schema itself was not at hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sendtui.rules.languages import LANGUAGES

LANGUAGE, FSM, CARE, SERVICE = "Home language", "FSM", "Looked after", "Service child"
ETHNICITY = "Ethnicity (transfer file)"
POSTCODE = "Postcode (transfer file)"
CONTACTS = "Contacts (transfer file)"
ATTENDANCE = "Attendance (transfer file)"
SCHOOLS = "Schools (transfer file)"
SOURCE = "Source (transfer file)"
HEADINGS = (
    LANGUAGE, FSM, CARE, SERVICE, ETHNICITY, POSTCODE, CONTACTS, ATTENDANCE, SCHOOLS, SOURCE,
)  # fmt: skip

PARTS = frozenset({"FSMinstance", "Contact", "YearData", "Type", "Phone", "School"})
"""The elements that come more than once, each read as a whole."""

TAKEN = frozenset(
    {"FSMhistory", "LookedAfter", "Contacts", "Attendance", "Languages", "Address", "Ethnicity",
     "ServiceChild", "SchoolHistory"}
)  # fmt: skip
"""The groups of a pupil that are read here; what else there is, is named and not taken."""

ROLES = {
    "PAM": "mother", "PAF": "father", "STM": "stepmother", "STF": "stepfather",
    "FOM": "foster mother", "FOF": "foster father", "CAR": "carer", "CHM": "childminder",
    "DOC": "doctor", "FAM": "family member", "REL": "relative", "SWR": "social worker",
    "TCH": "teacher", "HTC": "head teacher", "RLG": "religious contact", "OTH": "other contact",
}  # fmt: skip

YES = frozenset({"1", "true", "y", "yes"})
NO = frozenset({"0", "false", "n", "no"})
_ADDRESS = ("SAON", "PAON", "Street", "Locality", "Town", "AdministrativeArea", "PostTown",
            "AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5",
            "County", "PostCode", "Zip")  # fmt: skip
_BY_WORTH = "MHWAFD"
"""Sorts of telephone, the one that is likeliest answered first."""

_NAME = ("Title", "Forename", "Surname")
_COUNTS = ("Possible", "Attended", "Unauthorised")
_FEW = 60

Said = dict[str, str]


@dataclass(slots=True)
class Besides:
    """What is heard of one pupil, group by group."""

    single: Said = field(default_factory=dict)
    address: Said = field(default_factory=dict)
    meals: list[Said] = field(default_factory=list)
    contacts: list[Said] = field(default_factory=list)
    years: list[Said] = field(default_factory=list)
    languages: list[Said] = field(default_factory=list)
    schools: list[Said] = field(default_factory=list)
    _open: list[tuple[str, Said]] = field(default_factory=list)

    def start(self, name: str) -> None:
        """Take in the beginning of an element that is read as a whole."""
        if name in PARTS:
            self._open.append((name, {}))

    def end(self, inside: Sequence[str], name: str, said: str) -> bool:
        """Take in what an element said, inside its pupil; whether it was for here."""
        group = next((part for part in (*inside, name) if part in TAKEN), "")
        if self._open and name == self._open[-1][0]:
            self._close()
            return bool(group)
        if not group:
            return False
        if not said:
            return True
        kept = self.address if group == "Address" else self.single
        kept = self._open[-1][1] if self._open else kept
        if len(kept) < _FEW:
            kept.setdefault(name, said)
        return True

    def _close(self) -> None:
        name, found = self._open.pop()
        if name == "Phone":
            if self._open:
                kept = self._open[-1][1]
                mark = f"Phone {_worth(found.get('TelephoneType', ''))}"
                kept.setdefault(mark, " ".join(found.get("PhoneNo", "").split()))
            return
        lists = {
            "FSMinstance": self.meals,
            "Contact": self.contacts,
            "YearData": self.years,
            "Type": self.languages,
            "School": self.schools,
        }
        if found and len(lists[name]) < _FEW:
            lists[name].append(found)

    def cells(self, made_on: date | None, source: str) -> dict[str, str]:
        """The cells of the pupil's line, by heading."""
        return {
            LANGUAGE: self._language(),
            FSM: self._meals(made_on),
            CARE: _yes_no(self.single.get("InCare", "")),
            SERVICE: _yes_no(self.single.get("ServiceChild", "")),
            ETHNICITY: self.single.get("Ethnicity", ""),
            POSTCODE: self.address.get("PostCode", ""),
            CONTACTS: "; ".join(self._contacts()),
            ATTENDANCE: "; ".join(self._years(made_on)),
            SCHOOLS: "; ".join(self._schools()),
            SOURCE: source,
        }

    def _language(self) -> str:
        """The language at home, else the first one."""
        by_sort = {one.get("LanguageType", ""): one.get("Language", "") for one in self.languages}
        code = next((by_sort[sort] for sort in ("H", "F", "M") if by_sort.get(sort)), "")
        return LANGUAGES.label(code) if code in LANGUAGES else code

    def _meals(self, made_on: date | None) -> str:
        if not self.meals:
            return ""
        last = made_on.isoformat() if made_on else ""
        ends = [each.get("FSMendDate", "") for each in self.meals]
        return "Yes" if any(not end or end >= last for end in ends) else "No"

    def _contacts(self) -> Iterator[str]:
        for each in self.contacts:
            name = " ".join(filter(None, (each.get(part, "") for part in _NAME)))
            if not name:
                continue
            told = each.get("Relationship", "")
            phones = sorted(key for key in each if key.startswith("Phone "))
            as_pupil = each.get("AddressAsPupil", "").casefold() in YES
            parts = (
                name,
                ROLES.get(told, told),
                "responsible" if each.get("Responsibility", "").casefold() in YES else "",
                each[phones[0]] if phones else "",
                each.get("Email", ""),
                _address(self.address if as_pupil else each),
            )
            yield " | ".join(part.replace("|", "/").replace(";", ",") for part in parts)

    def _years(self, made_on: date | None) -> Iterator[str]:
        for each in self.years:
            counts = [each.get(f"Sessions{sort}", "") for sort in _COUNTS]
            year = each.get("Year", "")
            if not (year.isdecimal() and len(year) == 4 and counts[0] and counts[1]):
                continue
            starts, ends = date(int(year), 9, 1), date(int(year) + 1, 8, 31)
            ends = min(ends, made_on) if made_on else ends
            if starts <= ends:
                yield f"{starts}/{ends} {' '.join(count or '0' for count in counts)}"

    @property
    def is_at_school(self) -> bool:
        """Whether a school is named that the pupil has not left: that of now is known already."""
        return any(not each.get("LeavingDate") for each in self.schools)

    def _schools(self) -> Iterator[str]:
        for each in self.schools:
            number = f"{each.get('LEA', '')}{each.get('Estab', '')}"
            name = each.get("SchoolName") or (f"LAESTAB {number}" if number else "")
            if name and (until := each.get("LeavingDate", "")):
                said = (name, each.get("URN", ""), f"{each.get('EntryDate', '')}/{until}")
                yield " | ".join(part.replace("|", "/").replace(";", ",") for part in said)


def _worth(sort: str) -> int:
    return _BY_WORTH.find(sort) if sort and sort in _BY_WORTH else len(_BY_WORTH)


def _yes_no(said: str) -> str:
    told = said.casefold()
    return "Yes" if told in YES else "No" if told in NO else ""


def _address(said: Mapping[str, str]) -> str:
    """The address in one line; a house number stands before its street."""
    known = {name: said.get(name, "") for name in _ADDRESS}
    if known["PAON"] and known["Street"]:
        known["Street"] = f"{known.pop('PAON')} {known['Street']}"
    return ", ".join(dict.fromkeys(filter(None, known.values())))
