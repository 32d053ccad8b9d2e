"""What a part of a plan lists, and the remarks that stand beside its text."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.rules.plan_reading import Written
from sendtui.rules.plan_remark import Remark
from sendtui.rules.plan_sections import SectionOf, heading
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.columns import Column
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.ehc_plan_checks import Checked
from sendtui.services.ehc_plan_reading import PlanView
from sendtui.services.labels import title

COLUMNS: list[Column[Fact]] = [
    Column("heading", "", width=5, sortable=False),
    Column("when", "Checks", width=9, sortable=False),
    Column("words", "Words", width=32, fraction=5, sortable=False),
    Column("who", "Answers to", width=10, fraction=1, priority=1, sortable=False),
]
"""The columns of a part: what a line is called, what is open in it, its words, its links."""

_BESIDE = ("need", "area", "who", "how_often", "how_long", "ratio", "measure", "baseline", "target",
           "starts", "by", "dated", "source", "agreed_on", "payment")  # fmt: skip


def state(view: PlanView, found: Checked, *, narrow: bool = False) -> Content:
    """Which version it is, how it stands, its grade, its length; in brief where `narrow`."""
    parts = [Content.styled(f"version {view.version}", "bold $text")]
    stage = badge(view.stage_label, "done") if view.frozen else Content(view.stage_label)
    parts.append(stage)
    if view.review_by and not narrow:
        parts.append(Content(f"review by {short(view.review_by)}"))
    grade = found.grade
    said = grade.says
    parts.append(badge(said, "late") if grade.hard_open else badge(said, "done"))
    length = f"{counted(found.words, 'word')}, {found.reading_minutes} min"
    parts.append(Content(length if narrow else f"{length} to read"))
    return Content.styled(" · ", "$text-muted").join(parts)


def lines(view: PlanView, part: SectionOf, found: Sequence[Remark]) -> tuple[Fact, ...]:
    """The lines of a part, each with what is open in it."""
    sorts = dict(part.sorts)
    return tuple(
        Fact(
            x.id,
            x.label,
            one_line(x.words),
            _open([each for each in found if each.record == x.id]),
            ", ".join(view.links(x)) or sorts.get(x.sort, x.sort),
            "plan_line",
            x.id,
        )
        for x in view.of(part.letter)
    )


def _open(found: Sequence[Remark]) -> Content:
    hard = sum(each.hard for each in found)
    if hard:
        return badge(f"{hard} open", "late")
    return badge(counted(len(found), "hint"), "soon") if found else badge("fine", "done")


def about(view: PlanView, line: Written) -> str:
    """A line in full: its words, then what is said besides."""
    told = [line.words]
    if links := view.links(line):
        told.append(f"Answers to {', '.join(links)}")
    for name in _BESIDE:
        if value := getattr(line, name):
            said = short(value) if hasattr(value, "isoformat") else value
            told.append(f"{title('plan_line', name)}: {said}")
    if line.minutes_a_week:
        told.append(f"Minutes a week: {line.minutes_a_week}")
    if line.amount_pence:
        told.append(f"Amount: {pounds(line.amount_pence)}")
    return "\n".join(told)


def of_line(found: Iterable[Remark], record: str) -> tuple[Remark, ...]:
    """The remarks about one line, hard ones first."""
    return tuple(sorted((r for r in found if r.record == record), key=lambda r: not r.hard))


def of_part(found: Iterable[Remark], letter: str) -> tuple[Remark, ...]:
    """The remarks about a part as a whole, which no line of it has."""
    mine = [r for r in found if not r.record and _is_of(r.subject, letter)]
    return tuple(sorted(mine, key=lambda r: not r.hard))


def _is_of(subject: str, letter: str) -> bool:
    if subject == "Section H":
        return letter in ("H1", "H2")
    return subject.partition(",")[0] == f"Section {letter}"


def told(found: Iterable[Remark]) -> Content:
    """Remarks to read: what, the sentence, why, where it stands, and what would be better."""
    blocks = []
    for each in found:
        sign = badge(f"{each.check} {'law or format' if each.hard else 'wording, practice'}",
                     "late" if each.hard else "soon")  # fmt: skip
        rows = [sign, Content.styled(one_line(each.says), "bold $text")]
        if each.sentence:
            rows.append(Content(f"“{one_line(each.sentence)}”"))
        rows.append(Content(one_line(each.why)))
        rows.append(Content.styled(one_line(str(each.citation)), "$text-muted"))
        rows.append(Content.styled(f"Better: {one_line(each.better)}", "$text-muted"))
        blocks.append(Content("\n").join(rows))
    return Content("\n\n").join(blocks)


def head(view: PlanView, part: SectionOf) -> str:
    """The heading of a part."""
    return heading(view.sort, part)
