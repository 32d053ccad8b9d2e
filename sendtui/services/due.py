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
from sendtui.rules.citation import Citation
from sendtui.services import as_at
from sendtui.services.clashes import Clash, all_clashes
from sendtui.services.drafts import Draft, all_of
from sendtui.services.due_views import KIND_LABELS as KIND_LABELS
from sendtui.services.due_views import KINDS as KINDS
from sendtui.services.due_views import Due as Due
from sendtui.services.due_views import DueKind
from sendtui.services.labels import kind_title, title
from sendtui.services.tables import in_parts, table
from sendtui.services.unsent import unsent
from sendtui.store.store import Store

AHEAD = timedelta(days=28)
"""How far ahead a review, an action or a promise is shown."""

_KEEP = "Keep a promise: reply by the day you said"
PROMISE = Citation(_KEEP, "good practice")

_NAMING = ("status", "contact", "action", "concern")
"""The nouns of which something can be due."""


@dataclass(frozen=True, slots=True)
class _Child:
    id: str
    name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the questions share: the session, the day, and the pupils on roll that were named."""

    session: Session
    today: date
    children: dict[str, _Child]

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
        return Due(kind, day, late, words, child.name, child.class_name, pupil, *record, citation)


def due(store: Store, today: date) -> tuple[Due, ...]:
    """Everything that is due, by kind in the order of `KINDS`, what is latest first."""
    with store.read() as session:
        clashes, drafts = all_clashes(session), all_of(store)
        others = {each.stream for each in clashes} | {each.pupil for each in drafts}
        reading = _Reading(session, today, _children(session, today, others))
        found = [
            *_register(reading),
            *_promises(reading),
            *_actions(reading),
            *_concerns(reading),
            *_clashes(reading, clashes),
            *_drafts(reading, drafts),
            *_unsent(store),
        ]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Due) -> tuple[int, int, date, str]:
    ahead = one.kind in ("action", "reply promised", "concern") and not one.overdue
    place = KINDS.index("review due") if ahead else KINDS.index(one.kind)
    # Due today counts as late: it is what the day is for.
    if one.days_late == 0 and ahead:
        place = KINDS.index(one.kind)
    return place, 0 if one.day else 1, one.day or date.max, one.name.casefold()


def _children(session: Session, today: date, others: Iterable[str]) -> dict[str, _Child]:
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
    found = list(run(wanted.where(pupil.c.id.in_(named))))
    for part in in_parts(sorted(others)):
        found += run(wanted.where(pupil.c.id.in_(part)))
    return {
        id_: _Child(id_, f"{surname}, {forename}" if forename else surname, class_name)
        for id_, forename, surname, class_name in found
    }


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
    return list(reading.session.connection().execute(wanted).mappings())


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
    found = support.review_due(line["status"], line["since"], held, day, reading.today)
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
    ahead = day is not None and reading.today <= day <= reading.today + AHEAD
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


def _soon(reading: _Reading, day: date | None) -> bool:
    return day is None or day <= reading.today + AHEAD


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
        name, class_name = (child.name, child.class_name) if child else ("", "")
        day = draft.saved.date()
        late = (reading.today - day).days
        record = draft.record or draft.key
        yield Due("draft", day, late, words, name, class_name, draft.pupil, draft.kind, record)


def _unsent(store: Store) -> Iterator[Due]:
    waiting = unsent(store)
    if waiting:
        words = f"{waiting:,} change{'s' if waiting != 1 else ''} since the last sealed file."
        yield Due("unsent", None, None, words, count=waiting)
