"""The school's own fields as forms ask for them, and as a pupil's screen lists them."""

from datetime import date

from sendtui.errors import InvalidError
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.lines import Fact, headed
from sendtui.screens.pupil_forms import At
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.screens.widgets.words import one_line
from sendtui.services import custom_fields, drafts
from sendtui.services.custom_fields import SORTS, VEILED, OwnField, OwnValue, spelled


def ask_of(field: OwnField, name: str) -> Ask:
    """One field as a form asks for it."""
    match field.sort:
        case "date":
            return Ask(name, field.name, "date", may_be_none=True)
        case "yes or no":
            return Ask(name, field.name, "yesno", may_be_none=True, options=(*YES_NO, ("", "-")))
        case "choice":
            options = tuple((each, each) for each in field.choices)
            return Ask(name, field.name, "choice", may_be_none=True, options=options)
    return Ask(name, field.name, hint="a number" if field.sort == "number" else "")


def typed(field: OwnField, value: object, today: date) -> str:
    """What a form gave for a field, as it is kept.

    Raises InvalidError for what the field does not hold.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return spelled(field, str(value or ""), today)


def facts(found: tuple[OwnValue, ...]) -> tuple[Fact, ...]:
    """What the fields say of a pupil, a line each."""
    return tuple(
        headed(
            Fact(f"own-{each.field or each.name}", "Our own", f"{each.name}: {each.words}",
                 kind="own", record=each.field)
            for each in found
        )
    )  # fmt: skip


async def edit(at: At) -> None:
    """Ask what the fields say of a pupil; where there is no field yet, ask for one first."""
    fields = await at.screen.ask(custom_fields.all_of)
    if not fields:
        if not await add(at.screen):
            return
        fields = await at.screen.ask(custom_fields.all_of)
    now = {
        one.field: one for one in await at.screen.ask(custom_fields.of_pupil, at.pupil, at.today)
    }
    shown = [one for one in fields if one.id not in now or now[one.id].value != VEILED]
    by_name = {f"own_{one.id}": one for one in shown}

    async def save(values: dict[str, object]) -> None:
        given, wrong = {}, []
        for name, value in values.items():
            try:
                given[by_name[name].id] = typed(by_name[name], value, at.today)
            except InvalidError as error:
                wrong += [type(each)(name, each.value, each.reason) for each in error.problems]
        if wrong:
            raise InvalidError(tuple(wrong))
        await at.screen.ask(custom_fields.set_values, at.pupil, given, at.today)

    start = {name: _start(one, now) for name, one in by_name.items()}
    asks = [ask_of(one, name) for name, one in by_name.items()]
    title, key = f"Our own fields: {at.name}", drafts.key("custom_value", at.pupil)
    await drafted.ask(at.screen, Asked(title, key, asks, save, start, only_changes=True))


def _start(field: OwnField, now: dict[str, OwnValue]) -> object:
    value = now[field.id].value if field.id in now else ""
    if field.sort == "yes or no":
        return {"yes": True, "no": False}.get(value)
    if field.sort == "date":
        return date.fromisoformat(value) if value else None
    return value


async def add(screen: DataScreen[None]) -> bool:
    """Ask for a new field of the school's own; whether one was made. To be awaited in a worker."""
    known = ", ".join(one_line(each.name) for each in await screen.ask(custom_fields.all_of))
    there = f"There are: {known}." if known else "There is no field of your own yet."

    async def save(values: dict[str, object]) -> None:
        choices = str(values.get("choices") or "").split(",")
        await screen.ask(custom_fields.add, str(values["name"]), str(values["sort"]), choices)

    asks = (
        f"{there} This makes one for every pupil.",
        Ask("name", "Name", is_needed=True, hint="such as: House, Taxi, Reading age"),
        Ask("sort", "What it holds", "choice", is_needed=True,
            options=tuple((each, each.capitalize()) for each in SORTS)),
        Ask("choices", "Choices", hint="for a choice: Red, Blue, Green"),
    )  # fmt: skip
    form = FormDialog("A field of our own", asks, {"sort": "text"}, save=save)
    return await screen.app.push_screen_wait(form) is not None
