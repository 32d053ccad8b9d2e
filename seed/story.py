"""The people around a pupil, what was said and promised, the profile, and earlier concerns."""

from collections.abc import Mapping
from datetime import date, timedelta

from seed import identity, names
from seed.book import Book
from seed.cycles import advice_for
from seed.roll import YEARS_AT
from seed.sessions import school_day
from seed.words import daily
from seed.words.profiles import PAGES, Page


def write(book: Book) -> None:
    """Put down people, contacts, actions, profiles and the concern that came first."""
    parent = _people(book)
    _contacts(book, parent)
    _actions(book)
    _profiles(book)
    if book.line.since is not None and book.chance.happens(0.5):
        _earlier_concern(book, book.line.since)


def concern(book: Book) -> None:
    """Put down an open concern about a pupil without SEN, with the day it is looked at again."""
    chance, today = book.chance, book.roll.today
    need, what, tried = chance.pick(daily.CONCERNS)
    book.add(
        "concern",
        {
            "raised_on": school_day(today - timedelta(days=chance.between(20, 70))),
            "raised_by": chance.pick(names.STAFF[1:8]),
            "need": need,
            "what": what,
            "tried": tried,
            "review_on": today + timedelta(days=chance.between(-12, 30)),
        },
    )


def _earlier_concern(book: Book, since: date) -> None:
    chance = book.chance
    first = book.line.needs[0][0]
    fitting = [c for c in daily.CONCERNS if c[0] in (first, "")]
    need, what, tried = chance.pick(fitting)
    raised = school_day(since - timedelta(days=chance.between(50, 160)))
    outcome = daily.CONCERN_ENDS[2] if chance.happens(0.7) else daily.CONCERN_ENDS[4]
    values: dict[str, object] = {"raised_on": raised, "raised_by": chance.pick(names.STAFF[1:8])}
    values |= {"need": need, "what": what, "tried": tried}
    looked = raised + timedelta(days=42)
    book.add("concern", values | {"review_on": looked, "closed_on": since, "outcome": outcome})


def _people(book: Book) -> str:
    """Parents or carers, and those who work with the pupil; returns the first parent's name."""
    line, chance = book.line, book.chance
    cared_for = "LAC" in line.flags
    roles = ["foster carer"] if cared_for else [chance.pick(("mother", "mother", "father"))]
    if not cared_for and chance.happens(0.55):
        roles.append(chance.pick(("father", "stepmother", "grandmother", "stepfather")))
    surname = names.surname(chance) if cared_for else line.surname
    first = ""
    for role in roles:
        name = f"{chance.pick(names.ADULTS)} {surname}"
        first = first or name
        values: dict[str, object] = {"name": name, "role": role, "phone": identity.phone(chance)}
        values["parental_responsibility"] = role in ("mother", "father")
        if chance.happens(0.7):
            values["email"] = identity.email(name)
        if "EAL" in line.flags and chance.happens(0.4):
            values["language"] = chance.pick(("Polish", "Urdu", "Arabic", "Romanian"))
        if chance.happens(0.08):
            values["format_needs"] = chance.pick(("large print", "phone", "plain words"))
        book.add("person", values)
    others = [(chance.pick(names.STAFF[8:]), "key adult", "Puddleby Common School")]
    if line.status == "E":
        others += [names.SPECIALISTS[sort] for sort, _ in advice_for(book)[:2]]
    for name, role, organisation in others:
        book.add("person", {"name": name, "role": role, "organisation": organisation})
    return first


def _contacts(book: Book, parent: str) -> None:
    """Talks with the family; every fourth pupil has a promise that nobody has kept."""
    chance, today, drawn = book.chance, book.roll.today, book.line.drawn
    told = book.line.left_on or today
    plain = [c for c in daily.CONTACTS if not c[2]]
    promised = [c for c in daily.CONTACTS if c[2]]
    for how, said, _, with_parents in chance.some(plain, chance.between(1, 4)):
        on = told - timedelta(days=chance.between(3, 200))
        _contact(book, on, parent, {"how": how, "said": said, "with_parents": with_parents})
    kept = drawn % 4 != 1
    how, said, promise, with_parents = chance.pick(promised)
    on = told - timedelta(days=16 + drawn % 11 if not kept else chance.between(30, 150))
    asked = {"how": how, "said": said, "with_parents": with_parents, "promised": promise}
    asked["reply_by"] = on + timedelta(days=14)
    first = _contact(book, on, parent, asked)
    if kept:
        done = {
            "how": "phone",
            "said": f"Rang back as promised: {promise[0].lower()}{promise[1:]}.",
        }
        _contact(
            book, on + timedelta(days=chance.between(2, 13)), parent, done | {"answers": first}
        )
    if drawn % 6 == 4:
        note = {"how": "e-mail", "said": daily.MARKUP_NOTE}
        _contact(book, told - timedelta(days=7), parent, note)


def _contact(book: Book, on: date, who: str, values: Mapping[str, object]) -> str:
    return book.add("contact", {"on": school_day(on), "who": who, "by": names.SENCO, **values})


def _actions(book: Book) -> None:
    """Things undertaken: one late for every third pupil, one due this week for every third."""
    chance, today = book.chance, book.roll.today
    late = book.line.drawn % 3
    for number, (what, owner) in enumerate(chance.some(daily.ACTIONS, 3)):
        values: dict[str, object] = {"what": what, "owner": owner}
        if number == 0 and late < 2 and book.line.left_on is None and book.line.plot:
            apart = book.line.drawn % 17
            values["due"] = today + timedelta(days=-2 - apart if late == 0 else 1 + apart % 6)
        elif number == 1 and chance.happens(0.5):
            values["due"] = today + timedelta(days=chance.between(8, 40))
        else:
            due = today - timedelta(days=chance.between(10, 120))
            values |= {"due": due, "done_on": due - timedelta(days=chance.between(0, 6))}
        book.add("action", values)


def _profiles(book: Book) -> None:
    """A one-page profile: none yet for some, over a year old for some, some in a second version."""
    chance, line, today = book.chance, book.line, book.roll.today
    if line.drawn % 7 == 3:
        return
    old = line.drawn % 4 == 2
    if old or chance.happens(0.3):
        made = today - timedelta(days=chance.between(372, 520))
        _profile(book, _page(book, 1), 1, made, True)
        if old:
            return
        _profile(book, _page(book, 0), 2, today - timedelta(days=chance.between(5, 300)), True)
        return
    signed = line.plot not in ("assess", "plan")
    _profile(book, _page(book, 0), 1, today - timedelta(days=chance.between(3, 300)), signed)


def _page(book: Book, offset: int) -> Page:
    """A page for the pupil's first need, the next one of those that fit for each next pupil."""
    line = book.line
    place = YEARS_AT[line.year]
    fit = [p for p in PAGES if p.years[0] <= place <= p.years[1]]
    own = [p for p in fit if line.needs and line.needs[0][0] in p.needs]
    pages = own or [p for p in fit if "OTH" in p.needs]
    return pages[(line.number + line.drawn + offset) % len(pages)]


def _profile(book: Book, page: Page, version: int, made: date, signed: bool) -> None:
    # Everybody says some of it differently: one line may be missing, never the last.
    lines = page.appreciate.split("\n")
    if len(lines) > 1 and book.chance.happens(0.4):
        lines.pop(book.chance.below(len(lines)))
    who = book.chance.pick(names.STAFF[8:])
    made = school_day(made)
    values: dict[str, object] = {
        "version": version,
        "made_on": made,
        "gathered": f"With {who}, by {book.chance.pick(daily.HOW_PUPIL)}",
        "appreciate": "\n".join(lines),
        "important": page.important,
        "support": page.support,
        "communication": page.communication,
        "triggers": page.triggers,
        "helps": page.helps,
        "adjustments": page.adjustments,
    }
    if signed:
        values |= {"signed_on": made, "signed_by": names.SENCO}
    book.add("profile", values)
