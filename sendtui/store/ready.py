"""A change made ready before the record is asked: what it says, spelled and shaped.

None of it needs the database, so a register's server writes one part while the next is made ready.
"""

from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from sendtui.models import KINDS, wire
from sendtui.store.shapes import shape
from sendtui.store.standing import BIRTH

Line = dict[str, Any]


@dataclass(slots=True)
class Ready:
    """A change as its file has it, and what can be known of it without the record.

    `fields` are what its link covers, as bytes; `spelled` is its value, as bytes; `kept` is so much
    of a birth as its table can hold.
    """

    line: Line
    text: str
    fields: bytes
    spelled: bytes
    commitment: bytes
    kept: dict[str, Any] | None


def ready(text: str) -> Ready:
    """A change from its line of JSON."""
    line = from_json(text)
    kept = None
    if line["salt"] is None:
        spelled, commitment = b"", bytes.fromhex(line["erased"])
    else:
        value = line["value"]
        spelled = wire.canonical(value)
        commitment = wire.commit(bytes.fromhex(line["salt"]), spelled)
        if line["field"] == BIRTH and line["kind"] in KINDS:
            kept = shape(line["kind"]).storable(value)
    return Ready(line, text, wire.canonical(wire.chained(line)), spelled, commitment, kept)
