"""What is arranged for a pupil: a placement, alternative provision, transport, a budget and so on.

sendtui arrangement list UPN
sendtui arrangement add UPN --sort transport --from FILE
                                   sort, what, where, urn, who, since, until, review_on, per_week,
                                   band, education_pence, health_pence, care_pence, why, outcome,
                                   asked_on, decided_on, back_on (to school); outcomes: for
                                   alternative provision {"outreach": …, "attendance",
                                   "reintegration", "attainment", "post-16 transition"};
                                   for SEN2: rank, ukprn, sen_setting, sen_unit, resourced,
                                   residential, work_based, payment
sendtui arrangement change UPN 1 --from FILE    number 1 of “list”, or an id from --json
sendtui arrangement end UPN 1 --on 17/7/26 --text-file -      what came of it
sendtui arrangement remove UPN 1                only what was put down by mistake
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from sendtui.commands.acts import NUMBER, Act, add_words, fields, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.arrangements import ArrangementView

_FIELDS = ("sort", "what", "where", "urn", "who", "since", "until", "review_on", "per_week", "band",
           "education_pence", "health_pence", "care_pence", "why", "outcome", "rank",
           "ukprn", "sen_setting", "sen_unit", "resourced", "residential", "work_based",
           "payment", "asked_on", "decided_on", "back_on", "outcomes")  # fmt: skip
_DAYS = ("since", "until", "review_on", "asked_on", "decided_on", "back_on")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, NUMBER, "add, change: why; end: what came of it")
    parser.add_argument("--sort", help="placement, transport, alternative provision …")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import arrangements
    from sendtui.services.numbers import numbers

    found = arrangements.of_pupil(call.store, pupil, call.today)
    lines = [
        {
            "Sort": each.sort,
            "What": each.what,
            "Where": each.where,
            "Who": each.who,
            "Since": each.since,
            "Until": each.until,
            "Looked at again": each.looks_on or each.review_on,
            "A week": each.per_week,
            "Band": each.band,
            "A year": each.paid,
            "Why": each.why,
            "Outcome": each.outcome,
            "Asked for": each.asked_on,
            "Decided": each.decided_on,
            "Back in school": each.back_on,
            "Came of it": "; ".join(f"{name}: {said}" for name, said in each.outcomes.items()),
            "Lacks": " ".join(each.lacks),
        }
        for each in found
    ]
    number = numbers(call.store, pupil, "arrangement")
    code = listed(call, found, lines, number)
    if not call.out.as_json:
        # A paragraph each, which no column holds.
        for each in found:
            for says in each.law:
                call.out.line(f"{number[each.id]}, {each.sort}: {says}")
    return code


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import arrangements

    given = _given(call, "why")
    if not given.get("sort"):
        raise UsageError(f"Say what sort it is with --sort: {', '.join(_sorts())}.")
    if call.options.on:
        given.setdefault("since", day(call, call.options.on))
    made = arrangements.add(call.store, pupil, given)
    return told(call, f"Done: the {given['sort']} is written down.", id=made)


def _change(call: Call, pupil: str) -> int:
    from sendtui.services import arrangements

    found = _chosen(call, pupil)
    changed = arrangements.change(call.store, found.id, _given(call, "why"), found.heads)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import arrangements

    found = _chosen(call, pupil)
    outcome = str(_given(call, "outcome").get("outcome", ""))
    arrangements.end(call.store, found.id, day(call, call.options.on), outcome)
    return told(call, f"Ended: {found.sort}.", id=found.id)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import arrangements

    found = _chosen(call, pupil)
    arrangements.remove(call.store, found.id)
    return told(call, f"Removed: {found.sort}. “sendtui undo” brings it back.", id=found.id)


def _chosen(call: Call, pupil: str) -> "ArrangementView":
    from sendtui.services import arrangements
    from sendtui.services.numbers import numbers

    named, number = call.options.which, numbers(call.store, pupil, "arrangement")
    if not named:
        raise UsageError("Say which arrangement: by the number that “list” prints.")
    for each in arrangements.of_pupil(call.store, pupil, call.today):
        if named in (each.id, str(number.get(each.id))):
            return each
    raise SendtuiError(f"There is no arrangement {named} now. “list” prints those there are.")


def _given(call: Call, main: str) -> dict[str, Any]:
    given = fields(call, main, _FIELDS, _DAYS)
    if call.options.sort:
        given["sort"] = call.options.sort
    return given


def _sorts() -> tuple[str, ...]:
    from typing import get_args

    from sendtui.models.arrangement import ArrangementSort

    return get_args(ArrangementSort)


ACTS: dict[str, Act] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "end": _end,
    "remove": _remove,
}
