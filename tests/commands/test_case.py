"""Cases and arrangements by flags, as a batch script types them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def child(run: Run) -> str:
    fields = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2016-03-01", "upn": UPN}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(fields)).code == 0
    return UPN


@pytest.fixture
def assessment(run: Run, child: str) -> str:
    """A pupil with an open assessment whose request is logged."""
    opened = run("case", "open", child, "assessment", "--on", "1/9/26", "--side", "la",
                 "--caseworker", "Tansy")  # fmt: skip
    assert opened.code == 0
    said = run("case", "event", child, "request", "--on", "1/9/26", "--fact", "from=parent")
    assert (said.code, said.err) == (0, "Logged.\n")
    return child


def test_a_case_from_request_to_final_plan_to_annual_review_by_flags(
    run: Run, assessment: str
) -> None:
    for code, day, *more in (
        ("decision", "13/10/26", "--fact", "decision=assess"),
        ("plan-decision", "16/11/26", "--fact", "decision=make"),
        ("draft", "17/11/26"),
    ):
        assert run("case", "event", assessment, code, "--on", day, *more).code == 0
        if code == "decision":
            asked = run("case", "advice", assessment, "usual", "--on", "13/10/26")
            assert asked.err.startswith("Asked 5 advisers: Parent or young person; Educational;")
            for number in range(1, 6):
                came = run("case", "advice", assessment, "receive", str(number), "--on", "2/11/26",
                           "--text-file", "-", stdin="Needs, provision, outcomes")  # fmt: skip
                assert came.code == 0
    consulted = ("--where", "Puddleby High", "--asked-for")
    assert run("case", "consult", assessment, "send", *consulted).code == 0
    assert run("case", "consult", assessment, "reply", "1", "--can-meet", "yes").code == 0
    said = run("case", "represent", assessment, "add", "--section", "F", "--text-file", "-",
               stdin="More speech therapy")  # fmt: skip
    assert said.code == 0
    assert run("case", "represent", assessment, "answer", "1", "--text-file", "-",
               stdin="Thirty minutes a week are in F.").code == 0  # fmt: skip
    final = run("case", "event", assessment, "final", "--on", "today", "--fact", "rights=yes")
    assert (final.code, final.err.startswith("Logged. SEN status E (EHC plan)")) == (0, True)

    shown = run("case", "show", assessment, "--json").json

    assert shown["stage"] == "final"
    assert shown["warnings"] == []
    assert {d["rule"]: d["state"] for d in shown["deadlines"]}["NA-09"] == "done"
    assert run("case", "close", assessment, "--text-file", "-", stdin="Plan made").code == 0
    assert run("case", "open", assessment, "annual review", "--side", "la").code == 0
    review = run("case", "show", assessment, "--json").json
    assert [(d["rule"], d["due"]) for d in review["deadlines"]] == [("AR-01", "2027-11-21")]


def test_the_clock_prints_each_day_with_its_rule(run: Run, assessment: str) -> None:
    said = run("case", "show", assessment)

    assert said.code == 0
    assert "Now: Deciding whether to assess" in said.out
    assert "LATE" in said.out
    assert "40 days late" in said.out
    assert "NA-03, SEND Regulations 2014 reg 5(1) (statutory)" in said.out
    assert "not verified)" in said.out


def test_why_prints_the_arithmetic(run: Run, assessment: str) -> None:
    said = run("case", "show", assessment, "--why")

    assert "6 weeks are 42 calendar days: Tuesday 13 October 2026." in said.out


def test_the_queue_prints_days_left_and_takes_filters(run: Run, assessment: str) -> None:
    every = run("case", "list", "--json")
    none = run("case", "list", "--caseworker", "Bramble")
    soon = run("case", "list", "--within", "4w", "--late")

    (line,) = every.json
    assert (line["days_left"], line["rule"], line["caseworker"]) == (-40, "NA-03", "Tansy")
    assert (none.code, soon.code) == (1, 0)
    assert "1 case, 1 late." in soon.err
    assert assessment


def test_who_is_at_risk_is_printed_with_what_holds_them(run: Run, child: str) -> None:
    run("case", "open", child, "assessment", "--on", "6/7/26", "--side", "la")
    run("case", "event", child, "request", "--on", "6/7/26")

    (found,) = run("case", "risk", "--cohort", "breach", "--json").json

    assert (found["days_left"], found["holds"]) == (1, "Deciding whether to assess")
    assert found["near"] == "within 14 days"
    assert "Will breach within 14 days" in run("case", "risk").out
    assert run("case", "risk", "--within", "0d", "--json").json == []
    assert run("case", "risk", "--setting", "Duckpond", "--json").json == []
    assert run("case", "risk", "--late").code == 2
    assert run("case", "risk", "--cohort", "moon").code == 2


def test_a_narrowing_of_the_queue_is_kept_under_a_name(run: Run, assessment: str) -> None:
    assert run("case", "tray").code == 1
    assert run("case", "tray", "keep", "Mine").code == 2
    kept = run("case", "tray", "keep", "Late", "assessments", "--process", "assessment", "--late")
    run("case", "tray", "keep", "Reviews", "--process", "annual review")

    assert assessment
    assert 'case list --tray "Late assessments"' in kept.err
    (late, reviews) = run("case", "tray", "--json").json
    assert (late["name"], late["cases"], reviews["cases"]) == ("Late assessments", 1, 0)
    assert len(run("case", "list", "--tray", "late assessments", "--json").json) == 1
    assert run("case", "list", "--tray", "Late assessments", "--late").code == 2
    assert run("case", "list", "--tray", "Moon").code == 1
    assert run("case", "tray", "remove", "Reviews").code == 0
    assert [each["name"] for each in run("case", "tray", "--json").json] == ["Late assessments"]


def test_an_odd_event_is_logged_and_told(run: Run, assessment: str) -> None:
    said = run("case", "event", assessment, "final", "--on", "20/11/26", "--json")

    assert said.code == 0
    assert any("Draft plan" in each for each in said.json["warnings"])


def test_words_of_the_record_do_not_go_on_the_command_line(run: Run, assessment: str) -> None:
    said = run("case", "event", assessment, "exception", "--fact", "evidence=a secret")
    stray = run("case", "event", assessment, "request", "mother", "rang")

    assert (said.code, stray.code) == (2, 2)
    assert "put it into the document" in said.err


def test_an_event_names_the_document_it_comes_from(
    run: Run, assessment: str, tmp_path: Path
) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text("The panel met.", encoding="utf-8")
    assert run("document", "add", assessment, str(paper)).code == 0

    logged = run("case", "event", assessment, "panel", "--on", "20/11/26", "--document", "1")
    unknown = run("case", "event", assessment, "panel", "--on", "20/11/26", "--document", "2")

    assert (logged.code, unknown.code) == (0, 1)
    assert "Source document: minutes" in run("case", "show", assessment).out


def test_an_exception_comes_as_a_document_and_excepts(
    run: Run, assessment: str, tmp_path: Path
) -> None:
    facts = {"code": "PERSONAL", "evidence": "A letter of the hospital", "decided_by": "A. Head"}
    (tmp_path / "claim.json").write_text(json.dumps({"facts": facts, "on": "20/11/26"}), "utf-8")

    said = run("case", "event", assessment, "exception", "--from", str(tmp_path / "claim.json"))
    shown = run("case", "show", assessment, "--json").json

    assert (said.code, said.err) == (0, "Logged.\n")
    assert {d["rule"]: d["state"] for d in shown["deadlines"]}["NA-03"] == "excepted"


def test_an_event_is_put_right_and_one_is_struck(run: Run, assessment: str) -> None:
    again = ("--on", "3/9/26", "--replaces", "1")
    assert run("case", "event", assessment, "request", *again).code == 0
    assert run("case", "event", assessment, "withdrawn", "--on", "20/11/26").code == 0
    assert run("case", "strike", assessment, "3").code == 0

    shown = run("case", "show", assessment, "--json").json

    assert (shown["stage"], shown["deadlines"][1]["due"]) == ("deciding", "2026-10-15")


def test_no_day_is_assumed_but_that_of_the_event_which_is_put_right(
    run: Run, assessment: str
) -> None:
    refused = run("case", "event", assessment, "decision", "--fact", "decision=assess")
    right = run("case", "event", assessment, "request", "--replaces", "1", "--fact", "from=school")

    assert (refused.code, "--on DATE" in refused.err, right.code) == (2, True, 0)
    shown = run("case", "show", assessment, "--json").json
    assert [(each["code"], each["on"]) for each in shown["events"]] == [
        ("request", "2026-09-01")
    ] * 2
    assert all(each["written"] for each in shown["events"])
    assert "Written by" in run("case", "show", assessment).out


def test_a_case_is_handed_over_and_its_open_ends_are_printed(run: Run, assessment: str) -> None:
    said = run("case", "hand-over", assessment, "--to", "Bramble")

    assert said.code == 0
    assert "40 days late" in said.out
    assert run("case", "show", assessment, "--json").json["caseworker"] == "Bramble"


def test_opening_says_what_is_lacking_and_takes_the_short_word(run: Run, child: str) -> None:
    asked = run("case", "open", child, "assessment", "--on", "1/9/26")
    short = run("case", "open", child, "review", "--on", "1/9/26")
    ahead = run("review", "open", child, "--on", "1/9/40", "--process", "phase transfer")

    assert asked.err.endswith(" No request is recorded: nothing is counted yet.\n")
    assert short.err.startswith("Opened: annual review. ")
    assert "Opened on: is still to come" in ahead.err


def test_several_open_cases_have_to_be_told_apart(run: Run, assessment: str) -> None:
    run("case", "open", assessment, "ceasing")

    several = run("case", "show", assessment)

    assert several.code == 2
    assert "1 assessment, 2 ceasing" in several.err
    assert run("case", "show", assessment, "--case", "2").code == 0
    assert run("case", "show", assessment, "--process", "ceasing").code == 0


def test_the_events_of_a_process_are_listed_without_a_pupil(run: Run) -> None:
    said = run("case", "events", "annual", "review")

    assert said.code == 0
    assert "amendment-notice" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ("case", "show"),
        ("case", "open", UPN, "teleporting"),
        ("case", "list", "--sort", "colour"),
        ("case", "event", UPN),
        ("case", "advice", UPN, "burn"),
        ("case", "consult", UPN, "send"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_off_says_what_to_type(
    run: Run, assessment: str, words: tuple[str, ...]
) -> None:
    assert assessment

    said = run(*words)

    assert said.code == 2
    assert said.err


def test_a_time_ahead_is_in_days_or_weeks(run: Run) -> None:
    with pytest.raises(SystemExit):
        run("case", "list", "--within", "soon")

    assert run("case", "list", "--within", "4w").code == 1


def test_arrangements_are_added_listed_changed_and_ended(run: Run, child: str) -> None:
    fields = {"where": "Marmalade Taxis", "since": "1/9/26", "education_pence": 120000}
    added = run("arrangement", "add", child, "--sort", "transport", "--from", "-",
                stdin=json.dumps(fields))  # fmt: skip
    listed = run("arrangement", "list", child)
    changed = run("arrangement", "change", child, "1", "--from", "-", stdin='{"who": "A. Driver"}')
    ended = run("arrangement", "end", child, "1", "--on", "20/11/26")

    assert (added.code, changed.code, ended.code) == (0, 0, 0)
    assert "Marmalade Taxis" in listed.out
    assert "£1,200" in listed.out
    (found,) = run("arrangement", "list", child, "--json").json
    assert (found["until"], found["current"]) == ("2026-11-20", False)
    assert run("arrangement", "add", child).code == 2
    assert run("arrangement", "remove", child, "1").code == 0
    assert run("arrangement", "list", child).code == 1


def test_due_lists_the_limits_of_cases_with_rule_citation_and_duty(
    run: Run, assessment: str
) -> None:
    told = run("due", "--kind", "statutory", "--within", "28d")
    (found,) = run("due", "--kind", "statutory", "--within", "28d", "--json").json
    far = run("due", "--kind", "statutory", "--within", "9w", "--json").json

    assert assessment
    assert "40 days late" in told.out
    assert "NA-03 SEND Regulations 2014 reg 5(1) (statutory)" in told.out
    assert (found["rule"], found["whose"], found["days_late"]) == ("NA-03", "local authority", 40)
    assert [one["rule"] for one in far] == ["NA-03", "NA-07", "NA-09"]


def test_what_is_due_says_of_what_kind_its_rule_is_and_is_narrowed_to_it(
    run: Run, assessment: str
) -> None:
    run("case", "consult", assessment, "send", "--where", "Duckpond School", "--on", "13/11/26")
    words = ("--within", "28d", "--kind", "statutory")

    every = run("due", *words, "--json").json
    found = run("due", *words, "--label", "Code of Practice", "--json").json

    assert {one["kind"] for one in every} == {"statutory"}
    assert found == [one for one in every if one["citation"]["label"] == "Code of Practice"]
    assert [one["label"] for one in found] == ["Code of Practice"] * len(found) != []
    assert "(Code of Practice)" in run("due", "--label", "Code of Practice").out


def test_what_the_next_twelve_months_count_from_is_said_with_its_argument(
    run: Run, child: str
) -> None:
    first = run("case", "anchor")
    changed = run("case", "anchor", "meeting", "--json")

    assert child
    assert "* decision: " in first.out
    assert "Code says" in first.out
    assert changed.json["anchor"] == "meeting"
    assert run("case", "anchor", "birthday").code == 2


def test_advice_is_chased_in_every_case_that_is_asked_for(run: Run, assessment: str) -> None:
    assert run("case", "advice", assessment, "ask", "medical", "--on", "1/9/26").code == 0

    shown = run("case", "batch", "chase", "--process", "assessment", "--dry-run")
    done = run("case", "batch", "chase", "--process", "assessment", "--json")

    assert "Would be done in 1 case (1 record); not in 0." in shown.err
    assert (done.json["records"], len(done.json["cases"])) == (1, 1)
    assert run("case", "batch", "chase").code == 1
    assert run("case", "batch", "dance").code != 0


def test_the_text_of_a_pupil_tells_cases_plans_and_what_is_arranged(
    run: Run, assessment: str
) -> None:
    given = json.dumps({"where": "Otter Farm", "since": "1/9/26"})
    run("arrangement", "add", assessment, "--sort", "EOTAS", "--from", "-", stdin=given)
    run("plan", "start", assessment, "--sort", "EHCP")

    told, facts = run("pupil", assessment).out, run("pupil", assessment, "--json").json

    assert "Assessment since 01/09/2026; Deciding whether to assess" in told
    assert "by 13/10/2026 (NA-03)" in told
    assert "EHCP, version 1" in told
    assert "EOTAS: Otter Farm; since 01/09/2026" in told
    assert facts["cases"][0]["rule"] == "NA-03"
    assert [len(facts[name]) for name in ("cases", "plans", "arrangements")] == [1, 1, 1]
