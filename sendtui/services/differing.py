"""What a line of a file would change about a pupil the record has.

A blank cell is never news, and nothing is taken away because a file does not say it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sendtui.models.incoming import IncomingPupil
from sendtui.rules.years import year_by_age
from sendtui.services.as_at import NONE
from sendtui.services.known import REVIEW, Known, Step

PUPIL_FIELDS = (
    "upn", "former_upn", "uln", "nhs_number", "adno", "surname", "forename", "preferred_surname",
    "preferred_forename", "former_surname", "born", "sex", "nc_year", "class_name", "language",
    "left_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to write: a new record where `record` is empty, else fields of one that is here.

    `told` is what the file says where that is not what is written; `unsaid` are fields that follow
    from others and are no news to anybody.
    """

    kind: str
    record: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    unsaid: Collection[str] = ()


def of_new(line: IncomingPupil, setting: str, day: date) -> tuple[dict[str, Any], list[Edit]]:
    """The pupil's own values and the further records that a line about somebody new makes."""
    values = {name: value for name in PUPIL_FIELDS if (value := getattr(line, name))}
    if line.born and line.nc_year == year_by_age(line.born, day):
        del values["nc_year"]
    values["setting"] = setting
    return values, _further(line, Known(values), day)


def edits(line: IncomingPupil, pupil: str, now: Known, day: date) -> tuple[Edit, ...]:
    """What would be written about a pupil the record has; empty where the file says nothing new."""
    values = now.values
    fresh = {
        name: value
        for name in PUPIL_FIELDS
        if (value := getattr(line, name)) and not _says_the_same(value, values[name])
    }
    _keep_upns(line, values, fresh)
    told = _year(line, values, fresh, day)
    made = _further(line, now, day)
    if not fresh:
        return tuple(made)
    before = {name: values[name] for name in fresh} | told["before"]
    return (Edit("pupil", pupil, fresh, before, told["after"]), *made)


def _says_the_same(told: Any, known: Any) -> bool:
    """Whether it is no news; a name all in capitals says nothing of its capitals."""
    if isinstance(told, str) and isinstance(known, str) and len(told) > 3 and told.isupper():
        return told.casefold() == known.casefold()
    return bool(told == known)


def _keep_upns(line: IncomingPupil, values: Mapping[str, Any], fresh: dict[str, Any]) -> None:
    """Never lose a UPN: an old one does not come back, and one that is replaced is the former."""
    if "upn" not in fresh or not values["upn"]:
        return
    if line.upn == values["former_upn"]:
        del fresh["upn"]
        fresh.pop("former_upn", None)
    elif not line.former_upn:
        fresh["former_upn"] = values["upn"]


def _year(
    line: IncomingPupil, values: Mapping[str, Any], fresh: dict[str, Any], day: date
) -> dict[str, dict[str, Any]]:
    """Keep an NC year only where it is not the one by age; what to say of it, before and after."""
    born = fresh.get("born") or values["born"]
    if not line.nc_year or not born:
        return {"before": {}, "after": {}}
    by_age = year_by_age(born, day)
    was = values["nc_year"] or (year_by_age(values["born"], day) if values["born"] else "")
    fresh.pop("nc_year", None)
    wanted = "" if line.nc_year == by_age else line.nc_year
    # One that somebody typed although it is the one by age says the same: no news.
    if wanted == values["nc_year"] or (was == line.nc_year and "born" not in fresh):
        return {"before": {}, "after": {}}
    fresh["nc_year"] = wanted
    return {"before": {"nc_year": was}, "after": {"nc_year": line.nc_year}}


def _further(line: IncomingPupil, now: Known, day: date) -> list[Edit]:
    earlier = tuple(_earlier(line, now))
    added = [Step("", e.values["status"], e.values["since"], None) for e in earlier]
    steps = sorted([*now.steps, *added], key=lambda step: step.since)
    return [
        *earlier,
        *_status(line, steps, day),
        *_needs(line, now),
        *_ended_needs(line, now),
        *_flags(line, now, day),
        *_review(line, now),
        *_besides(line, now),
    ]


def _earlier(line: IncomingPupil, now: Known) -> Iterator[Edit]:
    """Steps of the past that the record lacks, where it says something else of their day."""
    known = [(step.since, step.status) for step in now.steps]
    for code, since in line.steps:
        held = [status for day, status in sorted(known) if day <= since]
        if (held[-1] if held else NONE) == code or any(day == since for day, _ in known):
            continue
        known.append((since, code))
        yield Edit("status", "", {"status": code, "since": since})


def _status(line: IncomingPupil, known: Sequence[Step], day: date) -> Collection[Edit]:
    """The step of the SEN status that the line asks for, or the one it puts right."""
    said = (line.plan_since if line.status == "E" else None) or line.status_since
    steps = [step for step in known if step.since <= max(day, said or day)]
    current = steps[-1] if steps else None
    code = line.status or (current.status if current else NONE)
    if current is None:
        return () if code == NONE else (_step(line, {}, said or day, day),)
    since = said or day
    if since < current.since:
        since = max(day, current.since)
    if code != current.status and since != current.since:
        return (_step(line, {"status": current.status, "since": current.since}, since, day),)
    if not current.record:
        return ()
    earlier = steps[-2].since if len(steps) > 1 else date.min
    fresh: dict[str, Any] = {} if code == current.status else {"status": code}
    if line.status and said and _may_begin(said, current, earlier, line, day):
        fresh["since"] = said
    if line.parents_told_on and line.parents_told_on != current.parents_told_on:
        fresh["parents_told_on"] = line.parents_told_on
    before = {name: getattr(current, name) for name in ("status", "since", "parents_told_on")}
    return (Edit("status", current.record, fresh, before),) if fresh else ()


def _may_begin(said: date, current: Step, earlier: date, line: IncomingPupil, day: date) -> bool:
    """Whether the day that a line gives is another one on which the step may have begun.

    On the day of the step before it, or sooner, it would put the steps in another order. Of a
    status that a history gives more than once the first day counts; and one that holds today does
    not begin on a day to come, for until then there would be none.
    """
    latest = current.since if line.steps else max(day, current.since)
    return earlier < said <= latest and said != current.since


def _step(line: IncomingPupil, before: Mapping[str, Any], since: date, day: date) -> Edit:
    values: dict[str, Any] = {"status": line.status, "since": since}
    if line.parents_told_on:
        values["parents_told_on"] = line.parents_told_on
    if line.status_as_given not in ("", line.status):
        values["reason"] = f"given as {line.status_as_given} in the school's list"
    # That a step begins on the day of the file is no news.
    unsaid = ("since", "reason") if since == day else ("reason",)
    return Edit("status", "", values, before, unsaid=unsaid)


def _needs(line: IncomingPupil, now: Known) -> Collection[Edit]:
    """The file's needs take the ranks it gives them; the record's others stand around them."""
    if not line.needs:
        return ()
    here = {need.code: need for need in reversed(now.needs)}
    began = {code: first for code, _, first, _ in line.dated_needs}
    since = line.status_since
    asked = sorted(line.needs, key=lambda need: need[1])
    named = [(here.get(code), code) for code, _ in asked if code not in now.ending]
    taken = {found.record for found, _ in named if found}
    others = [(need, need.code) for need in now.needs if need.record not in taken]
    place = asked[0][1] - 1
    order = [*others[:place], *named, *others[place:]]
    ranks = [found.rank for found, _ in order if found]
    if len(ranks) == len(order) and all(a < b for a, b in pairwise(ranks)):
        return ()
    return [
        Edit("need", found.record, {"rank": rank}, {"code": code, "rank": found.rank})
        if found
        else Edit(
            "need",
            "",
            {"code": code, "rank": rank, "since": began.get(code, since), **_from(line)},
            unsaid=_SOURCE,
        )
        for rank, (found, code) in enumerate(order, 1)
        if found is None or found.rank != rank
    ]


def _ended_needs(line: IncomingPupil, now: Known) -> Iterator[Edit]:
    """Needs that are over, where the record has never had them."""
    known = {need.code for need in now.needs} | now.ending | now.ended
    known |= {code for code, _ in line.needs}
    for code, rank, since, until in line.dated_needs:
        if until and code not in known:
            known.add(code)
            told = {"code": code, "rank": rank, "since": since, "until": until}
            yield Edit("need", "", {**told, **_from(line)}, unsaid=_SOURCE)


def _flags(line: IncomingPupil, now: Known, day: date) -> Collection[Edit]:
    made = [
        Edit("flag", "", {"code": code, "since": day}, unsaid=("since",))
        for code in line.flags
        if code not in now.flags
    ]
    for code in line.not_flags:
        flag = now.flags.get(code)
        if flag is None or (flag.since and flag.since > day):
            continue
        # Both days of a flag count, so one that is down today was last up yesterday.
        last = day if flag.since == day else day - timedelta(days=1)
        if flag.until != last:
            before = {"code": code, "until": flag.until}
            made.append(Edit("flag", flag.record, {"until": last}, before))
    return made


def _review(line: IncomingPupil, now: Known) -> Collection[Edit]:
    due = line.next_review
    if due is None or due == now.next_review or due in now.reviews_due:
        return ()
    if now.review is None:
        return (Edit("action", "", {"what": REVIEW, "due": due}),)
    record, before = now.review
    return (Edit("action", record, {"due": due}, {"due": before}),)


_SOURCE = ("source", "note")
"""Where something is from is kept and is no news: the preview says it of the whole file."""


def _from(line: IncomingPupil) -> dict[str, str]:
    """The file as the source of what is taken from it, where it says what it is."""
    return {"source": line.source} if line.source else {}


def _besides(line: IncomingPupil, now: Known) -> Iterator[Edit]:
    """People, figures of periods and schools the record does not have, and particulars."""
    people = set(now.people)
    for name, role, responsible, phone, email, address in line.contacts:
        if name.casefold() in people:
            continue
        people.add(name.casefold())
        said: dict[str, Any] = {"name": name, "role": role}
        said["parental_responsibility"] = responsible
        reached = {"phone": phone, "email": email, "address": address, "note": line.source}
        yield Edit(
            "person", "", {**said, **{k: v for k, v in reached.items() if v}}, unsaid=_SOURCE
        )
    for starts, ends, possible, attended, unauthorised in line.attended:
        if (starts, ends) not in now.attended:
            counted = {"possible": possible, "attended": attended, "unauthorised": unauthorised}
            values = {"starts": starts, "ends": ends, **counted, **_from(line)}
            yield Edit("attendance", "", values, unsaid=_SOURCE)
    placed = set(now.placements)
    for where, urn, since, until in line.schools:
        if (where.casefold(), until) in placed:
            continue
        placed.add((where.casefold(), until))
        at = {"sort": "placement", "where": where, "until": until}
        more = {"urn": urn, "since": since, "what": line.source}
        yield Edit(
            "arrangement", "", at | {k: v for k, v in more.items() if v}, unsaid=("sort", "what")
        )
    told = {"ethnicity": line.ethnicity, "postcode": line.postcode}
    fresh = {k: v for k, v in told.items() if v and v != now.particulars.get(k, "")}
    if fresh:
        before = {k: now.particulars.get(k, "") for k in fresh}
        yield Edit("particulars", now.particulars.get("id", ""), fresh, before)
