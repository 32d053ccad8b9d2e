"""The school's library on its desk: strategies and targets, and the list that schools share."""

from collections.abc import Iterable
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.rules.codes import BROAD_AREAS
from sendtui.rules.counting import counted
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.lines import Fact
from sendtui.screens.printing import proposed
from sendtui.screens.school_part import Part, Screen, Values, asked
from sendtui.screens.widgets.asks import Ask, Options, code_options
from sendtui.screens.widgets.dialog import Choose, Confirm, FormDialog, Option
from sendtui.services import library
from sendtui.services.library import Entry, Kind, Taking

_FEW = 8
_WORDS: dict[Kind, str] = {"strategy": "Strategy", "target": "Target"}
_LAYERS: Options = (("universal", "Universal"), ("targeted", "Targeted"),
                    ("specialist", "Specialist"))  # fmt: skip


def library_part() -> Part:
    """Strategies and targets to pick from while a plan is written."""
    return Part(
        "Library",
        _facts,
        _form,
        "Strategies and targets to pick from in a plan; f takes a list in or out.",
        library.remove,
    )


async def files(screen: Screen) -> bool:
    """Write the library to a list, or take one in; whether anything changed here."""
    chosen = await screen.app.push_screen_wait(
        Choose(
            "Interventions, strategies and targets",
            (
                Option("out", "Write them to a list", "CSV, without any name"),
                Option("in", "Take a list in", "shown first"),
            ),
        )
    )
    if chosen == "out":
        await _write(screen)
    return chosen == "in" and await _take(screen)


async def _all(screen: Screen) -> dict[str, Entry]:
    found = [e for kind in library.KINDS for e in await screen.ask(library.entries, kind)]
    return {each.id: each for each in found}


async def _facts(screen: Screen) -> Iterable[Fact]:
    return [
        Fact(
            each.id,
            _WORDS[each.kind],
            each.name,
            who=each.area,
            record=each.id,
            whole=f"{each.name}. {BROAD_AREAS.label(each.area)}".strip(". "),
        )
        for each in (await _all(screen)).values()
    ]


async def _form(screen: Screen, record: str) -> Asked:
    one = (await _all(screen)).get(record)
    kinds = tuple(_WORDS.items())
    first = () if one else (Ask("kind", "Kind", "choice", options=kinds, is_needed=True),)
    asks = (
        *first,
        Ask("name", "What it says", "long", hint="no child is named here", is_needed=True),
        Ask("area", "Area of need", "choice", options=code_options(BROAD_AREAS)),
        Ask("layer", "Layer", "choice", options=_LAYERS, is_needed=True),
    )

    async def save(values: Values) -> None:
        given = {name: value for name, value in values.items() if name != "kind"}
        kind = one.kind if one else next(k for k in library.KINDS if k == values.get("kind"))
        heads = one.heads if one else None
        today = screen.face.today
        await screen.ask(library.keep, kind, given, record if one else "", heads, today=today)

    start: Values = {"kind": library.KINDS[0], "layer": "universal"}
    return asked("Strategy or target", "library", record, asks, save, one, library.FIELDS, start)


async def _write(screen: Screen) -> None:
    written: list[tuple[Path, int]] = []

    async def save(values: Values) -> None:
        path = typed_path(str(values.get("path") or ""))
        if path.exists():
            raise InvalidError((Problem("path", "", "There is a file of this name."),))
        number = await screen.ask(library.export, path, screen.face.today)
        written.append((path, number))

    asks = (Ask("path", "File", hint="ends in .csv", is_needed=True),)
    start = {"path": proposed("Library", "Library").replace(".pdf", ".csv")}
    await screen.app.push_screen_wait(FormDialog("Write the library", asks, start, save=save))
    for path, number in written:
        screen.say(f"Written: {counted(number, 'entry', 'entries')} to {path}")


async def _take(screen: Screen) -> bool:
    looked: list[Taking] = []

    async def look(values: Values) -> None:
        path = typed_path(str(values.get("path") or ""))
        if not path.is_file():
            raise InvalidError((Problem("path", "", "There is no such file."),))
        looked[:] = [await screen.ask(library.look, path, screen.face.today)]

    asks = (Ask("path", "File", is_needed=True),)
    form = FormDialog("Take a list in", asks, save=look, yes="Preview")
    await screen.app.push_screen_wait(form)
    if not looked:
        return False
    found = looked[0]
    if not (found.new or found.changed):
        screen.say(_in_words(found).replace("\n", " "))
        return False
    sure = Confirm("Take this in?", _in_words(found), yes="Take it in", no="Leave it")
    if not await screen.app.push_screen_wait(sure):
        return False
    number = await screen.ask(library.take, found, screen.face.today)
    screen.say(f"{counted(number, 'entry', 'entries')} taken in. Ctrl+Z takes them back.")
    return True


def _in_words(found: Taking) -> str:
    """What taking a list in would do, in a few lines."""
    total = (
        f"{len(found.new)} new, {len(found.changed)} changed, {found.same} as they are, "
        f"{counted(len(found.rejected), 'line')} left out."
    )
    lines = [f"Line {each.line}: {each.field} {each.reason}" for each in found.rejected]
    lines += [f"Unknown column: {heading}" for heading in found.unknown]
    lines += [f"New {each['kind']}: {each['name']}" for each in found.new]
    lines += [f"Changed {kind}: {name}" for kind, _, name, _ in found.changed]
    more = [f"and {len(lines) - _FEW} more"] if len(lines) > _FEW else []
    return "\n".join([total, *lines[:_FEW], *more])
