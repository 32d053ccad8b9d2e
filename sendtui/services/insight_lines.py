"""What is behind a total of Insight: lines of provision with their sums, outcomes, pupils."""

from collections.abc import Iterable

from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.services.impact import Rated
from sendtui.services.insight_views import Answer, Row
from sendtui.services.ledger import Line
from sendtui.services.provision_map import Map
from sendtui.services.roll import Child


def of_lines(found: Map, name: str, lines: Iterable[Line]) -> Answer:
    """Lines of provision, the dearest first; behind each is the arithmetic of its cost."""
    rows = [_line(found, line) for line in sorted(lines, key=lambda x: (-x.pence, x.id))]
    return Answer(
        name,
        f"{counted(len(rows), 'line')} of provision in this total.",
        ("Pupil", "Provision", "Who", "Promised", "Given", "To date", "Whole year"),
        tuple(rows),
    )


def _line(found: Map, line: Line) -> Row:
    who = found.pupils.get(line.pupil)
    name, what = who.name if who else "", found.name(line)
    cells = (name, what, line.who, line.promised, line.happened, pounds(line.pence),
             pounds(line.whole_pence))  # fmt: skip
    steps = tuple(Row((step,), None, line.pupil) for step in line.sum)
    behind = Answer(f"{what}: {name}", f"{pounds(line.pence)} to date.", ("Step",), steps)
    return Row(cells, None, line.pupil, behind, line.id)


def of_outcomes(found: Map, name: str, outcomes: Iterable[Rated]) -> Answer:
    """Outcomes that were rated, those not met first."""
    rows = [
        Row((who.name if (who := found.pupils.get(one.pupil)) else "", one.what, one.label,
             "yes" if one.met else "no"), None, one.pupil, id=one.outcome)
        for one in sorted(outcomes, key=lambda one: (one.met, one.outcome))
    ]  # fmt: skip
    return Answer(
        name,
        f"{counted(len(rows), 'rated outcome')} in this total.",
        ("Pupil", "Outcome", "Rated", "Met"),
        tuple(rows),
    )


def of_children(name: str, children: Iterable[Child]) -> Answer:
    """Pupils, by class and name."""
    rows = [
        Row((child.class_name, child.name, child.status, child.need, child.since), None, child.id)
        for child in sorted(children, key=lambda c: (c.class_name, c.name, c.id))
    ]
    return Answer(
        name,
        f"{counted(len(rows), 'pupil')} in this total.",
        ("Class", "Pupil", "Status", "Need", "Since"),
        tuple(rows),
    )
