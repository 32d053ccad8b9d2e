"""One letter for many cases: chosen, looked at, written as one PDF or a file each, and sent."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.counting import counted
from sendtui.screens import case_letters as one
from sendtui.screens import drafted, leaving
from sendtui.screens.although import sent as although_sent
from sendtui.screens.base import READ_ONLY, DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import proposed
from sendtui.screens.pupil_letters import Preview
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import case_letters, case_letters_batch, case_reading, drafts, protection
from sendtui.services.case_letters_batch import LetterBatch, Written
from sendtui.services.case_views import CaseView

FIRST = 3
"""How many of the letters are shown in full before all of them are written."""


async def ask(
    screen: DataScreen[Any], cases: Sequence[str], sort: str = "", only: Collection[str] = ()
) -> bool:
    """Choose a letter for these cases, or take this sort, and write it; whether it was written.

    `only` names the advisers and settings that are meant. To be awaited in a worker.
    """
    if screen.face.read_only:
        screen.say(READ_ONLY)
        return False
    today = screen.face.today
    views = [await screen.ask(case_reading.view, case, today) for case in cases]
    chosen: str | None = sort
    if not chosen:
        title = f"Letter about {counted(len(cases), 'case')}"
        chosen = await screen.app.push_screen_wait(Choose(title, _options(views)))
    if not chosen:
        return False
    kind = LETTERS[chosen]
    given = await one.typed(screen, kind, views[0].pupil, views[0].id, today)
    if given is None:
        return False
    dated = given.pop("dated", today)
    found = await although_sent(
        screen, case_letters_batch.batch, cases, chosen, today,
        dated=dated if isinstance(dated, date) else today, given=given, only=only,
    )  # fmt: skip
    if not found.letters:
        why = found.left_out[0][1] if found.left_out else ""
        raise SendtuiError(f"There is no such letter for these cases. {why}".strip())
    shown = Preview(f"{kind.label}: {found.says}", _note(found), _text(found), yes="Go on")
    if not await screen.app.push_screen_wait(shown):
        return False
    return await _finish(screen, found, views[0])


def _options(views: Sequence[CaseView]) -> list[Option]:
    """The letters that most of the cases may have, those that chase first."""
    fits = {
        code: sum(each.fits(view.process, view.side) for view in views)
        for code, each in LETTERS.items()
    }
    order = sorted(
        (code for code, number in fits.items() if number),
        key=lambda code: (not code.endswith("-chase"), -fits[code]),
    )
    return [Option(code, LETTERS[code].label, counted(fits[code], "case")) for code in order]


def _note(found: LetterBatch) -> str:
    minds = dict.fromkeys(mind for each in found.letters for mind in each.all_minds)
    return " ".join((f"{found.says}.", *minds))


def _text(found: LetterBatch) -> str:
    """To whom each goes and about whom, whom there is none for, and the first of them in full."""
    parts = ["\n".join(f"{n}. To {each.to.names}: {each.identity}"
                       for n, each in enumerate(found.letters, 1))]  # fmt: skip
    if found.left_out:
        parts.append("\n".join(f"None for {name}: {why}" for name, why in found.left_out))
    parts += [case_letters.text(each) for each in found.letters[:FIRST]]
    return f"\n\n{'-' * 40}\n\n".join(parts)


async def _finish(screen: DataScreen[Any], found: LetterBatch, first: CaseView) -> bool:
    made: list[tuple[Written, str]] = []

    async def save(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or ""))
        how, on = str(values.get("how") or one.NOT_YET), values.get("on")
        day = on if isinstance(on, date) else screen.face.today
        gone = None if how == one.NOT_YET else (day, how)
        made.append(await _write(screen, found, path, str(values.get("form") or ".pdf"), gone))

    asks: list[Ask | str] = [
        f"{found.says}. A file that ends in .pdf takes them all, one after the other; in a folder "
        "each is a file of its own.",
        Ask("path", "File or folder", is_needed=True),
        Ask("form", "In a folder", "choice", is_needed=True,
            options=((".pdf", "PDF, printed"), (".docx", "Word, with a password"))),
        Ask("how", "Sent", "choice", options=one.WAYS, is_needed=True),
        Ask("on", "On", "date", prefer="past", is_needed=True),
    ]  # fmt: skip
    start = {"path": proposed(f"{found.sort} letters", "letters"), "form": ".pdf",
             "how": one.NOT_YET, "on": screen.face.today}  # fmt: skip
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
        if not await leaving.agreed(screen, leaving.Leaving(pupils, "", path)):
            raise InvalidError((Problem("path", "", "It was not written."),))
    written = await although_sent(
        screen, case_letters_batch.write, found.letters, path, screen.face.today,
        ending=ending, sent=gone, password=password,
    )  # fmt: skip
    return written, password
