"""Picking from the library in a form of a plan: an intervention, a strategy or a target."""

from collections.abc import Mapping
from dataclasses import replace

from sendtui.rules.costs import pounds
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.words import one_line
from sendtui.services import intervention_reading, library
from sendtui.services.intervention_reading import Offer
from sendtui.services.library import Entry, Kind

INTERVENTION, LIBRARY = "intervention", "library"
LONGEST = 30
HINT = "the price: one session for one pupil"


async def with_intervention(screen: DataScreen[None], asked: Asked, now: str = "") -> Asked:
    """The form of a line of provision with the interventions to choose from, if there are any.

    A new line takes over what the intervention gives; one that is there (`now` is what it points
    to) keeps its own dose. What an intervention costs follows from its adult's rate.
    """
    found = await screen.ask(intervention_reading.offers, screen.face.today, now)
    if not found:
        return asked
    fills = {} if asked.only_changes else {each.id: each.values for each in found}
    options = tuple((each.id, _said(each)) for each in found)
    field = Ask(
        INTERVENTION, "Intervention", "choice", HINT if fills else "", options=options, fills=fills
    )
    start: Mapping[str, object] = {**asked.initial, INTERVENTION: now}
    return replace(asked, asks=[field, *asked.asks], initial=start)


async def with_library(screen: DataScreen[None], asked: Asked, kind: Kind, need: str = "") -> Asked:
    """The form of an outcome or a strategy with what the library has to pick from, if anything.

    The words are filled in; they stay the plan's own, and point to nothing.
    """
    found = await screen.ask(library.offers, kind, need)
    if asked.only_changes or not found:
        return asked
    field = Ask(
        LIBRARY,
        "From the library",
        "choice",
        options=tuple((each.id, _called(each)) for each in found),
        fills={each.id: {"what": each.name} for each in found},
    )

    async def save(values: dict[str, object]) -> object:
        return await asked.save({name: v for name, v in values.items() if name != LIBRARY})

    return replace(asked, asks=[field, *asked.asks], save=save)


def _called(one: Entry) -> str:
    said = f"{one.area} · {one_line(one.name)}" if one.area else one_line(one.name)
    return f"{said} ({one.source})" if one.source else said


def _said(one: Offer) -> str:
    """On one line of the list: what it is, and what a session costs for one pupil."""
    name = one_line(one.name)
    name = name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"
    return name if one.pence is None else f"{name} · {pounds(one.pence)}"
