"""Everything out and back is the same: the record, its history with what was erased, every version.

What a copy writes itself comes after that: the note that everything was written is a disclosure.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time_ns

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.errors import DamagedError, SendtuiError
from sendtui.models.wire import CHAINED
from sendtui.services import casefile, erasing, everything, everything_back
from sendtui.services.everything_history import history_schema
from sendtui.store import attachments, erased_marks, history, incoming, undo, whole
from sendtui.store.store import Store
from tests.copies import ON, new_store
from tests.services.invented import CRASHING

TODAY = date(2026, 11, 22)
ERASED = {"reason": "right to erasure", "reference": "request 7", "word": "ERASE", "today": TODAY}


class Desk:
    """A case file at which something is done, a step at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.pupils: list[str] = []
        self.contacts: list[tuple[str, str]] = []

    def add(self, n: int) -> None:
        with self.store.write("Add a pupil", true_on=date(2026, 9, 1 + n)) as tx:
            self.pupils.append(tx.add("pupil", {"setting": self.store.setting, "surname": f"Zz{n}",
                                                "born": "2015-05-01"}))  # fmt: skip

    def edit(self, n: int) -> None:
        if pupil := self._pupil(n):
            with self.store.write("Change") as tx:
                tx.put("pupil", pupil, {"forename": CRASHING, "surname": f"Yy{n}"})

    def clash(self, n: int) -> None:
        if pupil := self._pupil(n):
            with self.store.write("Change") as tx:
                birth = (tx.standing(pupil).birth,)
                tx.put(
                    "pupil", pupil, {"preferred_forename": f"Ww{n}"}, {"preferred_forename": birth}
                )

    def say(self, n: int) -> None:
        if pupil := self._pupil(n):
            with self.store.write("Log a contact") as tx:
                said = {"pupil": pupil, "on": TODAY, "said": CRASHING, "who": "[Mum]"}
                self.contacts.append((pupil, tx.add("contact", said)))

    def keep(self, n: int) -> None:
        if pupil := self._pupil(n):
            with self.store.write("Keep a document") as tx:
                name = attachments.keep(tx.connection, b"a report %d" % n)
                tx.add("document", {"pupil": pupil, "title": "R", "sha256": name, "size": 10})

    def remove(self, n: int) -> None:
        if pupil := self._pupil(n):
            with self.store.write("Remove") as tx:
                tx.remove("pupil", pupil)
            self.pupils.remove(pupil)

    def undo(self, _: int) -> None:
        if self.pupils:
            # An erasure is not taken back, nor what it was about.
            with suppress(SendtuiError):
                undo.undo(self.store)
            with self.store.read() as session:
                here = set(session.connection().exec_driver_sql("SELECT id FROM pupil").scalars())
            self.pupils = sorted(here)

    def forget(self, n: int) -> None:
        """Erase a contact of a pupil who is there."""
        left = [(p, c) for p, c in self.contacts if p in self.pupils]
        if left:
            erasing.erase(self.store, *left[n % len(left)], **ERASED)  # type: ignore[arg-type]
            self.contacts.remove(left[n % len(left)])

    def erase(self, n: int) -> None:
        if pupil := self._pupil(n):
            erasing.erase(self.store, pupil, **ERASED)  # type: ignore[arg-type]
            self.pupils.remove(pupil)

    def _pupil(self, n: int) -> str:
        return self.pupils[n % len(self.pupils)] if self.pupils else ""


DEEDS = ("add", "edit", "clash", "say", "keep", "remove", "undo", "forget", "erase")


def made(folder: Path, name: str) -> Store:
    """A case file of its own setting, with nothing in it."""
    store = new_store(folder / name / "case.sendtui")
    casefile.set_up(store, author="A. Tester", role="senco", setting={"name": f"{name} School"})
    return store


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def own(folder: Path) -> set[str]:
    """The record of the latest disclosure there, which is the writing of the folder itself."""
    lines = (folder / "records/disclosure.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(lines[-1])["id"]}


def without(raw: bytes, records: set[str], name: str) -> list[bytes]:
    """The lines of a file that are not about these records."""
    return [line for line in raw.splitlines() if json.loads(line)[name] not in records]


def read(store: Store) -> list[object]:
    """The history as a person reads it, and the versions of every field; who and when in both."""
    with store.read() as session:
        run = session.connection()
        lines = [
            (x.n, x.stream, x.kind, x.record, x.field, json.dumps(x.before), json.dumps(x.after),
             x.who, x.label, x.written, x.true_on, x.device, x.erased)
            for x in history.latest(run, 10_000)
        ]  # fmt: skip
        heads = run.exec_driver_sql("SELECT record, field, change FROM head ORDER BY 1, 2, 3").all()
        return [*lines, *(tuple(head) for head in heads)]


Deeds = list[tuple[str, int]]
MANY = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), min_size=6, max_size=16)
few = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))


on_a_file = pytest.mark.skipif(
    os.environ.get(ON) == "register", reason="a register that was set up keeps its own beginning"
)


@on_a_file
@few
@given(MANY)
def test_out_and_back_is_the_same_and_out_again_too(deeds: Deeds) -> None:
    _is_the_same(deeds)


@on_a_file
@pytest.mark.slow
@settings(few, max_examples=60)
@given(MANY)
def test_whatever_was_done_out_and_back_is_the_same(deeds: Deeds) -> None:
    _is_the_same(deeds)


def _is_the_same(deeds: Deeds) -> None:
    with TemporaryDirectory(prefix="sendtui-tests-") as place:
        folder = Path(place)
        with made(folder, "One") as one, made(folder, "Two") as two:
            desk = Desk(one)
            desk.add(0)
            for deed, n in deeds:
                getattr(desk, deed)(n)
            everything.leave(one, folder / "out", TODAY)
            before = read(one)

            everything_back.bring_back(two, folder / "out")

            assert read(two) == before
            assert casefile.verify(two) == ()
            marks = {json.dumps(m, sort_keys=True) for m in erased_marks.noted(two.path)}
            assert marks == {json.dumps(m, sort_keys=True) for m in erased_marks.noted(one.path)}

            everything.leave(two, folder / "again", TODAY)
            first, second = files(folder / "out"), files(folder / "again")
            fresh = own(folder / "again")
            assert (
                without(second.pop("history.jsonl"), fresh, "record")
                == first.pop("history.jsonl").splitlines()
            )
            noted = "records/disclosure.jsonl"
            assert without(second.pop(noted), fresh, "id") == first.pop(noted).splitlines()
            # The manifest has their hashes.
            del first["manifest.json"], second["manifest.json"]
            assert second == first


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """A case file with a pupil, and an empty one."""
    with made(tmp_path, "One") as one, made(tmp_path, "Two") as other:
        Desk(one).add(0)
        yield one, other


def test_what_waits_for_an_earlier_file_waits_there_too(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    one, other = two
    with made(tmp_path, "Three") as third:
        Desk(third).add(1)
        with third.read() as session:
            lines = list(whole.changes(session.connection()))
    with one.write("Take a file in") as tx:
        incoming.stage(tx.connection, [{**lines[1], "n": 2}])
        incoming.merge(tx.connection, "a file", time_ns() // 1_000_000, one.device)

    everything.leave(one, tmp_path / "out", TODAY)
    everything_back.bring_back(other, tmp_path / "out")

    for store in two:
        with store.read() as session:
            (found,) = whole.waiting(session.connection())
            assert found["record"] == lines[1]["record"]


def test_undone_is_undone_there_too(two: tuple[Store, Store], tmp_path: Path) -> None:
    one, other = two
    undo.undo(one)

    everything.leave(one, tmp_path / "out", TODAY)
    everything_back.bring_back(other, tmp_path / "out")

    asked = "SELECT batch.label, undone.label FROM batch JOIN batch undone ON undone.n=batch.undoes"
    with other.read() as session:
        assert session.connection().exec_driver_sql(asked).all() == [
            ("Undo: Add a pupil", "Add a pupil")
        ]


def test_every_line_of_the_history_is_of_its_schema(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    undo.undo(two[0])
    everything.leave(two[0], tmp_path / "out", TODAY)

    said = history_schema()
    assert (tmp_path / "out/schema/history.schema.json").read_bytes() == everything.spelled(said, 2)
    assert set(said["required"]) == {*CHAINED, "value", "salt"}
    raw = (tmp_path / "out/history.jsonl").read_text(encoding="utf-8")
    for line in map(json.loads, raw.splitlines()):
        assert set(said["required"]) <= set(line) <= set(said["properties"])


def test_a_folder_without_a_history_comes_in_and_begins_one(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    one, other = two
    everything.leave(one, tmp_path / "out", TODAY)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    manifest["version"] = 1
    manifest["files"] = [f for f in manifest["files"] if f["path"] != "history.jsonl"]
    (tmp_path / "out/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    back = everything_back.bring_back(other, tmp_path / "out")

    assert (back.records["pupil"], back.changes) == (1, 0)
    with other.read() as session:
        label = next(history.latest(session.connection(), 1)).label
    assert label == everything_back.LABEL


def test_a_case_file_with_something_in_it_keeps_it(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    one, other = two
    everything.leave(one, tmp_path / "out", TODAY)
    with other.write("Add a field") as tx:
        tx.add("custom_field", {"setting": other.setting, "name": "House", "sort": "text"})

    with pytest.raises(SendtuiError, match="written to this case file already"):
        everything_back.bring_back(other, tmp_path / "out")


FORGED = [
    (b'"salt": "', b'"salt": "zz', "wrong kind"),
    (b'"kind": "pupil"', b'"kind": "need"', "does not belong|lacks what it must have"),
    (b'"surname": "Zz0"', b'"surname": "Qq0"', "is not what its history says"),
    (b'"n": 1', b'"n": 0', "wrong kind"),
]


@pytest.mark.parametrize(("was", "forged", "says"), FORGED)
def test_a_history_that_was_forged_with_its_hash_is_refused(
    two: tuple[Store, Store], tmp_path: Path, was: bytes, forged: bytes, says: str
) -> None:
    from hashlib import sha256

    one, other = two
    everything.leave(one, tmp_path / "out", TODAY)
    path, manifest = tmp_path / "out/history.jsonl", tmp_path / "out/manifest.json"
    raw = path.read_bytes()
    changed = raw.replace(was, forged, 1)
    path.write_bytes(changed)
    old, new = (sha256(each).hexdigest().encode() for each in (raw, changed))
    manifest.write_bytes(manifest.read_bytes().replace(old, new))

    with pytest.raises(DamagedError, match=says):
        everything_back.bring_back(other, tmp_path / "out")

    with other.read() as session:
        (name,) = session.connection().exec_driver_sql("SELECT name FROM setting").scalars()
    assert name == "Two School"
