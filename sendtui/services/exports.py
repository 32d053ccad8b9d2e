"""Files for people: the register, or one pupil's record, in formats that other programs open.

They are plain: whoever has the file can read it. So the faces ask for typed consent first, and each
one is logged as a disclosure with its basis.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session

from sendtui import formats
from sendtui.errors import SendtuiError, UsageError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.models.pages import HistoryLine, PupilFile
from sendtui.services import writes
from sendtui.services.outfile import new_file
from sendtui.services.records import require_pupil
from sendtui.services.register_lines import lines
from sendtui.services.register_query import Query, ordered
from sendtui.services.tables import table
from sendtui.store import history
from sendtui.store.store import Store

FORMATS = {"register": ("csv", "xlsx", "json"), "pupil": ("json", "md")}
"""What can be exported, and in which formats."""

CONSENT = "plain"
"""The word that is typed before a plain file is written."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that left: where it is (None: it went to a stream), how many pupils, its format."""

    path: Path | None
    pupils: int
    form: str


def warning(pupils: int) -> str:
    """What to say before a plain file is written."""
    whose = "one child" if pupils == 1 else f"{pupils} children"
    return (
        f"This file will hold the names and needs of {whose}, and it is not protected: whoever "
        "has it can read it. Keep it off shared drives and email, and delete it after use."
    )


def number(store: Store, query: Query, today: date) -> int:
    """How many pupils an export of the register would hold."""
    return len(_ids(store, query, today))


@writes
def register(
    store: Store,
    target: Path | BinaryIO,
    *,
    form: str,
    query: Query,
    today: date,
    recipient: str = "",
    basis: str = "",
) -> Exported:
    """Write the pupils of a question to a file, or to an open stream, and log the disclosure.

    Raises UsageError for a format there is not, SendtuiError where nobody is asked for or the file
    cannot be written.
    """
    writer = _writer("register", form)
    pupils = _ids(store, query, today)
    if not pupils:
        raise SendtuiError("No pupil is asked for by this, so no file was written.")

    def made(file: BinaryIO) -> None:
        writer(file, lines(store, query, today))

    what = f"{_TITLES[query.scope]}, {form.upper()}"
    _leave(store, target, made, what, pupils, today, recipient, basis)
    return Exported(target if isinstance(target, Path) else None, len(pupils), form)


@writes
def pupil(
    store: Store,
    target: Path | BinaryIO,
    *,
    pupil: str,
    form: str,
    today: date,
    recipient: str = "",
    basis: str = "",
) -> Exported:
    """Write everything about a pupil to a file, or to an open stream, and log the disclosure.

    Raises what `register` does, and SendtuiError where there is no such pupil.
    """
    writer = _writer("pupil", form)
    whole = pupil_file(store, pupil)

    def made(file: BinaryIO) -> None:
        writer(file, whole)

    what = f"Everything about a pupil, {form.upper()}"
    _leave(store, target, made, what, (pupil,), today, recipient, basis)
    return Exported(target if isinstance(target, Path) else None, 1, form)


def pupil_file(store: Store, pupil: str) -> PupilFile:
    """Everything the record holds about a pupil, with its history, the newest change first."""
    with store.read() as session:
        require_pupil(session, pupil)
        records = {
            kind: found
            for kind in KINDS
            if kind != "pupil" and noun(kind).twin.STREAM == "pupil"
            if (found := _records(session, kind, "pupil", pupil))
        }
        (one,) = _records(session, "pupil", "id", pupil)
        past = list(history.of_stream(session.connection(), pupil, _ALL))
    return PupilFile(one, records, tuple(line for each in past for line in _history(each)))


_ALL = 1 << 31
_TITLES = {"register": "SEN register", "roll": "Whole roll", "concerns": "Pupils with a concern"}


def _writer(what: str, form: str) -> Callable[..., int]:
    if form not in FORMATS[what]:
        known = ", ".join(FORMATS[what])
        raise UsageError(f"A {what} is not written as {form}. There are: {known}.")
    write: Callable[..., int] = formats.writer(f"{what}-{form}").write
    return write


def _ids(store: Store, query: Query, today: date) -> list[str]:
    with store.read() as session:
        return list(session.connection().execute(ordered(query, today)).scalars())


def _records(session: Session, kind: str, field: str, id: str) -> list[dict[str, object]]:  # noqa: A002
    one = table(kind)
    wanted = one.select().where(one.c[field] == id).order_by(one.c.id)
    return [dict(found) for found in session.connection().execute(wanted).mappings()]


def _history(line: history.Line) -> list[HistoryLine]:
    """A change as one line, a birth as a line for each field it had."""
    when = datetime.fromisoformat(line.written)
    said = {line.field: line.after} if not line.is_birth else dict(line.after or {})
    return [
        HistoryLine(when, line.who, line.label, line.kind, line.record, name, line.before, after)
        for name, after in said.items()
        if name != "pupil"
    ]


def _leave(
    store: Store,
    target: Path | BinaryIO,
    made: Callable[[BinaryIO], None],
    what: str,
    pupils: Sequence[str],
    today: date,
    recipient: str,
    basis: str,
) -> None:
    if isinstance(target, Path) and target.absolute() == store.path.absolute():
        raise SendtuiError("That is the case file itself. Choose another name.")
    setting = store.setting
    with store.write("Export a file") as tx:
        tx.add(
            "disclosure",
            {"setting": setting, "on": today, "what": what, "recipient": recipient, "basis": basis,
             "protection": "plain", "pupils": list(pupils)},
        )  # fmt: skip
        tx.flush()
        if isinstance(target, Path):
            with new_file(target) as file:
                made(file)
        else:
            made(target)
