"""Keys that cannot be used now, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from sendtui.screens.base import only_moves

_WHY = {
    "pupil": "No pupil has been opened yet.",
    "recent": "The case file is locked.",
    "begin": "The case file cannot be kept in that place.",
    "safe": "The place that was chosen is safe already.",
    "next": "This is the last stage.",
    "next_cycle": "There is a next cycle once this one has been reviewed and nothing else runs.",
    "print": "There is nothing to print yet, or the file is open for reading only.",
    "hold": "No review has been begun: go to the stage Review.",
    "apply": "First a file is chosen and its preview shown.",
    "alike": "First a file is chosen and its preview shown.",
    "day": "First a file is chosen and its preview shown.",
    "columns": "First a file is chosen and its preview shown.",
    "held": "Nothing is held back.",
    "absent": "Nobody is absent from the file.",
    "finish": "The import has not ended yet.",
    "wait": "Nothing is being taken in.",
    "merge": "First a sealed file is chosen.",
    "write": "First it is chosen whom the file is for.",
    "whole_roll": "The card of whoever this is for does not allow it.",
    "whom": "Nobody is enrolled here yet: Keys and people.",
    "sort": "This list keeps its own order.",
}
READ_ONLY = "The file is open for reading only."


@dataclass(frozen=True, slots=True)
class Shut:
    """A key that does nothing now: its name, what it would do, and why it does not."""

    key: str
    does: str
    action: str
    why: str


def shut_keys(screen: Screen[object]) -> Iterator[Shut]:
    """The keys of a screen and of the app that cannot be used now, with the reason."""
    app = screen.app
    open_now = {active.binding.action for active in screen.active_bindings.values()}
    told: set[str] = set()
    for node, bindings in screen._modal_binding_chain:
        for _, binding in bindings:
            action = binding.action
            if not binding.description or action in open_now | told or only_moves(action):
                continue
            if app._check_action_state(action, node) is not False:
                continue
            told.add(action)
            yield Shut(
                app.get_key_display(binding), binding.description, action, why(node, binding)
            )


_QUIET = frozenset(("escape", "tab", "enter"))
"""Keys that lead out of something, and are pressed again when they have."""


def shut_by(screen: Screen[object], key: str) -> str:
    """What a key would do here and why it does not; "" where it does something.

    A letter that is shut here does not lead to another place instead.
    """
    app, said = screen.app, ""
    if key in _QUIET:
        return ""
    for node, bindings in screen._modal_binding_chain:
        for binding in bindings.key_to_bindings.get(key, ()):
            if not binding.description or only_moves(binding.action):
                continue
            if app._check_action_state(binding.action, node) is True:
                return said if node is app and len(key) == 1 else ""
            said = said or f"{binding.description}: {why(node, binding)}"
    return said


def why(node: DOMNode, binding: Binding) -> str:
    """Why a key of this node cannot be used: as the node says itself, or as is usual."""
    own = getattr(node, "why_not", None)
    told = own(binding.action) if callable(own) else ""
    if isinstance(told, str) and told:
        return told
    if getattr(node.app, "is_locked", False):
        return "The case file is locked."
    name = binding.action.partition("(")[0].rpartition(".")[2]
    if getattr(node.app, "read_only", False) and name not in ("pupil", "next"):
        return READ_ONLY
    return _WHY.get(name, "It has no meaning here now.")
