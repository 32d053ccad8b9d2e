"""Today: everything that is due, overdue or at risk, each with what it opens.

One question a table, whatever the number of pupils; only pupils who have not left are looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Subquery, Table, func, select, union
from sqlmodel import Session

from sendtui.rules import support
from sendtui.rules.calendar import Term
from sendtui.rules.citation import Citation
from sendtui.rules.presence import PART_TIME, looked_at_on
from sendtui.services import arrangements, as_at, exams, school_due, school_year
from sendtui.services.case_due import limits
from sendtui.services.caseload import open_cases
from sendtui.services.clashes import Clash, all_clashes
from sendtui.services.confidential import Marked
from sendtui.services.drafts import Draft, all_of
from sendtui.services.due_narrowed import not_of_schools
from sendtui.services.due_views import KIND_LABELS as KIND_LABELS
from sendtui.services.due_views import KINDS as KINDS
from sendtui.services.due_views import Child, DueKind, urgency
from sendtui.services.due_views import Due as Due
from sendtui.services.labels import kind_title, title
from sendtui.services.pauses import without_pauses
from sendtui.services.records import is_authority
from sendtui.services.saved_views import on_today
from sendtui.services.tables import in_parts, table
from sendtui.services.unsent import unsent
from sendtui.services.veil import WORD, hidden
from sendtui.store import peers as ledger
from sendtui.store.store import Store

AHEAD = timedelta(days=28)
"""How far ahead a review, an action or a promise is shown."""

_KEEP = "Keep a promise: reply by the day you said"
PROMISE = Citation(_KEEP, "good practice")

_NAMING = (
    "status", "contact", "action", "concern", "timetable", "access_arrangement", "referral",
    "visit", "letter", "arrangement", "feedback",
)  # fmt: skip
"""The nouns of which something can be due; a case names its pupil itself."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the questions share: the session, the day, and the pupils on roll that were named."""

    session: Session
    today: date
    children: dict[str, Child]
    hidden: Marked
    ahead: timedelta = AHEAD
    terms: tuple[Term, ...] = ()

    def due(
        self,
        kind: DueKind,
        pupil: str,
        day: date | None,
        words: str,
        record: tuple[str, str],
        citation: Citation | None = None,
    ) -> Due:
        child = self.children[pupil]
        late = (self.today - day).days if day else None
        if self.hidden.covers(pupil, record[1]):
            words, citation = WORD, None
        return Due(kind, day, late, words, *child, pupil, *record, citation)


@without_pauses()
def due(store: Store, today: date) -> tuple[Due, ...]:
    """Everything that is due, by kind in the order of `KINDS`, what is latest first."""
    return tuple(sorted(each(store, today), key=urgency))


def each(store: Store, today: date, ahead: timedelta = AHEAD) -> Iterator[Due]:
    """Everything that is due, one thing after the other in no order.

    `ahead` is how far ahead a review, an action or a promise is looked for. The reviews, profiles
    and letters of SEN support are a school's duties and in an authority's record none is due, nor
    is what a school wrote down for itself.
    """
    is_school = not is_authority(store)
    with store.read() as session:
        clashes, drafts = all_clashes(session), all_of(store)
        others = {each.stream for each in clashes} | {each.pupil for each in drafts}
        children = _children(session, today, others)
        covered, terms = hidden(store, session, today), school_year.own_in(session).whole_terms
        reading = _Reading(session, today, children, covered, ahead, terms)
        cases = open_cases(store, session, covered)
        yield from limits(cases, today, today + ahead, covered)
        if is_school:
            yield from _register(reading)
            yield from _written_down(reading)
        else:
            yield from not_of_schools(session, _written_down(reading))
        yield from _clashes(reading, clashes)
        yield from _drafts(reading, drafts)
        yield from _cards(store, today)
        yield from _unsent(store)
    for view, number in on_today(store, today):
        yield Due("view", None, None, view.name, record=view.name, count=number)


def _children(session: Session, today: date, others: Iterable[str]) -> dict[str, Child]:
    """The pupils who have not left and of whom anything can be due; `others` may be among them."""
    pupil = table("pupil")
    wanted = select(
        pupil.c.id,
        func.coalesce(func.nullif(pupil.c.preferred_forename, ""), pupil.c.forename),
        func.coalesce(func.nullif(pupil.c.preferred_surname, ""), pupil.c.surname),
        pupil.c.class_name,
    ).where(as_at.on_roll(today))
    # Most pupils of a roll are never named here, and reading them all is what would take longest.
    named = union(*(select(table(kind).c.pupil) for kind in _NAMING))
    run = session.connection().execute
    found = list(run(wanted.where(pupil.c.id.in_(named))).all())
    for part in in_parts(sorted(others)):
        found += run(wanted.where(pupil.c.id.in_(part)))
    return {
        id_: Child(f"{surname}, {forename}" if forename else surname, class_name)
        for id_, forename, surname, class_name in found
    }


def _written_down(reading: _Reading) -> Iterator[Due]:
    """What somebody wrote down to be done by a day."""
    for found in (_promises, _actions, _concerns, _timetables, _exam_access, _referrals, _arranged,
                  _of_school, _unfinished):  # fmt: skip
        yield from found(reading)


def _register(reading: _Reading) -> Iterator[Due]:
    """Reviews, profiles and parents of the pupils on the SEN register."""
    for line in _on_the_register(reading):
        yield from _of_reviews(reading, line)
        record = ("profile", line["profile"] or "")
        aged = support.profile_age(line["made_on"], reading.today)
        if not aged.met:
            kind: DueKind = "profile old" if line["made_on"] else "no profile"
            yield reading.due(kind, line["id"], aged.due, aged.missing, record, aged.citation)
        told = support.parents_told(
            line["status"], line["since"], line["parents_told_on"], reading.today
        )
        if told and not told.met:
            step = ("status", line["step"])
            yield reading.due(
                "parents not told", line["id"], told.due, told.missing, step, told.citation
            )


def _on_the_register(reading: _Reading) -> list[RowMapping]:
    pupil, today = table("pupil"), reading.today
    step, profile, cycle, review = (table(n) for n in ("status", "profile", "cycle", "review"))
    now = _first(step, step.c.since.desc(), step.c.id.desc(), only=step.c.since <= today)
    made = _first(profile, profile.c.version.desc(), profile.c.id)
    due = cycle.c.review_due.asc().nulls_last()
    planned = _first(cycle, due, cycle.c.id, only=cycle.c.ended_on.is_(None))
    held = _first(review, review.c.held_on.desc(), review.c.id.desc())
    wanted = (
        select(
            pupil.c.id,
            now.c.status,
            now.c.since,
            now.c.parents_told_on,
            now.c.id.label("step"),
            # What `as_at.next_review` says, without asking for each pupil by itself.
            func.coalesce(planned.c.review_due, held.c.next_review).label("next_review"),
            made.c.id.label("profile"),
            made.c.made_on,
            planned.c.id.label("cycle"),
            held.c.held_on,
        )
        .join(now, now.c.pupil == pupil.c.id)
        .outerjoin(made, made.c.pupil == pupil.c.id)
        .outerjoin(planned, planned.c.pupil == pupil.c.id)
        .outerjoin(held, held.c.pupil == pupil.c.id)
        .where(as_at.on_roll(today), now.c.status.in_(support.ON_THE_REGISTER))
    )
    return list(reading.session.connection().execute(wanted).mappings().all())


def _first(
    noun: Table, *order: ColumnElement[Any], only: ColumnElement[bool] | None = None
) -> Subquery:
    """Of each pupil the first record of a kind in an order."""
    place = func.row_number().over(partition_by=noun.c.pupil, order_by=order)
    ranked = select(noun, place.label("place"))
    found = (ranked if only is None else ranked.where(only)).subquery()
    return select(found).where(found.c.place == 1).subquery()


def _of_reviews(reading: _Reading, line: RowMapping) -> Iterator[Due]:
    record, day = ("cycle", line["cycle"] or ""), line["next_review"]
    held = line["held_on"]
    found = support.review_due(
        line["status"], line["since"], held, day, reading.today, reading.terms
    )
    kinds: dict[str, DueKind] = {
        "review overdue": "review overdue",
        "no next review": "no next review",
        "no review this term": "no review this term",
    }
    said = {finding.check for finding in found}
    for finding in found:
        # One line a pupil: what is overdue, else what the term has not had, else what is to plan.
        if finding.check == "no review this term" and "review overdue" in said:
            continue
        if finding.check == "no next review" and "no review this term" in said:
            continue
        on = day if finding.check == "review overdue" else None
        kind = kinds[finding.check]
        yield reading.due(kind, line["id"], on, finding.says, record, finding.citation)
    ahead = day is not None and reading.today <= day <= reading.today + reading.ahead
    if ahead and (held is None or held < day):
        yield reading.due(
            "review due", line["id"], day, "A review is due.", record, support.GRADUATED
        )


def _promises(reading: _Reading) -> Iterator[Due]:
    contact = table("contact")
    answers = table("contact").alias()
    waiting = select(contact.c.pupil, contact.c.id, contact.c.reply_by, contact.c.promised).where(
        (contact.c.promised != "") | contact.c.reply_by.is_not(None),
        contact.c.id.not_in(select(answers.c.answers)),
    )
    for pupil, id_, day, promised in reading.session.connection().execute(waiting):
        if pupil in reading.children and _soon(reading, day):
            words = promised or "A reply was promised."
            yield reading.due("reply promised", pupil, day, words, ("contact", id_), PROMISE)


def _actions(reading: _Reading) -> Iterator[Due]:
    action = table("action")
    waiting = select(
        action.c.pupil, action.c.id, action.c.due, action.c.what, action.c.owner
    ).where(action.c.done_on.is_(None))
    for pupil, id_, day, what, owner in reading.session.connection().execute(waiting):
        if pupil in reading.children and _soon(reading, day):
            words = f"{what} ({owner})" if owner else what
            yield reading.due("action", pupil, day, words, ("action", id_))


def _concerns(reading: _Reading) -> Iterator[Due]:
    concern = table("concern")
    still_open = select(concern.c.pupil, concern.c.id, concern.c.review_on, concern.c.what).where(
        concern.c.closed_on.is_(None)
    )
    for pupil, id_, day, what in reading.session.connection().execute(still_open):
        if pupil in reading.children and day is not None and _soon(reading, day):
            yield reading.due("concern", pupil, day, what, ("concern", id_), support.GRADUATED)


def _timetables(reading: _Reading) -> Iterator[Due]:
    timetable = table("timetable").c
    still = select(
        timetable.pupil, timetable.id, timetable.starts, timetable.ends, timetable.review_on
    ).where(timetable.back_full_time_on.is_(None))
    for pupil, id_, starts, ends, review_on in reading.session.connection().execute(still):
        day = looked_at_on(starts, ends, review_on)
        if pupil in reading.children and _soon(reading, day):
            words = "A part-time timetable ends." if day == ends else "Look at it again."
            record = ("timetable", id_)
            yield reading.due("timetable", pupil, day, words, record, PART_TIME)


def _exam_access(reading: _Reading) -> Iterator[Due]:
    one = table("access_arrangement").c
    latest = func.max(one.until).over(partition_by=(one.pupil, func.lower(one.what)))
    # What has been approved again does not run out.
    each = select(one.pupil, one.id, one.until, one.what, latest.label("latest")).subquery().c
    running = select(each.pupil, each.id, each.until, each.what).where(each.until == each.latest)
    for pupil, id_, day, what in reading.session.connection().execute(running):
        if pupil in reading.children and abs(day - reading.today) <= exams.RENEWAL:
            record = ("access_arrangement", id_)
            yield reading.due("exam access", pupil, day, what, record, exams.EVIDENCE)


def _referrals(reading: _Reading) -> Iterator[Due]:
    one = table("referral").c
    waiting = select(one.pupil, one.id, one.chase_on, one.service).where(
        one.chase_on.is_not(None),
        one.refused_on.is_(None),
        one.seen_on.is_(None),
        one.closed_on.is_(None),
    )
    for pupil, id_, day, service in reading.session.connection().execute(waiting):
        if pupil in reading.children and _soon(reading, day):
            yield reading.due("referral", pupil, day, service, ("referral", id_))


def _arranged(reading: _Reading) -> Iterator[Due]:
    """What is arranged and runs, and is to be looked at again on a day, or is owed at once."""
    for one in arrangements.looked_at(reading.session, reading.today):
        if one.pupil in reading.children and (one.day is None or _soon(reading, one.day)):
            record = ("arrangement", one.id)
            yield reading.due("arrangement", one.pupil, one.day, one.words, record, one.citation)


def _of_school(reading: _Reading) -> Iterator[Due]:
    """Complaints without an answer, open steps of the action plan, packs without a receipt."""
    for kind, pupil, day, words, record in school_due.waiting(reading.session):
        if pupil in reading.children and _soon(reading, day):
            yield reading.due(kind, pupil, day, words, record)
        elif not pupil and _soon(reading, day):
            late = (reading.today - day).days
            yield Due(kind, day, late, words, kind_of_record=record[0], record=record[1])


def _unfinished(reading: _Reading) -> Iterator[Due]:
    """Notes of visits that nobody filed, and letters that were drafted and not sent."""
    visit, letter, run = table("visit").c, table("letter").c, reading.session.connection().execute
    notes = select(visit.pupil, visit.id, visit.on).where(visit.filed_on.is_(None))
    for pupil, id_, day in run(notes):
        if pupil in reading.children:
            yield reading.due("visit", pupil, day, "Notes of a visit to file", ("visit", id_))
    drafted = select(letter.pupil, letter.id, letter.drafted_on, letter.title)
    for pupil, id_, day, title_ in run(drafted.where(letter.sent_on.is_(None))):
        if pupil in reading.children:
            yield reading.due("letter", pupil, day, f"Letter not sent: {title_}", ("letter", id_))


def _soon(reading: _Reading, day: date | None) -> bool:
    return day is None or day <= reading.today + reading.ahead


def _clashes(reading: _Reading, clashes: Iterable[Clash]) -> Iterator[Due]:
    for clash in clashes:
        words = f"{kind_title(clash.kind)}: {title(clash.kind, clash.field)} has two versions."
        record = (clash.kind, clash.record)
        if clash.stream in reading.children:
            yield reading.due("clash", clash.stream, None, words, record)
        else:
            yield Due("clash", None, None, words, "", "", "", *record)


def _drafts(reading: _Reading, drafts: Iterable[Draft]) -> Iterator[Due]:
    for draft in drafts:
        words = f"{kind_title(draft.kind)}: typed and not saved."
        child = reading.children.get(draft.pupil)
        name, class_name = child or ("", "")
        day = draft.saved.date()
        late = (reading.today - day).days
        record = draft.record or draft.key
        yield Due("draft", day, late, words, name, class_name, draft.pupil, draft.kind, record)


def _cards(store: Store, today: date) -> Iterator[Due]:
    with store.read() as session:
        if not ledger.peers(session.connection()):
            return
    # Most case files have no cards yet, and reading one loads the libraries for keys.
    from sendtui.services.peers import RUNS_OUT, WE, peers

    for peer in peers(store):
        late = (today - peer.until).days
        if late < -RUNS_OUT or peer.revoked:
            continue
        do = "Renew it" if peer.way == WE else "Ask for a new one"
        ran = "ran out" if late > 0 else "runs out"
        words = f"The card of {peer.name} {ran}. {do}: F6, k."
        yield Due("card", peer.until, late, words, kind_of_record="peer", record=peer.fingerprint)


def _unsent(store: Store) -> Iterator[Due]:
    waiting = unsent(store)
    if waiting:
        words = f"{waiting:,} change{'s' if waiting != 1 else ''} since the last sealed file."
        yield Due("unsent", None, None, words, count=waiting)
