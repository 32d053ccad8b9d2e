"""A school, a caseworker and an authority for a month, with nothing but sealed files between them.

Files are lost, doubled, late and cut off, and the authority is put back from a backup. Once the
ordinary exchange has gone on for some rounds, everybody holds the same record and owes nothing.
"""

import shutil
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from sendtui.services import merge, sealing, send
from sendtui.services.peers import peers
from sendtui.store import backup, outgoing
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import TODAY, case_file, enrolled, pupils, read, sent, sound
from tests.sync.desks import said

ALL = send.Choice(all_permitted=True)
ACTS = ("edit", "edit", "edit", "file", "file", "deliver", "deliver", "late", "cut", "keep", "back")


class Month:
    """Three case files, the files between them, and what happened."""

    def __init__(self, folder: Path, stack: ExitStack, chance: Random) -> None:
        self.folder, self.chance, self.seen = folder, chance, Counter[str]()
        self.school = stack.enter_context(case_file(folder, "moonbeam"))
        la = stack.enter_context(case_file(folder, "puddleshire", sort="la", role="register"))
        self.worker = stack.enter_context(case_file(folder, "fernside", role="caseworker"))
        enrolled(self.school, la)
        self.pupils = [invented.pupil(self.school, surname=name) for name in ("Moss", "Fern")]
        for pupil in self.pupils:
            invented.status(self.school, pupil, "K")
        read(la, sent(self.school, la, "first"))
        enrolled(self.worker, la, settings=("Moonbeam Hollow",))
        self.key = la.key
        self.la = la
        stack.callback(lambda: self.la.close())
        self.posted: list[tuple[str, Path]] = []
        self.number = 0

    def case(self, name: str) -> Store:
        """One of the three, by name."""
        return {"school": self.school, "la": self.la, "worker": self.worker}[name]

    def edit(self, name: str) -> None:
        store, pupil = self.case(name), self.chance.choice(self.pupils)
        if pupil in pupils(store):
            with store.write("Edit") as tx:
                tx.put("pupil", pupil, {"class_name": f"{self.chance.randrange(9)}{name[0]}"})
                tx.add("contact", {"pupil": pupil, "on": "2026-11-01", "said": f"By {name}"})

    def file(self, name: str, to: str, receipts: float = 0.2) -> Path:
        self.number += 1
        path = self.folder / f"{self.number}.sendx"
        who = {"school": "moonbeam", "la": "puddleshire", "worker": "fernside"}[to]
        if self.chance.random() < receipts:
            sealing.receipt(self.case(name), who, path, TODAY)
        else:
            send.write(self.case(name), who, path, TODAY, ALL)
        self.posted.append((to, path))
        return path

    def deliver(self, to: str, path: Path) -> None:
        (result,) = merge.merge(self.case(to), [path], TODAY)
        self.seen["waited"] += bool(result.waiting)
        self.seen["clash"] += bool(result.clashes)
        assert result.state in ("merged", "already read", "quarantined"), result.reason

    def cut(self, to: str, path: Path) -> None:
        before, bent = said(self.case(to)), self.folder / "cut.sendx"
        bent.write_bytes(path.read_bytes()[:-1])
        (result,) = merge.merge(self.case(to), [bent], TODAY)
        assert (result.ok, said(self.case(to))) == (False, before)
        self.seen["cut"] += 1

    def keep(self) -> None:
        backup._copy(self.la.path, self.key, self.folder / "kept", None)

    def put_back(self) -> None:
        if (self.folder / "kept").exists():
            path = self.la.path
            self.la.close()
            shutil.copy(self.folder / "kept", path)
            self.la = Store.open(path, self.key)
            self.seen["put back"] += 1

    def act(self) -> None:
        """One thing that happens."""
        name, to = self.chance.choice((("school", "la"), ("la", "school"), ("worker", "la"),
                                       ("la", "worker")))  # fmt: skip
        match self.chance.choice(ACTS):
            case "edit":
                self.edit(name)
            case "file":
                self.file(name, to)
            case "deliver":
                self.deliver(to, self.file(name, to))
            case "late" if self.posted:
                self.deliver(*self.chance.choice(self.posted))
            case "cut" if self.posted:
                self.cut(*self.chance.choice(self.posted))
            case "keep":
                self.keep()
            case "back":
                self.put_back()

    def settle(self) -> None:
        """The ordinary exchange, there and back, some rounds."""
        for _ in range(4):
            for name, to in (("school", "la"), ("worker", "la"), ("la", "school"),
                             ("la", "worker")):  # fmt: skip
                self.deliver(to, self.file(name, to, receipts=0))

    def owed(self) -> dict[str, int]:
        """How many changes each has for somebody who has not confirmed them."""
        for name, to in (("school", "la"), ("worker", "la"), ("la", "school"), ("la", "worker")):
            who = {"school": "moonbeam", "la": "puddleshire", "worker": "fernside"}[name]
            path = self.folder / f"{name}-{to}.sendx"
            sealing.receipt(self.case(to), who, path, TODAY)
            read(self.case(name), path)
        found = {}
        for name in ("school", "la", "worker"):
            store = self.case(name)
            for peer in peers(store):
                going = send.preview(store, peer.fingerprint, TODAY, ALL)
                found[f"{name} to {peer.name}"] = len(going.pupils)
        return found


def month(folder: Path, seed: int) -> Counter[str]:
    with ExitStack() as stack:
        one = Month(folder, stack, Random(seed))
        for _ in range(28):
            one.act()
        one.settle()

        for name in ("school", "la", "worker"):
            assert sound(one.case(name))
            with one.case(name).read() as session:
                waiting = session.connection().exec_driver_sql("SELECT count(*) FROM waiting")
                assert waiting.scalar_one() == 0
        held = [_held(one.case(name), one.pupils) for name in ("school", "la", "worker")]
        assert held[0] == held[1] == held[2]
        assert set(one.owed().values()) == {0}
        return one.seen


def _held(store: Store, streams: list[str]) -> tuple[object, ...]:
    """The chains of the pupils, how far and with which hash, and what the tables say of them."""
    with store.read() as session:
        connection = session.connection()
        chains = outgoing.held(connection, streams), outgoing.links(connection, streams)
    return (*chains, said(store)["pupil"], said(store)["contact"])


def test_after_a_month_of_files_all_hold_the_same(tmp_path: Path) -> None:
    month(tmp_path, 0)


@pytest.mark.slow
def test_after_many_months_all_hold_the_same(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in (1, 2, *range(100, 158)):
        seen += month(tmp_path / str(seed), seed)

    assert min(seen[name] for name in ("waited", "clash", "cut", "put back")) >= 10
