"""What goes into a hand-over pack: a pupil's record, its papers and documents, and what stays.

What the setting decided about its own copy (retention, who may hold it, its fields of its own)
stays; what is confidential stays unless it is said that it goes, and an address nobody is to see
always.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sendtui.models.pages import PupilFile
from sendtui.services import (
    confidential,
    cycle_pages,
    cycle_reading,
    ehc_plan_pages,
    ehc_plan_reading,
    exports,
    left_out,
    profile_pages,
    profiles,
    protection,
    same,
)
from sendtui.services.confidential import HeldBackError
from sendtui.services.labels import kind_title
from sendtui.store import attachments
from sendtui.store.store import Store

STAYS = frozenset(
    ("custom_value", "purpose", "disclosure", "erasure", "same_as", "retention_hold",
     "transfer_receipt")
)  # fmt: skip
"""What is about this setting's own copy, and does not go."""

BELONGS = {
    "evidence": "cycle", "outcome": "cycle", "strategy": "cycle", "provision": "cycle",
    "review": "cycle", "delivery": "provision", "measure": "provision", "rating": "outcome",
    "plan_line": "plan", "case_event": "case", "advice": "case", "consultation": "case",
    "representation": "case",
}  # fmt: skip
"""Kinds that are nothing without the record they name; what they name comes first."""

MARKS = "confidential"
ELSEWHERE = {"provision": "intervention", "checklist_answer": "checklist_line"}
"""Fields that name what the setting keeps for all pupils: they mean nothing elsewhere."""

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack would hold: records by what they are called, documents and papers by name.

    `left_out` counts confidential records that are not in it, `missing` documents whose bytes this
    copy does not hold; `bytes` are those of the documents.
    """

    pupil: str
    name: str
    records: tuple[tuple[str, int], ...]
    papers: tuple[str, ...]
    documents: tuple[str, ...]
    bytes: int
    left_out: int
    missing: int

    @property
    def count(self) -> int:
        """How many records go."""
        return sum(number for _, number in self.records)


@dataclass(frozen=True, slots=True)
class Story:
    """A pupil's record as it goes, with the documents by their hash."""

    whole: PupilFile
    left_out: int
    cycle: str
    plan: str
    has_profile: bool
    documents: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    missing: int
    bytes: int


def story(store: Store, pupil: str, today: date, *, along: bool) -> Story:
    """What of a pupil goes; what is confidential goes `along`, or is counted.

    Raises SendtuiError where there is no such pupil, HeldBackError where all of it is confidential.
    """
    with store.read() as session:
        everybody = same.of_child(session, pupil)
        marked = confidential.marked(session, everybody, today)
    if pupil in marked.pupils and not along:
        raise HeldBackError(
            "Everything about this pupil is confidential, so no pack was made. "
            "--with-confidential lets it go."
        )
    files, held = [], 0
    for each in everybody:
        found = exports.pupil_file(store, each)
        if along:
            files.append(left_out.without_addresses(found))
        else:
            kept, number = left_out.of_file(store, found, each, today)
            files.append(kept)
            held += number
    records: dict[str, list[Mapping[str, object]]] = {}
    for found in files:
        for kind, many in found.records.items():
            if kind not in STAYS and (along or kind != MARKS):
                records.setdefault(kind, []).extend(_own(kind, each, pupil) for each in many)
    held += _drop_orphans(records)
    # The history has what was removed and mistyped: it stays with whoever wrote it.
    whole = replace(files[0], records=records, history=())
    hidden = frozenset() if along else marked.records
    cycle = cycle_reading.current(store, pupil)
    plan = next((each.id for each in ehc_plan_reading.of_pupil(store, pupil)), "")
    with store.read() as session:
        profile = profiles.latest(session, pupil, signed=True)
        profile = profile or profiles.latest(session, pupil, signed=False)
        named = {str(d["sha256"]): d for d in records.get("document", ()) if d.get("sha256")}
        sizes = attachments.sizes(session.connection(), named)
    going = [(sha, one) for sha, one in named.items() if sha in sizes]
    return Story(
        whole=whole,
        left_out=held,
        cycle="" if _is_hidden(store, pupil, "cycle", cycle, hidden) else cycle,
        plan="" if _is_hidden(store, pupil, "plan", plan, hidden) else plan,
        has_profile=profile is not None and profile.id not in hidden,
        documents=tuple((sha, _inside(n, one)) for n, (sha, one) in enumerate(going, 1)),
        titles=tuple(str(one.get("title") or "document") for _, one in going),
        missing=len(named) - len(going),
        bytes=sum(sizes.values()),
    )


def _drop_orphans(records: dict[str, list[Mapping[str, object]]]) -> int:
    """Leave out what belongs to a record that does not go, and give how many there were."""
    gone = 0
    for kind, parent in BELONGS.items():
        ids = {each["id"] for each in records.get(parent, ())}
        found = records.pop(kind, [])
        kept = [each for each in found if not each.get(parent) or each[parent] in ids]
        if kept:
            records[kind] = kept
        gone += len(found) - len(kept)
    return gone


def _own(kind: str, record: Mapping[str, object], pupil: str) -> Mapping[str, object]:
    """A record as another setting can have it: of this pupil, without what only we know."""
    changed: dict[str, object] = {**record, "pupil": pupil}
    return changed | ({ELSEWHERE[kind]: ""} if kind in ELSEWHERE else {})


def _is_hidden(store: Store, pupil: str, kind: str, record: str, hidden: frozenset[str]) -> bool:
    """Whether anything on a printed cycle or plan is confidential: then it is not printed."""
    if not record or not hidden:
        return not record
    parts = exports.pupil_file(store, pupil).records
    ids = {each["id"] for many in parts.values() for each in many if each.get(kind) == record}
    return bool(hidden & {record, *map(str, ids)})


def _inside(number: int, document: Mapping[str, object]) -> str:
    """What a document is called in the pack: by its number, as names stand in the open."""
    ending = Path(str(document.get("file_name") or "")).suffix.lower()
    return f"documents/{number:03}{ending if _ENDING.fullmatch(ending) else ''}"


def contents(store: Store, pupil: str, story: Story) -> Contents:
    """What a pack of this story holds, to be shown before it is written."""
    return Contents(
        pupil,
        protection.whose(store, [pupil]).says(),
        tuple((kind_title(kind), len(found)) for kind, found in story.whole.records.items()),
        tuple(_paper_names(story)),
        story.titles,
        story.bytes,
        story.left_out,
        story.missing,
    )


def _paper_names(story: Story) -> Iterator[str]:
    yield "record.md"
    if story.has_profile:
        yield "profile.pdf"
    if story.cycle:
        yield "cycle.pdf"
    if story.plan:
        yield "plan.pdf"


def papers(store: Store, pupil: str, story: Story, today: date) -> Iterator[tuple[str, bytes]]:
    from sendtui.formats import pupil_md

    text = io.BytesIO()
    pupil_md.write(text, story.whole)
    yield "record.md", text.getvalue()
    if story.has_profile:
        yield "profile.pdf", profile_pages.pdf(store, pupil, today)
    if story.cycle:
        from sendtui.formats import cycle_pdf

        page = cycle_pages.page(store, story.cycle, today, whole=True)
        yield "cycle.pdf", cycle_pdf.pdf(page)
    if story.plan:
        from sendtui.formats import plan_pdf

        yield "plan.pdf", plan_pdf.pdf(ehc_plan_pages.page(store, story.plan, whole=True))
