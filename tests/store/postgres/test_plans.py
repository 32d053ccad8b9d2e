"""The hot questions use their indexes: each is asked as a service asks it, and then explained."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from sendtui.services import due, past, register, search
from sendtui.services.register_query import Query
from sendtui.store import incoming
from sendtui.store.address import address
from sendtui.store.ids import new_id
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.registers import as_superuser, new_database, url

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 22)
PUPILS = 8_000

FILLED = f"""
    SET search_path = sendtui;
    SET session_replication_role = replica;
        INSERT INTO batch (n, id, device, hlc, who, label, written)
        SELECT 10 + g, 'b' || g, 1, lpad(g::text, 20, '0'), 'w', 'l', ''
        FROM generate_series(1, {PUPILS}) g;
    INSERT INTO stream SELECT 10 + g, md5(g::text), 'pupil' FROM generate_series(1, {PUPILS}) g;
    INSERT INTO whose SELECT n, id, 'one' FROM stream WHERE n > 10;
    INSERT INTO tip SELECT 10 + g, 1, 3, '' FROM generate_series(1, {PUPILS}) g;
    INSERT INTO pupil SELECT made.* FROM pupil p, generate_series(1, {PUPILS}) g,
        jsonb_populate_record(p, jsonb_build_object('id', md5(g::text), 'surname', md5('s' || g),
            'forename', md5('f' || g), 'born', date '2010-01-01' + g % 4000)) made;
    INSERT INTO status SELECT made.* FROM status s, generate_series(1, {PUPILS}) g,
        jsonb_populate_record(s, jsonb_build_object('id', md5('k' || g), 'pupil', md5(g::text),
            'status', CASE WHEN g % 5 = 0 THEN 'K' ELSE 'N' END)) made;
    INSERT INTO change (n, stream, device, counter, batch, kind, record, field, value, bases)
        SELECT 10 + g, 10 + g, 1, 1, 10 + g, 'pupil', md5(g::text), '*',
            json_build_object('setting', 'one', 'surname', md5('s' || g)), ''
        FROM generate_series(1, {PUPILS}) g
        UNION ALL
        SELECT 10 + {PUPILS} + g, 10 + g, 1, 2, 10 + g, 'status', md5('k' || g), '*', '{{}}', ''
        FROM generate_series(1, {PUPILS}) g
        UNION ALL
        SELECT 10 + 2 * {PUPILS} + g, 10 + g, 1, 3, 10 + g, 'pupil', md5(g::text), 'class_name',
            '"3B"', '[' || 10 + g || ']' FROM generate_series(1, {PUPILS}) g;
    INSERT INTO head SELECT md5(g::text), 'class_name', 10 + 2 * {PUPILS} + g
        FROM generate_series(1, {PUPILS}) g;
    SET session_replication_role = origin;
    INSERT INTO search (rowid, name) SELECT 10 + g, md5('s' || g) || ' ' || md5('f' || g)
        FROM generate_series(1, {PUPILS}) g;
    INSERT INTO search (rowid, words) SELECT 1000000 + g, md5('w' || g)
        FROM generate_series(1, 3 * {PUPILS}) g;
    ANALYZE;
"""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A register with so many children that reading them all is the slower way."""
    name = new_database()
    with Store.on(Server(address(url(name)), Path("register"))) as made:
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Hollow"})
            pupil = tx.add("pupil", {"setting": setting, "surname": "Moss"})
            tx.add("status", {"pupil": pupil, "status": "K", "since": "2025-09-01"})
        made.keep_note("setting", setting)
        with as_superuser(name) as run:
            run.execute(FILLED)
        yield made


def plans(engine: Engine, asking: Callable[[], object]) -> list[dict[str, Any]]:
    """The plan of every question that is asked meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, given: Any, _x: object, m: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "DELETE", "UPDATE", "WITH")):
            asked.append((statement, given[0] if m else given))

    event.listen(engine, "before_cursor_execute", note)
    try:
        asking()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        found = []
        for statement, given in asked:
            ((plan,),) = raw.execute(f"EXPLAIN (FORMAT JSON) {statement}", given or None).fetchall()
            found.append(json.loads(plan)[0]["Plan"])
    return found


def read_whole(plans: list[dict[str, Any]]) -> set[str]:
    """The tables that some plan reads from end to end."""
    found = set[str]()

    def look(node: dict[str, Any]) -> None:
        if node["Node Type"] == "Seq Scan":
            found.add(node["Relation Name"])
        for below in node.get("Plans", ()):
            look(below)

    for plan in plans:
        look(plan)
    return found


def relations(plan: dict[str, Any]) -> set[str]:
    """Every table that a plan touches."""
    below = (relations(node) for node in plan.get("Plans", ()))
    return {str(plan.get("Relation Name", ""))}.union(*below)


def indexes(plans: list[dict[str, Any]]) -> set[str]:
    """The indexes that the plans use."""
    return {
        part.split('"')[3]
        for part in json.dumps(plans).split(", ")
        if part.strip("{[ ").startswith('"Index Name"')
    }


LOG = {"change", "head", "tip", "batch", "stream", "search"}


def test_a_page_of_the_roll_walks_the_names_in_order(store: Store) -> None:
    query = Query(scope="roll")

    found = plans(store.reader, lambda: register.page(store, query, TODAY, limit=50))

    assert "pupil_by_name" in indexes(found)
    assert not read_whole(found) & {"pupil", "status", *LOG}


def test_a_page_of_the_register_looks_each_status_up(store: Store) -> None:
    found = plans(store.reader, lambda: register.page(store, Query(), TODAY, limit=50))

    assert {"pupil_by_name", "status_by_day"} <= indexes(found)
    assert not read_whole(found) & {"pupil", "status", *LOG}


def test_a_name_as_it_is_typed_is_found_in_the_index(store: Store) -> None:
    query = Query(words="abc", scope="roll")

    found = plans(store.reader, lambda: register.page(store, query, TODAY, limit=50))

    assert not read_whole(found) & {"pupil", *LOG}


def test_the_words_of_a_question_are_looked_up(store: Store) -> None:
    question = "SELECT s.rowid FROM search s WHERE s.hit @@ sought('name : (\"abc\" *)')"

    def ask() -> None:
        with store.read() as session:
            session.connection().exec_driver_sql(question)

    assert indexes(plans(store.reader, ask)) == {"search_hit"}


def test_a_search_of_every_word_reads_no_more_than_it_finds(store: Store) -> None:
    found = plans(store.reader, lambda: search.search(store, "abcd", TODAY))

    assert not read_whole(found) & LOG


def test_a_pupils_history_is_read_by_their_stream(store: Store) -> None:
    with store.read() as session:
        pupil = session.connection().exec_driver_sql("SELECT id FROM pupil LIMIT 1").scalar_one()

    found = plans(store.reader, lambda: past.of_pupil(store, str(pupil)))

    assert not read_whole(found) & {"change", "batch", "head"}


def test_what_is_due_does_not_read_the_log(store: Store) -> None:
    found = plans(store.reader, lambda: due.due(store, TODAY))

    # Whatever clashes is somewhere in the list of heads, which is read through for it.
    those = [plan for plan in found if "head" not in relations(plan)]
    assert len(found) - len(those) <= 1
    assert not read_whole(those) & LOG


def test_a_merge_looks_up_what_it_builds_on(store: Store) -> None:
    stream, other = new_id(), "e" * 32
    line = {
        "stream": stream, "stream_kind": "pupil", "dev": other, "hlc": "0" * 16, "who": "w",
        "label": "l", "written": "", "true_on": None, "batch": "b", "salt": "00" * 16,
    }  # fmt: skip
    lines = [
        {**line, "n": 1, "kind": "pupil", "record": stream, "field": "*", "bases": [],
         "value": {"setting": "one", "surname": "Moss"}},
        {**line, "n": 2, "kind": "pupil", "record": stream, "field": "class_name",
         "bases": [[other, 1]], "value": "4B"},
    ]  # fmt: skip

    def merge() -> None:
        with store.write("Merge") as tx:
            incoming.stage(tx.connection, lines)
            incoming.merge(tx.connection, "file", 0)

    found = plans(store.writer, merge)

    assert not read_whole(found) & {"change", "head", "tip", "batch", "stream"}
