"""A version of a plan as it is printed, and writing it to a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, Unpack

from sendtui.models.plan_page import PlanPage, PlanPageLine, PlanPagePart
from sendtui.models.setting import Setting
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.costs import pounds
from sendtui.rules.plan_reading import Written
from sendtui.rules.plan_sections import STATUTORY, SectionOf, heading
from sendtui.rules.typed_dates import say
from sendtui.services import confidential, documents, ehc_plan_reading, writes
from sendtui.services.disclosing import Leaving
from sendtui.services.ehc_plan_reading import PlanView
from sendtui.services.labels import title
from sendtui.services.records import called, require_pupil
from sendtui.store.store import Store

_IN_ORDER = ("need", "area", "who", "how_often", "how_long", "ratio", "minutes_a_week", "measure",
             "baseline", "target", "starts", "by", "dated", "source", "agreed_on", "amount_pence",
             "payment")  # fmt: skip
_BLANK = "Section I is left blank in a draft."
_NOTHING = "Nothing is written here yet."


def page(store: Store, plan: str, *, whole: bool = False) -> PlanPage:
    """A version of a plan as it is printed; in a draft section I is blank.

    What is confidential is veiled, unless it is read `whole`.

    Raises SendtuiError where there is none.
    """
    found = ehc_plan_reading.view(store, plan, whole=whole)
    own = store.setting
    with store.read() as session:
        pupil = require_pupil(session, found.pupil)
        setting = session.get(Setting, pupil.setting or own)
    return PlanPage(
        name=called(pupil),
        sort_label=found.sort_label,
        statutory=found.sort == STATUTORY,
        edition=f"Version {found.version}, {found.stage_label}",
        parts=tuple(_part(found, part) for part in found.parts),
        born=pupil.born,
        upn=pupil.upn,
        setting=setting.name if setting else "",
        made_on=found.made_on,
        issued_on=found.issued_on,
        issued_by=found.issued_by,
        review_by=found.review_by,
        ceased=f"{say(found.ceased_on)}. {found.ceased_because}" if found.ceased_on else "",
    )


def text(store: Store, plan: str) -> str:
    """A version of a plan as plain text."""
    from sendtui.formats import plan_text

    return plan_text.text(page(store, plan))


@writes
def write(
    store: Store,
    plan: str,
    path: Path,
    today: date,
    *,
    sort: Literal["pdf", "text", "docx"] = "pdf",
    large: bool = False,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a version to a file as PDF, text or for Word, and write down that it left; where to.

    A PDF is a print; anything else leaves as a file, plain without a password.
    Raises BarredError where the recipient may not receive it, unless it is said why `although`;
    HeldBackError where confidential lines would be on it.
    """
    whose = ehc_plan_reading.view(store, plan, whole=True)
    with store.read() as session:
        ids = (plan, *(x.id for x in whose.lines))
        confidential.require_open(session, whose.pupil, ids, today, along=with_confidential)
    found = page(store, plan, whole=True)
    made = _made(found, sort, large=large)
    what = f"{whose.sort}, version {whose.version}, {whose.stage_label}"
    what += ", large print" if large and sort != "text" else ""
    return documents.write(
        store,
        path,
        made,
        what=what,
        pupils=[whose.pupil],
        on=today,
        **leaving,
    )


def made(store: Store, plan: str) -> bytes:
    """A version, its confidential lines with it, as an accessible PDF."""
    return _made(page(store, plan, whole=True), "pdf", large=False)


def _made(found: PlanPage, sort: str, *, large: bool) -> bytes:
    if sort == "pdf":
        from sendtui.formats import plan_pdf

        return plan_pdf.pdf(found, large=large)
    if sort == "docx":
        from sendtui.formats import plan_docx

        return plan_docx.docx(found, large=large)
    from sendtui.formats import plan_text

    return plan_text.text(found).encode("utf-8")


def _part(found: PlanView, part: SectionOf) -> PlanPagePart:
    lines = () if _is_blank(found, part) else found.of(part.letter)
    sorts = dict(part.sorts)
    return PlanPagePart(
        part.letter,
        heading(found.sort, part),
        tuple(_line(found, part, x, sorts.get(x.sort, x.sort)) for x in lines),
        said_of_empty(found, part),
    )


def _is_blank(found: PlanView, part: SectionOf) -> bool:
    return found.sort == STATUTORY and part.letter == "I" and found.stage == "draft"


def said_of_empty(found: PlanView, part: SectionOf) -> str:
    """What an empty part says: that nothing is required is said only where the needs say so."""
    if _is_blank(found, part):
        return _BLANK
    needs = {"G": "C", "H1": "D", "H2": "D"}.get(part.letter, "")
    if not part.empty:
        return _NOTHING
    if needs and not all(x.none_required for x in found.of(needs) if x.sort != "strength"):
        return _NOTHING
    return part.empty if not needs or found.of(needs) else _NOTHING


def _line(found: PlanView, part: SectionOf, line: Written, sort: str) -> PlanPageLine:
    # Where all lines of a part are of one sort, naming it at each tells nothing.
    named = sort if part.letter in ("A", "B", "C", "D", "I", "K") or line.sort == "training" else ""
    return PlanPageLine(
        line.label,
        line.words,
        named,
        tuple(_facts(found, line)),
        part.letter == "A" and line.sort in ("", "view") and line.words[:1] in "“\"‘'",
    )


def _facts(found: PlanView, line: Written) -> Iterator[tuple[str, str]]:
    if links := found.links(line):
        yield "Answers to", ", ".join(links)
    for name in _IN_ORDER:
        value = getattr(line, name)
        if not value:
            continue
        if name == "need":
            value = NEED_TYPES.label(value) if value in NEED_TYPES else value
        elif name == "amount_pence":
            yield "Amount a year", pounds(value)
            continue
        yield title("plan_line", name), say(value) if isinstance(value, date) else str(value)
