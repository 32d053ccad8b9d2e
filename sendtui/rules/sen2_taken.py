"""What a person of a SEN2 return becomes in the record: the way back from `sen2_build`.

A return leaves out days that a record needs: those are the nearest days that are known, and what is
written says that the day was not in the return.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sendtui.rules.calendar import months_after
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_shape import Shape

NO_DAY = "From a SEN2 return, which has no day for this."
FROM_RETURN = "From a SEN2 return."
_ASKERS = {"1": "parent", "2": "school", "3": "health", "4": "social care", "5": "other"}
_SEXES = {"1": "M", "2": "F"}
_DECISIONS = {"M": "maintain", "A": "amend", "C": "cease"}
_FIRST = timedelta(days=1)

Values = dict[str, object]


@dataclass(slots=True)
class Taken:
    """What is written of one person. A case is its values with its events.

    `links` says which plan a case led to, by their places in the lists.
    """

    pupil: Values
    particulars: Values = field(default_factory=dict)
    cases: list[tuple[Values, list[Values]]] = field(default_factory=list)
    plans: list[Values] = field(default_factory=list)
    links: dict[int, int] = field(default_factory=dict)
    arrangements: list[Values] = field(default_factory=list)
    needs: list[Values] = field(default_factory=list)
    status: Values = field(default_factory=dict)


def taken(person: Group, shape: Shape) -> Taken:
    """The record of a person, as far as a return tells it."""
    sex = person["Sex"] or _SEXES.get(person["GenderCurrent"], "")
    made = Taken(
        _filled(
            surname=person["Surname"],
            forename=person["Forename"],
            born=person.day("PersonBirthDate"),
            sex=sex,
            upn=person["UPN"],
            uln=person["UniqueLearnerNumber"],
        ),
        _filled(
            ethnicity=person["Ethnicity"],
            postcode=person["PostCode"],
            no_upn_because=person["UPNunknown"],
        ),
    )
    for request in person.of("Requests"):
        _Taking(made, request, shape).take()
    _tidy_needs(made)
    return made


class _Taking:
    """One request and what hangs on it."""

    def __init__(self, made: Taken, request: Group, shape: Shape) -> None:
        self._made, self._request, self._shape = made, request, shape
        self._assessment = request.one("Assessment")
        self._active = request.one("ActivePlans")
        self._before = shape.begins - _FIRST

    def take(self) -> None:
        """Put it all into what is taken."""
        plan = self._assessment.one("NamedPlan") if self._assessment else None
        events = list(self._events())
        if events:
            self._case("assessment", events, closed=self._is_over())
        if plan is not None and plan.day("StartDate"):
            if events:
                self._made.links[len(self._made.cases) - 1] = len(self._made.plans)
            self._plan(plan)
        if self._active is not None:
            self._placements(self._active)
            self._review(self._active)
            self._transfer(self._active)

    # ── The assessment ────────────────────────────────────────────────────────────────────

    def _events(self) -> Iterator[Values]:
        request, one = self._request, self._assessment
        outcome = request["RequestOutcome"]
        came, told = request.day("ReceivedDate"), request.day("RequestOutcomeDate")
        if came is not None and outcome != "H":
            facts = {"from": _ASKERS.get(request["RequestSource"], "")}
            custody = {"1": "yes", "0": "no"}.get(request["RYA"], "")
            yield _event("request", came, **facts, youth_custody=custody)
        if outcome in ("Y", "N") and told is not None:
            yield _event("decision", told, decision="assess" if outcome == "Y" else "refuse")
            yield from _contested(request, "Request", "assess", told)
        if outcome == "H" and one is not None and self._goes_on(one):
            yield _event("decision", self._before, NO_DAY, decision="assess")
        last = told or came or self._shape.begins
        if outcome == "W":
            yield _event("withdrawn", max(last, self._shape.begins), NO_DAY)
        if request["Exported"]:
            yield _event("moved-out", max(last, self._shape.begins), NO_DAY, la=request["Exported"])
        if one is not None:
            yield from self._assessed(one, last)

    def _goes_on(self, one: Group) -> bool:
        return one["AssessmentOutcome"] in ("A", "Y", "W") and one.one("NamedPlan") is None

    def _assessed(self, one: Group, last: date) -> Iterator[Values]:
        outcome, ended = one["AssessmentOutcome"], one.day("AssessmentOutcomeDate")
        if outcome == "W":
            yield _event("withdrawn", max(last, self._shape.begins), NO_DAY)
        elif outcome == "N" and ended is not None:
            yield _event("plan-decision", ended, decision="none")
        elif outcome == "Y" and ended is not None:
            yield _event("final", ended)
        elif outcome == "Y":
            yield _event("plan-decision", last, NO_DAY, decision="make")
        if outcome in ("Y", "N"):
            on = ended or last
            yield from _contested(one, "Assessment", "issue", on)
            yield from _contested(one, "Other", "other", on)
        if one["Week20"] == "1":
            yield _event("exception", ended or last, NO_DAY, limit="NA-09")

    def _is_over(self) -> bool:
        request, one = self._request, self._assessment
        if request["RequestOutcome"] in ("N", "W") or request["Exported"]:
            return True
        return one is not None and (
            one["AssessmentOutcome"] in ("N", "W") or one.one("NamedPlan") is not None
        )

    def _case(self, process: str, events: list[Values], *, closed: bool) -> None:
        days = [day for event in events if isinstance(day := event["on"], date)]
        values: Values = {"process": process, "opened_on": min(days), "note": FROM_RETURN}
        if closed:
            values |= {"closed_on": max(days), "outcome": FROM_RETURN}
        self._made.cases.append((values, events))

    # ── The plan ──────────────────────────────────────────────────────────────────────────

    def _plan(self, plan: Group) -> None:
        starts, ended = plan.day("StartDate"), plan.day("CeaseDate")
        moved_from = self._active["TransferLA"] if self._active is not None else ""
        self._made.plans.append(
            _filled(
                sort="EHCP",
                stage="ceased" if ended else "final",
                made_on=starts,
                issued_on=starts,
                ceased_on=ended,
                ceased_because=FROM_RETURN if ended else "",
                cease_reason=plan["CeaseReason"],
                transferred_from=moved_from,
            )
        )
        for place, detail in enumerate(plan.of("PlanDetail")):
            named = _place(detail, "named placement", starts, ended)
            if not place:
                named |= _filled(residential=plan["PlanRes"], work_based=plan["PlanWBP"])
            self._made.arrangements.append(named)
        span = _filled(since=starts, until=ended)
        if plan["PB"] == "1" and plan["OA"] == "1":
            self._made.arrangements.append({"sort": "personal budget", **span})
        if plan["DP"]:
            self._made.arrangements.append(
                {"sort": "direct payment", "payment": plan["DP"], **span}
            )

    def _placements(self, active: Group) -> None:
        for place in active.of("PlacementDetail"):
            entered, left = place.day("EntryDate"), place.day("LeavingDate")
            values = _place(place, "placement", entered, left)
            values |= _filled(
                residential=place["Res"] or active["Res"], work_based=place["WBP"] or active["WBP"]
            )
            self._made.arrangements.append(values)
        for need in active.of("SENneed"):
            self._made.needs.append({"code": need["SENtype"], "rank": _rank(need["SENtypeRank"])})

    # ── Reviews ───────────────────────────────────────────────────────────────────────────

    def _review(self, active: Group) -> None:
        met, told = active.day("ReviewMeeting"), active.day("LastReview")
        events = [_event("meeting", met)] if met else []
        decision = _DECISIONS.get(active["ReviewOutcome"], "")
        if told and (decision or not met):
            events.append(_event("decision", told, decision=decision))
        if sent := active.day("ReviewDraft"):
            events.append(_event("amendment-notice", sent))
        if events:
            is_over = decision in ("maintain", "cease")
            self._case("annual review", events, closed=is_over)

    def _transfer(self, active: Group) -> None:
        due, sent = active.day("PhaseTransferDueDate"), active.day("PhaseTransferFinalDate")
        if due is None:
            return
        to = {(2, 15): "school", (3, 31): "post-16"}.get((due.month, due.day), "another-post-16")
        on = months_after(due, 5) if to == "another-post-16" else date(due.year, 9, 1)
        events = [_event("transfer", on, NO_DAY, to=to)]
        events += [_event("final", sent)] if sent else []
        self._case("phase transfer", events, closed=sent is not None)
        self._made.cases[-1][0]["opened_on"] = self._shape.begins


def _event(code: str, on: date, said: str = "", **facts: str) -> Values:
    return {"code": code, "on": on, "said": said, "facts": {n: v for n, v in facts.items() if v}}


def _contested(group: Group, first: str, about: str, on: date) -> Iterator[Values]:
    for item, code in (("Mediation", "mediation"), ("Tribunal", "appealed")):
        if group[f"{first}{item}"] == "1":
            yield _event(code, on, NO_DAY, about=about)


def _place(place: Group, sort: str, since: date | None, until: date | None) -> Values:
    return _filled(
        sort=sort,
        what=place["SENSettingOther"],
        urn=place["URN"],
        ukprn=place["UKPRN"],
        sen_setting=place["SENSetting"],
        rank=_rank(place["PlacementRank"]),
        since=since,
        until=until,
        sen_unit=place["SENunitIndicator"] == "1",
        resourced=place["ResourcedProvisionIndicator"] == "1",
    )


def _rank(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 1


def _filled(**values: object) -> Values:
    return {name: value for name, value in values.items() if value not in ("", None, False)}


def _tidy_needs(made: Taken) -> None:
    """Each need once, in the order of their ranks."""
    found: dict[object, Values] = {}
    for need in sorted(made.needs, key=lambda n: str(n["rank"])):
        found.setdefault(need["code"], need)
    made.needs = [{**need, "rank": rank} for rank, need in enumerate(found.values(), 1)]
