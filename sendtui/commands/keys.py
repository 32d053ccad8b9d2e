"""The key card: every key of the app, place by place, read from the app itself.

sendtui keys                    as text
sendtui keys --pdf keys.pdf     to print and lay beside the keyboard
sendtui keys --json             a list of objects: place, keys (key, does)
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call, require_vacant


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--pdf", metavar="FILE", help="set it as an accessible PDF, to print")
    parser.add_argument("--large", action="store_true", help="in large print")
    parser.add_argument("--text", action="store_true", help="as text; that is what it does anyhow")
    parser.add_argument("--replace", action="store_true", help="write over a file of that name")


def run(call: Call) -> int:
    """Print or set the card."""
    card = call.key_card()
    if call.options.pdf:
        from sendtui.formats.keys_pdf import pdf
        from sendtui.services.outfile import new_file

        path = Path(call.options.pdf).expanduser()
        require_vacant(path, replace=call.options.replace)
        with new_file(path) as file:
            file.write(pdf(card, large=call.options.large))
        call.out.say("Written: the key card.")
    elif call.out.as_json:
        call.out.data(
            [{"place": p, "keys": [{"key": k, "does": d} for k, d in keys]} for p, keys in card]
        )
    else:
        for place, keys in card:
            call.out.line(place)
            width = max(len(key) for key, _ in keys)
            for key, does in keys:
                call.out.line(f"{key}: {does}" if call.out.plain else f"  {key:<{width}}  {does}")
            call.out.line()
    return 0
