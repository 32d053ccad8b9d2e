"""The EHC cases, plans and arrangements of one pupil, as the text about the pupil tells them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sendtui.commands.call import Call
from sendtui.rules.arranged import called

if TYPE_CHECKING:
    from sendtui.services.arrangements import ArrangementView
    from sendtui.services.case_views import CaseLine
    from sendtui.services.ehc_plan_reading import Version


class Beside(NamedTuple):
    """What there is of each, by the names that --json has for them."""

    cases: "tuple[CaseLine, ...]"
    plans: "tuple[Version, ...]"
    arrangements: "tuple[ArrangementView, ...]"


def read(call: Call, pupil: str) -> Beside:
    """The cases, plans and arrangements of a pupil; what is confidential is veiled."""
    from sendtui.services import arrangements, case_list, ehc_plan_reading

    return Beside(
        case_list.of_pupil(call.store, pupil, call.today),
        ehc_plan_reading.of_pupil(call.store, pupil),
        arrangements.of_pupil(call.store, pupil, call.today),
    )


def sections(found: Beside) -> Iterator[tuple[str, Iterable[str]]]:
    """Each part with its heading and its lines."""
    yield "EHC cases", map(_case, found.cases)
    yield "Plans", map(_plan, found.plans)
    yield "What is arranged", map(_arranged, found.arrangements)


def _case(one: "CaseLine") -> str:
    ended = f"closed {_day(one.closed_on)}" if one.closed_on else ""
    due = "" if one.closed_on or one.due is None else f"{one.what} by {_day(one.due)} ({one.rule})"
    opened = f"{called(one.process)} since {_day(one.opened_on)}"
    return "; ".join(filter(None, (opened, one.stage_label, due, ended)))


def _plan(one: "Version") -> str:
    issued = f"issued {_day(one.issued_on)}" if one.issued_on else ""
    return "; ".join(filter(None, (f"{one.sort}, version {one.version}", one.stage_label, issued)))


def _arranged(one: "ArrangementView") -> str:
    about = " ".join(filter(None, (one.what, one.where)))
    name = called(one.sort)
    days = (
        ("since", one.since),
        ("until", one.until),
        ("looked at again", one.looks_on or one.review_on),
    )
    dated = (f"{word} {_day(day)}" for word, day in days if day)
    parts = (
        f"{name}: {about}" if about else name,
        one.who,
        one.paid,
        *dated,
        one.outcome,
        *one.lacks,
        *one.law,
    )
    return "; ".join(" ".join(each.split()) for each in parts if each)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
