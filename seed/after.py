"""What comes after the teaching: complaints and thanks, what is in place, where leavers went."""

from datetime import timedelta

from seed import names, provision
from seed.book import Book
from seed.roll import YEARS_AT
from seed.sessions import school_day

_COMPLAINTS = (
    ("Transport", "The taxi was late again and nobody rang."),
    ("Provision not given", "Talking tables has not happened since half term."),
    ("Communication", "We were told after the change and not before it."),
)
_THANKS = (
    ("A kind word", "The kites on the wall made our week."),
    ("A calmer morning", "Mornings at the gate are easier than they have ever been."),
)


def write(book: Book) -> None:
    """Put down what was said, what is ordinarily available, and where a leaver went."""
    line = book.line
    if line.drawn % 7 == 1:
        _complaint(book)
    if line.drawn % 9 == 2:
        _thanks(book)
    if line.drawn % 2 == 0:
        _answers(book)
    if line.left_on is not None:
        _gone(book)
    elif YEARS_AT[line.year] >= YEARS_AT["10"]:
        _planned(book)
    if line.drawn % 17 == 4:
        _alternative(book)
    if line.drawn % 23 == 7:
        _hold(book)


def _complaint(book: Book) -> None:
    chance, today = book.chance, book.roll.today
    about, said = chance.pick(_COMPLAINTS)
    came = school_day(today - timedelta(days=chance.between(5, 150)))
    values: dict[str, object] = {"sort": "complaint", "received_on": came, "from_role": "parent"}
    values |= {"about": about, "said": said, "stage": "informal", "by": names.SENCO}
    values |= {"answer_by": came + timedelta(days=14)}
    if chance.happens(0.7):
        answered = school_day(min(today, came + timedelta(days=chance.between(1, 20))))
        values |= {"answered_on": answered, "outcome": "Talked over, and put right."}
    book.add("feedback", values)


def _thanks(book: Book) -> None:
    about, said = book.chance.pick(_THANKS)
    came = school_day(book.roll.today - timedelta(days=book.chance.between(5, 200)))
    values: dict[str, object] = {"sort": "compliment", "received_on": came, "about": about}
    book.add("feedback", values | {"said": said, "from_role": "grandparent"})


def _answers(book: Book) -> None:
    for number, (area, _, statement) in enumerate(provision.AVAILABLE):
        if book.chance.happens(0.5):
            since = school_day(book.roll.today - timedelta(days=book.chance.between(10, 90)))
            values: dict[str, object] = {"area": area, "statement": statement, "since": since}
            values["answer"] = book.chance.pick(("in place", "in place", "tried", "not tried"))
            values["checklist_line"] = provision.available(book.roll.seed, number)
            book.add("checklist_answer", values)


def _gone(book: Book) -> None:
    left = book.line.left_on
    assert left is not None
    where = "Otterbridge Academy"
    values: dict[str, object] = {"stage": "begun", "sort": "another school", "on": left}
    book.add("destination", values | {"where": where})
    sent: dict[str, object] = {"to_name": where, "to_urn": "999999", "sent_on": left}
    book.add("transfer_receipt", sent | {"by": names.SENCO})


def _planned(book: Book) -> None:
    sort = book.chance.pick(("school sixth form", "further education", "apprenticeship"))
    values: dict[str, object] = {"stage": "planned", "sort": sort, "by": "careers adviser"}
    book.add("destination", values | {"on": school_day(book.roll.today - timedelta(days=30))})


def _alternative(book: Book) -> None:
    """A placement in alternative provision; every other one is over, and says what came of it."""
    since = school_day(book.roll.today - timedelta(days=90))
    values: dict[str, object] = {"sort": "alternative provision", "where": "The Puddleby Barn"}
    values |= {"since": since, "per_week": "2 days", "why": "To get used to being with others."}
    values["review_on"] = since + timedelta(days=42)
    if book.chance.happens(0.5):
        until = school_day(book.roll.today - timedelta(days=20))
        came = {"attendance": "Every day but two.", "reintegration": "Back full time, and stayed."}
        values |= {"until": until, "back_on": until, "outcomes": came}
    book.add("arrangement", values)


def _hold(book: Book) -> None:
    since = school_day(book.roll.today - timedelta(days=60))
    values: dict[str, object] = {"why": "A claim is open.", "since": since, "by": "Head teacher"}
    book.add("retention_hold", values)
