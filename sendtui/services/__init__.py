"""What a SENCO or a caseworker does: plain functions, the store first, one transaction per act.

Services return frozen values; they never print, never read the clock and never draw.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def writes(service: Callable[P, R]) -> Callable[P, R]:
    """Mark a service that writes, so that the screens run it on the writer's own thread."""
    service.writes = True  # type: ignore[attr-defined]
    return service
