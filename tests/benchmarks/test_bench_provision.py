"""A year of provision: 1,200 pupils, 300 on the SEN register, 80 interventions, 60,000 sessions."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from sendtui.services import casefile, impact, insight, provision_map
from sendtui.store.store import Store
from tests.benchmarks.conftest import PASSPHRASE, Table, in_turn, timed

pytestmark = pytest.mark.bench

TODAY = date(2027, 7, 16)
FIRST = date(2026, 9, 7)
ROLL, REGISTER, RUNS, LINES, TICKS = 1_200, 300, 80, 5, 40


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("provision") / "case.sendtui"
    with casefile.create(path, PASSPHRASE).store as store:
        own = {"name": "Puddleby Common School"}
        setting = casefile.set_up(store, author="A. Tester", role="senco", setting=own)
        _fill(store, setting)
        yield store


def _fill(store: Store, setting: str) -> None:
    with store.write("Fill") as tx:
        adults = tx.add_many(
            "staff", [{"setting": setting, "name": f"Adult {n}", "role": "TA"} for n in range(30)]
        )
        organisation = tx.add("organisation", {"name": "Puddleby"})
        rate = {"organisation": organisation, "role": "TA", "since": FIRST, "hour_pence": 1_690}
        tx.add("staff_rate", rate)
        runs = tx.add_many(
            "intervention",
            [
                {"setting": setting, "name": f"Group {n}", "area": "CI", "staff": adults[n % 30]}
                for n in range(RUNS)
            ],
        )
        pupils = tx.add_many(
            "pupil",
            [{"setting": setting, "surname": f"Quill{n}", "nc_year": "7"} for n in range(ROLL)],
        )[:REGISTER]
        tx.add_many("status", [{"pupil": p, "status": "K", "since": FIRST} for p in pupils])
        cycles = tx.add_many(
            "cycle", [{"pupil": p, "number": 1, "started_on": FIRST} for p in pupils]
        )
        lines = tx.add_many(
            "provision",
            [
                {"pupil": pupil, "cycle": cycle, "what": f"Group {run}", "minutes": 20,
                 "group_size": 4, "intervention": runs[run], "starts": FIRST}
                for n, (pupil, cycle) in enumerate(zip(pupils, cycles, strict=True))
                for run in ((n * LINES + m) % RUNS for m in range(LINES))
            ],
        )  # fmt: skip
        owner = [pupil for pupil in pupils for _ in range(LINES)]
        tx.add_many(
            "delivery",
            (
                {"pupil": pupil, "provision": line, "on": FIRST + timedelta(weeks=week),
                 "happened": (place + week) % 7 > 0, "minutes": 20}
                for place, (pupil, line) in enumerate(zip(owner, lines, strict=True))
                for week in range(TICKS)
            ),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "reading"),
    [
        ("the provision map by adult", lambda s: provision_map.read(s, TODAY).by("adult")),
        ("costs of every pupil", lambda s: provision_map.read(s, TODAY).by("pupil")),
        ("impact by intervention", lambda s: impact.read(s, TODAY).by("intervention")),
    ],
)
def test_a_year_of_provision(
    school: Store, table: Table, what: str, reading: Callable[[Store], object]
) -> None:
    _measure(school, table, what, reading)


@pytest.mark.parametrize("name", insight.QUESTIONS)
def test_a_question_of_the_whole_school(school: Store, table: Table, name: str) -> None:
    _measure(school, table, f"insight {name}", lambda s: insight.answer(s, name, TODAY))


def test_all_the_questions_together(school: Store, table: Table) -> None:
    def asked(store: Store) -> object:
        known = insight.readings(store, TODAY)
        return [insight.answer(store, name, TODAY, known=known) for name in insight.QUESTIONS]

    _measure(school, table, f"all {len(insight.QUESTIONS)} questions of Insight", asked)


def _measure(school: Store, table: Table, what: str, reading: Callable[[Store], object]) -> None:
    ours, floor = in_turn(
        lambda: timed(lambda: reading(school)), lambda: timed(lambda: _floor(school)), 3
    )
    table.add(
        f"{what}, {ROLL:,} pupils, {RUNS} interventions, {REGISTER * LINES * TICKS:,} sessions",
        f"{ours * 1_000:,.0f} ms",
        f"{ours / floor:.1f}× reading the sessions alone",
        "1,000 ms",
    )


def _floor(school: Store) -> None:
    with school.read() as session:
        run = session.connection().exec_driver_sql
        run('SELECT provision, "on", happened, minutes FROM delivery').all()
