"""Write an encrypted backup and prove it by reading it back.

Without FILE it goes beside the case file, where seven days and four weeks are kept.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call, require_vacant


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to, such as a stick")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")


def run(call: Call) -> int:
    """Back up and print where to."""
    from sendtui.services import casefile

    target = Path(call.options.file) if call.options.file else None
    if target:
        require_vacant(target, replace=call.options.replace)
    with call.progress("Backing up") as move:
        made = casefile.back_up(call.store, target, move)
    if call.out.as_json:
        call.out.data({"backup": str(made), "bytes": made.stat().st_size})
    else:
        call.out.line(str(made))
    return 0
