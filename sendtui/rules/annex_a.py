"""The child-level lists that area SEND inspectors ask an authority for, and checks of them.

The columns are those of a public reader of these lists; the inspectorates' own text was not seen.
List 1 is everybody with a plan. That list 2 is everybody on SEN Support is inferred.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.years import age_on

Severity = Literal["error", "query"]
Cell = str | int | date | None

_BOTH = (
    "Unique ID", "UPN", "ULN", "Date of birth", "Gender", "Ethnicity", "SEN primary need",
    "Main education establishment – URN", "Main education establishment – phase",
    "Subsidiary education establishment – phase (dual registration)", "Suspensions",
    "Permanent exclusions", "Absence", "Pupil Premium", "Known to children's social care?",
    "Which children's social care team?", "Does the child or young person have a disability?",
)  # fmt: skip
LIST_1 = (
    *_BOTH[:6], "Date initial EHC plan issued", "Date updated EHC plan issued",
    "Date EHC plan last reviewed", *_BOTH[6:10], "Elective home education", *_BOTH[10:],
)  # fmt: skip
LIST_2 = _BOTH

_GENDERS = {"M": "a) Male", "F": "b) Female", "": "c) Not known"}
_ETHNICITIES = ("WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND",
                "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
                "UNKNOWN")  # fmt: skip
_NEEDS = ("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "OTH")
_PHASES = (
    ("a) Nursery", ("nursery",)),
    ("c) Middle (deemed primary)", ("middle deemed primary",)),
    ("d) Middle (deemed secondary)", ("middle deemed secondary",)),
    ("b) Primary", ("primary",)),
    ("e) Secondary", ("secondary",)),
    ("f) All-through", ("all-through", "all through")),
    ("g) Special", ("special",)),
    ("h) PRU/AP", ("pupil referral", "alternative provision", "pru")),
    ("i) FE college", ("16 plus", "further education", "sixth form", "college")),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A child of one of the lists as the record knows them; `absence` in percent."""

    id: str
    name: str
    upn: str = ""
    uln: str = ""
    born: date | None = None
    sex: str = ""
    ethnicity: str = ""
    issued: date | None = None
    updated: date | None = None
    reviewed: date | None = None
    need: str = ""
    urn: str = ""
    phase: str = ""
    second_phase: str = ""
    at_home: bool = False
    suspensions: int = 0
    exclusions: int = 0
    absence: int | None = None
    premium: bool = False
    in_care: bool = False
    care_team: str = ""
    disabled: bool = False


class AnnexRule(NamedTuple):
    """A check, with an id of our own."""

    id: str
    severity: Severity
    title: str


RULES = {
    rule.id: rule
    for rule in (
        AnnexRule("AX01", "error", "The date of birth, gender, ethnicity or main need is missing"),
        AnnexRule("AX02", "query", "Aged 25"),
        AnnexRule("AX03", "error", "Aged 26 or more"),
        AnnexRule("AX04", "query", "A day that is still to come"),
        AnnexRule("AX05", "query", "First issued after it was updated or reviewed"),
        AnnexRule("AX06", "query", "Over 6 with neither UPN nor ULN"),
        AnnexRule("AX07", "query", "Aged 5 to 16, and no establishment"),
        AnnexRule("AX08", "query", "Aged 5 to 16 with a subsidiary establishment and no main one"),
        AnnexRule("AX09", "query", "One UPN twice"),
    )
}


class AnnexFinding(NamedTuple):
    """One thing found in a list."""

    rule: AnnexRule
    id: str
    name: str
    column: str
    value: str


def lettered(codes: Sequence[str], code: str) -> str:
    """A code with the letter it has in a list of values; "" where it is none of them."""
    return f"{chr(ord('a') + codes.index(code))}) {code}" if code in codes else ""


def phase(said: str) -> str:
    """A phase of education as the lists have it; "" where it is none of theirs."""
    lowered = said.casefold()
    return next((letter for letter, words in _PHASES if any(w in lowered for w in words)), "")


def cells(one: Listed, *, with_plan: bool) -> tuple[Cell, ...]:
    """A child's line under LIST_1, or LIST_2."""
    main = ETHNICITY[one.ethnicity].area or one.ethnicity if one.ethnicity in ETHNICITY else ""
    need = one.need if one.need in _NEEDS or not one.need else "OTH"
    plan = (one.issued, one.updated, one.reviewed) if with_plan else ()
    home = (_yes(one.at_home),) if with_plan else ()
    return (
        one.id,
        one.upn,
        one.uln,
        one.born,
        _GENDERS.get(one.sex, "d) Not specified"),
        lettered(_ETHNICITIES, main or "UNKNOWN"),
        *plan,
        lettered(_NEEDS, need),
        one.urn,
        phase(one.phase),
        phase(one.second_phase),
        *home,
        one.suspensions,
        one.exclusions,
        one.absence,
        _yes(one.premium),
        _yes(one.in_care),
        one.care_team,
        _yes(one.disabled),
    )


def check(children: Sequence[Listed], today: date) -> Iterator[AnnexFinding]:
    """What is found in a list."""
    upns = Counter(one.upn for one in children if one.upn)
    for one in children:
        for column, value in (("Date of birth", one.born), ("Gender", one.sex),
                              ("Ethnicity", one.ethnicity),
                              ("SEN primary need", one.need)):  # fmt: skip
            if not value:
                yield _found("AX01", one, column, "")
        yield from _ages(one, today)
        yield from _days(one, today)
        if upns[one.upn] > 1:
            yield _found("AX09", one, "UPN", one.upn)


def _ages(one: Listed, today: date) -> Iterator[AnnexFinding]:
    if one.born is None or one.born > today:
        return
    age = age_on(one.born, today)
    if age >= 25:
        yield _found("AX02" if age == 25 else "AX03", one, "Date of birth", str(one.born))
    if age > 6 and not one.upn and not one.uln:
        yield _found("AX06", one, "UPN", "")
    if 5 <= age <= 16 and not one.urn and not one.at_home:
        rule = "AX08" if one.second_phase else "AX07"
        yield _found(rule, one, "Main education establishment – URN", "")


def _days(one: Listed, today: date) -> Iterator[AnnexFinding]:
    for column, day in (("Date of birth", one.born),
                        ("Date initial EHC plan issued", one.issued),
                        ("Date updated EHC plan issued", one.updated),
                        ("Date EHC plan last reviewed", one.reviewed)):  # fmt: skip
        if day is not None and day > today:
            yield _found("AX04", one, column, str(day))
    later = [day for day in (one.updated, one.reviewed) if day is not None]
    if one.issued is not None and any(one.issued > day for day in later):
        yield _found("AX05", one, "Date initial EHC plan issued", str(one.issued))


def _yes(said: bool) -> str:
    return "a) Yes" if said else "b) No"


def _found(rule: str, one: Listed, column: str, value: str) -> AnnexFinding:
    return AnnexFinding(RULES[rule], one.id, one.name, column, value)
