"""What is inside names is found by its threes, where the server has PostgreSQL's extension for it.

The server of the other tests has none, so this one is the machine's own.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sendtui.services import register, search
from sendtui.services.register_query import Query
from sendtui.store import registers, server_schema
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.copies import new_store
from tests.own_server import own_server
from tests.services.enrolled import TODAY
from tests.services.invented import pupil, status
from tests.store.test_merging import lines, take

pytestmark = pytest.mark.slow
MANY = 20_000

NAMES = (
    ("Quillféather", "Zephyr"),
    ("Moss-Quill", "Wren"),
    ("O'Thistledown", "Lark"),
    ("Fern_wood", "Ilse"),
    ("Quilter", "Élise"),
)
SOUGHT = ("uil", "quil", "feath", "féath", "FEATH", "THISTLE", "oss-qui", "n_wo", "lis", "ren", "%",
          "e%r", "zzz", "quil wre", "555 1", "5551234", "illow")  # fmt: skip


@pytest.fixture(scope="module")
def where() -> Iterator[str]:
    with own_server() as found:
        with psycopg.connect(found.format("postgres").replace("+psycopg", "")) as run:
            run.autocommit = True
            run.execute("CREATE DATABASE hollow")
        place = found.format("hollow")
        with registers.owning(address(place)) as connection:
            registers.make(connection)
        yield place


@pytest.fixture
def there(where: str, tmp_path: Path) -> Iterator[Store]:
    with Store.on(Server(address(where), tmp_path / "register")) as made:
        yield made


def test_the_extension_is_taken_where_it_is(there: Store) -> None:
    with there.read() as session:
        assert server_schema.has_trigrams(session.connection())


def test_a_register_finds_inside_names_what_a_file_finds(there: Store, tmp_path: Path) -> None:
    with new_store(tmp_path / "file.sendtui") as file:
        with file.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Hollow"})
        file.keep_note("setting", setting)
        for surname, forename in NAMES:
            child = pupil(file, surname=surname, forename=forename)
            status(file, child, "K")
        with file.write("Add") as tx:
            tx.add("person", {"pupil": child, "name": "A. Willow", "phone": "(020) 555-1234"})
        take(there, lines(file))
        there.keep_note("setting", setting)

        for words in SOUGHT:
            query = Query(words=words, scope="roll")
            one, other = (register.page(each, query, TODAY) for each in (file, there))
            assert [line.id for line in one] == [line.id for line in other], words
            every = [search.search(each, words, TODAY) for each in (file, there)]
            assert every[0] == every[1], words


def test_a_word_inside_a_name_is_looked_up(where: str) -> None:
    said: list[str] = []
    with psycopg.connect(where.replace("+psycopg", "")) as run:
        run.execute("SET search_path = sendtui")
        run.execute(
            "INSERT INTO search_inside (rowid, pupil, person, phone) "
            f"SELECT 1000000 + g, md5('p' || g), '', '' FROM generate_series(1, {MANY}) g"
        )
        run.execute(
            "INSERT INTO search_inside (rowid, pupil, person, phone) "
            f"SELECT 2000000 + g, '', md5('q' || g), lpad(g::text, 11, '0') "
            f"FROM generate_series(1, {MANY}) g"
        )
        run.execute("ANALYZE search_inside")
        try:
            run.execute("LOAD 'auto_explain'")
        except psycopg.Error:
            pytest.skip("The server cannot tell what its functions do.")
        for setting, value in (("log_min_duration", "0"), ("log_nested_statements", "on")):
            run.execute(f"SET auto_explain.{setting} = {value}")
        run.execute("SET client_min_messages = log")
        run.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))

        for asked in ('pupil : ("abcde")', '(person : ("fedcb" AND "123")) OR phone : "01234"'):
            run.execute("SELECT rowid FROM found_in_search_inside(%s)", (asked,))
        run.rollback()

    plans = [text for text in said if "LIKE" in text or "~~" in text]
    assert len(plans) >= 2, said
    assert not any("Seq Scan on search_inside" in text for text in plans), plans
    for index in ("search_inside_pupil", "search_inside_person", "search_inside_phone"):
        assert any(index in text for text in plans), plans
