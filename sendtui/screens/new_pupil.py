"""A new pupil: what is needed to begin with, and a look whether the child is here already."""

from sendtui.models.pupil import PupilIn
from sendtui.rules.codes import SEX
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import asks_of, code_options
from sendtui.screens.widgets.dialog import Confirm, FormDialog
from sendtui.services import pupils

NAMES = ("surname", "forename", "preferred_forename", "born", "upn", "sex", "class_name")


async def ask_new_pupil(screen: DataScreen[None]) -> None:
    """Ask for a new pupil and open them."""
    made: list[str] = []

    async def save(values: dict[str, object]) -> None:
        same = await screen.ask(pupils.same, values)
        if same and not await screen.app.push_screen_wait(
            Confirm(
                "Already here?",
                "A pupil with this UPN, or with this date of birth and much the same name, is here "
                "already.",
                yes="Make another",
                no="Go back",
            )
        ):
            return
        made.extend(await screen.ask(pupils.add_all, (values,), screen.face.today))

    asks = asks_of(
        PupilIn,
        NAMES,
        options={"sex": code_options(SEX)},
        hints={"born": "such as 3/2/2018", "class_name": "such as 3B"},
        prefer={"born": "past"},
    )
    await screen.app.push_screen_wait(
        FormDialog("New pupil", asks, twin=PupilIn, save=save, yes="Save")
    )
    if made:
        screen.face.open_pupil(made[0])
