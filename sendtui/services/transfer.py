"""A Common Transfer File of pupils who move, for a school that has no system to write it.

What the record knows goes into it: identity, the history of the SEN status, needs, contacts,
attendance, meals, care. Not so what is confidential, an address nobody else is to see, or somebody
who is barred: whoever rings them by the file would not know. Each of these is counted, to be told
another way. It is written for the School to School site, which takes it plain; whoever sends it
otherwise leaves the password on.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Unpack

from sqlalchemy import select as column_of
from sqlmodel import Session

from sendtui.errors import UsageError
from sendtui.models.setting import Setting
from sendtui.models.transfer import TransferHead, TransferSchool
from sendtui.rules.calendar import academic_year
from sendtui.rules.citation import Citation
from sendtui.rules.identifiers import check_laestab
from sendtui.services import exports, schools, writes
from sendtui.services.disclosing import Leaving
from sendtui.services.tables import table
from sendtui.services.transfer_pupils import own_number, told
from sendtui.store.store import Store

BASIS = Citation(
    "Education (Pupil Information) (England) Regulations 2005: within 15 school days of leaving",
    "statutory",
    False,
)
NOWHERE = {"unknown": "XXXXXXX", "outside": "MMMMMMM"}
"""What stands for a school nobody knows, or outside the maintained sector (not verified)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `left_out` says what is not in it, each with its number."""

    path: Path | None
    name: str
    version: str
    pupils: int
    left_out: tuple[tuple[str, int], ...] = ()


def version(today: date) -> str:
    """The version of a school year, by the rule its number follows: 26.0 in 2026/27."""
    return f"{academic_year(today) % 100}.0"


def destination(named: str) -> str:
    """The seven characters of a school: its LAESTAB, “unknown” or “outside”.

    Raises UsageError for anything else.
    """
    if named.strip().casefold() in NOWHERE:
        return NOWHERE[named.strip().casefold()]
    check = check_laestab(named)
    if not check.ok and check.value not in NOWHERE.values():
        raise UsageError(
            f"“{named[:20]}” is no LAESTAB: give the seven digits of the school it goes to, such "
            "as 801/2000; or “unknown”, or “outside” the maintained sector."
        )
    return check.value


def file_name(store: Store, to: str) -> str:
    """What the next file to this school is called: from, to, and its number between the two.

    Raises SendtuiError where this school has no LAESTAB yet.
    """
    with store.read() as session:
        return _name(session, store.setting, destination(to))


@writes
def leave(
    store: Store,
    target: Path | BinaryIO,
    pupils: Sequence[str],
    to: str,
    today: date,
    *,
    move: Callable[[int, int], None] | None = None,
    **leaving: Unpack[Leaving],
) -> Written:
    """Write the file into a folder, under the name it must have, or to a stream; and log it.

    With a password it is in a ZIP. Raises BarredError where the recipient may not receive it,
    SendtuiError for a pupil there is not, or one of whom everything is confidential.
    """
    from sendtui.formats.ctf_out import write

    goes_to, left = destination(to), dict[str, int]()
    school = schools.numbered(goes_to) if goes_to.isdecimal() else None
    if not leaving.get("recipient"):
        leaving["recipient"] = school.name if school else f"school {goes_to}"
    leaving["basis"] = leaving.get("basis") or str(BASIS)
    with store.read() as session:
        head = _head(session, store.setting, goes_to, school.urn if school else "", today)
        name = _name(session, store.setting, goes_to)
        found = list(told(session, list(dict.fromkeys(pupils)), today, left, move))
    where = exports.leave(
        store, target / name if isinstance(target, Path) else target,
        lambda file: write(file, head, found), what=f"Common Transfer File {head.version}, {name}",
        pupils=pupils, today=today, form="xml", inside=name, **leaving,
    )  # fmt: skip
    return Written(where, name, head.version, len(found), tuple(left.items()))


def _head(session: Session, setting: str, to: str, urn: str, today: date) -> TransferHead:
    here = session.get(Setting, setting)
    own = own_number(here)
    source = TransferSchool(own, here.name if here else "", here.urn if here else "")
    year = academic_year(today)
    return TransferHead(version(today), today, year, source, TransferSchool(to, urn=urn))


def _name(session: Session, setting: str, to: str) -> str:
    pair = f"{own_number(session.get(Setting, setting))}_CTF_{to}_"
    what = table("disclosure").c.what
    asked = column_of(what).where(what.contains(pair, autoescape=True))
    told = re.compile(rf"{pair}([0-9]{{3}})\.xml")
    sent = (told.search(said) for said in session.connection().scalars(asked))
    number = 1 + max((int(each[1]) for each in sent if each), default=0)
    # After 999 the numbers begin anew: there is no room for more.
    return f"{pair}{(number - 1) % 999 + 1:03}.xml"
