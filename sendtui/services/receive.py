"""A school's own list taken in: first shown, then written in one act.

The preview and the act take the same walk through the file. What is written is what was shown: if
the record or the file has changed in between, nothing is written and the preview must be looked
at again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import or_
from sqlmodel import Session, select

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Rejected
from sendtui.services import differing, held_before, rejected, schools, writes
from sendtui.services import receive_views as views
from sendtui.services.differing import Edit
from sendtui.services.known import IMPORT
from sendtui.services.pasted import PART, Pasted
from sendtui.services.pauses import without_pauses
from sendtui.services.receive_lines import Walk
from sendtui.services.receive_minds import Minds
from sendtui.services.receive_views import AS_IT_IS, Decided, Leaver
from sendtui.services.receive_views import Absent as Absent
from sendtui.services.receive_views import Alike as Alike
from sendtui.services.receive_views import Changed as Changed
from sendtui.services.receive_views import Choices as Choices
from sendtui.services.receive_views import Difference as Difference
from sendtui.services.receive_views import HeldBack as HeldBack
from sendtui.services.receive_views import Leaving as Leaving
from sendtui.services.receive_views import New as New
from sendtui.services.receive_views import PossibleDuplicate as PossibleDuplicate
from sendtui.services.receive_views import Preview as Preview
from sendtui.services.receive_views import Progress as Progress
from sendtui.services.receive_views import Received as Received
from sendtui.services.records import is_authority
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

if TYPE_CHECKING:
    from sendtui.formats.headings import Profile
    from sendtui.formats.register_in import Reading

NOT_KEPT = frozenset({"last_review"})
"""Fields that are read and not kept: a review is a record of its own, never a mere date."""

_STEP = 400
"""How many lines pass between two words of progress."""


@contextmanager
def reading(
    store: Store, path: Path, day: date, profile: "str | Profile" = ""
) -> Iterator["Reading"]:
    """The file as validated lines; `profile` is an answer to which column is what, or its name.

    Raises SendtuiError for a file that cannot be read, saying where and what to do.
    """
    from sendtui.formats import register_in
    from sendtui.services import import_profiles, own_columns

    told: Profile | None = None
    if profile:
        told = import_profiles.named(store, profile) if isinstance(profile, str) else profile
    told = own_columns.with_own(store, told)
    with opened(path) as file:
        found = register_in.read(file, path.name, told, day)
        if isinstance(path, Pasted):
            found.sheet = replace(found.sheet, is_whole=False)
        yield found


def opened(path: Path) -> BinaryIO:
    """The file at a path, to be read; raises SendtuiError where it is a folder or cannot be."""
    named = path.name or str(path)
    if path.is_dir():
        raise SendtuiError(f"{named} is a folder. Name the file in it.")
    try:
        return path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{named} could not be opened: {problem.strerror}.") from None


@without_pauses()
def preview(
    store: Store,
    lines: "Reading",
    day: date,
    choices: Choices = AS_IT_IS,
    progress: Progress | None = None,
) -> Preview:
    """What the file would do to the record as it is now; `day` is the day the file speaks of."""
    new: list[New] = []
    changed: list[Changed] = []
    held: list[PossibleDuplicate] = []
    kept: list[HeldBack] = []
    unchanged, digest = 0, sha256()
    walk = Walk(store.setting, day, choices)
    minds = Minds(day, is_authority=is_authority(store))
    with store.read() as session:
        for done, each in enumerate(walk.decisions(session, lines)):
            digest.update(_mark(each))
            minds.see(each)
            if each.kept:
                kept += views.held_back(each)
            if each.held:
                held.append(views.possible(each))
            elif not each.match.pupils:
                new.append(views.new(each.line))
            elif each.edits:
                changed.append(views.changed(each))
            else:
                unchanged += 1
            if progress and done % _STEP == 0:
                progress(done, 0)
        absent = tuple(_absent(session, store.setting, walk.seen, day)) if lines.is_whole else ()
    _require_whole(lines, choices)
    leaving = _leaving(absent, choices, day)
    digest.update(_leaving_mark(leaving))
    gone = {each.pupil for each in leaving}
    return Preview(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        possible_duplicates=tuple(held),
        absent=tuple(each for each in absent if each.pupil not in gone),
        rejected=tuple(walk.rejected),
        skipped=(*lines.skipped, *lines.said_again),
        left_out=_left_out(lines),
        digest=digest.hexdigest(),
        held_back=tuple(kept),
        held_before=held_before.before(store, kept),
        leaving=leaving,
        about=schools.with_names(lines.about) or ("" if lines.is_whole else PART),
        minds=minds.sentences(lines.repeated),
        is_bare=minds.is_bare,
    )


@writes
@without_pauses()
def receive(
    store: Store,
    lines: "Reading",
    day: date,
    shown: Preview,
    choices: Choices = AS_IT_IS,
    progress: Progress | None = None,
) -> Received:
    """Write what the preview showed, in one act that one undo takes back.

    Raises SendtuiError where the record or the file has changed since: look at the preview again.
    """
    digest, added, changed, unchanged, held = sha256(), 0, 0, 0, 0
    total = len(shown.new) + len(shown.changed) + shown.unchanged + len(shown.possible_duplicates)
    setting = store.setting
    walk = Walk(setting, day, choices)
    with store.write(IMPORT, true_on=day) as tx:
        for done, each in enumerate(_looked_up(tx, walk.decisions(tx.session, lines))):
            digest.update(_mark(each))
            if each.held:
                held += 1
            elif not each.match.pupils:
                values, further = differing.of_new(each.line, setting, day)
                _write(tx, tx.add("pupil", values), [*further, *each.edits])
                added += 1
            elif each.edits:
                _write(tx, each.match.pupils[0], each.edits)
                changed += 1
            else:
                unchanged += 1
            if progress and done % _STEP == 0:
                progress(done, total)
        gone = _mark_left(tx, _missed(tx.session, setting, walk.seen, day, shown), choices, day)
        digest.update(gone)
        if digest.hexdigest() != shown.digest:
            raise SendtuiError(
                "The record or the file has changed since the preview. Nothing was taken in: look "
                "at the preview again."
            )
    held_before.remember(store, shown.held_back)
    faulty = len({fault.line for fault in shown.rejected})
    return Received(
        added, changed, unchanged, held, faulty, len(shown.held_back), len(shown.leaving)
    )


def write_rejects(path: Path, lines: "Reading", shown: Preview, password: str = "") -> int:
    """Write the rejected lines with their reasons, to be mended and taken in; gives how many.

    With a password they are in a ZIP. Raises SendtuiError where there is such a file already, or
    it cannot be written.
    """
    return rejected.keep(path, lines.headings, _whole(lines, shown.rejected), password)


def _missed(
    session: Session, setting: str, seen: set[str], day: date, shown: Preview
) -> list[Absent]:
    """Who is absent still of those who were: whoever was added a moment ago never was."""
    known = {each.pupil for each in shown.absent} | {each.pupil for each in shown.leaving}
    return [each for each in _absent(session, setting, seen, day) if each.pupil in known]


def _mark_left(tx: Transaction, absent: list[Absent], choices: Choices, day: date) -> bytes:
    leaving = _leaving(absent, choices, day)
    for each in leaving:
        tx.put("pupil", each.pupil, {"left_on": each.on, "left_to": each.to})
    return _leaving_mark(leaving)


def _looked_up(tx: Transaction, decisions: Iterator[Decided]) -> Iterator[Decided]:
    """The decisions, some hundreds at a time: what they change is asked for together."""
    for some in in_parts(decisions):
        tx.look_ahead([edit.record for each in some for edit in each.edits if edit.record])
        yield from some


def _write(tx: Transaction, pupil: str, edits: Iterable[Edit]) -> None:
    for edit in edits:
        if edit.record:
            tx.put(edit.kind, edit.record, edit.values)
        else:
            tx.add(edit.kind, {**edit.values, "pupil": pupil})


def _mark(each: Decided) -> bytes:
    """The line, whom it speaks of and what would be written, all as bytes to be compared."""
    edits = [(e.kind, e.record, e.values, e.before) for e in each.edits]
    match = (each.match.pupils, each.match.by, each.match.certain)
    kept = [(h.field, h.why, [e.values for e in h.edits]) for h in each.kept]
    said = repr((match, edits, kept, tuple(each.line.__dict__.values())))
    return said.encode("utf-8", "surrogatepass")


def _require_whole(lines: "Reading", choices: Choices) -> None:
    if choices.leaving and not lines.is_whole:
        raise SendtuiError(
            "This names some pupils, not the whole roll: nobody is marked as left because of it."
        )


def _leaving(absent: Iterable[Absent], choices: Choices, day: date) -> tuple[Leaver, ...]:
    """Those who are absent and, as a person has said, have left by the day the file speaks of."""
    if any(gone.on > day for _, gone in choices.leaving):
        raise SendtuiError(
            f"The file speaks of {day:%d/%m/%Y}: nobody can have left by it on a later day."
        )
    said = ((each, choices.leaves(each.pupil)) for each in absent)
    return tuple(
        Leaver(each.pupil, each.name, each.class_name, gone.on, gone.to)
        for each, gone in said
        if gone
    )


def _leaving_mark(leaving: Iterable[Leaver]) -> bytes:
    return repr([(each.pupil, each.on, each.to) for each in leaving]).encode("utf-8", "replace")


def _left_out(lines: "Reading") -> tuple[str, ...]:
    known = lines.matched.columns.items()
    unkept = [lines.headings[place] for place, field in known if field in NOT_KEPT]
    return (*lines.unknown, *unkept)


def _absent(session: Session, setting: str, seen: set[str], day: date) -> Iterator[Absent]:
    pupil = table("pupil")
    asked: Any = select(pupil.c.id, pupil.c.surname, pupil.c.forename, pupil.c.class_name)
    on_roll = or_(pupil.c.left_on.is_(None), pupil.c.left_on > day)
    asked = asked.where(pupil.c.setting == setting, on_roll)
    for id_, surname, forename, class_name in session.connection().execute(
        asked.order_by(pupil.c.surname, pupil.c.forename)
    ):
        if id_ not in seen:
            yield Absent(id_, ", ".join(filter(None, (surname, forename))), class_name)


def _whole(lines: "Reading", faults: Sequence[Rejected]) -> list[Rejected]:
    """The rejected lines with their cells, in the order of the file."""
    without = {fault.line for fault in faults if not fault.cells}
    found: dict[int, tuple[str, ...]] = {}
    if without:
        for number, cells in lines.sheet.lines():
            if number in without:
                found[number] = tuple(cells)
    whole = [f if f.cells else replace(f, cells=found.get(f.line, ())) for f in faults]
    return sorted(whole, key=lambda fault: fault.line)
