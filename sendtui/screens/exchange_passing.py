"""What passes between case files, as lines: what is owed to whom, what was written and read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from textual.content import Content

from sendtui.rules.counting import counted
from sendtui.screens.exchange_files import STATES, words_of
from sendtui.screens.widgets.columns import Cell, Column, in_words, plain_cell
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.matching import Pair
from sendtui.services.outbox import Filed
from sendtui.services.owed import Owed

SECTIONS = {
    "owed": "To whom", "out": "Written", "in": "Read", "quarantine": "Quarantine",
    "twice": "Known twice",
}  # fmt: skip
"""The lists below the deeds, in the order of their digits."""

EMPTY = {
    "owed": "Nobody is enrolled here yet: press k.",
    "out": "No sealed file has been written here.",
    "in": "No sealed file has been read here.",
    "quarantine": "Every file that came was taken in.",
    "twice": "No two records look like one child’s.",
}

NAMED = 12
"""Pupils who are named where it is told what somebody is owed."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A line: a reader and what they are owed, or a file; `whole` is all that is known of it."""

    id: str
    when: Cell
    who: str
    state: Cell
    pupils: int | None
    changes: int | None
    whole: str
    title: str = "A sealed file"
    to: str = ""
    file: Filed | None = None
    pair: Pair | None = None
    owed: Owed | None = None


COLUMNS: list[Column[Passing]] = [
    Column("when", "When", width=11, sortable=False),
    Column("who", "With", width=16, fraction=2, sortable=False),
    Column("state", "State", width=20, fraction=2, sortable=False),
    Column("pupils", "Pupils", width=6, align="right", sortable=False),
    Column("changes", "Changes", width=8, align="right", sortable=False),
]


def chips(counts: dict[str, int], current: str) -> Content:
    """The lists with their digits and how much is in them."""
    pieces = []
    for number, (name, title) in enumerate(SECTIONS.items(), 1):
        words = f"{title} {counts[name]:,}" if name in counts else title
        look = "bold underline $text" if name == current else "$text-muted"
        if name == "quarantine" and counts.get(name):
            look = "bold underline $text-error" if name == current else "$text-error"
        pieces.append(Content.styled(f"{number} ", "$text-accent") + Content.styled(words, look))
    return Content("   ").join(pieces)


def owed_line(each: Owed, today: date) -> Passing:
    """Somebody we write to, and what they have not got."""
    peer = each.peer
    return Passing(
        id=f"to{peer.fingerprint}",
        when=_day(each.last) if each.last else "never",
        who=peer.name,
        state=_owed_state(each, today),
        pupils=len(each.pupils) if each.counted else None,
        changes=each.changes if each.counted else None,
        owed=each,
        whole=_owed_words(each, today),
        title=f"What {peer.name} has not got",
        to=peer.fingerprint,
    )


def _owed_state(each: Owed, today: date) -> Cell:
    if not each.counted:
        over = each.peer.expired(today)
        return badge("nothing can pass", "late") if over else "Enter: what they lack"
    if each.problem:
        return badge("nothing can pass", "late")
    if each.unsent:
        return badge(f"{each.unsent:,} not sent yet", "soon")
    if each.changes:
        return badge("sent, not confirmed", "quiet")
    return badge("they have it all", "done")


def _owed_words(each: Owed, today: date) -> str:
    if each.problem:
        return each.problem
    waits = each.changes - each.unsent
    lines = [
        f"In no file yet: {counted(each.unsent, 'change')}. w writes one.",
        f"In a file that they have not confirmed: {counted(max(0, waits), 'change')}.",
        f"Card until {plain_cell(in_words(each.peer.until))}"
        f"{' (over)' if each.peer.until < today else ''}.",
    ]
    if each.pupils:
        names = "; ".join(one_line(child.name) for child in each.pupils[:NAMED])
        more = len(each.pupils) - NAMED
        lines += ["", f"Of: {names}{f' and {more:,} more' if more > 0 else ''}"]
    return "\n".join(lines)


def pair_line(pair: Pair) -> Passing:
    """Two records that may be one child's."""
    one, other = (", ".join(filter(None, (c.name, c.class_name))) for c in (pair.one, pair.other))
    places = f"{pair.one.setting or 'nowhere'} / {pair.other.setting or 'nowhere'}"
    whole = f"{one}, at {pair.one.setting}\n{other}, at {pair.other.setting}\n\nBy {pair.by}."
    return Passing(
        id=f"two{pair.one.id}{pair.other.id}",
        when=pair.by,
        who=f"{pair.one.name} = {pair.other.name}",
        state=badge(places, "late" if pair.certain else "soon"),
        pupils=None,
        changes=None,
        whole=whole,
        title="One child?",
        pair=pair,
    )


def file_lines(found: Iterable[Filed]) -> list[Passing]:
    """Files as lines."""
    return [_file_line(each) for each in found]


def _file_line(filed: Filed) -> Passing:
    said, tone = STATES.get(filed.state, (filed.state, "quiet"))
    why = f": {one_line(filed.reason)}" if filed.reason else ""
    is_read = filed.state != "refused"
    return Passing(
        id=f"{filed.direction}{filed.id}",
        when=_day(filed.at),
        who=filed.peer or filed.path or filed.fingerprint,
        state=badge(f"{said}{why}", tone),
        pupils=filed.pupils if is_read else None,
        changes=filed.changes if is_read else None,
        whole=words_of(filed),
        file=filed,
    )


def _day(at: datetime) -> str:
    return plain_cell(in_words(at.astimezone().date()))
