"""The SEN part of the school census, checked: what the school's system will send, and the record.

The system sends the census, never sendtui: what differs goes on a list of corrections for the
school office. The ids are ours; the Department's numbers were not seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from sendtui.rules.calendar import months_after
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.identifiers import check_upn

Severity = Literal["error", "query", "information"]
Term = Literal["autumn", "spring", "summer"]

DAYS: dict[date, Term] = {
    date(2025, 10, 2): "autumn",
    date(2026, 1, 15): "spring",
    date(2026, 5, 21): "summer",
    date(2026, 10, 1): "autumn",
    date(2027, 1, 21): "spring",
    date(2027, 5, 20): "summer",
}
"""The census days that are known."""


class CensusRule(NamedTuple):
    """A check. `verified` is whether its condition was seen in a source."""

    id: str
    severity: Severity
    title: str
    do: str
    verified: bool


_SEVERITIES: dict[str, Severity] = {"E": "error", "W": "query", "I": "information"}

RULES: dict[str, CensusRule] = {
    id_: CensusRule(id_, _SEVERITIES[severity], title, do, verified)
    for id_, severity, title, do, verified in (
        ("SC01", "E", "No SEN provision, or none of N, K and E",
         "Give the pupil N, K or E: some systems send N for a blank.", True),
        ("SC02", "E", "A need is missing, or there is one without SEN provision",
         "K and E need at least one need in spring, N has none.", False),
        ("SC03", "E", "The ranks of the needs have gaps or doubles, or none is 1",
         "Put the needs in order from 1.", False),
        ("SC04", "E", "NSA stands beside another need, or without SEN Support",
         "NSA is for K alone: name the need once it is known.", False),
        ("SC05", "E", "A need type that is not valid on the census day",
         "Choose a need type of this year.", True),
        ("SC06", "W", "More than two needs", "Statistics use ranks 1 and 2 only.", True),
        ("SC07", "W", "In a SEN unit or resourced provision without SEN provision",
         "Put the place or the SEN provision right.", False),
        ("SC08", "W", "Both in a SEN unit and in resourced provision", "It is one of them.", False),
        ("SC09", "W", "Top-up funding without SEN provision, or a plan without any",
         "Ask the office whether the authority pays top-up.", False),
        ("SC10", "W", "An EHC plan here or at the authority, and not at the other",
         "Ask the authority: the plan is new, has ceased, or the UPN differs.", False),
        ("SC11", "I", "N, K and E together are the roll", "", True),
        ("SC12", "W", "K without a review in the last term, or E without one in 12 months",
         "Hold the review, or log it.", False),
        ("SC13", "W", "NSA for over a year", "Name the need.", False),
        ("SC14", "W", "The main need differs between the school’s system and the record",
         "Put one of them right.", False),
        ("SC15", "E", "The UPN’s check letter is wrong, or it is a temporary one",
         "Ask for the permanent UPN.", True),
    )
}  # fmt: skip
"""Every check by its id."""

_TERM = timedelta(days=120)
"""About a term, where a school's own terms are not asked for."""


class Need(NamedTuple):
    """A need with its rank, and since when where that is known."""

    code: str
    rank: int
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the school's system has of a pupil; None where its file has no column for it."""

    status: str | None = None
    needs: tuple[Need, ...] | None = None
    upn: str = ""


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A pupil on the roll as the record has them, and as the school's system has."""

    id: str
    name: str
    upn: str
    status: str
    needs: tuple[Need, ...] = ()
    since: date | None = None
    in_unit: bool = False
    in_resourced: bool = False
    top_up: bool | None = None
    reviewed: date | None = None
    sent: Sent | None = None


class CensusFinding(NamedTuple):
    """One thing found of a pupil: what the school's system says, and the record."""

    rule: CensusRule
    pupil: str
    name: str
    item: str
    sent: str
    here: str


class Correction(NamedTuple):
    """Something for the school office to change in the school's system."""

    pupil: str
    name: str
    upn: str
    item: str
    sent: str
    here: str


def term_of_census(day: date) -> Term:
    """Which census a day is of: the one of its term."""
    return DAYS.get(day) or (
        "autumn" if day.month >= 9 else "spring" if day.month < 4 else "summer"
    )


def check(pupil: OnRoll, day: date) -> Iterator[CensusFinding]:
    """What is found of one pupil, in what will be sent where that is known, else in the record."""
    sent = pupil.sent
    status = sent.status if sent is not None and sent.status is not None else pupil.status
    needs = sent.needs if sent is not None and sent.needs is not None else pupil.needs
    if status not in ("N", "K", "E"):
        yield _found("SC01", pupil, "SENprovision", status, pupil.status)
    if term_of_census(day) == "spring":
        yield from _needs(pupil, status, needs, day)
    yield from _place(pupil, status)
    yield from _reviews(pupil, day)
    upn = check_upn(pupil.upn)
    if not upn.ok or upn.kind == "temporary":
        said = upn.problem or "temporary"
        yield _found("SC15", pupil, "UPN", sent.upn if sent else pupil.upn, said)


def _needs(pupil: OnRoll, status: str, needs: Sequence[Need], day: date) -> Iterator[CensusFinding]:
    said = words_of(needs)
    if bool(needs) != (status in ("K", "E")):
        yield _found("SC02", pupil, "SENtype", said, words_of(pupil.needs))
    if needs and sorted(n.rank for n in needs) != list(range(1, len(needs) + 1)):
        yield _found("SC03", pupil, "SENtypeRank", said, words_of(pupil.needs))
    codes = [need.code for need in needs]
    if "NSA" in codes and (status != "K" or len(codes) > 1):
        yield _found("SC04", pupil, "SENtype", said, words_of(pupil.needs))
    for code in codes:
        if not NEED_TYPES.valid(code, day):
            yield _found("SC05", pupil, "SENtype", code, words_of(pupil.needs))
    if len(needs) > 2:
        yield _found("SC06", pupil, "SENtype", said, words_of(pupil.needs))
    nsa = next((n for n in pupil.needs if n.code == "NSA"), None)
    if nsa is not None and nsa.since and nsa.since < months_after(day, -12):
        yield _found("SC13", pupil, "SENtype", "NSA", f"since {nsa.since.isoformat()}")
    main_here, main_sent = _main(pupil.needs), _main(needs)
    if main_here and main_sent and main_here != main_sent:
        yield _found("SC14", pupil, "SENtype", main_sent, main_here)


def _place(pupil: OnRoll, status: str) -> Iterator[CensusFinding]:
    if status == "N" and (pupil.in_unit or pupil.in_resourced):
        yield _found("SC07", pupil, "SENunitIndicator", status, "in a unit or resourced provision")
    if pupil.in_unit and pupil.in_resourced:
        yield _found("SC08", pupil, "ResourcedProvisionIndicator", "", "both")
    if pupil.top_up is not None:
        if pupil.top_up and status == "N":
            yield _found("SC09", pupil, "TopUpFunding", status, "top-up is paid")
        if not pupil.top_up and status == "E":
            yield _found("SC09", pupil, "TopUpFunding", status, "no top-up is recorded")


def _reviews(pupil: OnRoll, day: date) -> Iterator[CensusFinding]:
    last = pupil.reviewed or pupil.since
    if last is None:
        return
    last_day = last.isoformat() if pupil.reviewed else "none"
    if pupil.status == "K" and last < day - _TERM:
        yield _found("SC12", pupil, "last review", "", last_day)
    if pupil.status == "E" and last < months_after(day, -12):
        yield _found("SC12", pupil, "last review", "", last_day)


def corrections(pupil: OnRoll, day: date) -> Iterator[Correction]:
    """What the school office has to change so that the census says what the record says."""
    sent = pupil.sent
    if sent is None:
        return
    if sent.status is not None and sent.status != pupil.status:
        yield Correction(
            pupil.id, pupil.name, pupil.upn, "SEN provision", sent.status, pupil.status
        )
    if sent.needs is not None and term_of_census(day) == "spring":
        theirs, ours = words_of(sent.needs), words_of(pupil.needs)
        if theirs != ours:
            yield Correction(pupil.id, pupil.name, pupil.upn, "SEN needs by rank", theirs, ours)


def reconcile(pupils: Sequence[OnRoll], authority: frozenset[str]) -> Iterator[CensusFinding]:
    """The plans that the authority has not, by UPN."""
    for pupil in pupils:
        if pupil.status == "E" and pupil.upn not in authority:
            yield _found("SC10", pupil, "UPN", "no plan at the authority", "E")
        if pupil.status != "E" and pupil.upn and pupil.upn in authority:
            yield _found("SC10", pupil, "UPN", "a plan at the authority", pupil.status)


def words_of(needs: Sequence[Need]) -> str:
    """Needs by their ranks, in few words."""
    return ", ".join(need.code for need in sorted(needs, key=lambda n: n.rank))


def _main(needs: Sequence[Need]) -> str:
    return min(needs, key=lambda n: n.rank).code if needs else ""


def _found(rule: str, pupil: OnRoll, item: str, sent: str, here: str) -> CensusFinding:
    return CensusFinding(RULES[rule], pupil.id, pupil.name, item, sent, here)
