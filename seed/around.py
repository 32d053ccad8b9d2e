"""What stands around the teaching: presence, exams, papers, who may receive what, own fields."""

from datetime import date, timedelta

from seed import names
from seed.book import Book
from seed.roll import YEARS_AT
from seed.sessions import school_day

_PAPERS = (
    ("Report of the speech and language service", "report", "SALT"),
    ("Report of the educational psychologist", "report", "EP"),
    ("Letter of the occupational therapist", "letter", "OT"),
)
HOUSES = ("Otter", "Teapot", "Lantern", "Kite")


def write(book: Book, house: str) -> None:
    """Put down what is known besides; `house` is the id of the school's own field."""
    chance, line = book.chance, book.line
    value = HOUSES[line.number % len(HOUSES)]
    book.add("custom_value", {"field": house, "name": "House", "value": value})
    _attendance(book)
    _particulars(book)
    if line.drawn % 3 == 0:
        _paper(book)
    if YEARS_AT[line.year] >= YEARS_AT["6"] or line.drawn % 9 == 4:
        _exams(book)
    if line.drawn % 5 == 3:
        _referral(book)
    if line.drawn % 11 == 2:
        _suspension(book)
    if line.drawn % 13 == 6:
        _timetable(book)
    if line.drawn % 8 == 5:
        _restriction(book)
    if line.status == "E" or chance.happens(0.2):
        _purpose(book)


def _attendance(book: Book) -> None:
    chance, today = book.chance, book.roll.today
    starts = date(book.roll.school_year, 9, 1)
    if (today - starts).days < 14:
        starts = date(book.roll.school_year - 1, 9, 1)
    ends = school_day(today)
    possible = max(10, (ends - starts).days * 10 // 7)
    missed = chance.between(0, possible // (3 if book.line.plot == "quiet" else 8))
    values: dict[str, object] = {"starts": starts, "ends": ends, "possible": possible}
    values |= {"attended": possible - missed, "unauthorised": missed // 4}
    book.add("attendance", values | {"source": "The school's own system"})


def _particulars(book: Book) -> None:
    values: dict[str, object] = {"ethnicity": book.chance.pick(("WBRI", "MOTH", "AIND", "NOBT"))}
    book.add("particulars", values | {"postcode": "ZZ99 3VZ"})


def _paper(book: Book) -> None:
    chance = book.chance
    title, sort, key = chance.pick(_PAPERS)
    author, _, organisation = names.SPECIALISTS[key]
    dated = school_day(book.roll.today - timedelta(days=chance.between(60, 700)))
    values: dict[str, object] = {"title": title, "sort": sort, "author": author}
    values |= {"organisation": organisation, "dated": dated, "received_on": dated}
    paper = book.add("document", values | {"note": "On paper, in the blue folder."})
    if chance.happens(0.2):
        mark = {"record": paper, "kind": "document", "reason": "Holds what a sibling said."}
        book.add("confidential", mark | {"since": dated})


def _exams(book: Book) -> None:
    chance, today = book.chance, book.roll.today
    found = school_day(today - timedelta(days=chance.between(20, 300)))
    what = chance.pick(("25% extra time", "A reader", "Rest breaks", "A word processor"))
    values: dict[str, object] = {"what": what, "subjects": "all", "evidence_on": found}
    values["evidence"] = "Used in class tests since September; the teachers' notes say so."
    book.add("access_arrangement", values)


def _referral(book: Book) -> None:
    chance, today = book.chance, book.roll.today
    _, role, house = chance.pick(tuple(names.SPECIALISTS.values()))
    sent = school_day(today - timedelta(days=chance.between(10, 400)))
    values: dict[str, object] = {"service": f"{house}: {role}", "sent_on": sent}
    values |= {"why": "What we try in school is not enough.", "sent_by": names.SENCO}
    if chance.happens(0.6):
        values["accepted_on"] = min(today, sent + timedelta(days=21))
    if chance.happens(0.3):
        values["seen_on"] = min(today, sent + timedelta(days=chance.between(30, 300)))
    else:
        values["chase_on"] = school_day(today + timedelta(days=chance.between(-20, 40)))
    book.add("referral", values)


def _suspension(book: Book) -> None:
    chance = book.chance
    starts = school_day(book.roll.today - timedelta(days=chance.between(10, 200)))
    sessions = 2 * chance.between(1, 4)
    reason = "Left the building when the fire bell rang, and would not come back in."
    book.add("suspension", {"starts": starts, "sessions": sessions, "reason": reason})


def _timetable(book: Book) -> None:
    chance, today = book.chance, book.roll.today
    starts = school_day(today - timedelta(days=chance.between(10, 40)))
    values: dict[str, object] = {"starts": starts, "ends": starts + timedelta(days=42)}
    values |= {"hours": "15", "why": "Coming back after a long illness.", "agreed_by": "parents"}
    book.add("timetable", values | {"review_on": starts + timedelta(days=28)})


def _restriction(book: Book) -> None:
    chance = book.chance
    since = school_day(book.roll.today - timedelta(days=chance.between(30, 500)))
    name = f"{chance.pick(names.ADULTS)} {names.surname(chance)}"
    person = book.add("person", {"name": name, "role": "parent", "gets_letters": False})
    values: dict[str, object] = {"person": person, "sort": "no contact", "since": since}
    values["note"] = "Nothing is sent or said; ring the office if they come to the door."
    book.add("restriction", values)


def _purpose(book: Book) -> None:
    since = book.line.plan_since or book.line.since or book.roll.today
    values: dict[str, object] = {"recipient": "Puddleby Council", "since": since}
    values["purpose"] = "To keep and review the EHC plan"
    book.add("purpose", values | {"basis": "Children and Families Act 2014 s.36 and s.44"})
