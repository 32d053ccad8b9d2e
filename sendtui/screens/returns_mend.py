"""From a finding to what mends it: the form of the field, or the screen that has it."""

from collections.abc import Mapping
from dataclasses import replace

from sendtui.models.arrangement import ArrangementIn
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.screens import drafted, pupil_changes
from sendtui.screens.base import DataScreen
from sendtui.screens.pupil_forms import At
from sendtui.screens.widgets.asks import Ask, Options, asks_of, code_options
from sendtui.screens.widgets.dialog import FormDialog
from sendtui.services import amend, arrangements, particulars, pupils, returns_kept
from sendtui.services.returns import Found

_YNR: Options = (("Y", "Yes"), ("N", "No"), ("R", "Recruiting"))
_WHY_NONE: Options = (
    ("UN1", "UN1 · under 6, none yet"),
    ("UN2", "UN2 · never in a state-funded school"),
    ("UN3", "UN3 · educated outside England"),
    ("UN5", "UN5 · sources disagree on who it is"),
    ("UN8", "UN8 · new within the last week"),
    ("UN9", "UN9 · young person, never state-funded"),
    ("UN10", "UN10 · ended before it was known"),
)
_CEASED: Options = (
    ("1", "1 · maximum age"),
    ("2", "2 · needs met without a plan"),
    ("3", "3 · higher education"),
    ("4", "4 · paid employment"),
    ("5", "5 · another authority in England"),
    ("6", "6 · no longer engages"),
    ("7", "7 · moved outside England"),
    ("8", "8 · died"),
    ("9", "9 · other"),
)
_PUPIL = {
    "Surname": "surname",
    "Forename": "forename",
    "PersonBirthDate": "born",
    "Sex": "sex",
    "GenderCurrent": "sex",
    "UPN": "upn",
    "UniqueLearnerNumber": "uln",
}
_PLACE = ("sort", "where", "urn", "ukprn", "sen_setting", "what", "rank", "since", "until",
          "sen_unit", "resourced", "residential", "work_based")  # fmt: skip


async def mend(screen: DataScreen[None], one: Found) -> bool:
    """Open what mends a finding; whether something was saved here. To be awaited in a worker."""
    if not one.person:
        return await _head(screen, one)
    if one.kind == "pupil":
        return await _pupil(screen, one)
    if one.kind == "need":
        at = await _at(screen, one.person)
        return await drafted.ask(screen, await pupil_changes.edit(at, "need", one.record))
    if one.kind == "arrangement":
        return await _place(screen, one)
    if one.kind == "plan" and one.item in ("CeaseReason", "TransferLA"):
        return await _plan(screen, one)
    if one.kind == "case":
        from sendtui.screens.case import CaseScreen

        screen.app.push_screen(CaseScreen(one.record))
        return False
    from sendtui.screens.case_pupil import PupilCases

    screen.app.push_screen(PupilCases(one.person, one.record))
    return False


async def _at(screen: DataScreen[None], pupil: str) -> At:
    view = await screen.ask(pupils.view, pupil, screen.face.today)
    return At(screen, view, screen.face.today, screen.face.author)


async def _form(
    screen: DataScreen[None], form: FormDialog, said: str = "Saved. Ctrl+Z takes it back."
) -> bool:
    saved = await screen.app.push_screen_wait(form) is not None
    if saved and said:
        screen.say(said)
    return saved


async def _pupil(screen: DataScreen[None], one: Found) -> bool:
    if not one.item:
        screen.face.open_pupil(one.person)
        return False
    # Without a number, why there is none is as good a mending.
    item = "UPNunknown" if one.rule == "P02" else one.item
    return await pupil_item(screen, one.person, one.name, item)


async def pupil_item(screen: DataScreen[None], pupil: str, name: str, item: str) -> bool:
    """Open the field of an item that a pupil has, by SEN2's name of it; whether it was saved.

    Fields that only the returns ask for have a form of their own. To be awaited in a worker.
    """
    if item in _PUPIL:
        asked = await pupil_changes.edit(await _at(screen, pupil), "pupil", pupil)
        return await drafted.ask(screen, replace(asked, start=_PUPIL[item]))
    known = await screen.ask(particulars.of_pupil, pupil)

    async def save(values: dict[str, object]) -> None:
        given = {name: str(value or "") for name, value in values.items()}
        numbers = {n: given.pop(n) for n in ("upn",) if n in given}
        await screen.ask(particulars.put, pupil, given)
        if numbers["upn"]:
            await screen.ask(amend.amend, "pupil", pupil, numbers)

    asks: list[Ask | str] = [
        Ask("ethnicity", "Ethnicity", "choice", options=code_options(ETHNICITY), may_be_none=True),
        Ask("postcode", "Home postcode"),
        Ask("upn", "UPN", hint="where it has become known"),
        Ask("no_upn_because", "No UPN or ULN because", "choice", options=_WHY_NONE,
            may_be_none=True),
    ]  # fmt: skip
    return await _form(screen, FormDialog(f"For the returns: {name}", asks, known, save=save))


async def _plan(screen: DataScreen[None], one: Found) -> bool:
    async def save(values: dict[str, object]) -> None:
        given = {name: str(value or "") for name, value in values.items()}
        await screen.ask(particulars.put_plan, one.record, given)

    asks: list[Ask | str] = [
        Ask("cease_reason", "Why it ceased", "choice", options=_CEASED, may_be_none=True),
        Ask("transferred_from", "Transferred from", hint="the other authority’s code"),
    ]
    known = await screen.ask(amend.form, "plan", one.record)
    form = FormDialog(f"The plan, for the return: {one.name}", asks, known.values, save=save)
    return await _form(screen, form)


async def _place(screen: DataScreen[None], one: Found) -> bool:
    held = await screen.ask(arrangements.of_pupil, one.person, screen.face.today)
    found = next((each for each in held if each.id == one.record), None)
    if found is None:
        return False
    initial = {name: getattr(found, name) for name in _PLACE}

    async def save(values: dict[str, object]) -> None:
        changed = {n: "" if v is None else v for n, v in values.items() if initial.get(n) != v}
        await screen.ask(arrangements.change, found.id, changed, found.heads)

    asks = asks_of(ArrangementIn, _PLACE)
    return await _form(screen, FormDialog(f"Where, for the return: {one.name}", asks, initial,
                                          save=save))  # fmt: skip


async def _head(screen: DataScreen[None], one: Found) -> bool:
    if one.item == "LEA":
        return bool(await authority(screen))
    if one.item not in ("DMO", "DCO", "DSCO"):
        screen.say(f"{one.title}. {one.do}")
        return False
    known = await screen.ask(returns_kept.officers)

    async def save(values: dict[str, object]) -> None:
        said: Mapping[str, str] = {n: str(v) for n, v in values.items() if v}
        await screen.ask(returns_kept.say_officers, said)

    titles = {"dmo": "Medical officer", "dco": "Clinical officer", "dsco": "Social care officer"}
    asks: list[Ask | str] = [
        "Whether the authority has its designated officers; kept in this copy.",
        *(Ask(n, titles[n], "choice", options=_YNR, is_needed=True) for n in returns_kept.OFFICERS),
    ]
    return await _form(screen, FormDialog("Designated officers", asks, known, save=save), "Kept.")


async def authority(screen: DataScreen[None]) -> str:
    """Ask for the authority's code, which is kept with the setting; "" where none was given."""
    told: list[str] = []

    async def save(values: dict[str, object]) -> None:
        code = str(values.get("la") or "")
        await screen.ask(returns_kept.say_la, code)
        told.append(code)

    asks: list[Ask | str] = [Ask("la", "LA code", hint="three digits", is_needed=True)]
    await _form(screen, FormDialog("Whose return is it?", asks, {}, save=save))
    return told[-1] if told else ""
