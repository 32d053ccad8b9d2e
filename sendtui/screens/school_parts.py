"""The parts of the school's own desk: what each lists, its form, and how it is written."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sendtui.models.intervention import InterventionIn, SlotIn
from sendtui.models.referral import ServiceIn
from sendtui.models.workforce import StaffIn, StaffRateIn
from sendtui.rules.codes import BROAD_AREAS
from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.asks import Ask, Options, asks_of, code_options
from sendtui.screens.widgets.dateinput import short
from sendtui.services import drafts, interventions, referrals, week, workforce

Values = dict[str, object]
Screen = DataScreen[None]

_WEEKDAYS: Options = tuple((str(n), name) for n, name in enumerate(week.WEEKDAYS, 1))
_NAMES = (
    "name", "area", "layer", "purpose", "measure", "times", "per", "minutes", "group_size", "weeks",
    "staff", "room", "materials_pence", "starts", "ends", "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its title, what it lists, and what is done by keys there.

    `form` gives the form that adds, or that changes the record of an id. `remove` takes one out.
    """

    title: str
    facts: Callable[[Screen], Awaitable[Iterable[Fact]]]
    form: Callable[[Screen, str], Awaitable[Asked]]
    remove: Callable[..., None]
    says: str


async def _interventions(screen: Screen) -> Iterable[Fact]:
    found = await screen.ask(interventions.all_of, screen.face.today)
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
    return [
        Fact(
            each.id,
            each.role or "Adult",
            each.name,
            record=each.id,
            whole=(
                f"SENCO since {short(each.senco_since)}; the qualification is due by "
                f"{short(each.qualify_by)}. {workforce.QUALIFICATION}."
                if each.senco_since and each.qualify_by
                else ""
            ),
        )
        for each in found
    ]


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
    return (("", "Nobody yet"), *((each.id, each.name) for each in found))


async def _intervention_form(screen: Screen, record: str) -> Asked:
    known = {e.id: e for e in await screen.ask(interventions.all_of, screen.face.today)}
    one = known.get(record)
    options = {"area": code_options(BROAD_AREAS), "staff": await _adults(screen)}
    asks = asks_of(InterventionIn, _NAMES, long=("purpose", "evidence"), options=options)

    async def save(values: Values) -> None:
        if one is None:
            await screen.ask(interventions.add, values)
        else:
            await screen.ask(interventions.change, one.id, values, one.heads)

    return _asked("Intervention", "intervention", record, asks, save, one, _NAMES)


async def _staff_form(screen: Screen, record: str) -> Asked:
    names = ("name", "role", "weekly_minutes", "since", "until", "senco_since", "qualified_on")
    known = {e.id: e for e in await screen.ask(workforce.all_of, screen.face.today)}
    one = known.get(record)

    async def save(values: Values) -> None:
        if one is None:
            await screen.ask(workforce.add, values)
        else:
            await screen.ask(workforce.change, one.id, values, one.heads)

    return _asked("Adult", "staff", record, asks_of(StaffIn, names), save, one, names)


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

    return _asked("Rate of an hour", "staff_rate", record, asks, save, None, names)


async def _slot_form(screen: Screen, record: str) -> Asked:
    names = ("intervention", "weekday", "at", "minutes", "staff", "room", "since", "until")
    runs = await screen.ask(interventions.all_of, screen.face.today)
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

    return _asked("Time in the week", "slot", record, asks, save, one, names)


async def _service_form(screen: Screen, record: str) -> Asked:
    names = referrals.SERVICE_FIELDS
    known = {e.id: e for e in await screen.ask(referrals.services)}
    one = known.get(record)

    async def save(values: Values) -> None:
        await screen.ask(referrals.keep_service, values, record if one else "")

    return _asked(
        "Service", "service", record, asks_of(ServiceIn, names, long=("whom", "how")), save, one,
        names,
    )  # fmt: skip


def _asked(
    title: str,
    kind: str,
    record: str,
    asks: Iterable[Ask],
    save: Callable[[Values], Awaitable[None]],
    one: object,
    names: Iterable[str],
) -> Asked:
    start = {name: getattr(one, name) for name in names} if one is not None else {}
    return Asked(
        f"{'Change' if one is not None else 'Add'}: {title}",
        drafts.key(kind, "", record),
        tuple(asks),
        save,
        {k: str(v) if k == "weekday" else v for k, v in start.items()},
        only_changes=one is not None,
    )


PARTS: dict[str, Part] = {
    "interventions": Part(
        "Interventions",
        _interventions,
        _intervention_form,
        interventions.remove,
        "What the school runs for many pupils; j lets those of a class join.",
    ),
    "week": Part("Week", _week, _slot_form, week.remove, "Who is with whom, when and where."),
    "adults": Part("Adults", _staff, _staff_form, workforce.remove, "Who works with pupils."),
    "rates": Part(
        "Rates",
        _rates,
        _rate_form,
        workforce.remove_rate,
        "What an hour costs with on-costs. Rates go into no sealed file.",
    ),
    "services": Part(
        "Services",
        _services,
        _service_form,
        referrals.remove_service,
        "The local offer: whom to ask, how, and how long it takes.",
    ),
}
"""The parts by name, in the order of their digits."""
