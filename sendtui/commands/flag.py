"""What is true of a pupil from one day to another: looked after, EAL, medical …

  sendtui flag list UPN
  sendtui flag add UPN LAC --since 1/9/26
  sendtui flag end UPN LAC --on 20/11/26
  sendtui flag remove UPN LAC             (put up by mistake; otherwise end it)

A note comes with --text-file.
"""

from argparse import ArgumentParser

from sendtui.commands.acts import Act, add_words, fields, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none
from sendtui.errors import SendtuiError, UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, "a flag, such as LAC", "a note")
    parser.add_argument("--since", metavar="DATE", help="add: since when")
    parser.add_argument("--until", metavar="DATE", help="add: until when")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import pupils

    view = pupils.view(call.store, pupil, call.today)
    found = (*view.flags, *view.past_flags)
    lines = [
        {
            "Code": flag.code,
            "Flag": flag.label,
            "Now": (flag in view.flags) or None,
            "Since": flag.since,
            "Until": flag.until,
            "Note": flag.note,
        }
        for flag in found
    ]
    return listed(call, found, lines)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import flags

    options = call.options
    since, until = (day_or_none(call, written) for written in (options.since, options.until))
    given = fields(call, "note", ("note",))
    made = flags.add(call.store, pupil, _code(call), since=since, until=until, **given)
    return told(call, "Done: the flag is up.", id=made)


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import flags

    flags.end(call.store, _named(call, pupil), day(call, call.options.on))
    return told(call, "Done: the flag has ended.")


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import flags

    flags.remove(call.store, _named(call, pupil))
    return told(call, "Done: the flag is removed. “sendtui undo” brings it back.")


def _code(call: Call) -> str:
    if not call.options.which:
        raise UsageError("Say which flag by its code, such as LAC.")
    return str(call.options.which).upper()


def _named(call: Call, pupil: str) -> str:
    from sendtui.services import pupils

    code, view = _code(call), pupils.view(call.store, pupil, call.today)
    for flag in (*view.flags, *view.past_flags):
        if flag.code == code:
            return flag.id
    raise SendtuiError(f"The pupil has no flag {code}. “sendtui flag list” shows them.")


ACTS: dict[str, Act] = {"list": _list, "add": _add, "end": _end, "remove": _remove}
