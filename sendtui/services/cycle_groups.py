"""The groups that meet: lines of provision of several pupils that are one session on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session, col, or_, select

from sendtui.models.cycle import Cycle
from sendtui.models.provision import Delivery, Provision
from sendtui.models.pupil import Pupil
from sendtui.rules.school_days import SchoolCalendar
from sendtui.services import school_year
from sendtui.services.deliveries import dose_of
from sendtui.services.doses import covers
from sendtui.services.records import called
from sendtui.services.tables import in_parts
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Member:
    """One pupil's line in a group; `logged` is what stands for that day: "", happened or missed."""

    provision: str
    pupil: str
    name: str
    upn: str
    class_name: str
    logged: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of the same provision by the same adult, in a group of more than one.

    `id` is that of its first line. Where more pupils share it than the group has places, those of
    a class are a group.
    """

    id: str
    what: str
    who: str
    size: int
    minutes: int
    class_name: str
    members: tuple[Member, ...]

    @property
    def left(self) -> tuple[Member, ...]:
        """Those of whom nothing is logged for the day."""
        return tuple(member for member in self.members if not member.logged)


def groups(store: Store, on: date) -> tuple[Group, ...]:
    """The groups whose lines run on a day, by what they do, each with what is logged for it."""
    with store.read() as session:
        year = school_year.own_in(session)
        lines = [found for found in _lines(session, on) if _runs(found[0], found[1], on, year)]
        logged = _logged(session, [line.id for line, _, _ in lines], on)
    lines.sort(key=lambda found: (*_same(found[0]), found[2].surname, found[2].forename))
    made = []
    for _, alike in groupby(lines, key=lambda found: _same(found[0])):
        for class_name, these in _split(list(alike)):
            first = these[0][0]
            members = tuple(_member(line, pupil, logged) for line, _, pupil in these)
            made.append(
                Group(
                    id=first.id,
                    what=first.what,
                    who=first.who,
                    size=first.group_size,
                    minutes=first.minutes,
                    class_name=class_name,
                    members=members,
                )
            )
    return tuple(made)


def group_of(found: tuple[Group, ...], provision: str) -> Group | None:
    """The group a line belongs to, or None where it is in none."""
    return next((g for g in found if any(m.provision == provision for m in g.members)), None)


Found = tuple[Provision, Cycle, Pupil]


def _lines(session: Session, on: date) -> list[Found]:
    """Lines in groups whose cycle is open on the day, of pupils who have not left by then."""
    asked = (
        select(Provision, Cycle, Pupil)
        .join(Cycle, col(Cycle.id) == col(Provision.cycle))
        .join(Pupil, col(Pupil.id) == col(Provision.pupil))
        .where(
            Provision.group_size > 1,
            or_(col(Cycle.ended_on).is_(None), col(Cycle.ended_on) >= on),
            or_(col(Pupil.left_on).is_(None), col(Pupil.left_on) >= on),
        )
    )
    return list(session.exec(asked))


def _runs(line: Provision, cycle: Cycle, on: date, calendar: SchoolCalendar) -> bool:
    return covers(dose_of(line, cycle.started_on, cycle.ended_on, calendar), on)


def _logged(session: Session, lines: list[str], on: date) -> dict[str, str]:
    """What is logged of each line for the day; that it happened outweighs that it was missed."""
    found: dict[str, str] = {}
    # By the index of the lines: the sessions of all days are many more.
    for part in in_parts(lines):
        these = col(Delivery.provision).in_(part)
        asked = select(Delivery.provision, Delivery.happened).where(these, Delivery.on == on)
        for provision, happened in session.exec(asked):
            if found.get(provision) != "happened":
                found[provision] = "happened" if happened else "missed"
    return found


def _same(line: Provision) -> tuple[str, str, int]:
    return _plain(line.what), _plain(line.who), line.minutes


def _split(alike: list[Found]) -> Iterator[tuple[str, list[Found]]]:
    """All of them as one group, or class by class where they are more than its places."""
    if len(alike) <= max(line.group_size for line, _, _ in alike):
        yield "", alike
        return
    by_class = sorted(alike, key=lambda found: found[2].class_name)
    for class_name, these in groupby(by_class, key=lambda found: found[2].class_name):
        yield class_name, list(these)


def _member(line: Provision, pupil: Pupil, logged: dict[str, str]) -> Member:
    return Member(
        provision=line.id,
        pupil=pupil.id,
        name=called(pupil),
        upn=pupil.upn,
        class_name=pupil.class_name,
        logged=logged.get(line.id, ""),
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
