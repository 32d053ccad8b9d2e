"""What has a day as a file for a calendar program: without names unless they are asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import select

from sendtui.formats import ics
from sendtui.rules.citation import Citation
from sendtui.services import casefile, confidential, documents, writes
from sendtui.services.dates import Dated
from sendtui.services.outfile import new_file
from sendtui.services.protection import PLAIN
from sendtui.services.tables import table
from sendtui.store.store import Store

_OURS = UUID("6f0b4a1e-5c8e-5a53-9a3c-5e0d7e0c4a11")
"""The namespace of our UIDs: what stands in a calendar tells no record's id."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many days, of how many pupils, and how many were left out."""

    days: int
    pupils: int
    left_out: int


@writes
def write(
    store: Store,
    path: Path,
    found: Sequence[Dated],
    today: date,
    *,
    with_names: bool = False,
    recipient: str = "",
    although: str = "",
) -> Written:
    """Write these days as an iCalendar file.

    Without names it says what is due and its rule, and no word of the record; with them it is a
    disclosure, and logged. What is confidential is left out either way. Raises SendtuiError where
    the file cannot be written or the record is open to look only, BarredError where the recipient
    may not receive it.
    """
    casefile.require_writable(store)
    hidden = _marked(store, found, today)
    kept = [one for one in found if not (one.pupil and hidden.covers(one.pupil, record_of(one)))]
    made = ics.calendar(_days(kept, with_names=with_names), name="SEND", made_on=today)
    pupils = sorted({one.pupil for one in kept if one.pupil})
    if with_names:
        documents.write(
            store, path, made, what="Calendar with names, ICS", pupils=pupils, on=today,
            recipient=recipient, protection=PLAIN, although=although,
        )  # fmt: skip
    else:
        with new_file(path) as file:
            file.write(made)
    return Written(len(kept), len(pupils), len(found) - len(kept))


def _marked(store: Store, found: Iterable[Dated], today: date) -> confidential.Marked:
    with store.read() as session:
        whose = session.connection().scalars(select(table("confidential").c.pupil).distinct())
        there = {one.pupil for one in found}
        return confidential.marked(session, [each for each in whose if each in there], today)


def record_of(one: Dated) -> str:
    """The record that has the day."""
    return one.due.record if one.due else one.id.split("/")[1] if one.pupil else ""


def uid(one: Dated) -> str:
    """A name that stays, though its day or its words change, or it becomes overdue."""
    step = one.due.step if one.due else one.id.split("/")[-1]
    about = record_of(one) or one.pupil or one.id
    return f"{uuid5(_OURS, '/'.join((about, one.kind, step)))}@sendtui"


def _days(found: Iterable[Dated], *, with_names: bool) -> Iterable[ics.Day]:
    for one in found:
        bare = one.due.bare if one.due else ""
        what = bare or one.label
        lines = [_cited(one)]
        if not one.pupil:
            what = one.words
        elif with_names:
            what = f"{one.name}: {one.words}"
            lines = [one.class_name, *lines]
        else:
            lines = [*lines, f"sendtui pupil {one.pupil}"]
        said = "\n".join(filter(None, lines))
        yield ics.Day(uid(one), one.day, what, said, one.label, one.last)


def _cited(one: Dated) -> str:
    rule = one.due.rule if one.due else ""
    cited = str(one.citation) if isinstance(one.citation, Citation) else one.citation or ""
    return " ".join(filter(None, (rule, cited)))
