"""Reverse your last act; nothing is taken out of the history. 1 where there is nothing to undo."""

from argparse import ArgumentParser

from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--dry-run", action="store_true", help="only say what it would reverse")


def run(call: Call) -> int:
    """Undo and say what."""
    from sendtui.errors import SendtuiError
    from sendtui.services import past

    if call.options.dry_run:
        act = past.can_undo(call.store)
        if act is None:
            raise SendtuiError("There is nothing of yours to undo.")
        label, done = act.label, False
    else:
        label, done = past.undo(call.store), True
    if call.out.as_json:
        call.out.data({"undone": label, "dry_run": not done})
    else:
        call.out.line(f"{'Undone' if done else 'Undo would reverse'}: {label}")
    return 0
