"""Starting a cycle, saying what it is about, assessing, and what a face is shown of it."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import cycle_reading, cycles, deliveries, plans
from sendtui.services.cycle_views import dose_says, stage
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, TERM_BEGAN, cycle, outcome, provision, pupil


def test_a_cycle_is_reviewed_about_a_term_on(store: Store, today: date) -> None:
    found = cycle_reading.cycle(store, cycle(store, pupil(store), focus=CRASHING), today)

    assert (found.number, found.started_on, found.review_due) == (1, TERM_BEGAN, date(2026, 11, 30))
    assert (found.focus, found.stage, found.version, found.frozen) == (CRASHING, "assess", 1, False)


def test_a_second_cycle_waits_for_the_review_of_the_first(store: Store) -> None:
    zephyr = pupil(store)
    cycle(store, zephyr)

    with pytest.raises(SendtuiError, match="Cycle 1 is still open"):
        cycle(store, zephyr)


def test_another_cycle_may_be_asked_for(store: Store, today: date) -> None:
    zephyr = pupil(store)
    cycle(store, zephyr)

    cycle(store, zephyr, another=True)

    assert [c.number for c in cycle_reading.of_pupil(store, zephyr, today)] == [2, 1]


def test_starting_a_cycle_is_undone(store: Store) -> None:
    zephyr = pupil(store)
    cycle(store, zephyr)

    assert undo(store).label == "Start a cycle"
    assert cycle_reading.current(store, zephyr) == ""


def test_a_review_before_the_start_is_refused(store: Store) -> None:
    with pytest.raises(InvalidError) as refused:
        cycle(store, pupil(store), review_due=date(2026, 9, 1))

    assert [p.field for p in refused.value.problems] == ["review_due"]


def test_a_cycle_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(SendtuiError, match="no such pupil"):
        cycle(store, "0" * 32)


def test_who_leads_and_when_it_is_reviewed_may_change(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))
    bases = cycle_reading.cycle(store, reading, today).heads[reading]

    changed = cycles.amend(
        store, reading, {"lead": CRASHING, "review_due": date(2026, 12, 11)}, bases
    )

    found = cycle_reading.cycle(store, reading, today)
    assert sorted(changed) == ["lead", "review_due"]
    assert (found.lead, found.review_due) == (CRASHING, date(2026, 12, 11))


@pytest.mark.parametrize("field", ["signed_on", "ended_on", "version", "pupil", "number"])
def test_named_acts_are_not_done_by_editing(store: Store, field: str) -> None:
    reading = cycle(store, pupil(store))

    with pytest.raises(InvalidError):
        cycles.amend(store, reading, {field: None})


def test_evidence_is_added_amended_and_removed(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))
    values = {
        "sort": "baseline",
        "on": TERM_BEGAN,
        "what": CRASHING,
        "measure": "YARC",
        "score": "84",
    }
    found = cycles.add_evidence(store, reading, values)
    cycles.amend_evidence(store, found, {"score": "85"})
    shown = cycle_reading.cycle(store, reading, today).evidence

    cycles.remove_evidence(store, found)

    assert [(e.sort, e.what, e.score) for e in shown] == [("baseline", CRASHING, "85")]
    assert cycle_reading.cycle(store, reading, today).evidence == ()
    undo(store)
    assert cycle_reading.cycle(store, reading, today).evidence == shown


def test_evidence_of_no_known_sort_is_refused(store: Store) -> None:
    reading = cycle(store, pupil(store))

    with pytest.raises(InvalidError) as refused:
        cycles.add_evidence(store, reading, {"sort": "rumour", "on": TERM_BEGAN, "what": "x"})

    assert [p.field for p in refused.value.problems] == ["sort"]


def test_a_cycle_ends_because_the_pupil_left(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))

    cycles.end_because_left(store, reading, today)

    found = cycle_reading.cycle(store, reading, today)
    assert (found.end, found.ended_on, found.frozen) == ("left", today, True)
    with pytest.raises(SendtuiError, match="ended on Sunday 22 November 2026"):
        cycles.amend(store, reading, {"focus": "x"})
    undo(store)
    assert cycle_reading.cycle(store, reading, today).end == ""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, "assess", id="nothing yet"),
        pytest.param({"outcomes": 1}, "plan", id="an outcome"),
        pytest.param({"outcomes": 1, "signed": True}, "do", id="signed"),
        pytest.param({"outcomes": 1, "sessions": 1}, "do", id="begun without a signature"),
        pytest.param({"outcomes": 1, "review_due": date(2026, 11, 22)}, "review", id="due today"),
        pytest.param({"outcomes": 1, "review_due": date(2026, 11, 23)}, "plan", id="due tomorrow"),
        pytest.param({"review_due": date(2026, 1, 1)}, "assess", id="nothing to review"),
        pytest.param({"reviewed": True}, "review", id="reviewed"),
    ],
)
def test_the_stage_is_what_is_there(facts: dict[str, object], expected: str, today: date) -> None:
    nothing = {"outcomes": 0, "signed": False, "sessions": 0, "reviewed": False, "review_due": None}

    assert stage(**{**nothing, **facts}, today=today) == expected  # type: ignore[arg-type]


def test_a_face_is_shown_the_whole_cycle(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))
    ten_lines = outcome(store, reading, CRASHING)
    served = provision(store, reading, outcome=ten_lines, starts=TERM_BEGAN, weeks=4)
    alone = provision(store, reading, what="Lunch club", per="day", times=1)
    plans.add(store, reading, "strategy", {"what": "Now and next board", "where": "all day"})
    deliveries.tick(store, served, date(2026, 9, 8))

    found = cycle_reading.cycle(store, reading, today)

    assert [line.id for line in found.outcomes[0].provision] == [served]
    assert [line.id for line in found.unlinked] == [alone]
    assert found.outcomes[0].provision[0].figures.specified == 8
    assert found.delivery.happened == 1
    assert [s.where for s in found.strategies] == ["all day"]
    assert {reading, ten_lines, served, alone} <= found.heads.keys()
    assert found.stage == "do"


def test_advice_is_given_up_to_the_stage_reached(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))
    outcome(store, reading, "Zephyr will be able to read ten lines")

    found = cycle_reading.cycle(store, reading, today)

    checks = {finding.check for finding in found.findings}
    assert {"no baseline", "no measure"} <= checks
    assert "not reviewed" not in checks
    assert [stage.name for stage in found.stages] == ["assess", "plan", "do", "review"]


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ((1, "week", 30, 1, 10), "once a week, 30 minutes, one to one, for 10 weeks"),
        ((2, "half term", 1, 4, 0), "twice a half term, 1 minute, in a group of 4"),
        ((3, "day", 0, 1, 1), "3 times a day, one to one, for 1 week"),
    ],
)
def test_a_dose_reads_as_a_sentence(dose: tuple[int, str, int, int, int], words: str) -> None:
    assert dose_says(*dose) == words
