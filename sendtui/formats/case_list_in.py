"""The case list of an authority's own system, as it exports it: CSV, a workbook or OpenDocument.

One line is one case. Which column is what is read from the headings, or from a profile that was
kept; a line that cannot be read is rejected with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats.sheets import Cells, Sheet, read_sheet
from sendtui.formats.synonyms import meaning, squash
from sendtui.formats.whose import WHO, FaultError, day_in, pupil
from sendtui.models.incoming import Rejected
from sendtui.models.incoming_case import DAYS, OUTCOMES, TEXTS, TITLES, IncomingCase
from sendtui.rules.processes import PROCESSES

SEARCHED_LINES = 20
FIELDS = (*WHO, *TITLES)
"""Every field a column can be."""

_HEADINGS = {
    "reference": "reference|case reference|case id|case number|la reference|ehc reference|case ref|"
    "ehcp reference|system id|person id|client id|record id",
    "process": "process|case type|type of case|workflow|pathway|type|case category",
    "stage_there": "stage|status|case status|case stage|current stage|current step|step|"
    "workflow stage|ehcp status",
    "caseworker": "caseworker|case worker|case officer|send officer|ehc officer|ehcp officer|"
    "ehcp coordinator|ehc coordinator|plan coordinator|allocated to|allocated worker|worker|"
    "assigned to|send case officer|owner",
    "la": "la|la code|local authority",
    "school": "school|school name|setting|placement|establishment|current school|named school|"
    "provider|current placement|base",
    "opened_on": "opened|case opened|date opened|case start date|open date|start date|started",
    "closed_on": "closed|date closed|case closed|end date|closed on|case end date",
    "review_due_there": "review due|next review|next review due|annual review due|review due date|"
    "next annual review|ar due|ar due date|next review date",
    "request": "request date|request received|date of request|date request received|requested|"
    "requested on|referral date|date of referral|date requested|week 0",
    "agreed": "agreed to assess|date agreed to assess|assessment agreed|decision to assess|"
    "date of decision to assess|agreed on|assess decision date",
    "refused": "refused|date refused|refusal date|refused to assess|decision not to assess",
    "to_issue": "decision to issue|agreed to issue|date agreed to issue|date of decision to issue|"
    "agreed to issue plan|decision to issue ehcp|date agreed to issue ehcp",
    "not_to_issue": "decision not to issue|not to issue|refused to issue|date refused to issue|"
    "date of decision not to issue|decision not to issue ehcp|no to issue",
    "draft": "draft|draft issued|draft date|draft plan date|draft sent|draft plan issued",
    "final": "final|final issued|final plan|final plan date|final plan issued|ehcp issued|"
    "date final plan issued|plan issued|plan issue date|ehcp final date|finalised",
    "plan_made": "plan start date|ehcp start date|plan date|plan made|ehcp date|date plan made|"
    "first plan date|original plan date|ehcp start",
    "last_review": "last review|last annual review|last review date|date of last review|last ar|"
    "last ar date|previous review",
    "meeting": "meeting|review meeting|meeting date|annual review meeting date|review meeting date|"
    "ar meeting|ar meeting date|annual review meeting",
    "report": "report|report received|ar report received|review paperwork received|"
    "paperwork received|review report received|date report received",
    "review_decision": "review decision date|date of review decision|ar decision date|"
    "annual review decision date|date of ar decision|decision after review date|"
    "date of decision after review|date decision letter sent",
    "review_outcome": "review outcome|ar outcome|annual review outcome|outcome of review|"
    "review decision|ar decision|annual review decision|outcome of annual review",
    "amendment_notice": "amendment notice|amendment notice sent|amendment notice date|"
    "date of amendment notice|notice of amendment|proposed amendments sent|"
    "amendment notice issued|proposed amendment notice|date amendment notice sent",
    "amended_final": "amended final|final amended plan|amended final plan|amended plan issued|"
    "final amended plan issued|final amended plan date|amended final issued|"
    "date amended plan issued|amended ehcp issued|amended final plan date",
}
_PLACES = {
    squash(words): (name, place)
    for name, synonyms in _HEADINGS.items()
    for place, words in enumerate(synonyms.split("|"))
}
_PROCESS = (
    ("reassess", "re-assessment"),
    ("ceas", "ceasing"),
    ("appeal", "appeal"),
    ("tribunal", "appeal"),
    ("transfer", "phase transfer"),
    ("phase", "phase transfer"),
    ("movedin", "move"),
    ("move", "move"),
    ("review", "annual review"),
    ("assess", "assessment"),
    ("ehcna", "assessment"),
    ("request", "assessment"),
)
"""A part of the word a system has for a process, and the process; the first that fits."""

_SHORT = {"ar": "annual review", "na": "assessment", "pt": "phase transfer", "ra": "re-assessment"}

_DECIDED = (
    ("notamend", "maintain"),
    ("noamend", "maintain"),
    ("nochange", "maintain"),
    ("maintain", "maintain"),
    ("continue", "maintain"),
    ("amend", "amend"),
    ("ceas", "cease"),
)
"""A part of the word a system has for what was decided, and the decision; the first that fits."""

Outcome = IncomingCase | Rejected


@dataclass(slots=True)
class CaseList:
    """A case list that can be walked: each line is a case or what is wrong with it.

    `columns` are the fields and their places, `unknown` the headings that are not read, `values`
    the words of a profile: `process:word` → process, `review_outcome:word` → decision.
    """

    sheet: Sheet
    headings: tuple[str, ...]
    line: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Outcome]:
        for number, cells in self.sheet.lines():
            if number <= self.line or not any(map(str.strip, cells)):
                continue
            try:
                yield self._case(number, cells)
            except FaultError as fault:
                place = self.columns.get(fault.at)
                heading = self.headings[place] if place is not None else ""
                value = self.cell(cells, fault.at)
                yield Rejected(number, fault.at, value, str(fault), heading, tuple(cells))

    def cell(self, cells: Cells, name: str) -> str:
        """What stands in the column of a field; nothing where there is none."""
        place = self.columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _case(self, number: int, cells: Cells) -> IncomingCase:
        said: dict[str, str | date] = {}
        for name in TEXTS:
            if text := " ".join(self.cell(cells, name).split()):
                said[name] = text
        for name in DAYS:
            if written := self.cell(cells, name):
                said[name] = day_in(name, written)
        if "review_decision" in said and (decided := self._decided(cells)):
            said["review_outcome"] = decided
        who = pupil(number, partial(self.cell, cells), "reference", "UPN, reference or name")
        return IncomingCase(who, self._process(cells), said)

    def _decided(self, cells: Cells) -> str:
        """What was decided after the review, which counts with its day alone."""
        written = self.cell(cells, "review_outcome")
        told = self.values.get(f"review_outcome:{written.casefold()}", "")
        squashed = squash(written)
        found = told or next((code for part, code in _DECIDED if part in squashed), "")
        if written and not found:
            raise FaultError(
                "review_outcome",
                f"is none of {', '.join(OUTCOMES)}: w says which, or "
                f"--value review_outcome:{written}=maintain",
            )
        return found

    def _process(self, cells: Cells) -> str:
        written = self.cell(cells, "process")
        if not written:
            return ""
        told = self.values.get(f"process:{written.casefold()}", "")
        if told or written.casefold() in PROCESSES:
            return told or written.casefold()
        squashed = squash(written)
        found = _SHORT.get(squashed) or next(
            (process for part, process in _PROCESS if part in squashed), ""
        )
        if not found:
            raise FaultError(
                "process",
                f"is no process known here: w says which, or --value process:{written}=assessment",
            )
        return found


def read(
    file: BinaryIO,
    name: str,
    headings: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> CaseList:
    """A case list; `headings` and `values` are the answers of a profile.

    Raises SendtuiError for what is no list, or has no column that says whose case it is.
    """
    told = {squash(heading): field for heading, field in (headings or {}).items()}
    words = {word.casefold(): process for word, process in (values or {}).items()}
    sheet = read_sheet(file, name, lambda cells: _score(_columns(cells, told)))
    for seen, (number, cells) in enumerate(sheet.lines()):
        if seen >= SEARCHED_LINES:
            break
        columns = _columns(cells, told)
        if _score(columns) >= 2:
            titles = tuple(" ".join(cell.split()) for cell in cells)
            used = set(columns.values())
            unknown = tuple(h for n, h in enumerate(titles) if h and n not in used)
            return CaseList(sheet, titles, number, columns, unknown, words)
    raise SendtuiError(
        f"{name} has no row of headings for a case list: it needs whose case it is (UPN, reference "
        "or name) and at least one of: stage, caseworker, review due, or a date of the case."
    )


def _columns(cells: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(cells):
        if not cell.strip() or len(cell) > 80:
            continue
        squashed = squash(cell)
        if squashed in told:
            found: tuple[str, int] | None = (told[squashed], -1)
        else:
            found = _PLACES.get(squashed) or _who(cell)
        if found and found[0] and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], index)
    return {name: index for name, (_, index) in best.items()}


def _who(cell: str) -> tuple[str, int] | None:
    found = meaning(cell)
    return found if found and found[0] in WHO else None


def _score(columns: Mapping[str, int]) -> int:
    named = [name for name in columns if name in (*WHO, "reference")]
    about = [name for name in columns if name in TITLES and name != "reference"]
    return len(named) + len(about) if named and about else 0
