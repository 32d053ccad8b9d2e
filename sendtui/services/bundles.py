"""What goes to the authority with a request for an assessment or for top-up, gathered as a page.

The words around it are a wording that can be changed, for each authority its own. What is marked
confidential is left out, whoever has asked to see it on the screen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sendtui.errors import UsageError
from sendtui.models.letter_page import LetterPage
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.models.status import Status
from sendtui.models.voice import Voice
from sendtui.rules import bundle
from sendtui.rules.bundle import PURPOSES, Held, Missing, Purpose
from sendtui.rules.codes import SEN_PROVISION
from sendtui.rules.costs import FIRST_THRESHOLD_PENCE, pounds
from sendtui.rules.typed_dates import say
from sendtui.services import (
    cycle_pages,
    cycle_reading,
    letter_fields,
    letter_wordings,
    papers,
    presence,
    provision_map,
)
from sendtui.services.cycle_views import CycleView, OutcomeView
from sendtui.services.labels import day_word
from sendtui.services.ledger import Period
from sendtui.services.letter_fields import DECISIONS, About
from sendtui.services.provision_map import Total
from sendtui.services.pupil_reading import of
from sendtui.services.records import require_pupil
from sendtui.services.timeline import timeline
from sendtui.services.veil import WORD
from sendtui.store.store import Store

YEAR = timedelta(days=365)
_TOLD = frozenset(("status", "concern", "cycle", "evidence", "review", "delivery", "suspension",
                   "timetable", "case_event", "plan", "attendance"))  # fmt: skip
"""The nouns of the chronology: what the school noticed, did and found, and no word of a call."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it would go: its page, what is missing, and what the log calls it.

    `left_out` counts the confidential records that are not in it.
    """

    pupil: str
    name: str
    purpose: Purpose
    page: LetterPage
    missing: tuple[Missing, ...]
    what: str
    left_out: int


def gather(store: Store, pupil: str, purpose: str, today: date, *, la: str = "") -> Bundle:
    """Gather a bundle for a purpose; `la` is the authority whose wording it takes.

    Without one it is the setting's. Raises UsageError for another purpose, SendtuiError for a
    wording that cannot be filled in.
    """
    known: Purpose | None = next((each for each in PURPOSES if each == purpose), None)
    if known is None:
        raise UsageError(f"A bundle is for one of: {', '.join(PURPOSES)}.")
    whom = letter_fields.about(store, pupil, today)
    views = [
        cycle_reading.cycle(store, line.id, today, whole=True)
        for line in reversed(cycle_reading.of_pupil(store, pupil, today))
        if not whom.marked.covers(pupil, line.id)
    ]
    spent = provision_map.read(store, today, Period(today - YEAR, today)).of_pupil(pupil)
    held, fields = _gathered(store, whom, views, spent, today)
    lacking = bundle.missing(held, known, today)
    own_la = la or _la(store, pupil)
    fields |= {
        "purpose": PURPOSES[known],
        "la": own_la,
        "missing": tuple(f"{each.says} ({each.citation.text})" for each in lacking),
    }
    filled = letter_wordings.fill(store, f"bundle-{known}", fields, own_la)
    with store.read() as session:
        child = require_pupil(session, pupil)
        parts = cycle_pages.without_others(session, filled.parts, child)
    page = LetterPage(filled.title, parts, whom.school, whom.head, dated=today)
    left_out = len(whom.marked.records) + len(whom.marked.pupils)
    return Bundle(pupil, whom.name, known, page, lacking, f"Bundle: {PURPOSES[known]}", left_out)


def _la(store: Store, pupil: str) -> str:
    with store.read() as session:
        child = require_pupil(session, pupil)
        setting = session.get(Setting, child.setting or store.setting)
        return setting.la if setting else ""


def _gathered(
    store: Store, whom: About, views: list[CycleView], spent: Total, today: date
) -> tuple[Held, dict[str, str | tuple[str, ...]]]:
    pupil, covers = whom.pupil, whom.marked.covers
    reports = [p for p in papers.of_pupil(store, pupil) if not covers(pupil, p.id)]
    figures = [a for a in presence.of_pupil(store, pupil, today).attendance
               if not covers(pupil, a.id)]  # fmt: skip
    with store.read() as session:
        child = require_pupil(session, pupil)
        needs = letter_fields.needs(session, whom, today)
        voices = [v for v in of(session, Voice, pupil) if not covers(pupil, v.id)]
        steps = of(session, Status, pupil)
        about = _identity(child, whom)
    reviewed = [r.held_on for view in views for r in view.reviews if not covers(pupil, r.id)]
    said = {whose: _newest(voices, whose) for whose in ("pupil", "parent")}
    outside = [r for r in reports if r.sort in ("report", "advice", "")]
    advice = [e for view in views for e in view.evidence if e.sort == "advice"]
    held = Held(
        born=child.born is not None,
        upn=bool(child.upn),
        need=bool(needs),
        told=any(s.parents_told_on for s in steps) or whom.status == "E",
        reviewed=tuple(reviewed),
        sessions=sum(v.delivery.happened for v in views),
        unlogged=sum(v.delivery.not_logged for v in views),
        baseline=any(e.sort == "baseline" for v in views for e in v.evidence)
        or any(o.baseline for v in views for o in v.outcomes),
        pupil_said=said["pupil"].said_on if said["pupil"] else None,
        parents_said=said["parent"].said_on if said["parent"] else None,
        reports=len(outside) + len(advice),
        attendance=bool(figures),
        school_pence=spent.paid.school,
        unpriced=spent.unpriced,
    )
    rate = figures[0] if figures else None
    return held, {
        **whom.fields(),
        **about,
        "needs": needs,
        "cycles": tuple(line for view in views for line in _cycle(view, whom)),
        "delivered": tuple(_delivered(views, whom)),
        "spend": _spend(spent),
        "pupil_views": _quoted(said["pupil"]),
        "parents_views": _quoted(said["parent"]),
        "reports": tuple(_report(r.title, r.author, r.organisation, r.dated) for r in reports),
        "attendance": f"{rate.rate.percent} of {rate.possible} half days from "
        f"{day_word(rate.starts)} to {day_word(rate.ends)}" if rate and rate.rate.percent else "",
        "chronology": tuple(_chronology(store, whom, today)),
    }  # fmt: skip


def _identity(child: Pupil, whom: About) -> dict[str, str]:
    return {
        "born": say(child.born) if child.born else "",
        "upn": child.upn,
        "class": child.class_name,
        "status": SEN_PROVISION.label(whom.status) if whom.status else "",
        "since": say(whom.since) if whom.since else "",
    }


def _newest(voices: Iterable[Voice], whose: str) -> Voice | None:
    wanted = [v for v in voices if v.whose == whose]
    return max(wanted, key=lambda v: (v.said_on, v.id), default=None)


def _quoted(voice: Voice | None) -> str:
    return f"“{voice.words.strip()}” ({day_word(voice.said_on)})" if voice else ""


def _report(title: str, author: str, organisation: str, dated: date | None) -> str:
    who = ", ".join(part for part in (author, organisation) if part)
    return f"{title}{f', {who}' if who else ''}{f', {day_word(dated)}' if dated else ''}"


def _cycle(view: CycleView, whom: About) -> Iterator[str]:
    """A cycle in a line, then each outcome with how it went."""
    until = f" to {day_word(view.ended_on)}" if view.ended_on else ", still open"
    held = ", ".join(
        f"reviewed {day_word(r.held_on)}: {DECISIONS.get(r.decision, r.decision)}"
        for r in view.reviews
        if not whom.marked.covers(whom.pupil, r.id)
    )
    focus = f" ({view.focus})" if view.focus else ""
    said = held or "not reviewed"
    yield f"Cycle {view.number}{focus}, {day_word(view.started_on)}{until}: {said}"
    for each in view.outcomes:
        if not whom.marked.covers(whom.pupil, each.id):
            yield f"Cycle {view.number}: {_outcome(each)}"


def _outcome(each: OutcomeView) -> str:
    rating = each.rating
    went = rating.effect_label.lower() if rating else "not rated yet"
    score = f", from {each.baseline} to {rating.score}" if rating and each.baseline and (
        rating.score) else ""  # fmt: skip
    return f"{each.what.rstrip('.')}: {went}{score}"


def _delivered(views: Iterable[CycleView], whom: About) -> Iterator[str]:
    """Each line of provision: sessions specified, those that happened, and those missed."""
    for view in views:
        lines = [p for o in view.outcomes for p in o.provision] + [*view.unlinked]
        for each in lines:
            if whom.marked.covers(whom.pupil, each.id):
                continue
            f = each.figures
            missed = f", {f.missed} missed" if f.missed else ""
            unlogged = f", {f.not_logged} not logged" if f.not_logged else ""
            who = f", {each.who}" if each.who else ""
            yield (
                f"{each.what.rstrip('.')}{who} ({each.says}): {f.specified} specified, "
                f"{f.happened} given{missed}{unlogged}"
            )


def _spend(spent: Total) -> tuple[str, ...]:
    if not spent.lines:
        return ()
    paid, goal = spent.paid, FIRST_THRESHOLD_PENCE
    told = [
        f"The school has met {pounds(paid.school)} of the first {pounds(goal)} in the last "
        f"12 months ({paid.school * 100 // goal}%)"
    ]
    for words, pence in (("The authority", paid.authority), ("Health", paid.health),
                         ("Social care", paid.care)):  # fmt: skip
        if pence:
            told.append(f"{words} has met {pounds(pence)}")
    hours = spent.promised_minutes // 60, spent.happened_minutes // 60
    told.append(f"{hours[0]} hours were promised in that time, {hours[1]} happened")
    return tuple(told)


def _chronology(store: Store, whom: About, today: date) -> Iterator[str]:
    events = timeline(store, whom.pupil, today)
    for each in reversed(events):
        secret = whom.marked.covers(whom.pupil, each.record) or each.words == WORD
        if each.kind in _TOLD and not secret:
            yield f"{day_word(each.on)}: {each.words}"
