"""Many letters on their way out: shown together, written as one PDF or a file each, and sent."""

from datetime import date
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem
from sendtui.rules.case_letters import LetterOf
from sendtui.rules.counting import counted
from sendtui.screens import drafted, leaving
from sendtui.screens.although import sent as although_sent
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import proposed
from sendtui.screens.pupil_letters import Preview
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import case_letters, case_letters_batch, case_letters_kept, drafts, protection
from sendtui.services.case_letters_batch import LetterBatch, Written
from sendtui.services.case_views import CaseView
from sendtui.services.review_invited import EVERYBODY

NOT_YET = "drafted"
WAYS: Options = (
    (NOT_YET, "Not yet"),
    *((each, each.capitalize()) for each in case_letters_kept.HOW),
)
"""How a letter is sent, with not at all as the first."""

FIRST = 3
"""How many of the letters are shown in full before all of them are written."""

_WHOM = (
    Option("", "The family", "a letter for each home"),
    Option(EVERYBODY, "Everybody who is asked", "and each professional"),
)


async def whom(screen: DataScreen[Any], kind: LetterOf) -> str | None:
    """To whom a letter of this sort goes, as the service takes it; None where it is left."""
    if not kind.invited:
        return ""
    chosen: str | None = await screen.app.push_screen_wait(Choose("To whom?", _WHOM))
    return chosen


async def show(screen: DataScreen[Any], kind: LetterOf, found: LetterBatch) -> bool:
    """Show whom the letters go to, about whom, and the first of them; whether to go on."""
    preview = Preview(f"{kind.label}: {found.says}", _note(found), _text(found), yes="Go on")
    is_so: bool = await screen.app.push_screen_wait(preview)
    return is_so


def _note(found: LetterBatch) -> str:
    minds = dict.fromkeys(mind for each in found.letters for mind in each.all_minds)
    return " ".join((f"{found.says}.", *minds))


def _text(found: LetterBatch) -> str:
    """To whom each goes and about whom, whom there is none for, and the first of them in full."""
    parts = ["\n".join(f"{n}. To {each.to.within}: {each.identity}"
                       for n, each in enumerate(found.letters, 1))]  # fmt: skip
    if found.left_out:
        parts.append("\n".join(f"None for {name}: {why}" for name, why in found.left_out))
    parts += [case_letters.text(each) for each in found.letters[:FIRST]]
    return f"\n\n{'-' * 40}\n\n".join(parts)


async def finish(screen: DataScreen[Any], found: LetterBatch, first: CaseView) -> bool:
    """Ask where they go and how they are sent, and do it; whether it was done.

    `first` is the case under which what was typed is kept meanwhile.
    """
    made: list[tuple[Written, str]] = []

    async def save(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or ""))
        how, on = str(values.get("how") or NOT_YET), values.get("on")
        day = on if isinstance(on, date) else screen.face.today
        gone = None if how == NOT_YET else (day, how)
        made.append(await _write(screen, found, path, str(values.get("form") or ".pdf"), gone))

    asks: list[Ask | str] = [
        f"{found.says}. A file that ends in .pdf takes them all, one after the other; in a folder "
        "each is a file of its own.",
        Ask("path", "File or folder", is_needed=True),
        Ask("form", "In a folder", "choice", is_needed=True,
            options=((".pdf", "PDF, printed"), (".docx", "Word, with a password"))),
        Ask("how", "Sent", "choice", options=WAYS, is_needed=True),
        Ask("on", "On", "date", prefer="past", is_needed=True),
    ]  # fmt: skip
    start = {"path": proposed(f"{found.sort} letters", "letters"), "form": ".pdf",
             "how": NOT_YET, "on": screen.face.today}  # fmt: skip
    key = drafts.key("letter", first.pupil, f"{first.id}-{found.sort}-many")
    form = Asked("Write and send", key, asks, save, start, yes="Do it", said="")
    if not await drafted.ask(screen, form):
        return False
    for written, password in made:
        files = counted(len(written.files), "file")
        gone = "written down as sent" if written.sent else "drafted"
        screen.say(f"{counted(len(written.letters), 'letter')} {gone}, in {files}.")
        for warning in written.sent.warnings if written.sent else ():
            screen.say(f"! {warning}")
        if password:
            await leaving.show_password(screen, password, written.files[0])
    return True


async def _write(
    screen: DataScreen[Any],
    found: LetterBatch,
    path: Path,
    ending: str,
    gone: tuple[date, str] | None,
) -> tuple[Written, str]:
    is_print = path.suffix.lower() == ".pdf" or ending == ".pdf"
    password = "" if is_print else protection.password()
    if password:
        pupils = tuple(dict.fromkeys(each.pupil for each in found.letters))
        to = "; ".join(each.to.recipient for each in found.letters) if len(pupils) == 1 else ""
        if not await leaving.agreed(screen, leaving.Leaving(pupils, to, path)):
            raise InvalidError((Problem("path", "", "It was not written."),))
    written = await although_sent(
        screen, case_letters_batch.write, found.letters, path, screen.face.today,
        ending=ending, sent=gone, password=password,
    )  # fmt: skip
    return written, password
