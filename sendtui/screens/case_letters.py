"""A letter of a case, from the step that is late to its being sent: chosen, read, written, logged.

It is shown to whom it goes and about which child, with a second identifier, before it is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.rules.case_letters import LETTERS, Blank, LetterOf
from sendtui.rules.counting import counted
from sendtui.screens import case_letters_out as out
from sendtui.screens import drafted, leaving, letterhead
from sendtui.screens.although import sent as although_sent
from sendtui.screens.base import READ_ONLY, DataScreen
from sendtui.screens.case_letters_out import NOT_YET, WAYS
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import proposed
from sendtui.screens.pupil_letters import Preview
from sendtui.screens.widgets.asks import YES_NO, Ask, Kind
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Choose, Confirm, Notice, Option
from sendtui.services import (
    case_letters,
    case_letters_kept,
    case_reading,
    drafts,
    letters,
    protection,
)
from sendtui.services.case_letters import CaseLetter
from sendtui.services.case_letters_batch import LetterBatch
from sendtui.services.case_views import CaseView, LetterView
from sendtui.services.letters import Letter
from sendtui.services.review_invited import EVERYBODY

_SENT = "sent:"


@dataclass(frozen=True, slots=True)
class InLetter:
    """Where a letter is asked for: the case as it is, and what the cursor stood on."""

    screen: DataScreen[None]
    view: CaseView
    today: date
    step: str = ""
    record: str = ""


async def ask(
    screen: DataScreen[None], case: str, *, rule: str = "", step: str = "", record: str = ""
) -> None:
    """Choose a letter of a case and go on with it. To be awaited in a worker.

    `step` is the limit it answers, or `rule` that of the first such that is open; `record` the
    advice or the consultation it is about.
    """
    if screen.face.read_only:
        screen.say(READ_ONLY)
        return
    today = screen.face.today
    view = await screen.ask(case_reading.view, case, today)
    if rule and not step:
        step = next((each.id for each in view.open if each.rule == rule), "")
    limit = next((each for each in view.deadlines if step and each.id == step), None)
    record = record or (limit.record if limit else "")
    at = InLetter(screen, view, today, step, record)
    chosen = await screen.app.push_screen_wait(Choose(f"Letter: {view.name}", _options(at)))
    if chosen is None:
        return
    if chosen == letterhead.OPTION.id:
        await letterhead.ask(screen)
    elif chosen.startswith(_SENT):
        await say_sent(screen, view, [chosen.removeprefix(_SENT)])
    else:
        await _write(at, LETTERS[chosen])


def _options(at: InLetter) -> list[Option]:
    """What was drafted and waits, then the letters, those that answer the limit first."""
    waiting = [each for each in at.view.letters if each.sent_on is None]
    options = [
        Option(f"{_SENT}{each.id}", f"It was sent: {each.label}", f"to {each.recipient}")
        for each in waiting
    ]
    limit = next((each for each in at.view.deadlines if at.step and each.id == at.step), None)
    for each in _fitting(at):
        answers = limit is not None and limit.rule in {x.partition(" ")[0] for x in each.limits}
        hint = f"answers {limit.rule}" if limit and answers else ""
        options.append(Option(each.code, each.label, hint))
    # What is late is written first; what was drafted before waits behind it.
    ordered = [*options[len(waiting) :], *options[: len(waiting)]] if at.step else options
    return [*ordered, letterhead.OPTION]


def _fitting(at: InLetter) -> Sequence[LetterOf]:
    found = case_letters.fitting(at.view, at.step)
    to = "adviser" if any(each.id == at.record for each in at.view.advice) else "setting"
    if not at.record:
        return found
    return sorted(found, key=lambda each: (each.to != to, not each.code.endswith("chase")))


async def _write(at: InLetter, kind: LetterOf) -> None:
    record = await _record(at, kind)
    if record is None:
        return
    given = await typed(at.screen, kind, at.view.pupil, at.view.id, at.today)
    if given is None:
        return
    dated = given.pop("dated", at.today)
    to = await out.whom(at.screen, kind)
    if to is None:
        return
    found = await although_sent(
        at.screen, case_letters.letter, at.view.id, kind.code, at.today,
        dated=dated if isinstance(dated, date) else at.today,
        record=record, step=at.step, to=to, given=given,
    )  # fmt: skip
    if to == EVERYBODY:
        await _to_everybody(at, kind, found)
        return
    for each in found:
        shown = Preview(f"{kind.label}: to {each.to.within}", note(each), case_letters.text(each),
                        yes="Go on")  # fmt: skip
        if not await at.screen.app.push_screen_wait(shown):
            return
    await _finish(at, kind, found)


async def _to_everybody(at: InLetter, kind: LetterOf, found: Sequence[CaseLetter]) -> None:
    """Take out whoever is not to be asked, show the rest, and write and send them in one act."""
    kept: list[CaseLetter] = []

    async def save(values: dict[str, object]) -> None:
        kept[:] = [each for n, each in enumerate(found) if values.get(f"to_{n}")]
        if not kept:
            raise InvalidError((Problem("to_0", "", "Somebody has to be asked."),))

    asks: list[Ask | str] = [
        *dict.fromkeys(mind for each in found for mind in each.all_minds),
        *(
            Ask(f"to_{n}", each.to.names, "yesno", each.to.role, options=YES_NO)
            for n, each in enumerate(found)
        ),
    ]
    key = drafts.key("letter", at.view.pupil, f"{at.view.id}-{kind.code}-whom")
    start: Mapping[str, object] = {f"to_{n}": True for n, _ in enumerate(found)}
    # By tomorrow the same place may be another person's, so none of it is kept as a draft.
    form = Asked("Who is asked", key, asks, save, start, yes="Next", said="",
                 asked_anew=tuple(start))  # fmt: skip
    if not await drafted.ask(at.screen, form):
        return
    batch = LetterBatch(kind.code, tuple(kept), ())
    if await out.show(at.screen, kind, batch) and await out.finish(at.screen, batch, at.view):
        await at.screen.ask(drafts.drop, _typed_key(at.view.pupil, at.view.id, kind.code))
        at.screen.reload()


def note(letter: CaseLetter) -> str:
    """To whom a letter goes, about which child, in which print, and what to mind."""
    address = ", ".join(letter.to.address)
    to = f"To: {letter.to.names}{f', {address}' if address else ''}."
    prints = f" In {letter.prints}." if letter.prints else ""
    return " ".join((f"{to} About: {letter.identity}.{prints}", *letter.all_minds))


async def _record(at: InLetter, kind: LetterOf) -> str | None:
    """The adviser or the setting the letter is about; "" for a family, None where it is left."""
    if kind.to == "family":
        return ""
    asked = (
        [(a.id, a.who or a.label, a.label) for a in at.view.advice
         if not a.received_on and not a.not_needed]
        if kind.to == "adviser"
        else [(c.id, c.where, "") for c in at.view.consultations if not c.replied_on]
    )  # fmt: skip
    if at.record in {id_ for id_, _, _ in asked}:
        return at.record
    if not asked:
        key = "a asks for advice" if kind.to == "adviser" else "c consults a setting"
        at.screen.say(f"Nobody is waited for in this case: {key}.")
        return None
    if len(asked) == 1:
        return asked[0][0]
    options = [Option(id_, name, hint) for id_, name, hint in asked]
    return await at.screen.app.push_screen_wait(Choose("To whom?", options))


async def typed(
    screen: DataScreen[None], kind: LetterOf, pupil: str, case: str, today: date
) -> dict[str, str | date] | None:
    """What is typed for the blanks of a letter, with the day it bears; None where it is left."""
    if not kind.blanks:
        return {}
    _, begun = await screen.ask(case_letters.blanks, case, kind.code, today)
    told: list[dict[str, object]] = []

    async def save(values: dict[str, object]) -> None:
        told.append(values)

    asks: list[Ask | str] = [*map(_ask, kind.blanks),
                             Ask("dated", "Dated", "date", hint="the day it goes",
                                 is_needed=True)]  # fmt: skip
    start: Mapping[str, object] = {**begun, "dated": today}
    key = _typed_key(pupil, case, kind.code)
    form = Asked(kind.label, key, asks, save, start, yes="Next", said="")
    if not await drafted.ask(screen, form):
        return None
    return {name: value for name, value in told[-1].items() if isinstance(value, (str, date))}


def _typed_key(pupil: str, case: str, code: str) -> str:
    return drafts.key("letter", pupil, f"{case}-{code}")


def _ask(blank: Blank) -> Ask:
    sort: Kind = "date" if blank.is_day else "long" if blank.is_long else "text"
    return Ask(blank.name, blank.title, sort, blank.hint, is_needed=blank.is_needed,
               may_be_none=blank.is_day, prefer="future" if blank.is_day else "near")  # fmt: skip


async def _finish(at: InLetter, kind: LetterOf, found: Sequence[CaseLetter]) -> None:
    """Write it to a file, or none, and say how it is sent, or that it is not yet."""
    screen = at.screen
    shown: list[tuple[Path, str]] = []
    is_sent: list[bool] = []

    async def save(values: dict[str, object]) -> None:
        if written := str(values.get("path") or "").strip():
            places = letters.places(typed_path(written), len(found))
            # Those of an earlier try stand already: it stopped at the one after them.
            for each, path in tuple(zip(found, places, strict=True))[len(shown) :]:
                shown.append(await one(screen, each, path, case_letters.write))
        how, on = str(values.get("how") or NOT_YET), values.get("on")
        if how == NOT_YET:
            if not written:
                raise InvalidError((Problem("path", "", "Name a file, or say how it is sent."),))
            return
        done = await screen.ask(
            case_letters_kept.keep_sent, [case_letters.kept(each) for each in found],
            on if isinstance(on, date) else at.today, how, at.today,
        )  # fmt: skip
        is_sent.append(True)
        for warning in done.warnings:
            screen.say(f"! {warning}")

    several = "" if len(found) == 1 else f" {counted(len(found), 'letter')}, one for each home:"
    to = "; ".join(each.to.within for each in found)
    asks: list[Ask | str] = [
        f"To:{several} {to}. About: {found[0].identity}",
        Ask("path", "File", hint=".pdf is printed; .docx and .txt get a password; empty: none"),
        Ask("how", "Sent", "choice", options=WAYS, is_needed=True),
        Ask("on", "On", "date", prefer="past", is_needed=True),
    ]
    start = {"path": proposed(f"{at.view.name} {kind.code}", "letter"), "how": NOT_YET,
             "on": at.today}  # fmt: skip
    key = drafts.key("letter", at.view.pupil, f"{at.view.id}-{kind.code}-file")
    form = Asked(f"{kind.label}: write and send", key, asks, save, start, yes="Do it", said="")
    if await drafted.ask(screen, form):
        await screen.ask(drafts.drop, _typed_key(at.view.pupil, at.view.id, kind.code))
        sent = "Written down as sent. Ctrl+Z takes it back."
        screen.say(sent if is_sent else "Drafted. t says later that it was sent.")
    for path, password in shown:
        if password:
            await leaving.show_password(screen, password, path)
    screen.reload()


async def one(
    screen: DataScreen[None],
    letter: CaseLetter | Letter,
    path: Path,
    service: Callable[..., Path],
) -> tuple[Path, str]:
    """Write one letter by its service; where it went, and its password where it has one."""
    password = ""
    case_letters.require_ending(path)
    if not path.parent.is_dir():
        raise InvalidError((Problem("path", "", "There is no such folder."),))
    goes_to = path
    if path.suffix.lower() != ".pdf":
        goes_to = protection.place(path, path.suffix.lower())
        password = protection.password()
    if goes_to.exists():
        raise InvalidError((Problem("path", "", "There is such a file: choose another name."),))
    if password:
        going = leaving.Leaving((letter.pupil,), letter.to.recipient, goes_to)
        if not await leaving.agreed(screen, going):
            raise InvalidError((Problem("path", "", "It was not written."),))
    today = screen.face.today
    place = await although_sent(screen, service, letter, path, today, password=password)
    return place, password


async def say_sent(screen: DataScreen[None], view: CaseView, ids: Sequence[str]) -> None:
    """Say of letters that were drafted on which day they went, and how."""
    today = screen.face.today

    async def save(values: dict[str, object]) -> None:
        on = values.get("on")
        done = await screen.ask(
            case_letters_kept.sent, ids, on if isinstance(on, date) else today,
            str(values.get("how") or ""), today,
        )  # fmt: skip
        for warning in done.warnings:
            screen.say(f"! {warning}")

    named = [each for each in view.letters if each.id in ids]
    asks: list[Ask | str] = [
        *(f"{each.label}, to {each.recipient}, {told(each)}" for each in named),
        Ask("how", "How", "choice", options=WAYS[1:], is_needed=True),
        Ask("on", "On", "date", prefer="past", is_needed=True),
    ]
    key = drafts.key("letter", view.pupil, f"{view.id}-sent")
    form = Asked("It was sent", key, asks, save, {"how": "post", "on": today}, yes="It was sent",
                 said="Written down as sent. Ctrl+Z takes it back.")  # fmt: skip
    if await drafted.ask(screen, form):
        screen.reload()


def told(letter: LetterView) -> str:
    """When a letter was drafted and sent, in few words."""
    if letter.sent_on is None:
        return f"drafted {short(letter.drafted_on)}, not sent"
    return f"sent {short(letter.sent_on)} by {letter.sent_how}"


async def remove(screen: DataScreen[None], view: CaseView, letter: str) -> None:
    """Remove a letter that was only drafted, after asking; one that was sent stays."""
    found = next((each for each in view.letters if each.id == letter), None)
    if found is None:
        return
    if found.sent_on is not None:
        screen.say("This letter was sent, so it stays to be read.")
        return
    sure = Confirm(
        "Remove this letter?",
        f"{found.label}, to {found.recipient}, was only drafted. A file of it stays where it is.",
        yes="Remove it",
        no="Keep it",
    )
    if await screen.app.push_screen_wait(sure):
        await screen.ask(case_letters_kept.remove, letter)
        screen.say("Removed. Ctrl+Z brings it back.")


async def open_kept(screen: DataScreen[None], view: CaseView, letter: str) -> None:
    """Read a letter as it was written; where it waits, say that it was sent."""
    found = next((each for each in view.letters if each.id == letter), None)
    if found is None:
        return
    title = f"{found.label}: to {found.recipient}"
    if found.sent_on is not None or screen.face.read_only:
        await screen.app.push_screen_wait(Notice(title, f"{told(found)}\n\n{found.words}"))
    elif await screen.app.push_screen_wait(
        Preview(title, told(found), found.words, yes="It was sent …")
    ):
        await say_sent(screen, view, [letter])
