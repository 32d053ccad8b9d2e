"""A cycle as it is printed for staff or for the family, and writing it to a file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, Unpack

from sqlmodel import Session, col, func, select

from sendtui.models.cycle_page import (
    CyclePage,
    FoundPart,
    OutcomePart,
    ProvisionPart,
    RatingPart,
    ReviewPart,
    SaidPart,
    StrategyPart,
)
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.years import nc_year
from sendtui.services import (
    confidential,
    cycle_reading,
    documents,
    letter_addressing,
    recipients,
    writes,
)
from sendtui.services.cycle_views import CycleView, OutcomeView, ProvisionView, RatingView
from sendtui.services.disclosing import Leaving
from sendtui.services.records import called, require_pupil
from sendtui.services.tables import in_parts
from sendtui.store.store import Store

SENDIASS = "sendiass"
"""The note that keeps the local advice service, where a family version has named it before."""

ANOTHER = "another child"
"""What stands for another pupil's name in what a family is given."""

T = TypeVar("T")


def page(
    store: Store,
    cycle: str,
    today: date,
    *,
    family: bool = False,
    sendiass: str = "",
    whole: bool = False,
) -> CyclePage:
    """A cycle as it is printed.

    For the family it has no costs, no notes of the staff's and no reasons for missed sessions, and
    the full name of any other pupil is replaced. `sendiass` is the local advice service; without
    it, the setting's own, or the one that was named last. Confidential parts are veiled unless the
    `whole` is asked for.
    Raises SendtuiError where there is no such cycle.
    """
    view = cycle_reading.cycle(store, cycle, today, whole=whole)
    own_setting, author = store.setting, store.author
    author = author if store.note("role") == "senco" else ""
    named = store.note(SENDIASS)
    with store.read() as session:
        pupil = require_pupil(session, view.pupil)
        setting = session.get(Setting, pupil.setting or own_setting)
        made = _page(view, pupil, setting, today)
        if family:
            made = without_others(session, _for_family(made), pupil)
            advice = sendiass or (setting.sendiass if setting else "") or named
            made = replace(made, senco=_senco(setting) or author, sendiass=advice)
    if family:
        made = replace(made, spoken=letter_addressing.languages(store, view.pupil, today))
    return made


@writes
def write_pdf(
    store: Store,
    cycle: str,
    path: Path,
    today: date,
    *,
    family: bool = False,
    large: bool = False,
    sendiass: str = "",
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Print a cycle to a PDF, and write down that it left; `sendiass` is kept for the next one.

    A password protects it, to be sent. A family version for nobody by name is for all at home, who
    must then all be free to have it.
    Raises BarredError where the recipient may not receive it, unless it is said why `although`;
    HeldBackError where confidential records would be on it.
    """
    from sendtui.formats.cycle_pdf import pdf

    _require_open(store, cycle, today, along=with_confidential)
    found = page(store, cycle, today, family=family, sendiass=sendiass, whole=with_confidential)
    made = pdf(found, large=large)
    pupil = cycle_reading.cycle(store, cycle, today).pupil
    what = f"Cycle {found.number}" + (", family version" if family else "")
    what += ", large print" if large else ""
    if family and not leaving.get("recipient"):
        leaving["recipient"] = recipients.FAMILY
    written = documents.write(store, path, made, what=what, pupils=[pupil], on=today, **leaving)
    if sendiass:
        store.keep_note(SENDIASS, sendiass)
    return written


def _require_open(store: Store, cycle: str, today: date, *, along: bool) -> None:
    view = cycle_reading.cycle(store, cycle, today, whole=True)
    ids = [cycle, *(each.id for each in view.outcomes), *(each.id for each in view.provision)]
    ids += [*(each.id for each in view.strategies), *(each.id for each in view.evidence)]
    ids += [*(each.id for each in view.voices), *(each.id for each in view.reviews)]
    with store.read() as session:
        confidential.require_open(session, view.pupil, ids, today, along=along)


def pages_of(page: CyclePage, *, large: bool = False) -> int:
    """How many pages of paper a printed cycle takes."""
    from sendtui.formats.cycle_pdf import pages

    return pages(page, large=large)


def sendiass(store: Store) -> str:
    """The local advice service: the setting's own, else as it was named last, else ""."""
    own_setting, named = store.setting, store.note(SENDIASS)
    with store.read() as session:
        setting = session.get(Setting, own_setting)
        return (setting.sendiass if setting else "") or named


def _senco(setting: Setting | None) -> str:
    if setting is None:
        return ""
    return ", ".join(filter(None, (setting.senco, setting.senco_contact)))


def _page(view: CycleView, pupil: Pupil, setting: Setting | None, today: date) -> CyclePage:
    return CyclePage(
        name=called(pupil),
        number=view.number,
        started_on=view.started_on,
        class_name=pupil.class_name,
        nc_year=nc_year(pupil.born, today, pupil.nc_year).code,
        setting=setting.name if setting else "",
        focus=view.focus,
        lead=view.lead,
        version=view.version,
        review_due=view.review_due,
        signed_on=view.signed_on,
        signed_by=view.signed_by,
        ended_on=view.ended_on,
        left=view.end == "left",
        found=tuple(
            FoundPart(e.sort, e.on, e.what, e.by, e.measure, e.score) for e in view.evidence
        ),
        said=tuple(
            SaidPart(v.whose, v.said_on, v.words, v.gathered)
            for v in (*view.pupil_views, *view.parent_views)
        ),
        outcomes=tuple(_outcome(o) for o in view.outcomes),
        provision=tuple(_provision(p) for p in view.unlinked),
        strategies=tuple(StrategyPart(s.what, s.where) for s in view.strategies),
        reviews=tuple(
            ReviewPart(
                held_on=r.held_on,
                decision=r.decision,
                reason=r.reason,
                summary=r.summary,
                present=r.present,
                with_parents=r.with_parents,
                next_review=r.next_review,
            )
            for r in view.reviews
        ),
        made_on=today,
    )


def _outcome(o: OutcomeView) -> OutcomePart:
    return OutcomePart(
        number=o.number,
        what=o.what,
        need=NEED_TYPES.label(o.need) if o.need in NEED_TYPES else o.need,
        measure=o.measure,
        baseline=o.baseline,
        target=o.target,
        by=o.by,
        carried_from=o.carried_from_says,
        provision=tuple(_provision(line) for line in o.provision),
        rating=_rating(o.rating) if o.rating else None,
    )


def _rating(r: RatingView) -> RatingPart:
    return RatingPart(r.effect_label, r.delivered_label, r.effort_label, r.score, r.note)


def _provision(p: ProvisionView) -> ProvisionPart:
    return ProvisionPart(
        what=p.what,
        who=p.who,
        dose=p.says,
        starts=p.starts,
        ends=p.ends,
        promised=p.figures.specified,
        happened=p.figures.happened,
        missed=p.figures.missed,
        missed_because=p.figures.reasons,
        cost_pence=p.cost_pence,
    )


def _for_family(found: CyclePage) -> CyclePage:
    """The page without what is for staff: costs, notes, and why sessions were missed."""

    def line(each: ProvisionPart) -> ProvisionPart:
        return replace(each, cost_pence=0, missed_because=())

    def outcome(each: OutcomePart) -> OutcomePart:
        rating = replace(each.rating, note="") if each.rating else None
        return replace(each, rating=rating, provision=tuple(line(p) for p in each.provision))

    return replace(
        found,
        family=True,
        outcomes=tuple(outcome(each) for each in found.outcomes),
        provision=tuple(line(each) for each in found.provision),
    )


# Nobody else's child


def without_others(session: Session, found: T, pupil: Pupil) -> T:
    """A page, or any words, with the full names of other pupils replaced wherever they stand."""
    names = _others(session, " ".join(_texts(found)), pupil)
    if not names:
        return found
    longest = sorted(names, key=len, reverse=True)
    any_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)
    changed: T = _changed(found, lambda text: any_name.sub(ANOTHER, text))
    return changed


def _others(session: Session, text: str, pupil: Pupil) -> set[str]:
    """The full names of other pupils that stand in a text; those they share with this one stay."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_][\w'’-]*", text)}
    if not words:
        return set()
    own = {name.casefold() for name in _names(pupil)}
    surnames = (func.lower(col(Pupil.surname)), func.lower(col(Pupil.preferred_surname)))
    found: set[str] = set()
    for some in in_parts(sorted(words)):
        asked = select(Pupil).where(surnames[0].in_(some) | surnames[1].in_(some))
        for other in session.exec(asked):
            if other.id != pupil.id:
                found |= {n for n in _names(other) if n.casefold() in text.casefold()}
    return {name for name in found if name.casefold() not in own}


def _names(pupil: Pupil) -> Iterator[str]:
    for forename in {pupil.forename, pupil.preferred_forename} - {""}:
        for surname in {pupil.surname, pupil.preferred_surname} - {""}:
            yield f"{forename} {surname}"


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, tuple):
        for each in found:
            yield from _texts(each)
    elif is_dataclass(found) and not isinstance(found, type):
        for f in fields(found):
            yield from _texts(getattr(found, f.name))


def _changed(found: Any, change: Callable[[str], str]) -> Any:
    """The same values with every text in them changed."""
    if isinstance(found, str):
        return change(found)
    if isinstance(found, tuple):
        return tuple(_changed(each, change) for each in found)
    if is_dataclass(found) and not isinstance(found, type):
        values = {f.name: _changed(getattr(found, f.name), change) for f in fields(found)}
        return replace(found, **values)
    return found
