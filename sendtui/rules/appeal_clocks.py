"""Which limits run in an appeal: the letter, mediation, the Tribunal's timetable, what it asks."""

from datetime import date

from sendtui.rules import case_duties as duty
from sendtui.rules.case_facts import Book, as_day
from sendtui.rules.clocks import appeals, mediation
from sendtui.rules.clocks.directions import DIRECTED, directions
from sendtui.rules.deadline import Deadline


def of_appeal(book: Book) -> list[duty.Pair]:
    """Every limit of an appeal but those of what was agreed, conceded or ordered."""
    set_by = _directed(book)
    then = [*_mediating(book), *directions(set_by)]
    if (agreed := book.last("agreement")) and agreed.facts.get("la_absent") == "yes":
        told = mediation.agreement(agreed.on, la_absent=True)
        then += (each for each in told if each.rule == mediation.TELL_LA.id)
    if (came := book.first("appeal")) is not None and "response" not in set_by:
        then += duty.appeal(came)
    if (heard := book.last("hearing")) is not None:
        then += appeals.hearing(heard.on)
    if (recommended := book.last("recommendation")) is not None:
        then += appeals.recommendation(recommended.on)
    if (happened := book.last("discrimination")) is not None:
        then += appeals.discrimination(happened.on)
    return [*_letter(book), *duty.paired(then, duty.APPEAL)]


def _letter(book: Book) -> list[duty.Pair]:
    letter = book.last("letter")
    if letter is None:
        return []
    only_i = letter.facts.get("section_i") == "yes"
    certificate = None if only_i else duty.not_before(book.first("certificate"), letter.on)
    found = appeals.decision_letter(letter.on, certificate=certificate, section_i_only=only_i)
    return list(duty.paired(found, duty.LETTER))


def _mediating(book: Book) -> tuple[Deadline, ...]:
    wants = book.last("mediation-asked")
    if wants is None:
        return ()
    if wants.facts.get("wants") == "no":
        return mediation.mediation(wants.on, declined=True)
    health = wants.facts.get("health")
    return mediation.mediation(
        wants.on,
        health=health == "yes",
        health_only=health == "only",
        la_told_icb=duty.not_before(book.first("health-told"), wants.on),
        cannot_arrange=duty.not_before(book.first("cannot-arrange"), wants.on),
    )


def _directed(book: Book) -> dict[str, tuple[date, date]]:
    """The day that the latest directions set for each thing, with the day of those directions."""
    found: dict[str, tuple[date, date]] = {}
    for event in book.of("directions"):
        for name in DIRECTED:
            if (day := as_day(event.facts.get(f"{name}_by", ""))) is not None:
                found[name] = day, event.on
    return found
