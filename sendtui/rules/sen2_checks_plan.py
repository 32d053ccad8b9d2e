"""The checks of a plan in a SEN2 return: what it names, where the child is, what was reviewed."""

from collections.abc import Iterator, Sequence
from datetime import date

from sendtui.rules.calendar import months_after
from sendtui.rules.sen2_finding import Checked, Hit
from sendtui.rules.sen2_group import Group

YES = ("1", "true")
_NUMBERS = ("URN", "UKPRN", "SENSetting")


def check_plan(at: Checked, assessment: Group, plan: Group) -> Iterator[Hit]:
    """What is found in a plan that an assessment led to."""
    starts, ended = plan.day("StartDate"), plan.day("CeaseDate")
    if not plan["StartDate"]:
        yield "N01", plan, "StartDate", ""
    elif starts and starts > at.day:
        yield "N01", plan, "StartDate", "after the census day"
    issued = assessment.day("AssessmentOutcomeDate")
    if assessment["AssessmentOutcome"] == "Y" and issued and starts and issued != starts:
        yield "N02", plan, "StartDate", f"issued {issued.isoformat()}"
    yield from _details(plan)
    yield from _budget(plan)
    if bool(plan["CeaseDate"]) != bool(plan["CeaseReason"]):
        yield "N11", plan, "CeaseReason" if plan["CeaseDate"] else "CeaseDate", ""
    if ended and starts and ended < starts:
        yield "N12", plan, "CeaseDate", ""
    yield from _reason(at, plan)
    if at.age is not None and at.age < 16 and plan["PlanWBP"]:
        yield "L11", plan, "PlanWBP", f"aged {at.age}"


def _details(plan: Group) -> Iterator[Hit]:
    details = plan.of("PlanDetail")
    ranks = sorted(each["PlacementRank"] for each in details)
    if not details or len(details) > 2:
        yield "N03", plan, "", f"{len(details)} settings"
    elif all(ranks) and ranks != ["1", "2"][: len(ranks)]:
        yield "N03", plan, "", f"ranks {', '.join(ranks)}"
    for each in details:
        yield from _place(each)
        if each["SENSetting"] in ("NEET", "NIEC", "NIEO"):
            yield "N06", each, "SENSetting", ""


def _place(place: Group) -> Iterator[Hit]:
    """What a setting has to have, named or attended."""
    said = [item for item in _NUMBERS if place[item]]
    if len(said) != 1:
        yield "N04", place, said[0] if said else "URN", ", ".join(said)
    if not place["PlacementRank"]:
        yield "N05", place, "PlacementRank", ""
    urn, ukprn = place["URN"], place["UKPRN"]
    if urn and not (urn.isdigit() and len(urn) <= 6):
        yield "N07", place, "URN", ""
    if ukprn and not (ukprn.isdigit() and len(ukprn) == 8):
        yield "N07", place, "UKPRN", ""
    unit, resourced = place["SENunitIndicator"], place["ResourcedProvisionIndicator"]
    if (urn or ukprn) and not (unit and resourced):
        yield "N08", place, "ResourcedProvisionIndicator" if unit else "SENunitIndicator", ""
    if unit in YES and resourced in YES:
        yield "N09", place, "ResourcedProvisionIndicator", ""
    if place["SENSetting"] in ("OTH", "NIEO") and not place["SENSettingOther"]:
        yield "N14", place, "SENSettingOther", ""


def _budget(plan: Group) -> Iterator[Hit]:
    taken, arranged, paid = plan["PB"] in YES, plan["OA"] in YES, bool(plan["DP"])
    if not taken and (arranged or paid):
        yield "N10", plan, "PB", "arranged or paid"
    if taken and not arranged and not paid:
        yield "N10", plan, "PB", "neither arranged nor paid"


def _reason(at: Checked, plan: Group) -> Iterator[Hit]:
    ended, born, why = plan.day("CeaseDate"), at.person.day("PersonBirthDate"), plan["CeaseReason"]
    if ended is None or born is None:
        return
    age = ended.year - born.year - ((ended.month, ended.day) < (born.month, born.day))
    if (why == "1" and age < 19) or (why == "6" and age < 16):
        yield "N13", plan, "CeaseReason", f"aged {age}"


# ── Where the child is ────────────────────────────────────────────────────────────────────────


def check_active(at: Checked, request: Group, assessment: Group | None, la: str) -> Iterator[Hit]:
    """What is found in where the child is placed and in the reviews."""
    plan = assessment.one("NamedPlan") if assessment is not None else None
    active = request.one("ActivePlans")
    is_in_force = plan is not None and in_force(plan, at.day)
    if active is None:
        if is_in_force and plan is not None:
            yield "L01", plan, "", "no placement and no need"
        return
    places, needs = active.of("PlacementDetail"), active.of("SENneed")
    if is_in_force and not (places and needs):
        yield "L01", active, "", "no need" if places else "no placement"
    if is_in_force and places:
        yield from _main_place(at, active, places)
    if needs:
        yield from _needs(active, needs)
    for place in places:
        yield from _place(place)
        yield from _stay(at, place, plan)
    yield from _overlaps(places)
    yield from _review(at, active, plan if is_in_force else None)
    yield from _moved_in(request, active, la)


def in_force(plan: Group, day: date) -> bool:
    """Whether a plan is in force on a day; it is not on the day it ceased."""
    starts, ended = plan.day("StartDate"), plan.day("CeaseDate")
    return starts is not None and starts <= day and (ended is None or ended > day)


def _needs(active: Group, needs: Sequence[Group]) -> Iterator[Hit]:
    ranks = sorted(each["SENtypeRank"] for each in needs)
    sorts = [each["SENtype"] for each in needs]
    if len(needs) > 2:
        yield "L02", active, "", f"{len(needs)} needs"
    elif ranks != ["1", "2"][: len(ranks)]:
        yield "L02", needs[0], "SENtypeRank", f"ranks {', '.join(ranks)}"
    if len(set(sorts)) < len(sorts):
        yield "L02", needs[-1], "SENtype", "one need twice"


def _stay(at: Checked, place: Group, plan: Group | None) -> Iterator[Hit]:
    entered, left = place.day("EntryDate"), place.day("LeavingDate")
    if not place["EntryDate"]:
        yield "L03", place, "EntryDate", ""
    elif entered and left and left < entered:
        yield "L03", place, "LeavingDate", "before the first day"
    age, sort = at.age, place["SENSetting"]
    if sort == "NEET" and age is not None and age < 16:
        yield "L10", place, "SENSetting", f"aged {age}"
    # An end to come is not in the return of a plan in force: only one that has come can be seen.
    if sort == "NIEC" and plan is not None and plan.day("CeaseDate") is None:
        yield "L10", place, "SENSetting", "no end of the plan"
    if place["WBP"] and age is not None and age < 16:
        yield "L11", place, "WBP", f"aged {age}"


def _main_place(at: Checked, active: Group, places: Sequence[Group]) -> Iterator[Hit]:
    open_ = [each for each in places if each["PlacementRank"] == "1" and is_there(each, at.day)]
    if not open_:
        yield "L05", active, "", ""


def is_there(place: Group, day: date) -> bool:
    """Whether somebody is in a placement on a day; both ends count."""
    entered, left = place.day("EntryDate"), place.day("LeavingDate")
    return entered is not None and entered <= day <= (left or date.max)


def _overlaps(places: Sequence[Group]) -> Iterator[Hit]:
    """Main placements one of which begins before another has ended; a shared day is a move."""
    main = [p for p in places if p["PlacementRank"] == "1" and p.day("EntryDate")]
    main.sort(key=lambda p: p["EntryDate"])
    until = date.min
    for each in main:
        entered = each.day("EntryDate") or date.min
        if entered < until:
            yield "L04", each, "EntryDate", ""
        until = max(until, each.day("LeavingDate") or date.max)


def _review(at: Checked, active: Group, plan: Group | None) -> Iterator[Hit]:
    if not at.shape.has("ActivePlans", "ReviewMeeting"):
        return
    met, told = active.day("ReviewMeeting"), active.day("LastReview")
    starts = plan.day("StartDate") if plan is not None else None
    since = months_after(at.day, -12)
    if starts is not None and starts < since and (met is None or met < since):
        yield "L06", active, "ReviewMeeting", "none" if met is None else ""
    if not active["ReviewMeeting"] and (active["ReviewOutcome"] or active["LastReview"]):
        yield "L07", active, "ReviewMeeting", "none"
    elif met and told and told < met:
        yield "L07", active, "LastReview", "before the meeting"
    elif met and told and (told - met).days > 28:
        yield "L07", active, "LastReview", f"{(told - met).days} days"
    wants_draft = at.shape.year >= 2026 and active["ReviewOutcome"] == "A"
    if wants_draft and not active["ReviewDraft"]:
        yield "L08", active, "ReviewDraft", ""


def _moved_in(request: Group, active: Group, la: str) -> Iterator[Hit]:
    from_ = active["TransferLA"]
    if from_ and from_ == la:
        yield "L09", active, "TransferLA", "one’s own code"
    elif from_ and request["RequestOutcome"] != "H":
        yield "L09", active, "TransferLA", f"request outcome {request['RequestOutcome']}"


# ── Requests beside each other ────────────────────────────────────────────────────────────────


def check_together(at: Checked, requests: Sequence[Group]) -> Iterator[Hit]:
    """What is found only where the requests of one person are laid side by side."""
    seen: set[str] = set()
    standing = 0
    for request in requests:
        came = request["ReceivedDate"]
        if came and came in seen:
            yield "R13", request, "ReceivedDate", ""
        seen.add(came)
        assessment = request.one("Assessment")
        plan = assessment.one("NamedPlan") if assessment is not None else None
        if plan is not None and in_force(plan, at.day):
            standing += 1
            if standing > 1:
                yield "N16", plan, "StartDate", ""
