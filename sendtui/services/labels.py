"""The record's own words for its nouns, fields and values, from the twins and the code sets."""

from datetime import date

from sendtui.models import KINDS, kind
from sendtui.models.coded import CODED
from sendtui.rules.codes import Code, CodeSet
from sendtui.rules.typed_dates import MONTHS
from sendtui.store.standing import DELETED

KIND_TITLES = {
    "same_as": "Same child or not",
    "status": "SEN status",
    "voice": "Views",
    "evidence": "Evidence",
    "strategy": "Teaching strategy",
    "strategy_line": "Line of the inclusion strategy",
    "delivery": "Session",
    "scale_point": "Point of the scale",
    "import_profile": "Import profile",
    "profile": "One-page profile",
    "timetable": "Part-time timetable",
    "access_arrangement": "Exam access arrangement",
    "case": "EHC case",
    "case_event": "Event of a case",
    "representation": "Comment on a draft",
    "slot": "Time in the week",
    "measure": "Measurement",
    "staff": "Adult",
    "staff_rate": "Rate of an hour",
    "school_dates": "School dates",
    "particulars": "Particulars for the returns",
    "feedback": "Complaint or compliment",
    "school_feedback": "Complaint or compliment about the school",
    "school_action": "Step of the action plan",
    "checklist_line": "Line of a checklist",
    "checklist_answer": "Answer to a checklist",
    "retention_hold": "Hold on erasing",
    "transfer_receipt": "Record sent on",
}

LINKS = frozenset(
    ("pupil", "setting", "organisation", "intervention", "inclusion_strategy", "staff",
     "cycle", "outcome", "provision", "answers", "carried_from", "pupils", "plan", "plan_line",
     "serves", "follows", "case", "replaces", "document", "other", "record", "checklist",
     "checklist_line", "strategy_line")
)  # fmt: skip
"""Fields that name another record by its id: no person reads them."""

_IN_WORDS = frozenset(
    (("feedback", "outcome"), ("school_feedback", "outcome"), ("referral", "outcome"),
     ("concern", "outcome"), ("case", "outcome"), ("arrangement", "outcome"),
     ("person", "organisation"), ("document", "organisation"))
)  # fmt: skip
"""Those that are called like a link and are words of a person: kind and field."""


def is_link(kind: str, name: str) -> bool:
    """Whether this field of this kind names another record by its id."""
    return name in LINKS and (kind, name) not in _IN_WORDS


def day_word(day: date) -> str:
    """A day in few words: 3 Feb 2026."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def kind_title(name: str) -> str:
    """What a noun is called."""
    return KIND_TITLES.get(name) or name.replace("_", " ").capitalize()


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: `SEN status`, `one-page profile`."""
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def title(name: str, field: str) -> str:
    """What a field of a noun is called; its own name where this version does not know it."""
    if field == DELETED:
        return "Removed"
    found = kind(name).twin.model_fields.get(field) if name in KINDS else None
    return (found.title if found else None) or field.replace("_", " ").capitalize()


def codes(name: str, field: str) -> CodeSet | None:
    """The code set a field is written in, or None."""
    return CODED.get((name, field))


def offered(name: str, field: str, day: date) -> tuple[Code, ...]:
    """The codes to offer for a field on a day; none for a field without a short code set."""
    found = codes(name, field)
    return found.on(day) if found is not None and len(found) < 60 else ()


def word(name: str, field: str, value: object) -> str:
    """A value as a person reads it: codes in words, days as 3 Feb 2026, nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_word(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {part}" for key, part in value.items())
    text = str(value)
    found = codes(name, field)
    return found.label(text) if found is not None else _day(name, field, text) or text


def _day(name: str, field: str, text: str) -> str:
    known = kind(name).twin.model_fields.get(field) if name in KINDS else None
    if known is None or "date" not in str(known.annotation):
        return ""
    try:
        return day_word(date.fromisoformat(text))
    except ValueError:
        return ""
