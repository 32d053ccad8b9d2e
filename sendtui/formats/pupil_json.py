"""Everything about one pupil as JSON: an open, documented shape that other software can read.

    {"format": "sendtui-pupil", "version": 1,
     "pupil": {"id": …, "surname": …, …},
     "records": {"need": [{"id": …, "pupil": …, "code": …}, …], …},
     "history": [{"when": …, "who": …, "act": …, "kind": …, "record": …, "field": …,
                  "before": …, "after": …}, …]}

The keys of `records` are the nouns of `sendtui.models.KINDS`, those of a record its fields. Dates
are "2026-02-03", moments "2026-02-03T09:00:00+00:00". A record that names another does so by `id`.
A later version only adds keys.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import BinaryIO

from sendtui.models.pages import PupilFile

FORMAT = "sendtui-pupil"
VERSION = 1


def write(file: BinaryIO, pupil: PupilFile) -> int:
    """Write the pupil's file, indented for people, and return how many records it holds."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "pupil": dict(pupil.pupil),
        "records": {kind: [dict(r) for r in found] for kind, found in pupil.records.items()},
        "history": [asdict(line) for line in pupil.history],
    }
    spoken = json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)
    file.write(spoken.encode("utf-8", "replace") + b"\n")
    return sum(len(found) for found in pupil.records.values())


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"a pupil's file cannot hold a {type(value).__name__}")
