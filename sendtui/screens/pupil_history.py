"""The history of a pupil as lines: when it was written, by whom, and what it was before."""

from collections.abc import Iterable
from itertools import groupby

from sendtui.screens.lines import Fact
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.signs import signs
from sendtui.services.labels import in_sentence
from sendtui.services.past import Change

COLUMNS: list[Column[Fact]] = [
    Column("heading", "Written", width=17, sortable=False),
    Column("who", "Who", width=14, priority=2, sortable=False),
    Column("words", "What, before and after", width=40, fraction=5, sortable=False),
    Column("when", "True on", width=11, priority=1, sortable=False),
]


def lines(changes: Iterable[Change]) -> tuple[Fact, ...]:
    """A line for each field that was changed, and one for each new record."""
    facts: list[Fact] = []
    before = ""
    for (batch, record, born), found in groupby(changes, lambda c: (c.batch, c.record, c.born)):
        group = list(found)
        first = group[0]
        written = f"{short(first.when.astimezone().date())} {first.when.astimezone():%H:%M}"
        true_on = short(first.true_on) if first.true_on else ""
        said = [_born(group)] if born else [_changed(change) for change in group]
        for n, words in enumerate(said):
            is_new = f"{batch}" != before
            before = f"{batch}"
            facts.append(
                Fact(
                    f"{batch}-{record}-{n}",
                    written if is_new else "",
                    words,
                    true_on,
                    first.who,
                    first.kind,
                    record,
                    f"{first.act}, {first.who}{_true(true_on)}. {words}",
                )
            )
    return tuple(facts)


def _born(group: list[Change]) -> str:
    told = "; ".join(f"{each.label}: {each.after}" for each in group if each.after)
    return f"New {in_sentence(group[0].kind_label)}: {told}"


def _changed(change: Change) -> str:
    before, after = change.before or "nothing", change.after or "nothing"
    return f"{change.kind_label}, {change.label}: {before} {signs().step} {after}"


def _true(day: str) -> str:
    return f", true on {day}" if day else ""
