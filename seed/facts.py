"""What an import would know of a pupil: identity, SEN status history, ranked needs, flags."""

from datetime import date, timedelta

from seed import identity
from seed.book import Book
from seed.words import daily

LANGUAGES = ("Polish", "Urdu", "Romanian", "Arabic", "Somali", "Panjabi", "Portuguese", "Welsh")
FORMATS = ("large print", "easy read", "audio", "coloured paper")


def write(book: Book) -> None:
    """Put down the pupil, the status history, the needs and the flags."""
    _pupil(book)
    if book.line.since is not None:
        _statuses(book, book.line.since)
        _needs(book)
    for code in book.line.flags:
        book.add("flag", {"code": code, "since": _term_start(book)})


def moved_class(book: Book) -> str:
    """Last year's class, for the pupils whose record still has it; "" for all others."""
    line = book.line
    if line.number % 23 != 7 or line.year in "R":
        return ""
    year = "R" if line.year == "1" else str(int(line.year) - 1)
    return year + line.class_name[len(line.year) :]


def off_register_on(book: Book, since: date) -> date:
    """When a pupil without SEN now, who once had SEN Support, left the SEN register."""
    return since + (book.roll.today - since) * 3 // 5


def _pupil(book: Book) -> None:
    line, chance = book.line, book.chance
    values: dict[str, object] = {
        "setting": book.setting,
        "upn": line.upn,
        "adno": line.adno,
        "surname": line.surname,
        "forename": line.forename,
        "born": line.born,
        "sex": line.sex,
        "class_name": moved_class(book) or line.class_name,
    }
    if line.preferred_surname:
        values["preferred_surname"] = line.preferred_surname
    if line.preferred_forename:
        values["preferred_forename"] = line.preferred_forename
    if line.out_of_year:
        values["nc_year"] = line.year
    if line.number % 89 == 11:
        values["former_upn"] = identity.temporary_upn(line.number, line.born.year + 4)
    if line.left_on is not None:
        values["left_on"] = line.left_on
        values["left_to"] = "Little Wobbling Primary School"
    if "EAL" in line.flags:
        values["language"] = chance.pick(LANGUAGES)
        if chance.happens(0.25):
            values["interpreter"] = values["language"]
    if line.status != "N" and chance.happens(0.08):
        values["format_needs"] = chance.pick(FORMATS)
    book.add_pupil(values)


def _statuses(book: Book, since: date) -> None:
    line, chance = book.line, book.chance
    if chance.happens(0.015):
        before = since - timedelta(days=chance.between(90, 300))
        old = chance.pick("AP")
        book.add("status", {"status": old, "since": before, "reason": daily.OLD_CODE_REASON})
    support = {"status": "K", "since": since, "reason": chance.pick(daily.ON_REASONS)}
    book.add("status", support | _told(book, since))
    if line.plan_since is not None:
        plan = {"status": "E", "since": line.plan_since, "reason": chance.pick(daily.PLAN_REASONS)}
        book.add("status", plan | _told(book, line.plan_since))
    if line.formerly:
        off = {"status": "N", "since": off_register_on(book, since)}
        book.add("status", off | {"reason": chance.pick(daily.OFF_REASONS)})


def _told(book: Book, since: date) -> dict[str, object]:
    """When parents were told: within a fortnight mostly, late at times, now and then not at all."""
    draw = book.chance.random()
    if draw > 0.95:
        return {}
    days = int(draw * 15) if draw < 0.85 else int(draw * 100)
    told = min(since + timedelta(days=days), book.roll.today)
    how = "meeting" if draw < 0.6 else "phone, then letter"
    return {"parents_told_on": told, "parents_told_how": how}


def _needs(book: Book) -> None:
    chance = book.chance
    for code, rank, since in book.line.needs:
        values: dict[str, object] = {"code": code, "rank": rank, "since": since}
        if chance.happens(0.6):
            values["source"] = chance.pick(daily.SOURCES)
        if chance.happens(0.5):
            values["note"] = chance.pick(daily.EFFECTS)
        book.add("need", values)


def _term_start(book: Book) -> date:
    return date(book.roll.school_year - book.chance.below(3), 9, 1)
