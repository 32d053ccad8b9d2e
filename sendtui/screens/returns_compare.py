"""An earlier return in its file against this year's: who is gone, who is new, what differs."""

from collections import Counter
from pathlib import Path

from textual import on

from sendtui.screens import workbook_out
from sendtui.screens.how_far import HowFar, telling
from sendtui.screens.lines import Fact, headed
from sendtui.screens.returns_list import ReturnList
from sendtui.screens.widgets.words import Line
from sendtui.services import returns_files
from sendtui.services.returns_files import Difference
from sendtui.services.returns_kept import Asked

_WHEN = {"gone": "was in force", "differs": "differs", "new": "not in it"}


class CompareScreen(ReturnList):
    """What differs between last year's return and this one."""

    TITLE_OF = "Compared"

    help_text = (
        "Who had a plan in force in the earlier return and does not go in now, whose identity or "
        "plan differs, and who is new. The line at the foot says why. Enter opens the pupil; f "
        "writes the list. By flags: sendtui return compare FILE --year YEAR."
    )

    def __init__(self, year: int, path: Path) -> None:
        super().__init__()
        self._year, self._path = year, path
        self._found: tuple[Difference, ...] = ()

    async def load(self) -> None:
        """Read the file, and compare."""
        asked = Asked(self._year)
        reading = telling(self, "Reading this year’s return:")
        found = await self.ask(returns_files.compare, asked, [self._path], reading)
        self._found = found
        counts = Counter(each.sort for each in found)
        said = f"{self._path.name}: {counts['gone']} gone, {counts['differs']} differ, "
        facts = [
            Fact(f"{n}", each.sort, _words(each), _WHEN[each.sort], kind="pupil",
                 record=each.person, whole=_whole(each))
            for n, each in enumerate(found)
        ]  # fmt: skip
        self.draw(f"{said}{counts['new']} new", list(headed(facts)), "Nothing differs.")

    @on(HowFar)
    def _on_the_way(self, event: HowFar) -> None:
        self.query_one("#left", Line).say(event.said)

    async def to_file(self) -> None:
        """Write the list."""
        whose = sorted({each.person for each in self._found if each.person})
        title = f"SEN2 {self._year} compared"
        await workbook_out.ask(self, (returns_files.table(self._found),), title, whose)


def _words(one: Difference) -> str:
    return f"{one.name}: {one.item} {one.before} → {one.now}" if one.item else one.name


def _whole(one: Difference) -> str:
    if one.sort == "differs":
        return f"{one.name}: {one.item} was {one.before} and is {one.now}."
    if one.sort == "new":
        return f"{one.name} goes in now, and was not in that return."
    return f"{one.name} had a plan in force then. {one.because}"
