"""Children who may be known twice, to two settings or to one: proposals, which a person decides.

Numbers that are given once in a lifetime say it for certain; a name, or one much like it, and a
date of birth only make it likely, and two UPNs that differ speak against it. What a person has
found of a pair is not asked again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sqlalchemy import Connection, select

from sendtui.services.likeness import NameKey, is_near, key
from sendtui.services.tables import table
from sendtui.store.store import Store

MANY = 20
"""Records of one number or name beyond which it tells nobody apart, and is no sign of one child."""


@dataclass(frozen=True, slots=True)
class Child:
    """One of two records: its name, its class and the name of its setting."""

    id: str
    name: str
    class_name: str
    setting: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one child, by what, and whether that settles it."""

    one: Child
    other: Child
    by: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Known:
    child: Child
    setting: str
    upn: str
    former: str
    uln: str
    nhs: str
    called: NameKey
    born: date | None


def proposals(store: Store) -> tuple[Pair, ...]:
    """Every pair that nobody has decided about, the certain ones first, then by name."""
    with store.read() as session:
        connection = session.connection()
        known = tuple(_known(connection))
        decided = _decided(connection)
    found: dict[frozenset[str], Pair] = {}
    for by, certain, one, other in (
        *_by_number(known),
        *_by_name(known),
        *_by_near_name(known),
    ):
        pair = frozenset((one.child.id, other.child.id))
        if pair not in decided:
            found.setdefault(pair, Pair(one.child, other.child, by, certain))
    return tuple(
        sorted(found.values(), key=lambda p: (not p.certain, p.one.name.casefold(), p.one.id))
    )


Likely = tuple[str, bool, _Known, _Known]


def _by_number(known: tuple[_Known, ...]) -> Iterator[Likely]:
    for by, numbers in (
        ("UPN", [(each.upn, each) for each in known]),
        ("ULN", [(each.uln, each) for each in known]),
        ("NHS number", [(each.nhs, each) for each in known]),
        ("former UPN", [(n, each) for each in known for n in {each.upn, each.former}]),
    ):
        alike: dict[str, list[_Known]] = defaultdict(list)
        for number, each in numbers:
            if number:
                alike[number].append(each)
        for group in alike.values():
            if 1 < len(group) <= MANY:
                yield from ((by, True, one, other) for one, other in combinations(group, 2))


def _by_name(known: tuple[_Known, ...]) -> Iterator[Likely]:
    alike: dict[tuple[NameKey, date], list[_Known]] = defaultdict(list)
    for each in known:
        if each.born is not None:
            alike[each.called, each.born].append(each)
    for group in alike.values():
        if 1 < len(group) <= MANY:
            for one, other in combinations(group, 2):
                if not _differ(one, other):
                    yield "name and date of birth", False, one, other


def _by_near_name(known: tuple[_Known, ...]) -> Iterator[Likely]:
    """Those born on one day of whom a surname or a forename is the same, and the rest nearly."""
    # Two UPNs say all there is to say, so one of a pair is without.
    births = {each.born for each in known if not each.upn}
    alike: dict[tuple[str, date], list[_Known]] = defaultdict(list)
    for each in known:
        if each.born is not None and each.born in births:
            for part in {*each.called}:
                alike[part, each.born].append(each)
    for group in alike.values():
        if 1 < len(group) <= MANY:
            for one, other in combinations(group, 2):
                if not _differ(one, other) and is_near(one.called, other.called):
                    yield "date of birth and much the same name", False, one, other


def _differ(one: _Known, other: _Known) -> bool:
    """Whether two UPNs speak against one child."""
    return bool(one.upn and other.upn and one.upn != other.upn)


def _known(connection: Connection) -> Iterator[_Known]:
    pupil, setting = table("pupil"), table("setting")
    named = connection.execute(select(setting.c.id, setting.c.name))
    names: dict[str, str] = {each.id: each.name for each in named}
    columns = ("id", "surname", "forename", "class_name", "setting", "upn", "former_upn", "uln",
               "nhs_number", "born")  # fmt: skip
    asked = select(*(pupil.c[name] for name in columns)).order_by(pupil.c.id)
    for id_, surname, forename, group, at, upn, former, uln, nhs, born in connection.execute(asked):
        child = Child(id_, ", ".join(filter(None, (surname, forename))), group, names.get(at, ""))
        yield _Known(child, at, upn, former, uln, nhs, key(surname, forename), born)


def _decided(connection: Connection) -> frozenset[frozenset[str]]:
    found = table("same_as")
    said = connection.execute(select(found.c.pupil, found.c.other))
    return frozenset(frozenset((one, other)) for one, other in said)
