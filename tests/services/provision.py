"""A small school with a group, a child alone and an adult with a rate, for tests of provision."""

from dataclasses import dataclass
from datetime import date

from sendtui.services import cycles, interventions, plans, pupils, workforce
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)
SEPTEMBER = date(2026, 9, 7)


@dataclass(frozen=True, slots=True)
class School:
    """Ids: the adult, the intervention, the pupils, and each pupil's line of it."""

    adult: str
    intervention: str
    pupils: tuple[str, ...]
    lines: tuple[str, ...]


def begin(store: Store, *names: str) -> tuple[str, ...]:
    """Pupils of these surnames, each with an open cycle and one outcome."""
    made = []
    for number, surname in enumerate(names):
        values = {"surname": surname, "forename": "Zephyr", "class_name": f"{3 + number % 2}B"}
        pupil = pupils.add(store, {**values, "born": date(2017, 10, 1)})
        cycle = cycles.start(store, pupil, started_on=SEPTEMBER)
        plans.add(store, cycle, "outcome", {"what": "Reads aloud", "need": "SLCN"})
        made.append(pupil)
    return tuple(made)


def school(store: Store, *names: str, hour_pence: int = 1_500) -> School:
    """Pupils in a group of three, twenty minutes a week with a teaching assistant."""
    made = begin(store, *(names or ("Quillfeather", "Bramblewick")))
    adult = workforce.add(store, {"name": "Ms Thistledown", "role": "Teaching assistant"})
    workforce.set_rate(store, hour_pence, date(2026, 9, 1), role="Teaching assistant")
    run = interventions.add(
        store,
        {"name": "Talking tables", "area": "CI", "minutes": 20, "group_size": 3, "staff": adult,
         "measure": "Words in a minute", "room": "The nest"},
    )  # fmt: skip
    joined = interventions.join(store, run, made, SEPTEMBER, today=TODAY)
    return School(adult, run, made, joined.lines)
