"""The papers for a setting that is consulted: looked at, then in one file with a password."""

from datetime import date
from pathlib import Path

from sendtui.rules.case_letters import LETTERS
from sendtui.screens import drafted, leaving
from sendtui.screens.although import sent
from sendtui.screens.base import DataScreen
from sendtui.screens.case_letters import note, typed
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import proposed
from sendtui.screens.pupil_letters import Preview
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.columns import in_words, plain_cell
from sendtui.screens.widgets.words import one_line
from sendtui.services import case_letters, consulted, drafts, protection
from sendtui.services.consulted import Papers
from sendtui.services.papers import DocumentView


async def ask(screen: DataScreen[None], pupil: str, case: str, consultation: str) -> None:
    """Show what would go to the setting, and write it behind a password.

    To be awaited in a worker.
    """
    today = screen.face.today
    given = await typed(screen, LETTERS[consulted.LETTER], pupil, case, today)
    if given is None:
        return
    dated = given.pop("dated", today)
    held = await sent(
        screen, consulted.gather, case, consultation, today, given=given,
        dated=dated if isinstance(dated, date) else today,
    )  # fmt: skip
    shown = Preview(f"Papers for {one_line(held.where)}", note(held.letter), _text(held),
                    yes="Go on")  # fmt: skip
    if await screen.app.push_screen_wait(shown):
        await _write(screen, held)


def _text(held: Papers) -> str:
    """What goes, what is missing, and the letter in full."""
    parts = [f"In one file: {held.holds}."]
    if not held.has_card:
        parts.append(f"{consulted.no_card(held.where)}, which is passed another way.")
    parts += [f"! {each}" for each in held.lacks]
    listed = "\n".join(f"- {_called(each)}" for each in held.documents)
    return "\n\n".join(filter(None, (*parts, listed, "-" * 40, case_letters.text(held.letter))))


def _called(each: DocumentView) -> str:
    day = each.dated or each.received_on
    said = (each.title, each.author, plain_cell(in_words(day)) if day else "")
    return one_line(", ".join(filter(None, said)))


async def _write(screen: DataScreen[None], held: Papers) -> None:
    """Ask what stays out and where to; then whose it is, and write it."""
    answers: dict[str, object] = {}

    async def save(values: dict[str, object]) -> None:
        answers.update(values)

    mind = " Read reports first: they may name other people." if held.documents else ""
    asks: list[Ask | str] = [
        f"To {one_line(held.where)}: {held.holds}.{mind}",
        *(
            Ask(f"document_{n}", f"{n}  {one_line(each.title)}", "yesno", options=YES_NO,
                is_needed=True)
            for n, each in enumerate(held.documents, 1)
        ),
        Ask("path", "File (.zip)", is_needed=True),
    ]  # fmt: skip
    start: dict[str, object] = {f"document_{n}": True for n, _ in enumerate(held.documents, 1)}
    start["path"] = str(Path(proposed("consultation papers", "papers")).with_suffix(".zip"))
    key = drafts.key("letter", held.pupil, f"{held.consultation}-papers")
    form = Asked("What goes", key, asks, save, start, yes="Next", said="",
                 asked_anew=tuple(start))  # fmt: skip
    if not await drafted.ask(screen, form):
        return
    kept = held.only(n for n, _ in enumerate(held.documents, 1) if answers[f"document_{n}"])
    path = typed_path(str(answers["path"])).with_suffix(".zip")
    if not await leaving.agreed(screen, leaving.Leaving([held.pupil], held.where, path)):
        return
    password = protection.password()
    written = await sent(screen, consulted.write, kept, path, screen.face.today, password=password)
    screen.say(f"Written to {written}. The letter is kept as drafted: t says that it was sent.")
    await leaving.show_password(screen, password, written)
