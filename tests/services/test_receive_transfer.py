"""A Common Transfer File taken in: the same preview, the same rules, the same one undo."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.services import statuses
from sendtui.services.receive import Leaving
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.formats.ctf_made import BESIDES, need, pupil, step, transfer
from tests.services.taking_in import (
    EVERYTHING,
    TODAY,
    ZEPHYR,
    in_order,
    log_length,
    of,
    shown,
    tables,
    taken,
    told,
    written,
)

UPN = "G801200026001"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "8012000_CTF_8012001_001.xml"


def given_file(file: Path, *pupils: str) -> Path:
    file.write_bytes(transfer(*pupils, encoding="utf-16"))
    return file


def test_a_newcomer_comes_with_the_whole_history(store: Store, file: Path) -> None:
    steps = [step("A", "2012-01-09"), step("K", "2014-09-01"), step("E", "2023-02-20")]
    needs = [
        need("ASD", 2, "2022-05-09"),
        need("SLCN", 1),
        need("MLD", 3, "2012-01-09", "2020-07-20"),
    ]
    given_file(file, pupil(steps, needs))

    found = shown(store, file)
    taken(store, file)

    assert found.about.startswith("Common Transfer File 26.0")
    assert of(store, "status", "status", "since") == [
        ("A", "2012-01-09"),
        ("E", "2023-02-20"),
        ("K", "2014-09-01"),
    ]
    assert of(store, "need", "code", "rank", "since", "until") == [
        ("ASD", 2, "2022-05-09", None),
        ("MLD", 3, "2012-01-09", "2020-07-20"),
        ("SLCN", 1, None, None),
    ]


def test_people_figures_and_particulars_come_once_and_are_never_overwritten(
    store: Store, file: Path
) -> None:
    given_file(file, pupil([step("K", "2020-11-02")], [need("SLCN", 1)], BESIDES))
    taken(store, file)
    ((person,),) = of(store, "person", "id")
    with store.write("Edit") as tx:
        tx.put("person", str(person), {"phone": "01632 960999"})

    again = shown(store, file)

    assert again.changes_nothing
    made = "Common Transfer File, made 06/07/2026, from Mistlethwaite & Fen"
    assert of(store, "person", "role", "phone", "note") == [("mother", "01632 960999", made)]
    assert of(store, "attendance", "ends", "attended", "source") == [("2026-07-06", 339, made)]
    assert of(store, "particulars", "ethnicity", "postcode") == [("MWBA", "ZZ99 3WZ")]
    assert of(store, "need", "source") == [(made,)]
    given_file(file, pupil([step("K", "2020-11-02")], [], BESIDES.replace("MWBA", "WBRI")))
    (changed,) = shown(store, file).changed
    assert [(d.label, d.before, d.after) for d in changed.differences] == [
        ("Ethnicity", "White and Black African", "White - British")
    ]


def test_schools_that_were_left_become_placements_once(store: Store, file: Path) -> None:
    school = (
        "<SchoolHistory><School><URN>900002</URN><SchoolName>Nettle Infants</SchoolName>"
        "<EntryDate>2019-09-03</EntryDate><LeavingDate>2022-07-20</LeavingDate></School>"
        "<School><SchoolName>Mistlethwaite</SchoolName></School></SchoolHistory>"
    )
    given_file(file, pupil([step("K", "2020-11-02")], [], school))

    found = shown(store, file)
    taken(store, file)

    assert found.left_out == ("SchoolHistory without LeavingDate",)
    assert of(store, "arrangement", "sort", '"where"', "urn", "since", "until") == [
        ("placement", "Nettle Infants", "900002", "2019-09-03", "2022-07-20")
    ]
    assert shown(store, file).changes_nothing


def test_the_same_file_again_changes_nothing(store: Store, file: Path) -> None:
    given_file(file, pupil([step("P", "2012-01-09"), step("K", "2020-11-02")], [need("SLCN", 1)]))
    taken(store, file)
    before, length = tables(store), log_length(store)

    again = shown(store, file)
    taken(store, file)

    assert (again.changes_nothing, again.unchanged, again.held_back) == (True, 1, ())
    assert (tables(store), log_length(store)) == (before, length)
    undo(store)
    assert of(store, "pupil", "id") == []


def test_nobody_is_absent_from_a_file_of_those_who_move(store: Store, file: Path) -> None:
    taken(store, written(file.with_suffix(".csv"), [ZEPHYR]))
    given_file(file, pupil())

    assert shown(store, file).absent == ()
    with pytest.raises(SendtuiError, match="not the whole roll"):
        shown(store, file, leaving=(("", Leaving(TODAY)),))


def test_a_history_fills_the_past_of_what_a_list_gave(store: Store, file: Path) -> None:
    list_line = told(UPN=UPN, DOB="30/09/2017", SEN_Status="E", SEN_since="20/02/2023")
    taken(store, written(file.with_suffix(".csv"), [list_line]))
    steps = [step("N", "2019-09-03"), step("K", "2020-11-02"), step("E", "2023-02-20")]
    given_file(file, pupil(steps))

    found = shown(store, file)
    taken(store, file)

    differences = found.changed[0].differences
    assert ("SEN status", "SEN Support") in [(d.label, d.after) for d in differences]
    assert of(store, "status", "status", "since") == [("E", "2023-02-20"), ("K", "2020-11-02")]


def test_a_history_is_held_back_where_the_senco_has_recorded_one(store: Store, file: Path) -> None:
    given_file(file, pupil([step("K", "2020-11-02")]))
    taken(store, file)
    ((zephyr,),) = of(store, "pupil", "id")
    statuses.place(store, str(zephyr), "E", date(2026, 9, 7))
    given_file(file, pupil([step("A", "2012-01-09"), step("K", "2020-11-02")]))

    found = shown(store, file)

    assert found.changes_nothing
    assert {held.field for held in found.held_back} == {"status"}


def test_names_all_in_capitals_are_no_news(store: Store, file: Path) -> None:
    given_file(file, pupil())
    taken(store, file)

    again = shown(store, given_file(file, pupil(Surname="QUILLFEATHER", Forename="ZEPHYR")))

    assert again.changes_nothing


DAYS = st.sampled_from(["2012-01-09", "2014-09-01", "2019-09-03", "2020-11-02", "2027-01-04"])
STEPS = st.lists(st.tuples(st.sampled_from("NKEAPS"), DAYS), max_size=4, unique_by=lambda s: s[1])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=STEPS, then=STEPS, everything=st.booleans())
def test_any_two_histories_taken_in_twice_are_taken_in_once(
    store: Store,
    file: Path,
    first: list[tuple[str, str]],
    then: list[tuple[str, str]],
    everything: bool,
) -> None:
    with store.write("Another setting") as tx:
        setting = tx.add("setting", {"name": "Mistlethwaite School"})
    store.keep_note("setting", setting)
    take = EVERYTHING if everything else frozenset()
    for steps in (first, then):
        given_file(file, pupil([step(code, day) for code, day in steps]))
        taken(store, file, take=take)
        before, length = tables(store), log_length(store)

        again = shown(store, file, take=take)
        taken(store, file, take=take)

        assert again.changes_nothing, in_order(of(store, "status", "status", "since"))
        assert (tables(store), log_length(store)) == (before, length)
