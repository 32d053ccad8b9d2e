"""The passport for adjustments: drawn from the profile, the plan that runs and exam access."""

from datetime import date
from pathlib import Path
from typing import Unpack

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.cycle import Cycle, Strategy
from sendtui.models.exam import AccessArrangement
from sendtui.models.passport_page import PassportPage
from sendtui.models.setting import Setting
from sendtui.rules.languages import LANGUAGES
from sendtui.rules.support import profile_age
from sendtui.rules.years import nc_year
from sendtui.services import confidential, documents, writes
from sendtui.services.confidential import NOTHING, Marked
from sendtui.services.disclosing import Leaving
from sendtui.services.exams import standing
from sendtui.services.labels import day_word
from sendtui.services.profiles import latest
from sendtui.services.pupil_reading import of
from sendtui.services.records import require_pupil
from sendtui.store.store import Store

WHAT = "Passport for adjustments"


def page(store: Store, pupil: str, today: date) -> PassportPage:
    """A pupil’s passport, from the signed profile or else the draft; nothing veiled is on it.

    Raises SendtuiError where there is nothing to put on it.
    """
    with store.read() as session:
        hidden = confidential.veiled(store, session, (pupil,), today)
        return _page(session, pupil, today, hidden)[0]


def text(store: Store, pupil: str, today: date) -> str:
    """A pupil's passport in lines, for a screen reader."""
    from sendtui.formats.passport_pdf import text as twin

    return twin(page(store, pupil, today))


def pages_of(page: PassportPage, *, large: bool = False) -> int:
    """How many pages of paper it takes; it should take one."""
    from sendtui.formats.passport_pdf import pages

    return pages(page, large=large)


@writes
def write_pdf(
    store: Store,
    pupil: str,
    path: Path,
    today: date,
    *,
    large: bool = False,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Print a pupil's passport to a PDF, and write down that it left; a password protects it."""
    from sendtui.formats.passport_pdf import pdf

    with store.read() as session:
        found, records = _page(session, pupil, today, NOTHING)
        confidential.require_open(session, pupil, records, today, along=with_confidential)
    return documents.write(
        store,
        path,
        pdf(found, large=large),
        what=f"{WHAT}, large print" if large else WHAT,
        pupils=[pupil],
        on=today,
        **leaving,
    )


def _page(
    session: Session, pupil: str, today: date, hidden: Marked
) -> tuple[PassportPage, list[str]]:
    """The page without what is hidden, and the records whose words are on it."""
    child = require_pupil(session, pupil)
    setting = session.get(Setting, child.setting) if child.setting else None
    profile = latest(session, pupil, signed=True) or latest(session, pupil, signed=False)
    if profile and hidden.covers(pupil, profile.id):
        profile = None
    cycle = session.exec(
        select(Cycle)
        .where(Cycle.pupil == pupil, col(Cycle.ended_on).is_(None))
        .order_by(col(Cycle.number).desc(), col(Cycle.id).desc())
    ).first()
    ours = (s for s in of(session, Strategy, pupil) if cycle and s.cycle == cycle.id)
    taught = [s for s in ours if not hidden.covers(pupil, s.id)]
    stand = (a for a in of(session, AccessArrangement, pupil) if standing(a, today) != "run out")
    exams = [a for a in stand if not hidden.covers(pupil, a.id)]
    helped = profile and (profile.adjustments or profile.helps or profile.support)
    if not (helped or taught or exams):
        raise SendtuiError(
            "There is nothing to put on a passport yet: write the adjustments in the profile, a "
            "strategy in the cycle, or an exam access arrangement."
        )
    names = (child.preferred_forename or child.forename, child.preferred_surname or child.surname)
    found = PassportPage(
        name=" ".join(filter(None, names)),
        class_name=child.class_name,
        nc_year=nc_year(child.born, today, child.nc_year).code,
        setting=setting.name if setting else "",
        made_on=today,
        support=profile.support if profile else "",
        adjustments=profile.adjustments if profile else "",
        helps=profile.helps if profile else "",
        communication=profile.communication if profile else "",
        lessons=tuple(f"{s.what} ({s.where})" if s.where else s.what for s in taught),
        exams=tuple(_exam(one, today) for one in exams),
        formats=_formats(child.interpreter, child.format_needs),
        profile_on=(profile.signed_on or profile.made_on) if profile else None,
        plan_on=(cycle.signed_on or cycle.started_on) if cycle and taught else None,
        look_again_on=profile_age(profile.made_on, today).due if profile else None,
    )
    records = [one.id for one in (profile, *taught, *exams) if one is not None]
    return found, records


def _exam(one: AccessArrangement, today: date) -> str:
    where = f" ({one.subjects})" if one.subjects else ""
    until = f" until {day_word(one.until)}" if one.until else ""
    return f"{one.what}{where}: {standing(one, today)}{until}"


def _formats(interpreter: str, format_needs: str) -> tuple[str, ...]:
    language = LANGUAGES.label(interpreter) if interpreter in LANGUAGES else interpreter
    found = (f"Interpreter: {language}" if language else "", format_needs)
    return tuple(filter(None, found))
