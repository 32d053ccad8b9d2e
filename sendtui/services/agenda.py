"""What is due, group by group: how much there is of each, and the latest of it.

After a first import thousands of things of one kind are due; no screen holds more than it shows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from sendtui.services.due import each
from sendtui.services.due_narrowed import EVERYTHING, Only, narrowed
from sendtui.services.due_views import Due, DueKind, urgency
from sendtui.services.pauses import without_pauses
from sendtui.store.store import Store

MOST = 100
"""How many of a group are held, unless all of it is asked for."""

_MANY = 20
"""How many times as many of a group are gathered before the latest of them are picked."""

Group = Callable[[Due], str]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`found`: the latest of each group, in the order of `due`. `counts`: how many in each."""

    found: tuple[Due, ...]
    counts: Mapping[str, int]


@without_pauses()
def agenda(
    store: Store,
    today: date,
    group: Group,
    whole: Collection[str] = (),
    most: int = MOST,
    only: Only = EVERYTHING,
) -> Agenda:
    """What is due in groups; at most `most` of each group, all of those named in `whole`."""
    counts = Counter[str]()
    kept: defaultdict[str, list[Due]] = defaultdict(list)
    for one in narrowed(store, each(store, today), only):
        name = group(one)
        counts[name] += one.count
        those = kept[name]
        those.append(one)
        if len(those) >= _MANY * most and name not in whole:
            kept[name] = nsmallest(most, those, key=urgency)
    for name, those in kept.items():
        if name not in whole:
            kept[name] = nsmallest(most, those, key=urgency)
    found = sorted((one for those in kept.values() for one in those), key=urgency)
    return Agenda(tuple(found), counts)


def records(store: Store, today: date, kind: DueKind) -> tuple[str, ...]:
    """The records of everything of one kind that is due, such as to answer it all at once."""
    return tuple(one.record for one in each(store, today) if one.kind == kind and one.record)
