"""Who goes into a SEN2 return, and what is said of them, from the facts of the record."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.case_facts import Happened
from sendtui.rules.sen2_build import period_of, person
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_known import Arranged, CaseKnown, ChildKnown, NeedKnown, PlanKnown
from sendtui.rules.sen2_scope import CLASSES, REASONS, scope
from sendtui.rules.sen2_shape import shape_of
from sendtui.rules.sen2_whole import check_person

D = date
SHAPE = shape_of(2026)
PERIOD = period_of(SHAPE)


def event(code: str, on: date, **facts: str) -> Happened:
    return Happened(code, on, facts, id=f"{code}-{on}")


def case(*events: Happened, process: str = "assessment", **more: str) -> CaseKnown:
    opened = events[0].on if events else D(2025, 2, 3)
    return CaseKnown(more.get("id", "c1"), process, opened, la=more.get("la", ""), events=events)


ASKED = event("request", D(2025, 2, 3), **{"from": "school"})
YES = event("decision", D(2025, 3, 10), decision="assess")
NO = event("decision", D(2025, 3, 10), decision="refuse")
FINAL = event("final", D(2025, 6, 20))
PLAN = PlanKnown("plan", "c1", 1, D(2025, 6, 20), D(2025, 6, 20))
OLD = PlanKnown("old", "", 1, D(2021, 1, 5), D(2021, 1, 5))
HOUSE = Arranged("a1", "placement", urn="100000", since=D(2025, 6, 23), resourced=True)
CHILD = ChildKnown(
    "p1", "Quillfeather", "Zephyr", D(2015, 5, 1), "F", "A950000178301", ethnicity="WBRI",
    postcode="ZZ99 9ZZ", cases=(case(ASKED, YES, FINAL),), plans=(PLAN,), arranged=(HOUSE,),
    needs=(NeedKnown("n1", "SLCN", 1), NeedKnown("n2", "DS", 3)),
)  # fmt: skip


def made(child: ChildKnown) -> Group:
    """The only request of a child who goes in."""
    (request,) = person(child, scope(child, PERIOD), SHAPE).of("Requests")
    return request


@pytest.mark.parametrize(
    ("child", "case_class"),
    [
        (CHILD, "active"),
        (replace(CHILD, plans=()), "active"),
        (replace(CHILD, cases=(), plans=(OLD,)), "active"),
        (replace(CHILD, plans=(PLAN._replace(ceased_on=D(2025, 12, 1)),)), "ceased"),
        (replace(CHILD, plans=(PLAN._replace(ceased_on=D(2026, 1, 15)),)), "ceased"),
        (replace(CHILD, plans=(PLAN._replace(ceased_on=D(2026, 1, 16)),)), "active"),
        (replace(CHILD, cases=(case(ASKED, NO),), plans=()), "not assessed"),
        (replace(CHILD, cases=(case(ASKED, YES, event("plan-decision", D(2025, 5, 20),
                                                      decision="none")),), plans=()), "not issued"),
        (replace(CHILD, cases=(case(ASKED, YES, event("draft", D(2025, 5, 20))),), plans=()),
         "issuing"),
        (replace(CHILD, cases=(case(ASKED, YES),), plans=()), "assessing"),
        (replace(CHILD, cases=(case(ASKED),), plans=()), "requested"),
        (replace(CHILD, cases=(case(ASKED, event("withdrawn", D(2025, 2, 20))),), plans=()),
         "withdrawn"),
        (replace(CHILD, cases=(case(ASKED, YES, event("moved-out", D(2025, 4, 1), la="202")),),
                 plans=()), "moved out"),
        (replace(CHILD, cases=(case(ASKED, event("decision", D(2026, 1, 20), decision="refuse")),),
                 plans=()), "requested"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_a_child_goes_in_under_a_class(child: ChildKnown, case_class: str) -> None:
    (entry,) = scope(child, PERIOD).entries

    assert entry.case_class == case_class
    assert case_class in CLASSES


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        (ChildKnown("p1", "Quillfeather"), "no plan"),
        (ChildKnown("p1", "Quillfeather", status="E"), "plan not recorded"),
        (replace(CHILD, cases=(), plans=(PLAN._replace(made_on=D(2026, 1, 16)),)), "later"),
        (replace(CHILD, cases=(case(event("request", D(2026, 2, 1))),), plans=()), "later"),
        (replace(CHILD, cases=(), plans=(OLD._replace(ceased_on=D(2024, 12, 31)),)),
         "ceased before"),
        (replace(CHILD, cases=(case(event("request", D(2024, 1, 8)),
                                    event("decision", D(2024, 2, 1), decision="refuse")),),
                 plans=()), "decided before"),
        (replace(CHILD, cases=(case(),), plans=()), "no request"),
        (replace(CHILD, cases=(case(ASKED, la="202"),), plans=()), "other authority"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_a_child_who_does_not_go_in_has_a_reason(child: ChildKnown, reason: str) -> None:
    found = scope(child, PERIOD, "201")

    assert (found.entries, found.reasons) == ((), (reason,))
    assert reason in REASONS


def test_a_plan_made_in_the_year_is_told_from_its_request_on() -> None:
    request = made(CHILD)
    assessment = request.one("Assessment")
    assert assessment is not None
    plan, active = assessment.one("NamedPlan"), request.one("ActivePlans")
    assert plan is not None
    assert active is not None

    assert request.values == {
        "ReceivedDate": "2025-02-03", "RequestSource": "2", "RYA": "0",
        "RequestOutcomeDate": "2025-03-10", "RequestOutcome": "Y", "RequestMediation": "0",
        "RequestTribunal": "0",
    }  # fmt: skip
    assert (assessment["AssessmentOutcome"], assessment["Week20"]) == ("Y", "0")
    assert plan.values == {"StartDate": "2025-06-20", "PB": "0", "OA": "0"}
    assert [need.values for need in active.of("SENneed")] == [
        {"SENtype": "SLCN", "SENtypeRank": "1"},
        {"SENtype": "DS", "SENtypeRank": "2"},
    ]
    assert list(check_person(person(CHILD, scope(CHILD, PERIOD), SHAPE), SHAPE)) == []


def test_what_was_decided_before_the_year_is_historical() -> None:
    request = made(replace(CHILD, cases=(), plans=(OLD,)))

    assert request.values == {"RequestOutcome": "H"}
    assessment = request.one("Assessment")
    assert assessment is not None
    assert assessment.values == {"AssessmentOutcome": "H"}


def test_a_plan_that_came_with_a_child_is_historical_and_names_its_authority() -> None:
    moved = PLAN._replace(transferred_from="202", case="")

    request = made(replace(CHILD, cases=(), plans=(moved,)))

    active = request.one("ActivePlans")
    assert request["RequestOutcome"] == "H"
    assert active is not None
    assert active["TransferLA"] == "202"


def test_versions_of_a_plan_are_one_plan_and_a_new_one_after_ceasing_is_another() -> None:
    amended = PlanKnown("v2", "c1", 2, D(2025, 6, 20), D(2025, 10, 1))
    first = OLD._replace(ceased_on=D(2025, 2, 1), cease_reason="2")

    found = scope(replace(CHILD, plans=(PLAN, amended, first)), PERIOD)

    assert [(e.case_class, e.plan and e.plan.id) for e in found.entries] == [
        ("ceased", "old"),
        ("active", "v2"),
    ]


def test_the_review_that_counts_is_the_latest_by_the_census_day() -> None:
    review = case(
        event("meeting", D(2025, 11, 10)), event("decision", D(2025, 12, 1), decision="amend"),
        event("amendment-notice", D(2025, 12, 5)), process="annual review", id="c2",
    )  # fmt: skip
    later = case(event("meeting", D(2026, 1, 16)), process="annual review", id="c3")
    transfer = case(event("transfer", D(2026, 9, 1), to="school"), process="phase transfer",
                    id="c4")  # fmt: skip

    active = made(replace(CHILD, cases=(*CHILD.cases, review, later, transfer))).one("ActivePlans")

    assert active is not None
    assert active.values == {
        "ReviewMeeting": "2025-11-10", "ReviewOutcome": "A", "ReviewDraft": "2025-12-05",
        "PhaseTransferDueDate": "2026-02-15", "LastReview": "2025-12-01",
    }  # fmt: skip


def test_an_appeal_is_told_of_the_decision_it_was_about() -> None:
    appeal = case(event("letter", D(2025, 3, 12), about="assess"), event("appeal", D(2025, 4, 2)),
                  process="appeal", id="c2")  # fmt: skip
    refused = replace(CHILD, cases=(case(ASKED, NO), appeal), plans=())

    request = made(refused)

    assert (request["RequestTribunal"], request["RequestMediation"]) == ("1", "0")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((), {"PB": "0", "OA": "0"}),
        ((Arranged("b", "personal budget"),), {"PB": "1", "OA": "1"}),
        ((Arranged("b", "direct payment", pence=(0, 500, 0)),), {"PB": "1", "OA": "0", "DP": "H"}),
        ((Arranged("b", "direct payment", pence=(1, 500, 0)),), {"PB": "1", "OA": "0", "DP": "I"}),
        ((Arranged("b", "personal budget", until=D(2025, 12, 1)),), {"PB": "0", "OA": "0"}),
    ],
    ids=["none", "arranged", "paid for health", "paid by two", "over by the census day"],
)
def test_a_personal_budget_is_told_as_it_is_taken_up(
    held: tuple[Arranged, ...], said: dict[str, str]
) -> None:
    assessment = made(replace(CHILD, arranged=(HOUSE, *held))).one("Assessment")
    plan = assessment.one("NamedPlan") if assessment else None

    assert plan is not None
    assert {n: v for n, v in plan.values.items() if n in ("PB", "OA", "DP")} == said


def test_the_setting_a_plan_names_is_told_apart_from_where_the_child_is() -> None:
    named = Arranged("a2", "named placement", sen_setting="OTH", what="a small studio")
    home = Arranged("a3", "elective home education", since=D(2024, 9, 1), until=D(2025, 6, 22))

    request = made(replace(CHILD, arranged=(HOUSE, named, home)))

    assessment, active = request.one("Assessment"), request.one("ActivePlans")
    assert assessment is not None
    assert active is not None
    plan = assessment.one("NamedPlan")
    assert plan is not None
    assert [each.values for each in plan.of("PlanDetail")] == [
        {"SENSetting": "OTH", "SENSettingOther": "a small studio", "PlacementRank": "1"}
    ]
    assert [(p["SENSetting"], p["URN"]) for p in active.of("PlacementDetail")] == [
        ("EHE", ""), ("", "100000"),
    ]  # fmt: skip
