"""Try sendtui on a made-up school, in an encrypted case file that is thrown away afterwards.

At a terminal the app opens on it; with --tour it tells what to press, and goes on as you do it.
Without one, or with --print, the main job is done on it and each step is printed with its figures:
a list in, the SEN register, a cycle to its review, a profile as PDF, a sealed file out, and the
same file merged by a second store.
"""

import sys
from argparse import ArgumentParser
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import SendtuiError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--pupils", type=int, default=420, metavar="N", help="how many pupils")
    parser.add_argument("--print", action="store_true", help="do the main job and print it")
    parser.add_argument("--tour", action="store_true", help="be shown about, in ten minutes")
    parser.add_argument("--keep", metavar="DIR", help="keep what the main job makes in this folder")


def run(call: Call) -> int:
    """Open the app on the made-up school, or do the main job."""
    options = call.options
    if not 10 <= options.pupils <= 1_000_000:
        raise SendtuiError("A made-up school has between 10 and 1,000,000 pupils.")
    watched = sys.stdin.isatty() and sys.stdout.isatty()
    with _folder(options.keep) as folder:
        if watched and not options.print and not call.out.as_json:
            return _open(call, folder)
        return _print(call, folder)


def _print(call: Call, folder: Path) -> int:
    from sendtui.services import demo

    steps = []
    for step in demo.main_job(folder, call.options.pupils, call.today):
        steps.append(step)
        if not call.out.as_json:
            call.out.line(f"{step.number:>2}. {step.done}: {step.figures} ({step.seconds:.2f} s)")
    if call.out.as_json:
        call.out.data({"steps": steps})
    else:
        seconds = sum(step.seconds for step in steps)
        call.out.line(f"From a school's list to the authority's register: {seconds:.1f} s")
    return 0


def _open(call: Call, folder: Path) -> int:
    from sendtui.services import made_up

    call.out.say(f"Making up a school of {counted(call.options.pupils, 'pupil')}…")
    call.out.say(f"If you lock it, it opens with: {made_up.PASSPHRASE}")
    store = made_up.school(folder, call.options.pupils, call.today)
    return call.open_app(store, tour=call.options.tour)


@contextmanager
def _folder(kept: str | None) -> "Iterator[Path]":
    if kept:
        folder = Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    from sendtui.services import made_up

    with made_up.thrown_away() as made:
        yield made
