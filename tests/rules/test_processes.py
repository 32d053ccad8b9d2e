"""The table of processes: every name in it is the name of something."""

from datetime import date
from typing import get_args

import pytest

from sendtui.models.case import Process
from sendtui.rules.case_facts import ADVICE_ASKED, ADVICE_IN
from sendtui.rules.process import EVER, ProcessOf
from sendtui.rules.process_reviews import REVIEW, facts_of, is_lighter
from sendtui.rules.processes import ADVICE, PROCESSES, USUAL, usual_advice

EACH = pytest.mark.parametrize("process", PROCESSES.values(), ids=lambda p: p.name)


def test_every_process_of_the_record_has_its_table() -> None:
    assert set(PROCESSES) == set(get_args(Process))


@EACH
def test_codes_of_events_are_all_different(process: ProcessOf) -> None:
    codes = [each.code for each in process.events]

    assert len(codes) == len(set(codes))
    assert not [code for code in codes if " " in code or ":" in code]


@EACH
def test_every_token_names_an_event_and_one_of_its_decisions(process: ProcessOf) -> None:
    events = {each.code: each for each in process.events}
    tokens = [token for each in process.events for token in each.after]
    tokens += [token for stage in process.stages for token in (*stage.by, *stage.then)]
    tokens += process.starts

    for token in set(tokens) - {ADVICE_ASKED, ADVICE_IN}:
        code, _, decided = token.partition(":")
        assert code in events, token
        fact = events[code].fact("decision")
        assert not decided or (fact is not None and decided in dict(fact.choices)), token


@EACH
def test_facts_are_expected_for_decisions_there_are(process: ProcessOf) -> None:
    for event in process.events:
        decision = event.fact("decision")
        known = dict(decision.choices) if decision else {}
        for fact in event.facts:
            assert fact.expected_for == EVER or set(fact.expected_for) <= set(known)
            assert not fact.expected_for or fact.because


@EACH
@pytest.mark.parametrize("side", ["la", "school"])
def test_a_flow_begins_with_a_stage_that_needs_nothing_and_can_end(
    process: ProcessOf, side: str
) -> None:
    stages = process.stages_for(side)

    assert stages[0].by == ()
    assert all(stage.by for stage in stages[1:])
    assert any(stage.over for stage in stages)
    assert not [stage for stage in stages if not stage.over and not stage.then]


def test_the_usual_advice_is_among_the_advice_there_is() -> None:
    assert set(usual_advice(date(2012, 1, 5), "9", date(2026, 11, 22))) <= set(dict(ADVICE))


@pytest.mark.parametrize(
    ("born", "year", "asked"),
    [
        (date(2013, 8, 31), "9", True),
        (date(2013, 9, 1), "8", False),
        (date(2005, 5, 5), "", True),
        (None, "", False),
    ],
    ids=str,
)
def test_advice_on_adulthood_is_usual_from_year_9(
    born: date | None, year: str, asked: bool
) -> None:
    sorts = usual_advice(born, year, date(2026, 11, 22))

    assert set(sorts) - set(USUAL) == ({"adulthood"} if asked else set())


@pytest.mark.parametrize(
    ("born", "year", "asked"),
    [
        (date(2022, 11, 23), "N1", "child_views family_views progress"),
        (date(2021, 11, 22), "R", "present child_views family_views progress"),
        (date(2013, 10, 1), "8", "present child_views family_views progress"),
        (date(2013, 8, 31), "9", "present child_views family_views progress adulthood"),
        (None, "", "present child_views family_views progress adulthood"),
    ],
    ids=str,
)
def test_the_meeting_of_a_young_child_is_written_down_in_a_lighter_form(
    born: date | None, year: str, asked: str
) -> None:
    today, meeting = date(2026, 11, 22), REVIEW.event("meeting")
    assert meeting is not None

    assert " ".join(f.name for f in facts_of(meeting, born, year, today)) == asked
    assert is_lighter(meeting, born, today) is (len(asked.split()) == 3)
