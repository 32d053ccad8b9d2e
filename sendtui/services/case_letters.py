"""The letters of a case: made from a wording and the case, looked at, and written to a file.

A letter that is written is kept as drafted; that it was sent is written down by
`case_letters_sent`. What is confidential goes on no letter unless somebody says so.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Unpack

from sendtui.errors import UsageError
from sendtui.models.case import Advice, Consultation
from sendtui.models.letter_page import LetterPage
from sendtui.models.pupil import Pupil
from sendtui.rules import case_letters
from sendtui.rules.case_letters import ABOUT_A_LIMIT, LETTERS, LetterOf
from sendtui.rules.letter_wording import Fields, Part
from sendtui.rules.processes import ADVICE
from sendtui.services import (
    case_letter_fields,
    confidential,
    cycle_pages,
    documents,
    letter_wordings,
    letters,
    writes,
)
from sendtui.services.case_letter_fields import CaseKnown, Given
from sendtui.services.case_letters_kept import Kept, keep
from sendtui.services.case_views import CaseView
from sendtui.services.disclosing import Terms
from sendtui.services.letter_addressing import Addressee, addressees
from sendtui.services.records import invalid
from sendtui.services.review_invited import EVERYBODY, everybody
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

ENDINGS = {ending: form for ending, form in letters.ENDINGS.items() if form != "xlsx"}
_USED = frozenset(("meeting", "meeting-set", "exception", "report", "decision", "request"))


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """One letter as it would be written. `identity` is the child with a second identifier.

    `about` is the advice or consultation, `step` the limit it answers; `minds` is what to look out
    for before it goes, and `facts` what its event will say.
    """

    sort: str
    label: str
    case: str
    pupil: str
    identity: str
    to: Addressee
    page: LetterPage
    large: bool
    easy: bool
    dated: date
    about: str = ""
    step: str = ""
    minds: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def prints(self) -> str:
        """In which print it is, in words; "" for the usual one."""
        said = (("large print", self.large), ("easy read", self.easy))
        return ", ".join(words for words, is_so in said if is_so)

    @property
    def all_minds(self) -> tuple[str, ...]:
        """What to mind about the letter and about whom it goes to."""
        return (*self.to.minds, *self.minds)


def fitting(view: CaseView, step: str = "") -> tuple[LetterOf, ...]:
    """The letters that can be written in a case, those that answer the limit first."""
    limit = next((each for each in view.deadlines if step and each.id == step), None)
    of_law = (each for each in view.open if each.kind != "good practice")
    states = {each.state for each in ((limit,) if limit else of_law)}
    found = case_letters.fitting(view.process, view.side)
    if limit is not None:
        reading = limit.id.split("/")[1] if "/" in limit.id else ""
        found = case_letters.fitting(
            view.process, view.side, limit.rule, reading=reading, is_late=limit.state == "late"
        )
    # Where nothing is late there is nothing to explain.
    idle = {code for code, told in ABOUT_A_LIMIT.items() if states.isdisjoint(told)}
    return tuple(each for each in found if each.code not in idle)


def blanks(
    store: Store, case: str, sort: str, today: date
) -> tuple[tuple[case_letters.Blank, ...], dict[str, str]]:
    """What is to be typed for a letter, and with what it begins.

    Raises InvalidError for a letter this case does not have.
    """
    about = case_letter_fields.known(store, case, today)
    letter = _require(sort, about.view)
    return letter.blanks, case_letter_fields.offered(about, letter)


def letter(
    store: Store,
    case: str,
    sort: str,
    today: date,
    *,
    dated: date | None = None,
    record: str = "",
    step: str = "",
    to: str = "",
    without: Collection[str] = (),
    easy: bool | None = None,
    large: bool | None = None,
    given: Given | None = None,
    with_confidential: bool = False,
) -> tuple[CaseLetter, ...]:
    """The letters of a sort about a case: one for each household, or one to the adviser or setting.

    `to` names somebody, or is `EVERYBODY` of a review, less those named in `without`. `dated` is
    the day it bears and from which the family's time counts, today without it; `given` what was
    typed for its blanks. Raises InvalidError for a letter that this case does not have,
    that lacks a blank or is about no adviser; SendtuiError where nobody may be written to;
    HeldBackError where confidential records would be on it.
    """
    about = case_letter_fields.known(store, case, today, record=record, step=step)
    kind = _require(sort, about.view)
    _require_named(about, kind)
    with store.read() as session:
        uses = _uses(about, kind, record)
        confidential.require_open(session, about.pupil, uses, today, along=with_confidential)
    day = dated or today
    filled = case_letter_fields.fields(store, about, kind, day, given or {})
    base = CaseLetter(
        sort=sort,
        label=kind.label,
        case=case,
        pupil=about.pupil,
        identity=about.identity,
        to=Addressee("", "", ""),
        page=LetterPage("", ()),
        large=False,
        easy=False,
        dated=day,
        about=record,
        step=step,
        minds=(*case_letter_fields.minds(about, kind, day), *_other_day(day, today)),
        facts=_facts(about, kind, given or {}),
    )
    made = []
    asked = _less(
        _addressees(store, about, kind, to, today, with_confidential=with_confidential), without
    )
    told = (("invited", "; ".join(each.names for each in asked)),) if kind.invited else ()
    for each in asked:
        is_easy = each.needs.easy if easy is None else easy
        is_large = each.needs.large if large is None else large
        page, is_easy = _page(store, about, kind, filled, each, day, easy=is_easy)
        # In short words the law of a decision, and of an exception, cannot be told in full.
        beside = ("An easy-read letter does not stand alone: send the full one with it.",)
        is_law = kind.rights or kind.code == case_letters.EXTENSION
        minds = (*base.minds, *(beside if is_easy and is_law else ()))
        made.append(replace(base, to=each, page=page, large=is_large, easy=is_easy, minds=minds,
                            facts=(*base.facts, *told)))  # fmt: skip
    return tuple(made)


def text(letter: CaseLetter) -> str:
    """A letter as plain text, to be looked at or read out."""
    from sendtui.formats.letter_text import text as twin

    return twin(letter.page)


@writes
def write(
    store: Store,
    letter: CaseLetter,
    path: Path,
    today: date,
    **terms: Unpack[Terms],
) -> Path:
    """Write a letter to a file, PDF, text or Word by its ending, and keep it as drafted.

    A PDF is a print; anything else leaves as a file, plain without a password.
    Raises BarredError where whoever it is to may not receive it, unless it is said why `although`.
    """
    form = require_ending(path)
    return documents.write(
        store,
        path,
        made(letter, form),
        what=what(letter),
        pupils=[letter.pupil],
        on=today,
        recipient=letter.to.recipient,
        **terms,
        also=keeping((letter,), store.author, today),
    )


def keeping(
    those: Sequence[CaseLetter], by: str, today: date
) -> Callable[[Transaction], list[str]]:
    """What writes down, in the act that writes them to a file, that these letters were drafted."""
    return lambda tx: [keep(tx, kept(each), by, today) for each in those]


def kept(letter: CaseLetter) -> Kept:
    """A letter as it is kept in the record."""
    return Kept(
        pupil=letter.pupil,
        case=letter.case,
        sort=letter.sort,
        title=letter.page.title,
        recipient=letter.to.recipient,
        dated=letter.dated,
        about=letter.about,
        step=letter.step,
        prints=letter.prints,
        words=text(letter),
        facts=dict(letter.facts),
    )


def require_ending(path: Path) -> str:
    """In which form a file of this name is written.

    Raises UsageError for another ending.
    """
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"A letter is written as {', '.join(ENDINGS)}: name such a file.")
    return form


def made(letter: CaseLetter, form: str) -> bytes:
    """The bytes of a letter as PDF, for Word, or as text."""
    if form == "pdf":
        from sendtui.formats.letter_pdf import pdf

        return pdf(letter.page, large=letter.large)
    if form == "docx":
        from sendtui.formats.letter_docx import docx

        return docx(letter.page, large=letter.large)
    return text(letter).encode("utf-8")


def what(letter: CaseLetter) -> str:
    """What a letter is called in the log of what left."""
    return ", ".join(filter(None, (f"Letter: {letter.label}", letter.prints)))


def _require(sort: str, view: CaseView) -> LetterOf:
    found = LETTERS.get(sort)
    if found is None or not found.fits(view.process, view.side):
        there = ", ".join(each.code for each in case_letters.fitting(view.process, view.side))
        invalid("sort", sort, f"is no letter of this case ({view.process}). There are: {there}")
    return found


def _require_named(about: CaseKnown, kind: LetterOf) -> None:
    """Refuse a letter to an adviser or a setting of this case that names none."""
    wanted: dict[str, Advice | Consultation | None] = {
        "adviser": about.advice,
        "setting": about.consulted,
    }
    found = wanted.get(kind.to)
    if kind.to in wanted and (found is None or found.case != about.view.id):
        invalid("record", "", f"is needed: the {kind.to} of this case whom the letter is to")


def _uses(about: CaseKnown, kind: LetterOf, record: str) -> tuple[str, ...]:
    codes = {token.partition(":")[0] for token in kind.tells} | _USED
    everything = kind.code == "status"
    events = [e.id for e in about.view.events if everything or e.code in codes]
    return tuple(filter(None, (about.view.id, record, *events)))


def _facts(about: CaseKnown, kind: LetterOf, given: Given) -> tuple[tuple[str, str], ...]:
    """What was typed, as facts of an event are kept."""
    told = {**case_letter_fields.offered(about, kind), **{k: v for k, v in given.items() if v}}
    return tuple((k, v.isoformat() if isinstance(v, date) else v) for k, v in told.items())


def _other_day(day: date, today: date) -> tuple[str, ...]:
    if day == today:
        return ()
    return ("It does not bear today's date: send it on the day it bears, or its dates are wrong.",)


def _less(asked: Sequence[Addressee], without: Collection[str]) -> tuple[Addressee, ...]:
    """Those who are asked, less who is named; raises UsageError for a name that nobody has."""
    out = {name.strip().casefold() for name in without}
    if out - {each.names.casefold() for each in asked}:
        raise UsageError("Whoever is to be left out is not among those who would get it.")
    return tuple(each for each in asked if each.names.casefold() not in out)


def _addressees(
    store: Store,
    about: CaseKnown,
    kind: LetterOf,
    to: str,
    today: date,
    *,
    with_confidential: bool,
) -> tuple[Addressee, ...]:
    advice = about.advice
    if to.strip().casefold() == EVERYBODY:
        if not kind.invited:
            invalid("to", to, "are asked to a review alone: name who this letter is to")
        return everybody(store, about, today, with_confidential=with_confidential)
    if kind.to == "family" or (kind.to == "adviser" and advice and advice.sort == "parent"):
        return addressees(store, about.pupil, to, today)
    if kind.to == "adviser" and advice is not None:
        label = dict(ADVICE).get(advice.sort, advice.sort)
        name = to.strip() or advice.who or advice.commissioned_by or f"The adviser: {label}"
        return (Addressee(name, name, f"Dear {advice.who or 'colleague'},"),)
    name = to.strip() or (about.consulted.where if about.consulted else "")
    return (Addressee(name, name, "Dear head or principal,"),)


def _page(
    store: Store,
    about: CaseKnown,
    kind: LetterOf,
    fields: Fields,
    to: Addressee,
    dated: date,
    *,
    easy: bool,
) -> tuple[LetterPage, bool]:
    """The page, and whether it is the easy one: not every wording has such."""
    own = {**fields, "whom": "you", "child_too": ""} if to.is_pupil else fields
    is_theirs = about.advice is not None and about.advice.sort == "parent"
    code = f"{kind.code}-parent" if kind.to == "adviser" and is_theirs else kind.code
    name, is_easy = _wording(code, easy=easy)
    filled = letter_wordings.fill(store, name, own)
    parts = [*filled.parts]
    if kind.rights:
        parts += letter_wordings.fill(store, _wording("rights", easy=is_easy)[0], own).parts
    # The six weeks of reg 8 bind those who advise, and not the family.
    if not is_easy and fields["law"] and not is_theirs:
        parts.append(Part("heading", "Where the dates stand in the law"))
        parts += [Part("point", each) for each in fields["law"]]
    with store.read() as session:
        pupil = session.get(Pupil, about.pupil)
        assert pupil is not None
        clean = cycle_pages.without_others(session, tuple(parts), pupil)
    signs = [each for each in (about.view.caseworker, about.authority) if each]
    by = own.get(kind.answer, "")
    page = LetterPage(
        answer_by=f"Please answer by {by}" if by and isinstance(by, str) else "",
        title=filled.title,
        parts=clean,
        setting=about.authority,
        head=about.head,
        to=(to.names, *to.address),
        greeting=to.greeting,
        dated=dated,
        ending=("Yours sincerely,", *signs),
        notes=letters.in_their_language(to, about.contact, "us"),
    )
    return page, is_easy


def _wording(code: str, *, easy: bool) -> tuple[str, bool]:
    is_easy = easy and f"{code}-easy" in letter_wordings.names()
    return (f"{code}-easy" if is_easy else code), is_easy
