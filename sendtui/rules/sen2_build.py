"""A child's part of a SEN2 return, made of what the record knows up to the census day."""

from collections.abc import Iterator
from datetime import date, timedelta

from sendtui.rules.calendar import months_after
from sendtui.rules.clocks.phase import limit
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_known import (
    BUDGETS,
    OURS,
    REVIEWS,
    Arranged,
    Assessed,
    CaseKnown,
    ChildKnown,
    Events,
    NeedKnown,
)
from sendtui.rules.sen2_scope import Entry, Period, PlanLife, Scope
from sendtui.rules.sen2_shape import Shape

SOURCES = {
    "parent": "1",
    "young person": "1",
    "school": "2",
    "college": "2",
    "health": "3",
    "social care": "4",
    "other": "5",
}
"""Who asked → RequestSource."""

_DECIDED = {"maintain": "M", "amend": "A", "cease": "C"}
_GENDERS = {"M": "1", "F": "2"}
_INSTEAD = {"elective home education": "EHE", "EOTAS": "OLA"}
_YEAR = timedelta(days=366)


def period_of(shape: Shape) -> Period:
    """The days a shape reports on."""
    return Period(shape.begins, shape.ends, shape.census_day)


def person(child: ChildKnown, found: Scope, shape: Shape) -> Group:
    """The Person of a child who goes in, with a Requests for each entry."""
    items = {
        "Surname": child.surname,
        "Forename": child.forename,
        "PersonBirthDate": _iso(child.born),
        "Sex": child.sex,
        "GenderCurrent": _GENDERS.get(child.sex, "0"),
        "Ethnicity": child.ethnicity,
        "PostCode": child.postcode,
        "UPN": child.upn,
        "UniqueLearnerNumber": child.uln,
        "UPNunknown": child.no_upn_because,
    }
    making = _Making(child, shape)
    requests = tuple(making.request(entry) for entry in found.entries)
    return _group(shape, "Person", items, requests, "pupil", child.id)


class _Making:
    """One child's groups, in one year's shape."""

    def __init__(self, child: ChildKnown, shape: Shape) -> None:
        self._child, self._shape = child, shape
        self._period = period_of(shape)
        self._day = shape.census_day

    def request(self, entry: Entry) -> Group:
        """The request of an entry, and what came of it."""
        told = entry.assessed
        items = self._historical() if told is None else self._request_items(entry, told)
        below = [g for g in (self._assessment(entry), self._places(entry)) if g is not None]
        kind, record = ("case", told.case.id) if told else ("plan", _plan_id(entry))
        return self._make("Requests", items, tuple(below), kind, record)

    def _historical(self) -> dict[str, str]:
        return {"RequestOutcome": "H"}

    def _request_items(self, entry: Entry, told: Assessed) -> dict[str, str]:
        outcome = self._request_outcome(entry, told)
        if outcome == "H":
            return self._historical()
        items = {
            "ReceivedDate": _iso(told.received),
            "RequestSource": SOURCES.get(told.source, ""),
            "RYA": _flag(told.in_custody),
            "RequestOutcome": outcome,
            "Exported": told.exported,
        }
        if outcome in ("Y", "N") and told.decided:
            items["RequestOutcomeDate"] = _iso(told.decided.on)
            items["RequestMediation"] = _flag("mediation assess" in told.contested)
            items["RequestTribunal"] = _flag("tribunal assess" in told.contested)
        return items

    def _request_outcome(self, entry: Entry, told: Assessed) -> str:
        transferred = entry.plan is not None and entry.plan.transferred_from
        if transferred:
            return "H"
        if told.end == "withdrawn request" or (told.end == "moved out" and told.decided is None):
            return "W"
        if told.decided is None:
            # A plan, or the decision on one, without the decision to assess: it is long ago.
            return "H" if told.end in ("plan", "refused to issue", "to be issued") else "A"
        if told.decided.on < self._period.begins and told.end != "refused to assess":
            return "H"
        return "N" if told.end == "refused to assess" else "Y"

    # ── Assessment and plan ───────────────────────────────────────────────────────────────

    def _assessment(self, entry: Entry) -> Group | None:
        told, life = entry.assessed, entry.plan
        if told is not None and told.end in (
            "requested", "withdrawn request", "refused to assess", "moved out",
        ):  # fmt: skip
            return None
        outcome, on = self._assessment_outcome(entry)
        items = {"AssessmentOutcome": outcome, "AssessmentOutcomeDate": _iso(on)}
        if told is not None and outcome in ("Y", "N"):
            items |= {
                "AssessmentMediation": _flag("mediation issue" in told.contested),
                "AssessmentTribunal": _flag("tribunal issue" in told.contested),
                "OtherMediation": _flag("mediation other" in told.contested),
                "OtherTribunal": _flag("tribunal other" in told.contested),
            }
        if told is not None and outcome == "Y":
            items["Week20"] = _flag(told.case.excepted)
        named = (self._named_plan(life),) if life is not None else ()
        kind, record = ("case", told.case.id) if told else ("plan", _plan_id(entry))
        return self._make("Assessment", items, named, kind, record)

    def _assessment_outcome(self, entry: Entry) -> tuple[str, date | None]:
        told, life = entry.assessed, entry.plan
        if life is not None:
            on = told.on if told and told.on else life.starts
            is_old = told is None or life.transferred_from or on < self._period.begins
            return ("H", None) if is_old else ("Y", on)
        if told is None:
            return "H", None
        if told.end == "refused to issue":
            return "N", told.on
        if told.end == "withdrawn assessment":
            return "W", None
        return ("Y" if told.end == "to be issued" else "A"), None

    def _named_plan(self, life: PlanLife) -> Group:
        ended = life.ceased_on if life.ceased_on and life.ceased_on <= self._day else None
        day = ended or self._day
        named = self._named(day)
        budget = self._budget(day)
        items = {
            "StartDate": _iso(life.starts),
            "PlanRes": next((p.residential for p in named if p.residential), ""),
            "PlanWBP": next((p.work_based for p in named if p.work_based), ""),
            **budget,
            "CeaseDate": _iso(ended),
            "CeaseReason": life.cease_reason if ended else "",
        }
        details = tuple(self._place("PlanDetail", each) for each in named)
        return self._make("NamedPlan", items, details, "plan", life.id)

    def _named(self, day: date) -> list[Arranged]:
        """The settings that section I names; where none is recorded, those that were attended."""
        held = [each for each in self._child.arranged if each.holds(day)]
        named = [each for each in held if each.sort == "named placement"]
        found = named or [each for each in held if each.sort in OURS]
        return sorted(found, key=_by_rank)

    def _budget(self, day: date) -> dict[str, str]:
        held = [a for a in self._child.arranged if a.sort in BUDGETS and a.holds(day)]
        direct = [a for a in held if a.sort == "direct payment" or a.payment]
        arranged = any(a.sort == "personal budget" and not a.payment for a in held)
        payers = {_payer(each) for each in direct} - {""}
        payment = next(iter(payers)) if len(payers) == 1 else "I" if payers else ""
        return {"PB": _flag(bool(held)), "OA": _flag(arranged), "DP": payment}

    # ── Where the child was, what the need is, what was reviewed ──────────────────────────

    def _places(self, entry: Entry) -> Group | None:
        life = entry.plan
        if life is None:
            return None
        first, last = self._period.begins, self._day
        if life.ceased_on and life.ceased_on <= last:
            last = life.ceased_on
        been = [a for a in self._child.arranged if a.sort in OURS and a.touches(first, last)]
        if entry.case_class == "ceased" and not been:
            return None
        places = [self._place("PlacementDetail", each) for each in sorted(been, key=_by_entry)]
        needs = [self._need(need, rank) for rank, need in enumerate(self._needs(last), 1)]
        items = {
            "TransferLA": self._moved_from(life),
            **self._review(),
            **self._transfer(),
        }
        if not self._shape.has("PlacementDetail", "Res"):
            items |= {
                "Res": next((a.residential for a in been if a.residential), ""),
                "WBP": next((a.work_based for a in been if a.work_based), ""),
            }
        return self._make("ActivePlans", items, (*places, *needs), "plan", life.id)

    def _moved_from(self, life: PlanLife) -> str:
        days = [
            each.on
            for case in self._child.cases
            if case.process == "move"
            for each in Events(case.events, self._day).of("transferred")
        ]
        # Without a day the code alone says that it was in the year.
        inside = not days or any(self._period.begins <= day for day in days)
        return life.transferred_from if inside else ""

    def _needs(self, day: date) -> list[NeedKnown]:
        held = [
            n
            for n in self._child.needs
            if (n.since is None or n.since <= day) and (n.until is None or n.until >= day)
        ]
        return sorted(held, key=lambda n: (n.rank, n.id))[:2]

    def _need(self, need: NeedKnown, rank: int) -> Group:
        items = {"SENtype": need.code, "SENtypeRank": str(rank)}
        return self._make("SENneed", items, (), "need", need.id)

    def _review(self) -> dict[str, str]:
        """The latest review meeting, and what was decided after it."""
        held = [
            (meeting.on, events)
            for case in self._child.cases
            if case.process in REVIEWS
            for events in (Events(case.events, self._day, case.process),)
            if (meeting := events.last("meeting"))
        ]
        if not held:
            return {}
        on, events = max(held, key=lambda each: each[0])
        decided, notice = events.last("decision"), events.last("amendment-notice")
        code = _DECIDED.get(decided.facts.get("decision", ""), "") if decided else ""
        return {
            "ReviewMeeting": _iso(on),
            "ReviewOutcome": code,
            "ReviewDraft": _iso(notice.on) if notice else "",
            "LastReview": _iso(decided.on) if decided else "",
        }

    def _transfer(self) -> dict[str, str]:
        found = [due for case in self._child.cases if (due := _due(case)) is not None]
        begins, ends = self._period.begins, self._day + _YEAR
        inside = [each for each in found if begins <= each[0] <= ends]
        if not inside:
            return {}
        day, case = min(inside, key=lambda each: each[0])
        sent = Events(case.events, self._day).last("final")
        return {
            "PhaseTransferDueDate": _iso(day),
            "PhaseTransferFinalDate": _iso(sent.on) if sent else "",
        }

    def _place(self, name: str, at: Arranged) -> Group:
        """One setting by one number, or by its sort where it has none."""
        sort = at.sen_setting or _INSTEAD.get(at.sort, "")
        by = (
            ("URN", at.urn) if at.urn else ("UKPRN", at.ukprn) if at.ukprn else ("SENSetting", sort)
        )
        is_other = by == ("SENSetting", "OTH") or by == ("SENSetting", "NIEO")
        numbered = by[0] != "SENSetting"
        left = at.until if at.until and at.until <= self._day else None
        items = {
            by[0]: by[1],
            "SENSettingOther": (at.what or at.where) if is_other else "",
            "PlacementRank": str(at.rank),
            "EntryDate": _iso(at.since),
            "LeavingDate": _iso(left),
            "SENunitIndicator": _flag(at.sen_unit) if numbered or at.sen_unit else "",
            "ResourcedProvisionIndicator": _flag(at.resourced) if numbered or at.resourced else "",
            "Res": at.residential,
            "WBP": at.work_based,
        }
        return self._make(name, items, (), "arrangement", at.id)

    def _make(
        self, name: str, items: dict[str, str], below: tuple[Group, ...], kind: str, record: str
    ) -> Group:
        return _group(self._shape, name, items, below, kind, record)


def _group(
    shape: Shape, name: str, items: dict[str, str], below: tuple[Group, ...], kind: str, record: str
) -> Group:
    """The group with what this year's shape has of it, in its order."""
    values = {each: items[each] for each in shape.groups[name] if items.get(each)}
    return Group(name, values, below, kind, record)


def _due(case: CaseKnown) -> tuple[date, CaseKnown] | None:
    """When the plan has to be amended for a transfer of phase."""
    if case.process != "phase transfer":
        return None
    transfer = Events(case.events, date.max).last("transfer")
    if transfer is None:
        return None
    to = transfer.facts.get("to", "")
    if to == "another-post-16":
        return months_after(transfer.on, -5), case
    return limit(transfer.on.year, "school" if to == "school" else "post-16"), case


def _payer(each: Arranged) -> str:
    if each.payment:
        return each.payment
    paid = [code for code, pence in zip("EHS", each.pence, strict=True) if pence]
    return paid[0] if len(paid) == 1 else "I" if paid else ""


def _by_rank(each: Arranged) -> tuple[int, date, str]:
    return each.rank, each.since or date.min, each.id


def _by_entry(each: Arranged) -> tuple[date, int, str]:
    return each.since or date.min, each.rank, each.id


def _plan_id(entry: Entry) -> str:
    return entry.plan.id if entry.plan else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _flag(said: bool) -> str:
    return "1" if said else "0"


def unnamed(child: ChildKnown, found: Scope) -> Iterator[str]:
    """The plans whose named setting is not recorded, so that where the child is stands for it."""
    if any(each.sort == "named placement" for each in child.arranged):
        return
    if any(each.sort in OURS for each in child.arranged):
        yield from (entry.plan.id for entry in found.entries if entry.plan is not None)
