"""The fields of each act's JSON document, as `sendtui cycle --help` lists them."""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args, get_origin

from sendtui.errors import UsageError

_CYCLE = ("focus", "lead", "started_on", "review_due")
_NOUNS = {
    "start": "cycle",
    "amend": "cycle",
    "evidence": "evidence",
    "outcome": "outcome",
    "provision": "provision",
    "strategy": "strategy",
    "rate": "rating",
    "review": "review",
    "scale": "scale_point",
}
"""Each act that takes a document, and the noun whose fields it gives."""

_ONLY = {"start": _CYCLE, "amend": _CYCLE, "scale": ("axis", "label", "code", "met", "retired")}
_NEVER = frozenset(("pupil", "cycle", "number", "carried_from", "rated_on"))
_BESIDE = {
    "review": {
        "ratings": "a list with the fields of “rate”, an object for each outcome",
        "views": "a list of objects with whose (pupil or parent), words and gathered",
        "carry": "true starts the next cycle with what is not met",
        "told_on": "when the parents were told of a change of SEN status",
        "told_how": "how they were told",
        "action_due": "by when an assessment is asked for",
    },
    "outcome": {"library": "the number of a target, as “library list” prints it"},
    "strategy": {"library": "the number of a strategy, as “library list” prints it"},
    "scale": {"order": "a list of codes: the points of the axis in this order"},
}
"""What a document holds beside the fields of the noun itself."""

_MEANT = {
    "outcome": "its number, as “show” prints it",
    "intervention": "its name; it gives a new line what is not said here",
    "effort": "a code that “scale” prints",
    "delivered": "a code that “scale” prints",
    "effect": "a code that “scale” prints",
}
EXAMPLES = {
    "start": '{"focus": "Reading aloud", "lead": "class teacher", "review_due": "11/12/26"}',
    "amend": '{"review_due": "18/12/26"}',
    "evidence": '{"sort": "baseline", "on": "8/9/26", "what": "Reads aloud", "score": "12 words"}',
    "outcome": '{"what": "Will be able to read a page", "target": "a page", "by": "11/12/26"}',
    "provision": '{"what": "Reading", "times": 2, "per": "week", "minutes": 20, "outcome": 1}',
    "strategy": '{"what": "Now and next board", "where": "all lessons"}',
    "rate": '{"outcome": 1, "effect": "met"}',
    "review": '{"decision": "continue", "ratings": [{"outcome": 1, "effect": "met"}]}',
    "scale": '{"axis": "effect", "label": "Gone beyond", "met": true}',
}


def known(act: str) -> dict[str, str]:
    """The fields of an act's document and what each is."""
    from sendtui.models import kind

    fields = kind(_NOUNS[act]).twin.model_fields
    names = _ONLY.get(act) or tuple(name for name in fields if name not in _NEVER)
    told = {name: _told(name, fields[name].title or "", fields[name].annotation) for name in names}
    return {**told, **_BESIDE.get(act, {})}


def require(act: str, given: Mapping[str, object]) -> None:
    """Refuse a document with a field that the act does not know.

    Raises UsageError with those there are.
    """
    there_are = known(act)
    unknown = sorted(given.keys() - there_are.keys())
    if unknown:
        listed = ", ".join(there_are)
        raise UsageError(f"“cycle {act}” has no field {unknown[0]!r}. There are: {listed}.")


def told() -> str:
    """Every act's fields with an example, for the help."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "The fields of --from, act by act, each with an example:"
    for act in _NOUNS:
        yield f"\n  {act}"
        for name, about in known(act).items():
            yield f"    {name:<13} {about}"
        yield f"    {EXAMPLES[act]}"


def _told(name: str, title: str, annotation: object) -> str:
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    if choices:
        return f"{title}: {', '.join(choices[:-1])} or {choices[-1]}"
    return f"{title}: {_MEANT[name]}" if name in _MEANT else title
