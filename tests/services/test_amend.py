"""Editing a field: only what changed is written, clashes are kept, history is in words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BeforeValidator

from sendtui.errors import InvalidError, SendtuiError
from sendtui.models import KINDS, kind
from sendtui.services import (
    amend,
    concerns,
    confidential,
    cycles,
    needs,
    past,
    people,
    pupils,
    register,
    statuses,
)
from sendtui.services.labels import is_link
from sendtui.store.store import Store

ZEPHYR = {"surname": "Quillfeather", "forename": "Zephyr", "class_name": "3A"}


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(store, ZEPHYR)


def test_only_the_fields_that_changed_are_written(store: Store, zephyr: str) -> None:
    changed = amend.amend(store, "pupil", zephyr, {"class_name": "3B", "forename": "Zephyr"})

    assert changed == ("class_name",)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.fixed_dictionaries({"forename": texts, "interpreter": texts, "left_to": texts}))
def test_a_form_saved_as_it_was_opened_writes_nothing(store: Store, values: dict[str, Any]) -> None:
    pupil = pupils.add(store, {"surname": "Moss", **values})
    acts = past.can_undo(store)
    opened = amend.form(store, "pupil", pupil)

    changed = amend.amend(store, "pupil", pupil, opened.values, opened.heads)

    assert changed == ()
    assert past.can_undo(store) == acts
    assert len(past.latest(store, 1)) <= len(past.of_pupil(store, pupil))
    assert not [line for line in past.of_pupil(store, pupil) if not line.born]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.fixed_dictionaries({"forename": texts, "interpreter": texts, "left_to": texts}))
def test_undo_brings_every_value_back(store: Store, values: dict[str, Any]) -> None:
    pupil = pupils.add(store, {"surname": "Moss", "forename": "Ash"})
    before = amend.form(store, "pupil", pupil).values

    if amend.amend(store, "pupil", pupil, values):
        past.undo(store)

    assert amend.form(store, "pupil", pupil).values == before


def test_redo_brings_the_change_back(store: Store, zephyr: str) -> None:
    amend.amend(store, "pupil", zephyr, {"class_name": "3B"})
    past.undo(store)

    assert past.redo(store) == "Edit a pupil"

    assert amend.form(store, "pupil", zephyr).values["class_name"] == "3B"


def test_two_forms_on_one_field_that_was_empty_are_a_clash(
    store: Store, zephyr: str, today: date
) -> None:
    opened = amend.form(store, "pupil", zephyr)

    amend.amend(store, "pupil", zephyr, {"interpreter": "BSL"}, opened.heads)
    amend.amend(store, "pupil", zephyr, {"interpreter": "Makaton"}, opened.heads)

    (clash,) = pupils.view(store, zephyr, today).clashes
    assert (clash.record, clash.field) == (zephyr, "interpreter")
    assert clash.title == "Pupil, Interpreter"
    said = [(version.words, version.who) for version in clash.versions]
    assert said == [("Makaton", "A. Tester"), ("BSL", "A. Tester")]


@pytest.mark.parametrize("chosen", ["BSL", "Makaton", "neither"])
def test_setting_the_field_settles_a_clash(
    store: Store, zephyr: str, today: date, chosen: str
) -> None:
    opened = amend.form(store, "pupil", zephyr)
    for value in ("BSL", "Makaton"):
        amend.amend(store, "pupil", zephyr, {"interpreter": value}, opened.heads)

    amend.amend(store, "pupil", zephyr, {"interpreter": chosen})

    assert pupils.view(store, zephyr, today).clashes == ()


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        ("2026-11-23", "is still to come: look at the year"),
        ("1905-12-31", "is over 120 years ago: look at the year"),
    ],
)
def test_nobody_is_born_on_an_impossible_day(
    store: Store, zephyr: str, today: date, born: str, reason: str
) -> None:
    with pytest.raises(InvalidError) as amended:
        amend.amend(store, "pupil", zephyr, {"born": born}, today=today)
    with pytest.raises(InvalidError) as added:
        pupils.add_all(store, [{"surname": "Moss", "born": born}], today)

    for refused in (amended, added):
        assert [(p.field, p.reason) for p in refused.value.problems] == [("born", reason)]


def test_a_upn_that_is_replaced_becomes_the_former_one_once(store: Store, zephyr: str) -> None:
    def upns() -> tuple[object, object]:
        values = amend.form(store, "pupil", zephyr).values
        return values["upn"], values["former_upn"]

    for upn, expected in (
        ("one", ("one", "")),
        ("ONE", ("ONE", "")),
        ("two", ("two", "ONE")),
        ("three", ("three", "ONE")),
    ):
        amend.amend(store, "pupil", zephyr, {"upn": upn})
        assert upns() == expected


def test_an_empty_day_clears_the_day(store: Store, zephyr: str) -> None:
    amend.amend(store, "pupil", zephyr, {"born": "2018-03-01"})

    amend.amend(store, "pupil", zephyr, {"born": ""})

    assert amend.form(store, "pupil", zephyr).values["born"] is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"surname": ""}, "surname"),
        ({"born": "31/02/2018"}, "born"),
        ({"nc_year": "three"}, "nc_year"),
        ({"setting": "0" * 32}, "setting"),
        ({"unknown": "x"}, "unknown"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else None,
)
def test_values_that_do_not_hold_change_nothing(
    store: Store, zephyr: str, values: dict[str, object], field: str
) -> None:
    before = amend.form(store, "pupil", zephyr).values

    with pytest.raises(InvalidError) as refused:
        amend.amend(store, "pupil", zephyr, {"class_name": "9Z", **values})

    assert [p.field for p in refused.value.problems] == [field]
    assert amend.form(store, "pupil", zephyr).values == before


def test_no_message_repeats_what_was_typed(store: Store, zephyr: str) -> None:
    with pytest.raises(InvalidError) as refused:
        amend.amend(store, "pupil", zephyr, {"born": "Moss was ill"})

    assert "Moss" not in str(refused.value)


def test_an_end_before_its_beginning_is_refused(store: Store, zephyr: str) -> None:
    person = people.add(store, zephyr, {"name": "B. Oatflannel", "since": "2026-09-01"})

    with pytest.raises(InvalidError):
        amend.amend(store, "person", person, {"until": "2026-08-31"})


def test_words_that_are_called_like_a_link_are_edited(store: Store, zephyr: str) -> None:
    person = people.add(store, zephyr, {"name": "B. Oatflannel"})

    changed = amend.amend(store, "person", person, {"organisation": "The clinic"})

    assert changed == ("organisation",)
    assert "organisation" in amend.form(store, "person", person).values


def test_history_reads_words_that_are_called_like_a_link(store: Store, zephyr: str) -> None:
    raised = concerns.raise_(store, zephyr, what="Slow to settle", raised_on=date(2026, 9, 8))
    concerns.close(store, raised, date(2026, 11, 20), "The seating plan was enough")

    lines = {line.label: line.after for line in past.of_pupil(store, zephyr)}

    assert lines["Outcome"] == "The seating plan was enough"
    assert "Pupil" not in lines


def test_only_ids_count_as_links() -> None:
    worded = {
        (noun, name)
        for noun in KINDS
        for name, field in kind(noun).twin.model_fields.items()
        if is_link(noun, name) and any(isinstance(way, BeforeValidator) for way in field.metadata)
    }

    assert worded == {("plan_line", "serves")}


def test_a_rank_is_not_edited_by_itself(store: Store, zephyr: str) -> None:
    need = needs.add(store, zephyr, "SLCN")

    with pytest.raises(InvalidError):
        amend.amend(store, "need", need, {"rank": 2})


def test_a_plan_is_not_edited_by_this_door(store: Store, zephyr: str, today: date) -> None:
    cycle = cycles.start(store, zephyr, started_on=today)

    with pytest.raises(SendtuiError, match="not edited here"):
        amend.amend(store, "cycle", cycle, {"focus": "x"})


def test_a_removed_need_leaves_no_gap(store: Store, zephyr: str) -> None:
    first, _ = (needs.add(store, zephyr, code) for code in ("SLCN", "MLD"))

    amend.remove(store, "need", first)

    with store.read() as session:
        assert [(n.rank, n.code) for n in needs.ranked(session, zephyr)] == [(1, "MLD")]


def test_a_form_says_what_each_field_is() -> None:
    fields = {f.name: f for f in amend.fields("pupil")}

    assert (fields["born"].sort, fields["born"].title) == ("day", "Date of birth")
    assert (fields["surname"].required, fields["forename"].required) == (True, False)
    assert fields["nc_year"].codes == "National curriculum years"
    assert "setting" not in fields


def test_history_says_codes_and_days_in_words(store: Store, zephyr: str) -> None:
    step = statuses.place(store, zephyr, "K", date(2026, 9, 1))
    amend.amend(store, "status", step, {"since": "2026-09-08"})

    moved, *born = past.of_pupil(store, zephyr)

    assert (moved.kind_label, moved.label, moved.act) == (
        "SEN status",
        "Since",
        "Edit a SEN status",
    )
    assert (moved.before, moved.after) == ("1 Sep 2026", "8 Sep 2026")
    words = {(line.label, line.after) for line in born if line.record == step}
    assert ("SEN status", "SEN Support") in words
    assert {line.who for line in born} == {"A. Tester"}


def test_history_says_when_it_was_true_beside_when_it_was_written(
    store: Store, zephyr: str
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 9, 1))

    latest, *_ = past.of_pupil(store, zephyr)

    assert latest.true_on == date(2026, 9, 1)
    assert latest.when.tzinfo is not None


def test_the_last_act_is_named_before_it_is_undone(store: Store, zephyr: str) -> None:
    amend.amend(store, "pupil", zephyr, {"class_name": "3B"})

    act = past.can_undo(store)

    assert act is not None
    assert (act.label, act.who) == ("Edit a pupil", "A. Tester")
    assert (act.about, act.pupils) == (("Zephyr Quillfeather",), 1)
    assert [(e.label, e.after, e.before) for e in act.edits] == [("Class", "3B", "3A")]
    assert past.can_redo(store) is None

    past.undo(store)

    back = past.can_redo(store)
    assert back is not None
    assert [(e.after, e.before) for e in back.edits] == [("3A", "3B")]


def test_an_act_of_more_than_a_field_or_two_is_named_alone(store: Store, zephyr: str) -> None:
    new = past.can_undo(store)
    amend.amend(
        store, "pupil", zephyr, {"class_name": "3B", "interpreter": "Polish", "forename": "Zeph"}
    )
    many = past.can_undo(store)

    assert new is not None
    assert many is not None
    assert (new.edits, many.edits) == ((), ())


def test_what_is_confidential_is_not_told_before_an_undo(store: Store, zephyr: str) -> None:
    mother = people.add(store, zephyr, {"name": "Dora"})
    confidential.mark(store, zephyr, "person", mother, today=date(2026, 9, 1))
    amend.amend(store, "person", mother, {"phone": "01632 960225"})

    act = past.can_undo(store)

    assert act is not None
    assert "960225" not in repr(act.edits)


def test_an_edited_name_is_found_under_the_new_one(store: Store, zephyr: str, today: date) -> None:
    amend.amend(store, "pupil", zephyr, {"surname": "Moss"})

    query = register.Query(words="moss", scope="roll")

    assert [e.id for e in register.page(store, query, today)] == [zephyr]
