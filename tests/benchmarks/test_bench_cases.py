"""Ten thousand EHC cases beside ten: the queue and what is due, computed and drawn. Printed."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.rules.processes import USUAL
from sendtui.screens.app import SendtuiApp
from sendtui.services import case_list, case_tracker, casefile, cases, cohorts, season
from sendtui.services.agenda import agenda
from sendtui.services.dates import dates
from sendtui.store.store import Store
from tests.benchmarks.conftest import TODAY, Table
from tests.screens.opened import PASSPHRASE, open_lock, seen, walk
from tests.screens.waiting import until

MANY, FEW = 10_000, 10
BUDGET = 1.0
"""Seconds of CPU in which ten thousand cases are read and reckoned."""


def caseload(path: Path, count: int) -> Store:
    """A local authority with so many open cases: assessments at every stage, and annual reviews."""
    store = casefile.create(path, PASSPHRASE).store
    casefile.set_up(store, author="A. Tester", role="caseworker", setting={"name": "Puddleby"})
    with store.write("Make cases up") as tx:
        pupils = tx.add_many("pupil", [_pupil(n, store.setting) for n in range(count)])
        cases = tx.add_many("case", [_case(n, each) for n, each in enumerate(pupils)])
        both = list(zip(pupils, cases, strict=True))
        tx.add_many("case_event", [e for n, one in enumerate(both) for e in _events(n, *one)])
        tx.add_many("advice", [a for n, one in enumerate(both) for a in _advice(n, *one)])
    return store


def _began(n: int) -> date:
    return TODAY - timedelta(days=n * 7 % 200)


def _pupil(n: int, setting: str) -> dict[str, object]:
    born = date(2008 + n % 12, n % 12 + 1, n % 28 + 1)
    return {"surname": f"Quillfeather{n}", "forename": "Zephyr", "born": born, "setting": setting}


def _case(n: int, pupil: str) -> dict[str, object]:
    process = "assessment" if n % 2 else "annual review"
    about = {"caseworker": f"Tester {n % 40}", "side": "la", "reference": f"R{n}"}
    return {"pupil": pupil, "process": process, "opened_on": _began(n), **about}


def _events(n: int, pupil: str, case: str) -> list[dict[str, object]]:
    began = _began(n)
    if n % 2:
        codes: list[tuple[str, int, dict[str, str]]] = [
            ("request", 0, {}), ("decision", 35, {"decision": "assess"}), ("draft", 100, {}),
        ]  # fmt: skip
    else:
        codes = [("last-review", -300, {}), ("meeting-set", 20, {}), ("meeting", 40, {})]
    found = [(code, began + timedelta(days=after), facts) for code, after, facts in codes]
    return [
        {"pupil": pupil, "case": case, "code": code, "on": on, "facts": facts}
        for code, on, facts in found
        if on <= TODAY
    ]


def _advice(n: int, pupil: str, case: str) -> list[dict[str, object]]:
    asked = _began(n) + timedelta(days=36)
    if n % 2 == 0 or asked > TODAY:
        return []
    about = {"pupil": pupil, "case": case, "asked_on": asked}
    return [{**about, "sort": sort, "who": f"Adviser of {sort}"} for sort in USUAL]


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("cases")
    many, few = folder / "many.send", folder / "few.send"
    caseload(many, MANY).close()
    caseload(few, FEW).close()
    return many, few


WORK: dict[str, Callable[[Store], Any]] = {
    "the queue": lambda store: case_list.listing(store, TODAY),
    "what is due": lambda store: agenda(store, TODAY, lambda one: one.kind),
    "the season board": lambda store: season.board(season.reviews(store, TODAY)),
    "what others owe": lambda store: case_tracker.outstanding(store, TODAY),
    "who is at risk": lambda store: cohorts.at_risk(store, TODAY),
    "a month of the calendar": lambda store: dates(store, TODAY, TODAY + timedelta(30), TODAY),
}


@pytest.mark.bench
@pytest.mark.parametrize("name", WORK)
def test_ten_thousand_cases(files: tuple[Path, Path], table: Table, name: str) -> None:
    many, few = files
    with _unlocked(few) as store:
        small = min(_cpu(lambda: WORK[name](store)) for _ in range(3))
    with _unlocked(many) as store:
        first = _cpu(lambda: WORK[name](store))
        again = _cpu(lambda: WORK[name](store))
        case = case_list.listing(store, TODAY)[0].id
        cases.log(store, case, "note", on=TODAY, said="Rang", today=TODAY)
        changed = _cpu(lambda: WORK[name](store))

    asked = {"first asked": first, "asked again": again, "after a change": changed}
    for when, taken in asked.items():
        measured, beside = f"{taken * 1_000:,.0f} ms CPU", f"{taken / small:,.0f}x {FEW}"
        table.add(f"{name}, {MANY:,} cases, {when}", measured, beside, f"{BUDGET:.0f} s")


def _unlocked(path: Path) -> Store:
    return casefile.open_store(path, casefile.Unlock(passphrase=PASSPHRASE))


@pytest.mark.bench
def test_ten_thousand_cases_drawn(files: tuple[Path, Path], table: Table) -> None:
    many, few = (_drawn(path, count) for path, count in zip(files, (MANY, FEW), strict=True))

    named = ("Today, from the passphrase on", "F7: the queue")
    for what, taken, small in zip(named, many, few, strict=True):
        measured = f"{taken * 1_000:,.0f} ms CPU"
        beside = f"{small * 1_000:,.0f} ms with {FEW}"
        table.add(f"{what}, {MANY:,} cases, drawn", measured, beside, f"{BUDGET:.0f} s")


def _drawn(path: Path, count: int) -> tuple[float, float]:
    """Seconds of CPU from the passphrase to Today on the screen, and from F7 to the queue."""
    taken: list[float] = []

    async def steps(pilot: Pilot[Any]) -> None:
        def is_done() -> bool:
            return all(each.is_finished for each in pilot.app.workers)

        await until(pilot, "the lock is in front", lambda: pilot.app.screen.query("Footer"))
        await until(pilot, "what is loaded while typing is there", is_done)
        started = time.process_time()
        await open_lock(pilot)
        await seen(pilot, "Quillfeather")
        taken.append(time.process_time() - started)
        await until(pilot, "Today is read", is_done)
        started = time.process_time()
        await pilot.press("f7")
        await seen(pilot, f"{count:,} case", "Quillfeather")
        taken.append(time.process_time() - started)

    walk(SendtuiApp(path, TODAY), steps, (120, 40))
    return taken[0], taken[1]
