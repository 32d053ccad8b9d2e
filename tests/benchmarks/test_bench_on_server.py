"""A register on PostgreSQL: changes merged beside COPY and beside a file, saved by many, and found.

The server is the tests' own, with its durability off: what is measured is the work, not the disk.
"""

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import seed
from sendtui.services import register
from sendtui.services.register_query import Query
from sendtui.store import incoming, outgoing
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.benchmarks.conftest import TODAY, Table, median_ms, timed
from tests.copies import new_store
from tests.registers import as_superuser, new_register

pytestmark = pytest.mark.bench
PUPILS = 2_000
WRITERS = 8
ACTS = 40


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The changes of a made-up school with a year of record, as a sealed file carries them."""
    with new_store(tmp_path_factory.mktemp("school") / "school.sendtui") as store:
        with store.write("Set up") as tx:
            setting = tx.add("setting", seed.school(PUPILS, TODAY).setting)
        made = seed.school(PUPILS, TODAY, setting=setting)
        with store.write("Make a school up") as tx:
            for kind, id_, values in made.records:
                tx.add(kind, values, id_)
        with store.write("A new school year") as tx:
            for kind, id_, changed, _ in made.amendments:
                tx.put(kind, id_, changed)
        with store.read() as session:
            found = session.connection().exec_driver_sql("SELECT id FROM stream ORDER BY n")
            streams = [str(id_) for (id_,) in found]
            return list(outgoing.changes(session.connection(), streams))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Store]:
    with new_register(tmp_path, "bench") as made:
        yield made


def merged(store: Store, lines: list[dict[str, Any]]) -> float:
    def take() -> None:
        with store.write("Merge") as tx:
            incoming.stage(tx.connection, lines)
            incoming.merge(tx.connection, "file", 0)

    return timed(take)


def copied(lines: list[dict[str, Any]]) -> float:
    """Seconds to put the same lines into one bare table by COPY: the floor."""
    rows = [
        (e["stream"], e["dev"], e["n"], e["kind"], e["record"], e["field"], str(e["value"]))
        for e in lines
    ]
    with as_superuser() as run:
        run.execute("CREATE TEMPORARY TABLE bare (a text, b text, c int, d text, e text, f text, "
                    "g text)")  # fmt: skip

        def copy() -> None:
            with run.cursor().copy("COPY bare FROM STDIN") as bare:
                for row in rows:
                    bare.write_row(row)

        return timed(copy)


def test_changes_into_a_register(
    lines: list[dict[str, Any]], server: Store, tmp_path: Path, table: Table
) -> None:
    with new_store(tmp_path / "beside.sendtui") as file:
        beside = merged(file, lines)
    seconds, floor, count = merged(server, lines), copied(lines), len(lines)
    assert isinstance(server.ground, Server)
    with server.read() as session:
        size = session.connection().exec_driver_sql(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
            "WHERE relnamespace = 'sendtui'::regnamespace AND relkind = 'r'"
        )
        size_each = int(size.scalar_one()) / count

    table.add(
        f"merge of {count:,} changes into PostgreSQL, record and search",
        f"{count / seconds:,.0f} changes/s",
        f"{seconds / floor:.1f}× COPY of the lines, {seconds / beside:.2f}× SQLite",
        "≥ 12,000/s",
    )
    table.add("a change in a register, indexes and record included", f"{size_each:,.0f} bytes")


def test_saving_and_finding_in_a_register(
    lines: list[dict[str, Any]], server: Store, table: Table
) -> None:
    merged(server, lines)
    assert isinstance(server.ground, Server)
    where = server.ground.address
    with server.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM pupil ORDER BY id LIMIT 64")
        pupils = [str(id_) for (id_,) in found]
    for writers in (1, WRITERS):
        stores = [Store.on(Server(where, server.path)) for _ in range(writers)]

        def save(store: Store, pupil: str) -> None:
            for n in range(ACTS):
                with store.write("Amend") as tx:
                    tx.put("pupil", pupil, {"class_name": f"{n}"})

        threads = [
            threading.Thread(target=save, args=each)
            for each in zip(stores, islice(pupils, writers), strict=True)
        ]

        def together(threads: list[threading.Thread] = threads) -> None:
            for each in threads:
                each.start()
            for each in threads:
                each.join()

        seconds = timed(together)
        who = "one caseworker" if writers == 1 else f"{writers} at once, in one process"
        table.add(f"acts saved by {who}", f"{writers * ACTS / seconds:,.0f} acts/s")
        for store in stores:
            store.close()
    for what, query in (
        ("a page of the roll", Query(scope="roll")),
        ("a page of the register", Query()),
        ("two letters of a name", Query(scope="roll", words="qu")),
    ):
        times = [timed(lambda q=query: register.page(server, q, TODAY)) for _ in range(15)]
        table.add(f"{what}, {PUPILS:,} pupils, PostgreSQL", median_ms(times))
