"""What the verbs of one kind of record share: list, change and remove by number."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sendtui.commands.acts import NUMBER, Named, Records, add_words, fields, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, read_day

V = TypeVar("V", bound=Named)


@dataclass(frozen=True, slots=True)
class Kept(Records[V]):
    """A kind of record that is added, changed and removed by fields.

    `name` is what one is called, `names` are its fields, `days` those that are days, `main` the one
    that --text-file gives.
    """

    name: str
    names: tuple[str, ...]
    days: tuple[str, ...]
    main: str

    @property
    def called(self) -> str:
        """What one of them is called."""
        return self.name

    def given(self, call: Call, flags: Mapping[str, object]) -> dict[str, Any]:
        """The fields of the document, and over them what the flags say; "" clears a day."""
        found = fields(call, self.main, self.names, self.days)
        for name, value in flags.items():
            if value is not None:
                written = name in self.days and value
                found[name] = read_day(str(value), call.today) if written else value
        return found

    def change(self, call: Call, pupil: str, flags: Mapping[str, object]) -> int:
        """Change fields of one of them."""
        from sendtui.services import amend

        found = self.chosen(call, pupil)
        values = {n: "" if v is None else v for n, v in self.given(call, flags).items()}
        changed = amend.amend(call.store, self.kind, found.id, values, today=call.today)
        return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)

    def remove(self, call: Call, pupil: str) -> int:
        """Remove one that was put down by mistake."""
        from sendtui.services import amend

        found = self.chosen(call, pupil)
        amend.remove(call.store, self.kind, found.id)
        return told(call, "Removed. “sendtui undo” brings it back.", id=found.id)


def words(parser: ArgumentParser, acts: Iterable[str], about: str) -> None:
    """The words every one of these verbs takes."""
    add_words(parser, dict.fromkeys(acts, _none), NUMBER, about)


def on_day(call: Call, given: dict[str, Any], name: str) -> None:
    """Give a field the day of --on, or today, where nothing else says it."""
    if not given.get(name):
        given[name] = day(call, call.options.on)


def _none(_call: Call, _pupil: str) -> int:
    return 0
