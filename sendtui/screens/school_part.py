"""A part of the school's own desk: what it lists, its form, and what is done by keys there."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.asks import Ask
from sendtui.services import amend, drafts

Values = dict[str, object]
Screen = DataScreen[None]
Add = Callable[[Screen], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its title, what it lists, and what is done by keys there.

    `form` gives the form that adds, or that changes the record of an id; None where there is none.
    `remove` takes out a line that has no kind of its own, and `removes` says what goes where that
    is more than the line. `add` is there where adding asks for more than a form; it says whether
    anything was added.
    """

    title: str
    facts: Callable[[Screen], Awaitable[Iterable[Fact]]]
    form: Callable[[Screen, str], Awaitable[Asked | None]]
    says: str
    remove: Callable[..., None] = amend.remove
    removes: str = ""
    add: Add | None = None


def asked(
    title: str,
    kind: str,
    record: str,
    asks: Iterable[Ask],
    save: Callable[[Values], Awaitable[None]],
    one: object,
    names: Iterable[str],
    start: Values | None = None,
) -> Asked:
    """The form of a part; `one` is what is changed, None where it is added from the `start`."""
    known = {name: getattr(one, name) for name in names} if one is not None else start or {}
    return Asked(
        f"{'Change' if one is not None else 'Add'}: {title}",
        drafts.key(kind, "", record),
        tuple(asks),
        save,
        {k: str(v) if k == "weekday" else v for k, v in known.items()},
        only_changes=one is not None,
    )
