"""The table of processes: every name in it is the name of something."""

from typing import get_args

import pytest

from sendtui.models.case import Process
from sendtui.rules.case_facts import ADVICE_ASKED, ADVICE_IN
from sendtui.rules.process import EVER, ProcessOf
from sendtui.rules.processes import ADVICE, PROCESSES, USUAL

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
    assert set(USUAL) <= set(dict(ADVICE))
