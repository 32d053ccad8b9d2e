"""One letter for many cases: chosen, looked at, written as one PDF or a file each, and sent."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sendtui.errors import SendtuiError
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.counting import counted
from sendtui.screens import case_letters as one
from sendtui.screens import case_letters_out as out
from sendtui.screens.although import sent as although_sent
from sendtui.screens.base import READ_ONLY, DataScreen
from sendtui.screens.widgets.dialog import Choose, Option
from sendtui.services import case_letters, case_letters_batch, case_reading
from sendtui.services.case_views import CaseView


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
    to = await out.whom(screen, kind)
    if to is None:
        return False
    found = await although_sent(
        screen, case_letters_batch.batch, cases, chosen, today,
        dated=dated if isinstance(dated, date) else today, given=given, only=only, to=to,
    )  # fmt: skip
    if not found.letters:
        why = found.left_out[0][1] if found.left_out else ""
        raise SendtuiError(f"There is no such letter for these cases. {why}".strip())
    return await out.show(screen, kind, found) and await out.finish(screen, found, views[0])


def _options(views: Sequence[CaseView]) -> list[Option]:
    """The letters that most of the cases may have, those that chase first."""
    fits = Counter(each.code for view in views for each in case_letters.fitting(view))
    order = sorted(
        (code for code in LETTERS if fits[code]),
        key=lambda code: (not code.endswith("-chase"), -fits[code]),
    )
    return [Option(code, LETTERS[code].label, counted(fits[code], "case")) for code in order]
