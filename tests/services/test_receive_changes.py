"""What a line of a list changes about a pupil's status, needs, flags and next review."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.services import actions, statuses
from sendtui.services.known import REVIEW
from sendtui.store.store import Store
from tests.services.invented import cycle, pupil, status
from tests.services.taking_in import (
    EVERYTHING,
    TODAY,
    ZEPHYR,
    in_order,
    of,
    shown,
    taken,
    told,
    written,
)

Steps = list[tuple[str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupil(store, upn=ZEPHYR[0], class_name="5B")


@pytest.mark.parametrize(
    ("before", "code", "since", "after"),
    [
        ([], "K", "", [("K", "2026-11-22")]),
        ([], "K", "07/09/2026", [("K", "2026-09-07")]),
        ([], "N", "07/09/2026", []),
        ([("K", "2025-09-01")], "K", "", [("K", "2025-09-01")]),
        ([("K", "2025-09-01")], "E", "", [("K", "2025-09-01"), ("E", "2026-11-22")]),
        ([("K", "2025-09-01")], "E", "01/10/2026", [("K", "2025-09-01"), ("E", "2026-10-01")]),
        ([("K", "2025-09-01")], "N", "", [("K", "2025-09-01"), ("N", "2026-11-22")]),
        ([("K", "2025-09-01")], "K", "01/01/2026", [("K", "2026-01-01")]),
        ([("K", "2025-09-01")], "E", "01/09/2025", [("E", "2025-09-01")]),
        ([("K", "2025-09-01")], "E", "01/01/2020", [("K", "2025-09-01"), ("E", "2026-11-22")]),
        (
            [("K", "2025-09-01"), ("E", "2026-01-01")],
            "E",
            "01/01/2020",
            [("K", "2025-09-01"), ("E", "2026-01-01")],
        ),
        ([("K", "2025-09-01")], "E", "01/01/2027", [("K", "2025-09-01"), ("E", "2027-01-01")]),
        ([("K", "2026-11-22")], "E", "", [("E", "2026-11-22")]),
        ([("K", "2026-11-22")], "E", "07/09/2026", [("E", "2026-09-07")]),
        ([("K", "2025-09-01")], "", "", [("K", "2025-09-01")]),
    ],
    ids=[
        "on to the register, no day",
        "on to the register",
        "never had a status",
        "the same",
        "an EHC plan, no day",
        "an EHC plan",
        "off the register",
        "since another day",
        "another code on the same day",
        "before the step that is here",
        "a day that would put the steps in another order",
        "a day to come",
        "put right on the day itself",
        "put right on the day itself, since another day",
        "a blank",
    ],
)
def test_a_status_becomes_a_step_of_its_history(
    store: Store, zephyr: str, file: Path, before: Steps, code: str, since: str, after: Steps
) -> None:
    for given, day in before:
        status(store, zephyr, given, date.fromisoformat(day))
    written(file, [told(SEN_Status=code, SEN_since=since, SEN_Needs="")])

    taken(store, file, take=EVERYTHING)

    assert of(store, "status", "status", "since") == in_order(after)
    assert shown(store, file).unchanged == 1


def test_a_plans_own_day_comes_before_the_status_day(store: Store, zephyr: str, file: Path) -> None:
    headings = ("UPN", "Surname", "SEN Status", "SEN since", "EHC plan start date")
    line = (ZEPHYR[0], "Quillfeather", "E", "01/09/2024", "12/03/2026")

    taken(store, written(file, [line], headings))

    assert zephyr
    assert of(store, "status", "status", "since") == [("E", "2026-03-12")]


def test_an_old_code_is_said_in_the_reason(store: Store, zephyr: str, file: Path) -> None:
    taken(store, written(file, [told(SEN_Status="School Action")]))

    assert zephyr
    assert of(store, "status", "status", "reason") == [
        ("K", "given as School Action in the school's list")
    ]


def test_when_the_parents_were_told_is_kept_with_the_step(
    store: Store, zephyr: str, file: Path
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 9, 7), parents_told_how="By letter")
    headings = ("UPN", "Surname", "SEN Status", "Parents told on")
    written(file, [(ZEPHYR[0], "Quillfeather", "K", "14/09/2026")], headings)

    taken(store, file)

    assert of(store, "status", "since", "parents_told_on", "parents_told_how") == [
        ("2026-09-07", "2026-09-14", "By letter")
    ]


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        ([], "SLCN; SEMH", [("SLCN", 1), ("SEMH", 2)]),
        ([("SLCN", 1)], "SLCN; SEMH", [("SLCN", 1), ("SEMH", 2)]),
        ([("SLCN", 1), ("SEMH", 2)], "SEMH", [("SLCN", 2), ("SEMH", 1)]),
        ([("SLCN", 1), ("SEMH", 2)], "SLCN", [("SLCN", 1), ("SEMH", 2)]),
        ([("SLCN", 1), ("SEMH", 2)], "ASD", [("SLCN", 2), ("SEMH", 3), ("ASD", 1)]),
        ([("SLCN", 1), ("SEMH", 4)], "SLCN; SEMH", [("SLCN", 1), ("SEMH", 4)]),
        ([("SLCN", 1), ("SEMH", 1)], "SEMH; SLCN", [("SLCN", 2), ("SEMH", 1)]),
        ([("SLCN", 1), ("SLCN", 2)], "SEMH", [("SLCN", 2), ("SLCN", 3), ("SEMH", 1)]),
        ([("SLCN", 1)], "", [("SLCN", 1)]),
    ],
    ids=[
        "none before",
        "one more",
        "another primary need",
        "fewer",
        "one that comes first",
        "gaps are no news",
        "two of rank 1",
        "one of them twice",
        "a blank",
    ],
)
def test_the_files_needs_come_first_and_none_is_lost(
    store: Store,
    zephyr: str,
    file: Path,
    before: list[tuple[str, int]],
    cell: str,
    after: list[tuple[str, int]],
) -> None:
    with store.write("Needs") as tx:
        for code, rank in before:
            tx.add("need", {"pupil": zephyr, "code": code, "rank": rank})
    written(file, [told(SEN_Needs=cell)])

    taken(store, file, take=EVERYTHING)

    assert of(store, "need", "code", "rank") == in_order(after)
    assert shown(store, file).unchanged == 1


def test_a_second_need_alone_leaves_the_primary_one_first(
    store: Store, zephyr: str, file: Path
) -> None:
    with store.write("Needs") as tx:
        tx.add("need", {"pupil": zephyr, "code": "SLCN", "rank": 1})
    headings = ("UPN", "Surname", "Primary need", "Secondary need")

    taken(
        store, written(file, [(ZEPHYR[0], "Quillfeather", "", "SEMH")], headings), take=EVERYTHING
    )

    assert of(store, "need", "code", "rank") == [("SEMH", 2), ("SLCN", 1)]


def test_a_need_whose_end_is_known_is_not_added_again(
    store: Store, zephyr: str, file: Path
) -> None:
    with store.write("Needs") as tx:
        tx.add("need", {"pupil": zephyr, "code": "SLCN", "rank": 1, "until": "2026-12-18"})

    taken(store, written(file, [told(SEN_Needs="SLCN")]))

    assert of(store, "need", "code", "until") == [("SLCN", "2026-12-18")]


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        (None, "Yes", [("LAC", "2026-11-22", None)]),
        (None, "No", []),
        (("2026-01-05", None), "Yes", [("LAC", "2026-01-05", None)]),
        (("2026-01-05", None), "", [("LAC", "2026-01-05", None)]),
        (("2026-01-05", None), "No", [("LAC", "2026-01-05", "2026-11-21")]),
        (("2026-11-22", None), "No", [("LAC", "2026-11-22", "2026-11-22")]),
        ((None, None), "No", [("LAC", None, "2026-11-21")]),
        (("2026-01-05", "2026-11-22"), "Yes", [("LAC", "2026-01-05", "2026-11-22")]),
        (
            ("2026-01-05", "2026-11-21"),
            "Yes",
            [("LAC", "2026-01-05", "2026-11-21"), ("LAC", "2026-11-22", None)],
        ),
        (("2026-12-01", None), "No", [("LAC", "2026-12-01", None)]),
        (("2026-12-01", None), "Yes", [("LAC", "2026-12-01", None)]),
    ],
    ids=[
        "up",
        "never was up",
        "is up",
        "a blank",
        "down",
        "down on the day it went up",
        "down, since nobody knows when",
        "up on its last day",
        "up again",
        "not yet up, and no",
        "not yet up, and yes",
    ],
)
def test_a_flag_goes_up_and_down_with_the_file(
    store: Store,
    zephyr: str,
    file: Path,
    before: tuple[str | None, str | None] | None,
    cell: str,
    after: list[tuple[object, ...]],
) -> None:
    if before:
        with store.write("Flag") as tx:
            dated = {"since": before[0], "until": before[1]}
            tx.add("flag", {"pupil": zephyr, "code": "LAC", **dated})
    written(file, [(ZEPHYR[0], "Quillfeather", cell)], ("UPN", "Surname", "Looked after"))

    taken(store, file)

    assert of(store, "flag", "code", "since", "until") == in_order(after)
    assert shown(store, file).unchanged == 1


def test_a_flag_that_goes_down_is_named(store: Store, zephyr: str, file: Path) -> None:
    with store.write("Flag") as tx:
        tx.add("flag", {"pupil": zephyr, "code": "LAC", "since": "2026-01-05"})

    found = shown(
        store, written(file, [(ZEPHYR[0], "Quillfeather", "No")], ("UPN", "Surname", "LAC"))
    )

    assert [(d.label, d.before, d.after) for d in found.changed[0].differences] == [
        ("Looked after: until", "", "21 Nov 2026")
    ]


REVIEW_HEADINGS = ("UPN", "Surname", "Next review")


def test_the_next_review_becomes_an_action_and_moves_with_the_file(
    store: Store, zephyr: str, file: Path
) -> None:
    assert zephyr
    for day in ("14/01/2027", "21/01/2027", "21/01/2027"):
        taken(store, written(file, [(ZEPHYR[0], "Quillfeather", day)], REVIEW_HEADINGS))

    assert of(store, "action", "what", "due") == [(REVIEW, "2027-01-21")]


def test_a_review_that_was_held_is_not_asked_for_again(
    store: Store, zephyr: str, file: Path
) -> None:
    assert zephyr
    written(file, [(ZEPHYR[0], "Quillfeather", "14/11/2026")], REVIEW_HEADINGS)
    taken(store, file)
    ((action,),) = of(store, "action", "id")
    actions.done(store, str(action), TODAY)

    assert shown(store, file).unchanged == 1


def test_a_review_that_a_cycle_has_already_is_no_news(
    store: Store, zephyr: str, file: Path
) -> None:
    cycle(store, zephyr, review_due=date(2027, 1, 14))
    written(file, [(ZEPHYR[0], "Quillfeather", "14/01/2027")], REVIEW_HEADINGS)

    assert shown(store, file).unchanged == 1
