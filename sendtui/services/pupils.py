"""Pupils: finding one, seeing everything about them, adding one, and one who leaves."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.cycle import Cycle
from sendtui.models.pupil import Pupil
from sendtui.models.review import Review
from sendtui.models.setting import Setting
from sendtui.rules import support, years
from sendtui.rules.calendar import Term
from sendtui.rules.citation import Duty, Finding
from sendtui.rules.codes import NC_YEARS, SEN_PROVISION
from sendtui.services import confidential, school_year, writes
from sendtui.services import meetings as meeting
from sendtui.services import pupil_reading as reading
from sendtui.services.as_at import NONE
from sendtui.services.clashes import clashes_of
from sendtui.services.likeness import is_near, key
from sendtui.services.pupil_views import CycleSummary, ProfileSummary, PupilView, StatusView
from sendtui.services.records import as_day, can_be_born, in_time, invalid, require_pupil
from sendtui.services.veil import veil
from sendtui.store.store import Store


def find(store: Store, text: str) -> tuple[str, ...]:
    """The ids of the pupils with this UPN, or else former UPN, admission number or id."""
    wanted = "".join(text.split())
    if not wanted:
        return ()
    with store.read() as session:
        for column in (Pupil.upn, Pupil.former_upn, Pupil.adno, Pupil.id):
            spellings = {wanted, wanted.upper(), wanted.lower()}
            found = session.exec(select(Pupil.id).where(col(column).in_(spellings))).all()
            if found:
                return tuple(found)
    return ()


def find_one(store: Store, text: str) -> str:
    """The id of the one pupil with this UPN, former UPN, admission number or id.

    Raises SendtuiError where there is none, or where there are several.
    """
    found = find(store, text)
    if not found:
        raise SendtuiError(
            "No pupil has this UPN, former UPN, admission number or id. "
            "“sendtui search” finds them by name."
        )
    if len(found) > 1:
        raise SendtuiError(
            f"{len(found)} pupils have this number. Name the one by id: “sendtui pupils --json”."
        )
    return found[0]


def same(store: Store, values: Mapping[str, object]) -> tuple[str, ...]:
    """The ids of pupils who may be the child described.

    By one UPN, or by one date of birth with the same name, or with one much like it where no two
    UPNs speak against it.
    """
    numbers = {str(values.get(name) or "") for name in ("upn", "former_upn")} - {""}
    ways: list[ColumnElement[bool]] = []
    if numbers:
        ways += [col(Pupil.upn).in_(numbers), col(Pupil.former_upn).in_(numbers)]
    called = key(*(str(values.get(name) or "") for name in ("surname", "forename")))
    if values.get("born"):
        ways.append(col(Pupil.born) == date.fromisoformat(str(values["born"])))
    if not ways:
        return ()
    with store.read() as session:
        found = session.exec(select(Pupil).where(or_(*ways)).order_by(Pupil.id)).all()

    def may_be(one: Pupil) -> bool:
        name = key(one.surname, one.forename)
        if numbers & {one.upn, one.former_upn} or name == called:
            return True
        return is_near(name, called) and not (one.upn and values.get("upn"))

    return tuple(one.id for one in found if may_be(one))


@writes
def add(store: Store, values: Mapping[str, object]) -> str:
    """Add a pupil to the roll of this setting and return their id.

    Raises InvalidError for what does not hold.
    """
    return add_all(store, (values,))[0]


@writes
def add_all(
    store: Store, many: Sequence[Mapping[str, object]], today: date | None = None
) -> list[str]:
    """Add several pupils in one act and return their ids in order: all of them, or none.

    Raises InvalidError for what does not hold, and for one not yet born by `today`.
    """
    setting = store.setting
    for values in many:
        can_be_born(as_day(values.get("born")), today)
    with store.write("Add a pupil" if len(many) == 1 else "Add pupils") as tx:
        return tx.add_many("pupil", (_on_the_roll(setting, values) for values in many))


def _on_the_roll(setting: str, values: Mapping[str, object]) -> dict[str, object]:
    if (year := values.get("nc_year")) and year not in NC_YEARS:
        invalid("nc_year", year, "is not an NC year: use R, 1 to 14, N1, N2, M or X")
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return {"surname": "", "setting": setting, **given}


@writes
def leave(store: Store, pupil: str, on: date, to: str = "") -> None:
    """Say that a pupil left: their open cycles end with it, and the record stays.

    Raises InvalidError for a day before birth.
    """
    with store.write("A pupil leaves", true_on=on) as tx:
        in_time("left_on", on, require_pupil(tx.session, pupil).born, "the pupil was born")
        still_open = reading.of(tx.session, Cycle, pupil)
        ends = {c.id: max(on, c.started_on) for c in still_open if c.ended_on is None}
        tx.put("pupil", pupil, {"left_on": on, "left_to": to})
        for cycle, day in ends.items():
            tx.put("cycle", cycle, {"ended_on": day, "end": "left"})


@writes
def come_back(store: Store, pupil: str) -> None:
    """Say that a pupil is here again; cycles that ended stay ended."""
    with store.write("A pupil comes back") as tx:
        require_pupil(tx.session, pupil)
        tx.put("pupil", pupil, {"left_on": None, "left_to": ""})


def view(store: Store, id: str, today: date) -> PupilView:
    """Everything about one pupil, as at a day, with what is confidential veiled.

    Raises SendtuiError where there is none.
    """
    with store.read() as session:
        found = _view(session, require_pupil(session, id), today)
        return veil(found, id, confidential.veiled(store, session, (id,), today))


def _view(session: Session, pupil: Pupil, today: date) -> PupilView:
    steps = reading.statuses(session, pupil.id, today)
    now = next((step for step in steps if step.current), None)
    needs, past_needs = reading.needs(session, pupil.id, today)
    flags, past_flags = reading.flags(session, pupil.id, today)
    cycles, profile = reading.cycles(session, pupil.id), reading.profile(session, pupil.id)
    last, following = _reviews(session, pupil.id, cycles)
    terms = school_year.own_in(session).whole_terms
    surname = pupil.preferred_surname or pupil.surname
    forename = pupil.preferred_forename or pupil.forename
    legal = f"{pupil.forename} {pupil.surname}".strip()
    setting = session.get(Setting, pupil.setting)
    placed, born = years.nc_year(pupil.born, today, pupil.nc_year), pupil.born
    return PupilView(
        id=pupil.id,
        surname=surname,
        forename=forename,
        legal_name=legal if legal != f"{forename} {surname}".strip() else "",
        former_surname=pupil.former_surname,
        born=born,
        age=years.age_on(born, today) if born else None,
        nc_year=placed,
        key_stage=years.key_stage(placed.code),
        phase=years.phase(placed.code),
        young_person=bool(born) and years.is_young_person(born, today) if born else False,
        class_name=pupil.class_name,
        setting=setting.name if setting and setting.sort != "la" else "",
        sex=pupil.sex,
        language=pupil.language,
        interpreter=pupil.interpreter,
        format_needs=pupil.format_needs,
        left_on=pupil.left_on,
        left_to=pupil.left_to,
        identifiers=reading.identifiers(pupil),
        status=now.status if now else NONE,
        status_label=now.label if now else SEN_PROVISION.label(NONE),
        since=now.since if now else None,
        statuses=steps,
        needs=needs,
        past_needs=past_needs,
        flags=flags,
        past_flags=past_flags,
        people=reading.people(session, pupil.id),
        voices=reading.voices(session, pupil.id),
        contacts=reading.contacts(session, pupil.id),
        actions=reading.actions(session, pupil.id, today),
        concerns=reading.concerns(session, pupil.id),
        cycles=cycles,
        profile=profile,
        last_review=last,
        next_review=following,
        duties=_duties(now, profile, today),
        meetings=support.meetings(meeting.days(session, pupil.id), today, terms),
        findings=_findings(now, last, following, today, terms),
        clashes=clashes_of(session, (pupil.id,)),
    )


def _duties(
    now: StatusView | None, profile: ProfileSummary | None, today: date
) -> tuple[Duty, ...]:
    if now is None or now.status not in support.ON_THE_REGISTER:
        return ()
    told = support.parents_told(now.status, now.since, now.parents_told_on, today)
    aged = support.profile_age(profile.made_on if profile else None, today)
    return (told, aged) if told else (aged,)


def _findings(
    now: StatusView | None,
    last: date | None,
    following: date | None,
    today: date,
    terms: tuple[Term, ...],
) -> tuple[Finding, ...]:
    if now is None:
        return ()
    return support.review_due(now.status, now.since, last, following, today, terms)


def _reviews(
    session: Session, pupil: str, cycles: tuple[CycleSummary, ...]
) -> tuple[date | None, date | None]:
    held = sorted(reading.of(session, Review, pupil), key=lambda r: (r.held_on, r.id))
    planned = [c.review_due for c in cycles if c.ended_on is None and c.review_due]
    arranged = held[-1].next_review if held else None
    return (held[-1].held_on if held else None), min(planned, default=arranged)
