"""What the made-up school runs: adults, their rates, interventions and their times in the week.

What is given in groups is an intervention; what is one pupil's own stands in their plan alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from seed import names
from seed.book import Record
from seed.chance import Chance
from seed.words.strand import Dose
from seed.words.strands import STRANDS
from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.school_days import usual_holidays

_ROOMS = ("The nest", "The bay window", "The library corner", "The green room", "The hall")
_TRAINED = ("Autism: understanding and support", "Talk in class", "Calm spaces", "First aid")


@cache
def groups() -> tuple[tuple[Dose, str], ...]:
    """What is given in groups, each once, with the broad area of the first need it is for."""
    found: dict[str, tuple[Dose, str]] = {}
    for strand in STRANDS:
        for dose in strand.doses:
            if dose.group > 1 and "{" not in dose.what:
                found.setdefault(dose.what, (dose, NEED_TYPES[strand.needs[0]].area))
    return tuple(found.values())


@cache
def run_of(seed: int, what: str) -> str:
    """The id of the intervention that a dose is given in; "" for what is one pupil's own."""
    for number, (dose, _) in enumerate(groups()):
        if dose.what == what:
            return _id(seed, 200 + number)
    return ""


def write(seed: int, setting: str, today: date, year: int) -> Iterator[Record]:
    """The adults, rates, interventions, times, services and trainings of the setting."""
    begun = date(year, 9, 1)
    organisation = _id(seed, 100)
    yield "organisation", organisation, {"name": "Puddleby Common School"}
    for number, name in enumerate(names.STAFF):
        values: dict[str, object] = {"setting": setting, "name": name, "role": _role(number)}
        if name == names.SENCO:
            values |= {"senco_since": date(year - 1, 9, 1)}
        yield "staff", _id(seed, 110 + number), values
    for number, role in enumerate(_roles()):
        pence = 3_950 if "teacher" in role or "therap" in role else 1_690
        rate: dict[str, object] = {"organisation": organisation, "role": role, "since": begun}
        yield "staff_rate", _id(seed, 130 + number), rate | {"hour_pence": pence}
    yield from _runs(seed, setting)
    for number, topic in enumerate(_TRAINED):
        training: dict[str, object] = {"setting": setting, "staff": _id(seed, 118 + number)}
        training |= {"topic": topic, "on": date(year - 2, 9, 3), "provider": "Puddleby Council"}
        yield "training", _id(seed, 500 + number), training | {"expires": date(year + 1, 9, 3)}
    for number, (_, role, house) in enumerate(names.SPECIALISTS.values()):
        service: dict[str, object] = {"setting": setting, "name": f"{house}: {role}"}
        service |= {"how": "The form on the council's pages, signed by the parents."}
        service |= {"wait_weeks": 12 + 4 * number, "checked_on": today}
        yield "service", _id(seed, 550 + number), service
    yield from _slots(seed, setting)
    yield from _strategy(seed, setting, year - 1)
    yield from _dates(seed, setting, year)
    yield from _plan(seed, setting, today)
    yield from _available(seed, setting, begun)


def _runs(seed: int, setting: str) -> Iterator[Record]:
    for number, (dose, area) in enumerate(groups()):
        room = _ROOMS[number % len(_ROOMS)]
        values: dict[str, object] = {
            "setting": setting,
            "name": dose.what,
            "area": area,
            "layer": dose.layer,
            "times": dose.times,
            "per": dose.per,
            "minutes": dose.minutes,
            "group_size": dose.group,
            "weeks": dose.weeks,
            "room": room,
            "measure": "What the plan measures",
        }
        yield "intervention", _id(seed, 200 + number), values


def _slots(seed: int, setting: str) -> Iterator[Record]:
    for number, (dose, _) in enumerate(groups()):
        for time in range(min(dose.times, 5)):
            slot: dict[str, object] = {"setting": setting, "intervention": _id(seed, 200 + number)}
            slot |= {"weekday": 1 + (number + 2 * time) % 5, "minutes": dose.minutes}
            slot |= {"at": f"{9 + number % 5:02}:{15 * (number % 4):02}"}
            yield "slot", _id(seed, 600 + 5 * number + time), slot


def _strategy(seed: int, setting: str, year: int) -> Iterator[Record]:
    """The inclusion strategy of the year before; this year's is still to be drafted."""
    strategy = _id(seed, 1000)
    values: dict[str, object] = {"setting": setting, "year": year, "authorised_by": "Governors"}
    values |= {"intent": "Every pupil of Puddleby joins in.", "families": "Two evenings with tea."}
    values |= {"published_on": date(year, 11, 2), "review_on": date(year + 1, 11, 1)}
    yield "inclusion_strategy", strategy, values
    lines: tuple[dict[str, object], ...] = (
        {"part": "barrier", "what": "Some of us find long talk hard to follow."},
        {"part": "activity", "what": "Listening groups", "barriers": [1], "reach": "targeted",
         "cost_pence": 420_000, "principles": ["early"]},
        {"part": "outcome", "what": "More is understood.", "success": "Outcomes of plans met."},
    )  # fmt: skip
    for number, line in enumerate(lines, 1):
        own = {"setting": setting, "inclusion_strategy": strategy}
        yield "strategy_line", _id(seed, 1000 + number), line | own


def _dates(seed: int, setting: str, year: int) -> Iterator[Record]:
    """The holidays of the school year, which are England's usual ones, and a training day."""
    begins, ends = date(year, 9, 1), date(year + 1, 9, 1)
    holidays = [
        each
        for each in (*usual_holidays(year), *usual_holidays(year + 1))
        if begins <= each.last < ends or begins <= each.first < ends
    ]
    for number, each in enumerate(holidays):
        sort = "half term" if "half term" in each.name else "closed"
        values: dict[str, object] = {"setting": setting, "sort": sort, "name": each.name}
        values |= {"starts": each.first, "ends": each.last}
        yield "school_dates", _id(seed, 1010 + number), values
    monday = holidays[-1].first - timedelta(days=holidays[-1].first.weekday() + 7)
    day: dict[str, object] = {"setting": setting, "sort": "training", "name": "Training day"}
    yield "school_dates", _id(seed, 1030), day | {"starts": monday, "ends": monday}


def _plan(seed: int, setting: str, today: date) -> Iterator[Record]:
    """The action plan, and what was said of the school as a whole."""
    steps: tuple[dict[str, object], ...] = (
        {"what": "Paint the green room in quiet colours", "owner": names.SENCO,
         "due_on": today - timedelta(days=9), "strategy_line": _id(seed, 1002)},
        {"what": "Train the lunch team in calm spaces", "owner": "Head teacher",
         "due_on": today + timedelta(days=40), "success": "Fewer lunches end in tears."},
        {"what": "Ask families what helps at the gate", "owner": names.SENCO,
         "due_on": today - timedelta(days=60), "done_on": today - timedelta(days=62),
         "came": "Two gates now, and one is quiet."},
    )  # fmt: skip
    for number, step in enumerate(steps):
        yield "school_action", _id(seed, 1100 + number), {"setting": setting} | step
    said: dict[str, object] = {"setting": setting, "sort": "compliment", "about": "The fair"}
    said |= {"received_on": today - timedelta(days=25), "from_role": "neighbour"}
    yield "school_feedback", _id(seed, 1110), said | {"said": "Everybody had a turn."}


AVAILABLE = (
    ("", "universal", "Each day begins the same calm way, and changes are told before."),
    ("CI", "universal", "Pictures show what comes next, in every room."),
    ("CI", "targeted", "Talk is kept short, and time is given to answer."),
    ("CL", "universal", "Work comes in small steps, with one step seen at a time."),
    ("CL", "targeted", "Reading is helped by coloured paper or by being read to."),
    ("SEMH", "universal", "There is a quiet place, and a word that gets one there."),
    ("SEMH", "targeted", "One adult is looked to each morning."),
    ("SP", "universal", "Seats are chosen for sight, hearing and movement."),
)
"""Area, layer and statement of the made-up authority's checklist."""


def available(seed: int, number: int) -> str:
    """The id of a line of the checklist."""
    return _id(seed, 1121 + number)


def _available(seed: int, setting: str, loaded: date) -> Iterator[Record]:
    """The made-up authority's list of what is ordinarily available."""
    checklist = _id(seed, 1120)
    values: dict[str, object] = {"setting": setting, "name": "Ordinarily available in Puddleby"}
    yield "checklist", checklist, values | {"source": "Puddleby Council", "loaded_on": loaded}
    for number, (area, layer, statement) in enumerate(AVAILABLE):
        line: dict[str, object] = {"setting": setting, "checklist": checklist, "layer": layer}
        line |= {"number": number + 1, "area": area, "statement": statement}
        yield "checklist_line", available(seed, number), line


@cache
def _roles() -> tuple[str, ...]:
    return tuple(sorted({dose.who for strand in STRANDS for dose in strand.doses}))


def _role(number: int) -> str:
    if number == 0:
        return "SENCO"
    return "class teacher" if number < 8 else "teaching assistant"


@cache
def _id(seed: int, ordinal: int) -> str:
    return f"{ordinal:012x}{Chance(seed, ordinal, 5).bits(80):020x}"
