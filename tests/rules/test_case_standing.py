"""Where a case stands: stages, states, exceptions and what is odd, whatever the order of facts."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendtui.rules.case_facts import (
    AdviceAsked,
    Book,
    CaseFacts,
    Consulted,
    Happened,
    Represented,
    Told,
)
from sendtui.rules.case_standing import Standing, reckoned, standing
from sendtui.rules.process import EVER, STRUCK, EventOf, Process, ProcessOf, Side
from sendtui.rules.processes import PROCESSES

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


def event(code: str, on: date = ASKED, /, **facts: str) -> Happened:
    """Something that happened; a decision is a fact."""
    return Happened(code, on, facts)


def case(process: Process, *events: Happened, side: Side = "la", **more: object) -> CaseFacts:
    """A case of these events."""
    return CaseFacts(process, ASKED, side, events=events, **more)  # type: ignore[arg-type]


def step_of(found: Standing, name: str) -> tuple[str, date]:
    """The state and the day of a limit."""
    (step,) = [each for each in found.steps if each.id == name]
    return step.state, step.deadline.due


REQUEST = event("request")
ASSESS = event("decision", date(2026, 10, 13), decision="assess")
DRAFT = event("draft", date(2026, 11, 20))
MEETING = event("meeting", date(2026, 10, 1))
AMEND = event("decision", date(2026, 10, 20), decision="amend")


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (case("assessment"), "waiting"),
        (case("assessment", REQUEST), "deciding"),
        (case("assessment", REQUEST, ASSESS), "advice"),
        (case("assessment", ASSESS), "advice"),
        (case("assessment", event("decision", decision="refuse"), ASSESS), "advice"),
        (case("assessment", REQUEST, event("decision", TODAY, decision="refuse")), "refused"),
        (case("assessment", REQUEST, ASSESS, DRAFT), "draft"),
        (case("assessment", event("final", TODAY)), "final"),
        (case("annual review", event("meeting-set", date(2026, 12, 1))), "arranged"),
        (case("annual review", MEETING), "held"),
        (case("annual review", MEETING, event("report"), side="school"), "reported"),
        (case("annual review", MEETING, event("report")), "to-decide"),
        (case("annual review", MEETING, AMEND, side="school"), "held"),
        (case("annual review", MEETING, AMEND), "amending"),
        (case("phase transfer"), "waiting"),
        (case("re-assessment", REQUEST), "deciding"),
        (case("move", event("move"), event("transferred")), "here"),
        (case("ceasing", event("considering"), event("consulted")), "consulted"),
        (case("appeal", event("letter"), event("appeal")), "answering"),
        (case("appeal", event("order", about="amend")), "ordered"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_stage_is_the_last_one_that_the_facts_reach(facts: CaseFacts, stage: str) -> None:
    assert standing(facts, TODAY).stage.code == stage
    assert reckoned(facts).next.stage.code == stage


def test_a_request_sets_the_six_sixteen_and_twenty_weeks_going() -> None:
    found = standing(case("assessment", REQUEST), TODAY)

    assert step_of(found, "NA-03") == ("late", date(2026, 10, 13))
    assert step_of(found, "NA-07") == ("due", date(2026, 12, 22))
    assert step_of(found, "NA-09") == ("due", date(2027, 1, 19))
    assert found.open[0].deadline.citation.text


def test_the_day_of_a_step_says_whether_it_was_done_in_time() -> None:
    late = event("decision", date(2026, 10, 14), decision="assess")

    in_time = standing(case("assessment", REQUEST, ASSESS), TODAY)
    too_late = standing(case("assessment", REQUEST, late), TODAY)

    assert step_of(in_time, "NA-03")[0] == "done"
    assert step_of(too_late, "NA-03")[0] == "done late"


def test_a_refusal_ends_the_twenty_weeks_and_opens_the_time_to_appeal() -> None:
    refused = event("decision", date(2026, 10, 13), decision="refuse", reasons="x", rights="yes")

    found = standing(case("assessment", REQUEST, refused), TODAY)

    assert step_of(found, "NA-09")[0] == "not needed"
    assert step_of(found, "MT-10") == ("family's time", date(2026, 12, 13) + timedelta(days=1))
    assert found.open == ()


def test_an_exception_with_evidence_excepts_and_never_moves_the_day() -> None:
    claim = event("exception", TODAY, code="PERSONAL", evidence="A letter", decided_by="A. Head")

    found = standing(case("assessment", REQUEST, claim), TODAY)

    assert step_of(found, "NA-03") == ("excepted", date(2026, 10, 13))
    assert found.warnings == ()


def test_an_exception_may_be_for_one_limit_and_hides_none_that_is_still_ahead() -> None:
    facts = {"code": "PERSONAL", "evidence": "A letter", "decided_by": "A. Head"}
    of_the_final = event("exception", TODAY, **facts, limit="NA-09")
    of_all = event("exception", TODAY, **facts)

    one = standing(case("assessment", REQUEST, of_the_final), TODAY)
    every = standing(case("assessment", REQUEST, of_all), TODAY)

    assert (step_of(one, "NA-03")[0], step_of(one, "NA-09")[0]) == ("late", "due")
    assert (step_of(every, "NA-03")[0], step_of(every, "NA-09")[0]) == ("excepted", "due")


def test_a_limit_that_is_excused_gives_way_to_the_next_in_the_queue() -> None:
    facts = {"code": "PERSONAL", "evidence": "A letter", "decided_by": "A. Head"}
    claim = event("exception", TODAY, **facts, limit="NA-03")

    found = reckoned(case("assessment", REQUEST, claim)).next

    assert (found.deadline and found.deadline.rule, found.excused) == ("NA-07", False)


def test_an_exception_without_evidence_counts_for_nothing_and_says_so() -> None:
    claim = event("exception", TODAY, code="PERSONAL")

    found = standing(case("assessment", REQUEST, claim), TODAY)

    assert step_of(found, "NA-03")[0] == "late"
    assert "the evidence, who decided" in found.warnings[0]


def test_each_adviser_has_six_weeks_of_their_own() -> None:
    advice = (
        AdviceAsked("medical", "Dr Q", date(2026, 10, 14), id="m"),
        AdviceAsked("educational", "Head", date(2026, 9, 20), date(2026, 11, 20), id="e"),
        AdviceAsked("parent", asked_on=date(2026, 9, 20), not_needed="on file", id="p"),
    )

    found = standing(case("assessment", REQUEST, ASSESS, advice=advice), TODAY)

    assert step_of(found, "NA-06/m") == ("due", date(2026, 11, 25))
    assert step_of(found, "NA-06/e")[0] == "done late"
    assert step_of(found, "NA-06/p")[0] == "not needed"
    assert [s.what[:6] for s in found.open if s.record] == ["Dr Q: "]


def test_when_the_last_advice_is_in_a_plan_is_to_be_decided_on() -> None:
    advice = (AdviceAsked("medical", asked_on=ASKED, received_on=date(2026, 11, 1)),)

    found = standing(case("assessment", REQUEST, ASSESS, advice=advice), TODAY)

    assert found.stage.code == "deciding-plan"


def test_a_setting_has_fifteen_days_to_answer() -> None:
    settings = (Consulted("Puddleby", date(2026, 11, 1), id="s"),)

    found = standing(case("assessment", REQUEST, ASSESS, consultations=settings), TODAY)

    assert step_of(found, "PL-05/s") == ("late", date(2026, 11, 16))


def test_the_familys_time_is_nobodys_lateness() -> None:
    found = standing(case("assessment", REQUEST, ASSESS, DRAFT), TODAY)

    assert step_of(found, "PL-01/last day") == ("family's time", date(2026, 12, 4))
    assert "PL-01/last day" not in [step.id for step in found.open]


def test_a_review_has_its_side() -> None:
    events = (event("meeting-set", date(2026, 12, 14)),)

    school = standing(case("annual review", *events, side="school"), TODAY)
    authority = standing(case("annual review", *events), TODAY)

    assert [s.id for s in school.open] == ["AR-04", "AR-05", "AR-07"]
    assert [s.id for s in authority.open][:3] == ["AR-07", "AR-08", "AR-09"]


def test_the_authority_that_arranges_a_review_invites_to_it() -> None:
    found = standing(
        case("annual review", event("meeting-set", date(2026, 12, 14), arranger="la")), TODAY
    )

    assert [s.id for s in found.open][:2] == ["AR-04", "AR-05"]


def test_the_devon_cap_holds_until_the_plan_is_maintained() -> None:
    maintained = event("decision", date(2026, 10, 20), decision="maintain", rights="yes")

    amending = standing(case("annual review", MEETING, AMEND), TODAY)
    kept = standing(case("annual review", MEETING, maintained), TODAY)

    assert step_of(amending, "AR-12") == ("due", date(2026, 12, 24))
    assert step_of(amending, "AR-09")[0] == "late"
    assert kept.open == ()


def test_twelve_months_run_from_what_the_case_or_the_record_knows() -> None:
    known = case("annual review", last_review=date(2026, 1, 10), plan_made=date(2020, 1, 10))
    own = case("annual review", event("last-review", date(2026, 2, 1)), last_review=ASKED)

    assert step_of(standing(known, TODAY), "AR-02/decision")[1] == date(2027, 1, 9)
    assert step_of(standing(own, TODAY), "AR-02/decision")[1] == date(2027, 1, 31)


@pytest.mark.parametrize("process", ["annual review", "phase transfer"])
def test_a_review_before_the_plan_meets_nothing_of_that_plan(process: Process) -> None:
    reviewed = (
        event("meeting", date(2026, 3, 1)),
        event("report", date(2026, 3, 10), recommends="maintain"),
        event("decision", date(2026, 3, 10), decision="maintain", rights="yes"),
    )
    facts = case(process, *reviewed, event("plan-made", date(2026, 9, 1)))
    found = standing(facts, TODAY)

    assert step_of(found, "AR-01") == ("due", date(2027, 8, 31))
    assert found.stage == standing(case(process), TODAY).stage
    assert len(found.warnings) == 3
    assert all("counts for no review of that plan" in each for each in found.warnings)
    assert {each.code for each in Book(facts).all()} == {
        "plan-made", "meeting", "report", "decision",
    }  # fmt: skip


def test_a_review_after_the_plan_meets_its_limit_though_one_before_is_kept() -> None:
    before, after = (event("decision", day, decision="maintain", rights="yes")
                     for day in (date(2026, 3, 10), date(2026, 10, 20)))  # fmt: skip
    found = standing(
        case("annual review", before, after, event("plan-made", ASKED), MEETING), TODAY
    )

    assert step_of(found, "AR-01")[0] == "done"
    assert found.stage.code == "maintained"


def test_a_plan_of_years_ago_without_a_review_is_told_and_not_counted_from() -> None:
    found = standing(case("annual review", event("plan-made", date(2020, 9, 1))), TODAY)

    assert found.steps == ()
    assert "no review of it is recorded since" in found.warnings[0]


def test_invitations_go_out_before_the_day_the_meeting_was_arranged_for() -> None:
    invited = event("invited", date(2026, 11, 20))

    made = event("plan-made", date(2026, 1, 20))
    facts = case("annual review", made, invited, event("meeting-set", date(2026, 12, 14)))

    assert standing(facts, TODAY).warnings == ()


def test_a_phase_transfer_has_its_limit_and_the_last_day_of_its_meeting() -> None:
    found = standing(
        case("phase transfer", event("transfer", date(2027, 9, 1), to="school")), TODAY
    )

    assert step_of(found, "PT-01/strict") == ("due", date(2027, 2, 14))
    assert step_of(found, "PT-05/strict") == ("due", TODAY)
    said = [step.what for step in found.steps]
    assert len(set(said)) == len(said)


def test_the_request_for_somebody_in_youth_custody_has_the_times_of_its_own_regulations() -> None:
    asked = event("request", youth_custody="yes")
    found = standing(case("assessment", asked), TODAY)
    final = event("final", TODAY, names="Duckpond School", rights="yes")
    ended = standing(case("assessment", asked, DRAFT, final), TODAY)

    assert {step.id: step.deadline.due for step in found.steps} == {
        "SP-01-decide": date(2026, 10, 13), "SP-01-plan": date(2027, 1, 19),
    }  # fmt: skip
    assert all("SI 2015/62" in step.deadline.citation.text for step in found.steps)
    assert "youth offending team" in " ".join(found.warnings)
    assert step_of(ended, "SP-01-decide")[0] == "not recorded"
    assert step_of(ended, "SP-01-draft") == ("family's time", date(2026, 12, 4))
    assert ended.open == ()


def test_an_exception_to_the_twenty_weeks_may_be_for_those_of_youth_custody() -> None:
    facts = {"code": "PERSONAL", "evidence": "A letter", "decided_by": "A. Head"}
    claim = event("exception", TODAY, **facts, limit="SP-01-decide")
    found = standing(case("assessment", event("request", youth_custody="yes"), claim), TODAY)

    assert step_of(found, "SP-01-decide")[0] == "excepted"
    assert step_of(found, "SP-01-plan")[0] == "due"


def test_a_plan_is_kept_in_custody_and_reviewed_after_the_release() -> None:
    held, free = event("detained", ASKED), event("released", date(2026, 11, 2))
    before = event("decision", date(2026, 10, 1), decision="maintain", rights="yes")
    kept = standing(case("annual review", held), TODAY)
    owed = standing(case("annual review", held, free, before), TODAY)
    done = standing(case("annual review", held, free, AMEND._replace(on=TODAY)), TODAY)

    assert step_of(kept, "SP-02") == ("due", ASKED)
    assert step_of(owed, "SP-02") == ("due", date(2026, 11, 2))
    assert step_of(done, "SP-02")[0] == "done"


APPEALED = (event("letter"), event("appeal", date(2026, 10, 1)))


def test_each_day_the_tribunal_directs_is_a_limit_of_its_own_until_what_it_asks_is_sent() -> None:
    first = event(
        "directions", date(2026, 10, 12), evidence_by="2026-11-16", bundle_by="2026-12-07"
    )
    later = event("directions", date(2026, 11, 2), bundle_by="2026-12-14", response_by="2026-11-30")
    sent = event("evidence-sent", date(2026, 11, 16))
    found = standing(case("appeal", *APPEALED, first, later, sent), TODAY)

    assert step_of(found, "TD-evidence")[0] == "done"
    assert step_of(found, "TD-bundle") == ("due", date(2026, 12, 14))
    assert step_of(found, "TD-response") == ("due", date(2026, 11, 30))
    assert "MT-12" not in [step.id for step in found.steps]
    (bundle,) = [step.deadline for step in found.steps if step.id == "TD-bundle"]
    assert "The Tribunal's own directions" in str(bundle.citation)
    assert bundle.because == (
        "The Tribunal set Monday 14 December 2026 by its directions of Monday 2 November 2026.",
    )
    assert reckoned(case("appeal", *APPEALED, first, later)).next.deadline is not None


def test_what_the_tribunal_directed_and_nobody_logged_is_not_recorded_after_its_order() -> None:
    directed = event(
        "directions", date(2026, 10, 12), evidence_by="2026-11-16", attendance_by="soon"
    )
    order = event("order", TODAY, about="amend")
    found = standing(case("appeal", *APPEALED, directed, order), TODAY)

    assert step_of(found, "TD-evidence")[0] == "not recorded"
    assert "“Attendance form by” is no day" in " ".join(found.warnings)
    assert reckoned(case("appeal", *APPEALED, directed, order)).next.deadline is not None


def test_mediation_that_cannot_be_arranged_leaves_a_certificate_to_be_issued() -> None:
    asked = event("mediation-asked", date(2026, 10, 1), wants="yes", health="only")
    told = event("health-told", date(2026, 10, 5))
    cannot = event("cannot-arrange", date(2026, 10, 20))
    wants = standing(case("appeal", event("letter"), asked, told), TODAY)
    found = standing(
        case("appeal", event("letter"), event("mediation-asked", date(2026, 10, 1), wants="yes"),
             cannot), TODAY
    )  # fmt: skip

    assert step_of(wants, "MT-05") == ("late", date(2026, 11, 4))
    assert step_of(found, "MT-03")[0] == "not needed"
    assert step_of(found, "MT-06") == ("late", date(2026, 10, 23))


def test_the_authority_is_told_within_a_week_of_what_was_agreed_without_it() -> None:
    agreed = event("agreement", date(2026, 11, 16), la_absent="yes")
    found = standing(case("appeal", event("letter"), agreed), TODAY)
    told = standing(case("appeal", event("letter"), agreed, event("agreement-told", TODAY)), TODAY)

    assert step_of(found, "MT-09") == ("due", date(2026, 11, 23))
    assert step_of(found, "MT-08")[0] == "due"
    assert step_of(told, "MT-09")[0] == "done"


def test_a_recommendation_is_answered_and_a_claim_of_discrimination_has_six_months() -> None:
    order = event("order", date(2026, 11, 2), about="dismiss")
    recommended = event("recommendation", date(2026, 11, 2))
    answered = event("recommendation-answered", TODAY)
    happened = event("discrimination", date(2026, 11, 2))
    found = standing(case("appeal", *APPEALED, order, recommended, happened), TODAY)
    after = standing(
        case("appeal", *APPEALED, order, recommended, answered, happened, event("claim", TODAY)),
        TODAY,
    )

    assert step_of(found, "MT-15") == ("due", date(2026, 12, 7))
    assert step_of(found, "MT-13") == ("family's time", date(2027, 5, 4))
    assert [step_of(after, rule)[0] for rule in ("MT-13", "MT-15")] == ["done", "done"]


def test_the_stage_says_of_a_hearing_to_come_nothing_that_has_not_been() -> None:
    facts = case("appeal", event("letter"), event("appeal"), event("hearing", date(2027, 1, 12)))

    assert standing(facts, TODAY).stage.label == "Hearing, then the order"


def test_a_child_under_5_is_considered_for_a_lighter_review_within_six_months() -> None:
    made, born = event("plan-made", date(2026, 10, 5)), date(2023, 5, 1)

    found = standing(case("annual review", made, born=born), TODAY)
    held = standing(case("annual review", made, event("meeting", TODAY), born=born), TODAY)

    assert step_of(found, "AR-16/6 months") == ("due", date(2027, 4, 5))
    assert step_of(held, "AR-16/6 months")[0] == "done"
    older = standing(case("annual review", made, born=date(2016, 5, 1)), TODAY)
    assert [step.deadline.rule for step in older.steps] == ["AR-01"]


def test_an_order_leaves_no_response_owed_and_says_what_holds_at_once() -> None:
    order = event("order", date(2026, 11, 2), about="dismiss")

    found = standing(case("appeal", event("appeal", date(2026, 10, 20)), order), TODAY)

    assert step_of(found, "MT-12")[0] == "not recorded"
    assert step_of(found, "8a-dismiss-cease") == ("due", date(2026, 11, 2))


def test_an_order_is_carried_out_by_what_comes_after_it() -> None:
    order = event("order", date(2026, 11, 2), about="make")
    before = event("draft", date(2026, 10, 1))

    found = standing(case("appeal", order, before), TODAY)

    assert step_of(found, "8a-make-draft") == ("due", date(2026, 12, 7))


def test_what_is_weighed_before_ceasing_stands_until_it_is_decided() -> None:
    begun, adult = event("considering"), date(2006, 5, 1)
    weighing = standing(case("ceasing", begun, born=adult), TODAY)
    young = standing(case("ceasing", begun, born=date(2012, 5, 1)), TODAY)
    kept = standing(
        case("ceasing", begun, event("decision", TODAY, decision="keep"), born=adult), TODAY
    )

    assert {step.id: step.state for step in weighing.steps} == {
        "CE-02": "due", "CE-03": "due", "CE-06": "due",
    }  # fmt: skip
    assert [step.id for step in young.open] == ["CE-01", "CE-03"]
    assert kept.open == ()


def test_ceasing_is_to_be_told_with_its_rights_before_the_plan_ends() -> None:
    decided = event("decision", TODAY, decision="cease", reasons="x", achieved="y")
    ceased = event("ceased", date(2027, 2, 1))
    told = (Told("decision:cease", TODAY),)
    begun = (event("considering"), event("consulted"), decided)

    assert step_of(standing(case("ceasing", *begun), TODAY), "CE-04")[0] == "due"
    assert step_of(standing(case("ceasing", *begun, told=told), TODAY), "CE-04")[0] == "done"
    assert step_of(standing(case("ceasing", *begun, event("told", TODAY)), TODAY), "CE-04") == (
        "done", TODAY,
    )  # fmt: skip
    assert step_of(standing(case("ceasing", *begun, ceased), TODAY), "CE-04")[0] == "not recorded"


def test_the_new_authority_secures_the_provision_until_its_review() -> None:
    moved = event("move", ASKED, we_are="new")
    before = standing(case("move", moved, event("transferred")), TODAY)
    after = standing(case("move", moved, event("transferred"), event("reviewed", TODAY)), TODAY)
    old = standing(case("move", event("move", ASKED, we_are="old")), TODAY)

    assert [step_of(before, rule)[0] for rule in ("MV-03", "MV-06")] == ["due", "due"]
    assert [step_of(after, rule)[0] for rule in ("MV-03", "MV-06")] == ["done", "done"]
    assert [step.id for step in old.steps] == ["MV-01"]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (case("assessment", ASSESS), "is there without: “Request received”"),
        (case("assessment", event("request", TODAY), ASSESS), "Check both days"),
        (case("assessment", REQUEST, ASSESS, event("final", TODAY)), "“Draft plan sent to the fa"),
        (case("assessment", event("decision", decision="refuse")), "reasons is not recorded"),
        (case("assessment", event("decision", decision="maybe")), "“maybe” is no answer"),
        (case("assessment", event("decision")), "the clocks hang on it"),
        (case("assessment", event("teleported")), "is no event of this process (assessment)"),
        (case("assessment", event("request", date(2027, 1, 1))), "still to come"),
        (case("assessment", REQUEST, event("exception", code="MOONLIGHT")), "is no exception"),
        (case("assessment", event("closure", closed_from="2026-08-01", reopens="2026-07-01")),
         "not after the first day closed"),
        (case("assessment", event("closure", closed_from="soon")), "is no day"),
        (case("annual review", MEETING, AMEND, event("not-amended", TODAY)), "is there without"),
        (case("annual review", MEETING, event("decision", TODAY, decision="maintain"),
              event("amendment-notice", TODAY)), "does not go with what was decided"),
        (case("assessment", REQUEST, ASSESS, DRAFT, event("final", TODAY)), "still had time"),
        (case("annual review", MEETING), "so the 12 months cannot be counted"),
        (case("annual review", MEETING, event("plan-made", TODAY)),
         "Review meeting held on Thursday 1 October 2026 is before the plan was first made, on"),
        (case("annual review", event("decision", TODAY, decision="cease", rights="no")),
         "the rights are not in the letter"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_an_odd_fact_is_told_in_words_and_kept(facts: CaseFacts, says: str) -> None:
    assert says in " ".join(standing(facts, TODAY).warnings)


def test_a_review_that_amended_the_plan_is_not_before_the_plan_it_made() -> None:
    amended = event("final", TODAY)
    facts = case("annual review", MEETING, amended, event("plan-made", TODAY))

    found = Book(facts)

    assert (found.before_plan, found.last("meeting")) == ([], MEETING)


def test_the_familys_answer_ends_its_time() -> None:
    events = (REQUEST, ASSESS, DRAFT, event("final", TODAY, rights="yes"))

    asked = (Consulted("Duckpond School", DRAFT.on, TODAY),)
    answer = (Represented(TODAY),)
    facts = case("assessment", *events, representations=answer, consultations=asked)
    found = standing(facts, TODAY)

    assert found.warnings == ()


def test_an_event_put_right_counts_no_more_and_a_struck_one_neither() -> None:
    wrong = Happened("request", date(2026, 1, 1), id="1")
    right = Happened("request", ASKED, id="2", replaces="1")
    slip = Happened("final", TODAY, id="3")
    struck = Happened("struck", TODAY, id="4", replaces="3")

    found = standing(case("assessment", wrong, right, slip, struck), TODAY)

    assert found.stage.code == "deciding"
    assert step_of(found, "NA-09")[1] == date(2027, 1, 19)


@pytest.mark.parametrize("outcome", [{}, {"decision": ""}, {"decision": "assess"}])
@pytest.mark.parametrize("process", ["annual review", "phase transfer"])
def test_a_decision_of_which_nobody_knows_the_outcome_discharges_nothing(
    process: Process, outcome: dict[str, str]
) -> None:
    known = {"plan_made": date(2025, 9, 1), "last_review": date(2025, 11, 1)}
    undecided = Happened("decision", TODAY, outcome)

    found = standing(case(process, MEETING, undecided, **known), TODAY)
    before = standing(case(process, MEETING, **known), TODAY)

    assert found.steps == before.steps
    assert found.stage == before.stage
    assert any("Decision after the review" in each for each in found.warnings)
    assert {"AR-02", "AR-07"} <= {step.deadline.rule for step in found.open}


def test_a_closed_case_owes_nothing() -> None:
    facts = case("assessment", REQUEST)._replace(closed_on=TODAY, outcome="moved away")

    found = standing(facts, TODAY)

    assert (found.stage.label, found.open) == ("Closed: moved away", ())
    assert reckoned(facts).next.deadline is None


def test_the_next_limit_is_the_earliest_that_binds_us() -> None:
    found = reckoned(case("assessment", REQUEST, ASSESS, DRAFT)).next

    assert found.deadline is not None
    assert found.deadline.rule == "NA-09"


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    """A case of any process with any facts, however odd."""
    process = PROCESSES[draw(st.sampled_from(sorted(PROCESSES)))]
    events = []
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(process.events))
        facts = {}
        for fact in kind.facts:
            known = [value for value, _ in fact.choices] or ["2026-08-01", "words"]
            facts[fact.name] = draw(st.sampled_from(["", "odd", *known]))
        events.append(Happened(kind.code, draw(DAYS), facts, id=str(number)))
    days = st.none() | DAYS
    advice = [
        AdviceAsked("educational", "", draw(days), draw(days), id=str(number))
        for number in range(draw(st.integers(0, 2)))
    ]
    sides: st.SearchStrategy[Side] = st.sampled_from(["la", "school"])
    about: dict[str, Any] = {"born": draw(days), "plan_made": draw(days), "last_review": draw(days)}
    return CaseFacts(
        process.name, ASKED, draw(sides), events=tuple(events), advice=tuple(advice), **about
    )


@given(cases(), st.randoms(use_true_random=False))
def test_no_fact_is_too_odd_and_their_order_changes_nothing(facts: CaseFacts, dice: object) -> None:
    events, advice = list(facts.events), list(facts.advice)
    dice.shuffle(events)  # type: ignore[attr-defined]
    dice.shuffle(advice)  # type: ignore[attr-defined]
    shuffled = facts._replace(events=tuple(events), advice=tuple(advice))

    found = standing(facts, TODAY)

    assert standing(shuffled, TODAY) == found
    assert reckoned(shuffled).next == reckoned(facts).next


@pytest.mark.parametrize("process", PROCESSES.values(), ids=lambda process: process.name)
def test_an_event_that_comes_alone_is_told_by_its_name_and_stands(process: ProcessOf) -> None:
    for kind in process.events:
        if kind.code == STRUCK:
            continue
        alone = CaseFacts(process.name, ASKED, events=(Happened(kind.code, date(2026, 10, 1)),))

        found = standing(alone, TODAY)

        told = " ".join(found.warnings)
        assert (kind.label in told) is bool(kind.after or _expects(kind)), kind.code
        assert all(warning.endswith((".", "?")) for warning in found.warnings)
        assert [each.code for each in Book(alone).all()] == [kind.code]


def _expects(kind: EventOf) -> bool:
    """Whether an event without any facts lacks one whatever was decided."""
    if kind.code == "exception":
        return False
    return any(fact.expected_for == EVER for fact in kind.facts)


@given(cases(), st.dates(date(2020, 1, 1), date(2032, 12, 31)))
def test_no_limit_moves_with_the_day_on_which_it_is_looked_at(
    facts: CaseFacts, today: date
) -> None:
    then, now = (standing(facts, day).steps for day in (TODAY, today))

    assert [(step.id, step.deadline.due) for step in then] == [
        (step.id, step.deadline.due) for step in now
    ]


@given(cases())
def test_what_long_lists_say_is_owed_is_what_the_case_itself_says(facts: CaseFacts) -> None:
    found, steps = reckoned(facts), standing(facts, TODAY).steps

    binding = [
        step
        for step in steps
        if step.is_open
        and step.deadline.sense == "by"
        and step.deadline.who != "family"
        and step.deadline.kind != "good practice"
    ]
    owed = [(each.deadline.due, each.deadline.rule, each.about) for each in found.owed]
    assert sorted(owed) == sorted(
        (step.deadline.due, step.deadline.rule, step.about)
        for step in binding
        if not step.deadline.excused
    )
    assert (found.next.deadline is None) is (not binding)
    assert found.next.excused is bool(binding and not owed)


SENT = date(2026, 10, 15)


def test_a_limit_on_deciding_is_met_by_the_letter_that_tells_of_it() -> None:
    facts = case("assessment", REQUEST, ASSESS, told=(Told("decision:assess", SENT),))
    found = standing(facts, TODAY)
    (step,) = [each for each in found.steps if each.id == "NA-03"]
    assert (step.state, step.done_on) == ("done late", SENT)
    assert found.warnings == (
        "Decision whether to assess is recorded for Tuesday 13 October 2026, and its letter was "
        "sent on Thursday 15 October 2026. It counts from the letter. Check both days.",
    )


def test_a_letter_sent_on_the_day_recorded_says_nothing_odd() -> None:
    facts = case("assessment", REQUEST, ASSESS, told=(Told("decision:assess", ASSESS.on),))
    assert step_of(standing(facts, TODAY), "NA-03")[0] == "done"
    assert not standing(facts, TODAY).warnings


def test_the_first_letter_counts_and_one_of_a_later_decision_does_not() -> None:
    refused = event("decision", date(2026, 10, 1), decision="refuse", reasons="x", rights="yes")
    facts = case("assessment", REQUEST, refused, ASSESS, told=(
        Told("decision:assess", SENT), Told("decision:refuse", date(2026, 11, 2)),
        Told("decision:refuse", date(2026, 10, 9)), Told("decision:refuse", date(2026, 10, 5)),
    ))  # fmt: skip
    (step,) = [each for each in standing(facts, TODAY).steps if each.id == "NA-03"]
    assert step.done_on == date(2026, 10, 5)


def test_the_twenty_weeks_are_met_on_the_day_the_final_plan_was_sent() -> None:
    final = event("final", date(2026, 11, 20), names="Duckpond School", rights="yes")
    facts = case("assessment", REQUEST, ASSESS, DRAFT, final, told=(Told("final", TODAY),))
    (step,) = [each for each in standing(facts, TODAY).steps if each.id == "NA-09"]
    assert step.done_on == TODAY


def test_what_a_later_step_passed_over_is_not_recorded_and_not_unneeded() -> None:
    advice = (
        AdviceAsked("medical", "Dr Q", SENT, id="m"),
        AdviceAsked("educational", "Head", SENT, TODAY, id="e"),
        AdviceAsked("parent", asked_on=SENT, not_needed="on file", id="p"),
    )
    final = event("final", TODAY, names="Duckpond School", rights="yes")
    facts = case("assessment", REQUEST, ASSESS, final, advice=advice)
    found = standing(facts._replace(consultations=(Consulted("Puddleby School", SENT),)), TODAY)

    states = {each.id: each.state for each in found.steps}
    assert {name for name, state in states.items() if state == "not recorded"} == {
        "NA-02", "NA-06/m", "NA-FLOW/week 12", "NA-FLOW/week 16",
    }  # fmt: skip
    assert states["NA-06/p"] == "not needed"
    advised, consulted = found.warnings[-2:]
    assert advised.endswith("advice from 1 of the 3 asked is not recorded as received.")
    assert "s.39(2)" in consulted
    named = (Consulted("duckpond school", SENT),)
    assert consulted not in standing(facts._replace(consultations=named), TODAY).warnings


ENDS = [
    (name, token)
    for name, process in PROCESSES.items()
    for stage in process.stages_for("la")
    if stage.over
    for token in stage.by
]
STILL_OWED = {
    # The plan must name the setting before the transfer, whatever the review came to.
    "decision:maintain": {"PT-01", "PT-02", "PT-03"},
    "not-amended": {"PT-01", "PT-02", "PT-03"},
    # A decision whether to assess leaves the plan that moved as it is.
    "decision": {"MV-01", "MV-02", "MV-04", "MV-05"},
    # What was agreed, conceded or ordered binds whoever withdrew.
    "withdrawn": {"MT-07", "MT-08", "MT-09", "MT-15", "8a", "8b"},
    "final": {"MT-15"},
}


@st.composite
def ended(draw: st.DrawFn, process: ProcessOf, token: str) -> CaseFacts:
    """A case that ends with this, of whose earlier steps any may be missing."""
    code, _, how = token.partition(":")
    events = [Happened(code, TODAY, {"decision": how} if how else {})]
    others = [each for each in process.events if each.code not in (code, STRUCK)]
    for kind in draw(st.lists(st.sampled_from(others), unique_by=lambda each: each.code)):
        facts = {
            fact.name: draw(st.sampled_from([value for value, _ in fact.choices]))
            if fact.choices
            else draw(st.dates(date(2025, 1, 1), TODAY)).isoformat()
            for fact in kind.facts
            if fact.choices or fact.is_day
        }
        events.append(Happened(kind.code, draw(st.dates(date(2025, 1, 1), TODAY)), facts))
    return CaseFacts(process.name, ASKED, events=tuple(events))


@pytest.mark.parametrize(("name", "token"), ENDS)
@settings(max_examples=25)
@given(st.data())
def test_where_the_last_step_is_taken_no_earlier_limit_heads_the_queue(
    name: str, token: str, data: st.DataObject
) -> None:
    facts = data.draw(ended(PROCESSES[name], token))
    stage = reckoned(facts).next.stage
    if not stage.over:
        return
    spared = set().union(*(STILL_OWED.get(by, set()) for by in stage.by))

    owed = {each.deadline.rule for each in reckoned(facts).owed}

    assert not {rule for rule in owed if not rule.startswith(tuple(spared))}


def test_a_final_plan_without_a_decision_leaves_the_six_weeks_not_recorded() -> None:
    final = event("final", TODAY, names="Duckpond School", rights="yes")
    found = standing(case("assessment", REQUEST, final), TODAY)

    assert step_of(found, "NA-02")[0] == step_of(found, "NA-03")[0] == "not recorded"
    assert reckoned(case("assessment", REQUEST, final)).next.deadline is None
