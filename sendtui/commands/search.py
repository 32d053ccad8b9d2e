"""Every word of the record: who has it, and where it stands.

The words come from standard input, a file (--text-file) or a prompt, never from the command line,
as they are personal. With --json a list of objects: pupil (id), name, detail, places; of each place
kind, kind_label, record, field, label, snippet, and where in it the word begins and ends.
"""

import sys
from argparse import ArgumentParser

from sendtui.commands.call import Call, read_text
from sendtui.commands.given import at_most, refuse_words, take_words


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--text-file", metavar="FILE", help="the words, or - for standard input")
    take_words(parser)
    parser.add_argument(
        "--limit", type=at_most, default=50, metavar="N", help="at most this many pupils"
    )
    parser.add_argument("--confidential", action="store_true", help="confidential records, too")
    parser.add_argument("--names", action="store_true", help="only names and numbers of pupils")


def run(call: Call) -> int:
    """Print the pupils and the places; 1 where there is none."""
    from sendtui.services import search

    refuse_words(call)
    words = _words(call)
    if call.options.names:
        return _print_names(call, words)
    along = call.options.confidential
    limit = call.options.limit
    found = search.search(call.store, words, call.today, limit, with_confidential=along)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Pupil": one.name,
            "Who": one.detail,
            "Where": f"{place.kind_label}, {place.label}",
            "Words": place.snippet,
        }
        for one in found
        for place in one.places
    ]
    shown = call.out.table(["Pupil", "Who", "Where", "Words"], lines, empty="Nothing has that.")
    return 0 if shown else 1


def _print_names(call: Call, words: str) -> int:
    from sendtui.services import search

    found = search.suggest(call.store, words, call.today, call.options.limit)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [{"Pupil": one.name, "Who": one.detail, "Id": one.pupil} for one in found]
    return 0 if call.out.table(["Pupil", "Who", "Id"], lines, empty="Nobody is called that.") else 1


def _words(call: Call) -> str:
    if call.options.text_file:
        return read_text(call.options.text_file)
    if sys.stdin.isatty():
        print("Words: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()
    return sys.stdin.read().strip()
