"""The papers of a consultation: the letter, the draft plan and the advice, in one protected file.

A setting that is consulted (CFA 2014 ss.39, 40) has to see the draft plan and the advice it rests
on, as case law has it, and most settings that are asked have no card here. So the papers go as one
ZIP with a password, which is passed another way; what left, to whom and why is logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.models.document import Document
from sendtui.rules.counting import counted
from sendtui.rules.plan_sections import STATUTORY
from sendtui.services import (
    case_letters,
    case_reading,
    confidential,
    documents,
    ehc_plan_pages,
    ehc_plan_reading,
    papers,
    protection,
    writes,
)
from sendtui.services.case_letter_fields import Given
from sendtui.services.case_letters import CaseLetter
from sendtui.services.ehc_plan_reading import Version
from sendtui.services.papers import DocumentView
from sendtui.services.peers import peers
from sendtui.services.records import require
from sendtui.store import attachments
from sendtui.store.store import Store

LETTER = "consultation"
APPENDED = ("advice", "report", "assessment")
"""The sorts of document that go along: what a plan rests on."""

BASIS = "consulted about a draft plan (CFA 2014 ss.39, 40)"


@dataclass(frozen=True, slots=True)
class Papers:
    """What would go to a setting: the letter, the latest version of the plan, the advice.

    `lacks` says what is missing or left out, each in words; `has_card` whether a sealed file can
    go to the setting as well.
    """

    case: str
    pupil: str
    consultation: str
    where: str
    letter: CaseLetter
    plan: Version | None
    documents: tuple[DocumentView, ...]
    lacks: tuple[str, ...]
    has_card: bool

    @property
    def holds(self) -> str:
        """What is in it, in words."""
        plan = f"plan (version {self.plan.version}, {self.plan.stage_label})" if self.plan else ""
        papers_ = counted(len(self.documents), "document") if self.documents else ""
        return ", ".join(filter(None, ("letter", plan, papers_)))

    def only(self, numbers: Iterable[int]) -> "Papers":
        """The same with these of its documents, counted from 1."""
        wanted = set(numbers)
        kept = tuple(each for n, each in enumerate(self.documents, 1) if n in wanted)
        return replace(self, documents=kept)


def gather(
    store: Store,
    case: str,
    consultation: str,
    today: date,
    *,
    dated: date | None = None,
    given: Given | None = None,
    without: frozenset[str] = frozenset(),
    with_confidential: bool = False,
) -> Papers:
    """What goes to a setting that is consulted; `without` are documents (ids) that stay.

    Raises SendtuiError where this case has no such consultation, HeldBackError where the letter
    or the plan would hold confidential records.
    """
    view = case_reading.view(store, case, today)
    sent = next((each for each in view.consultations if each.id == consultation), None)
    if sent is None:
        raise SendtuiError("This case has no such consultation.")
    letter = case_letters.letter(store, case, LETTER, today, dated=dated, record=consultation,
                                 given=given, with_confidential=with_confidential)[0]  # fmt: skip
    plan = _plan(store, view.pupil, today, along=with_confidential)
    listed = [d for d in papers.of_pupil(store, view.pupil) if d.sort in APPENDED]
    with store.read() as session:
        hidden = confidential.marked(session, (view.pupil,), today)
    open_ = [d for d in listed if with_confidential or not hidden.covers(view.pupil, d.id)]
    here = [d for d in open_ if d.is_here and d.id not in without]
    lacks = (
        "" if plan else "There is no plan to send: it has to see the draft.",
        confidential.left_out(len(listed) - len(open_)),
        _not_here(sum(not d.is_here for d in open_)),
        "" if here or not plan else "No advice, report or assessment goes along.",
    )
    return Papers(case, view.pupil, consultation, sent.where, letter, plan, tuple(here),
                  tuple(filter(None, lacks)), has_card(store, sent.where, today))  # fmt: skip


def has_card(store: Store, where: str, today: date) -> bool:
    """Whether somebody of this setting has a card that holds, so that sealed files can pass."""
    named = " ".join(where.casefold().split())
    return any(
        named == " ".join(setting.casefold().split())
        for peer in peers(store)
        if not peer.expired(today)
        for setting in (*peer.settings, peer.name)
    )


def no_card(where: str) -> str:
    """What to tell of a setting that no sealed file can go to."""
    return (
        f"{where} has no card here, so no sealed file can go to it. Its papers go as one file "
        "with a password"
    )


@writes
def write(
    store: Store,
    found: Papers,
    path: Path,
    today: date,
    *,
    password: str,
    basis: str = BASIS,
    although: str = "",
) -> Path:
    """Write the papers into one ZIP with a password, keep the letter as drafted, and log it.

    The names of the files inside stand in the open and say nothing of the child.
    Raises BarredError where the setting may not receive it, unless it is said why `although`.
    """
    from sendtui.formats.bundle_zip import bundle

    files = [("1-letter.pdf", case_letters.made(found.letter, "pdf"))]
    if found.plan:
        files.append(("2-plan.pdf", ehc_plan_pages.made(store, found.plan.id)))
    with store.read() as session:
        for number, each in enumerate(found.documents, len(files) + 1):
            kept = require(session, Document, each.id)
            raw = attachments.read(session.connection(), kept.sha256)
            files.append((f"{number}-document{papers.ending(each)}", raw or b""))
    return documents.write(
        store,
        path.with_suffix(".zip"),
        bundle(files, password),
        what=f"Consultation papers: {found.holds}",
        pupils=[found.pupil],
        on=today,
        recipient=found.where,
        basis=basis,
        protection=protection.PASSWORD,
        although=although,
        also=case_letters.keeping((found.letter,), store.author, today),
    )


def _plan(store: Store, pupil: str, today: date, *, along: bool) -> Version | None:
    """The latest version of the EHC plan; its confidential lines go only along."""
    of_pupil = ehc_plan_reading.of_pupil(store, pupil)
    found = next((each for each in of_pupil if each.sort == STATUTORY), None)
    if found is not None:
        whole = ehc_plan_reading.view(store, found.id, whole=True)
        with store.read() as session:
            ids = (found.id, *(line.id for line in whole.lines))
            confidential.require_open(session, pupil, ids, today, along=along)
    return found


def _not_here(number: int) -> str:
    if not number:
        return ""
    return f"{counted(number, 'document')} not on this computer: ask who added them."
