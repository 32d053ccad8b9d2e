"""Files for people: the register, or one pupil's record, in formats that other programs open.

With a password they are protected, each as its format can be. Without one they are plain: whoever
has the file can read it, so the faces ask for typed consent first. Each is logged as a disclosure
with its basis and how it was protected.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Unpack

from sqlmodel import Session

from sendtui.errors import SendtuiError, UsageError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.models.pages import HistoryLine, PupilFile
from sendtui.services import custom_fields, disclosing, left_out, protection, writes
from sendtui.services.disclosing import Leaving
from sendtui.services.outfile import new_file
from sendtui.services.records import require_pupil
from sendtui.services.register_lines import lines
from sendtui.services.register_query import Query, ordered, resolved
from sendtui.services.tables import table
from sendtui.store import history
from sendtui.store.store import Store

FORMATS = {"register": ("csv", "xlsx", "json"), "pupil": ("json", "md")}
"""What can be exported, and in which formats."""

CONSENT = "plain"
"""The word that is typed before a plain file is written."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that left: where it is (None: it went to a stream), how many pupils, its format.

    `left_out`: how many confidential records, or of the register pupils, are not in it.
    """

    path: Path | None
    pupils: int
    form: str
    left_out: int = 0


def warning(pupils: int) -> str:
    """What to say before a plain file is written."""
    whose = "one child" if pupils == 1 else f"{pupils} children"
    return (
        f"This file will hold the names and needs of {whose}, and it is not protected: whoever "
        "has it can read it. Keep it off shared drives and email, and delete it after use."
    )


def chosen(store: Store, query: Query, today: date) -> list[str]:
    """The pupils an export of the register would hold, in its order."""
    return _ids(store, query, today)


def place(path: Path, form: str, *, is_protected: bool) -> Path:
    """Where an export in this format goes: a protected one that is a ZIP says so by its name."""
    return protection.place(path, f".{form}") if is_protected else path


@writes
def register(
    store: Store,
    target: Path | BinaryIO,
    *,
    form: str,
    query: Query,
    today: date,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Exported:
    """Write the pupils of a question to a file, or to an open stream, and log the disclosure.

    `although` is why somebody who may not receive it does; without a password it is plain. What is
    confidential is left out, and counted.
    Raises UsageError for a format there is not, BarredError where the recipient may not receive it,
    SendtuiError where nobody is asked for or the file cannot be written.
    """
    writer = _writer("register", form)
    pupils, held = _ids(store, query, today), 0
    if not with_confidential:
        hidden = left_out.pupils(store, pupils, today)
        pupils, held = [id_ for id_ in pupils if id_ not in hidden], len(hidden)
    if not pupils:
        raise SendtuiError("No pupil is asked for by this, so no file was written.")

    own = [one.name for one in custom_fields.all_of(store)]

    def made(file: BinaryIO) -> None:
        writer(file, lines(store, query, today, whole=with_confidential), own)

    what = f"{_TITLES[query.scope]}, {form.upper()}"
    path = leave(store, target, made, what=what, pupils=pupils, today=today, form=form, **leaving)
    return Exported(path, len(pupils), form, held)


@writes
def pupil(
    store: Store,
    target: Path | BinaryIO,
    *,
    pupil: str,
    form: str,
    today: date,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Exported:
    """Write everything about a pupil to a file, or to an open stream, and log the disclosure.

    Raises what `register` does, and SendtuiError where there is no such pupil.
    """
    writer = _writer("pupil", form)
    whole, held = pupil_file(store, pupil), 0
    if not with_confidential:
        whole, held = left_out.of_file(store, whole, pupil, today)

    def made(file: BinaryIO) -> None:
        writer(file, whole)

    what = f"Everything about a pupil, {form.upper()}"
    path = leave(store, target, made, what=what, pupils=(pupil,), today=today, form=form, **leaving)
    return Exported(path, 1, form, held)


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
    write: Callable[..., int] = import_module(f"sendtui.formats.{what}_{form}").write
    return write


def _ids(store: Store, query: Query, today: date) -> list[str]:
    with store.read() as session:
        return list(
            session.connection().execute(ordered(resolved(session, query), today)).scalars()
        )


def _records(session: Session, kind: str, field: str, id: str) -> list[dict[str, object]]:
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


def leave(
    store: Store,
    target: Path | BinaryIO,
    made: Callable[[BinaryIO], object],
    *,
    what: str,
    pupils: Sequence[str],
    today: date,
    form: str,
    inside: str = "",
    label: str = "Export a file",
    **leaving: Unpack[Leaving],
) -> Path | None:
    """Log what leaves and write it; where it went, None where that was a stream.

    `made` writes it. With a password it is put together in memory and protected as its form can
    be; `inside` is what it is called in a ZIP. `label` names the act.
    Raises BarredError where the recipient may not receive it, SendtuiError where it cannot be
    written.
    """
    password, path = leaving.get("password", ""), None
    if isinstance(target, Path):
        path = place(target, form, is_protected=bool(password))
        if path.absolute() == store.path.absolute():
            raise SendtuiError("That is the case file itself. Choose another name.")
    if password:
        made = _protected(made, f".{form}", password, inside or f"record.{form}")
    setting = store.setting
    with store.write(label) as tx:
        disclosing.log(tx, setting, what=what, pupils=pupils, on=today, **leaving)
        tx.flush()
        if path is not None:
            with new_file(path) as file:
                made(file)
        elif not isinstance(target, Path):
            made(target)
    return path


def _protected(
    made: Callable[[BinaryIO], object], ending: str, password: str, inside: str
) -> Callable[[BinaryIO], object]:
    def write(file: BinaryIO) -> None:
        plain = io.BytesIO()
        made(plain)
        file.write(protection.protect(plain.getvalue(), ending, password, inside))

    return write
