"""What is noticed before the SEN register: raised, looked at again, closed or taken further.

  sendtui concern list UPN
  sendtui concern add UPN --look-again "in 6 weeks" --text-file -
                                     (--from: what, raised_on, raised_by, need, tried, review_on)
  sendtui concern close UPN 1 --on 20/11/26 --text-file outcome.txt
  sendtui concern join UPN 1 --on 20/11/26 --told 20/11/26      close it and place on SEN Support

“sendtui pupils --concerns” lists the pupils with an open concern.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.acts import (
    NUMBER,
    Act,
    add_words,
    brief,
    chosen,
    fields,
    listed_by_number,
    require,
    run_act,
    told,
)
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none, read_day

if TYPE_CHECKING:
    from sendtui.services.pupil_views import ConcernView

_FIELDS = ("what", "raised_on", "raised_by", "need", "tried", "review_on")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, NUMBER, "the concern, outcome or reason")
    parser.add_argument("--look-again", metavar="DATE", help="add: when it is looked at again")
    parser.add_argument("--need", metavar="CODE", help="add: the need that is suspected")
    parser.add_argument("--told", metavar="DATE", help="join: the day the parents were told")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import pupils

    found = pupils.view(call.store, pupil, call.today).concerns
    lines = [
        {
            "Raised": concern.raised_on,
            "By": concern.raised_by,
            "Concern": concern.what,
            "Need": concern.need_label,
            "Tried": concern.tried,
            "Look again": concern.review_on,
            "Closed": concern.closed_on,
            "Outcome": concern.outcome,
        }
        for concern in found
    ]
    return listed_by_number(call, pupil, "concern", found, lines)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import concerns

    options = call.options
    given = fields(call, "what", _FIELDS, ("raised_on", "review_on"))
    given.setdefault("raised_on", day(call, options.on))
    if options.look_again:
        given["review_on"] = read_day(options.look_again, call.today)
    if options.need:
        given["need"] = options.need.upper()
    require(given, "what", "The concern")
    made = concerns.raise_(call.store, pupil, **given)
    return told(call, "Done: the concern is written down.", id=made)


def _close(call: Call, pupil: str) -> int:
    from sendtui.services import concerns

    given = fields(call, "outcome", ("outcome",))
    require(given, "outcome", "What came of it")
    on = day(call, call.options.on)
    concern = _named(call, pupil)
    concerns.close(call.store, concern.id, on, given["outcome"])
    return told(call, f"Closed: {brief(concern.what)}", id=concern.id)


def _join(call: Call, pupil: str) -> int:
    from sendtui.services import concerns

    options = call.options
    concern = _named(call, pupil)
    made = concerns.join_register(
        call.store,
        concern.id,
        day(call, options.on),
        parents_told_on=day_or_none(call, options.told),
        **fields(call, "reason", ("reason", "parents_told_how")),
    )
    says = f"Closed, and the pupil is on SEN Support: {brief(concern.what)}"
    return told(call, says, id=made)


def _named(call: Call, pupil: str) -> "ConcernView":
    from sendtui.services import pupils

    found = pupils.view(call.store, pupil, call.today).concerns
    return chosen(call, pupil, "concern", found)


ACTS: dict[str, Act] = {"list": _list, "add": _add, "close": _close, "join": _join}
