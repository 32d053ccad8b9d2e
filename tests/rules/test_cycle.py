"""What makes each stage of a cycle complete."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.cycle import (
    CycleFacts,
    EvidenceFacts,
    OutcomeFacts,
    ProvisionFacts,
    ReviewFacts,
    stages,
)

TODAY = date(2026, 11, 22)

OUTCOME = OutcomeFacts(
    "Zephyr will be able to read 40 common words.",
    need="SPLD",
    measure="word list",
    baseline="12 of 40",
    target="40 of 40",
    by=date(2026, 12, 18),
    rated=True,
    record="outcome-1",
)
PROVISION = ProvisionFacts(
    "Reads the word list aloud",
    who="teaching assistant",
    times=3,
    minutes=15,
    weeks=10,
    need="SPLD",
    outcome="outcome-1",
    happened=20,
    missed=2,
    record="provision-1",
)
REVIEW = ReviewFacts(
    date(2026, 11, 20), "continue", next_review=date(2027, 3, 1), with_parents=True
)
COMPLETE = CycleFacts(
    date(2026, 9, 7),
    review_due=date(2026, 12, 1),
    needs=("SPLD",),
    evidence=(
        EvidenceFacts("baseline", "word list", "12 of 40", "evidence-1"),
        EvidenceFacts("teaching"),
    ),
    pupil_view=True,
    parent_view=True,
    outcomes=(OUTCOME,),
    provision=(PROVISION,),
    review=REVIEW,
)


def checks(facts: CycleFacts, stage: int) -> list[str]:
    return [finding.check for finding in stages(facts, TODAY)[stage].findings]


def test_a_cycle_with_everything_has_nothing_found() -> None:
    done = stages(COMPLETE, TODAY)

    assert [stage.name for stage in done] == ["assess", "plan", "do", "review"]
    assert [(stage.complete, stage.findings) for stage in done] == [(True, ())] * 4


def test_an_empty_cycle_says_what_each_stage_needs() -> None:
    empty = CycleFacts(TODAY)

    assert checks(empty, 0) == [
        "no need",
        "no baseline",
        "no teaching",
        "no pupil's view",
        "no parents' view",
    ]
    assert checks(empty, 1) == ["no outcome", "no provision", "no review date"]
    assert checks(empty, 2) == ["nothing to do"]
    assert checks(empty, 3) == ["not reviewed"]
    assert not any(stage.complete for stage in stages(empty, TODAY))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"measure": " "}, ["no measure"], id="measure"),
        pytest.param({"baseline": ""}, ["no baseline"], id="baseline"),
        pytest.param({"target": ""}, ["no target"], id="target"),
        pytest.param({"by": None}, ["no by"], id="by when"),
        pytest.param({"by": date(2026, 9, 1)}, ["by too early"], id="before the cycle"),
        pytest.param({"by": date(2026, 11, 1), "rated": False}, ["by past"], id="past"),
        pytest.param({"by": date(2026, 11, 1)}, [], id="past and rated"),
        pytest.param({"what": "Will attend a club"}, ["outcome is provision"], id="wording"),
    ],
)
def test_an_outcome_has_a_baseline_a_measure_a_target_and_a_day(
    change: dict[str, object], found: list[str]
) -> None:
    outcome = replace(OUTCOME, **change)  # type: ignore[arg-type]

    assert checks(replace(COMPLETE, outcomes=(outcome,)), 1) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"who": ""}, ["no who"], id="who"),
        pytest.param({"minutes": 0}, ["no minutes"], id="minutes"),
        pytest.param({"weeks": 0}, ["no weeks"], id="weeks"),
        pytest.param(
            {"weeks": 0, "starts": date(2026, 9, 7), "ends": date(2026, 12, 1)}, [], id="dates do"
        ),
        pytest.param(
            {"starts": date(2026, 9, 7), "ends": date(2026, 9, 1)}, ["ends early"], id="backwards"
        ),
        pytest.param(
            {"outcome": ""}, ["no outcome served", "outcome unserved"], id="serves nothing"
        ),
        pytest.param({"what": "Regular reading"}, ["vague words"], id="wording"),
    ],
)
def test_a_provision_line_says_who_how_long_and_until_when(
    change: dict[str, object], found: list[str]
) -> None:
    line = replace(PROVISION, **change)  # type: ignore[arg-type]

    assert checks(replace(COMPLETE, provision=(line,)), 1) == found


def test_a_need_nobody_does_anything_about_is_named() -> None:
    plan = stages(replace(COMPLETE, needs=("SPLD", "SLCN")), TODAY)[1]

    assert [finding.subject for finding in plan.findings] == [
        "Speech, language and communication needs"
    ]
    assert plan.complete


def test_strategies_alone_are_a_plan() -> None:
    assert checks(replace(COMPLETE, provision=(), strategies=2), 1) == []


def test_a_baseline_without_a_score_is_only_advised_about() -> None:
    evidence = (EvidenceFacts("baseline"), EvidenceFacts("teaching"))

    assess = stages(replace(COMPLETE, evidence=evidence), TODAY)[0]

    assert [finding.check for finding in assess.findings] == ["no score"]
    assert assess.complete


@pytest.mark.parametrize(
    ("change", "found", "complete"),
    [
        pytest.param({"happened": 0, "missed": 0}, ["not delivered"], False, id="none"),
        pytest.param({"happened": 0, "missed": 3}, ["not delivered"], False, id="all missed"),
        pytest.param({"happened": 2, "missed": 3}, ["often missed"], True, id="mostly missed"),
        pytest.param(
            {"happened": 0, "missed": 0, "starts": date(2027, 1, 5)}, [], True, id="not begun"
        ),
    ],
)
def test_provision_is_delivered_or_it_is_said_so(
    change: dict[str, object], found: list[str], complete: bool
) -> None:
    line = replace(PROVISION, **change)  # type: ignore[arg-type]
    do = stages(replace(COMPLETE, provision=(line,)), TODAY)[2]

    assert [finding.check for finding in do.findings] == found
    assert do.complete is complete


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"decision": ""}, ["no decision"], id="no decision"),
        pytest.param({"decision": "step up"}, ["no reason"], id="no reason"),
        pytest.param({"decision": "step up", "reason": "No progress."}, [], id="a reason"),
        pytest.param({"next_review": None}, ["no next review"], id="no next review"),
        pytest.param(
            {"decision": "leave the SEN register", "reason": "Caught up.", "next_review": None},
            [],
            id="leaving needs no next review",
        ),
        pytest.param({"with_parents": False}, ["no parents"], id="without parents"),
    ],
)
def test_a_review_decides_and_says_why(change: dict[str, object], found: list[str]) -> None:
    review = replace(REVIEW, **change)  # type: ignore[arg-type]

    assert checks(replace(COMPLETE, review=review), 3) == found


def test_a_review_rates_every_outcome() -> None:
    outcomes = (OUTCOME, replace(OUTCOME, number=2, rated=False, record="outcome-2"))

    (finding,) = stages(replace(COMPLETE, outcomes=outcomes), TODAY)[3].findings

    assert (finding.subject, finding.record) == ("Outcome 2", "outcome-2")


def test_an_overdue_review_says_so() -> None:
    late = replace(COMPLETE, review=None, review_due=date(2026, 11, 1))

    (finding,) = stages(late, TODAY)[3].findings

    assert "overdue" in finding.says


def test_every_finding_carries_its_citation() -> None:
    for stage in stages(CycleFacts(TODAY), TODAY):
        for finding in stage.findings:
            assert "SEND Code of Practice" in str(finding.citation)
