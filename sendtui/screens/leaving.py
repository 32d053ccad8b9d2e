"""Before a file leaves: whose data, to whom, a second identifier; and then its password.

The protected form is the one that is offered; for a plain file a word has to be typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.counting import counted
from sendtui.screens.base import DataScreen
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import FormDialog, Notice
from sendtui.services import exports, protection

PROTECTED, PLAIN = "protected", "plain"
WAYS: Options = ((PROTECTED, "Yes, shown once"), (PLAIN, "No, plain"))
ASK = Ask("way", "Password", "choice", options=WAYS, is_needed=True)
"""Whether the file gets a password; to be asked with what else is asked."""


PRINTED, SENT = "printed", "sent"
SECRET = Ask(
    "secret", "Password", "choice", options=((PRINTED, "No, printed"), (SENT, "Yes, to send it")),
    is_needed=True,
)  # fmt: skip
"""Whether a PDF for paper gets a password; to be asked with what else is asked."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is about to leave: whose data, to whom, where to, and whether it gets a password."""

    pupils: Sequence[str]
    recipient: str
    path: Path
    is_plain: bool = False


async def agreed(screen: DataScreen[None], leaving: Leaving) -> bool:
    """Show it, ask for the second identifier, and for the word where it is plain.

    To be awaited in a worker.
    """
    whose = await screen.ask(protection.whose, leaving.pupils)
    asked = await screen.ask(protection.asks, leaving.pupils)

    async def check(values: dict[str, object]) -> None:
        if leaving.is_plain and str(values["word"]).strip().casefold() != exports.CONSENT:
            raise InvalidError((Problem("word", "", f"Type {exports.CONSENT}, or Escape."),))
        if asked:
            await require_same(screen, leaving.pupils, str(values["same"]))

    asks: list[Ask | str] = [
        f"Whose data: {counted(whose.pupils, 'pupil')}: {whose.says()}",
        f"To: {leaving.recipient or 'nobody was named'}",
        f"File: {leaving.path}",
    ]
    if leaving.is_plain:
        asks.append(exports.warning(whose.pupils))
    asks += same(asked)
    if leaving.is_plain:
        hint = f"type {exports.CONSENT} to write it without a password"
        asks.append(Ask("word", f"Type {exports.CONSENT}", hint=hint, is_needed=True))
    title = "Write a plain file?" if leaving.is_plain else "Write this file?"
    form = FormDialog(title, asks, {}, save=check, yes="Write it")
    return await screen.app.push_screen_wait(form) is not None


def same(asked: str) -> list[Ask]:
    """What asks for a second identifier; nothing where none is known."""
    hint = f"type {asked}"
    return [Ask("same", "To be sure", hint=hint, is_needed=True)] if asked else []


async def require_same(screen: DataScreen[None], pupils: Sequence[str], typed: str) -> None:
    """Nothing where the second identifier is right.

    Raises InvalidError for the field that asks for it.
    """
    try:
        await screen.ask(protection.require_same, pupils, typed, screen.face.today)
    except SendtuiError as wrong:
        raise InvalidError((Problem("same", "", str(wrong)),)) from None


def password_of(values: Mapping[str, object], *, always: bool = False) -> str:
    """A password where the answers to a form ask for one; else ""."""
    return protection.password() if always or values.get("secret") == SENT else ""


async def show_password(screen: DataScreen[None], password: str, path: Path) -> None:
    """Show the password of a file that was written, once. To be awaited in a worker."""
    says = (
        f"{password}\n\nThis is the password of {path.name}. It is shown this once and kept "
        "nowhere. Pass it another way than the file: by phone, or face to face.\n\n"
        f"{protection.opened_by(path)[0].upper()}{protection.opened_by(path)[1:]}."
    )
    await screen.app.push_screen_wait(Notice("Password for the file", says))
