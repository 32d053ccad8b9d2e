"""What an import would do, as lines under the few headings a person decides by."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from sendtui.screens.widgets.columns import Cell, Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import badge
from sendtui.services.receive import Alike, Changed, New, Preview

SECTIONS = {
    "rejected": "Rejected",
    "alike": "Alike",
    "held": "Held",
    "changed": "Changed",
    "odd": "Odd",
    "new": "New",
    "absent": "Absent",
    "left": "Left out",
}
"""The sections in the order they are looked at: what needs a person first."""

ALIKE: dict[Alike, str] = {
    "hold": "held back",
    "same": "the same pupil",
    "new": "new pupils",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a preview: whom of, and what would become of it."""

    id: str
    section: str
    line: int | None
    name: str
    words: str
    pupil: str = ""
    cells: tuple[str, ...] = ()
    field: str = ""

    @property
    def whole(self) -> str:
        """All there is to say of it, over several lines."""
        line = "\n".join(cell for cell in self.cells if cell.strip())
        return "\n\n".join(filter(None, (self.name if not line else "", self.words, line)))

    @property
    def heading(self) -> str:
        """The section's name."""
        return SECTIONS[self.section]


def _heading(told: Told) -> Cell:
    if told.section == "rejected":
        return badge(told.heading, "late")
    if told.section in ("alike", "held", "odd"):
        return Content.styled(f"? {told.heading}", "$text-warning")
    return f"  {told.heading}"


COLUMNS: list[Column[Told]] = [
    Column("heading", "", width=10, sortable=False, show=_heading),
    Column("line", "Line", width=6, align="right", sortable=False),
    Column("name", "Pupil", width=18, fraction=2, sortable=False),
    Column("words", "What", width=24, fraction=5, sortable=False),
]


def lines_of(shown: Preview) -> tuple[Told, ...]:
    """Every line of a preview, section after section."""
    found = [*_rejected(shown), *_alike(shown), *_held(shown), *_changed(shown), *_odd(shown)]
    found += [*_new(shown), *_leaving(shown), *_absent(shown), *_left(shown)]
    return tuple(found)


def left_over(shown: Preview) -> tuple[Told, ...]:
    """What an import that is done has not taken in."""
    return (*_rejected(shown), *_alike(shown), *_held(shown))


def _rejected(shown: Preview) -> Iterator[Told]:
    for place, each in enumerate(shown.rejected):
        heading = each.heading or each.field
        value = f" “{each.value}”" if each.value else ""
        where = f"{heading}{value}: " if heading or value else ""
        yield Told(f"r{place}", "rejected", each.line, _who(each.cells), f"{where}{each.reason}",
                   cells=each.cells)  # fmt: skip


def _who(cells: tuple[str, ...]) -> str:
    """The start of a line as the file has it, so that it can be found there."""
    return " ".join([cell for cell in cells if cell.strip()][:3])


def _alike(shown: Preview) -> Iterator[Told]:
    for each in shown.possible_duplicates:
        who = "a pupil the record has"
        if len(each.pupils) != 1:
            who = f"one of {len(each.pupils)} pupils" if each.pupils else "another line’s"
        pupil = each.pupils[0] if each.pupils else ""
        words = f"may be {who}: alike by {each.alike_by}"
        yield Told(f"p{each.line}", "alike", each.line, each.name, words, pupil)


def _held(shown: Preview) -> Iterator[Told]:
    before = frozenset(shown.held_before)
    for number, each in enumerate(sorted(shown.held_back, key=before.__contains__)):
        said = "; ".join(
            f"{d.label}: here {d.before or 'nothing'}, the file {d.after or 'nothing'}"
            for d in each.differences
        )
        words = f"{'as before: ' if each in before else ''}{said} ({each.why})"
        yield Told(f"h{number}", "held", each.line, each.name, words, each.pupil, field=each.field)


def _changed(shown: Preview) -> Iterator[Told]:
    for each in shown.changed:
        for place, one in enumerate(each.differences):
            step = "→" if signs().clipped == "…" else "->"
            words = f"{one.label}: {one.before or 'nothing'} {step} {one.after or 'nothing'}"
            yield Told(f"c{each.line}.{place}", "changed", each.line, each.name, words, each.pupil)


def _odd(shown: Preview) -> Iterator[Told]:
    several: list[New | Changed] = [*shown.new, *shown.changed]
    for each in sorted(several, key=lambda one: one.line):
        for place, odd in enumerate(each.oddities):
            pupil = each.pupil if isinstance(each, Changed) else ""
            yield Told(f"o{each.line}.{place}", "odd", each.line, each.name, odd, pupil)


def _new(shown: Preview) -> Iterator[Told]:
    for each in shown.new:
        facts = [each.class_name, each.status and f"SEN {each.status}", each.upn]
        yield Told(f"n{each.line}", "new", each.line, each.name, "  ".join(filter(None, facts)))


def _leaving(shown: Preview) -> Iterator[Told]:
    for each in shown.leaving:
        words = f"leaves: on {short(each.on)}{f', to {each.to}' if each.to else ''}"
        yield Told(f"g{each.pupil}", "absent", None, each.name, words, each.pupil)


def _absent(shown: Preview) -> Iterator[Told]:
    for each in shown.absent:
        where = f"{each.class_name}, not" if each.class_name else "not"
        yield Told(f"a{each.pupil}", "absent", None, each.name,
                   f"{where} in the file; kept as is", each.pupil)  # fmt: skip


def _left(shown: Preview) -> Iterator[Told]:
    for place, heading in enumerate(shown.left_out):
        yield Told(
            f"l{place}",
            "left",
            None,
            "",
            f"the column “{heading}”: m can say which field it is, or keep it as your own",
        )
    for place, each in enumerate(shown.skipped):
        yield Told(f"s{place}", "left", each.line or None, "", f"passed over: {each.reason}")


def rejected_lines(shown: Preview) -> int:
    """How many lines are rejected; a line may have several faults."""
    return len({each.line for each in shown.rejected})


def sums(shown: Preview) -> str:
    """What would be done, in figures."""
    found = [
        f"{len(shown.new):,} new",
        f"{len(shown.changed):,} changed",
        f"{shown.unchanged:,} unchanged",
        f"{rejected_lines(shown):,} rejected",
        f"{len(shown.absent):,} absent",
    ]
    if shown.leaving:
        found.append(f"{len(shown.leaving):,} leave")
    if shown.possible_duplicates:
        found.insert(3, f"{len(shown.possible_duplicates):,} alike")
    if shown.held_back:
        found.insert(2, f"{len(shown.held_back):,} held back")
    return " · ".join(found)


def chips(sections: dict[str, int], chosen: str) -> Content:
    """The sections with their keys; the chosen one in brackets, the empty ones quiet."""
    strip = [_chip("0", "All", sum(sections.values()), "", chosen)]
    for number, (name, title) in enumerate(SECTIONS.items(), 1):
        if sections[name] or name == chosen:
            strip.append(_chip(str(number), title, sections[name], name, chosen))
    return Content("  ").join(strip)


def _chip(key: str, title: str, count: int, name: str, chosen: str) -> Content:
    sign = Content.styled(f"{key} ", "$text-accent" if count else "$text-muted")
    if name == chosen:
        return sign + Content.styled(f"[{title}]", "bold")
    return sign + Content.styled(title, "$text" if count else "$text-muted")
