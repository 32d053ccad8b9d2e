"""The style sheets of the app, each parsed once for as long as the colours are the same.

The library's own parses every sheet anew whenever a screen brings one along, and twice more before
the first frame.
"""

from typing import Any

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

KEPT = 1_024
"""Sheets kept as they were parsed: more than all screens and widgets have."""


class Sheets(Stylesheet):
    """A stylesheet that remembers what it has parsed."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache: LRUCache[tuple[Any, ...], list[RuleSet]] = LRUCache(KEPT)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; what was parsed with the same ones stays."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take up sheets and colours that are new; what went before stands where one is broken."""
        self.parse()
