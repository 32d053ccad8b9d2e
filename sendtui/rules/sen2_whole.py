"""The checks that need a whole SEN2 return: its header, doubles, mixtures and shares."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sendtui.rules.authorities import AUTHORITIES
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.sen2_checks import (
    check_assessment,
    check_codes,
    check_identity,
    check_request,
)
from sendtui.rules.sen2_checks_plan import check_active, check_plan, check_together
from sendtui.rules.sen2_checks_school import Expected, Listed, Placed, check_listed
from sendtui.rules.sen2_finding import Checked, Finding, Hit, finding
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_rule_list import MANY, RULES
from sendtui.rules.sen2_shape import Shape

NO_LIST: Mapping[str, Listed] = MappingProxyType({})
"""No public list of schools was loaded: nothing is held against it."""

_FEW = 20
"""Below so many requests or ceased plans, a share says nothing."""


def check_header(items: Mapping[str, str], shape: Shape) -> Iterator[Finding]:
    """What is wrong with the header of a return."""
    la = items.get("LEA", "")
    expected = {
        "Collection": "SEN2",
        "Year": str(shape.year),
        "ReferenceDate": shape.census_day.isoformat(),
    }
    for item, right in expected.items():
        if items.get(item, "") != right:
            yield _header(item, items.get(item, ""), f"should be {right}")
    if not AUTHORITIES.valid(la, shape.census_day):
        yield _header("LEA", la, "no authority’s code on the census day")
    serial = items.get("SerialNo", "")
    if not (serial.isdigit() and (len(serial) == 3 or (shape.year < 2025 and len(serial) > 3))):
        yield _header("SerialNo", serial, "three digits")
    for item in ("DMO", "DCO", "DSCO"):
        if not shape.has("Source", item) or (item == "DSCO" and shape.year < 2026):
            continue
        if items.get(item, "") not in shape.allowed("Source", item):
            yield _header(item, items.get(item, ""), "Y, N or R", "H02")


def _header(item: str, value: str, detail: str, rule: str = "H01") -> Finding:
    return Finding(RULES[rule], "Source", item, value, detail)


def check_person(
    person: Group, shape: Shape, la: str = "", schools: Mapping[str, Listed] = NO_LIST
) -> Iterator[Finding]:
    """Everything that our checks find in one person's part of a return; `schools` are by URN."""
    for hit in _hits(Checked(shape, person), la, schools):
        yield finding(person, *hit)


def _hits(at: Checked, la: str, schools: Mapping[str, Listed]) -> Iterator[Hit]:
    person = at.person
    for group in person.walk():
        yield from check_codes(at.shape, group)
        yield from check_listed(group, schools)
    yield from check_identity(at)
    requests = person.of("Requests")
    if not requests:
        yield "R01", person, "", ""
    for request in requests:
        yield from check_request(at, request)
        assessment = request.one("Assessment")
        if assessment is not None:
            yield from check_assessment(request, assessment)
            plan = assessment.one("NamedPlan")
            if plan is not None:
                yield from check_plan(at, assessment, plan)
        yield from check_active(at, request, assessment, la)
    if len(requests) > 1:
        yield from check_together(at, requests)


class Whole:
    """A walk through a return, person by person: gives what is found, and keeps little."""

    def __init__(
        self,
        shape: Shape,
        la: str = "",
        schools: Mapping[str, Listed] = NO_LIST,
        expected: Iterable[Expected] = (),
    ) -> None:
        self._shape, self._la, self._schools = shape, la, schools
        self._placed = Placed(expected, shape.census_day)
        self.persons = self.requests = self._by_other = 0
        self._ceased = self._ceased_other = 0
        self._numbers: dict[str, str] = {}
        self._ethnicity: dict[str, set[str]] = {}

    def check(self, person: Group) -> Iterator[Finding]:
        """What is found in the next person."""
        self.persons += 1
        yield from check_person(person, self._shape, self._la, self._schools)
        for item in ("UPN", "UniqueLearnerNumber"):
            number = person[item]
            who = person.record or str(person.line)
            if number and self._numbers.setdefault(number, who) != who:
                yield finding(person, "P08", person, item, "")
        self._count(person)
        self._placed.see(person)

    def _count(self, person: Group) -> None:
        code = person["Ethnicity"]
        if code in ETHNICITY:
            main = ETHNICITY[code].area or code
            self._ethnicity.setdefault(main, set()).add("main" if code == main else "extended")
        for request in person.of("Requests"):
            self.requests += bool(request["RequestSource"])
            self._by_other += request["RequestSource"] == "5"
            assessment = request.one("Assessment")
            plan = assessment.one("NamedPlan") if assessment else None
            if plan is not None and plan["CeaseReason"]:
                self._ceased += 1
                self._ceased_other += plan["CeaseReason"] == "9"

    def finish(self) -> Iterator[Finding]:
        """What is found once everybody has been seen."""
        mixed = sorted(code for code, used in self._ethnicity.items() if len(used) > 1)
        if mixed:
            yield Finding(RULES["P13"], "Person", "Ethnicity", ", ".join(mixed))
        if _is_much(self._by_other, self.requests):
            share = f"{self._by_other} of {self.requests}"
            yield Finding(RULES["R11"], "Requests", "RequestSource", "5", share)
        if _is_much(self._ceased_other, self._ceased):
            share = f"{self._ceased_other} of {self._ceased}"
            yield Finding(RULES["N13"], "NamedPlan", "CeaseReason", "9", share)
        yield from self._placed.finish()


def _is_much(some: int, of: int) -> bool:
    return of >= _FEW and some > of * MANY
