"""The checks of one person in a SEN2 return: who it is, the requests, the assessments."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from sendtui.rules.identifiers import check_uln, check_upn
from sendtui.rules.sen2_finding import Checked, Hit
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_shape import DAY_ITEMS, FLAG_ITEMS, NEEDED, Shape
from sendtui.rules.years import age_on

_NOT_DECIDED = ("A", "W", "H")
_FLAGS = frozenset(("0", "1", "true", "false"))


def check_codes(shape: Shape, group: Group) -> Iterator[Hit]:
    """Codes that are none, days that are none."""
    name = group.name
    for item, value in group.values.items():
        if item in DAY_ITEMS:
            if group.day(item) is None:
                yield "P15", group, item, value
        elif item in FLAG_ITEMS:
            if value.lower() not in _FLAGS:
                yield "P14", group, item, value
        elif allowed := shape.allowed(name, item):
            named = name == "PlanDetail" and value in ("NEET", "NIEC", "NIEO")
            if value not in allowed and not named:
                yield "P14", group, item, f"one of {', '.join(allowed)}"


# ── Who it is ─────────────────────────────────────────────────────────────────────────────────


def check_identity(at: Checked) -> Iterator[Hit]:
    person = at.person
    for item in NEEDED["Person"]:
        name = item if at.shape.has("Person", item) else "GenderCurrent"
        if not person[name]:
            yield "P01", person, name, ""
    yield from _numbers(person)
    yield from _no_number(at)
    born = person.day("PersonBirthDate")
    has_plan = any(r.one("ActivePlans") for r in person.of("Requests"))
    school_year = date(at.shape.year - 1, 9, 1)
    if born and born > at.day:
        yield "P12", person, "PersonBirthDate", "after the census day"
    elif born and has_plan and age_on(born, school_year - timedelta(days=1)) > 24:
        yield "P12", person, "PersonBirthDate", "over 24"


def _numbers(person: Group) -> Iterator[Hit]:
    upn, uln = person["UPN"], person["UniqueLearnerNumber"]
    if upn:
        is_plausible, is_ok, kind = _upn(upn)
        if not is_plausible:
            yield "P04", person, "UPN", ""
        elif not is_ok or kind == "temporary":
            yield "P05", person, "UPN", kind if is_ok else ""
    if uln and (len(uln) != 10 or not uln.isdigit()):
        yield "P06", person, "UniqueLearnerNumber", ""
    elif uln and not check_uln(uln).ok:
        yield "P07", person, "UniqueLearnerNumber", ""


@lru_cache(maxsize=1024)
def _upn(text: str) -> tuple[bool, bool, str]:
    found = check_upn(text)
    return found.plausible, found.ok, found.kind


def _no_number(at: Checked) -> Iterator[Hit]:
    person = at.person
    has_number, why = bool(person["UPN"] or person["UniqueLearnerNumber"]), person["UPNunknown"]
    if not has_number and not why:
        yield "P02", person, "UPN", ""
    if has_number and why:
        yield "P03", person, "UPNunknown", ""
    if why == "UN1" and at.age is not None and at.age >= 6:
        yield "P09", person, "UPNunknown", f"aged {at.age}"
    requests = person.of("Requests")
    week = timedelta(days=7)
    if why == "UN8" and any((r.day("ReceivedDate") or date.max) < at.shape.ends - week
                            for r in requests):  # fmt: skip
        yield "P10", person, "UPNunknown", ""
    if why == "UN10" and any(r["RequestOutcome"] in ("Y", "H") for r in requests):
        yield "P11", person, "UPNunknown", ""


# ── The request ───────────────────────────────────────────────────────────────────────────────


def check_request(at: Checked, request: Group) -> Iterator[Hit]:
    outcome = request["RequestOutcome"]
    if not outcome:
        yield "R02", request, "RequestOutcome", ""
    if outcome in ("Y", "N") and not request["RequestOutcomeDate"]:
        yield "R03", request, "RequestOutcomeDate", ""
    if outcome in _NOT_DECIDED:
        for item in ("RequestOutcomeDate", "RequestMediation", "RequestTribunal"):
            if request[item]:
                yield "R04", request, item, f"outcome {outcome}"
    if outcome and outcome != "H":
        for item in ("ReceivedDate", "RYA"):
            if not request[item]:
                yield "R05", request, item, ""
        if at.shape.year >= 2026 and not request["RequestSource"]:
            yield "R10", request, "RequestSource", ""
    yield from _request_days(at, request, outcome)
    yield from _what_follows(request, outcome)


def _request_days(at: Checked, request: Group, outcome: str) -> Iterator[Hit]:
    came, told = request.day("ReceivedDate"), request.day("RequestOutcomeDate")
    if told is None:
        return
    if told > at.day:
        yield "R06", request, "RequestOutcomeDate", "after the census day"
    elif came and told < came:
        yield "R06", request, "RequestOutcomeDate", "before the request"
    elif came and (told - came).days > 42:
        yield "R07", request, "RequestOutcomeDate", f"{(told - came).days} days"
    if outcome in ("Y", "N") and told < at.shape.begins:
        yield "R08", request, "RequestOutcomeDate", ""


def _what_follows(request: Group, outcome: str) -> Iterator[Hit]:
    assessment, exported = request.one("Assessment"), request["Exported"]
    if assessment is not None and outcome in ("N", "A", "W"):
        yield "R09", request, "RequestOutcome", "an assessment is there"
    if assessment is None and outcome == "Y" and not exported:
        yield "R09", request, "RequestOutcome", "no assessment is there"
    if exported and (assessment is not None or request.one("ActivePlans") is not None):
        yield "R12", request, "Exported", ""


# ── The assessment ────────────────────────────────────────────────────────────────────────────


def check_assessment(request: Group, one: Group) -> Iterator[Hit]:
    outcome, plan = one["AssessmentOutcome"], one.one("NamedPlan")
    has_day = bool(one["AssessmentOutcomeDate"])
    if not outcome:
        yield "A01", one, "AssessmentOutcome", ""
    if not has_day and (outcome == "N" or (outcome == "Y" and plan is not None)):
        yield "A02", one, "AssessmentOutcomeDate", ""
    if plan is not None and outcome in ("N", "A", "W"):
        yield "A03", one, "AssessmentOutcome", "a plan is there"
    if plan is None and outcome == "H":
        yield "A03", one, "AssessmentOutcome", "no plan is there"
    yield from _assessment_days(request, one, outcome)
    if outcome == "Y" and has_day and not one["Week20"]:
        yield "A06", one, "Week20", ""
    if outcome == "H" and one["Week20"]:
        yield "A06", one, "Week20", "historical"
    yield from _contested(request, one)


def _assessment_days(request: Group, one: Group, outcome: str) -> Iterator[Hit]:
    came, told = request.day("ReceivedDate"), request.day("RequestOutcomeDate")
    ended = one.day("AssessmentOutcomeDate")
    if ended is None:
        return
    if (came and ended < came) or (told and ended < told):
        yield "A04", one, "AssessmentOutcomeDate", ""
    elif came:
        weeks = 16 if outcome == "N" else 20
        excused = outcome == "Y" and one["Week20"] in ("1", "true")
        took = (ended - came).days
        if outcome in ("Y", "N") and took > weeks * 7 and not excused:
            yield "A05", one, "AssessmentOutcomeDate", f"{took} days"


def _contested(request: Group, one: Group) -> Iterator[Hit]:
    for group, items, refused in (
        (request, ("RequestMediation", "RequestTribunal"), request["RequestOutcome"] == "N"),
        (one, ("AssessmentMediation", "AssessmentTribunal"), one["AssessmentOutcome"] == "N"),
    ):
        for item in items:
            if group[item] in ("1", "true") and not refused:
                yield "A07", group, item, ""
