"""What a form asks for, read from the twin that will validate the answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Protocol, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sendtui.errors import Problem
from sendtui.rules.typed_dates import Prefer

Kind = Literal["text", "long", "date", "int", "money", "choice", "yesno"]
Options = tuple[tuple[str, str], ...]

YES_NO: Options = (("yes", "Yes"), ("no", "No"))

_PENCE = re.compile(r",? in pence$")
POUNDS = "in pounds, such as 12.50"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a form asks for. `options` are pairs of value and label, for choices.

    `fills`: a choice → what it puts into other fields, unless something was typed there.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    is_needed: bool = False
    may_be_none: bool = False
    options: Options = ()
    prefer: Prefer = "near"
    default: object = None
    fills: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


class Coded(Protocol):
    """A code and what it stands for."""

    @property
    def code(self) -> str:
        """The code itself."""
        ...

    @property
    def label(self) -> str:
        """Its words."""
        ...


def code_options(codes: Iterable[Coded]) -> Options:
    """Codes as options that show code and words: `K · SEN Support`."""
    return tuple((each.code, f"{each.code} · {each.label}") for each in codes)


def asks_of(
    twin: type[BaseModel],
    names: Sequence[str],
    *,
    long: Sequence[str] = (),
    options: Mapping[str, Options] | None = None,
    labels: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
    prefer: Mapping[str, Prefer] | None = None,
) -> tuple[Ask, ...]:
    """The fields of a twin, in the order given, as a form asks for them.

    `long` names those written in sentences; `options` gives the codes of coded fields.
    Raises KeyError for a name the twin does not have.
    """
    return tuple(
        _ask(
            name,
            twin.model_fields[name],
            is_long=name in long,
            options=(options or {}).get(name, ()),
            label=(labels or {}).get(name, ""),
            hint=(hints or {}).get(name, ""),
            prefer=(prefer or {}).get(name, "near"),
        )
        for name in names
    )


def _ask(
    name: str,
    field: FieldInfo,
    *,
    is_long: bool,
    options: Options,
    label: str,
    hint: str,
    prefer: Prefer,
) -> Ask:
    annotation, may_be_none = _without_none(field.annotation)
    least = max((getattr(each, "min_length", 0) for each in field.metadata), default=0)
    words = label or field.title or name.replace("_", " ").capitalize()
    kind: Kind = "long" if is_long else _KINDS.get(annotation, "text")
    if get_origin(annotation) is Literal:
        options = options or _literal_options(annotation)
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    if name.endswith("_pence"):
        # Kept in pence, typed in pounds.
        kind, words, hint = "money", _PENCE.sub("", words), hint or POUNDS
    if options:
        kind = "choice"
    if kind == "yesno":
        options = (*YES_NO, ("", "Not said")) if may_be_none else YES_NO
    return Ask(
        name=name,
        label=words,
        kind=kind,
        hint=hint or field.description or "",
        # A choice that has an answer to begin with is never answered by none.
        is_needed=least > 0
        or (field.is_required() and not may_be_none)
        or (bool(default) and default in dict(options)),
        may_be_none=may_be_none,
        options=options,
        prefer=prefer,
        default=default,
    )


_KINDS: dict[Any, Kind] = {date: "date", int: "int", bool: "yesno"}


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    kept = [each for each in get_args(annotation) if each is not NoneType]
    return kept[0], len(kept) < len(get_args(annotation))


def _literal_options(annotation: Any) -> Options:
    values = [str(value) for value in get_args(annotation) if value != ""]
    return tuple((value, value[:1].upper() + value[1:]) for value in values)


def problems_of(
    twin: type[BaseModel], values: Mapping[str, object], names: Iterable[str]
) -> tuple[Problem, ...]:
    """What the twin refuses in the named fields, in words for the person filling in the form."""
    asked = set(names)
    try:
        # A form may ask for more than the record holds.
        twin.model_validate({n: value for n, value in values.items() if n in twin.model_fields})
    except ValidationError as error:
        return tuple(
            Problem(str(each["loc"][0]), str(each.get("input", "")), why(each["type"], each["msg"]))
            for each in error.errors()
            if each["loc"] and each["loc"][0] in asked
        )
    return ()


_REASONS = {
    "missing": "This is needed.",
    "string_too_short": "This is needed.",
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "date_type": "This must be a date.",
    "date_from_datetime_parsing": "This must be a date.",
    "literal_error": "Choose one of the options.",
}


def why(error_type: str, message: str) -> str:
    """A validator's reason in plain words."""
    return _REASONS.get(error_type, message.removeprefix("Value error, "))
