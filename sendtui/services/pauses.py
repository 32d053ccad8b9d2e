"""Work on very many records without the pauses in which the interpreter looks for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_pauses() -> Iterator[None]:
    """Put off looking for cycles: a hundred thousand facts hold none, and searching them costs.

    Also as a decorator of what reads, reckons or writes very many records.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
