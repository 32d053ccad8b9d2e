"""Reports of attendance and of suspensions, as a school's own system exports them.

Built from the columns of SIMS, Arbor, Bromcom and plain spreadsheets. A line that is no figure as
it stands is rejected with the reason.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import Cells, Sheet, read_sheet
from sendtui.formats.synonyms import meaning, squash
from sendtui.formats.whose import WHO, FaultError, day_in, pupil
from sendtui.models.incoming import Absence, Away, Rejected, Suspended

SEARCHED_LINES = 20


_ATTENDANCE = {
    "starts": "from|start date|date from|period start|start|attendance from",
    "ends": "to|end date|date to|period end|end|attendance to",
    "possible": "possible sessions|possible marks|possible|sessions possible|total sessions|"
    "possible attendances|total possible sessions|number of possible sessions|roll calls possible",
    "attended": "sessions attended|attended|attendances|attendance marks|attended sessions|"
    "total attendances|present and approved|present aea|present or approved educational activity",
    "present": "present|present marks|sessions present|present sessions|number present",
    "educated": "approved educational activity|aea|approved ed activity|educated off site|"
    "approved educational activities",
    "authorised": "authorised absences|authorised absence|authorised|auth absence|auth abs|"
    "authorised sessions|sessions authorised absence",
    "unauthorised": "unauthorised absences|unauthorised absence|unauthorised|unauth absence|"
    "unauth abs|unauthorised sessions|sessions unauthorised absence",
    "percent": "attendance|% attendance|attendance %|percentage attendance|% attend|"
    "attendance percentage|percent attended|attendance rate",
}
_SUSPENSION = {
    "starts": "start date|from|date|date of suspension|suspension start date|"
    "exclusion start date|date from|starts|first day",
    "sort": "category|exclusion category|suspension category|type|exclusion type|"
    "suspension type|category code|sort",
    "sessions": "sessions|number of sessions|sessions excluded|sessions suspended|"
    "sessions missed|total sessions|actual number of sessions",
    "days": "days|number of days|length days|days excluded|days suspended|total days|"
    "length in days|days lost",
    "reason": "reason|reason for exclusion|exclusion reason|suspension reason|reason code|"
    "primary reason|main reason",
}
_SORTS = {
    "susp": "suspension",
    "fixd": "suspension",
    "fixed": "suspension",
    "fixedterm": "suspension",
    "fixedperiod": "suspension",
    "fixedtermexclusion": "suspension",
    "suspension": "suspension",
    "suspended": "suspension",
    "lnch": "lunchtime suspension",
    "lunch": "lunchtime suspension",
    "lunchtime": "lunchtime suspension",
    "lunchtimeexclusion": "lunchtime suspension",
    "lunchtimesuspension": "lunchtime suspension",
    "perm": "permanent exclusion",
    "permanent": "permanent exclusion",
    "permanentexclusion": "permanent exclusion",
}
"""The census categories and how schools write them → the record's own words."""

_REASONS = {
    "PP": "physical assault against a pupil",
    "PA": "physical assault against an adult",
    "VP": "verbal abuse or threatening behaviour against a pupil",
    "VA": "verbal abuse or threatening behaviour against an adult",
    "OW": "use or threat of use of an offensive weapon or prohibited item",
    "BU": "bullying",
    "RA": "racist abuse",
    "LG": "abuse against sexual orientation and gender identity",
    "DS": "abuse relating to disability",
    "SM": "sexual misconduct",
    "DA": "drug and alcohol related",
    "DM": "damage",
    "TH": "theft",
    "MT": "inappropriate use of social media or online technology",
    "PH": "wilful and repeated transgression of protective measures in place to protect public "
    "health",
    "DB": "persistent or general disruptive behaviour",
}
"""The census codes of reasons in words."""

_NAMED = "UPN, admission number or name"
_NUMBER = re.compile(r"\d{1,4}(?:\.0+)?")
_DAYS = re.compile(r"\d{1,3}(?:\.(?:0+|50*))?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%?")

Outcome = Away | Rejected


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report speaks of, where it has no columns for them."""

    starts: date | None = None
    ends: date | None = None


@dataclass(slots=True)
class Reading:
    """A report that can be walked: each line is a figure or what is wrong with it.

    `unknown` are the columns that are not read.
    """

    sheet: Sheet
    headings: tuple[str, ...]
    line: int
    columns: Mapping[str, int]
    read_line: "Callable[[Reading, int, Cells], Away]"
    period: Period
    unknown: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Outcome]:
        for number, cells in self.sheet.lines():
            if number <= self.line or not any(map(str.strip, cells)) or self._is_total(cells):
                continue
            try:
                yield self.read_line(self, number, cells)
            except FaultError as fault:
                heading = self.headings[self.columns[fault.at]] if fault.at in self.columns else ""
                value = self.cell(cells, fault.at)
                reason = str(fault)
                yield Rejected(number, fault.at, value, reason, heading, tuple(cells))

    def cell(self, cells: Cells, name: str) -> str:
        """What stands in the column of a field; nothing where there is none."""
        place = self.columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _is_total(self, cells: Cells) -> bool:
        """Whether this is the line of sums that a report ends with."""
        first = next((cell.strip().casefold() for cell in cells if cell.strip()), "")
        unnamed = not (self.cell(cells, "upn") or self.cell(cells, "adno"))
        return unnamed and first.split(" ")[0].rstrip(":") in ("total", "totals", "average", "mean")


def read(file: BinaryIO, name: str, sort: str, period: Period) -> Reading:
    """A report of attendance or of suspensions; `sort` says which.

    Raises SendtuiError for what is no list, or has no columns that say it.
    """
    known = _ATTENDANCE if sort == "attendance" else _SUSPENSION
    sheet = read_sheet(file, name, lambda cells: _score(_columns(cells, known), known))
    for seen, (number, cells) in enumerate(sheet.lines()):
        if seen >= SEARCHED_LINES:
            break
        columns = _columns(cells, known)
        if _score(columns, known):
            headings = tuple(" ".join(cell.split()) for cell in cells)
            used = set(columns.values())
            unknown = tuple(h for n, h in enumerate(headings) if h and n not in used)
            reader = _attendance if sort == "attendance" else _suspension
            _require(columns, sort, period, name)
            return Reading(sheet, headings, number, columns, reader, period, unknown)
    raise SendtuiError(
        f"{name} has no row of headings for {sort}: it needs the pupil (UPN, admission number, or "
        f"name and date of birth) and {_NEEDED[sort]}."
    )


_NEEDED = {
    "attendance": "possible sessions, with sessions attended or absences or a percentage",
    "suspension": "the start date, with a category, sessions or a reason",
}


def _columns(cells: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    words = {
        squash(one): (name, place)
        for name, synonyms in known.items()
        for place, one in enumerate(synonyms.split("|"))
    }
    best: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(cells):
        if not cell.strip() or len(cell) > 80:
            continue
        found = words.get(squash(cell)) or _who(cell)
        if found and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], index)
    return {name: index for name, (_, index) in best.items()}


def _who(cell: str) -> tuple[str, int] | None:
    found = meaning(cell)
    return found if found and found[0] in WHO else None


def _score(columns: Mapping[str, int], known: Mapping[str, str]) -> int:
    named = [name for name in columns if name in WHO]
    figures = [name for name in columns if name in known]
    return len(named) + len(figures) if named and figures else 0


def _require(columns: Mapping[str, int], sort: str, period: Period, name: str) -> None:
    if sort == "attendance":
        told = ("attended", "present", "authorised", "unauthorised", "percent")
        if "possible" not in columns or not any(each in columns for each in told):
            raise SendtuiError(
                f"{name} does not say how many sessions were possible and how many were attended: "
                "export the report with both. A percentage alone cannot be checked."
            )
        for each, flag in (("starts", "--since"), ("ends", "--until")):
            if each not in columns and getattr(period, each) is None:
                raise SendtuiError(
                    f"{name} has no column for the period: say it with {flag} DATE. Nothing was "
                    "taken in."
                )
    elif "starts" not in columns:
        raise SendtuiError(f"{name} has no column for the first day of each suspension.")


def _attendance(report: Reading, number: int, cells: Cells) -> Away:
    possible = _count(report, cells, "possible")
    if possible is None:
        raise FaultError("possible", "is missing: how many sessions were possible?")
    unauthorised = _count(report, cells, "unauthorised") or 0
    return Away(
        pupil(number, partial(report.cell, cells), "adno", _NAMED),
        Absence(
            _day(report, cells, "starts", report.period.starts),
            _day(report, cells, "ends", report.period.ends),
            possible,
            _attended(report, cells, possible),
            unauthorised,
        ),
    )


def _attended(report: Reading, cells: Cells, possible: int) -> int:
    """Sessions attended, by the surest of the columns there are.

    Approved educational activity counts as attended; a percentage is the last resort.
    """
    attended = _count(report, cells, "attended")
    absent = [_count(report, cells, name) for name in ("authorised", "unauthorised")]
    if attended is None and None not in absent:
        attended = possible - sum(each or 0 for each in absent)
    if attended is None and (present := _count(report, cells, "present")) is not None:
        attended = present + (_count(report, cells, "educated") or 0)
    if attended is None and (share := _PERCENT.fullmatch(report.cell(cells, "percent"))):
        # Rounded to the nearest session, as the report rounded the percentage.
        attended = int(float(share[1]) * possible / 100 + 0.5)
    if attended is None:
        raise FaultError("attended", "is missing, and no absences or percentage tell it")
    if not 0 <= attended <= possible:
        raise FaultError("attended", f"more sessions than the {possible} that were possible")
    return attended


def _suspension(report: Reading, number: int, cells: Cells) -> Away:
    written = report.cell(cells, "sort")
    sort = _SORTS.get(squash(written), "" if written else "suspension")
    if not sort:
        raise FaultError("sort", "is not a category that is known: SUSP, LNCH or PERM")
    return Away(
        pupil(number, partial(report.cell, cells), "adno", _NAMED),
        Suspended(
            sort,
            _day(report, cells, "starts", None),
            _half_days(report, cells),
            _reason(report.cell(cells, "reason")),
        ),
    )


def _reason(written: str) -> str:
    """The reason in words; a list of the census’s codes is written out."""
    codes = [part.upper() for part in re.split(r"[;,/ ]+", written) if part]
    if codes and all(code in _REASONS for code in codes):
        return "; ".join(_REASONS[code] for code in codes)
    return written


def _half_days(report: Reading, cells: Cells) -> int:
    if (sessions := _count(report, cells, "sessions")) is not None:
        return sessions
    days = report.cell(cells, "days")
    if not days:
        return 0
    if not _DAYS.fullmatch(days):
        raise FaultError("days", "is not a number of days such as 2 or 2.5")
    return round(float(days) * 2)


def _count(report: Reading, cells: Cells, name: str) -> int | None:
    written = report.cell(cells, name)
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise FaultError(name, "is not a whole number of sessions")
    return int(float(written))


def _day(report: Reading, cells: Cells, name: str, default: date | None) -> date:
    written = report.cell(cells, name)
    if not written:
        if default is None:
            raise FaultError(name, "is missing")
        return default
    return day_in(name, written)
