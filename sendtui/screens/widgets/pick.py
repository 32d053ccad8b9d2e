"""One of many options, from a list that opens and narrows as one types."""

from collections.abc import Iterator
from typing import cast

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList, Select
from textual.widgets._select import SelectCurrent, SelectOverlay
from textual.widgets.option_list import Option

from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.words import one_line


class Offered(SelectOverlay):
    """The options, of which those stay that have what is typed; its first place is for none."""

    def __init__(self, prompts: list[str]) -> None:
        super().__init__()
        self._prompts = prompts
        self._sought = ""

    async def _on_key(self, event: Key) -> None:
        """Narrow by what is typed, and widen by Backspace; Tab takes what was looked for."""
        if event.key == "tab" and self._sought.strip() and self.highlighted_option is not None:
            place = int(self.highlighted_option.id or 0)
            self.seek("")
            cast("Pick", self.parent).take(place)
        elif event.key == "backspace":
            self.seek(self._sought[:-1])
        elif event.character is not None and event.is_printable:
            self.seek(self._sought + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def seek(self, words: str) -> None:
        """Show the options that have all these words, the likeliest under the cursor."""
        words = words.lstrip()
        if words == self._sought:
            return
        self._sought = words
        self.border_title = Content(words) if words else None
        ranked = list(self._found())
        self.clear_options()
        self.add_options(
            [
                Option(Text(prompt, "" if place else "dim"), id=str(place))
                for _, place, prompt in ranked
            ]
            or [Option(Text("Nothing is called so."), disabled=True)]
        )
        if ranked:
            self.select(ranked.index(min(ranked)) if words else None)

    def more(self, words: str) -> None:
        """Go on with what has been typed."""
        self.seek(self._sought + words)

    def _found(self) -> Iterator[tuple[int, int, str]]:
        """How far from its beginning each fitting option has the words, its place, and it."""
        words = self._sought.casefold().split()
        for place, prompt in enumerate(self._prompts):
            label = prompt.casefold()
            if all(word in label for word in words):
                begins = f" {label}".find(f" {words[0]}") if words else 0
                rank = 1 if begins > 0 else 0 if begins == 0 else 2
                yield (rank if place else 3), place, prompt

    def action_dismiss(self) -> None:
        """Close the list as it was."""
        self.seek("")
        super().action_dismiss()

    def on_blur(self) -> None:
        """Close the list as it was."""
        self.seek("")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take an option by its place among all."""
        event.stop()
        # The library would count it among those that are shown.
        event.prevent_default()
        place = int(event.option_id or event.option_index)
        self.seek("")
        self.post_message(self.UpdateSelection(place))


class Pick(Select[str]):
    """One of many options, from a list that opens; typing narrows it."""

    DEFAULT_CSS = """
    Pick {
        & > SelectCurrent {
            border: none;
            border-left: wide transparent;
            padding: 0 1;
            background: $surface;
        }
        &:focus > SelectCurrent {
            border: none;
            border-left: wide $primary;
            background: $boost;
        }
        & SelectCurrent Static#label { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > SelectOverlay {
            border: round $primary;
            border-title-style: bold;
            max-height: 10;
        }
    }
    """

    help_text = (
        "Enter opens the list; typing narrows it, Backspace widens it again. Enter takes what the "
        "cursor is at, and Tab takes it and goes on."
    )

    def __init__(self, ask: Ask, value: str = "", *, id: str | None = None) -> None:
        known = [each for each in ask.options if each[0]]
        nothing = dict(ask.options).get("", "choose" if ask.is_needed else "none")
        if value and value not in dict(known):
            known.append((value, f"{value} (not on the list now)"))
        super().__init__(
            [(Text(one_line(label)), code) for code, label in known],
            prompt=one_line(nothing),
            value=value or Select.NULL,
            id=id,
        )

    def compose(self) -> ComposeResult:
        """What is chosen, and the list."""
        yield SelectCurrent(self.prompt)
        yield Offered([self.prompt, *(str(label) for label, _ in self._options[1:])])

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep what is typed here from being a command elsewhere."""
        return key != "space" and character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Open the list for what is typed, and narrow it."""
        if event.character is None or not self.check_consume_key(event.key, event.character):
            return
        event.stop()
        if not self.expanded:
            self.action_show_overlay()
        self.query_one(Offered).more(event.character)

    def take(self, place: int) -> None:
        """Choose the option at a place of the list, and go on to the next field."""
        self.value = self._options[place][1]
        self.focus()
        self.screen.focus_next()

    @property
    def raw(self) -> str:
        """The code chosen, or nothing."""
        return "" if self.is_blank() else str(self.value)

    def put_raw(self, raw: str) -> None:
        """Choose a code again; one that has gone from the list is passed over."""
        if raw in {value for _, value in self._options}:
            self.value = raw
        elif not raw:
            self.clear()

    def read(self) -> object:
        """The code, or None for nothing."""
        return self.raw or None
