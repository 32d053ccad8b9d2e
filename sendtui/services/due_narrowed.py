"""What is due, narrowed: to a kind, to whoever holds the case, to a setting."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from sendtui.services.casefile import ROLES
from sendtui.services.due_views import KIND_LABELS, KINDS, Due
from sendtui.services.tables import table
from sendtui.store import history
from sendtui.store import peers as ledger
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Only:
    """What is wanted of all that is due; "" is everything.

    Of a child whose case somebody holds, `caseworker` takes what is due outside cases as well.
    `setting` is the name of one, or part of it. `within` is in how many days its day must be;
    `label` of what kind the rule is that it follows from, as citations have it.
    """

    kind: str = ""
    caseworker: str = ""
    setting: str = ""
    within: int | None = None
    label: str = ""

    @property
    def says(self) -> str:
        """What it is narrowed to, in words; "" for everything."""
        kind = KIND_LABELS.get(self.kind, self.kind)
        within = "" if self.within is None else f"within {self.within} days"
        return ", ".join(filter(None, (kind, self.label, self.caseworker, self.setting, within)))


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what it can be narrowed to, in order."""

    caseworkers: tuple[str, ...]
    settings: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...] = tuple((kind, KIND_LABELS[kind]) for kind in KINDS)


def choices(store: Store) -> Choices:
    """The caseworkers of open cases, and the settings at which pupils are."""
    one, pupil, setting = table("case").c, table("pupil").c, table("setting").c
    held = select(one.caseworker).where(one.closed_on.is_(None), one.caseworker != "").distinct()
    at = select(setting.name).join(table("pupil"), pupil.setting == setting.id).distinct()
    with store.read() as session:
        run = session.connection().execute
        found = (sorted(run(each).scalars(), key=str.casefold) for each in (held, at))
        caseworkers, settings = map(tuple, found)
    return Choices(caseworkers, settings)


def narrowed(store: Store, found: Iterable[Due], only: Only) -> Iterator[Due]:
    """What is wanted of it, in the order it came; what is about no pupil is in no setting."""
    if only == EVERYTHING:
        yield from found
        return
    is_of = of_whom(store, only)
    for one in found:
        if (
            (not only.kind or one.kind == only.kind)
            and (not only.label or one.label == only.label)
            and is_of(one.pupil, one.record if one.kind_of_record == "case" else "")
            and (only.within is None or _is_within(one, only.within))
        ):
            yield one


def of_whom(store: Store, only: Only) -> Callable[[str, str], bool]:
    """Whether something of a pupil, or of a case of theirs, is of this caseworker and setting."""
    held = _held_by(store, only.caseworker) if only.caseworker else None
    there = pupils_at(store, only.setting) if only.setting else None
    return lambda pupil, case: (
        (held is None or (case or pupil) in held) and (there is None or pupil in there)
    )


def _is_within(one: Due, days: int) -> bool:
    return one.days_late is not None and -one.days_late <= days


def not_of_schools(session: Session, found: Iterable[Due]) -> Iterator[Due]:
    """What is due, without the records that were begun on a device from which a school sends.

    What came from a school's further device, which never sent a file itself, cannot be told.
    """
    devices = _of_schools(session.connection())
    if not devices:
        yield from found
        return
    everything = tuple(found)
    theirs = history.begun_on(session.connection(), {one.record for one in everything}, devices)
    yield from (one for one in everything if one.record not in theirs)


def _of_schools(connection: Connection) -> frozenset[str]:
    """The devices from which those with a SENCO's card have sent."""
    if not ledger.peers(connection):
        return frozenset()
    # Most case files have no cards yet, and reading one loads the libraries for keys.
    from sendtui.services.peers import of_role

    return ledger.devices_of(connection, of_role(connection, ROLES["senco"]))


def _held_by(store: Store, caseworker: str) -> frozenset[str]:
    """The open cases that somebody holds, and the pupils they are of."""
    one = table("case").c
    wanted = select(one.id, one.pupil).where(
        one.closed_on.is_(None), func.lower(one.caseworker) == caseworker.strip().lower()
    )
    with store.read() as session:
        return frozenset(id_ for line in session.connection().execute(wanted) for id_ in line)


def pupils_at(store: Store, name: str) -> frozenset[str]:
    """The pupils at the settings of this name, or of which it is part."""
    pupil, setting = table("pupil").c, table("setting").c
    wanted = select(pupil.id).join(table("setting"), setting.id == pupil.setting)
    wanted = wanted.where(setting.name.icontains(name.strip(), autoescape=True))
    with store.read() as session:
        return frozenset(session.connection().execute(wanted).scalars())
