"""Who may see and do what in a register, tried as each of them against a real server."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from sendtui.errors import SendtuiError
from sendtui.services import registers
from sendtui.services.register_query import Query
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.registers import as_superuser, new_database, role, url

Open = Callable[[str], Store]

PEOPLE = ("north_worker", "south_worker", "north_reader", "nightly", "nobody")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A register with two schools, a team for each, and somebody of every sort."""
    name = new_database()
    with Store.on(Server(address(url(name)), Path("register"))) as store:
        with store.write("Set up") as tx:
            own = tx.add("setting", {"name": "Authority Hollow", "sort": "la"})
            schools = [tx.add("setting", {"name": f"{way} Hollow"}) for way in ("North", "South")]
        store.keep_note("setting", own)
        with store.write("Add") as tx:
            for school, name_ in zip(schools, ("Quillfeather", "Thistledown"), strict=True):
                pupil = tx.add("pupil", {"setting": school, "surname": name_, "forename": "Wren"})
                tx.add("status", {"pupil": pupil, "status": "E", "since": "2026-09-01"})
                tx.add("contact", {"pupil": pupil, "on": "2026-10-01", "said": f"Said {name_}"})
    with as_superuser() as run:
        for person in PEOPLE:
            run.execute(f"DROP ROLE IF EXISTS {role(person)}")
            run.execute(f"CREATE ROLE {role(person)} LOGIN")
    place = _place(name)
    for way in ("North", "South"):
        registers.team(place, "", way.lower(), [f"{way} Hollow"])
        worker = role(f"{way.lower()}_worker")
        registers.admit(place, "", worker, group="caseworker", team=way.lower())
    registers.admit(place, "", role("north_reader"), group="reader", team="north", name="R. Eader")
    registers.admit(place, "", role("nightly"), group="ingest")
    yield name
    with as_superuser() as run:
        run.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def as_(database: str, tmp_path: Path) -> Iterator[Open]:
    """The register as somebody sees it."""
    opened: list[Store] = []

    def open_as(person: str) -> Store:
        place = address(url(database, role(person)))
        opened.append(Store.on(Server(place, tmp_path / person)))
        return opened[-1]

    yield open_as
    for each in opened:
        each.close()


def _place(database: str) -> Path:
    from sendtui import paths

    return paths.register_place(url(database))


def asked(store: Store, question: str, *given: object) -> list[Any]:
    with store.read() as session:
        return [line[0] for line in session.connection().exec_driver_sql(question, given)]


SURNAMES = "SELECT surname FROM pupil ORDER BY surname"


@pytest.mark.parametrize(
    ("role", "surnames"),
    [
        ("north_worker", ["Quillfeather"]),
        ("south_worker", ["Thistledown"]),
        ("north_reader", ["Quillfeather"]),
        ("nightly", ["Quillfeather", "Thistledown"]),
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        SURNAMES,
        "SELECT value::json ->> 'surname' FROM change WHERE kind = 'pupil' AND field = '*' "
        "ORDER BY 1",
        "SELECT surname FROM contact JOIN pupil ON pupil.id = contact.pupil ORDER BY 1",
        "SELECT surname FROM found_in_search('\"wren\" *') f JOIN change c ON c.n = f.rowid "
        "JOIN pupil ON pupil.id = c.record ORDER BY 1",
        "SELECT surname FROM found_in_search_inside('pupil : (\"wre\")') f "
        "JOIN change c ON c.n = f.rowid JOIN pupil ON pupil.id = c.record ORDER BY 1",
    ],
    ids=["record", "log", "events", "words", "inside names"],
)
def test_each_team_sees_its_own_children(
    as_: Open, role: str, surnames: list[str], question: str
) -> None:
    assert asked(as_(role), question) == surnames


def test_the_index_gives_away_no_word_of_another_team(as_: Open) -> None:
    worker = as_("north_worker")

    assert asked(worker, "SELECT count(*) FROM found_in_search('\"thistledown\" *')") == [0]
    with pytest.raises(SendtuiError, match="may not"):
        asked(worker, "SELECT hit FROM search")
    with pytest.raises(SendtuiError, match="may not"):
        asked(worker, "SELECT in_sight(1, ARRAY['x'])")


def test_a_role_that_nobody_admitted_is_kept_out(as_: Open) -> None:
    with pytest.raises(SendtuiError):
        as_("nobody")


def test_a_caseworker_adds_amends_and_undoes_in_their_own_schools(as_: Open) -> None:
    from sendtui.store.undo import undo

    worker = as_("north_worker")
    school = asked(worker, "SELECT id FROM setting WHERE name = 'North Hollow'")[0]
    with worker.write("Add") as tx:
        pupil = tx.add("pupil", {"setting": school, "surname": "Moss"})
        tx.add("need", {"pupil": pupil, "code": "ASD", "rank": 1})
    with worker.write("Amend") as tx:
        tx.put("pupil", pupil, {"surname": "Fern"})

    undo(worker)
    assert asked(worker, SURNAMES) == ["Moss", "Quillfeather"]
    undo(worker)
    assert asked(worker, SURNAMES) == ["Quillfeather"]


def test_a_child_who_moves_goes_out_of_sight_with_their_history(as_: Open) -> None:
    north, south = as_("north_worker"), as_("south_worker")
    here, there = (
        asked(north, "SELECT id FROM setting WHERE name = ?", f"{way} Hollow")[0]
        for way in ("North", "South")
    )
    with north.write("Add") as tx:
        pupil = tx.add("pupil", {"setting": here, "surname": "Moss"})

    with north.write("Move") as tx:
        tx.put("pupil", pupil, {"setting": there})

    assert asked(north, "SELECT count(*) FROM change WHERE record = ?", pupil) == [0]
    assert asked(south, SURNAMES) == ["Moss", "Thistledown"]
    with south.write("Remove") as tx:
        tx.remove("pupil", pupil)


def test_nothing_is_written_to_another_teams_child(as_: Open) -> None:
    pupil = asked(as_("nightly"), "SELECT id FROM pupil WHERE surname = 'Thistledown'")[0]
    worker = as_("north_worker")

    with pytest.raises(SendtuiError), worker.write("Add") as tx:
        tx.add("need", {"pupil": pupil, "code": "ASD", "rank": 1})

    assert asked(as_("nightly"), "SELECT count(*) FROM need WHERE pupil = ?", pupil) == [0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET value = '1'",
        "DELETE FROM change",
        "TRUNCATE change CASCADE",
        "UPDATE batch SET who = 'somebody else'",
        "INSERT INTO batch (n, id, device, hlc, who, label, written, role) "
        "VALUES (99, 'x', 1, '', 'x', 'x', '', 'nightly')",
        "UPDATE meta SET value = 'x' WHERE key = 'device'",
        "INSERT INTO team_setting VALUES ('north', '*')",
        "INSERT INTO draft VALUES ('nightly/x', '1', '')",
        "ALTER TABLE pupil DISABLE ROW LEVEL SECURITY",
        "SET ROLE pristine_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
def test_a_caseworker_cannot_go_past_the_log_or_the_rights(as_: Open, statement: str) -> None:
    worker, everything = as_("north_worker"), as_("nightly")
    before = asked(everything, _ALL)

    with suppress(DBAPIError), worker.writer.begin() as connection:
        assert connection.exec_driver_sql(statement).rowcount == 0

    assert asked(everything, _ALL) == before


_ALL = """
    SELECT md5(string_agg(x, '|')) FROM (
        SELECT c::text FROM change c UNION ALL SELECT b::text FROM batch b
        UNION ALL SELECT m::text FROM meta m UNION ALL SELECT t::text FROM team_setting t
        UNION ALL SELECT d::text FROM draft d ORDER BY 1) AS lines (x)
"""


def test_the_registers_secret_keys_are_for_those_who_send_alone(as_: Open) -> None:
    nightly = as_("nightly")
    nightly.keep_note("identity", "secret")

    assert as_("nightly").note("identity") == "secret"
    assert as_("north_worker").note("identity") == ""
    with nightly.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'identity'")


def test_what_is_somebodys_own_is_theirs_alone(as_: Open) -> None:
    north, south = as_("north_worker"), as_("south_worker")
    north.keep_note("recent_pupils", "mine")
    north.keep_draft("form", {"said": "half a sentence"})

    assert (north.note("recent_pupils"), south.note("recent_pupils")) == ("mine", "")
    assert (north.draft("form"), south.draft("form")) == ({"said": "half a sentence"}, None)
    assert [key for key, _ in north.drafts()] == ["form"]
    assert south.drafts() == []
    north.drop_draft("form")


def test_who_wrote_is_the_role_the_server_knows(as_: Open) -> None:
    assert (as_("north_reader").author, as_("north_worker").author) == (
        "R. Eader",
        role("north_worker"),
    )


def test_a_reader_changes_nothing(as_: Open) -> None:
    reader = as_("north_reader")

    with pytest.raises(SendtuiError, match="may not"), reader.write("Add") as tx:
        tx.add("pupil", {"setting": "x", "surname": "Moss"})


def test_somebody_dismissed_sees_nothing_from_then_on(database: str, as_: Open) -> None:
    leaver = as_("south_worker")
    assert asked(leaver, "SELECT 1") == [1]

    registers.dismiss(_place(database), "", role("south_worker"))

    with pytest.raises(SendtuiError):
        asked(leaver, SURNAMES)
    south = role("south_worker")
    registers.admit(_place(database), "", south, group="caseworker", team="south")


def test_the_register_page_is_a_teams_own(as_: Open) -> None:
    from datetime import date

    from sendtui.services import register

    found = register.page(as_("north_worker"), Query(), date(2026, 11, 22))

    assert [one.surname for one in found] == ["Quillfeather"]


def test_undo_is_of_ones_own_acts(as_: Open) -> None:
    from sendtui.store.undo import undo

    north, nightly = as_("north_worker"), as_("nightly")
    school = asked(north, "SELECT id FROM setting WHERE name = 'North Hollow'")[0]
    with north.write("Add") as tx:
        tx.add("pupil", {"setting": school, "surname": "Moss"})
    with nightly.write("Rename") as tx:
        tx.put("setting", school, {"phone": "01632 960002"})

    assert undo(north).label == "Add"
    assert asked(north, SURNAMES) == ["Quillfeather"]


def test_whoever_ingests_takes_a_night_in_with_no_more_rights_than_that(
    as_: Open, tmp_path: Path
) -> None:
    from sendtui.services import ingest
    from tests.services.enrolled import TODAY, case_file, enrolled, sent

    nightly = as_("nightly")
    (tmp_path / "inbox").mkdir()
    with case_file(tmp_path, "school") as school:
        enrolled(school, nightly)
        with school.write("Add") as tx:
            for n in range(40):
                pupil = tx.add("pupil", {"setting": school.setting, "surname": f"Moss {n}"})
                tx.add("status", {"pupil": pupil, "status": "E", "since": "2026-09-01"})
        sent(school, nightly).replace(tmp_path / "inbox" / "night.sendx")

        batch = ingest.ingest(nightly, [tmp_path / "inbox"], TODAY)

    assert [each.state for each in batch.taken] == ["merged"]
    assert len(batch.pupils) == 40
    assert asked(nightly, "SELECT count(*) FROM pupil WHERE surname LIKE 'Moss %'") == [40]
    assert asked(as_("north_worker"), SURNAMES) == ["Quillfeather"]


@pytest.mark.parametrize("table", ["arriving", "waiting", "wanted", "file", "peer"])
def test_what_comes_and_goes_by_file_is_whoever_ingests_alone(as_: Open, table: str) -> None:
    may = "SELECT has_table_privilege(session_user, 'sendtui.{}', 'INSERT, UPDATE, DELETE')"

    assert asked(as_("nightly"), may.format(table)) == [True]
    assert asked(as_("north_worker"), may.format(table)) == [False]


def test_whoever_works_on_a_register_takes_no_file_in(as_: Open, tmp_path: Path) -> None:
    from tests.services.enrolled import case_file, enrolled, read, sent

    nightly, worker = as_("nightly"), as_("north_worker")
    with case_file(tmp_path, "school") as school:
        enrolled(school, nightly)
        with school.write("Add") as tx:
            tx.add("pupil", {"setting": school.setting, "surname": "Fern"})
        path = sent(school, nightly)

    # The register's secret keys are not theirs, so that nothing can be opened to begin with.
    with pytest.raises(SendtuiError, match="may not do that"):
        read(worker, path)

    assert asked(nightly, "SELECT count(*) FROM pupil WHERE surname = 'Fern'") == [0]
