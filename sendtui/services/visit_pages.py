"""What is read back at the end of a visit, and what is left behind: what we agreed, by when.

Notes are on neither. What is left behind is in the print the family needs, one for each home.
"""

from datetime import date

from sendtui.errors import SendtuiError
from sendtui.formats.wording import day
from sendtui.models.letter_page import LetterPage
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.rules.letter_wording import Fields
from sendtui.rules.typed_dates import say
from sendtui.services import (
    confidential,
    cycle_pages,
    letter_addressing,
    letter_wordings,
    letters,
    visit_beside,
    visits,
)
from sendtui.services.letter_addressing import Addressee
from sendtui.services.letters import Letter
from sendtui.services.visits import Agreed, VisitView
from sendtui.store.store import Store

WORDING = "visit-agreed"


def read_back(visit: VisitView, forename: str) -> str:
    """What was said and agreed, as plain sentences to read out before leaving."""
    parts = []
    for whose, who in (("pupil", f"{forename} said"), ("parent", "You said")):
        said = [each.words for each in visit.voices if each.whose == whose]
        if said:
            parts.append("\n".join((f"{who}:", *(f"- {words}" for words in said))))
    if visit.agreed:
        agreed = (f"{n}. {agreement(each)}" for n, each in enumerate(visit.agreed, 1))
        parts.append("\n".join(("We agreed:", *agreed)))
    else:
        parts.append("Nothing was agreed yet.")
    parts.append("Is that right? Did we forget anything?")
    return "\n\n".join(parts)


def agreement(each: Agreed) -> str:
    """One thing that was agreed: what, who does it, by when."""
    owner = f" ({each.owner})" if each.owner else ""
    due = f", by {day(each.due)}" if each.due else ""
    return f"{each.what.rstrip('.')}{owner}{due}"


def leave_behind(
    store: Store,
    visit: str,
    today: date,
    *,
    to: str = "",
    easy: bool | None = None,
    large: bool | None = None,
    with_confidential: bool = False,
) -> tuple[Letter, ...]:
    """What is left with the family after a visit, one for each home, in the print it needs.

    Raises SendtuiError where nothing was agreed or said, or nobody may be written to;
    HeldBackError where a confidential record would be on it.
    """
    found = visits.view(store, visit, today)
    with store.read() as session:
        ids = [visit, *(v.id for v in found.voices), *(a.id for a in found.agreed)]
        confidential.require_open(session, found.pupil, ids, today, along=with_confidential)
    if not found.agreed and not found.voices:
        raise SendtuiError("Nothing was agreed or said on this visit yet, so nothing is left.")
    fields, own = _fields(store, found, today)
    made = []
    for each in letter_addressing.addressees(store, found.pupil, to, today):
        is_easy = each.needs.easy if easy is None else easy
        is_large = each.needs.large if large is None else large
        page = _page(store, found, fields, own, each, easy=is_easy)
        made.append(Letter("visit", found.pupil, each, page, is_large, is_easy))
    return tuple(made)


def _fields(store: Store, visit: VisitView, today: date) -> tuple[Fields, Setting]:
    about = visit_beside.beside(store, visit.pupil, today)
    sendiass, here = cycle_pages.sendiass(store), {each.id for each in visit.agreed}
    with store.read() as session:
        own = session.get(Setting, store.setting) or Setting(id="", name="")
    said = {
        whose: tuple(each.words for each in visit.voices if each.whose == whose)
        for whose in ("pupil", "parent")
    }
    fields: Fields = {
        "child": about.name,
        "forename": about.forename,
        "visited_on": say(visit.on),
        "where": visit.where,
        "agreed": tuple(map(agreement, visit.agreed)),
        "before": tuple(agreement(each) for each in about.before if each.id not in here),
        "child_said": said["pupil"],
        "parents_said": said["parent"],
        "who": visit.by,
        "contact": own.senco_contact or own.phone,
        "sendiass": own.sendiass or sendiass,
    }
    return fields, own


def _page(
    store: Store, visit: VisitView, fields: Fields, own: Setting, to: Addressee, *, easy: bool
) -> LetterPage:
    filled = letter_wordings.fill(store, f"{WORDING}-easy" if easy else WORDING, fields)
    with store.read() as session:
        pupil = session.get(Pupil, visit.pupil)
        assert pupil is not None
        parts = cycle_pages.without_others(session, filled.parts, pupil)
    return LetterPage(
        title=filled.title,
        parts=parts,
        setting=own.name,
        head=tuple(part for part in (own.address, own.phone) if part.strip()),
        to=(to.names,),
        greeting=to.greeting,
        dated=visit.on,
        ending=(),
        notes=letters.in_their_language(to, own.senco_contact or own.phone, "us"),
    )
