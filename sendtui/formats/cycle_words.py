"""The words of a printed cycle in reading order, in its version for staff or for the family."""

from collections.abc import Iterator
from datetime import date

from sendtui.formats.page_words import Agreement, Block, PageWords, Said, Section
from sendtui.formats.profile_words import where
from sendtui.formats.wording import day, lines, shown
from sendtui.models.cycle_page import (
    CyclePage,
    FoundPart,
    OutcomePart,
    ProvisionPart,
    ReviewPart,
    SaidPart,
    StrategyPart,
)
from sendtui.rules.costs import pounds

STAFF = {
    "found": "Assess: what was found",
    "said": "Views",
    "plan": "Plan: outcomes and provision",
    "other": "Other provision",
    "strategies": "Teaching, by everybody",
    "review": "Review",
}
FAMILY = {
    "found": "What we know",
    "said": "What was said",
    "plan": "What we are aiming for, and what we do",
    "other": "What else we do",
    "strategies": "What all the teachers do",
    "review": "How it went",
}
"""The parts of the page, in the school's words and in plainer ones."""

SORTS = {
    "baseline": "Where things began",
    "observation": "What was seen",
    "advice": "Advice",
    "teaching": "Teaching that was tried",
}
DECISIONS = {
    "continue": "Go on as now",
    "step up": "More support",
    "step down": "Less support",
    "leave the SEN register": "No SEN Support from now on",
    "request assessment": "Ask the local authority for an EHC needs assessment",
}
THERE = {True: "Yes", False: "No", None: "Not recorded"}


def words(page: CyclePage) -> PageWords:
    """The words of this cycle; parts without words are left out."""
    name = shown(page.name).strip() or "A pupil"
    kicker = "Support plan" if page.family else f"Assess, plan, do, review: cycle {page.number}"
    return PageWords(
        title=f"{kicker}: {name}",
        kicker=kicker,
        name=name,
        where=where(page.class_name, page.nc_year, page.setting),
        edition=_edition(page),
        facts=tuple(_facts(page)),
        sections=tuple(section for section in _sections(page) if section.blocks),
        agreement=_agreement() if page.family else None,
        contacts=tuple(_contacts(page)) if page.family else (),
        made=f"Printed on {day(page.made_on)}." if page.made_on else "",
        setting=shown(page.setting).strip(),
    )


def _edition(page: CyclePage) -> str:
    if page.signed_on is None:
        return f"Plan {page.version}, not signed"
    return f"Plan {page.version}, signed {day(page.signed_on)}"


def _facts(page: CyclePage) -> Iterator[Said]:
    yield from _told("About", page.focus)
    yield from _told("Led by", page.lead)
    yield from _told("Signed by", page.signed_by)
    yield Said("Began", day(page.started_on))
    if page.ended_on:
        why = ": the pupil left" if page.left else ""
        yield Said("Ended", f"{day(page.ended_on)}{why}")
    elif page.review_due:
        yield Said("To be reviewed by", day(page.review_due))


def _sections(page: CyclePage) -> Iterator[Section]:
    called = FAMILY if page.family else STAFF
    yield Section(called["found"], tuple(_found(page.found)))
    yield Section(called["said"], tuple(_voice(each, page.family) for each in page.said))
    yield Section(called["plan"], tuple(_outcome(each, page.family) for each in page.outcomes))
    yield Section(called["other"], tuple(_provision(each, page.family) for each in page.provision))
    strategies = tuple(Said("", _strategy(each)) for each in page.strategies if _text(each.what))
    yield Section(called["strategies"], (Block("", strategies),) if strategies else ())
    yield Section(called["review"], tuple(_review(each, page.family) for each in page.reviews))


def _found(found: tuple[FoundPart, ...]) -> Iterator[Block]:
    for sort, heading in SORTS.items():
        these = tuple(_evidence(each) for each in found if each.sort == sort)
        if these:
            yield Block(heading, these)


def _evidence(each: FoundPart) -> Said:
    measured = " ".join(filter(None, (_line(each.measure), _line(each.score))))
    text = _text(each.what) + (f" ({measured})" if measured else "")
    by = f", {_line(each.by)}" if each.by.strip() else ""
    return Said(f"{day(each.on)}{by}", text)


def _voice(each: SaidPart, family: bool) -> Block:
    whose = {"pupil": "The pupil", "parent": "The parents"}.get(each.whose, each.whose)
    if family and each.whose == "pupil":
        whose = "In the child’s own words"
    gathered = f", {_line(each.gathered)}" if each.gathered.strip() else ""
    said = tuple(Said("", line) for line in lines(each.words))
    return Block(f"{whose}, {day(each.on)}{gathered}", said, own=True)


def _outcome(each: OutcomePart, family: bool) -> Block:
    told = [Said("", _text(each.what))]
    told += _told("Need", each.need) if not family else ()
    told += _told("How we will know", each.measure)
    told += _told("Where it began" if family else "Baseline", each.baseline)
    told += _told("Aim" if family else "Target", each.target)
    told += [Said("By", day(each.by))] if each.by else []
    told += _told("From before", each.carried_from)
    for line in each.provision:
        told += _promise(line, family)
    told += _went(each, family)
    return Block(f"Outcome {each.number}", tuple(told))


def _provision(each: ProvisionPart, family: bool) -> Block:
    return Block("", tuple(_promise(each, family)))


def _strategy(each: StrategyPart) -> str:
    where_ = f" ({_line(each.where)})" if each.where.strip() else ""
    return f"{_line(each.what)}{where_}"


def _promise(each: ProvisionPart, family: bool) -> Iterator[Said]:
    told = [_text(each.what).rstrip(".")]
    told += [f"by {_line(each.who)}"] if each.who.strip() else []
    told += [each.dose] if each.dose else []
    told += [_span(each.starts, each.ends)] if each.starts or each.ends else []
    yield Said("What we do" if family else "Provision", f"{', '.join(told)}.")
    if each.promised or each.happened or each.missed:
        yield Said("So far", _so_far(each, family))
    if each.cost_pence and not family:
        yield Said("Cost", f"{pounds(each.cost_pence)} each time")


def _so_far(each: ProvisionPart, family: bool) -> str:
    times = "session" if each.happened == 1 else "sessions"
    said = f"{each.happened} {times} happened"
    if each.promised:
        said += f" of {each.promised} planned by now"
    if each.missed:
        said += f", {each.missed} missed"
    if each.missed_because and not family:
        why = ", ".join(f"{_line(reason)} {count}" for reason, count in each.missed_because)
        said += f" ({why})"
    return f"{said}."


def _span(starts: date | None, ends: date | None) -> str:
    parts = (f"from {day(starts)}" if starts else "", f"to {day(ends)}" if ends else "")
    return " ".join(filter(None, parts))


def _went(each: OutcomePart, family: bool) -> Iterator[Said]:
    rating = each.rating
    if rating is None:
        return
    yield from _told("How it went", rating.effect)
    yield from _told("Was it done", rating.delivered)
    yield from _told("Effort", rating.effort)
    yield from _told("Now at", rating.score)
    if not family:
        yield from _told("Note", rating.note)


def _review(each: ReviewPart, family: bool) -> Block:
    told = _told("Who was there", each.present)
    if each.with_parents is not None or not family:
        told += [Said("Were the parents there", THERE[each.with_parents])]
    told += [Said("", line) for line in lines(each.summary)]
    told += [Said("Decided", DECISIONS.get(each.decision, each.decision))]
    told += _told("Why", each.reason)
    told += [Said("Next review", day(each.next_review))] if each.next_review else []
    return Block(day(each.held_on), tuple(told))


def _agreement() -> Agreement:
    return Agreement(
        heading="What do you think?",
        ask="Please tick one, and tell us why. You can change your mind at any time.",
        answers=("We agree with this plan.", "We do not agree with this plan, or with part of it."),
        why="Why, and what you would like to change",
        sign=("Name", "Signed", "Date"),
    )


def _contacts(page: CyclePage) -> Iterator[Said]:
    yield Said("The school’s SENCO", _line(page.senco))
    yield Said("Free, independent advice near you (SENDIASS)", _line(page.sendiass))
    if page.spoken:
        told = " or ".join(page.spoken)
        yield Said("In your language", f"If you would like this in {told}, or an interpreter, ask.")


def _told(label: str, text: str) -> list[Said]:
    found = _text(text)
    return [Said(label, found)] if found else []


def _text(text: str) -> str:
    return " ".join(lines(text))


def _line(text: str) -> str:
    return _text(text).rstrip(".")
