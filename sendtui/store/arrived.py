"""Whether a change that arrived belongs where it says: to its stream, its record and its kind.

A sender is trusted with some streams. These checks keep a change from reaching out of its own
stream, and keep out what the tables could not hold.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sendtui.errors import DamagedError
from sendtui.models import KINDS
from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH, DELETED


def check_place(line: Mapping[str, Any], kind: str) -> None:
    """Nothing if a change stays within its stream and is of the kind its record was born with.

    `kind` is that kind, "" where the record is not known here. A noun of a later version is only
    kept, so nothing is asked of it. Raises DamagedError.
    """
    name = line["kind"]
    if kind and kind != name:
        raise _misplaced()
    if name not in KINDS:
        return
    belongs, is_event = _belongs(name)
    if line["stream_kind"] != belongs:
        raise _misplaced()
    if line["field"] == BIRTH:
        _check_birth(line, belongs)
    elif line["field"] == belongs and name != belongs and line["value"] != line["stream"]:
        raise _misplaced()
    elif is_event and (line["field"] != DELETED or name == "erasure"):
        raise DamagedError("The file rewrites something that happened. Nothing was taken in.")


def _check_birth(line: Mapping[str, Any], belongs: str) -> None:
    name, values = line["kind"], line["value"]
    if name == belongs and line["record"] != line["stream"]:
        raise _misplaced()
    if values is None:
        return
    if name != belongs and values.get(belongs) != line["stream"]:
        raise _misplaced()


def require_whole(name: str, kept: Mapping[str, Any]) -> None:
    """Raise DamagedError where a birth lacks what its table must have.

    `kept` is so much of it as the table can hold; what a later version added stays in the log.
    """
    if not shape(name).required <= kept.keys():
        raise DamagedError(
            f"The file holds a {name.replace('_', ' ')} that lacks what it must have. "
            "Nothing was taken in: tell the sender."
        )


@cache
def _belongs(name: str) -> tuple[str, bool]:
    twin = shape(name).kind.twin
    return twin.STREAM, twin.EVENT


def _misplaced() -> DamagedError:
    return DamagedError(
        "The file holds a change that does not belong where it says. Nothing was taken in: tell "
        "the sender, and your data protection officer."
    )
