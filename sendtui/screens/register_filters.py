"""The questions that narrow the register: their keys, their answers, and how they read in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from textual.content import Content

from sendtui.rules.codes import FLAGS, NC_YEARS, NEED_TYPES, SEN_PROVISION
from sendtui.screens.widgets.dialog import Option
from sendtui.screens.widgets.face import Face
from sendtui.screens.widgets.words import one_line
from sendtui.services import register_query
from sendtui.services.custom_fields import Said
from sendtui.services.register import Counts, Figure, Query

SCOPES = {
    "register": "on the SEN register",
    "roll": "the whole roll",
    "concerns": "with an open concern",
}
LACKING = {
    "profile": "a one-page profile",
    "review": "a next review",
    "cycle": "an open cycle",
    "need": "a need",
    "parents told": "parents told (s.68)",
}
PARTED = "\x1f"
"""Parts the name of a field of our own from what it says."""

LEFT = {"no": "here now", "yes": "who have left", "any": "here or left"}


@dataclass(frozen=True, slots=True)
class Filter:
    """One question: the field of the query it answers, its key, its title."""

    name: str
    key: str
    title: str


FILTERS = (
    Filter("scope", "w", "Who"),
    Filter("status", "e", "Status"),
    Filter("need", "d", "Need"),
    Filter("nc_year", "y", "Year"),
    Filter("class_name", "c", "Class"),
    Filter("flag", "g", "Flag"),
    Filter("left", "l", "Leavers"),
    Filter("without", "o", "Without"),
    Filter("own", "f", "Own field"),
    Filter("setting", "h", "Setting"),
)


def put(query: Query, asked: Filter, answer: str) -> Query:
    """The query with this answer; "" asks for nothing."""
    value: Any = answer or getattr(Query(), asked.name)
    if asked.name == "status" and answer:
        value = frozenset({answer})
    if asked.name == "own":
        name, _, says = answer.partition(PARTED)
        return replace(query, own=name, own_value=says)
    return replace(query, **{asked.name: value})


def beginning(face: Face) -> Query:
    """What a list of pupils begins with in this case file."""
    return register_query.beginning(is_authority=face.is_authority)


def is_narrowed(query: Query, start: Query) -> bool:
    """Whether any filter is other than at the start."""
    return any(getattr(query, each.name) != getattr(start, each.name) for each in FILTERS)


def said(query: Query, asked: Filter) -> str:
    """The answer in words; "" where anything goes."""
    match asked.name:
        case "scope":
            return SCOPES[query.scope]
        case "left":
            return "" if query.left == "no" else LEFT[query.left]
        case "status":
            return ", ".join(SEN_PROVISION.label(code) for code in sorted(query.status))
        case "need":
            return NEED_TYPES.label(query.need) if query.need else ""
        case "flag":
            return FLAGS.label(query.flag) if query.flag else ""
        case "nc_year":
            return NC_YEARS.label(query.nc_year) if query.nc_year else ""
        case "without":
            return LACKING.get(query.without, "")
        case "own":
            return f"{query.own} {query.own_value}".strip()
        case "setting":
            return query.setting
    return query.class_name


_SELDOM = frozenset(("without", "own"))
"""Questions that are named only where there is room, or once they are answered."""

NARROW = 78
"""The cells of a line in the smallest terminal."""

SETTING = "setting"
"""The question that is asked only where the record knows more than one setting."""


def chips(query: Query, *, is_wide: bool = True, several: bool = False) -> Content:
    """Every question with its key: first those answered, in bold with the answer, then the rest.

    With several settings where a pupil is comes before their class, which says little then. In a
    narrow terminal those not answered are left out from the end where they would break the line.
    """
    answered: list[Content] = []
    others: list[Content] = []
    seldom = {*_SELDOM, "class_name"} if several else _SELDOM
    for asked in sorted(FILTERS, key=lambda each: not several or each.name != SETTING):
        answer = one_line(said(query, asked))
        key = Content.styled(f"{asked.key} ", "$text-accent")
        if answer:
            words = answer if asked.name == "scope" else f"[{asked.title}: {answer}]"
            answered.append(key + Content.styled(words, "bold"))
        elif (is_wide or asked.name not in seldom) and (several or asked.name != SETTING):
            others.append(key + Content.styled(asked.title, "$text-muted"))
    shown = Content("  ").join([*answered, *others])
    while not is_wide and others and shown.cell_length > NARROW:
        others.pop()
        shown = Content("  ").join([*answered, *others, Content.styled("…", "$text-muted")])
    return shown


def options_of(
    asked: Filter,
    figures: Counts,
    classes: Sequence[str],
    today: date,
    own: Sequence[Said] = (),
    settings: Sequence[str] = (),
) -> tuple[Option, ...]:
    """What can be answered, with how many pupils each answer leaves where that is known."""
    match asked.name:
        case "scope":
            return tuple(Option(code, words.capitalize()) for code, words in SCOPES.items())
        case "left":
            return tuple(Option(code, words.capitalize()) for code, words in LEFT.items())
        case "status":
            found = _counted(figures.by_status)
        case "need":
            known = tuple(
                replace(each, note=f"main need of {each.note}")
                for each in _counted(figures.by_need)
            )
            others = (c for c in NEED_TYPES.on(today) if c.code not in {o.id for o in known})
            found = (*known, *(Option(c.code, f"{c.code} · {c.label}") for c in others))
        case "nc_year":
            found = tuple(
                Option(each.code, NC_YEARS.label(each.code), pupils(each.pupils))
                for each in figures.by_year
            )
        case "flag":
            found = tuple(Option(code.code, code.label) for code in FLAGS.on(today))
        case "without":
            found = tuple(Option(code, words.capitalize()) for code, words in LACKING.items())
        case "own":
            found = tuple(
                Option(
                    f"{one.name}{PARTED}{one.value}" if one.value else one.name,
                    f"{one.name}: {one.words}" if one.value else f"{one.name}: anything",
                    f"said of {pupils(one.pupils)} in all",
                )
                for one in own
            )
        case "setting":
            found = tuple(Option(name, name) for name in settings)
        case _:
            found = tuple(Option(name, name) for name in classes)
    return (Option("", "Any"), *found)


def _counted(figures: Sequence[Figure]) -> tuple[Option, ...]:
    return tuple(
        Option(each.code, f"{each.code} · {each.label}", pupils(each.pupils))
        for each in figures
        if each.code
    )


def pupils(number: int) -> str:
    """So many pupils, in words."""
    return f"{number:,} pupil{'' if number == 1 else 's'}"
