"""The line of keys at the bottom: one widget that draws a line, however many keys there are.

The framework's own makes a widget of each key and makes them all anew whenever the keys are put
elsewhere: a sixth of what a screen costs.
"""

from dataclasses import dataclass

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

MORE = " … "
EDGE = ("▏", "$foreground 20%")


@dataclass(frozen=True, slots=True)
class Shown:
    """A key of the line: what it is called, what it does, and whether it does it now."""

    key: str
    name: str
    does: str
    is_open: bool

    @property
    def cells(self) -> int:
        """How wide it is."""
        return self._content.cell_length

    @property
    def _content(self) -> Content:
        return Content.assemble(
            (self.name, "bold $footer-key-foreground on $footer-key-background"),
            (f" {self.does}" if self.does else "", "$footer-description-foreground"),
            " ",
        )

    def drawn(self) -> Content:
        """As it stands in the line; what is shut is dimmed."""
        found = self._content
        return found if self.is_open else found.stylize("dim")


class Footer(Widget, can_focus=False):
    """The keys that do something here, the one of all actions at the right; a click presses one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        width: 100%;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
    }
    """

    def __init__(self, *, show_command_palette: bool = True) -> None:
        """`show_command_palette`: whether the key of all actions stands at the right."""
        super().__init__()
        self._shows_palette = show_command_palette
        self._keys: tuple[Shown, ...] = ()
        self._palette: Shown | None = None

    def on_mount(self) -> None:
        """Follow the keys as they change."""
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)

    def on_unmount(self) -> None:
        """Follow them no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _keys_changed(self, screen: Screen[object]) -> None:
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._take_keys)

    def _take_keys(self) -> None:
        if not self.is_attached:
            return
        active = self.screen.active_bindings
        by_action: dict[str, Shown] = {}
        for each in active.values():
            if each.binding.show:
                by_action.setdefault(each.binding.action, self._shown(each))
        palette = active.get(self.app.COMMAND_PALETTE_BINDING) if self._shows_palette else None
        found = tuple(by_action.values()), self._shown(palette) if palette else None
        if found != (self._keys, self._palette):
            self._keys, self._palette = found
            self.refresh()

    def _shown(self, active: ActiveBinding) -> Shown:
        binding = active.binding
        name = self.app.get_key_display(binding)
        return Shown(binding.key, name, binding.description, active.enabled)

    def render(self) -> Content:
        """The keys that fit, and the one of all actions."""
        fitting, is_cut = self._fitting()
        found = Content("").join([Content(" ") + each.drawn() for each in fitting])
        if is_cut:
            found += Content.styled(MORE, "$footer-description-foreground")
        if self._palette is None:
            return found
        gap = self.size.width - found.cell_length - self._palette_cells
        return Content.assemble(found, " " * max(gap, 0), EDGE, self._palette.drawn())

    @property
    def _palette_cells(self) -> int:
        return self._palette.cells + 1 if self._palette else 0

    def _fitting(self) -> tuple[tuple[Shown, ...], bool]:
        room = self.size.width - self._palette_cells
        if sum(each.cells + 1 for each in self._keys) <= room:
            return self._keys, False
        fitting: list[Shown] = []
        for each in self._keys:
            room -= each.cells + 1
            if room < len(MORE):
                break
            fitting.append(each)
        return tuple(fitting), True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that was clicked."""
        clicked = self._at(event.x)
        if clicked is not None:
            self.app.simulate_key(clicked.key)

    def _at(self, x: int) -> Shown | None:
        if x >= self.size.width - self._palette_cells:
            return self._palette
        for each in self._fitting()[0]:
            x -= each.cells + 1
            if x < 0:
                return each
        return None
