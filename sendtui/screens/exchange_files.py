"""Sealed files as lines: those written and read here, and those about to be merged."""

from dataclasses import dataclass

from sendtui.rules.counting import counted
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services.merge import Received
from sendtui.services.outbox import Filed
from sendtui.services.touched import Touched

STATES: dict[str, tuple[str, Tone]] = {
    "written": ("written", "quiet"),
    "carried": ("handed over", "quiet"),
    "received": ("received", "soon"),
    "acknowledged": ("confirmed", "done"),
    "merged": ("merged", "done"),
    "would merge": ("can be merged", "done"),
    "already read": ("read before", "quiet"),
    "quarantined": ("quarantined", "late"),
    "refused": ("refused", "late"),
}
"""The states of a file, as they are said, and how they look."""

MEANS = {
    "written": "Press v once it is on its way.",
    "carried": "Nothing has come back yet that says it arrived.",
    "received": "They have read it, and do not hold all of it yet.",
    "acknowledged": "A file of theirs says that they hold all of it.",
    "quarantined": "Nothing of it was taken in.",
}
"""What a state means, where its word alone does not say it."""


def state(word: str) -> Cell:
    """A state in words with its sign."""
    said, tone = STATES.get(word, (word, "quiet"))
    return badge(said, tone)


def words_of(filed: Filed) -> str:
    """All that is known of a file that was written or read."""
    came = filed.direction == "in"
    at = filed.at.astimezone()
    day = plain_cell(in_words(at.date()))
    if filed.state == "refused":
        return f"{filed.path}\nRefused here on {day} at {at:%H:%M}.\n\n{filed.reason}"
    lines = [
        f"{'Read here' if came else 'Written here'} on {day} at {at:%H:%M}",
        f"{'From' if came else 'To'}: {filed.peer or 'somebody who was forgotten'}",
        f"Their fingerprint: {filed.fingerprint}",
        f"Number {filed.number}, {counted(filed.pupils, 'pupil')}, "
        f"{counted(filed.changes, 'change')}",
        f"State: {plain_cell(state(filed.state))[2:]}. {MEANS.get(filed.state, '')}",
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


@dataclass(frozen=True, slots=True)
class Met:
    """A pupil of a file that came, as a line of its preview."""

    id: str
    touched: Touched


_TONES: dict[str, Tone] = {"same field": "late", "different fields": "soon", "new": "done"}


def _label(met: Met) -> Cell:
    return badge(met.touched.says(), _TONES.get(met.touched.label, "quiet"))


PUPILS: list[Column[Met]] = [
    Column("name", "Whose record", width=24, fraction=2, sortable=False,
           show=lambda met: met.touched.name or "removed"),
    Column("class_name", "Class", width=8, sortable=False,
           show=lambda met: met.touched.class_name),
    Column("label", "How it meets what is here", width=32, fraction=3, sortable=False,
           show=_label),
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
    if found.documents or found.lacking:
        lines += [f"Documents: {found.documents:,} came, {found.lacking:,} asked for again"]
    for name in found.cut_off:
        lines += ["", f"Cut off, as its issuer says: {name}"]
    if found.missing:
        lines += ["", f"Earlier files that never came: number {_numbers(found.missing)}. Ask for "
                      "a new file: each holds all that you have not acknowledged."]  # fmt: skip
    if found.clashes:
        fields = sorted({clash.field for clash in found.clashes})
        lines += ["", f"Changed on both sides: {', '.join(fields)}. Both versions are kept, and "
                      "the pupil is marked until somebody decides."]  # fmt: skip
    if found.duplicates:
        those = counted(len(found.duplicates), "pupil has", "pupils have")
        lines += ["", f"{those} the UPN of a pupil here. Nothing is joined by itself."]
    return "\n".join([*lines, "", found.reason] if found.reason else lines)
