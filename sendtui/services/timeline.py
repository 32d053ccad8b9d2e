"""What happened to a pupil, in one list: each event on the day it was true, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlmodel import Session

from sendtui.models.action import Action
from sendtui.models.contact import Contact
from sendtui.models.cycle import Cycle, Evidence
from sendtui.models.flag import Flag
from sendtui.models.need import Need
from sendtui.models.person import Person
from sendtui.models.profile import Profile
from sendtui.models.provision import Delivery
from sendtui.models.review import Review
from sendtui.models.status import Concern, Status
from sendtui.models.voice import Voice
from sendtui.rules.codes import FLAGS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.typed_dates import MONTHS
from sendtui.services import (
    case_timeline,
    confidential,
    ehc_plan_timeline,
    feedback_timeline,
    presence_timeline,
    referral_timeline,
)
from sendtui.services.pupil_reading import of
from sendtui.services.records import require_pupil
from sendtui.services.veil import veil
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the day it was true, of which noun, and who was in it ("")."""

    on: date
    kind: str
    record: str
    words: str
    who: str = ""


SORTS: dict[str, frozenset[str]] = {
    "contacts": frozenset(("contact", "voice", "action", "visit", "letter", "person", "feedback")),
    "needs": frozenset(("status", "need", "flag", "concern", "referral")),
    "support": frozenset(
        ("cycle", "evidence", "outcome", "provision", "strategy", "delivery", "review", "rating",
         "measure", "profile", "checklist_answer")
    ),
    "school": frozenset(
        ("attendance", "suspension", "timetable", "access_arrangement", "pupil", "destination")
    ),
    "case": frozenset(
        ("case", "case_event", "advice", "consultation", "representation", "plan", "plan_line",
         "arrangement")
    ),
}  # fmt: skip
"""What the list can be narrowed to → the nouns it shows then; any other noun is "the rest"."""

REST = "rest"

TITLES = {
    "contacts": "Contacts, views, actions, people",
    "needs": "SEN status, needs, flags, concerns",
    "support": "Cycles, reviews, profiles",
    "school": "Attendance, suspensions, exam access",
    "case": "EHC case, plan, arrangements",
    REST: "The rest",
}


def sort_of(event: Event) -> str:
    """Which of the sorts an event is."""
    return next((sort for sort, kinds in SORTS.items() if event.kind in kinds), REST)


def timeline(store: Store, pupil: str, today: date = date.max) -> tuple[Event, ...]:
    """Everything dated about a pupil, the newest first.

    Sessions of provision are counted by the month. What is confidential on the day is veiled.
    Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        found = require_pupil(session, pupil)
        events = [event for source in _SOURCES for event in source(session, pupil)]
        if found.left_on:
            to = f": {found.left_to}" if found.left_to else ""
            events.append(Event(found.left_on, "pupil", pupil, f"Left{to}"))
        hidden = confidential.veiled(store, session, (pupil,), today)
    events.sort(key=lambda e: (e.on, e.record), reverse=True)
    return veil(tuple(events), pupil, hidden)


def _statuses(session: Session, pupil: str) -> Iterator[Event]:
    for step in of(session, Status, pupil):
        why = f": {step.reason}" if step.reason else ""
        words = f"{SEN_PROVISION.label(step.status)}{why}"
        yield Event(step.since, "status", step.id, words)
        if step.parents_told_on:
            how = f" ({step.parents_told_how})" if step.parents_told_how else ""
            yield Event(step.parents_told_on, "status", step.id, f"Parents told{how}")


def _needs(session: Session, pupil: str) -> Iterator[Event]:
    for need in of(session, Need, pupil):
        yield from _spanned(need, "need", f"Need: {NEED_TYPES.label(need.code)}", need.source)


def _flags(session: Session, pupil: str) -> Iterator[Event]:
    for flag in of(session, Flag, pupil):
        yield from _spanned(flag, "flag", f"Flag: {FLAGS.label(flag.code)}")


def _people(session: Session, pupil: str) -> Iterator[Event]:
    for person in of(session, Person, pupil):
        yield from _spanned(person, "person", f"{person.role or 'Person'}: {person.name}")


def _spanned(dated: Any, kind: str, words: str, who: str = "") -> Iterator[Event]:
    if dated.since:
        yield Event(dated.since, kind, dated.id, words, who)
    if dated.until:
        yield Event(dated.until, kind, dated.id, f"{words}, until this day", who)


def _concerns(session: Session, pupil: str) -> Iterator[Event]:
    for concern in of(session, Concern, pupil):
        words = f"Concern: {concern.what}"
        yield Event(concern.raised_on, "concern", concern.id, words, concern.raised_by)
        if concern.closed_on:
            words = f"Concern closed: {concern.outcome}"
            yield Event(concern.closed_on, "concern", concern.id, words)


def _voices(session: Session, pupil: str) -> Iterator[Event]:
    whose = {"pupil": "The pupil's views", "parent": "The parents' views"}
    for voice in of(session, Voice, pupil):
        words = f"{whose.get(voice.whose, 'Views')}: {voice.words}"
        yield Event(voice.said_on, "voice", voice.id, words, voice.gathered)


def _contacts(session: Session, pupil: str) -> Iterator[Event]:
    for contact in of(session, Contact, pupil):
        promised = f" Promised: {contact.promised}" if contact.promised else ""
        how = contact.how.capitalize() or "Contact"
        yield Event(
            contact.on, "contact", contact.id, f"{how}: {contact.said}{promised}", contact.who
        )


def _actions(session: Session, pupil: str) -> Iterator[Event]:
    for action in of(session, Action, pupil):
        if action.done_on:
            words = f"Done: {action.what}"
            yield Event(action.done_on, "action", action.id, words, action.owner)


def _cycles(session: Session, pupil: str) -> Iterator[Event]:
    for cycle in of(session, Cycle, pupil):
        focus = f": {cycle.focus}" if cycle.focus else ""
        name = f"Cycle {cycle.number}"
        yield Event(cycle.started_on, "cycle", cycle.id, f"{name} started{focus}", cycle.lead)
        if cycle.signed_on:
            yield Event(cycle.signed_on, "cycle", cycle.id, f"{name}: plan signed", cycle.signed_by)
        if cycle.ended_on and cycle.end == "left":
            yield Event(cycle.ended_on, "cycle", cycle.id, f"{name} ended: the pupil left")


def _evidence(session: Session, pupil: str) -> Iterator[Event]:
    for found in of(session, Evidence, pupil):
        measured = f" ({found.measure} {found.score}".rstrip() + ")" if found.measure else ""
        words = f"{found.sort.capitalize()}: {found.what}{measured}"
        yield Event(found.on, "evidence", found.id, words, found.by)


def _reviews(session: Session, pupil: str) -> Iterator[Event]:
    for review in of(session, Review, pupil):
        said = f". {review.summary}" if review.summary else ""
        words = f"Review: {review.decision}{said}"
        yield Event(review.held_on, "review", review.id, words, review.present)


def _profiles(session: Session, pupil: str) -> Iterator[Event]:
    for profile in of(session, Profile, pupil):
        name = f"One-page profile, version {profile.version}"
        yield Event(profile.made_on, "profile", profile.id, f"{name} made", profile.gathered)
        if profile.signed_on:
            words = f"{name} signed"
            yield Event(profile.signed_on, "profile", profile.id, words, profile.signed_by)


def _deliveries(session: Session, pupil: str) -> Iterator[Event]:
    held = sorted(of(session, Delivery, pupil), key=lambda d: (d.on, d.id))
    for (year, month), sessions in groupby(held, key=lambda d: (d.on.year, d.on.month)):
        of_month = list(sessions)
        happened = sum(one.happened for one in of_month)
        missed = len(of_month) - happened
        words = f"Sessions in {MONTHS[month - 1]} {year}: {happened} happened"
        words += f", {missed} missed" if missed else ""
        yield Event(of_month[-1].on, "delivery", of_month[-1].id, words)


def _cases(session: Session, pupil: str) -> Iterator[Event]:
    for each in case_timeline.happened(session, pupil):
        yield Event(*each)


def _plans(session: Session, pupil: str) -> Iterator[Event]:
    for each in ehc_plan_timeline.happened(session, pupil):
        yield Event(*each)


def _referrals(session: Session, pupil: str) -> Iterator[Event]:
    for told in referral_timeline.events(session, pupil):
        yield Event(*told)


def _presence(session: Session, pupil: str) -> Iterator[Event]:
    for told in presence_timeline.events(session, pupil):
        yield Event(*told)


def _feedback(session: Session, pupil: str) -> Iterator[Event]:
    for told in feedback_timeline.events(session, pupil):
        yield Event(*told)


_SOURCES: tuple[Callable[[Session, str], Iterator[Event]], ...] = (
    _statuses,
    _needs,
    _flags,
    _people,
    _concerns,
    _voices,
    _contacts,
    _actions,
    _cycles,
    _evidence,
    _reviews,
    _profiles,
    _deliveries,
    _cases,
    _plans,
    _presence,
    _referrals,
    _feedback,
)
