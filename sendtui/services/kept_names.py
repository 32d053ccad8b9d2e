"""What this copy keeps under names that its people give: in order, found, and given its place."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from sendtui.errors import SendtuiError, UsageError

MOST = 30
LONGEST = 60
"""Characters a name may have: it stands in a list beside its count."""


class Named(Protocol):
    """What was given a name."""

    @property
    def name(self) -> str:
        """The name, as it was typed."""


T = TypeVar("T", bound=Named)


def in_order(found: Iterable[T]) -> tuple[T, ...]:
    """By name, whatever its case."""
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def named(found: Sequence[T], name: str, what: str) -> T:
    """The one of this name, in whatever case; `what` is what such a thing is called.

    Raises SendtuiError where there is none.
    """
    for each in found:
        if _is_same(each.name, name):
            return each
    known = ", ".join(each.name for each in found) or "none yet"
    raise SendtuiError(f"There is no {what} of this name. There are: {known}.")


def placed(found: Sequence[T], name: str, what: str) -> tuple[str, list[T]]:
    """The name as it is kept, and those that stay beside what takes it.

    Raises UsageError for no name, one too long, or where there are too many.
    """
    name = _clean(name)
    if not name or len(name) > LONGEST:
        raise UsageError(f"A {what} needs a name, of up to {LONGEST} characters.")
    others = [each for each in found if not _is_same(each.name, name)]
    if len(others) >= MOST:
        raise UsageError(f"There are {MOST} {what}s already: remove one first.")
    return name, others


def _is_same(one: str, another: str) -> bool:
    return _clean(one).casefold() == _clean(another).casefold()


def _clean(name: str) -> str:
    return " ".join(name.split())
