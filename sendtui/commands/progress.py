"""A progress bar on standard error, for what takes over a second while a person watches."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE = 1.0
"""Seconds before a bar is worth drawing."""


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function that is told how much of how much is done, and draws it once that takes long."""
    drawn = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    began, started = time.monotonic(), False
    task = drawn.add_task(label, total=None)

    def move(done: int, total: int) -> None:
        nonlocal started
        if not started and time.monotonic() - began > PATIENCE:
            drawn.start()
            started = True
        drawn.update(task, completed=done, total=total)

    try:
        yield move
    finally:
        if started:
            drawn.stop()
