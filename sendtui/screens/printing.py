"""Printing to a file: where to, replaced or not, and with a password or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem
from sendtui.screens import drafted, leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Confirm
from sendtui.services import protection

SIZES: Options = (("standard", "Standard"), ("large", "Large print"))
"""The prints of what is a PDF alone."""

FORMS: Options = (("pdf", "PDF"), ("large", "Large print PDF"), ("text", "Text"))
"""The prints of what can be text too."""

WORD = ("docx", "Word")
"""The form of what can be changed in Word too."""

_ENDINGS = {"text": ".txt", "docx": ".docx"}

PROTECTED = (
    "A PDF for paper has no password: whoever has it can read it. One to be sent has, and so has "
    "text or Word. It is written down that it left."
)

FILE = Ask("path", "File", is_needed=True)
RECIPIENT = Ask("recipient", "Who gets it", hint="for the log")

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Printing:
    """What is to be printed, and what is asked before: a path, its print and its recipient.

    `pupil` is whose data it is and `record` what the service prints; `writes` gives the service for
    the answers, and what it is told besides the path, the recipient and the password.
    """

    title: str
    key: str
    pupil: str
    record: str
    asks: Sequence[Ask | str]
    start: Values
    writes: Callable[[Values], tuple[Callable[..., Path], dict[str, object]]]


def sized(asked: Options) -> Ask:
    """Which print, of those there are."""
    return Ask("how", "Print", "choice", options=asked, is_needed=True)


async def ask(screen: DataScreen[None], what: Printing) -> None:
    """Ask, print, and show the password there is. To be awaited in a worker.

    Whose data it is stands above, and a second identifier is asked for.
    """
    written: list[tuple[Path, str]] = []
    whose = [what.pupil]
    names = (await screen.ask(protection.whose, whose)).says()
    same = leaving.same(await screen.ask(protection.asks, whose))

    async def save(values: dict[str, object]) -> None:
        if same:
            await leaving.require_same(screen, whose, str(values.get("same") or ""))
        path, password = await _place(screen, values)
        service, more = what.writes(values)
        recipient = str(values.get("recipient") or "")
        today = screen.face.today
        said: dict[str, Any] = {"recipient": recipient, "password": password, **more}
        done = await sent(screen, service, what.record, path, today, **said)
        written.append((done, password))

    start = {**what.start, "secret": leaving.PRINTED}
    # First, where it is seen in a small terminal too.
    asks = [f"Whose data: {names}", *same, *what.asks]
    form = Asked(
        what.title, what.key, asks, save, start, yes="Print", said="", asked_anew=("same",)
    )
    await drafted.ask(screen, form)
    for path, password in written:
        screen.say(f"Printed to {path}")
        if password:
            await leaving.show_password(screen, password, path)


async def _place(screen: DataScreen[None], values: Values) -> tuple[Path, str]:
    """Where it goes, and its password or "". Raises InvalidError where it cannot go there."""
    ending = _ENDINGS.get(str(values.get("how")), "")
    path = typed_path(str(values.get("path") or ""))
    path = path.with_suffix(ending) if ending else path
    password = leaving.password_of(values, always=bool(ending))
    path = protection.place(path, path.suffix) if password else path
    if not path.parent.is_dir():
        raise InvalidError((Problem("path", "", "There is no such folder."),))
    if path.exists() and not await screen.app.push_screen_wait(
        Confirm("Replace the file?", "A file of this name is there already.", yes="Replace")
    ):
        raise InvalidError((Problem("path", "", "Choose another name."),))
    return path, password


def proposed(words: str, otherwise: str) -> str:
    """A PDF in the documents' folder called by these words, as far as a file may be."""
    documents = Path.home() / "Documents"
    return str((documents if documents.is_dir() else Path.home()) / file_name(words, otherwise))


def file_name(words: str, otherwise: str) -> str:
    """The name of a PDF, made of these words, that every system takes."""
    name = "".join(c if c.isalnum() or c in " -'" else "" for c in words).strip()[:80]
    return f"{name or otherwise}.pdf"
