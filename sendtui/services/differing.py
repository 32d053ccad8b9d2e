"""What a line of a file would change about a pupil the record has.

A blank cell is never news, and nothing is taken away because a file does not say it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from sendtui.models.incoming import IncomingPupil
from sendtui.rules.years import year_by_age
from sendtui.services.as_at import NONE
from sendtui.services.tables import table

REVIEW = "Review, as the school's list has it"
"""The action that keeps a file's own date of the next review."""

PUPIL_FIELDS = (
    "upn", "former_upn", "uln", "nhs_number", "adno", "surname", "forename", "preferred_surname",
    "preferred_forename", "former_surname", "born", "sex", "nc_year", "class_name", "language",
    "left_on",
)  # fmt: skip

MANY = 400
"""How many pupils are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to write: a new record where `record` is empty, else fields of one that is here."""

    kind: str
    record: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """A pupil as the record has them on a day."""

    values: dict[str, Any]
    status: tuple[str, str, date] | None = None
    needs: list[tuple[str, str, int]] = field(default_factory=list)
    flags: dict[str, str] = field(default_factory=dict)
    review: tuple[str, date | None] | None = None


def known(session: Session, pupils: Sequence[str], day: date) -> dict[str, Known]:
    """These pupils as the record has them on a day."""
    found: dict[str, Known] = {}
    for start in range(0, len(pupils), MANY):
        found |= _known(session, pupils[start : start + MANY], day)
    return found


def of_new(line: IncomingPupil, setting: str, day: date) -> tuple[dict[str, Any], list[Edit]]:
    """The pupil's own values and the further records that a line about somebody new makes."""
    values = {name: v for name in PUPIL_FIELDS if (v := _value(line, name, line.born, day))}
    values["setting"] = setting
    return values, list(_further(line, Known(values), day))


def edits(line: IncomingPupil, pupil: str, now: Known, day: date) -> list[Edit]:
    """What would be written about a pupil the record has; empty where the file says nothing new."""
    made = []
    fresh, before = {}, {}
    for name in PUPIL_FIELDS:
        value = _value(line, name, line.born or now.values["born"], day)
        if value and value != now.values[name]:
            fresh[name], before[name] = value, now.values[name]
    if fresh:
        made.append(Edit("pupil", pupil, fresh, before))
    return [*made, *_further(line, now, day)]


def _value(line: IncomingPupil, name: str, born: date | None, day: date) -> Any:
    value = getattr(line, name)
    # The NC year is kept only where it is not the one of the pupil's age.
    if name == "nc_year" and born and value == year_by_age(born, day):
        return ""
    return value


def _further(line: IncomingPupil, now: Known, day: date) -> Collection[Edit]:
    return [
        *_status(line, now, day),
        *_needs(line, now),
        *_flags(line, now, day),
        *_review(line, now),
    ]


def _status(line: IncomingPupil, now: Known, day: date) -> Collection[Edit]:
    code = now.status[1] if now.status else NONE
    if not line.status or (line.status == code and not _other_day(line, now)):
        return ()
    since = (line.plan_since if line.status == "E" else None) or line.status_since or day
    if now.status and (line.status == code or now.status[2] == since):
        record, _, began = now.status
        return (Edit("status", record, {"status": line.status, "since": since},
                     {"status": code, "since": began}),)  # fmt: skip
    if line.status == code:
        return ()
    odd = line.status_as_given not in {"", line.status}
    values: dict[str, Any] = {"status": line.status, "since": since}
    if odd:
        values["reason"] = f"given as {line.status_as_given} in the school's list"
    return (Edit("status", "", values, {"status": code} if now.status else {}),)


def _other_day(line: IncomingPupil, now: Known) -> bool:
    said = (line.plan_since if line.status == "E" else None) or line.status_since
    return bool(now.status and said and said != now.status[2])


def _needs(line: IncomingPupil, now: Known) -> Collection[Edit]:
    """The file's needs take the first ranks in its order; the record's others follow."""
    if not line.needs:
        return ()
    here = {code: (record, rank) for record, code, rank in now.needs}
    named = [code for code, _ in sorted(line.needs, key=lambda need: need[1])]
    order = [
        *named,
        *(code for _, code, _ in sorted(now.needs, key=lambda n: n[2]) if code not in named),
    ]
    made = []
    for rank, code in enumerate(order, 1):
        if code not in here:
            made.append(Edit("need", "", {"code": code, "rank": rank, "since": line.status_since}))
        elif here[code][1] != rank:
            made.append(Edit("need", here[code][0], {"rank": rank}, {"rank": here[code][1]}))
    return made


def _flags(line: IncomingPupil, now: Known, day: date) -> Collection[Edit]:
    up = [
        Edit("flag", "", {"code": code, "since": day})
        for code in line.flags
        if code not in now.flags
    ]
    down = [
        Edit("flag", now.flags[code], {"until": day}, {"until": None})
        for code in line.not_flags
        if code in now.flags
    ]
    return [*up, *down]


def _review(line: IncomingPupil, now: Known) -> Collection[Edit]:
    if line.next_review is None or (now.review and now.review[1] == line.next_review):
        return ()
    if now.review is None:
        return (Edit("action", "", {"what": REVIEW, "due": line.next_review}),)
    record, due = now.review
    return (Edit("action", record, {"due": line.next_review}, {"due": due}),)


def _known(session: Session, pupils: Sequence[str], day: date) -> dict[str, Known]:
    run = session.connection().execute
    pupil, status, need, flag, action = (
        table(t) for t in ("pupil", "status", "need", "flag", "action")
    )
    found = {
        p["id"]: Known(dict(p)) for p in run(select(pupil).where(pupil.c.id.in_(pupils))).mappings()
    }
    # The last step is the one that holds, so later ones overwrite earlier ones here.
    steps = select(status.c.pupil, status.c.id, status.c.status, status.c.since)
    steps = steps.where(status.c.pupil.in_(pupils), status.c.since <= day)
    for owner, id_, code, since in run(steps.order_by(status.c.since, status.c.id)):
        found[owner].status = (id_, code, since)
    ranked = select(need.c.pupil, need.c.id, need.c.code, need.c.rank)
    ranked = ranked.where(need.c.pupil.in_(pupils), need.c.until.is_(None))
    for owner, id_, code, rank in run(ranked.order_by(need.c.rank, need.c.id)):
        found[owner].needs.append((id_, code, rank))
    standing = select(flag.c.pupil, flag.c.id, flag.c.code)
    standing = standing.where(flag.c.pupil.in_(pupils), flag.c.until.is_(None))
    for owner, id_, code in run(standing):
        found[owner].flags[code] = id_
    reviews = select(action.c.pupil, action.c.id, action.c.due).where(
        action.c.pupil.in_(pupils), action.c.what == REVIEW, action.c.done_on.is_(None)
    )
    made: dict[str, list[tuple[str, date | None]]] = defaultdict(list)
    for owner, id_, due in run(reviews):
        made[owner].append((id_, due))
    for owner, kept in made.items():
        found[owner].review = kept[-1]
    return found
