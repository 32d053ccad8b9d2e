"""The certificate of an erasure: what kinds of record went, when, by which rule and by whom.

It holds nothing of what was erased and no name of a child, because none is left: who it was is
written in by hand, where a policy asks for it. It can be made again from the log at any time.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from sendtui.models.report_page import ReportPage, ReportTable, Section
from sendtui.services import inspection
from sendtui.services.erasing import Note
from sendtui.services.labels import in_sentence, kind_title
from sendtui.store.store import Store

TITLE = "Certificate of erasure"
_STAYS = (
    "What stays: that something was said, by whom, when and in which kind of record, with a hash "
    "that tells nothing; and the note of this erasure.",
    "Backups hold what was erased until they are thinned out, within 35 days; one that is put back "
    "is erased again before anybody reads it. Every copy that gets the next sealed file erases it.",
    "Exports, prints and copies outside sendtui are not erased by it.",
)
_BY_HAND = ("Whose record it was, where the policy asks for it: ", "Signed: ", "Date: ")
_COUNTS = """
    SELECT change.kind, count(DISTINCT change.record), count(*)
    FROM change JOIN stream ON stream.n = change.stream
    WHERE stream.id = ? AND change.value IS NULL AND ? IN ('', change.record)
    GROUP BY change.kind ORDER BY change.kind
"""


def page(store: Store, notes: Sequence[Note], today: date) -> ReportPage:
    """The certificate of these erasures, to be written as PDF, Word or text."""
    with store.read() as session:
        run = session.connection()
        sections = [_section(run, number, note) for number, note in enumerate(notes, 1)]
        setting = inspection.setting_name(session, store.setting)
    blank = "_" * 40
    by_hand = Section("To be filled in by hand", points=tuple(f"{b}{blank}" for b in _BY_HAND))
    return ReportPage(
        title=TITLE,
        setting=setting,
        dated=today,
        sections=(*sections, Section("What stays", text=_STAYS), by_hand),
    )


def _section(run: Connection, number: int, note: Note) -> Section:
    what = f"one {in_sentence(kind_title(note.kind))}" if note.record else "all of a pupil"
    said = (
        ("Erased", what),
        ("On", note.on),
        ("At (UTC)", note.written),
        ("Why", note.reason),
        ("By which order or rule", note.reference or "none was named"),
        ("By", note.by),
        ("The pupil’s random id", note.pupil),
        ("The note’s random id", note.id),
    )
    gone = tuple(
        (kind_title(kind), records, changes)
        for kind, records, changes in run.exec_driver_sql(_COUNTS, (note.pupil, note.record))
    )
    tables = (
        ReportTable("", ("", "What is certified"), said),
        ReportTable("Kinds of record that say nothing any more",
                    ("Kind", "Records", "Changes"), gone),
    )  # fmt: skip
    return Section(f"Erasure {number}", tables=tables)
