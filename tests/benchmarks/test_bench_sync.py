"""A million changes in one sealed file: how long, how much memory, how many bytes for each.

Into a case file and into a register: the same file, and the same process to take it in.

The file is made without a store, so that its size is what is asked for; it is merged in a process
of its own, whose peak is its own. SENDTUI_BENCH_CHANGES asks for another number.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from sendtui.formats import sealed
from sendtui.formats.sealed_header import Header, Scope, Sender
from sendtui.models import wire
from sendtui.services import peers
from sendtui.store.ids import new_id
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.benchmarks.conftest import Table
from tests.processes import environment
from tests.registers import new_register, url
from tests.services.enrolled import case_file, enrolled

CHANGES = int(os.environ.get("SENDTUI_BENCH_CHANGES", "1000000"))
EACH = 10
"""Changes of one pupil: four births, and three edits each of the class and of a need's words."""

MERGE = """
import json, sys, time
from datetime import date
from pathlib import Path
from sendtui.services import merge
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
try:
    import resource
except ImportError:
    resource = None
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0
def opened(where, key):
    if key:
        return Store.open(Path(where), bytes.fromhex(key))
    return Store.on(Server(address(where), Path("register")))
with opened(sys.argv[1], sys.argv[2]) as store:
    before, began, cpu = peak(), time.perf_counter(), time.process_time()
    (result,) = merge.merge(store, [Path(sys.argv[3])], date(2026, 11, 22))
    print(json.dumps([result.new, result.reason, time.perf_counter() - began,
                      time.process_time() - cpu, before, peak()]))
"""


def lines(count: int, setting: str, device: str) -> Iterator[dict[str, object]]:
    """Changes of as many pupils as it takes, each with a history of its own."""
    stamp = 1_790_000_000_000
    for number in range(count // EACH):
        pupil, need, batch = new_id(), new_id(), new_id()
        act = {
            "stream": pupil, "stream_kind": "pupil", "dev": device,
            "hlc": wire.pack(stamp + number),
            "who": "A. Tester", "true_on": None, "written": "2026-11-22T12:00:00+00:00",
            "label": "Taken over", "batch": batch,
        }  # fmt: skip
        named = {"setting": setting, "surname": f"Quill{number}", "forename": "Zephyr",
                 "born": "2016-02-03", "class_name": "1A"}  # fmt: skip
        births = [
            ("pupil", pupil, named),
            ("status", new_id(), {"pupil": pupil, "status": "K", "since": "2026-09-01"}),
            ("need", need, {"pupil": pupil, "code": "SLCN", "rank": 1, "note": "Hums"}),
            ("contact", new_id(), {"pupil": pupil, "on": "2026-10-01", "said": "Rang. " * 9}),
        ]
        for n, (kind, record, value) in enumerate(births, 1):
            yield {**act, "n": n, "kind": kind, "record": record, "field": "*", "value": value,
                   "salt": token_hex(16), "bases": []}  # fmt: skip
        for n in range(5, EACH + 1):
            kind, record, name = ("pupil", pupil, "class_name") if n % 2 else ("need", need, "note")
            base = n - 2 if n > 6 else (1 if n % 2 else 3)
            yield {**act, "n": n, "kind": kind, "record": record, "field": name,
                   "value": f"{n}A", "salt": token_hex(16), "bases": [[device, base]]}  # fmt: skip


def sealed_for(la: Store, folder: Path) -> tuple[Path, sealed.Written]:
    """The file, from a school that the authority has enrolled."""
    with case_file(folder, "moonbeam") as school:
        enrolled(school, la, whole_roll=True)
        keys, (peer, *_) = peers.identity(school), peers.peers(school)
        header = Header(
            file=new_id(), n_sent=1, schema=3,
            sender=Sender(school.device, keys.sign, peer.card.subject.name),
            to=(peer.seal,),
            scope=Scope((school.setting,), None, "SEN support"),
            created="2026-11-22T12:00:00+00:00", cards=(peer.card.fields,),
        )  # fmt: skip
        path = folder / "million.sendx"
        with path.open("wb") as file:
            many = lines(CHANGES, school.setting, school.device)
            return path, sealed.write(file, header, many, keys.signing_key)


def take(where: str, key: str, path: Path, made: sealed.Written, table: Table, store: str) -> None:
    """Take the file in by a process of its own, and put down what it cost."""
    ended = subprocess.run(
        [sys.executable, "-c", MERGE, where, key, str(path)],
        capture_output=True, encoding="utf-8", env=environment(), check=True,
    )  # fmt: skip
    new, reason, wall, cpu, before, after = json.loads(ended.stdout)
    assert (new, reason) == (made.count, "")
    what = f"one sealed file of {new:,} changes merged, {store}"
    table.add(what, f"{wall:,.0f} s", f"{new / wall:,.0f} changes/s", "≥ 12,000/s")
    table.add("the same by our own processor time", f"{cpu:,.0f} s", f"{new / cpu:,.0f} changes/s")
    table.add("its peak of memory", f"{after // 1024:,} MB", f"{before // 1024:,} MB before")


@pytest.mark.bench
def test_a_million_changes_into_a_case_file(tmp_path: Path, table: Table) -> None:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as la:
        path, made = sealed_for(la, tmp_path)
        where, key = la.path, la.key
    take(str(where), key.hex(), path, made, table, "SQLite")
    with Store.open(where, key) as la:
        run = la.reader.connect().exec_driver_sql
        assert run("SELECT count(*) FROM change").scalar_one() >= made.count
    size = where.stat().st_size
    table.add("bytes for a change", f"{made.bytes / made.count:,.0f} in the file",
              f"{size / made.count:,.0f} in the case file")  # fmt: skip


@pytest.mark.bench
def test_a_million_changes_into_a_register(tmp_path: Path, table: Table) -> None:
    with new_register(tmp_path, "million") as la:
        la.keep_note("role", "register")
        with la.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleshire Hollow", "sort": "la"})
        la.keep_note("setting", setting)
        path, made = sealed_for(la, tmp_path)
        assert isinstance(la.ground, Server)
        database = la.ground.address.parameters["dbname"]
    take(url(database), "", path, made, table, "PostgreSQL")
