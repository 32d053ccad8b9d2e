"""What the program writes it reads back, and what schools' systems write it never stumbles over."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seed
from sendtui.errors import SendtuiError
from sendtui.formats import register_csv, register_xlsx
from sendtui.services import register_lines
from sendtui.services.register import Query
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.samples import SAMPLES, needs_samples
from tests.services.invented import CRASHING, pupil, status
from tests.services.taking_in import (
    HEADINGS,
    TODAY,
    log_length,
    shown,
    tables,
    taken,
    written,
)

WRITERS = {"csv": register_csv.write, "xlsx": register_xlsx.write}


@pytest.fixture
def school(store: Store) -> Store:
    """A case file with a made-up school in it, with cycles, flags, leavers and histories."""
    with store.write("Make up a school") as tx:
        made = seed.school(40, TODAY, setting=store.setting, of="register")
        for kind, id_, values in made.records:
            tx.add(kind, values, id_)
    return store


@pytest.mark.parametrize("shape", WRITERS)
def test_our_own_register_reads_back_unchanged(school: Store, tmp_path: Path, shape: str) -> None:
    path = tmp_path / f"register.{shape}"
    with path.open("wb") as file:
        count = WRITERS[shape](file, register_lines.lines(school, Query(), TODAY))

    found = shown(school, path)

    assert (found.new, found.changed, found.rejected) == ((), (), ())
    assert (found.possible_duplicates, found.unchanged) == ((), count)
    assert found.left_out == ("Setting",)


@pytest.mark.parametrize("shape", WRITERS)
@pytest.mark.parametrize("name", [CRASHING, "=1+1", "-Ann", "@x", "O'Moss", "  spaced  "])
def test_an_awkward_name_reads_back(store: Store, tmp_path: Path, shape: str, name: str) -> None:
    status(store, pupil(store, surname=name, forename=name), "K")
    path = tmp_path / f"register.{shape}"
    with path.open("wb") as file:
        WRITERS[shape](file, register_lines.lines(store, Query(), TODAY))

    found = shown(store, path)

    if shape == "csv" or not name.startswith("="):
        refused = [fault.reason for fault in found.rejected]
        assert refused or found.unchanged == 1
        assert not refused or name.startswith("=")
    assert not found.new


@needs_samples
def test_the_sample_files_are_read_or_refused_in_words(store: Store) -> None:
    assert SAMPLES is not None
    files = sorted((SAMPLES / "mis").glob("*.csv"))
    said = []
    for path in files:
        try:
            found = shown(store, path)
        except SendtuiError as refused:
            said.append(path.name in str(refused))
        else:
            said.append(bool(found.new or found.rejected))
    assert said
    assert all(said)


NAMES = ["Quillfeather", "quillfeather", "Finch", "Ünal", "O'Moss", "李明"]
UPNS = ["", "", "H801200001001", "G801200026001", "A801200001001"]
LINE = st.tuples(
    st.sampled_from(UPNS),
    st.sampled_from(NAMES),
    st.sampled_from(["Zephyr", "Zéphyr", "Max", ""]),
    st.sampled_from(["", "03/02/2017", "30/09/2017", "31/02/2017"]),
    st.sampled_from(["5B", "6C", ""]),
    st.sampled_from(["K", "E", "N", "", "School Action", "perhaps"]),
    st.sampled_from(["", "07/09/2026", "01/01/2020", "01/01/2027"]),
    st.sampled_from(["", "SLCN", "SEMH; SLCN", "ASD", "nonsense"]),
)
Told = list[tuple[str, ...]]
LISTS = st.lists(LINE, max_size=6)
ALIKE = st.sampled_from(["hold", "same", "new"])
QUICKLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def begin_anew(store: Store) -> None:
    """Give each example a setting of its own: nobody of another one is looked at."""
    with store.write("Another setting") as tx:
        setting = tx.add("setting", {"name": "Mistlethwaite School"})
    store.keep_note("setting", setting)


@QUICKLY
@given(first=LISTS, then=LISTS, alike=ALIKE)
def test_taken_in_twice_is_taken_in_once(
    store: Store,
    tmp_path: Path,
    first: Told,
    then: Told,
    alike: str,
) -> None:
    begin_anew(store)
    path = tmp_path / "list.csv"
    for lines in (first, then):
        taken(store, written(path, lines), alike=alike)  # type: ignore[arg-type]
        before, length = tables(store), log_length(store)

        again = shown(store, path, alike=alike)  # type: ignore[arg-type]
        taken(store, path, alike=alike)  # type: ignore[arg-type]

        assert again.changes_nothing
        assert (tables(store), log_length(store)) == (before, length)


@QUICKLY
@given(first=LISTS, then=LISTS)
def test_undo_shows_every_value_as_it_was(
    store: Store, tmp_path: Path, first: Told, then: Told
) -> None:
    begin_anew(store)
    path = tmp_path / "list.csv"
    taken(store, written(path, first), day=date(2026, 9, 1))
    before = tables(store)

    done = taken(store, written(path, then))
    if done.added or done.changed:
        undo(store)

    assert tables(store) == before


@QUICKLY
@given(lines=LISTS)
def test_no_two_needs_of_a_pupil_have_one_rank(store: Store, tmp_path: Path, lines: Told) -> None:
    begin_anew(store)
    taken(store, written(tmp_path / "list.csv", lines, HEADINGS))

    with store.read() as session:
        twice = session.connection().exec_driver_sql(
            "SELECT pupil, rank FROM need GROUP BY pupil, rank HAVING count(*) > 1"
        )
        assert twice.all() == []
