"""What the list of the help holds, and what a search finds in it: pages and keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.dom import DOMNode
from textual.screen import Screen

from sendtui.screens.base import only_moves
from sendtui.screens.by_flags import by_flags
from sendtui.screens.why_not import shut_keys

HERE = "here"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A line of the list: a page by its name, or a key with what it runs.

    `why` is set of a key that cannot be used now; `flags` is the same by flags.
    """

    id: str
    label: str
    words: str = ""
    action: str = ""
    node: DOMNode | None = None
    why: str = ""
    flags: str = ""


def key_lines(screen: Screen[object], upn: str) -> Iterator[HelpLine]:
    """The keys of a screen as lines: those that can be used, then those that cannot."""
    app = screen.app
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (binding.description and active.enabled) or only_moves(binding.action):
            continue
        if binding.action in seen:
            continue
        seen.add(binding.action)
        key = app.get_key_display(binding)
        flags = by_flags(binding.action, active.node, upn)
        yield HelpLine(
            f"key/{binding.action}",
            f"{key}  {binding.description}",
            binding.description,
            binding.action,
            active.node,
            flags=flags,
        )
    for shut in shut_keys(screen):
        label = f"({shut.key})  {shut.does}"
        yield HelpLine(f"shut/{shut.action}", label, shut.does, shut.action, why=shut.why)


def matching(words: Sequence[str], lines: Sequence[HelpLine]) -> list[HelpLine]:
    """The lines in which every word stands, those whose label begins so first."""
    if not words:
        return list(lines)
    found = [
        line
        for line in lines
        if all(word in f"{line.label} {line.words}".casefold() for word in words)
    ]
    return sorted(found, key=lambda line: not all(w in line.label.casefold() for w in words))


def passages(text: str, words: Sequence[str]) -> str:
    """The paragraphs and lines of a page in which every word stands, as Markdown; or ""."""
    if not words:
        return ""
    found = []
    for part in text.split("\n\n")[1:]:
        is_list = part.lstrip().startswith(("- ", "1. ", "| "))
        pieces = part.split("\n") if is_list else [part]
        found += [p for p in pieces if all(word in p.casefold() for word in words)]
    # A line of a table is no table by itself.
    plain = (p.strip().strip("|").replace("|", ": ") if p.startswith("|") else p for p in found)
    return "\n\n".join(plain)
