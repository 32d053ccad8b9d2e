"""Many lines written to a register by one statement, and while we go on with something else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendtui.store.behind import behind
from sendtui.store.copying import MANY, listed
from sendtui.store.store import Store
from tests.registers import as_superuser

TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from('"\\{},\n\t %'),
    max_size=12,
)
ODD = ["", "NULL", "null", '"', "\\", "{}", "a,b", " edge ", "Zoë\n", "%s", "'"]


def back(column: list[Any], sort: str) -> list[Any]:
    """A list as the server reads it."""
    with as_superuser() as run:
        return [v for (v,) in run.execute(f"SELECT unnest(%s::{sort}[])", (listed(column),))]


def test_whatever_a_person_writes_comes_back_as_it_was() -> None:
    with as_superuser() as run:

        @settings(max_examples=150, deadline=None)
        @given(st.lists(st.none() | TEXTS | st.sampled_from(ODD), min_size=1, max_size=12))
        def check(column: list[str | None]) -> None:
            found = run.execute("SELECT unnest(%s::text[])", (listed(column),))
            assert [value for (value,) in found] == column

        check()


@pytest.mark.parametrize(
    ("column", "sort"),
    [
        ([1, 2, -3, 1 << 53], "bigint"),
        ([1, None], "bigint"),
        ([True, False, None], "boolean"),
        ([12.5, -1e-9, 3.0], "double precision"),
        ([b"\x00\xff\\", b"", None], "bytea"),
    ],
)
def test_numbers_and_bytes_come_back_as_they_were(column: list[Any], sort: str) -> None:
    assert back(column, sort) == column


def test_many_lines_are_written_and_taken_away_at_once(store: Store) -> None:
    lines = [(f"key {n}", '{"said": "so"}', "") for n in range(MANY)]
    with store.writer.begin() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO draft (key, value, saved) VALUES (?, ?, ?)", lines)
        there = run("SELECT key, value, saved FROM draft ORDER BY key").all()
        run("DELETE FROM draft WHERE key = ? AND saved = ?", [(key, "") for key, *_ in lines[1:]])
        left = run("SELECT key FROM draft").scalars().all()

    assert [tuple(line) for line in there] == lines
    assert left == ["key 0"]


def test_what_is_handed_over_is_there_at_the_end(store: Store) -> None:
    lines = [(f"key {n}", "{}", "") for n in range(MANY)]
    with store.writer.begin() as connection:
        with behind(connection):
            for _ in range(2):
                connection.exec_driver_sql(
                    "INSERT INTO draft (key, value, saved) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    lines,
                )
        count = connection.exec_driver_sql("SELECT count(*) FROM draft").scalar_one()

    assert count == MANY


def test_what_the_server_refuses_meanwhile_is_told_and_nothing_is_kept(store: Store) -> None:
    def twice() -> None:
        with store.write("Twice") as tx, behind(tx.connection):
            lines = [(1_000 + n % 4, f"{n}", "pupil") for n in range(MANY)]
            tx.connection.exec_driver_sql(
                "INSERT INTO stream (n, id, kind) VALUES (?, ?, ?)", lines
            )

    # A mistake of the program's own, so it is told as it is.
    with pytest.raises(Exception, match="duplicate key"):
        twice()

    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM stream WHERE n >= 1000")
        assert found.scalar_one() == 0
    with store.write("Again") as tx:
        tx.add("pupil", {"setting": store.setting, "surname": "Moss"})
