"""A school's own list taken in: first shown, then written in one act.

The preview and the act take the same walk through the file. What is written is what was shown: if
the record has changed in between, nothing is written and the preview must be looked at again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import or_
from sqlmodel import Session, select

from sendtui.errors import SendtuiError
from sendtui.models.incoming import IncomingPupil, Rejected, Skipped
from sendtui.services import differing, likeness, writes
from sendtui.services.differing import Edit
from sendtui.services.labels import title, word
from sendtui.services.likeness import Directory, Match
from sendtui.services.tables import table
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

if TYPE_CHECKING:
    from sendtui.formats.register_in import Reading

Alike = Literal["hold", "same", "new"]
"""What happens to a possible duplicate: held back, taken for the pupil it resembles, or added."""

Progress = Callable[[int, int], None]
MANY = 400


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a file would change, in words; a new record has no `before`."""

    kind: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class New:
    """A pupil the record does not have."""

    line: int
    name: str
    upn: str
    class_name: str
    status: str
    oddities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A pupil of whom the file says something else than the record."""

    line: int
    pupil: str
    name: str
    matched_by: str
    differences: tuple[Difference, ...]
    oddities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Somebody who may be one of these pupils: a person decides."""

    line: int
    name: str
    upn: str
    pupils: tuple[str, ...]
    alike_by: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A pupil on roll whom the file does not name; never removed because of that."""

    pupil: str
    name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would do, before anything is done."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    possible_duplicates: tuple[PossibleDuplicate, ...]
    absent: tuple[Absent, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    left_out: tuple[str, ...]
    digest: str

    @property
    def changes_nothing(self) -> bool:
        """Whether the record says already all that the file does."""
        return not self.new and not self.changed


@dataclass(frozen=True, slots=True)
class Received:
    """What was done."""

    added: int
    changed: int
    unchanged: int
    held: int
    rejected: int


@dataclass(frozen=True, slots=True)
class _Decided:
    """One line with what follows from it."""

    line: IncomingPupil
    match: Match
    edits: tuple[Edit, ...]

    @property
    def held(self) -> bool:
        return not self.match.certain


@contextmanager
def reading(store: Store, path: Path, day: date, profile: str = "") -> Iterator["Reading"]:
    """The file as validated lines; `profile` names a saved answer to which column is what.

    Raises SendtuiError for a file that cannot be read, saying where and what to do.
    """
    from sendtui.formats import register_in

    try:
        file = path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    with file:
        yield register_in.read(file, path.name, _profile(store, profile), day)


def preview(
    store: Store,
    lines: "Reading",
    day: date,
    alike: Alike = "hold",
    progress: Progress | None = None,
) -> Preview:
    """What the file would do to the record as it is now; `day` is the day the file speaks of."""
    rejected: list[Rejected] = []
    new: list[New] = []
    changed: list[Changed] = []
    held: list[PossibleDuplicate] = []
    unchanged, seen, digest = 0, set[str](), sha256()
    with store.read() as session:
        for done, each in enumerate(
            _decisions(session, store.setting, lines, day, alike, rejected)
        ):
            digest.update(_mark(each))
            seen.update(each.match.pupils)
            if each.held:
                held.append(_possible(each))
            elif not each.match.pupils:
                new.append(_new(each.line))
            elif each.edits:
                changed.append(_changed(each, day))
            else:
                unchanged += 1
            if progress and done % MANY == 0:
                progress(done, 0)
        absent = tuple(_absent(session, store.setting, seen, day))
    return Preview(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        possible_duplicates=tuple(held),
        absent=absent,
        rejected=tuple(rejected),
        skipped=tuple(lines.skipped),
        left_out=tuple(lines.unknown),
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

    Raises SendtuiError where the record has changed since: look at the preview again.
    """
    digest, added, changed, unchanged, held = sha256(), 0, 0, 0, 0
    total = len(shown.new) + len(shown.changed) + shown.unchanged + len(shown.possible_duplicates)
    with store.write("Import the school's list", true_on=day) as tx:
        for done, each in enumerate(
            _decisions(tx.session, store.setting, lines, day, alike, [], tx)
        ):
            digest.update(_mark(each))
            if each.held:
                held += 1
            elif not each.match.pupils:
                _add(tx, each, store.setting, day)
                added += 1
            elif each.edits:
                _write(tx, each.match.pupils[0], each.edits)
                changed += 1
            else:
                unchanged += 1
            if progress and done % MANY == 0:
                progress(done, total)
        if digest.hexdigest() != shown.digest:
            raise SendtuiError(
                "The record has changed since the preview. Nothing was taken in: look at it again."
            )
    return Received(added, changed, unchanged, held, len({r.line for r in shown.rejected}))


def _decisions(
    session: Session,
    setting: str,
    lines: Iterable[IncomingPupil | Rejected],
    day: date,
    alike: Alike,
    rejected: list[Rejected],
    tx: Transaction | None = None,
) -> Iterator[_Decided]:
    """What follows from each line; the record is asked for some hundreds of pupils at a time."""
    people = likeness.directory(session, setting)
    taken: dict[str, int] = {}
    coming = _good(lines, rejected)
    while some := list(islice(coming, MANY)):
        matched = [(line, _match(people, line, alike)) for line in some]
        ids = sorted({p for _, m in matched if m.certain for p in m.pupils})
        known = differing.known(tx.session if tx else session, ids, day)
        for line, match in matched:
            if not match.certain or not match.pupils:
                yield _Decided(line, match, ())
                continue
            pupil = match.pupils[0]
            if pupil in taken:
                reason = f"speaks of the same pupil as line {taken[pupil]}"
                rejected.append(Rejected(line.line, "line", "", reason))
                continue
            taken[pupil] = line.line
            yield _Decided(line, match, tuple(differing.edits(line, pupil, known[pupil], day)))


def _match(people: Directory, line: IncomingPupil, alike: Alike) -> Match:
    found = people.find(line)
    if found.certain or alike == "hold":
        return found
    if alike == "new":
        return likeness.NOBODY
    return Match(found.pupils[:1], found.by, certain=True) if len(found.pupils) == 1 else found


def _good(
    lines: Iterable[IncomingPupil | Rejected], rejected: list[Rejected]
) -> Iterator[IncomingPupil]:
    for line in lines:
        if isinstance(line, Rejected):
            rejected.append(line)
        else:
            yield line


def _add(tx: Transaction, each: _Decided, setting: str, day: date) -> None:
    values, further = differing.of_new(each.line, setting, day)
    _write(tx, tx.add("pupil", values), further)


def _write(tx: Transaction, pupil: str, edits: Iterable[Edit]) -> None:
    for edit in edits:
        if edit.record:
            tx.put(edit.kind, edit.record, edit.values)
        else:
            tx.add(edit.kind, {**edit.values, "pupil": pupil})


def _mark(each: _Decided) -> bytes:
    written = [
        (e.kind, e.record, sorted((k, str(v)) for k, v in e.values.items())) for e in each.edits
    ]
    return repr((each.line.line, each.match, written)).encode("utf-8", "surrogatepass")


def _new(line: IncomingPupil) -> New:
    return New(line.line, _name(line), line.upn, line.class_name, line.status, line.oddities)


def _changed(each: _Decided, day: date) -> Changed:
    differences = [
        Difference(
            edit.kind,
            name,
            title(edit.kind, name),
            word(edit.kind, name, edit.before.get(name)),
            word(edit.kind, name, value),
        )
        for edit in each.edits
        for name, value in edit.values.items()
        # The day a new flag or need begins is the day of the file: no news to anybody.
        if value != edit.before.get(name) and not (name == "since" and value == day)
    ]
    line, match = each.line, each.match
    return Changed(
        line.line, match.pupils[0], _name(line), match.by, tuple(differences), line.oddities
    )


def _possible(each: _Decided) -> PossibleDuplicate:
    line, match = each.line, each.match
    return PossibleDuplicate(line.line, _name(line), line.upn, match.pupils, match.by)


def _name(line: IncomingPupil) -> str:
    return ", ".join(filter(None, (line.surname, line.forename)))


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


def _profile(store: Store, name: str) -> Any:
    if not name:
        return None
    from sendtui.services import import_profiles

    return import_profiles.named(store, name)


def write_rejects(path: Path, lines: "Reading", shown: Preview) -> int:
    """Write the rejected lines with their reasons, to be mended and taken in; gives how many."""
    from sendtui.formats import rejects

    try:
        with path.open("xb") as file:
            return rejects.write(file, lines.headings, shown.rejected)
    except FileExistsError:
        raise SendtuiError(f"{path.name} exists already. Name another file.") from None
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be written: {problem.strerror}.") from None
