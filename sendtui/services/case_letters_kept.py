"""The letters of a case as they are kept: drafted on one day, and sent on another, and how.

A letter that was sent is the event it tells of: the decision, the draft, the chase. Sending logs it
where it was not logged yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.case import Advice, Case, Consultation
from sendtui.models.letter import Letter
from sendtui.rules.case_facts import Book
from sendtui.rules.case_letters import LETTERS, LetterOf
from sendtui.rules.deadline import FactError
from sendtui.rules.letter_dates import counts_from_letter, dates
from sendtui.rules.letter_places import misplaced
from sendtui.rules.process import EventOf
from sendtui.rules.processes import PROCESSES
from sendtui.rules.typed_dates import say
from sendtui.services import statuses, writes
from sendtui.services.case_known import facts_of
from sendtui.services.case_views import LetterView
from sendtui.services.records import has_happened, in_time, invalid, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

HOW = ("post", "e-mail", "by hand", "portal")
"""The usual ways in which a letter is sent; another may be typed."""

_AGAIN = frozenset(("told", "told-late", "draft"))
"""Events that happen more than once in a case; every other is logged once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter to be kept: whose, of which sort, to whom, what it says, and of its event."""

    pupil: str
    case: str
    sort: str
    title: str
    recipient: str
    dated: date
    about: str = ""
    step: str = ""
    prints: str = ""
    words: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written down: the letters, the events they were, and what to mind about it."""

    letters: tuple[str, ...]
    events: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def keep(tx: Transaction, letter: Kept, by: str, today: date) -> str:
    """Keep a letter as drafted today; the same one drafted before is kept as it is now."""
    values = {**asdict(letter), "facts": dict(letter.facts), "drafted_on": today, "by": by}
    for each in of_case(tx.session, letter.case):
        same = (each.sort, each.recipient, each.about, each.dated) == (
            letter.sort, letter.recipient, letter.about, letter.dated,
        )  # fmt: skip
        if same and each.sent_on is None:
            tx.put("letter", each.id, values)
            return each.id
    return tx.add("letter", values)


def of_case(session: Session, case: str) -> tuple[Letter, ...]:
    """The letters of a case, the newest first."""
    asked = select(Letter).where(col(Letter.case) == case).order_by(col(Letter.id).desc())
    return tuple(session.exec(asked))


def view(letter: Letter) -> LetterView:
    """A letter as faces show it."""
    kind = LETTERS.get(letter.sort)
    return LetterView(
        id=letter.id,
        sort=letter.sort,
        label=kind.label if kind else letter.sort,
        title=letter.title,
        recipient=letter.recipient,
        dated=letter.dated,
        drafted_on=letter.drafted_on,
        sent_on=letter.sent_on,
        sent_how=letter.how,
        about=letter.about,
        step=letter.step,
        prints=letter.prints,
        words=letter.words,
        by=letter.by,
    )


@writes
def sent(store: Store, letters: Sequence[str], on: date, how: str, today: date) -> Sent:
    """Write down that letters were sent, on which day and how, with the events that they are.

    Raises InvalidError for a day ahead or before they were drafted, or without how; SendtuiError
    for one that was sent before.
    """
    require_sending(on, how, today)
    with store.write("Say that letters were sent", true_on=on) as tx:
        return send(tx, letters, on, how, store.author)


@writes
def keep_sent(store: Store, letters: Sequence[Kept], on: date, how: str, today: date) -> Sent:
    """Keep letters that were written elsewhere, as sent on this day and in this way."""
    require_sending(on, how, today)
    with store.write("Say that letters were sent", true_on=on) as tx:
        made = [keep(tx, each, store.author, on) for each in letters]
        tx.flush()
        return send(tx, made, on, how, store.author)


def send(tx: Transaction, letters: Sequence[str], on: date, how: str, by: str) -> Sent:
    """The same inside an act that does more."""
    events, warnings = list[str](), list[str]()
    for id_ in dict.fromkeys(letters):
        letter = require(tx.session, Letter, id_)
        if letter.sent_on is not None:
            raise SendtuiError("A letter of these was sent already. Ctrl+Z takes that back.")
        in_time("sent_on", on, letter.drafted_on, "it was drafted")
        kind = LETTERS.get(letter.sort)
        if kind and (why := _out_of_place(tx.session, letter, kind)):
            warnings.append(why)
        found = list(_happened(tx, letter, kind, on, by)) if kind else []
        about = letter.about or (found[-1] if found else "")
        tx.put("letter", id_, {"sent_on": on, "how": how.strip(), "about": about})
        tx.flush()
        events += found
        if on != letter.dated and _counts(tx.session, letter):
            warnings.append(
                f"It bears {say(letter.dated)} and was sent on {say(on)}: the days named in it "
                "count from the day it bears, so the family has less time than they must. Make "
                "it again with the day it goes."
            )
    return Sent(tuple(letters), tuple(events), tuple(dict.fromkeys(warnings)))


@writes
def remove(store: Store, letter: str) -> None:
    """Remove a letter that was drafted and not sent.

    Raises SendtuiError for one that was sent: what was sent stays to be read.
    """
    with store.write("Remove a drafted letter") as tx:
        if require(tx.session, Letter, letter).sent_on is not None:
            raise SendtuiError("This letter was sent, so it stays to be read.")
        tx.remove("letter", letter)


def require_sending(on: date, how: str, today: date) -> None:
    """Refuse a day ahead and no way of sending; raises InvalidError."""
    has_happened("sent_on", on, today)
    if not how.strip():
        invalid("how", how, f"is needed: {', '.join(HOW)}, or your own words")


def _happened(tx: Transaction, letter: Letter, kind: LetterOf, on: date, by: str) -> Iterator[str]:
    """Log what sending this letter is, unless it was logged before; the ids of the events."""
    _asked(tx, letter, on)
    if not kind.tells or _is_second(tx.session, letter):
        return
    case = require(tx.session, Case, letter.case)
    book = Book(facts_of(tx.session, (case.id,))[case.id])
    for token in kind.tells:
        code, _, decision = token.partition(":")
        of = PROCESSES[case.process].event(code)
        if of is None or (code not in _AGAIN and book.holds(token)):
            continue
        if code == "draft" and any(each.on == on for each in book.of(code)):
            continue
        said = kind.label if code in ("told", "told-late") else ""
        if code == "final":
            statuses.with_plan(tx, case.pupil, on)
        yield tx.add(
            "case_event",
            {"pupil": case.pupil, "case": case.id, "code": code, "on": on, "who": of.who,
             "said": said, "facts": _facts(of, decision, {**dict(kind.facts), **letter.facts}),
             "by": by},
        )  # fmt: skip


def _out_of_place(session: Session, letter: Letter, kind: LetterOf) -> str:
    """Why the letter did not belong where the case stood before it was sent; "" where it did."""
    facts = facts_of(session, (letter.case,)).get(letter.case)
    if facts is None or _is_second(session, letter):
        return ""
    sent = (each.sent_on for each in of_case(session, letter.case) if each.sort == letter.sort)
    last = max((on for on in sent if on is not None), default=None)
    return misplaced(kind, Book(facts), sent_on=last)


def _facts(of: EventOf, decision: str, known: Mapping[str, str]) -> dict[str, str]:
    """What the event has besides, as far as it takes it."""
    given = {**known, **({"decision": decision} if decision else {})}
    return {name: value for name, value in given.items() if value and of.fact(name) is not None}


def _asked(tx: Transaction, letter: Letter, on: date) -> None:
    """Note with the adviser or the setting that they were asked, or chased."""
    noun, first = {
        "advice-request": ("advice", "asked_on"),
        "advice-chase": ("advice", "chased_on"),
        "consultation": ("consultation", "sent_on"),
        "consultation-chase": ("consultation", "chased_on"),
    }.get(letter.sort, ("", ""))
    if not noun or not letter.about:
        return
    found = require(tx.session, Advice if noun == "advice" else Consultation, letter.about)
    if first == "chased_on" or getattr(found, first) is None:
        tx.put(noun, letter.about, {first: on})


def _is_second(session: Session, letter: Letter) -> bool:
    """Whether the same letter went to another household before."""
    return any(
        each.id != letter.id
        and each.sent_on is not None
        and (each.sort, each.dated, each.step) == (letter.sort, letter.dated, letter.step)
        for each in of_case(session, letter.case)
    )


def _counts(session: Session, letter: Letter) -> bool:
    """Whether the days named in it would be others on another day."""
    facts = facts_of(session, (letter.case,)).get(letter.case)
    if facts is None or letter.sort not in LETTERS:
        return False
    try:
        return counts_from_letter(dates(letter.sort, facts, letter.dated))
    except FactError:
        return True
