"""Which limits run in a case, and what meets each: the clocks of `rules.clocks` over its facts."""

from collections.abc import Callable
from datetime import date

from sendtui.rules import case_duties as duty
from sendtui.rules.appeal_clocks import of_appeal
from sendtui.rules.case_duties import Running
from sendtui.rules.case_facts import Book, Happened
from sendtui.rules.clocks import (
    ceasing,
    custody,
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
    first, never, lacks = book.first, book.never, book.lacks
    return [
        limit
        if met is None or (never(met.by) and lacks(met.off))
        else Running(
            limit.deadline, first(*met.by), not lacks(met.off), passed=not lacks(met.later)
        )
        for limit, met in _clocks(book)
    ]


def owed(book: Book) -> list[Running]:
    """Those of them that somebody other than the family still has to meet by their day.

    What is good practice is nobody's duty. Raises FactError as `running` does.
    """
    never, lacks = book.never, book.lacks
    return [
        limit
        for limit, met in _clocks(book)
        if (
            (limit.met is None and not limit.off)
            if met is None
            else (never(met.by) and lacks(met.off))
        )
        and (deadline := limit.deadline).sense == "by"
        and deadline.who != "family"
        and deadline.kind != "good practice"
    ]


def _clocks(book: Book) -> list[duty.Pair]:
    """Every limit with what meets it; None where it stands as it is."""
    found = _OF[book.facts.process](book)
    if book.facts.process in ("assessment", "re-assessment"):
        found += _drafting(book)
    return found


def _year(book: Book) -> dict[str, SchoolCalendar]:
    """The setting's own year, to be handed to a clock; nothing where England's stands in."""
    return {} if book.facts.calendar is ENGLAND else {"calendar": book.facts.calendar}


def _assessment(book: Book) -> list[duty.Pair]:
    came, found = book.first("request", "responsible"), list[duty.Pair]()
    detained = book.in_custody
    if came is not None and detained:
        found += duty.custody_request(came)
    elif came is not None:
        found += duty.request(came, *_closure(book, came), **_year(book))
    decided = book.first("decision:assess")
    if decided is not None and not detained:
        found += duty.sought(decided)
    return found + _appealable(book, "decision:refuse", "plan-decision:none")


def _closure(book: Book, came: date) -> tuple[date, date, date | None] | tuple[()]:
    """From when to when a school was closed, and when it was asked; nothing where none was."""
    if not book.of("closure"):
        return ()
    closed, reopens = book.day("closure", "closed_from"), book.day("closure", "reopens")
    if closed is None or reopens is None or reopens <= closed:
        return ()
    asked = _school_asked(book)
    return closed, reopens, asked if asked and asked >= came else None


def _reassessment(book: Book) -> list[duty.Pair]:
    came, decided = book.first("request"), book.first("decision:assess")
    found: list[Deadline] = []
    if came is not None:
        limits = duty.again(came)
        found += [each for each in limits if decided is None or each.rule != "RA-04"]
    if decided is not None:
        found += duty.decided_again(decided)
    return [*duty.paired(found, duty.REASSESSMENT), *_appealable(book, "decision:refuse")]


def _school_asked(book: Book) -> date | None:
    asked = [a.asked_on for a in book.facts.advice if a.sort == "educational" and a.asked_on]
    return min(asked, default=None)


def _drafting(book: Book) -> list[duty.Pair]:
    """Advice, the draft with the family, the consultations; and after the plan the appeal."""
    over, has_plan = book.holds("final", *duty.NO_PLAN), book.holds("final")
    year = _year(book)
    found: list[duty.Pair] = []
    for each in book.facts.advice:
        if each.asked_on is not None:
            (limit,) = duty.advised(each.asked_on, **year)
            about = each.who or _ADVICE.get(each.sort, each.sort)
            settled, passed = over or bool(each.not_needed), has_plan and not each.not_needed
            asked = Running(limit, each.received_on, settled, each.id, about, passed)
            found.append((asked, None))
    sent = book.last("draft")
    if sent is not None and book.in_custody:
        found += [(Running(each, None, over), None) for each in duty.custody_draft(sent.on)]
    elif sent is not None:
        limits = duty.draft(sent.on, **year)
        last = (each for each in limits if each.reading == "last day")
        found += [(Running(each, None, over), None) for each in last]
    for setting in book.facts.consultations:
        if setting.sent_on is not None:
            (limit,) = duty.consulted(setting.sent_on, **year)
            asked = Running(limit, setting.replied_on, over, setting.id, setting.where)
            found.append((asked, None))
    return found + _appealable(book, "final")


def _appealable(book: Book, *tokens: str) -> list[duty.Pair]:
    """The family's times after a decision that may be appealed."""
    if not book.holds(*tokens):
        return []
    codes = (token.partition(":")[0] for token in tokens if book.holds(token))
    return [each for code in codes for each in duty.letter(book.of(code)[-1].on)]


def _review(book: Book) -> list[duty.Pair]:
    facts, flow = book.facts, _flow(book)
    found: list[duty.Pair] = []
    if not book.is_last_review_missing:
        known = (book.plan_made, book.last_review, book.last_meeting)
        found += duty.review_by(*known, facts.anchor)
        start = max(filter(None, known[:2]), default=None)
        if facts.side == "la" and start and facts.born and facts.born <= start:
            found += duty.under_five(start, facts.born)
    held = book.last("meeting") or book.last("meeting-set")
    if held is not None:
        found += duty.meeting(held.on, flow, amends=_amends(book), **_year(book))
    notice = book.last("amendment-notice")
    if notice is not None:
        found += duty.notice(notice.on, flow, **_year(book))
    transfer = book.last("transfer")
    if transfer is not None:
        found += duty.transfer(transfer.on, book.fact("transfer", "to"), flow)
    if facts.side == "la":
        found += _detained(book)
        found += _appealable(book, "decision:maintain", "decision:cease", "final", "not-amended")
    return found


def _detained(book: Book) -> list[duty.Pair]:
    """What is owed to somebody with a plan while detained, and from the day of the release."""
    held, released = book.last("detained"), book.last("released")
    if released is not None and (held is None or held.on <= released.on):
        (limit,) = custody.release(released.on)
        return [(_after(book, released.on, limit, duty.Met(("decision",))), None)]
    limits = custody.detention(held.on) if held is not None else ()
    return [(Running(each, None, False), None) for each in limits]


def _amends(book: Book) -> bool:
    return book.holds("decision:amend") or not book.holds("decision")


def _flow(book: Book) -> duty.Flow:
    if book.facts.side == "school":
        return "school"
    return "la arranges" if book.fact("meeting-set", "arranger") == "la" else "la"


def _move(book: Book) -> list[duty.Pair]:
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
    return list(duty.paired(found, duty.MOVE))


def _ceasing(book: Book) -> list[duty.Pair]:
    begun, born, found = book.first("considering"), book.facts.born, list[duty.Pair]()
    if begun is not None:
        born = born if born and born <= begun else None
        found += duty.paired(ceasing.cease_consultation(begun, born=born), duty.CEASING)
    decided = book.last("decision")
    if decided is not None and book.holds("decision:cease"):
        certificate = duty.not_before(book.first("certificate"), decided.on)
        limits = ceasing.cease_decision(decided.on, certificate=certificate)
        found += duty.paired(limits, duty.CEASED)
        passed, told = book.holds("ceased", "appealed"), _told_of_ceasing(book, decided)
        notify = (each for each in limits if each.rule == ceasing.NOTIFY.id)
        found += [(Running(each, told, False, passed=passed), None) for each in notify]
    return found


def _told_of_ceasing(book: Book, decided: Happened) -> date | None:
    """When the family was told with its rights that the plan will cease: by letter or otherwise."""
    days = [each.on for each in book.facts.told if each.token == "decision:cease"]
    days += [each.on for each in book.of("told")]
    days += [decided.on] if decided.facts.get("rights") == "yes" else []
    return min((day for day in days if day >= decided.on), default=None)


def _appeal(book: Book) -> list[duty.Pair]:
    return [*of_appeal(book), *_ordered(book)]


def _ordered(book: Book) -> list[duty.Pair]:
    """What an agreement, a concession or an order asks for."""
    found: list[duty.Pair] = []
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
                found.append((_after(book, event.on, each, met), None))
    return found


def _after(book: Book, on: date, limit: Deadline, met: duty.Met) -> Running:
    """A limit that only what came on a day or later meets."""
    came = (each.on for code in met.by for each in book.of(code) if each.on >= on)
    passed = book.holds(*met.later)
    return Running(limit, min(came, default=None), book.holds(*met.off), passed=passed)


BINDING: dict[str, Callable[[date, str], duty.Deadlines]] = {
    "agreement": mediation.agreement,
    "conceded": orders.concession,
    "order": orders.order,
}
"""The events that bind the authority to something by days, each with the clock of what it is."""

_OF: dict[Process, Callable[[Book], list[duty.Pair]]] = {
    "assessment": _assessment,
    "annual review": _review,
    "phase transfer": _review,
    "re-assessment": _reassessment,
    "move": _move,
    "ceasing": _ceasing,
    "appeal": _appeal,
}
