"""The nouns of the later schemas: what they refuse, and that they stand in their stream."""

from datetime import date

import pytest

from sendtui.errors import InvalidError
from sendtui.models import KINDS, kind
from sendtui.store.store import Store


def pupil_of(store: Store) -> str:
    with store.write("Add a pupil") as tx:
        return tx.add("pupil", {"surname": "Quillfeather", "setting": store.setting})


@pytest.mark.parametrize(
    ("noun", "values"),
    [
        ("attendance", {"possible": 100, "attended": 101}),
        ("attendance", {"possible": 100, "attended": 90, "ends": "2026-08-01"}),
        ("timetable", {"why": ""}),
        ("restriction", {"sort": "disliked"}),
        ("case", {"process": "gossip", "opened_on": "2026-09-01"}),
        ("plan_line", {"plan": "p", "section": "Z", "words": "something"}),
        ("feedback", {"sort": "grumble", "received_on": "2026-09-01", "about": "lunch"}),
        ("checklist_answer", {"statement": "s", "answer": "perhaps", "since": "2026-09-01"}),
        ("destination", {"stage": "begun", "sort": "the moon", "on": "2026-09-01"}),
        ("retention_hold", {"since": "2026-09-01", "why": ""}),
        ("transfer_receipt", {"to_name": "Puddleby High"}),
    ],
    ids=[
        "more attended than possible",
        "ends before it begins",
        "a part-time timetable without a reason",
        "no such restriction",
        "no such process",
        "no such section",
        "neither a complaint nor a compliment",
        "no such answer",
        "no such destination",
        "a hold without a reason",
        "a pack without the day it was sent",
    ],
)
def test_what_cannot_be_is_refused(store: Store, noun: str, values: dict[str, object]) -> None:
    base = {"pupil": pupil_of(store)}
    if noun in ("attendance", "timetable"):
        base |= {"starts": "2026-09-01", "ends": "2026-10-23"}

    with pytest.raises(InvalidError), store.write("Add") as tx:
        tx.add(noun, base | values)


def test_a_noun_and_its_table_have_one_name() -> None:
    assert {name: kind(name).twin.KIND for name in KINDS} == {name: name for name in KINDS}


def test_an_event_of_a_case_keeps_its_facts(store: Store) -> None:
    pupil = pupil_of(store)

    with store.write("Open a case") as tx:
        case = tx.add(
            "case", {"pupil": pupil, "process": "assessment", "opened_on": date(2026, 9, 1)}
        )
        event = tx.add(
            "case_event",
            {"pupil": pupil, "case": case, "code": "request", "on": "2026-09-01",
             "facts": {"from": "parent"}},
        )  # fmt: skip

    with store.read() as session:
        found = session.get(kind("case_event").table, event)
    assert found is not None
    assert found.facts == {"from": "parent"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("noun", "values"),
    [
        ("school_action", {"what": "Train the lunch team", "due_on": "2026-12-01"}),
        ("school_feedback", {"sort": "compliment", "received_on": "2026-09-01", "about": "Fair"}),
        ("checklist", {"name": "Ordinarily available", "loaded_on": "2026-09-01"}),
        ("checklist_line", {"checklist": "c", "number": 1, "statement": "Visual timetables"}),
    ],
)
def test_what_is_the_schools_stands_in_the_settings_stream(
    store: Store, noun: str, values: dict[str, object]
) -> None:
    with store.write("Add") as tx:
        record = tx.add(noun, {**values, "setting": store.setting})
        now = tx.standing(record)
        of = "SELECT s.id, s.kind FROM stream s WHERE s.n = ?"
        assert tx.connection.exec_driver_sql(of, (now.stream,)).one() == (store.setting, "setting")
