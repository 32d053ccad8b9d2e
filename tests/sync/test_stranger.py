"""A stranger's reader, written from the page on the format, reads what sendtui reads."""

import json
import subprocess
import sys
from pathlib import Path

from sendtui.models import KINDS
from sendtui.services import confidential, contacts, erasing
from sendtui.services.peers import identity
from sendtui.store import attachments
from sendtui.store.standing import DELETED, standing
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import TODAY, read, sent

READER = Path(__file__).with_name("stranger.py")


def read_by_stranger(la: Store, *paths: Path) -> dict[str, object]:
    ended = subprocess.run(
        [sys.executable, "-I", str(READER), identity(la).secret, *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, object] = json.loads(ended.stdout)
    return found


def as_here(store: Store, records: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The same records as the case file has them: what is shown of each field a stranger saw."""
    found: dict[str, dict[str, object]] = {}
    with store.read() as session:
        for record, said in records.items():
            now = standing(session.connection(), record)
            assert now is not None
            fields = said["fields"]
            assert isinstance(fields, dict)
            found[record] = {
                name: now.values.get(name, False if name == DELETED else None) for name in fields
            }
    return found


def test_a_stranger_reads_the_same_record(school: Store, la: Store) -> None:
    zephyr, other = invented.pupil(school), invented.pupil(school, surname="Moss")
    for pupil in (zephyr, other):
        invented.status(school, pupil, "K")
    contact = contacts.log(school, zephyr, on=TODAY, said="Für Elise – żółw \U0001f422")
    hidden = contacts.log(school, zephyr, on=TODAY, said="hidden")
    confidential.mark(school, zephyr, "contact", hidden, today=TODAY)
    with school.write("Add") as tx:
        name = attachments.keep(tx.connection, b"report")
        tx.add("document", {"pupil": zephyr, "title": "R", "sha256": name, "size": 6})
    with school.read() as session:
        opened = school.heads(session, zephyr)
    for value in ("3B", "4C"):
        with school.write("Edit") as tx:
            tx.put("pupil", zephyr, {"class_name": value}, opened)
    one = sent(school, la, "one")
    read(la, one)
    erasing.erase(school, other, reason="court order", word="ERASE", today=TODAY)
    confidential.lift(school, zephyr, hidden, today=TODAY)
    read(school, sent(la, school, "asks"))
    with school.write("Remove") as tx:
        tx.remove("contact", contact)
    two = sent(school, la, "two")
    read(la, two)

    told = read_by_stranger(la, two, one)

    records = told["records"]
    assert isinstance(records, dict)
    assert told["waiting"] == 0
    assert told["documents"] == {name: b"report".hex()}
    shown = {
        record: {field: values[0] for field, values in said["fields"].items()}
        for record, said in records.items()
        if said["kind"] in KINDS
    }
    here = as_here(la, records)
    nothing = {name: None for fields in here.values() for name in fields} | {DELETED: False}
    for record, fields in shown.items():
        for field, value in fields.items():
            assert (value if value is not None else nothing[field]) == here[record][field]
    assert set(records[zephyr]["fields"]["class_name"]) == {"3B", "4C"}
    assert records[hidden]["fields"]["said"] == ["hidden"]
    assert records[contact]["fields"][DELETED] == [True]
    assert other not in records
