"""The sums of the ledger: what sessions cost, shared out among those who were there.

An adult's session in a group is one cost. It is dealt among the places of the group to the penny:
to each line whose pupil was there, and what is left to others who are not in this record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sendtui.rules.costs import deal, evenly, pounds, rounded, time_pence
from sendtui.services.rates import Rates
from sendtui.services.records import alike

Logged = Mapping[str, Sequence[tuple[date, bool, int]]]
"""Line → its sessions: on which day, whether it happened, how many minutes."""


@dataclass(slots=True)
class Spent:
    """Line → pence and an adult's minutes of what happened; and the pence that went to others."""

    pence: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    minutes: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    others_pence: int = 0


@dataclass(slots=True)
class _Meeting:
    """One session of an adult on a day: its minutes, and the lines of those who were there."""

    on: date
    minutes: int
    lines: list[str] = field(default_factory=list)


def spent(rows: Mapping[str, Any], logged: Logged, rates: Rates) -> Spent:
    """What the sessions that happened cost, by line; `rows` are the lines by id."""
    found = Spent()
    # Minutes are added as whole numbers for each size of group: fractions are slow to add.
    minutes: dict[tuple[str, int], int] = defaultdict(int)
    for meeting in _meetings(rows, logged):
        row, there = rows[meeting.lines[0]], len(meeting.lines)
        # More than a group has places have met more than once.
        times = -(-there // row.group_size)
        places = row.group_size * times
        cost = rounded(session_pence(row, meeting.minutes, rates, meeting.on) * times)
        dealt = (
            deal(cost, [1] * there + [places - there]) if places > there else (evenly(cost, there))
        )
        for id_, pence in zip(meeting.lines, dealt, strict=False):
            found.pence[id_] += pence
            minutes[id_, places] += meeting.minutes * times
        found.others_pence += sum(dealt[there:])
    for (id_, places), whole in minutes.items():
        found.minutes[id_] += Fraction(whole, places)
    return found


def _meetings(rows: Mapping[str, Any], logged: Logged) -> Iterable[_Meeting]:
    met: dict[tuple[object, ...], _Meeting] = {}
    for id_, sessions in logged.items():
        row = rows[id_]
        group = None if row.group_size == 1 else _group(row)
        for number, (on, happened, minutes) in enumerate(sessions):
            if not happened:
                continue
            # Alone, every session is an adult's own; in a group, those of a day are one.
            key = (id_, number) if group is None else (group, on, minutes)
            met.setdefault(key, _Meeting(on, minutes)).lines.append(id_)
    return met.values()


def _group(row: Any) -> tuple[str, str, int]:
    name = row.intervention or alike(row.what)
    return name, alike(row.who), row.group_size


def session_pence(row: Any, minutes: int, rates: Rates, on: date) -> Fraction:
    """What a whole session costs, not rounded.

    A cost written on the line is one pupil's; the whole group's is as many times that.
    """
    if row.cost_pence:
        return Fraction(row.cost_pence * row.group_size)
    rate = rates.of(row.leads or "", row.who, on)
    return time_pence(minutes, rate.hour_pence) if rate else Fraction(0)


def kit(rows: Iterable[Any], materials: Mapping[str, int]) -> dict[str, int]:
    """Line → its share of its intervention's materials, dealt evenly among the lines."""
    of: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.intervention in materials:
            of[row.intervention].append(row.id)
    return {
        id_: share
        for run, ids in of.items()
        for id_, share in zip(ids, evenly(materials[run], len(ids)), strict=True)
    }


def in_words(row: Any, rates: Rates, today: date, counted: Sequence[tuple[str, int]]) -> list[str]:
    """The arithmetic of a line, step by step; `counted` is what follows, with its pence."""
    rate = rates.of(row.leads or "", row.who, today)
    if row.cost_pence:
        steps = [f"{pounds(row.cost_pence)} each time, as written on the line"]
    elif rate is None:
        return [f"no rate is known for {row.who or 'the adult'}: “staff rate” writes one down"]
    else:
        whole = time_pence(row.minutes, rate.hour_pence)
        steps = [
            f"{rate.whose} at {pounds(rate.hour_pence)} an hour since {rate.since:%d/%m/%Y}: "
            f"{row.minutes} minutes are {pounds(rounded(whole))}"
        ]
        if row.group_size == 1:
            steps.append("one to one: all of it for this pupil")
        else:
            steps.append(
                f"in a group of {row.group_size}: {_share(rounded(whole), row.group_size)}"
            )
    return steps + [f"{what}: {pounds(pence)}" for what, pence in counted]


def _share(pence: int, size: int) -> str:
    most, least = (shares := evenly(pence, size))[0], shares[-1]
    if most == least:
        return f"{pounds(most)} for each pupil"
    return f"{pounds(least)} or {pounds(most)} for each pupil, so that no penny is lost"
