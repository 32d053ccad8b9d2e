"""The SEN register as JSON: one object, documented and stable.

    {"format": "sendtui-register", "version": 1, "pupils": [{"upn": …}, …]}

Every pupil has every key of `RegisterLine`. Dates are "2026-02-03" or null; `needs` and `flags`
are lists of codes, `own` is an object of the school's own fields; all else is text. A later
version only adds keys.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import BinaryIO

from sendtui.models.pages import RegisterLine

FORMAT = "sendtui-register"
VERSION = 1


def write(file: BinaryIO, lines: Iterable[RegisterLine], own: Sequence[str] = ()) -> int:  # noqa: ARG001
    """Write the register, a pupil to a line, and return how many pupils it has.

    The names of the school's `own` fields need no heading here: each pupil says theirs.
    """
    file.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "pupils": ['.encode())
    count = 0
    for count, line in enumerate(lines, start=1):
        spoken = json.dumps(asdict(line), ensure_ascii=False, default=_iso)
        file.write((",\n" if count > 1 else "\n").encode())
        file.write(spoken.encode("utf-8", "replace"))
    file.write(b"\n]}\n")
    return count


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a register line cannot hold a {type(value).__name__}")
