"""The school's own rating scale: points for effort, delivery and effect, each apart.

Until somebody edits it, or the first outcome is rated, the scale is that of `rules.scale` and not
stored. A point is known by its axis and code; the words beside the code are the school's to change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.review import ScalePoint
from sendtui.rules.scale import BEGINNING, MET
from sendtui.services import writes
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Axis = Literal["effort", "delivered", "effect"]

AXES: dict[Axis, str] = {
    "effort": "The pupil's effort",
    "delivered": "Was it delivered",
    "effect": "Did it work",
}
"""What is rated, each on points of its own so that none hides another."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the scale; `met` counts an outcome as met. `id` is "" until it is stored."""

    axis: str
    code: str
    label: str
    position: int
    met: bool = False
    retired: bool = False
    id: str = ""


DEFAULT: tuple[Point, ...] = tuple(
    Point(axis, code, label, position, met=(axis, code) == MET)
    for axis, known in BEGINNING.items()
    for position, (code, label) in enumerate(known, 1)
)
"""The scale a school begins with; it says what was seen and blames nobody."""


class Scale:
    """The points of one setting, to look codes up in."""

    __slots__ = ("points",)

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = tuple(points)

    def of(self, axis: str, *, retired: bool = False) -> tuple[Point, ...]:
        """The points of an axis in their order, the retired ones only if asked for."""
        return tuple(p for p in self.points if p.axis == axis and (retired or not p.retired))

    def label(self, axis: str, code: str) -> str:
        """The school's words for a code; the code itself where nobody knows it any more."""
        found = self._find(axis, code)
        return found.label if found else code

    def is_met(self, code: str) -> bool:
        """Whether an effect of this code counts the outcome as met."""
        found = self._find("effect", code)
        return found is not None and found.met

    def has(self, axis: str, code: str) -> bool:
        """Whether a code is a point of this axis, retired or not."""
        return self._find(axis, code) is not None

    def _find(self, axis: str, code: str) -> Point | None:
        return next((p for p in self.points if p.axis == axis and p.code == code), None)


def scale(store: Store, setting: str = "") -> Scale:
    """The rating scale of a setting, or of one's own."""
    setting = setting or store.setting
    with store.read() as session:
        return scale_of(session, setting)


def scale_of(session: Session, setting: str) -> Scale:
    """The scale of a setting as one reading sees it; a code stored twice counts once."""
    found = session.exec(
        select(ScalePoint)
        .where(ScalePoint.setting == setting)
        .order_by(col(ScalePoint.position), col(ScalePoint.id))
    )
    points: dict[tuple[str, str], Point] = {}
    for p in found:
        stored = Point(p.axis, p.code, p.label, p.position, p.met, p.retired, p.id)
        points.setdefault((p.axis, p.code), stored)
    return Scale(tuple(points.values()) or DEFAULT)


@writes
def add(store: Store, axis: Axis, label: str, *, code: str = "", met: bool = False) -> str:
    """Add a point at the end of an axis and return its code, which is its label unless given.

    Raises InvalidError for an axis there is not, or a code that is there already.
    """
    setting, code = store.setting, (code or label).strip()
    _require_axis(axis)
    with store.write("Add a point to the rating scale") as tx:
        known = ensure(tx, setting)
        if known.has(axis, code):
            raise InvalidError((Problem("code", code, "is a point of this scale already"),))
        last = max((p.position for p in known.of(axis, retired=True)), default=0)
        values = {"setting": setting, "axis": axis, "code": code, "label": label}
        tx.add("scale_point", {**values, "met": met, "position": last + 1})
    return code


@writes
def amend(store: Store, axis: Axis, code: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Change a point's `label`, or whether it counts as `met`, or whether it is `retired`.

    A retired point is no longer offered; ratings that carry it keep it.
    Raises SendtuiError where there is no such point.
    """
    others = sorted(values.keys() - {"label", "met", "retired"})
    if others:
        raise InvalidError(tuple(Problem(name, "", "is not changed by editing") for name in others))
    setting = store.setting
    with store.write("Edit the rating scale") as tx:
        return tx.put("scale_point", _id(ensure(tx, setting), axis, code), values)


@writes
def reorder(store: Store, axis: Axis, codes: Sequence[str]) -> None:
    """Put the points of an axis in this order; those not named follow as they were."""
    setting = store.setting
    _require_axis(axis)
    with store.write("Reorder the rating scale") as tx:
        known = ensure(tx, setting)
        first = [_id(known, axis, code) for code in dict.fromkeys(codes)]
        rest = [p.id for p in known.of(axis, retired=True) if p.id not in first]
        for position, point in enumerate(first + rest, 1):
            tx.put("scale_point", point, {"position": position})


def ensure(tx: Transaction, setting: str) -> Scale:
    """The scale inside a transaction, stored there first where nobody has needed it before."""
    known = scale_of(tx.session, setting)
    if known.points and known.points[0].id:
        return known
    names = ("axis", "code", "label", "position", "met")
    tx.add_many(
        "scale_point",
        ({"setting": setting, **{name: getattr(p, name) for name in names}} for p in DEFAULT),
    )
    return scale_of(tx.session, setting)


def _id(known: Scale, axis: str, code: str) -> str:
    _require_axis(axis)
    found = next((p for p in known.of(axis, retired=True) if p.code == code), None)
    if found is None:
        raise SendtuiError("There is no such point in the rating scale. Add it first.")
    return found.id


def _require_axis(axis: str) -> None:
    if axis not in AXES:
        raise InvalidError((Problem("axis", axis, f"is none of {', '.join(AXES)}"),))
