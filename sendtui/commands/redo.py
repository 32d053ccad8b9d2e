"""Bring back what was undone last. 1 where there is nothing to redo."""

from argparse import ArgumentParser

from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--dry-run", action="store_true", help="only say what would come back")


def run(call: Call) -> int:
    """Redo and say what."""
    from sendtui.errors import SendtuiError
    from sendtui.services import past

    if call.options.dry_run:
        act = past.can_redo(call.store)
        if act is None:
            raise SendtuiError("There is nothing to redo.")
        label, done = act.label, False
    else:
        label, done = past.redo(call.store), True
    if call.out.as_json:
        call.out.data({"redone": label, "dry_run": not done})
    else:
        call.out.line(f"{'Back again' if done else 'Redo would bring back'}: {label}")
    return 0
