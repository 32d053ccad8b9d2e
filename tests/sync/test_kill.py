"""Killed in the middle of a merge: all of the file is there afterwards, or nothing, and reading it
again brings the rest."""

import json
from pathlib import Path

import pytest

from sendtui.store.store import Store
from tests.copies import new_store
from tests.processes import run_python
from tests.sync.desks import lines, said, take

MERGE = """
import json, sys
from pathlib import Path
from sendtui.store import incoming
from sendtui.store.store import Store
with Store.open(Path({path!r}), bytes.fromhex({key!r})) as store:
    device = store.device
    with store.write("Merge") as tx:
        incoming.stage(tx.connection, json.loads(Path({given!r}).read_text(encoding="utf-8")))
        incoming.merge(tx.connection, "file", 0, device)
"""


@pytest.mark.parametrize(
    ("point", "there"),
    [
        ("merge.part", False),
        ("merge.taken", False),
        ("merge.done", False),
        ("write.committed", True),
    ],
)
def test_a_merge_killed_half_way_took_in_all_or_nothing(
    tmp_path: Path, point: str, there: bool
) -> None:
    given = tmp_path / "lines.json"
    with new_store(tmp_path / "giver.sendtui") as giver:
        for n in range(3):
            with giver.write("Add") as tx:
                pupil = tx.add("pupil", {"surname": f"Moss{n}"})
                tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1})
        given.write_text(json.dumps(lines(giver)), encoding="utf-8")
        whole = said(giver)
    with new_store(tmp_path / "taker.sendtui") as taker:
        path, key, empty = taker.path, taker.key, said(taker)
    run = MERGE.format(path=str(path), key=key.hex(), given=str(given))

    ended = run_python(run, crash=point)

    assert ended.returncode == 86, ended.stderr
    with Store.open(path, key) as taker:
        assert said(taker) == (whole if there else empty)
        take(taker, json.loads(given.read_text(encoding="utf-8")), 0)
        assert said(taker) == whole
