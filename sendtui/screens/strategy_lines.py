"""The inclusion strategy as lines of a list, and the forms that change them."""

from collections.abc import Iterator
from datetime import date

from sendtui.errors import InvalidError, Problem
from sendtui.models.inclusion import InclusionStrategyIn, StrategyLineIn
from sendtui.rules.costs import pounds
from sendtui.rules.inclusion import PRINCIPLES, Gap
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge
from sendtui.services import drafts, inclusion
from sendtui.services.inclusion import LineView, StrategyView

_TEXTS = {
    "intent": "Intent",
    "families": "Families",
    "review": "Review",
    "further": "Further",
    "authorised_by": "Authorised by",
    "published_on": "Published on",
    "review_on": "Reviewed on",
}
"""The texts and days of a strategy → what a check calls them."""

_PARTS = {"barrier": "Barriers", "activity": "Activities", "outcome": "Outcomes"}
_FIELDS = {
    "barrier": ("what", "trend"),
    "activity": ("what", "barriers", "reach", "cost_pence", "principles"),
    "outcome": ("what", "success"),
}
_LISTS = ("barriers", "principles")


def facts(view: StrategyView) -> Iterator[Fact]:
    """The texts and days first, then the lines by part, each with what is to be mended."""
    for name, called in _TEXTS.items():
        said = getattr(view, name)
        words = short(said) if isinstance(said, date) else " ".join(str(said or "").split())
        gaps = _gaps(view, called)
        yield _fact(f"text-{name}", "Texts", f"{called}: {words or 'empty'}", gaps,
                    "text", name, words)  # fmt: skip
    for part, heading in _PARTS.items():
        for line in (each for each in view.lines if each.part == part):
            gaps = _gaps(view, f"{part.capitalize()} {line.number}")
            cost = pounds(line.cost_pence) if part == "activity" else ""
            words = f"{line.number} {line.what}"
            yield _fact(line.id, heading, words, gaps, part, line.id, _whole(line), cost)


def _gaps(view: StrategyView, part: str) -> list[Gap]:
    return [gap for gap in view.gaps if gap.part == part]


def _fact(
    id_: str,
    heading: str,
    words: str,
    gaps: list[Gap],
    kind: str,
    record: str,
    whole: str,
    who: str = "",
) -> Fact:
    hard = any(gap.hard for gap in gaps)
    mend = "".join(f"\n{gap.part} {gap.missing}: {gap.todo}." for gap in gaps)
    shown = badge(words, "late" if hard else "soon") if gaps else words
    return Fact(id_, heading, shown, who=who, kind=kind, record=record, whole=f"{whole}{mend}")


def _whole(line: LineView) -> str:
    principles = ", ".join(PRINCIPLES.get(code, code) for code in line.principles)
    against = ", ".join(map(str, line.barriers))
    said = (
        line.what,
        line.trend,
        f"Against barrier {against}" if against else "",
        line.reach,
        principles,
        line.success,
    )
    return " · ".join(filter(None, said))


def texts_form(screen: DataScreen[None], view: StrategyView, start: str) -> Asked:
    """The form of the texts and the days, which begins at one of them."""

    async def save(values: dict[str, object]) -> None:
        given = {name: "" if value is None else value for name, value in values.items()}
        await screen.ask(inclusion.change, view.id, given, view.heads)

    names = (*_TEXTS, "years")
    asks = asks_of(
        InclusionStrategyIn,
        names,
        long=("intent", "families", "review", "further"),
        hints={"intent": "to parents and pupils, about 500 words; no child is named"},
    )
    return Asked(
        "The texts and days of the strategy",
        drafts.key("inclusion_strategy", "", view.id),
        asks,
        save,
        {name: getattr(view, name) for name in names},
        only_changes=True,
        start=start,
    )


def line_form(screen: DataScreen[None], view: StrategyView, part: str, record: str) -> Asked:
    """The form of a line, or of a new one where no record is named."""
    one = next((line for line in view.lines if line.id == record), None)
    there = next(each for each in inclusion.PARTS if each == part)

    async def save(values: dict[str, object]) -> None:
        given = {name: _parsed(name, value) for name, value in values.items()}
        if one is None:
            await screen.ask(inclusion.add_line, view.id, there, given)
        else:
            await screen.ask(inclusion.change_line, one.id, given, one.heads)

    start = {name: _typed(getattr(one, name)) for name in _FIELDS[part]} if one else {}
    return Asked(
        f"{'Change' if one else 'Add'}: {part}",
        drafts.key("strategy_line", "", record or part),
        [_asked(part, name) for name in _FIELDS[part]],
        save,
        start,
        only_changes=one is not None,
    )


def _asked(part: str, name: str) -> Ask:
    if name == "barriers":
        return Ask(name, "Barriers addressed", hint="their numbers, such as 1, 3")
    if name == "principles":
        return Ask(name, "Principles", hint=", ".join(PRINCIPLES))
    long = ("what", "success") if part == "outcome" else ("what",)
    (found,) = asks_of(StrategyLineIn, (name,), long=long, hints={"what": "no child is named"})
    return found


def _typed(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _parsed(name: str, value: object) -> object:
    """A list as it was typed, with commas. Raises InvalidError for what is no number."""
    if name not in _LISTS:
        return value
    said = [part.strip() for part in str(value or "").split(",") if part.strip()]
    if name == "principles":
        return said
    wrong = [part for part in said if not part.isdecimal()]
    if wrong:
        raise InvalidError((Problem(name, "", "Give the numbers of barriers, such as 1, 3."),))
    return [int(part) for part in said]
