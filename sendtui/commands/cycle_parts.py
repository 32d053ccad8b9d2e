"""The acts of `sendtui cycle` on evidence, outcomes, provision and strategies."""

from typing import TYPE_CHECKING

from sendtui.commands import cycle_fields
from sendtui.commands.call import Call, read_text
from sendtui.commands.cycle_named import nth, part_ids, view
from sendtui.commands.given import day_or_none, document, with_days
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.cycle_views import CycleView
    from sendtui.services.library import Kind

Fields = dict[str, object]

_DAYS = {"evidence": ("on",), "outcome": ("by",), "provision": ("starts", "ends"), "strategy": ()}


_PICKED: "dict[str, Kind]" = {"outcome": "target", "strategy": "strategy"}


def evidence(call: Call) -> int:
    """Add, change or remove what was found."""
    from sendtui.services import cycles

    found, options = view(call), call.options
    ids = part_ids(found, "evidence")
    if options.remove:
        cycles.remove_evidence(call.store, nth(ids, options.number, "evidence"))
        return _said(call, "The evidence was removed.", [])
    flags = {"on": day_or_none(call, options.on), "sort": options.sort, "by": options.by}
    said = {name: value for name, value in flags.items() if value}
    if options.number is not None:
        given = _given(call, found) if options.source or options.text_file or not said else [{}]
        record = nth(ids, options.number, "evidence")
        cycles.amend_evidence(call.store, record, {**said, **_one(given)}, today=call.today)
        return _said(call, "The evidence was changed.", [record])
    given = _given(call, found)
    said.setdefault("on", call.today)
    many = [{**said, **each} for each in given]
    made = cycles.add_all_evidence(call.store, found.id, many, today=call.today)
    return _said(call, f"Evidence added: {len(made)}.", list(made))


def part(call: Call) -> int:
    """Add, change, remove or reorder a part of the plan."""
    from sendtui.services import plans

    options = call.options
    found, name = view(call), options.act
    ids = part_ids(found, name)
    if options.order:
        numbers = [int(n) if n.strip().isdigit() else None for n in options.order.split(",")]
        order = [nth(ids, number, name) for number in numbers]
        plans.reorder(call.store, found.id, order)
        return _said(call, "The outcomes are in another order.", order)
    if options.remove:
        plans.remove(call.store, name, nth(ids, options.number, name))
        return _said(call, f"One {name} was removed.", [])
    given = _given(call, found)
    if options.number is not None:
        record = nth(ids, options.number, name)
        plans.amend(call.store, name, record, _one(given))
        return _said(call, f"One {name} was changed.", [record])
    made = plans.add_all(call.store, found.id, name, given)
    return _said(call, f"Added to the plan ({name}): {len(made)}.", list(made))


def _given(call: Call, found: "CycleView") -> list[Fields]:
    """The fields given for each record; an outcome is named by its number."""
    act = call.options.act
    given = [with_days(call, fields, _DAYS[act]) for fields in document(call)]
    if act == "provision":
        given = [_of_intervention(call, fields) for fields in given]
    if act in _PICKED:
        given = [_of_library(call, fields) for fields in given]
    if call.options.text_file:
        given = given or [{}]
        _one(given)["what"] = read_text(call.options.text_file)
    if not given:
        raise UsageError("Say what: --text-file FILE for the words, or --from FILE for all fields.")
    for fields in given:
        cycle_fields.require(act, fields)
        if act == "provision" and fields.get("outcome"):
            fields["outcome"] = nth(part_ids(found, "outcome"), fields["outcome"], "outcome")
    return given


def _of_library(call: Call, fields: Fields) -> Fields:
    """The fields with the words of what the library has under the number that was given."""
    from sendtui.services import library

    number = fields.get("library")
    if number is None:
        return fields
    if not isinstance(number, int):
        raise UsageError("Name what is in the library by its number, as “library list” prints it.")
    found = library.numbered(call.store, _PICKED[call.options.act], number)
    return {"what": found.name, **{k: v for k, v in fields.items() if k != "library"}}


def _of_intervention(call: Call, fields: Fields) -> Fields:
    """The fields of a line; what its intervention gives a new one stands where nothing is said."""
    from sendtui.services import intervention_reading

    name = str(fields.get("intervention") or "")
    if not name:
        return fields
    run = intervention_reading.named(call.store, name, call.today).id
    if call.options.number is not None:
        return {**fields, "intervention": run}
    found = intervention_reading.offers(call.store, call.today, run)
    values = next(each.values for each in found if each.id == run)
    return {**values, **fields, "intervention": run}


def _one(given: list[Fields]) -> Fields:
    if len(given) != 1:
        raise UsageError("Give the fields of one record here, not a list of several.")
    return given[0]


def _said(call: Call, said: str, ids: list[str]) -> int:
    call.out.say(said)
    if call.out.as_json:
        call.out.data({"ids": ids})
    return 0
