"""Sealed files as lines: those written and read here, and those about to be merged."""

from dataclasses import dataclass
from datetime import date

from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services.merge import Received
from sendtui.services.outbox import Filed

STATES: dict[str, tuple[str, Tone]] = {
    "written": ("written", "quiet"),
    "acknowledged": ("arrived", "done"),
    "merged": ("merged", "done"),
    "would merge": ("can be merged", "done"),
    "already read": ("read before", "quiet"),
    "quarantined": ("quarantined", "late"),
    "refused": ("refused", "late"),
}
"""The states of a file, as they are said, and how they look."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that was written or read here."""

    id: str
    filed: Filed

    @property
    def day(self) -> date:
        """The day it was written or read, by the local clock."""
        return self.filed.at.astimezone().date()


def file_line(filed: Filed) -> FileLine:
    """A file as a line."""
    return FileLine(f"{filed.direction}{filed.id}", filed)


def state(word: str) -> Cell:
    """A state in words with its sign."""
    said, tone = STATES.get(word, (word, "quiet"))
    return badge(said, tone)


def _way(line: FileLine) -> str:
    return "read" if line.filed.direction == "in" else "written"


def _who(line: FileLine) -> str:
    return line.filed.peer or line.filed.fingerprint


COLUMNS: list[Column[FileLine]] = [
    Column("day", "When", width=11, sortable=False),
    Column("way", "", width=7, sortable=False, show=_way),
    Column("who", "With", width=20, fraction=3, sortable=False, show=_who),
    Column("state", "State", width=13, sortable=False, show=lambda line: state(line.filed.state)),
    Column("pupils", "Pupils", width=6, align="right", sortable=False,
           show=lambda line: in_words(line.filed.pupils)),
    Column("changes", "Changes", width=8, align="right", sortable=False, priority=1,
           show=lambda line: in_words(line.filed.changes)),
]  # fmt: skip


def words_of(filed: Filed) -> str:
    """All that is known of a file that was written or read."""
    came = filed.direction == "in"
    at = filed.at.astimezone()
    day = plain_cell(in_words(at.date()))
    lines = [
        f"{'Read here' if came else 'Written here'} on {day} at {at:%H:%M}",
        f"{'From' if came else 'To'}: {filed.peer or 'somebody who was forgotten'}",
        f"Their fingerprint: {filed.fingerprint}",
        f"Number {filed.number}, {filed.pupils:,} pupils, {filed.changes:,} changes",
        f"State: {plain_cell(state(filed.state))[2:]}",
        f"The file’s name inside: {filed.id}",
    ]
    return "\n".join([*lines, "", filed.reason] if filed.reason else lines)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sealed file as it would be, or has been, merged."""

    id: str
    received: Received


def _of(arrival: Arrival) -> str:
    found = arrival.received
    if found.state in ("refused", "quarantined"):
        return found.reason
    parts = [
        f"{len(found.pupils_new):,} new" if found.pupils_new else "",
        f"{len(found.pupils_changed):,} changed" if found.pupils_changed else "",
        f"{found.waiting:,} waiting" if found.waiting else "",
        f"{len(found.clashes):,} clash{'es' if len(found.clashes) > 1 else ''}"
        if found.clashes
        else "",
        f"file {_numbers(found.missing)} missing" if found.missing else "",
    ]
    return ", ".join(filter(None, parts)) or "nothing new"


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")


ARRIVALS: list[Column[Arrival]] = [
    Column("file", "File", width=18, fraction=2, sortable=False,
           show=lambda arrival: arrival.received.path.name),
    Column("state", "State", width=15, sortable=False,
           show=lambda arrival: state(arrival.received.state)),
    Column("sender", "From", width=12, fraction=1, sortable=False,
           show=lambda arrival: arrival.received.sender),
    Column("of", "Pupils", width=18, fraction=3, sortable=False, show=_of),
]  # fmt: skip


def words_of_arrival(found: Received) -> str:
    """All that is known of a file that is about to be, or has been, merged."""
    lines = [str(found.path), f"State: {plain_cell(state(found.state))[2:]}"]
    if found.sender:
        lines += [
            f"From: {found.sender}",
            f"Their fingerprint: {found.fingerprint}",
            f"Their file number {found.number} for you",
            "",
            f"Changes: {found.arrived:,} in the file, {found.new:,} new, {found.known:,} known, "
            f"{found.waiting:,} waiting for a file that has not come",
            f"Pupils: {len(found.pupils_new):,} new, {len(found.pupils_changed):,} changed",
        ]
    if found.missing:
        lines += ["", f"Earlier files that never came: number {_numbers(found.missing)}. Ask for "
                      "a new file: each holds all that you have not acknowledged."]  # fmt: skip
    if found.clashes:
        fields = sorted({clash.field for clash in found.clashes})
        lines += ["", f"Changed on both sides: {', '.join(fields)}. Both versions are kept, and "
                      "the pupil is marked until somebody decides."]  # fmt: skip
    if found.duplicates:
        lines += ["", f"{len(found.duplicates):,} pupils have the UPN of a pupil here. Nothing is "
                      "joined by itself."]  # fmt: skip
    return "\n".join([*lines, "", found.reason] if found.reason else lines)
