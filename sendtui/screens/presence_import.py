"""A report of attendance or suspensions taken in: which file, the preview, then the act."""

from datetime import date
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.rules.counting import counted
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dialog import Confirm, Notice
from sendtui.services import drafts, presence_receive
from sendtui.services.presence_receive import SORTS, Preview, Sort

REPORTS: Options = (("attendance", "Attendance"), ("suspension", "Suspensions"))
NOTE = (
    "A report of everybody from SIMS, Arbor, Bromcom or a spreadsheet: CSV, XLSX or ODS. It is "
    "shown first. The period is needed where attendance has no columns for it."
)
FEW = 6


async def take_in(screen: DataScreen[None]) -> None:
    """Ask for the report, show what it would do, and take it in. To be awaited in a worker."""
    chosen: list[tuple[Path, Sort, date | None, date | None, Preview]] = []

    async def look(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or ""))
        sort = next(each for each in SORTS if each == values.get("sort"))
        starts, ends = _day(values, "starts"), _day(values, "ends")
        if not path.is_file():
            raise InvalidError((Problem("path", "", "There is no such file."),))
        today = screen.face.today
        shown = await screen.ask(presence_receive.preview_file, path, sort, today, starts, ends)
        chosen[:] = [(path, sort, starts, ends, shown)]

    asked = Asked(
        "Take in a report",
        drafts.key("presence_import"),
        [
            NOTE,
            Ask("path", "File", is_needed=True),
            Ask("sort", "Report of", "choice", options=REPORTS, is_needed=True),
            Ask("starts", "From", "date", may_be_none=True, prefer="past"),
            Ask("ends", "To", "date", may_be_none=True, prefer="past"),
        ],
        look,
        {"sort": "attendance"},
        yes="Preview",
        said="",
    )
    if await drafted.ask(screen, asked) and chosen:
        await _decide(screen, *chosen[0])


async def _decide(
    screen: DataScreen[None],
    path: Path,
    sort: Sort,
    starts: date | None,
    ends: date | None,
    shown: Preview,
) -> None:
    if shown.changes_nothing:
        screen.app.push_screen(Notice("Nothing new", in_words(shown)))
        return
    sure = Confirm("Take this in?", in_words(shown), yes="Take in", no="Leave it")
    if await screen.app.push_screen_wait(sure):
        today = screen.face.today
        done = await screen.ask(
            presence_receive.receive_file, path, sort, today, shown, starts, ends
        )
        screen.say(f"Taken in: {counted(done, 'line')}. Ctrl+Z takes it back.")


def in_words(shown: Preview) -> str:
    """What a report would do, in a few lines."""
    new = [f"New: {one.name}: {one.says}" for one in shown.new]
    right = [f"Put right: {one.name}: {one.says}, was {one.before}" for one in shown.changed]
    rejected = [f"Rejected: line {one.line}: {one.reason}" for one in shown.rejected]
    total = (
        f"{len(new)} new, {len(right)} put right, {shown.unchanged} unchanged, "
        f"{len(rejected)} rejected."
    )
    lines = [total]
    for those in (rejected, right, new):
        lines += those[:FEW]
        if len(those) > FEW:
            lines.append(f"… and {len(those) - FEW} more such")
    if shown.left_out:
        lines.append(f"Columns left out: {', '.join(shown.left_out)}")
    return "\n".join(lines)


def _day(values: dict[str, object], name: str) -> date | None:
    found = values.get(name)
    return found if isinstance(found, date) else None
