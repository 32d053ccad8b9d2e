"""Whose records a sealed file touches, and how that meets what was done here meanwhile.

Three labels are enough for people: only the other side changed a record, both did in different
fields, or both did in the same field. The last waits for a decision; the others do not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from sendtui.services.clashes import Clash
from sendtui.services.stream_names import names_of

Label = Literal["new", "changed", "different fields", "same field"]

WORDS: Mapping[Label, str] = {
    "new": "new here",
    "changed": "changed by them alone",
    "different fields": "both changed, different fields",
    "same field": "both changed the same field",
}
"""The labels as they are said."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A pupil of a file: the name they go by, how the two sides meet, and which fields clash."""

    pupil: str
    name: str
    class_name: str
    label: Label
    fields: tuple[str, ...] = ()

    def says(self) -> str:
        """The label in words, with the fields where they are the same."""
        fields = f": {', '.join(self.fields)}" if self.fields else ""
        return f"{WORDS[self.label]}{fields}"


def touched(
    connection: Connection,
    pupils: Sequence[str],
    fresh: Collection[str],
    clashes: Iterable[Clash],
    both: Collection[str],
) -> tuple[Touched, ...]:
    """Whose records came, the clashes first and then by name.

    `fresh` are new here; `both` have changes of ours that the sender did not hold.
    """
    fields: dict[str, list[str]] = {}
    for clash in clashes:
        fields.setdefault(clash.stream, []).append(clash.title)
    names = names_of(connection, list(pupils))
    found = []
    for pupil in pupils:
        name, class_name = names.get(pupil, ("", ""))
        label: Label = "different fields" if pupil in both else "changed"
        label = "new" if pupil in fresh else label
        label = "same field" if pupil in fields else label
        found.append(Touched(pupil, name, class_name, label, tuple(fields.get(pupil, ()))))
    order: list[Label] = ["same field", "different fields", "new", "changed"]
    found.sort(key=lambda each: (order.index(each.label), each.name.casefold(), each.pupil))
    return tuple(found)


def unheard(
    ours: Mapping[str, Mapping[str, int]], theirs: Mapping[str, Mapping[str, int]]
) -> frozenset[str]:
    """The streams with changes here that the sender of a file does not hold."""
    return frozenset(
        stream
        for stream, devices in ours.items()
        if any(n > theirs.get(stream, {}).get(device, 0) for device, n in devices.items())
    )
