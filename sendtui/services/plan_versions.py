"""The signed versions of a plan, read from the change log: each exactly as it was signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sendtui.services.cycles import require
from sendtui.store.history import Line, of_stream
from sendtui.store.shapes import shape
from sendtui.store.standing import DELETED
from sendtui.store.store import Store

PARTS = ("outcome", "provision", "strategy")
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class SignedPlan:
    """A plan as it stood when it was signed: the fields of each part, as they were."""

    version: int
    signed_on: date
    signed_by: str
    outcomes: tuple[Mapping[str, object], ...]
    provision: tuple[Mapping[str, object], ...]
    strategies: tuple[Mapping[str, object], ...]


@dataclass(slots=True)
class _Reading:
    """The plan as far as the log has been read."""

    cycle: str
    parts: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        if line.record == self.cycle:
            values = self.own
        elif line.kind in PARTS:
            values = self.parts.setdefault(line.record, (line.kind, {"id": line.record}))[1]
        else:
            return
        if line.is_birth:
            values.update({**shape(line.kind).defaults, **(line.after or {})})
        else:
            values[line.field] = line.after

    def signed(self) -> SignedPlan:
        outcomes, provision, strategies = (self._of(kind) for kind in PARTS)
        return SignedPlan(
            version=int(self.own["version"]),
            signed_on=date.fromisoformat(self.own["signed_on"]),
            signed_by=str(self.own.get("signed_by", "")),
            outcomes=tuple(sorted(outcomes, key=lambda o: int(str(o["number"])))),
            provision=provision,
            strategies=strategies,
        )

    def _of(self, kind: str) -> tuple[Mapping[str, object], ...]:
        found = [v for k, v in self.parts.values() if k == kind and v.get("cycle") == self.cycle]
        return tuple(dict(v) for v in sorted(found, key=lambda v: v["id"]) if not v.get(DELETED))


def signed(store: Store, cycle: str) -> tuple[SignedPlan, ...]:
    """Every version of a plan that was signed, the first first; a signing that was undone is none.

    Raises SendtuiError where there is no such cycle.
    """
    with store.read() as session:
        pupil = require(session, cycle).pupil
        lines = list(of_stream(session.connection(), pupil, _ALL))
    return _versions(cycle, reversed(lines))


def _versions(cycle: str, lines: Iterable[Line]) -> tuple[SignedPlan, ...]:
    now, found = _Reading(cycle), dict[int, SignedPlan]()
    for _, act in groupby(lines, key=lambda line: line.batch):
        acted = list(act)
        for line in acted:
            now.take(line)
        if not any(line.record == cycle for line in acted):
            continue
        if now.own.get("signed_on"):
            # A later act on a signed cycle (its review) is no signing, and the plan is frozen.
            found.setdefault(int(now.own["version"]), now.signed())
        else:
            found.pop(int(now.own["version"]), None)
    return tuple(found[version] for version in sorted(found))
