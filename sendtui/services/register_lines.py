"""The register as it leaves: the pupils of a question, one line each, streamed."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.pages import RegisterLine
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.rules.years import nc_year
from sendtui.services import as_at, confidential, custom_fields
from sendtui.services.register_entries import codes_of
from sendtui.services.register_query import Query, ordered, resolved
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store


def lines(
    store: Store, query: Query, today: date, *, whole: bool = False
) -> Iterator[RegisterLine]:
    """The pupils of a question in its order, however many there are.

    Pupils of whom everything is confidential, and confidential needs and flags, are left out unless
    the `whole` is asked for. The ids are those of the moment it begins; who is removed meanwhile is
    left out.
    """
    with store.read() as session:
        ids = session.connection().execute(ordered(resolved(session, query), today)).scalars().all()
        if not whole:
            hidden = confidential.marked(session, ids, today).pupils
            ids = [id_ for id_ in ids if id_ not in hidden]
        settings = {setting.id: setting.name for setting in session.exec(select(Setting))}
    for part in in_parts(ids):
        with store.read() as session:
            made = _lines(session, part, settings, today, whole=whole)
        yield from made


def _lines(
    session: Session,
    part: Sequence[str],
    settings: dict[str, str],
    today: date,
    *,
    whole: bool,
) -> list[RegisterLine]:
    hidden = None if whole else confidential.marked(session, part, today)
    needs, flags = (codes_of(session, kind, part, today, hidden) for kind in ("need", "flag"))
    pupil, dated = table("pupil"), ("status", "since", "parents_told_on")
    wanted = select(Pupil).where(col(Pupil.id).in_(part))
    pupils = {found.id: found for found in session.exec(wanted)}
    facts = session.connection().execute(
        pupil.select()
        .with_only_columns(
            pupil.c.id,
            *(as_at.status(today, column).label(column) for column in dated),
            as_at.next_review().label("next_review"),
        )
        .where(pupil.c.id.in_(part))
    )
    known = {fact.id: fact for fact in facts}
    own = custom_fields.said_of(session, part, today, whole=whole)
    return [
        RegisterLine(
            upn=(one := pupils[id_]).upn,
            surname=one.surname,
            forename=one.forename,
            preferred_surname=one.preferred_surname,
            preferred_forename=one.preferred_forename,
            born=one.born,
            sex=one.sex,
            nc_year=nc_year(one.born, today, one.nc_year).code,
            class_name=one.class_name,
            status=known[id_].status or as_at.NONE,
            since=known[id_].since,
            needs=needs[id_],
            flags=flags[id_],
            next_review=known[id_].next_review,
            parents_told_on=known[id_].parents_told_on,
            setting=settings.get(one.setting, ""),
            own=own.get(id_, {}),
        )
        for id_ in part
        if id_ in pupils
    ]
