"""The list of files to be looked at again: kept on, or erased; a person decides each."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection

from sendtui.errors import UsageError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.models.report_page import ReportTable
from sendtui.models.setting import Setting
from sendtui.rules.retention import (
    SENT_YEARS,
    Hold,
    Kept,
    Review,
    Sent,
    Terms,
    passes_files_on,
    review,
)
from sendtui.rules.years import nc_year
from sendtui.services import schools, writes
from sendtui.services.records import as_day
from sendtui.store.store import Store

NOTE = "retention_terms"
_ROLL = frozenset(
    ("pupil", "status", "custom_value", "particulars", "attendance", "destination",
     "transfer_receipt", "retention_hold")
)  # fmt: skip
"""What comes with a school's roll, or with leaving it, and says nothing of a need."""

_LONGEST = 120


def terms(store: Store, today: date) -> Terms:
    """The setting's own terms, as they were last said; else the ones that are guidance.

    Unless it was said, a file that was sent on is looked at with its receipt by a primary alone.
    """
    kept = json.loads(store.note(NOTE) or "{}")
    if "sent_years" not in kept:
        kept["sent_years"] = SENT_YEARS if _is_primary(store, today) else None
    return Terms(**{name: kept[name] for name in asdict(Terms()) if name in kept})


def _is_primary(store: Store, today: date) -> bool:
    with store.read() as session:
        own = session.get(Setting, store.setting)
        if own is None or own.sort == "la":
            return False
        school = schools.numbered(own.urn or own.laestab)
        roll = session.connection().exec_driver_sql(
            "SELECT born, left_on, nc_year FROM pupil WHERE setting = ?", (own.id,)
        )
        years = [
            nc_year(as_day(born), min(as_day(left) or today, today), said).code
            for born, left, said in roll
        ]
    return passes_files_on(school.phase if school else "", years)


@writes
def say_terms(store: Store, said: Terms) -> None:
    """Say for how long this setting keeps files, and by which rule; kept in this copy.

    Raises UsageError for a term nobody keeps anything for.
    """
    require_years(said)
    store.keep_note(NOTE, json.dumps(asdict(said)))


def require_years(said: Terms) -> None:
    """Nothing where these are terms; raises UsageError for one nobody keeps anything for."""
    for years in (said.sen_years, said.other_years, said.roll_years, said.sent_years or 0):
        if not 0 <= years <= _LONGEST:
            raise UsageError(f"A file is kept for 0 to {_LONGEST} years.")


def reviews(store: Store, until: date, today: date) -> tuple[Review, ...]:
    """The files that are to be looked at again by a day, the longest due first.

    Those whose day cannot be told come first of all; those on hold are among the others.
    """
    said = terms(store, today)
    with store.read() as session:
        kept = _kept(session.connection(), today)
        found = (review(one, said, today) for one in kept)
        wanted = [r for r in found if r is not None and (r.day is None or r.day <= until)]
    return tuple(sorted(wanted, key=lambda r: (r.day or date.min, r.name.casefold())))


def review_of(store: Store, pupil: str, today: date) -> Review | None:
    """When one pupil's file is looked at again, and why; None where it need not be yet."""
    said = terms(store, today)
    with store.read() as session:
        found = _kept(session.connection(), today, pupil)
    return review(found[0], said, today) if found else None


def on_roll(run: Connection, today: date) -> frozenset[str]:
    """The pupils who are on a roll still; an authority has none."""
    asked = run.exec_driver_sql(
        "SELECT id FROM pupil WHERE (left_on IS NULL OR left_on > ?) "
        "AND setting NOT IN (SELECT id FROM setting WHERE sort = 'la')",
        (today.isoformat(),),
    )
    return frozenset(asked.scalars())


def _kept(run: Connection, today: date, pupil: str = "") -> list[Kept]:
    ask = run.exec_driver_sql
    register = set(ask("SELECT DISTINCT pupil FROM status WHERE status <> 'N'").scalars())
    for kept in ("plan", '"case"'):
        register |= set(ask(f"SELECT DISTINCT pupil FROM {kept}").scalars())
    recorded: set[str] = set()
    for name in KINDS:
        if name not in _ROLL and "pupil" in noun(name).twin.model_fields:
            recorded |= set(ask(f'SELECT DISTINCT pupil FROM "{name}"').scalars())
    sent, held, here = _sent(run), holds(run), on_roll(run, today)
    return [
        Kept(
            id_,
            f"{surname}, {forename}" if forename else surname,
            as_day(born),
            as_day(left),
            id_ in register,
            id_ in recorded,
            sent.get(id_),
            held.get(id_, ()),
            upn or adno or id_,
            id_ in here,
        )
        for id_, surname, forename, born, left, upn, adno in ask(
            "SELECT id, surname, forename, born, left_on, upn, adno FROM pupil WHERE ? IN ('', id)",
            (pupil,),
        )
    ]


def _sent(run: Connection) -> dict[str, Sent]:
    """Pupil → the latest sending on of their file that was receipted."""
    return {
        pupil: Sent(to, urn, _day(sent), _day(received), pack, receipt)
        for pupil, to, urn, sent, received, pack, receipt in run.exec_driver_sql(
            "SELECT pupil, to_name, to_urn, sent_on, received_on, pack_sha256, receipt_sha256 "
            "FROM transfer_receipt WHERE received_on IS NOT NULL ORDER BY received_on, id"
        )
    }


def holds(run: Connection) -> dict[str, tuple[Hold, ...]]:
    """Pupil → the holds on their file, also those that are over."""
    found: dict[str, tuple[Hold, ...]] = {}
    for pupil, id_, why_, reference, since, until, by in run.exec_driver_sql(
        "SELECT pupil, id, why, reference, since, until, by FROM retention_hold ORDER BY since, id"
    ):
        one = Hold(id_, why_, reference, _day(since), as_day(until), by)
        found[pupil] = (*found.get(pupil, ()), one)
    return found


def _day(said: object) -> date:
    found = as_day(said)
    assert found is not None
    return found


ON_ROLL = "on roll"
HEADINGS = ("Pupil", "UPN", "Looked at again", "On roll", "Why", "On hold")
SELDOM = ("On roll", "On hold")
"""Headings that are left out on a screen where nothing stands under them."""


def lines(found: tuple[Review, ...]) -> list[tuple[str, str, date | None, str, str, str]]:
    """The list as cells under `HEADINGS`."""
    return [
        (r.name, r.number, r.day, ON_ROLL if r.is_on_roll else "", r.because, held(r))
        for r in found
    ]


def held(said: Review) -> str:
    """What a file is held for, in words; "" where it is not."""
    hold = said.hold
    if hold is None:
        return ""
    until = f"until {hold.until:%d/%m/%Y}" if hold.until else "until it is lifted"
    return f"{until}: {', '.join(filter(None, (hold.why.rstrip('. '), hold.reference)))}"


def tables(found: tuple[Review, ...]) -> tuple[ReportTable, ...]:
    """The list as a sheet, with room for what was decided."""
    heads = (*HEADINGS, "Kept on until, and why", "Erased on", "By")
    return (ReportTable("Retention", heads, [(*line, "", "", "") for line in lines(found)]),)
