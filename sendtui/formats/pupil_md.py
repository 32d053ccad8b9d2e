"""Everything about one pupil as Markdown, for people: headings, dates in words, codes explained."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

from sendtui.formats.markdown import escaped, quoted
from sendtui.formats.wording import day
from sendtui.models import KINDS, kind
from sendtui.models.coded import CODED
from sendtui.models.pages import HistoryLine, PupilFile

Record = Mapping[str, object]

PLURALS = {
    "status": "SEN status",
    "concern": "Initial concerns",
    "need": "Needs",
    "flag": "Flags",
    "person": "People",
    "voice": "Views",
    "contact": "Contacts",
    "action": "Actions",
    "profile": "One-page profile",
    "cycle": "Cycles of assess, plan, do, review",
    "evidence": "Assess: what was found",
    "outcome": "Plan: outcomes",
    "strategy": "Plan: teaching strategies",
    "provision": "Plan: provision",
    "delivery": "Do: sessions",
    "review": "Reviews",
    "rating": "Ratings of outcomes",
    "case": "EHC cases",
    "case_event": "EHC cases: what happened",
    "advice": "EHC cases: advice",
    "consultation": "EHC cases: settings consulted",
    "representation": "EHC cases: the family on the draft",
    "arrangement": "What is arranged",
    "letter": "Letters of EHC cases",
    "visit": "Visits",
    "particulars": "Particulars for the returns",
    "referral": "Referrals",
    "measure": "Do: measured at entry and exit",
    "feedback": "Complaints and compliments",
    "checklist_answer": "Ordinarily available: what is in place",
    "destination": "Destinations",
    "retention_hold": "Holds on erasing",
    "transfer_receipt": "Record sent on",
}
"""The heading of each noun of the record."""

_ID = re.compile(r"[0-9a-f]{32}")


def write(file: BinaryIO, pupil: PupilFile) -> int:
    """Write the pupil's file and return how many records it holds."""
    names = _names(pupil)
    parts = [f"# {escaped(_name(pupil.pupil))}", _fields("pupil", pupil.pupil, names)]
    for noun in sorted(pupil.records, key=_place):
        found = pupil.records[noun]
        if found:
            parts.append(f"## {PLURALS.get(noun, escaped(noun.replace('_', ' ').capitalize()))}")
            parts += _records(noun, found, names)
    if pupil.history:
        parts += ["## History", "\n".join(_history(line, names) for line in pupil.history)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    file.write(text.encode("utf-8", "replace"))
    return sum(len(found) for found in pupil.records.values())


def _place(noun: str) -> tuple[int, str]:
    known = list(KINDS)
    return (known.index(noun) if noun in KINDS else len(known), noun)


def _name(pupil: Record) -> str:
    forename = pupil.get("preferred_forename") or pupil.get("forename") or ""
    surname = pupil.get("preferred_surname") or pupil.get("surname") or ""
    return f"{forename} {surname}".strip() or "A pupil"


def _names(pupil: PupilFile) -> dict[str, str]:
    """What a record is called where another names it by id: "Outcomes 2"."""
    return {
        str(record["id"]): f"{_title(noun)} {number}"
        for noun, found in pupil.records.items()
        for number, record in enumerate(found, start=1)
        if record.get("id")
    }


def _title(noun: str) -> str:
    return noun.replace("_", " ").capitalize()


def _records(noun: str, found: Sequence[Record], names: Mapping[str, str]) -> list[str]:
    parts = []
    for number, record in enumerate(found, start=1):
        parts += [f"### {escaped(_title(noun))} {number}", _fields(noun, record, names)]
    return parts


def _fields(noun: str, record: Record, names: Mapping[str, str]) -> str:
    """The fields that hold anything: short ones as a list, then longer ones as quotations."""
    short, long = [], []
    for field, value in record.items():
        if field in ("id", "pupil") or value is None or value in ("", [], ()):
            continue
        said = _said(noun, field, value, names)
        if not said:
            continue
        label = escaped(_label(noun, field))
        if "\n" in said.strip() or len(said) > 80:
            long.append(f"**{label}**\n\n{quoted(said)}")
        else:
            short.append(f"- **{label}:** {escaped(said)}")
    return "\n\n".join(["\n".join(short), *long] if short else long)


def _label(noun: str, field: str) -> str:
    if noun in KINDS:
        known = kind(noun).twin.model_fields.get(field)
        if known is not None and known.title:
            return known.title
    return field.replace("_", " ").capitalize()


def _said(noun: str, field: str, value: object, names: Mapping[str, str]) -> str:
    """A value in words; "" for an id of something that is not in this file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{day(value)}, {value:%H:%M}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(noun, field, part, names) for part in value)
    text = "" if value is None else str(value)
    if _ID.fullmatch(text):
        return names.get(text, "")
    codes = CODED.get((noun, field))
    if codes is not None and text in codes and codes.label(text) != text:
        return f"{text}, {codes.label(text)}"
    return text


def _history(line: HistoryLine, names: Mapping[str, str]) -> str:
    def said(value: object) -> str:
        return escaped(_said(line.kind, line.field, value, names)) or "nothing"

    what = names.get(line.record, _title(line.kind))
    label = _label(line.kind, line.field)
    return (
        f"- {day(line.when)}, {line.when:%H:%M}, {escaped(line.who)}: "
        f"{escaped(line.act)}. {escaped(what)}, {escaped(label)}: "
        f"{said(line.before)} → {said(line.after)}"
    )
