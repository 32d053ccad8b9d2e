"""Letters to families and forms for their views: one for each household, in the print they need.

A letter is made from a wording and the record, looked at, written to a file as a print, and then
sent by somebody: that it was sent is written down by itself, on the day it is known to be true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, Unpack

from sendtui.errors import SendtuiError, UsageError
from sendtui.models.letter_page import LetterPage
from sendtui.models.pupil import Pupil
from sendtui.rules.letter_wording import Fields
from sendtui.services import (
    cycle_pages,
    documents,
    letter_fields,
    letter_wordings,
    statuses,
    writes,
)
from sendtui.services.disclosing import Terms
from sendtui.services.letter_addressing import Addressee, addressees
from sendtui.services.letter_fields import About
from sendtui.services.records import require_pupil
from sendtui.store.store import Store

Sort = Literal["sen-support", "yearly", "views", "visit"]

SORTS: dict[Sort, str] = {
    "sen-support": "Letter: SEN provision is made (s.68)",
    "yearly": "Yearly report to parents",
    "views": "Form for views",
    "visit": "Left behind: what was agreed",
}
"""What there is, as the log of what left calls it."""

ENDINGS = {".pdf": "pdf", ".txt": "text", ".docx": "docx", ".xlsx": "xlsx"}

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it would be written: to whom, in which print, and what to mind before."""

    sort: Sort
    pupil: str
    to: Addressee
    page: LetterPage
    large: bool
    easy: bool
    minds: tuple[str, ...] = ()

    @property
    def all_minds(self) -> tuple[str, ...]:
        """What to mind about the letter and about whom it goes to."""
        return (*self.to.minds, *self.minds)


def letters(
    store: Store,
    pupil: str,
    sort: Sort,
    today: date,
    *,
    to: str = "",
    easy: bool | None = None,
    large: bool | None = None,
    since: date | None = None,
    services: Sequence[str] = (),
) -> tuple[Letter, ...]:
    """The letters of a sort about a pupil, one for each household, each in the print it needs.

    `to` is “parents”, “pupil” or a name. `easy` and `large` are as the format needs recorded have
    it, unless they are said. `since` is where a yearly report begins, a year ago without it.
    `services` of the directory, by name or id, are told of in a letter.
    Raises SendtuiError where nobody may be written to, or there is nothing to write about.
    """
    whom = letter_fields.about(store, pupil, today)
    fields = {
        **_fields(store, whom, sort, since, today),
        "services": letter_fields.services(store, services),
    }
    made = []
    for each in addressees(store, pupil, to, today):
        is_easy = each.needs.easy if easy is None else easy
        is_large = each.needs.large if large is None else large
        name = _wording(sort, each, easy=is_easy)
        page = _page(store, whom, name, fields, each, today)
        minds = letter_wordings.lacking(store, name, fields)
        is_easy = name.endswith("-easy")
        made.append(Letter(sort, pupil, each, page, is_large, is_easy, minds))
    return tuple(made)


def text(letter: Letter) -> str:
    """A letter as plain text, to be looked at or read out."""
    from sendtui.formats.letter_text import text as twin

    return twin(letter.page)


def places(path: Path, number: int) -> tuple[Path, ...]:
    """Where so many letters go: the file that was named, and others beside it with a number."""
    more = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, number + 1))
    return (path, *more)


@writes
def write(
    store: Store,
    letter: Letter,
    path: Path,
    today: date,
    **terms: Unpack[Terms],
) -> Path:
    """Write a letter to a file, PDF, text or Word by its ending, and log it; where it went.

    A PDF is a print; anything else leaves as a file, plain without a password.
    Raises BarredError where whoever it is to may not receive it, unless it is said why `although`.
    """
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"A letter is written as {', '.join(ENDINGS)}: name such a file.")
    if form == "xlsx" and not letter.page.is_form:
        raise UsageError("Only a form is written as a workbook: name a PDF, .txt or .docx file.")
    what = SORTS[letter.sort] + (", large print" if letter.large and form == "pdf" else "")
    return documents.write(
        store,
        path,
        _made(letter, form),
        what=what + (", easy read" if letter.easy else ""),
        pupils=[letter.pupil],
        on=today,
        recipient=letter.to.recipient,
        **terms,
    )


@writes
def sent(store: Store, pupil: str, on: date, how: str, today: date) -> str:
    """Write down that the parents were told of the SEN Support that stands, and how; its day.

    Raises SendtuiError where the pupil is not on SEN Support, InvalidError for a day to come.
    """
    with store.read() as session:
        require_pupil(session, pupil)
        step = statuses.on(session, pupil, today)
        if step is None or step.status != "K":
            raise SendtuiError("The pupil is not on SEN Support now, so there was nothing to tell.")
        status = step.id
    statuses.tell_parents(store, status, on, how, today)
    return status


def _fields(store: Store, whom: About, sort: Sort, since: date | None, today: date) -> Fields:
    if sort == "sen-support":
        return letter_fields.support(store, whom, today)
    if sort == "yearly":
        starts = since or today - YEAR
        if starts >= today:
            raise UsageError("The report begins on a day before today.")
        return letter_fields.year(store, whom, starts, today, today)
    return whom.fields()


def _page(
    store: Store, whom: About, name: str, fields: Fields, to: Addressee, today: date
) -> LetterPage:
    """The page that a wording makes for somebody."""
    filled = letter_wordings.fill(store, name, fields)
    with store.read() as session:
        pupil = session.get(Pupil, whom.pupil)
        assert pupil is not None
        parts = cycle_pages.without_others(session, filled.parts, pupil)
    is_form = name.startswith("views")
    return LetterPage(
        title=filled.title,
        parts=parts,
        setting=whom.school,
        head=whom.head,
        to=() if is_form else (to.names, *to.address),
        greeting="" if is_form else to.greeting,
        dated=today,
        ending=() if is_form else ("Yours sincerely,", *_signs(whom)),
        notes=in_their_language(to, whom.senco_contact),
        is_form=is_form,
    )


def _wording(sort: Sort, to: Addressee, *, easy: bool) -> str:
    """The name of the wording, the easy one where it is asked for: not every one has such."""
    name: str = sort
    if sort == "views":
        name = "views-pupil" if to.is_pupil else "views-parents"
    elif sort == "sen-support" and to.is_pupil:
        name = "sen-support-young"
    return f"{name}-easy" if easy and f"{name}-easy" in letter_wordings.names() else name


def _signs(whom: About) -> tuple[str, ...]:
    return (whom.senco, "SENCO", whom.school) if whom.senco else ("", whom.school)


def in_their_language(to: Addressee, contact: str, whom: str = "the school") -> tuple[str, ...]:
    """The line that offers a letter in another language, or an interpreter, where one is needed."""
    if not to.languages:
        return ()
    how = f": {contact}" if contact else f" {whom}"
    spoken = " or ".join(to.languages)
    return (f"If you would like this in {spoken}, or an interpreter, please ask{how}.",)


def _made(letter: Letter, form: str) -> bytes:
    if form == "pdf":
        from sendtui.formats.letter_pdf import pdf

        return pdf(letter.page, large=letter.large)
    if form == "docx":
        from sendtui.formats.letter_docx import docx

        return docx(letter.page, large=letter.large)
    if form == "xlsx":
        from sendtui.formats.views_form import xlsx

        return xlsx(letter.page)
    return text(letter).encode("utf-8")
