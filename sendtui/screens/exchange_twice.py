"""Two records that may be one child's: what a person says of them."""

from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import same
from sendtui.services.matching import Child, Pair


async def ask_pair(screen: DataScreen[None], pair: Pair) -> None:
    """Ask whether two records are one child's, and write down what is said; nothing is lost."""
    options = [
        Option("two", "Two children: propose them no more", "refused with one number on both"),
        Option("first", f"One child: {_says(pair.one)} leads", "the other leaves the lists"),
        Option("second", f"One child: {_says(pair.other)} leads", "the other leaves the lists"),
        Option("pupil", f"Look at {_says(pair.one)}"),
        Option("other", f"Look at {_says(pair.other)}"),
    ]
    chosen = await screen.app.push_screen_wait(Choose(f"One child? By {pair.by}", options))
    today, one, other = screen.face.today, pair.one.id, pair.other.id
    match chosen:
        case "two":
            await screen.ask(same.keep_both, one, other, today=today)
            screen.say("They are proposed no more. Ctrl+Z takes it back.")
        case "first":
            await screen.ask(same.join, other, one, today=today)
        case "second":
            await screen.ask(same.join, one, other, today=today)
        case "pupil":
            screen.face.open_pupil(one)
        case "other":
            screen.face.open_pupil(other)
    if chosen in ("first", "second"):
        screen.say("Joined: both histories are read together. Ctrl+Z parts them again.")


def _says(child: Child) -> str:
    return ", ".join(filter(None, (child.name, child.class_name, child.setting)))
