"""What undo and redo share: do it, or only say what it would do."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import SendtuiError

if TYPE_CHECKING:
    from sendtui.services.casefile import Store
    from sendtui.services.past import Act, Change


@dataclass(frozen=True, slots=True)
class Words:
    """How one of the two speaks: its name in JSON, when done, when asked only, with nothing."""

    name: str
    done: str
    would: str
    nothing: str


def add_words(parser: ArgumentParser) -> None:
    """The words of both verbs."""
    parser.add_argument("--dry-run", action="store_true", help="only say what it would do")


def reverse(
    call: Call,
    words: Words,
    able: "Callable[[Store], Act | None]",
    do: "Callable[[Store], str]",
) -> int:
    """Do it and say what was done.

    Raises SendtuiError where there is nothing to do.
    """
    dry_run = call.options.dry_run
    edits: tuple[Change, ...] = ()
    if dry_run:
        act = able(call.store)
        if act is None:
            raise SendtuiError(words.nothing)
        label, edits = act.label, act.edits
    else:
        label = do(call.store)
    if call.out.as_json:
        told = [{"field": e.label, "from": e.after, "to": e.before} for e in edits]
        more = {"edits": told} if dry_run else {}
        call.out.data({words.name: label, "dry_run": dry_run, **more})
    else:
        call.out.line(f"{words.would if dry_run else words.done}: {label}")
        for edit in edits:
            call.out.line(
                f"  {edit.label}: {edit.after or 'nothing'} -> {edit.before or 'nothing'}"
            )
    return 0
