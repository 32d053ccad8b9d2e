"""The acts of `sendtui cycle` that rate: the review, a rating between reviews, and the scale."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sendtui.commands import cycle_fields
from sendtui.commands.call import Call, read_text
from sendtui.commands.cycle_named import nth, part_ids, view
from sendtui.commands.given import day, day_or_none, document, one_document, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sendtui.services.cycle_views import CycleView
    from sendtui.services.reviews import Rated

_DAYS = ("held_on", "next_review", "told_on", "action_due")


def review(call: Call) -> int:
    """Hold the review: ratings, views, decision and what follows, as one act.

    The document: {"decision": …, "reason": …, "summary": …, "present": …, "with_parents": true,
    "next_review": …, "ratings": [{"outcome": 1, "effect": "met", …}], "views": [{"whose": "pupil",
    "words": …}], "carry": true}
    """
    from sendtui.services.reviews import Notes, Said, hold

    found, options = view(call), call.options
    given = _flags(call, with_days(call, one_document(call), _DAYS))
    cycle_fields.require("review", given)
    given.setdefault("held_on", day(call, options.on))
    if not given.get("decision"):
        raise UsageError("Say what was decided: --decision, or “decision” in the document.")
    if not isinstance(given.get("carry", True), bool):
        raise UsageError("“carry” is true or false.")
    if not isinstance(given.get("with_parents"), bool | None):
        raise UsageError("“with_parents” is true, false, or null where nobody has said.")
    given["ratings"] = tuple(_rated(each, found) for each in _list(given, "ratings"))
    given["views"] = tuple(_made(Said, each) for each in _list(given, "views"))
    if not options.anyway:
        _require_rated(found, given["ratings"])
    held = hold(call.store, found.id, _made(Notes, given), today=call.today)
    call.out.say(f"The review is held. Not rated: {len(held.unrated)}; not met: {len(held.unmet)}.")
    if held.next_cycle:
        call.out.say(f"The next cycle is started. Outcomes carried forward: {len(held.carried)}.")
    if call.out.as_json:
        call.out.data(held)
    return 0


def rate(call: Call) -> int:
    """Rate one outcome between reviews."""
    from sendtui.services.reviews import rate as rate_one

    found = view(call)
    given = one_document(call)
    if call.options.number is not None:
        given.setdefault("outcome", call.options.number)
    on = day(call, call.options.on)
    made = rate_one(call.store, found.id, _rated(given, found), on, today=call.today)
    call.out.say("The outcome is rated.")
    if call.out.as_json:
        call.out.data({"id": made})
    return 0


def scale(call: Call) -> int:
    """Print the rating scale, after adding or changing the points of a document.

    A point with the code of one there is changes that one; the order of an axis is given as
    {"axis": …, "order": [codes]}.
    """
    from sendtui.services import scales

    for given in document(call):
        cycle_fields.require("scale", given)
        _edit_scale(call, given)
    found = scales.scale(call.store).points
    if call.out.as_json:
        call.out.data([p for p in found if not p.retired])
        return 0
    lines = [
        {"Of what": p.axis, "Code": p.code, "Words": p.label, "Counts as met": p.met}
        for p in found
        if not p.retired
    ]
    call.out.table(["Of what", "Code", "Words", "Counts as met"], lines)
    return 0


def _edit_scale(call: Call, given: dict[str, object]) -> None:
    from sendtui.services import scales

    axis = next((known for known in scales.AXES if known == given.get("axis")), None)
    if axis is None:
        raise UsageError(f"A point of the scale says of what: “axis” is {_or(scales.AXES)}.")
    label, code, met = given.get("label"), given.get("code", ""), given.get("met")
    if not isinstance(code, str) or not isinstance(label, str | None):
        raise UsageError("Label and code of a point are texts.")
    if "order" in given:
        scales.reorder(call.store, axis, [str(each) for each in _list(given, "order")])
    elif code and scales.scale(call.store).has(axis, code):
        names = ("label", "met", "retired")
        scales.amend(call.store, axis, code, {n: given[n] for n in names if n in given})
    elif label:
        scales.add(call.store, axis, label, code=code, met=met is True)
    else:
        raise UsageError("A new point of the scale has a label; give “code” to change one.")


def _or(known: "Iterable[str]") -> str:
    *others, last = known
    return f"{', '.join(others)} or {last}"


def _flags(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    options = call.options
    if options.decision:
        given["decision"] = options.decision
    if options.next_review:
        given["next_review"] = day_or_none(call, options.next_review)
    if options.text_file:
        given["reason"] = read_text(options.text_file)
    if options.carry:
        given["carry"] = True
    if options.with_parents and options.without_parents:
        raise UsageError("The parents were there or were not: give one of the two flags.")
    if options.with_parents or options.without_parents:
        given["with_parents"] = options.with_parents
    return given


def _rated(given: object, found: "CycleView") -> "Rated":
    from sendtui.services.reviews import Rated

    if not isinstance(given, dict):
        raise UsageError("A rating is a JSON object with outcome, effect, effort, delivered …")
    cycle_fields.require("rate", given)
    outcome = nth(part_ids(found, "outcome"), given.get("outcome"), "outcome")
    made: Rated = _made(Rated, {**given, "outcome": outcome})
    return made


def _require_rated(found: "CycleView", ratings: "tuple[Rated, ...]") -> None:
    """Refuse a review that leaves outcomes unrated; nobody rates them once the cycle has ended."""
    rated = {each.outcome for each in ratings if each.effect}
    left = [str(o.number) for o in found.outcomes if o.rating is None and o.id not in rated]
    if left:
        raise SendtuiError(
            f"Not rated: outcome {', '.join(left)}. Nothing was done. Rate each in “ratings” of "
            "the document or by “sendtui cycle rate”; --anyway holds the review without."
        )


def _list(given: dict[str, Any], name: str) -> list[Any]:
    found = given.get(name) or []
    if not isinstance(found, list):
        raise UsageError(f"“{name}” must be a list.")
    return found


def _made(of: Any, given: object) -> Any:
    known = [f.name for f in fields(of)]
    if not isinstance(given, dict) or not given.keys() <= set(known):
        raise UsageError(f"There are the fields: {', '.join(known)}.")
    try:
        return of(**given)
    except TypeError:
        raise UsageError(f"Something is missing; the fields are: {', '.join(known)}.") from None
