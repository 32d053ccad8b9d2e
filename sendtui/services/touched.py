"""Whose records a sealed file touches, and how that meets what was done here meanwhile.

Three labels are enough for people: only the other side changed a record, both did in different
fields, or both did in the same field. The last waits for a decision; the others do not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Literal

from sqlalchemy import Connection

from sendtui.services.clashes import Clash
from sendtui.services.stream_names import names_of
from sendtui.services.tables import in_parts
from sendtui.store import incoming, outgoing, wanting
from sendtui.store.outgoing import Held

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


ORDER: Sequence[Label] = ("same field", "different fields", "new", "changed")
"""The labels in the order in which a person looks at them."""

NAMED = 5_000
"""How many pupils of a file are told by name; nobody reads a longer list."""


@dataclass(slots=True)
class Meeting:
    """What a file touches, gathered some hundreds of streams at a time.

    `both` are the streams with changes of ours that the sender did not hold; `fresh` and `changed`
    the pupils; `touched` those of them that are told by name, the clashes first and then by name;
    `lacking` what was not with the file.
    """

    both: set[str] = field(default_factory=set)
    fresh: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)
    _lacked: list[str] = field(default_factory=list)

    @classmethod
    def before(cls, connection: Connection, theirs: Held) -> "Meeting":
        """What there is to know of the streams of a staged file before it is merged.

        `theirs` is how far the sender holds each device's changes.
        """
        found = cls()
        for part in incoming.staged(connection):
            found.both |= unheard(outgoing.held(connection, part), theirs)
            if wanting.lacking(connection, part):
                found._lacked += part
        return found

    @property
    def pupils(self) -> int:
        """How many pupils' records came or changed."""
        return len(self.fresh) + len(self.changed)

    def look(
        self, connection: Connection, merged: incoming.Merged, clashes: Iterable[Clash]
    ) -> None:
        """Look at what the merge has brought."""
        fields: dict[str, list[str]] = {}
        for clash in clashes:
            fields.setdefault(clash.stream, []).append(clash.title)
        named = self._look(connection, merged, fields)
        # Only so many are held at any time.
        self.touched = nsmallest(NAMED, named, key=_place)
        for part in in_parts(self._lacked):
            self.lacking.update(wanting.lacking(connection, part))

    def _look(
        self, connection: Connection, merged: incoming.Merged, fields: Mapping[str, Sequence[str]]
    ) -> Iterator[Touched]:
        for part in incoming.touched(connection, merged):
            self.lacking.update(wanting.lacking(connection, [each.stream for each in part]))
            pupils = {each.stream: each.is_new for each in part if each.kind == "pupil"}
            names = names_of(connection, list(pupils))
            for pupil, is_new in pupils.items():
                (self.fresh if is_new else self.changed).append(pupil)
                name, class_name = names.get(pupil, ("", ""))
                label: Label = "different fields" if pupil in self.both else "changed"
                label = "new" if is_new else label
                label = "same field" if pupil in fields else label
                yield Touched(pupil, name, class_name, label, tuple(fields.get(pupil, ())))


def _place(one: Touched) -> tuple[int, str, str]:
    return ORDER.index(one.label), one.name.casefold(), one.pupil


def unheard(
    ours: Mapping[str, Mapping[str, int]], theirs: Mapping[str, Mapping[str, int]]
) -> frozenset[str]:
    """The streams with changes here that the sender of a file does not hold."""
    return frozenset(
        stream
        for stream, devices in ours.items()
        if any(n > theirs.get(stream, {}).get(device, 0) for device, n in devices.items())
    )
