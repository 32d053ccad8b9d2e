"""The parts of the school's own desk: what each lists, its form, and how it is written."""

from collections.abc import Iterable, Mapping
from datetime import date

from sendtui.models.intervention import InterventionIn, SlotIn
from sendtui.models.referral import ServiceIn
from sendtui.models.workforce import StaffIn, StaffRateIn
from sendtui.rules.codes import BROAD_AREAS
from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact
from sendtui.screens.school_kept import checklists_part, feedback_part, plan_part, training_part
from sendtui.screens.school_library import library_part
from sendtui.screens.school_part import Part, Screen, Values, asked
from sendtui.screens.widgets.asks import Options, asks_of, code_options
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services import intervention_reading, interventions, referrals, week, workforce
from sendtui.services.workforce import Adult

_SOON = 365
"""Days before the qualification is due from which on it is marked."""

_WEEKDAYS: Options = tuple((str(n), name) for n, name in enumerate(week.WEEKDAYS, 1))
_NAMES = (
    "name", "area", "layer", "purpose", "measure", "times", "per", "minutes", "group_size", "weeks",
    "staff", "room", "materials_pence", "starts", "ends", "evidence",
)  # fmt: skip


async def _interventions(screen: Screen) -> Iterable[Fact]:
    found = await screen.ask(intervention_reading.all_of, screen.face.today)
    return [
        Fact(
            each.id,
            counted(each.members, "pupil") if each.members else "library",
            each.name,
            who=each.led_by,
            record=each.id,
            whole=f"{each.name}. {BROAD_AREAS.label(each.area)}. {each.purpose}".strip(". "),
        )
        for each in found
    ]


async def _staff(screen: Screen) -> Iterable[Fact]:
    found = await screen.ask(workforce.all_of, screen.face.today)
    return [_adult(each, screen.face.today) for each in found]


def _adult(one: Adult, today: date) -> Fact:
    """An adult; of a SENCO how many days are left for the qualification."""
    words: Cell = one.name
    who, whole = "", one.name
    if one.senco_since and one.qualify_by:
        left = (one.qualify_by - today).days
        said = f"{counted(left, 'day')} left" if left >= 0 else f"{counted(-left, 'day')} late"
        tone: Tone = "late" if left < 0 else "soon" if left < _SOON else "quiet"
        words, who = badge(f"{one.name}: qualification due", tone), said
        whole = (
            f"SENCO since {short(one.senco_since)}; the qualification is due by "
            f"{short(one.qualify_by)}. {workforce.QUALIFICATION}."
        )
    elif one.senco_since and one.qualified_on:
        words = f"{one.name} · SENCO, qualified {short(one.qualified_on)}"
    return Fact(one.id, one.role or "Adult", words, who=who, record=one.id, whole=whole)


async def _rates(screen: Screen) -> Iterable[Fact]:
    found = await screen.ask(workforce.rates)
    return [
        Fact(each.id, pounds(each.hour_pence), f"{each.whose}, an hour from {short(each.since)}",
             record=each.id)
        for each in found
    ]  # fmt: skip


async def _week(screen: Screen) -> Iterable[Fact]:
    slots = await screen.ask(week.of_week, screen.face.today)
    clashing = {
        slot.id: f"{each.who} ({each.sort}) is in two places"
        for each in week.overlaps(slots)
        for slot in (each.first, each.second)
    }
    return [
        Fact(
            slot.id,
            f"{week.WEEKDAYS[slot.weekday - 1][:3]} {slot.at}",
            f"{'! ' if slot.id in clashing else ''}{slot.what}",
            who=slot.who,
            record=slot.id,
            whole="; ".join(
                said
                for said in (clashing.get(slot.id, ""), slot.room, ", ".join(slot.names))
                if said
            ),
        )
        for slot in slots
    ]


async def _services(screen: Screen) -> Iterable[Fact]:
    found = await screen.ask(referrals.services)
    return [
        Fact(
            each.id,
            counted(each.wait_weeks, "week") if each.wait_weeks else "",
            each.name,
            record=each.id,
            whole="; ".join(said for said in (each.whom, each.how, each.contact) if said),
        )
        for each in found
    ]


async def _adults(screen: Screen) -> Options:
    found = await screen.ask(workforce.all_of, screen.face.today)
    nobody = "Nobody yet" if found else "Nobody: adults are added under 3"
    return (("", nobody), *((each.id, each.name) for each in found))


async def _intervention_form(screen: Screen, record: str) -> Asked:
    known = {e.id: e for e in await screen.ask(intervention_reading.all_of, screen.face.today)}
    one = known.get(record)
    options = {"area": code_options(BROAD_AREAS), "staff": await _adults(screen)}
    hints = {"measure": "a score; or steps, lowest first: Joins in: not yet < with help < always"}
    long = ("purpose", "evidence")
    asks = asks_of(InterventionIn, _NAMES, long=long, options=options, hints=hints)

    async def save(values: Values) -> None:
        if one is None:
            await screen.ask(interventions.add, values)
        else:
            await screen.ask(interventions.change, one.id, values, one.heads)

    return asked("Intervention", "intervention", record, asks, save, one, _NAMES)


async def _staff_form(screen: Screen, record: str) -> Asked:
    names = ("name", "role", "weekly_minutes", "since", "until", "senco_since", "qualified_on")
    known = {e.id: e for e in await screen.ask(workforce.all_of, screen.face.today)}
    one = known.get(record)

    async def save(values: Values) -> None:
        if one is None:
            await screen.ask(workforce.add, values)
        else:
            await screen.ask(workforce.change, one.id, values, one.heads)

    return asked("Adult", "staff", record, asks_of(StaffIn, names), save, one, names)


async def _rate_form(screen: Screen, record: str) -> Asked:
    """A rate is never changed: another is set from a day on, or the same day's is put right."""
    names = ("staff", "role", "hour_pence", "since")
    options = {"staff": await _adults(screen)}
    hints = {"role": "instead of an adult: all of this role"}
    asks = asks_of(StaffRateIn, names, options=options, hints=hints)

    async def save(values: Values) -> None:
        since = values.get("since")
        pence = values.get("hour_pence")
        await screen.ask(
            workforce.set_rate,
            pence if isinstance(pence, int) else 0,
            since if isinstance(since, date) else screen.face.today,
            staff=str(values.get("staff") or ""),
            role=str(values.get("role") or ""),
        )

    return asked("Rate of an hour", "staff_rate", record, asks, save, None, names)


async def _slot_form(screen: Screen, record: str) -> Asked:
    names = ("intervention", "weekday", "at", "minutes", "staff", "room", "since", "until")
    runs = await screen.ask(intervention_reading.all_of, screen.face.today)
    known = {e.id: e for e in await screen.ask(week.of_week, screen.face.today)}
    one = known.get(record)
    options: Mapping[str, Options] = {
        "intervention": tuple((each.id, each.name) for each in runs),
        "weekday": _WEEKDAYS,
        "staff": await _adults(screen),
    }
    asks = asks_of(SlotIn, names, options=options)

    async def save(values: Values) -> None:
        if one is None:
            await screen.ask(week.add, values)
        else:
            await screen.ask(week.change, one.id, values)

    return asked("Time in the week", "slot", record, asks, save, one, names)


async def _service_form(screen: Screen, record: str) -> Asked:
    names = referrals.SERVICE_FIELDS
    known = {e.id: e for e in await screen.ask(referrals.services)}
    one = known.get(record)

    async def save(values: Values) -> None:
        await screen.ask(referrals.keep_service, values, record if one else "")

    return asked(
        "Service", "service", record, asks_of(ServiceIn, names, long=("whom", "how")), save, one,
        names,
    )  # fmt: skip


PARTS: dict[str, Part] = {
    "interventions": Part(
        "Interventions",
        _interventions,
        _intervention_form,
        "What the school runs for many pupils; j lets pupils join.",
        interventions.remove,
    ),
    "week": Part("Week", _week, _slot_form, "Who is with whom, when and where.", week.remove),
    "adults": Part("Adults", _staff, _staff_form, "Who works with pupils.", workforce.remove),
    "rates": Part(
        "Rates",
        _rates,
        _rate_form,
        "What an hour costs with on-costs. Rates go into no sealed file.",
        workforce.remove_rate,
    ),
    "services": Part(
        "Services",
        _services,
        _service_form,
        "The local offer: whom to ask, how, and how long it takes.",
        referrals.remove_service,
    ),
    "training": training_part(_adults),
    "feedback": feedback_part(),
    "plan": plan_part(),
    "checklists": checklists_part(),
    "library": library_part(),
}
"""The parts by name, in the order of their digits."""
