"""The log read from its beginning, beside the tables that are made from it."""

import pytest

from sendtui.store import replay
from sendtui.store.store import Store


@pytest.fixture
def pupils(store: Store) -> dict[str, str]:
    """Pupils by what was done to them: nothing more, an edit, a removal."""
    with store.write("Add") as tx:
        made = {
            done: tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather"})
            for done in ("untouched", "edited", "removed")
        }
    with store.write("Go on") as tx:
        tx.put("pupil", made["edited"], {"surname": "Moss"})
        tx.remove("pupil", made["removed"])
    return made


def differing(store: Store) -> list[str]:
    with store.read() as session:
        return list(replay.differences(session.connection()))


def test_tables_that_are_what_the_log_says_differ_nowhere(
    store: Store, pupils: dict[str, str]
) -> None:
    assert pupils
    assert differing(store) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE pupil SET surname = 'Fern' WHERE id = ?",
        "UPDATE pupil SET preferred_forename = 'Fern' WHERE id = ?",
        "UPDATE pupil SET left_on = '2026-11-22' WHERE id = ?",
        "DELETE FROM pupil WHERE id = ?",
    ],
    ids=["another name", "a name nobody gave", "a day nobody gave", "gone"],
)
@pytest.mark.parametrize("done", ["untouched", "edited"])
def test_a_line_that_is_not_what_the_log_says_is_found(
    store: Store, pupils: dict[str, str], tampering: str, done: str
) -> None:
    with store.writer.begin() as connection:
        connection.exec_driver_sql(tampering, (pupils[done],))

    assert differing(store) == [pupils[done]]


def test_a_line_that_came_back_behind_the_log_is_found(
    store: Store, pupils: dict[str, str]
) -> None:
    with store.writer.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TABLE kept AS SELECT * FROM pupil WHERE id = ?", (pupils["edited"],)
        )
        connection.exec_driver_sql("UPDATE kept SET id = ?", (pupils["removed"],))
        connection.exec_driver_sql("INSERT INTO pupil SELECT * FROM kept")

    assert differing(store) == [pupils["removed"]]
