"""SEN status from a day on, past or to come: N none, K SEN Support, E EHC plan.

  sendtui place UPN K --since 1/9/26 --told 4/9/26 --text-file reason.txt
  sendtui place UPN --told 4/9/26        the parents were told of the status there is (s.68)
  sendtui place UPN                      the history

The reason comes with --text-file FILE, or - for standard input, never on the command line; a
document (--from) may hold reason and parents_told_how.
"""

from argparse import ArgumentParser

from sendtui.commands.acts import fields, listed, told
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, day, day_or_none, refuse_words, take_words
from sendtui.errors import SendtuiError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("status", nargs="?", choices=("N", "K", "E"), help="without it: list")
    parser.add_argument("--since", metavar="DATE", help="from which day; today without it")
    parser.add_argument("--told", metavar="DATE", help="the day the parents were told")
    add_sources(parser, "the reason")
    take_words(parser)


def run(call: Call) -> int:
    """Give the status, write down that parents were told, or list the history."""
    from sendtui.rules.early import BEFORE
    from sendtui.services import early, statuses
    from sendtui.services.pupils import find_one

    refuse_words(call)
    options = call.options
    pupil = find_one(call.store, options.upn)
    if options.status is None:
        return _tell(call, pupil) if options.told else _list(call, pupil)
    given = fields(call, "reason", ("reason", "parents_told_how"))
    warned = early.warning(call.store, pupil, call.today) if options.status == "K" else ""
    made = statuses.place(
        call.store,
        pupil,
        options.status,
        day(call, options.since),
        parents_told_on=day_or_none(call, options.told),
        **given,
        today=call.today,
    )
    if warned:
        call.out.say(f"{warned} {BEFORE}")
    return told(call, "Done: the status is in the history.", id=made)


def _tell(call: Call, pupil: str) -> int:
    from sendtui.services import pupils, statuses

    steps = pupils.view(call.store, pupil, call.today).statuses
    now = next((step for step in steps if step.current), None)
    if now is None:
        raise SendtuiError("The pupil has no SEN status that parents could have been told of.")
    how = str(fields(call, "parents_told_how", ("parents_told_how",)).get("parents_told_how", ""))
    on = day(call, call.options.told)
    statuses.tell_parents(call.store, now.id, on, how, call.today)
    return told(call, "Done: the parents were told.", id=now.id)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import pupils

    steps = pupils.view(call.store, pupil, call.today).statuses
    lines = [
        {
            "Since": step.since,
            "SEN": step.status,
            "Status": step.label,
            "Now": step.current or None,
            "Parents told": step.parents_told_on,
            "How": step.parents_told_how,
            "Reason": step.reason,
        }
        for step in steps
    ]
    return listed(call, steps, lines)
