"""The made-up school: every record holds, names what came before it, and is the same each time."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import islice

import pytest

import seed
from seed.book import Record
from seed.sessions import in_term
from sendtui.models import KINDS, kind

TODAY = date(2026, 11, 20)
DAYS = (date(2026, 9, 3), date(2026, 11, 20), date(2027, 2, 28), date(2028, 2, 29))
REFERENCES = (
    *("pupil", "cycle", "outcome", "provision", "answers", "carried_from", "setting"),
    *("case", "plan", "person", "document", "field", "record", "checklist", "checklist_line"),
)
WORDS = {
    ("concern", "outcome"),
    ("case", "outcome"),
    ("arrangement", "outcome"),
    ("feedback", "outcome"),
}
"""Fields that are words although another kind's field of that name is a record."""


@cache
def records(pupils: int = 60, of: str = "register", today: date = TODAY) -> tuple[Record, ...]:
    return tuple(seed.school(pupils, today, of="roll" if of == "roll" else "register").records)


def of_kind(name: str, made: tuple[Record, ...]) -> list[Mapping[str, object]]:
    return [values for kind_name, _, values in made if kind_name == name]


ACTS = ("erasure", "same_as")
"""What a person does to a record, and no school begins with."""


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ACTS])
def test_every_record_holds_for_its_twin(name: str) -> None:
    twin = kind(name).twin

    made = [v for v in of_kind(name, records()) if twin.model_validate(v)]

    assert made


def test_a_record_names_only_what_came_before_it() -> None:
    known: set[str] = set()

    for name, record, values in records():
        for field in (f for f in REFERENCES if (name, f) not in WORDS):
            assert not values.get(field) or values[field] in known, (name, field)
        assert record not in known
        known.add(record)


def test_ids_are_32_hex_characters_and_rise() -> None:
    ids = [record for _, record, _ in records()]

    assert all(len(i) == 32 and int(i, 16) for i in ids)
    assert ids == sorted(ids)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_that_happened_is_in_the_future(today: date) -> None:
    happened = (
        "on",
        "said_on",
        "held_on",
        "rated_on",
        "made_on",
        "signed_on",
        "done_on",
        "ended_on",
    )
    happened += ("raised_on", "closed_on", "started_on", "since", "parents_told_on", "left_on")

    late = [
        (name, field)
        for name, _, values in records(60, "register", today)
        for field in happened
        if isinstance(day := values.get(field), date) and day > today
    ]

    assert not late


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("of", ["roll", "register"])
def test_there_is_always_something_to_do(of: str, today: date) -> None:
    made = records(60, of, today)
    actions = [a["due"] for a in of_kind("action", made) if "done_on" not in a]
    open_cycles = [c for c in of_kind("cycle", made) if "ended_on" not in c]
    due = [c["review_due"] for c in open_cycles]
    contacts = of_kind("contact", made)
    answered = {c["answers"] for c in contacts if "answers" in c}
    asked = [(i, v) for k, i, v in made if k == "contact" and "promised" in v]
    profiles: dict[object, date] = {}
    for profile in of_kind("profile", made):
        made_on = profile["made_on"]
        assert isinstance(made_on, date)
        profiles[profile["pupil"]] = made_on

    soon = today + timedelta(days=14)
    assert any(isinstance(d, date) and d < today for d in due)
    assert any(isinstance(d, date) and today <= d <= soon for d in due)
    assert any(isinstance(d, date) and d < today for d in actions)
    assert any(isinstance(d, date) and today <= d <= soon for d in actions)
    assert any(i not in answered and v["reply_by"] < today for i, v in asked)  # type: ignore[operator]
    assert min(profiles.values()) < today - timedelta(days=366)


HELD = (("review", "held_on"), ("voice", "said_on"), ("contact", "on"), ("delivery", "on"))


@pytest.mark.parametrize(("name", "field"), HELD, ids=[name for name, _ in HELD])
def test_nobody_meets_on_a_day_off(name: str, field: str) -> None:
    days = [values[field] for values in of_kind(name, records())]

    assert days
    assert all(isinstance(day, date) and in_term(day) for day in days)


def test_what_was_measured_agrees_with_how_it_was_rated() -> None:
    outcomes = {i: v for k, i, v in records() if k == "outcome"}

    for rating in of_kind("rating", records()):
        outcome = outcomes[str(rating["outcome"])]
        assert (rating["effect"] == "met") == (rating["score"] == outcome["target"])
        assert (rating["effect"] == "no change") == (rating["score"] == outcome["baseline"])


@pytest.mark.parametrize("of", ["roll", "register"])
def test_some_cycle_stands_in_each_stage(of: str) -> None:
    made = records(60, of)
    planned = {o["cycle"] for o in of_kind("outcome", made)}
    cycles = [(i, v) for k, i, v in made if k == "cycle" and "ended_on" not in v]

    stages = set()
    for cycle, values in cycles:
        due = values["review_due"]
        assert isinstance(due, date)
        if cycle not in planned:
            stages.add("assess")
        elif "signed_on" not in values:
            stages.add("plan")
        else:
            stages.add("review" if due <= TODAY else "do")

    assert stages == {"assess", "plan", "do", "review"}
    assert of_kind("review", made)


def test_a_pupil_has_had_no_review_this_term() -> None:
    made = records(60, "roll")
    reviewed = {r["pupil"] for r in of_kind("review", made) if r["held_on"] >= date(2026, 9, 1)}  # type: ignore[operator]
    signed = {c["pupil"] for c in of_kind("cycle", made) if "signed_on" in c}

    assert signed - reviewed


def test_a_pupil_has_at_most_one_open_cycle_and_numbers_run_on() -> None:
    cycles: dict[object, list[Mapping[str, object]]] = {}
    for cycle in of_kind("cycle", records()):
        cycles.setdefault(cycle["pupil"], []).append(cycle)

    for of_pupil in cycles.values():
        assert sum("ended_on" not in c for c in of_pupil) <= 1
        assert [c["number"] for c in of_pupil] == list(range(1, len(of_pupil) + 1))


def test_every_reviewed_cycle_rates_all_its_outcomes() -> None:
    rated = {r["outcome"] for r in of_kind("rating", records())}
    reviewed = {r["cycle"] for r in of_kind("review", records())}

    for name, record, values in records():
        if name == "outcome" and values["cycle"] in reviewed:
            assert record in rated


def test_unmet_outcomes_are_carried_forward() -> None:
    met = {r["outcome"] for r in of_kind("rating", records()) if r["effect"] == "met"}
    carried = {o["carried_from"] for o in of_kind("outcome", records())} - {""}

    assert carried
    assert not carried & met


def test_ratings_use_the_points_of_the_scale() -> None:
    points = {(p["axis"], p["code"]) for p in of_kind("scale_point", records())}

    for rating in of_kind("rating", records()):
        assert all((axis, rating[axis]) in points for axis in ("effort", "delivered", "effect"))


def test_the_scale_is_the_one_a_school_begins_with() -> None:
    from sendtui.services.scales import DEFAULT

    made = of_kind("scale_point", records())

    assert [(p["axis"], p["code"], p["label"], p["position"], p["met"]) for p in made] == [
        (p.axis, p.code, p.label, p.position, p.met) for p in DEFAULT
    ]


def test_sessions_are_missed_with_a_reason_and_held_with_minutes() -> None:
    sessions = of_kind("delivery", records())
    missed = [s for s in sessions if not s["happened"]]

    assert all(s["missed_because"] and "minutes" not in s for s in missed)
    assert 0.10 < len(missed) / len(sessions) < 0.30


def test_sixty_pupils_do_not_look_copied() -> None:
    made = records()

    outcomes = Counter(o["what"] for o in of_kind("outcome", made))
    pages = Counter(p["important"] for p in of_kind("profile", made))
    first = Counter(c["focus"] for c in of_kind("cycle", made))

    assert len(outcomes) >= 100
    assert len(pages) >= 20
    assert len(first) >= 25
    assert first.most_common(1)[0][1] <= 0.12 * sum(first.values())


def test_the_messy_parts_of_real_life_are_there() -> None:
    made = records(1_000, "register")
    said = " ".join(str(c["said"]) for c in of_kind("contact", made))
    statuses = {s["status"] for s in of_kind("status", made)}
    pupils = of_kind("pupil", made)

    assert "[/x]" in said
    assert {"A", "P", "N", "K", "E"} <= statuses
    assert any(p.get("former_upn") for p in pupils)
    assert any(p.get("nc_year") for p in pupils)
    assert any(p.get("left_on") for p in pupils)
    assert any("\u0590" < str(p.get("preferred_surname", " "))[0] < "\u06ff" for p in pupils)
    assert any("'" in str(p["surname"]) for p in pupils)
    assert any("-" in str(p["surname"]) for p in pupils)


def test_amendments_bring_the_records_to_the_roll() -> None:
    school = seed.school(420, TODAY)
    classes = {i: v["class_name"] for k, i, v in school.records if k == "pupil"}

    amended = list(school.amendments)
    for _, pupil, values, true_on in amended:
        assert classes[pupil] != values["class_name"]
        assert true_on == date(2026, 9, 1)
        classes[pupil] = values["class_name"]

    on_roll = Counter(line.class_name for line in school.lines)
    assert amended
    assert not on_roll - Counter(map(str, classes.values()))


def test_the_case_files_own_setting_is_used_where_it_has_one() -> None:
    made = tuple(seed.school(60, TODAY, setting="a" * 32).records)

    assert not of_kind("setting", made)
    assert {p["setting"] for p in of_kind("pupil", made)} == {"a" * 32}


def test_a_large_roll_is_not_gone_through_to_begin() -> None:
    made = seed.school(10_000_000, TODAY).records

    assert len(list(islice(made, 1_000))) == 1_000


_PRINT = (
    "import hashlib, seed; from datetime import date;"
    "print(hashlib.sha256(repr(list(seed.school(60, date(2026, 11, 20), 7).records))"
    ".encode()).hexdigest())"
)


def test_the_same_seed_makes_the_same_school_in_another_process() -> None:
    here = hashlib.sha256(repr(list(seed.school(60, TODAY, 7).records)).encode()).hexdigest()

    there = subprocess.run(
        [sys.executable, "-c", _PRINT],
        env={**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.strip() == here


def test_another_seed_makes_another_school() -> None:
    one, other = seed.school(60, TODAY, 1), seed.school(60, TODAY, 2)

    assert {line.surname for line in one.lines} != {line.surname for line in other.lines}
    assert not {i for _, i, _ in one.records} & {i for _, i, _ in other.records}
