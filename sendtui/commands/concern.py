"""What is noticed before the SEN register: raised, looked at again, closed or taken further.

  sendtui concern list UPN
  sendtui concern add UPN --look-again "in 6 weeks" --text-file -
                                     (--from: what, raised_on, raised_by, need, tried, review_on)
  sendtui concern close UPN 1 --on 20/11/26 --text-file outcome.txt
  sendtui concern join UPN 1 --on 20/11/26 --told 20/11/26      close it and place on SEN Support
  sendtui concern early UPN          first concern, SEN register, first plan: days and ages; and
                                     what was tried before

“sendtui pupils --concerns” lists the pupils with an open concern.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.acts import (
    NUMBER,
    Act,
    Records,
    add_words,
    brief,
    fields,
    of_view,
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


def _line(concern: "ConcernView") -> dict[str, object]:
    return {
        "Raised": concern.raised_on,
        "By": concern.raised_by,
        "Concern": concern.what,
        "Need": concern.need_label,
        "Tried": concern.tried,
        "Look again": concern.review_on,
        "Closed": concern.closed_on,
        "Outcome": concern.outcome,
    }


_CONCERNS = Records("concern", of_view(lambda view: view.concerns), _line)


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
    made = concerns.raise_(call.store, pupil, **given, today=call.today)
    return told(call, "Done: the concern is written down.", id=made)


def _close(call: Call, pupil: str) -> int:
    from sendtui.services import concerns

    given = fields(call, "outcome", ("outcome",))
    require(given, "outcome", "What came of it")
    on = day(call, call.options.on)
    concern = _CONCERNS.chosen(call, pupil)
    concerns.close(call.store, concern.id, on, given["outcome"], call.today)
    return told(call, f"Closed: {brief(concern.what)}", id=concern.id)


def _join(call: Call, pupil: str) -> int:
    from sendtui.rules.early import BEFORE
    from sendtui.services import concerns, early

    options = call.options
    concern = _CONCERNS.chosen(call, pupil)
    if warned := early.warning(call.store, pupil, call.today):
        call.out.say(f"{warned} {BEFORE}")
    made = concerns.join_register(
        call.store,
        concern.id,
        day(call, options.on),
        parents_told_on=day_or_none(call, options.told),
        **fields(call, "reason", ("reason", "parents_told_how")),
        today=call.today,
    )
    says = f"Closed, and the pupil is on SEN Support: {brief(concern.what)}"
    return told(call, says, id=made)


def _early(call: Call, pupil: str) -> int:
    from sendtui.services import early

    found = early.of_pupil(call.store, pupil, call.today)
    tried = early.tried(call.store, pupil, call.today)
    if call.out.as_json:
        call.out.data({"steps": found, "tried": tried})
        return 0
    lines = [
        {"Step": one.name, "On": one.on or "not yet", "Age": one.age, "After": one.after}
        for one in found
    ]
    call.out.table(["Step", "On", "Age", "After"], lines)
    for one in tried:
        call.out.line(f"Tried: {one.said}")
    return 0


ACTS: dict[str, Act] = {
    "list": _CONCERNS.listed,
    "add": _add,
    "close": _close,
    "join": _join,
    "early": _early,
}
