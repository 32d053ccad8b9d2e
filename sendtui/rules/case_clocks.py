"""Which limits run in a case, and what meets each: the clocks of `rules.clocks` over its facts."""

from collections.abc import Callable, Iterable
from datetime import date

from sendtui.rules import case_duties as duty
from sendtui.rules.case_duties import Running
from sendtui.rules.case_facts import Book
from sendtui.rules.clocks import (
    appeals,
    ceasing,
    mediation,
    moves,
    orders,
)
from sendtui.rules.deadline import Deadline, FactError
from sendtui.rules.process import Process
from sendtui.rules.processes import ADVICE
from sendtui.rules.school_days import ENGLAND, SchoolCalendar

_ADVICE = dict(ADVICE)


def running(book: Book) -> list[Running]:
    """Every limit that the facts of a case set going, in no order.

    Raises FactError for facts that cannot all be true.
    """
    found = _OF[book.facts.process](book)
    if book.facts.process in ("assessment", "re-assessment"):
        found += _drafting(book)
    return found


def _year(book: Book) -> dict[str, SchoolCalendar]:
    """The setting's own year, to be handed to a clock; nothing where England's stands in."""
    return {} if book.facts.calendar is ENGLAND else {"calendar": book.facts.calendar}


def _met(book: Book, deadlines: Iterable[Deadline], duties: duty.Duties) -> list[Running]:
    """The deadlines that are duties here, each with what met it; the family's times as they are."""
    return _run(book, duty.paired(deadlines, duties))


def _run(book: Book, pairs: duty.Pairs) -> list[Running]:
    first, never, lacks = book.first, book.never, book.lacks
    return [
        limit
        if met is None or (never(met.by) and lacks(met.off))
        else Running(
            limit.deadline, first(*met.by), not lacks(met.off), passed=not lacks(met.later)
        )
        for limit, met in pairs
    ]


def _assessment(book: Book) -> list[Running]:
    came, found = book.first("request", "responsible"), list[Running]()
    if came is not None:
        closed, reopens = book.day("closure", "closed_from"), book.day("closure", "reopens")
        if closed and reopens and reopens > closed:
            asked = _school_asked(book)
            asked = asked if asked and asked >= came else None
            found += _run(book, duty.request(came, closed, reopens, asked, **_year(book)))
        else:
            found += _run(book, duty.request(came, **_year(book)))
    decided = book.first("decision:assess")
    if decided is not None:
        found += _run(book, duty.sought(decided))
    return found + _appealable(book, "decision:refuse", "plan-decision:none")


def _reassessment(book: Book) -> list[Running]:
    came, decided = book.first("request"), book.first("decision:assess")
    found: list[Deadline] = []
    if came is not None:
        limits = duty.again(came)
        found += [each for each in limits if decided is None or each.rule != "RA-04"]
    if decided is not None:
        found += duty.decided_again(decided)
    return _met(book, found, duty.REASSESSMENT) + _appealable(book, "decision:refuse")


def _school_asked(book: Book) -> date | None:
    asked = [a.asked_on for a in book.facts.advice if a.sort == "educational" and a.asked_on]
    return min(asked, default=None)


def _drafting(book: Book) -> list[Running]:
    """Advice, the draft with the family, the consultations; and after the plan the appeal."""
    over, has_plan = book.holds("final", *duty.NO_PLAN), book.holds("final")
    year, found = _year(book), list[Running]()
    for each in book.facts.advice:
        if each.asked_on is not None:
            (limit,) = duty.advised(each.asked_on, **year)
            about = each.who or _ADVICE.get(each.sort, each.sort)
            settled, passed = over or bool(each.not_needed), has_plan and not each.not_needed
            found.append(Running(limit, each.received_on, settled, each.id, about, passed))
    sent = book.last("draft")
    if sent is not None:
        limits = duty.draft(sent.on, **year)
        found += [Running(each, None, over) for each in limits if each.reading == "last day"]
    for setting in book.facts.consultations:
        if setting.sent_on is not None:
            (limit,) = duty.consulted(setting.sent_on, **year)
            found.append(Running(limit, setting.replied_on, over, setting.id, setting.where))
    return found + _appealable(book, "final")


def _appealable(book: Book, *tokens: str) -> list[Running]:
    """The family's times after a decision that may be appealed."""
    found: list[Running] = []
    for token in tokens:
        last = book.last(token.partition(":")[0])
        if last is not None and book.holds(token):
            found += _run(book, duty.letter(last.on))
    return found


def _review(book: Book) -> list[Running]:
    facts, flow, found = book.facts, _flow(book), list[Running]()
    if not book.is_last_review_missing:
        known = (book.plan_made, book.last_review, book.last_meeting)
        found += _run(book, duty.review_by(*known, facts.anchor))
        start = max((day for day in known[:2] if day is not None), default=None)
        if facts.side == "la" and start and facts.born and facts.born <= start:
            found += _run(book, duty.under_five(start, facts.born))
    held = book.last("meeting") or book.last("meeting-set")
    if held is not None:
        found += _run(book, duty.meeting(held.on, flow, amends=_amends(book), **_year(book)))
    notice = book.last("amendment-notice")
    if notice is not None:
        found += _run(book, duty.notice(notice.on, flow, **_year(book)))
    transfer = book.last("transfer")
    if transfer is not None:
        found += _run(book, duty.transfer(transfer.on, book.fact("transfer", "to"), flow))
    if facts.side == "la":
        found += _appealable(book, "decision:maintain", "decision:cease", "final", "not-amended")
    return found


def _amends(book: Book) -> bool:
    return book.holds("decision:amend") or not book.holds("decision")


def _flow(book: Book) -> duty.Flow:
    if book.facts.side == "school":
        return "school"
    return "la arranges" if book.fact("meeting-set", "arranger") == "la" else "la"


def _move(book: Book) -> list[Running]:
    moved = book.last("move")
    if moved is None:
        return []
    found: duty.Deadlines
    if moved.facts.get("assessing") == "yes":
        found = moves.move(moved.on, under_assessment=True)
    else:
        transferred = book.first("transferred")
        aware, made, last = book.first("aware"), book.plan_made, book.last_review
        made = made if made and made <= moved.on else None
        limit = transferred or moved.on
        last = last if last and last <= limit else None
        found = duty.moved(moved.on, aware, transferred, made, last)
    ours = moved.facts.get("we_are", "")
    if ours:
        found = tuple(d for d in found if (d.rule in duty.OF_THE_OLD) == (ours == "old"))
    return _met(book, found, duty.MOVE)


def _ceasing(book: Book) -> list[Running]:
    begun, born, found = book.first("considering"), book.facts.born, list[Running]()
    if begun is not None:
        born = born if born and born <= begun else None
        found += _met(book, ceasing.cease_consultation(begun, born=born), duty.CEASING)
    decided = book.last("decision")
    if decided is not None and book.holds("decision:cease"):
        certificate = _not_before(book.first("certificate"), decided.on)
        limits = ceasing.cease_decision(decided.on, certificate=certificate)
        found += _met(book, limits, {"CE-05": duty.Met(("ceased",), ("appealed",))})
    return found


def _appeal(book: Book) -> list[Running]:
    letter, found = book.last("letter"), list[Running]()
    if letter is not None:
        only_i = letter.facts.get("section_i") == "yes"
        certificate = None if only_i else _not_before(book.first("certificate"), letter.on)
        limits = appeals.decision_letter(letter.on, certificate=certificate, section_i_only=only_i)
        asked = {"MT-01": duty.Met(("mediation-asked", "certificate", "appeal"))}
        lodged = dict.fromkeys(("MT-10", "MT-11"), duty.Met(("appeal",)))
        found += _met(book, limits, {**asked, **lodged})
    wants, then = book.last("mediation-asked"), list[Deadline]()
    if wants is not None:
        declined = wants.facts.get("wants") == "no"
        health = not declined and wants.facts.get("health") == "yes"
        then += mediation.mediation(wants.on, declined=declined, health=health)
    if (came := book.first("appeal")) is not None:
        then += appeals.appeal(came)
    if (heard := book.last("hearing")) is not None:
        then += appeals.hearing(heard.on)
    return found + _met(book, then, duty.APPEAL) + _ordered(book)


def _ordered(book: Book) -> list[Running]:
    """What an agreement, a concession or an order asks for."""
    found: list[Running] = []
    for code, limits in BINDING.items():
        event = book.last(code)
        if event is None:
            continue
        try:
            asked = limits(event.on, event.facts.get("about", ""))
        except FactError:
            continue
        for each in asked:
            word = next((w for w in duty.ORDERED if each.rule.endswith(f"-{w}")), "")
            met = duty.ORDERED.get(word) or duty.APPEAL.get(each.rule)
            if met is not None:
                after = book.first(*met.by)
                found.append(Running(each, _not_before(after, event.on), book.holds(*met.off)))
    return found


def _not_before(day: date | None, earliest: date) -> date | None:
    return day if day is not None and day >= earliest else None


BINDING: dict[str, Callable[[date, str], duty.Deadlines]] = {
    "agreement": mediation.agreement,
    "conceded": orders.concession,
    "order": orders.order,
}
"""The events that bind the authority to something by days, each with the clock of what it is."""

_OF: dict[Process, Callable[[Book], list[Running]]] = {
    "assessment": _assessment,
    "annual review": _review,
    "phase transfer": _review,
    "re-assessment": _reassessment,
    "move": _move,
    "ceasing": _ceasing,
    "appeal": _appeal,
}
