"""A preview of an import as lines of text: the sum first, then some of each sort."""

from typing import TYPE_CHECKING

from sendtui.commands.output import Output

if TYPE_CHECKING:
    from sendtui.models.incoming import Rejected
    from sendtui.services.receive import Preview

FEW = 8
"""How many of each sort are shown, unless everything is asked for."""


def show(out: Output, name: str, shown: "Preview", *, everything: bool) -> None:
    """Print what taking in a file would do."""
    rejected = len({fault.line for fault in shown.rejected})
    out.line(
        f"{name}: {len(shown.new)} new, {len(shown.changed)} changed, "
        f"{shown.unchanged} unchanged, {len(shown.possible_duplicates)} possible duplicates, "
        f"{len(shown.absent)} absent, {rejected} rejected"
        + (f", {len(shown.held_back)} held back" if shown.held_back else "")
        + (f", {len(shown.leaving)} marked as left" if shown.leaving else "")
    )
    if shown.about:
        out.line(shown.about)
    for mind in shown.minds:
        out.line(f"Mind: {mind}")
    if not (rejected or shown.unchanged or shown.possible_duplicates or shown.new or shown.changed):
        out.line("The file has headings and no pupils under them.")
    for heading, lines in _sorts(shown, everything=everything):
        _list(out, heading, lines, everything=everything)
    if shown.held_before and not everything:
        out.line(f"Held back as before: {len(shown.held_before):,}; --all lists them")
    if shown.left_out:
        out.line(f"Columns left out: {', '.join(shown.left_out)}")


def _sorts(shown: "Preview", *, everything: bool) -> list[tuple[str, list[str]]]:
    return [
        (
            "New",
            [f"line {n.line}: {n.name}, {_in(n.class_name)}, {n.status or 'N'}" for n in shown.new],
        ),
        ("Changed", _changed(shown)),
        (
            "Possible duplicates (--alike decides)",
            [f"line {p.line}: {p.name}, alike by {p.alike_by}" for p in shown.possible_duplicates],
        ),
        (
            "Held back: the SENCO's own fields differ (--take FIELD takes them)",
            _held_back(shown, everything=everything),
        ),
        (
            "Absent from the file, and marked as left",
            [
                f"{g.name}, {_in(g.class_name)}: on {g.on:%d/%m/%Y}{f', to {g.to}' if g.to else ''}"
                for g in shown.leaving
            ],
        ),
        (
            "Absent from the file, and kept (--absent left marks them as left)",
            [f"{a.name}, {_in(a.class_name)}" for a in shown.absent],
        ),
        (
            "Rejected",
            [_rejected(fault) for fault in sorted(shown.rejected, key=lambda r: r.line)],
        ),
        ("Odd, and kept", _odd(shown)),
        ("Lines passed over", [f"line {s.line}: {s.reason}" for s in shown.skipped]),
    ]


def _changed(shown: "Preview") -> list[str]:
    return [
        f"line {c.line}: {c.name}: {d.label}: {d.before or 'nothing'} → {d.after or 'nothing'}"
        for c in shown.changed
        for d in c.differences
    ]


def _held_back(shown: "Preview", *, everything: bool) -> list[str]:
    """What is held back, and was not at an earlier import, unless everything is asked for."""
    before = () if everything else frozenset(shown.held_before)
    return [
        f"line {h.line}: {h.name}: {d.label}: here {d.before or 'nothing'}, "
        f"in the file {d.after or 'nothing'} ({h.why}: --take {h.field})"
        for h in shown.held_back
        if h not in before
        for d in h.differences
    ]


def _rejected(fault: "Rejected") -> str:
    where = fault.heading or fault.field
    what = f", {where}, “{fault.value}”" if where else ""
    return f"line {fault.line}{what}: {fault.reason}"


def _odd(shown: "Preview") -> list[str]:
    new = [(n.line, n.name, odd) for n in shown.new for odd in n.oddities]
    changed = [(c.line, c.name, odd) for c in shown.changed for odd in c.oddities]
    return [f"line {line}: {name}: {odd}" for line, name, odd in sorted([*new, *changed])]


def _list(out: Output, heading: str, lines: list[str], *, everything: bool) -> None:
    if not lines:
        return
    out.line(f"{heading}:")
    few = lines if everything else lines[:FEW]
    for line in few:
        out.line(f"  {line}")
    if len(few) < len(lines):
        out.line(f"  … {len(lines)} in all; --all lists them")


def _in(class_name: str) -> str:
    return class_name or "no class"
