"""What is odd in the facts of a case. Nothing is refused for it, and all of it is kept.

Facts come late, twice and out of turn; each oddity is a sentence that says which day to look at.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sendtui.rules.calendar import days_beginning_with
from sendtui.rules.case_facts import Book, Happened, as_day
from sendtui.rules.counting import counted
from sendtui.rules.process import EVER, EventOf, FactOf, ProcessOf
from sendtui.rules.typed_dates import say

_ASSESSING = ("assessment", "re-assessment")


def oddities(book: Book, process: ProcessOf, today: date) -> Iterator[str]:
    """What is odd in the facts, each in a sentence that says what to look at."""
    for each in sorted(book.all(), key=lambda e: (e.on, e.code, e.said)):
        event = process.event(each.code)
        if event is None:
            yield f"“{each.code}” is no event of this process ({process.name}). It is kept."
            continue
        if each in book.before_plan:
            yield _before_the_plan(book, event, each)
        else:
            yield from _out_of_turn(book, process, event, each)
        yield from _facts_lacking(event, each)
        if each.on > today and not event.ahead:
            yield f"{event.label} on {say(each.on)}: that day is still to come."
    yield from _told_late(book, process)
    yield from _second_thoughts(book, process)
    yield from _too_soon(book)
    yield from _lacks_before_final(book)
    yield from _unreviewed(book)
    yield from _detained(book)


def _before_the_plan(book: Book, event: EventOf, each: Happened) -> str:
    made = say(book.plan_made or each.on)
    return (
        f"{event.label} on {say(each.on)} is before the plan was first made, on {made}: it counts "
        "for no review of that plan. Check both days."
    )


def _out_of_turn(book: Book, process: ProcessOf, event: EventOf, each: Happened) -> Iterator[str]:
    if not event.after:
        return
    before = book.first(*event.after)
    if before is None:
        if any(book.holds(token.partition(":")[0]) for token in event.after if ":" in token):
            wanted = _named(process, event.after)
            yield f"{event.label} on {say(each.on)} does not go with what was decided ({wanted})."
        else:
            wanted = _named(process, event.after)
            yield f"{event.label} on {say(each.on)} is there without: {wanted}. Log it, if it was."
    elif each.on < before and not _was_arranged(process, event.after):
        yield (
            f"{event.label} on {say(each.on)} comes before {_named(process, event.after)} on "
            f"{say(before)}. Check both days."
        )


def _was_arranged(process: ProcessOf, tokens: Sequence[str]) -> bool:
    """Whether the day of one of these is that of what was arranged, not of the arranging."""
    found = (process.event(token.partition(":")[0]) for token in tokens)
    return any(each is not None and each.ahead for each in found)


def _named(process: ProcessOf, tokens: Sequence[str]) -> str:
    return " or ".join(dict.fromkeys(_name(process, token) for token in tokens))


def _name(process: ProcessOf, token: str) -> str:
    code, _, decided = token.partition(":")
    event = process.event(code)
    if event is None:
        return code
    chosen = event.fact("decision")
    label = dict(chosen.choices).get(decided, decided) if chosen and decided else ""
    return f"“{event.label}{': ' if label else ''}{label}”"


def _facts_lacking(event: EventOf, each: Happened) -> Iterator[str]:
    if each.code == "exception":
        return
    decided = each.facts.get("decision", "")
    for fact in event.facts:
        given = each.facts.get(fact.name, "").strip()
        if not given and fact.name == "reasons" and each.said:
            continue
        wanted = fact.expected_for == EVER or decided in fact.expected_for
        if not given and wanted:
            yield f"{event.label} on {say(each.on)}: {_lacks(fact)}"
        elif given and fact.name == "rights" and given == "no" and wanted:
            when = f"{event.label} on {say(each.on)}"
            yield f"{when}: the rights are not in the letter ({fact.because})."
        elif given and fact.choices and given not in dict(fact.choices):
            yield f"{event.label} on {say(each.on)}: “{given}” is no answer to “{fact.title}”."
        elif given and fact.is_day and as_day(given) is None:
            yield f"{event.label} on {say(each.on)}: “{fact.title}” is no day."


def _lacks(fact: FactOf) -> str:
    return f"{fact.title[:1].lower()}{fact.title[1:]} is not recorded ({fact.because})."


def _told_late(book: Book, process: ProcessOf) -> Iterator[str]:
    """A decision or a plan of which the letter was sent after the day it is recorded for."""
    for each, sent in book.told_late:
        if event := process.event(each.code):
            yield (
                f"{event.label} is recorded for {say(each.on)}, and its letter was sent on "
                f"{say(sent)}. It counts from the letter. Check both days."
            )


def _second_thoughts(book: Book, process: ProcessOf) -> Iterator[str]:
    """Where one decision was logged twice on the same day with two contents, both are kept."""
    for event in process.events:
        found = book.of(event.code)
        if event.fact("decision") is None or len(found) < 2:
            continue
        days = {each.on for each in found}
        if len(days) < len(found):
            times = counted(len(found), "time")
            yield f"{event.label} is logged {times}, twice on one day. Put one right."
    closed, reopens = book.day("closure", "closed_from"), book.day("closure", "reopens")
    if closed and reopens and reopens <= closed:
        yield "The day of reopening is not after the first day closed. Check both."


def _too_soon(book: Book) -> Iterator[str]:
    """A final plan sent while the family still had time, and without an answer of theirs."""
    sent, code = book.last("draft"), "The final plan"
    if sent is None:
        sent, code = book.last("amendment-notice"), "The final amended plan"
    final = book.last("final")
    if sent is None or final is None or final.on < sent.on or book.facts.representations:
        return
    ends = days_beginning_with(sent.on, 15)
    if final.on <= ends:
        yield (
            f"{code} of {say(final.on)} was sent while the family still had time to comment, until "
            f"{say(ends)}, and no answer of theirs is recorded."
        )


def _lacks_before_final(book: Book) -> Iterator[str]:
    """What is not recorded although the final plan of an authority's assessment was sent.

    Nobody is named: who was asked may be confidential.
    """
    final = book.last("final")
    if final is None or book.facts.side != "la" or book.facts.process not in _ASSESSING:
        return
    since = f"The final plan was sent on {say(final.on)}, and"
    asked = [each for each in book.facts.advice if each.asked_on is not None]
    if out := sum(each.is_out for each in asked):
        yield f"{since} advice from {out} of the {len(asked)} asked is not recorded as received."
    named = final.facts.get("names", "").casefold()
    sent = [each.where.casefold() for each in book.facts.consultations if each.sent_on]
    if not any(where in named or named in where for where in sent):
        yield (
            f"{since} no consultation of the setting in section I is recorded (Children and "
            "Families Act 2014 s.39(2), s.40). Log it, if it was."
        )


def _unreviewed(book: Book) -> Iterator[str]:
    """A plan of years ago of which no review is known, most likely one that is not recorded; or of
    which nothing is known that the 12 months could be counted from.
    """
    if book.facts.process not in ("annual review", "phase transfer"):
        return
    made = book.plan_made
    if made is None and book.last_review is None:
        yield (
            "It is not recorded when the plan was first made or last reviewed, so the 12 months "
            "cannot be counted. Log “Plan first made” or “Last review completed”."
        )
    elif made is not None and book.is_last_review_missing:
        yield (
            f"The plan was first made on {say(made)} and no review of it is recorded since. Log "
            "“Last review completed”, so that the 12 months can be counted from it."
        )


def _detained(book: Book) -> Iterator[str]:
    """That the ordinary times do not bind where the assessment is of somebody detained."""
    if book.facts.process == "assessment" and book.in_custody:
        yield (
            "In youth custody the times to decide and for the plan are those of SI 2015/62 "
            "(SP-01), not of the SEND Regulations 2014, and the plan also goes to the person in "
            "charge, the youth offending team and the home and detention health commissioners. "
            "The times shown for advice and consultations are the ordinary ones: check them."
        )
