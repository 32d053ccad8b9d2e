"""What the fields of a letter say: the school, the pupil, the provision, and how the year went.

What is marked confidential is on no letter, whoever has asked to see it on the screen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.formats.wording import day
from sendtui.models.need import Need
from sendtui.models.presence import Attendance
from sendtui.models.setting import Setting
from sendtui.models.voice import Voice
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.counting import counted
from sendtui.rules.letter_wording import Fields
from sendtui.services import confidential, cycle_pages, cycle_reading, meetings, referrals
from sendtui.services.confidential import Marked
from sendtui.services.cycle_views import CycleView, OutcomeView, ProvisionView
from sendtui.services.pupil_reading import of
from sendtui.services.records import alike, called, holds, require_pupil
from sendtui.services.referrals import ServiceView
from sendtui.services.statuses import on as status_on
from sendtui.store.store import Store

DECISIONS = {
    "continue": "to go on as now",
    "step up": "to give more support",
    "step down": "to give less support",
    "leave the SEN register": "to end SEN Support",
    "request assessment": "to ask the local authority for an EHC needs assessment",
}


@dataclass(frozen=True, slots=True)
class About:
    """The pupil and the school of a letter, as they are called in it."""

    pupil: str
    name: str
    forename: str
    school: str
    head: tuple[str, ...]
    senco: str
    senco_contact: str
    sendiass: str
    local_offer: str
    status: str
    since: date | None
    marked: Marked

    def fields(self) -> dict[str, str]:
        """The fields that every wording may use."""
        return {
            "child": self.name,
            "forename": self.forename,
            "school": self.school or "The school",
            "senco": self.senco,
            "senco_contact": self.senco_contact,
            "sendiass": self.sendiass,
            "local_offer": self.local_offer,
            "services": "",
        }


def about(store: Store, pupil: str, today: date) -> About:
    """The pupil and their school; raises SendtuiError where there is no such pupil."""
    own, author = store.setting, store.author
    senco = author if store.note("role") == "senco" else ""
    advice = cycle_pages.sendiass(store)
    with store.read() as session:
        found = require_pupil(session, pupil)
        setting = session.get(Setting, found.setting or own) or Setting(id="", name="")
        step = status_on(session, pupil, today)
        return About(
            pupil=pupil,
            name=called(found),
            forename=found.preferred_forename or found.forename or called(found),
            school=setting.name,
            head=tuple(part for part in (setting.address, setting.phone) if part.strip()),
            senco=setting.senco or senco,
            senco_contact=setting.senco_contact or setting.phone,
            sendiass=setting.sendiass or advice,
            local_offer=setting.local_offer,
            status=step.status if step else "",
            since=step.since if step else None,
            marked=confidential.marked(session, (pupil,), today),
        )


def support(store: Store, whom: About, today: date) -> Fields:
    """What is said of the provision that is made: since when, why, what and until when.

    Raises SendtuiError where the pupil is not on SEN Support.
    """
    if whom.status != "K" or whom.since is None:
        raise SendtuiError(
            "This letter tells parents of SEN Support (Children and Families Act 2014 s.68), and "
            "the pupil is not on SEN Support now. “sendtui place UPN K” puts them on it."
        )
    view = _open(store, whom, today)
    with store.read() as session:
        found = needs(session, whom, today)
    return {
        **whom.fields(),
        "since": day(whom.since),
        "needs": found,
        "provision": tuple(_promises(view, whom)) if view else (),
        "review": day(view.review_due) if view and view.review_due else "",
    }


def year(store: Store, whom: About, starts: date, ends: date, today: date) -> Fields:
    """How the time from one day to another went: outcomes, provision, reviews, words, presence.

    Raises SendtuiError where no cycle was under way in it.
    """
    views = [
        cycle_reading.cycle(store, line.id, today, whole=True)
        for line in reversed(cycle_reading.of_pupil(store, whom.pupil, today))
        if line.started_on <= ends and (line.ended_on or ends) >= starts
    ]
    if not views:
        raise SendtuiError("No cycle was under way in that time, so there is nothing to report.")
    last = views[-1]
    with store.read() as session:
        return {
            **whom.fields(),
            "from": day(starts),
            "until": day(ends),
            "outcomes": tuple(_outcome(each) for each in _latest(views, whom)),
            "provision": tuple(line for v in views for line in _promises(v, whom, so_far=True)),
            "reviews": tuple(_reviews(views, whom, starts, ends)),
            "meetings": _meetings(session, whom, starts, ends),
            "said": _said(session, whom, starts, ends),
            "review": day(last.review_due) if last.review_due and not last.ended_on else "",
            **_presence(session, whom, starts, ends),
        }


def services(store: Store, named: Iterable[str]) -> tuple[str, ...]:
    """Services of the directory as a family is told of them: for whom, how to ask, how long.

    Named by name or id. Raises SendtuiError for one there is not.
    """
    known = referrals.services(store)
    by_name = {key: each for each in known for key in (alike(each.name), each.id)}
    told = []
    for name in named:
        found = by_name.get(alike(name))
        if found is None:
            there = ", ".join(each.name for each in known) or "none yet"
            raise SendtuiError(
                f"There is no service {name!r} in the directory. There are: {there}."
            )
        told.append(_service(found))
    return tuple(told)


def _service(one: ServiceView) -> str:
    """One service in sentences."""
    reached = ", ".join(each for each in (one.contact.strip(), one.web.strip()) if each)
    said = (
        f"{one.name.strip()}: for {one.whom.strip()}" if one.whom.strip() else one.name.strip(),
        f"How to ask for it: {one.how.strip()}" if one.how.strip() else "",
        f"To reach it: {reached}" if reached else "",
        f"The wait is said to be about {counted(one.wait_weeks, 'week')}" if one.wait_weeks else "",
    )
    return " ".join(f"{each.rstrip('.')}." for each in said if each)


def _open(store: Store, whom: About, today: date) -> CycleView | None:
    current = cycle_reading.current(store, whom.pupil)
    found = cycle_reading.cycle(store, current, today, whole=True) if current else None
    return found if found is not None and found.ended_on is None else None


def needs(session: Session, whom: About, today: date) -> tuple[str, ...]:
    """The needs that stand on a day, in words, the primary one first."""
    standing = [
        need
        for need in of(session, Need, whom.pupil)
        if not whom.marked.covers(whom.pupil, need.id) and holds(need.since, need.until, today)
    ]
    standing.sort(key=lambda need: (need.rank, need.id))
    return tuple(NEED_TYPES.label(need.code) for need in standing)


def _open_to(outcomes: Iterable[OutcomeView], whom: About) -> Iterator[OutcomeView]:
    return (each for each in outcomes if not whom.marked.covers(whom.pupil, each.id))


def _promises(view: CycleView, whom: About, *, so_far: bool = False) -> Iterator[str]:
    lines = [p for o in _open_to(view.outcomes, whom) for p in o.provision] + [*view.unlinked]
    for each in lines:
        if not whom.marked.covers(whom.pupil, each.id):
            yield _promise(each, so_far=so_far)


def _promise(each: ProvisionView, *, so_far: bool) -> str:
    told = [each.what.strip().rstrip(".")]
    told += [f"by {each.who.strip()}"] if each.who.strip() else []
    told += [each.says] if each.says else []
    said = ", ".join(told)
    figures = each.figures
    if so_far and (figures.happened or figures.specified):
        of_them = f" of {figures.specified} planned" if figures.specified else ""
        said += f": {figures.happened}{of_them} happened"
    return said


def _latest(views: Iterable[CycleView], whom: About) -> Iterable[OutcomeView]:
    """Every outcome once, as it stood last: one that was carried on is the same outcome."""
    found: dict[str, OutcomeView] = {}
    for view in views:
        for each in _open_to(view.outcomes, whom):
            words = " ".join(each.what.casefold().split())
            if words not in found or each.rating is not None:
                found[words] = each
    return found.values()


def _outcome(each: OutcomeView) -> str:
    rating = each.rating
    if rating is None:
        return f"{each.what.rstrip('.')}: not yet looked at together"
    score = f" (from {each.baseline} to {rating.score})" if each.baseline and rating.score else ""
    return f"{each.what.rstrip('.')}: {rating.effect_label.lower()}{score}"


def _reviews(views: Iterable[CycleView], whom: About, starts: date, ends: date) -> Iterator[str]:
    for view in views:
        for each in view.reviews:
            if starts <= each.held_on <= ends and not whom.marked.covers(whom.pupil, each.id):
                yield f"{day(each.held_on)}: {DECISIONS.get(each.decision, each.decision)}"


def _meetings(session: Session, whom: About, starts: date, ends: date) -> str:
    times = sum(starts <= each <= ends for each in meetings.days(session, whom.pupil))
    return {0: "", 1: "once", 2: "twice"}.get(times, f"{times} times")


def _said(session: Session, whom: About, starts: date, ends: date) -> str:
    voices = [
        voice
        for voice in of(session, Voice, whom.pupil)
        if voice.whose == "pupil"
        and starts <= voice.said_on <= ends
        and not whom.marked.covers(whom.pupil, voice.id)
    ]
    newest = max(voices, key=lambda voice: (voice.said_on, voice.id), default=None)
    return f"“{newest.words.strip()}” ({day(newest.said_on)})" if newest else ""


def _presence(session: Session, whom: About, starts: date, ends: date) -> dict[str, str]:
    """The figures of the periods that lie in that time; empty where there are none."""
    figures = [
        each
        for each in of(session, Attendance, whom.pupil)
        if each.starts >= starts and each.ends <= ends
        if not whom.marked.covers(whom.pupil, each.id)
    ]
    # Periods may lie in one another: the longest stand, and those that overlap them do not.
    figures.sort(key=lambda each: (each.starts, -(each.ends - each.starts).days))
    kept, until = list[Attendance](), date.min
    for each in figures:
        if each.starts > until:
            kept.append(each)
            until = each.ends
    possible, attended = sum(e.possible for e in kept), sum(e.attended for e in kept)
    if not possible:
        return {"attended": "", "possible": "", "percent": ""}
    percent = f"{100 * attended / possible:.1f}%"
    return {"attended": f"{attended}", "possible": f"{possible}", "percent": percent}
