"""The pupil's views and the parents' views, apart and dated. They are added, never edited.

Views belong to the pupil's open cycle, unless they are older or --cycle none keeps them apart.

sendtui views list UPN
sendtui views add UPN pupil --on 3/2/26 --gathered "a talk" --text-file - < words.txt
"""

from argparse import ArgumentParser

from sendtui.commands.acts import Act, add_words, fields, listed, require, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.errors import UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, "whose views: pupil or parent", "their words")
    parser.add_argument("--gathered", metavar="HOW", help="a talk, pictures, a form …")
    parser.add_argument("--cycle", choices=["none"], help="none keeps them out of the open cycle")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import pupils

    found = pupils.view(call.store, pupil, call.today).voices
    lines = [
        {
            "On": voice.said_on,
            "Whose": voice.whose,
            "Gathered": voice.gathered,
            "Words": voice.words,
        }
        for voice in found
    ]
    return listed(call, found, lines)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import voices

    options = call.options
    if options.which not in ("pupil", "parent"):
        raise UsageError("Say whose views they are: pupil or parent.")
    given = fields(call, "words", ("words", "gathered", "said_on"), ("said_on",))
    given.setdefault("said_on", day(call, options.on))
    if options.gathered:
        given["gathered"] = options.gathered
    require(given, "words", "The words")
    if options.cycle:
        given["cycle"] = ""
    made = voices.hear(call.store, pupil, whose=options.which, **given, today=call.today)
    return told(call, "Done: the views are written down.", id=made)


ACTS: dict[str, Act] = {"list": _list, "add": _add}
