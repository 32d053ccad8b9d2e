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
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_
from sqlmodel import Session, select

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Rejected
from sendtui.services import differing, writes
from sendtui.services import receive_views as views
from sendtui.services.differing import Edit
from sendtui.services.receive_lines import Walk
from sendtui.services.receive_views import Absent as Absent
from sendtui.services.receive_views import Alike as Alike
from sendtui.services.receive_views import Changed as Changed
from sendtui.services.receive_views import Decided
from sendtui.services.receive_views import Difference as Difference
from sendtui.services.receive_views import New as New
from sendtui.services.receive_views import PossibleDuplicate as PossibleDuplicate
from sendtui.services.receive_views import Preview as Preview
from sendtui.services.receive_views import Progress as Progress
from sendtui.services.receive_views import Received as Received
from sendtui.services.tables import table
from sendtui.store.disk import private
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
    from sendtui.services import import_profiles

    told: Profile | None = None
    if profile:
        told = import_profiles.named(store, profile) if isinstance(profile, str) else profile
    named = path.name or str(path)
    if path.is_dir():
        raise SendtuiError(f"{named} is a folder. Name the file in it.")
    try:
        file = path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{named} could not be opened: {problem.strerror}.") from None
    with file:
        yield register_in.read(file, path.name, told, day)


def preview(
    store: Store,
    lines: "Reading",
    day: date,
    alike: Alike = "hold",
    progress: Progress | None = None,
) -> Preview:
    """What the file would do to the record as it is now; `day` is the day the file speaks of."""
    new: list[New] = []
    changed: list[Changed] = []
    held: list[PossibleDuplicate] = []
    unchanged, digest = 0, sha256()
    walk = Walk(store.setting, day, alike)
    with store.read() as session:
        for done, each in enumerate(walk.decisions(session, lines)):
            digest.update(_mark(each))
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
        absent = tuple(_absent(session, store.setting, walk.seen, day))
    return Preview(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        possible_duplicates=tuple(held),
        absent=absent,
        rejected=tuple(walk.rejected),
        skipped=tuple(lines.skipped),
        left_out=_left_out(lines),
        digest=digest.hexdigest(),
    )


@writes
def receive(
    store: Store,
    lines: "Reading",
    day: date,
    shown: Preview,
    alike: Alike = "hold",
    progress: Progress | None = None,
) -> Received:
    """Write what the preview showed, in one act that one undo takes back.

    Raises SendtuiError where the record or the file has changed since: look at the preview again.
    """
    digest, added, changed, unchanged, held = sha256(), 0, 0, 0, 0
    total = len(shown.new) + len(shown.changed) + shown.unchanged + len(shown.possible_duplicates)
    setting = store.setting
    walk = Walk(setting, day, alike)
    with store.write("Import the school's list", true_on=day) as tx:
        for done, each in enumerate(walk.decisions(tx.session, lines)):
            digest.update(_mark(each))
            if each.held:
                held += 1
            elif not each.match.pupils:
                values, further = differing.of_new(each.line, setting, day)
                _write(tx, tx.add("pupil", values), further)
                added += 1
            elif each.edits:
                _write(tx, each.match.pupils[0], each.edits)
                changed += 1
            else:
                unchanged += 1
            if progress and done % _STEP == 0:
                progress(done, total)
        if digest.hexdigest() != shown.digest:
            raise SendtuiError(
                "The record or the file has changed since the preview. Nothing was taken in: look "
                "at the preview again."
            )
    return Received(added, changed, unchanged, held, len({r.line for r in shown.rejected}))


def write_rejects(path: Path, lines: "Reading", shown: Preview) -> int:
    """Write the rejected lines with their reasons, to be mended and taken in; gives how many.

    Raises SendtuiError where there is such a file already, or it cannot be written.
    """
    from sendtui.formats import rejects

    try:
        # They are lines about children: the owner's alone, where the system knows owners.
        with open(path, "xb", opener=private) as file:
            return rejects.write(file, lines.headings, _whole(lines, shown.rejected))
    except FileExistsError:
        raise SendtuiError(f"{path.name} exists already. Name another file.") from None
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be written: {problem.strerror}.") from None


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
    said = repr((match, edits, tuple(each.line.__dict__.values())))
    return said.encode("utf-8", "surrogatepass")


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


def _whole(lines: "Reading", rejected: Sequence[Rejected]) -> list[Rejected]:
    """The rejected lines with their cells, in the order of the file."""
    without = {fault.line for fault in rejected if not fault.cells}
    found: dict[int, tuple[str, ...]] = {}
    if without:
        for number, cells in lines.sheet.lines():
            if number in without:
                found[number] = tuple(cells)
    whole = [f if f.cells else replace(f, cells=found.get(f.line, ())) for f in rejected]
    return sorted(whole, key=lambda fault: fault.line)
