"""`sendtui cycle`: every act of a cycle by flags, with words from a file or standard input."""

import json
from pathlib import Path
from typing import Any

import pytest

from sendtui.commands.cycle_fields import EXAMPLES
from tests.commands.conftest import Run
from tests.services.invented import CRASHING

UPN = "H801200001001"


@pytest.fixture
def zephyr(case: Path, run: Run) -> str:
    """A pupil on SEN Support with an open cycle; his UPN."""
    from sendtui.services import casefile

    unlock = casefile.Unlock(passphrase=(case / "passphrase").read_text(encoding="utf-8").strip())
    with casefile.open_store(case / "case.sendtui", unlock) as store:
        with store.write("Add a pupil") as tx:
            named = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2017-02-03"}
            pupil = tx.add("pupil", {"setting": store.setting, "upn": UPN, **named})
        with store.write("Place on the SEN register") as tx:
            tx.add("status", {"pupil": pupil, "status": "K", "since": "2026-09-07"})
    assert (
        run("cycle", "start", UPN, "--on", "7/9/26", "--text-file", "-", stdin=CRASHING).code == 0
    )
    return UPN


def shown(run: Run) -> dict[str, Any]:
    found = run("cycle", "show", UPN, "--json")
    assert found.code == 0
    return dict(found.json)


def document(**fields: object) -> str:
    return json.dumps(fields)


def test_a_cycle_as_json_says_each_finding_once(zephyr: str, run: Run) -> None:
    run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Reads better")

    found = shown(run)

    asked = [(f["check"], f["record"], f["field"]) for f in found["findings"]]
    assert asked
    assert len(set(asked)) == len(asked)
    assert "heads" not in found
    assert found["stages"][0] == {"name": "assess", "complete": False}
    assert [stage["name"] for stage in found["stages"]] == ["assess", "plan", "do", "review"]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        pytest.param(("evidence", "--sort", "advice"), {"what": "Reads"}, id="evidence"),
        pytest.param(("evidence", "--number", "1"), {"what": "Reads"}, id="evidence changed"),
        pytest.param(("sign",), None, id="a signature"),
        pytest.param(("rate", "--number", "1"), {"effect": "met"}, id="a rating"),
        pytest.param(("review", "--anyway"), {"decision": "continue"}, id="a review"),
        pytest.param(("end",), None, id="an end"),
    ],
)
def test_what_happens_tomorrow_is_not_written_down_today(
    zephyr: str, run: Run, words: tuple[str, ...], given: dict[str, object] | None
) -> None:
    run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Will read a page")
    run("cycle", "evidence", zephyr, "--sort", "advice", "--text-file", "-", stdin="Reads")
    source = ("--from", "-") if given else ()
    act, *flags = words

    typed = ("cycle", act, zephyr, *flags, *source)
    refused = run(*typed, "--on", "23/11/26", stdin=document(**given or {}))
    today = run(*typed, "--on", "22/11/26", stdin=document(**given or {}))

    assert (refused.code, today.code) == (1, 0), today.err
    assert "is still to come" in refused.err


def test_a_whole_cycle_goes_by_flags(zephyr: str, run: Run) -> None:
    baseline = document(sort="baseline", what=CRASHING, on="8 sep 2026")
    outcomes = json.dumps([{"what": CRASHING, "by": "2026-12-11"}, {"what": "Ask for a break"}])
    line = document(what="Reading", times=2, minutes=20, outcome=1, starts="7/9/26")
    review = document(
        decision="continue",
        ratings=[{"outcome": 1, "effect": "met"}, {"outcome": 2, "effect": "some"}],
        views=[{"whose": "pupil", "words": CRASHING}],
        with_parents=True,
        carry=True,
        next_review="2027-02-12",
    )
    steps = [
        (("evidence", zephyr, "--from", "-"), baseline),
        (("outcome", zephyr, "--from", "-"), outcomes),
        (("provision", zephyr, "--from", "-"), line),
        (("strategy", zephyr, "--text-file", "-"), "Now and next board"),
        (("sign", zephyr, "--on", "11/9/26"), ""),
        (("tick", zephyr, "--on", "15/9/26"), ""),
        (("tick", zephyr, "--missed", "--on", "17/9/26", "--text-file", "-"), "fire drill"),
        (("review", zephyr, "--from", "-", "--on", "20/11/26"), review),
    ]

    for words, typed in steps:
        said = run("cycle", *words, stdin=typed)
        assert said.code == 0, said.err

    listed = run("cycle", "list", zephyr, "--json").json
    assert [(c["number"], c["end"], c["outcomes"]) for c in listed] == [
        (2, "", 1),
        (1, "reviewed", 2),
    ]
    text = run("cycle", "show", zephyr, "--cycle", "1").out
    assert CRASHING in text
    assert "1 of 20 sessions due by now happened, 1 missed, 18 not logged" in text
    assert "rated: effect Some progress" in text
    assert "carried from cycle 1, outcome 2" in run("cycle", "show", zephyr).out


def test_a_signed_plan_is_refused_with_what_to_do(zephyr: str, run: Run) -> None:
    run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Read a page")
    run("cycle", "sign", zephyr)

    said = run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Read a book")

    assert (said.code, said.out) == (1, "")
    assert "sendtui cycle revise" in said.err
    assert run("cycle", "revise", zephyr, "--json").json == {"version": 2}
    assert run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Read a book").code == 0
    versions = run("cycle", "versions", zephyr, "--json").json
    assert [[o["what"] for o in v["outcomes"]] for v in versions] == [["Read a page"]]


def test_a_list_is_added_whole_or_not_at_all(zephyr: str, run: Run) -> None:
    said = run(
        "cycle",
        "outcome",
        zephyr,
        "--from",
        "-",
        stdin=json.dumps([{"what": "Read"}, {"what": ""}]),
    )

    assert said.code == 1
    assert shown(run)["outcomes"] == []


def test_parts_are_changed_removed_and_ordered_by_their_numbers(zephyr: str, run: Run) -> None:
    both = json.dumps([{"what": "Read"}, {"what": "Write"}])
    run("cycle", "outcome", zephyr, "--from", "-", stdin=both)

    run("cycle", "outcome", zephyr, "--order", "2,1")
    run("cycle", "outcome", zephyr, "--number", "1", "--from", "-", stdin=document(target="a page"))
    run("cycle", "outcome", zephyr, "--number", "2", "--remove")

    (outcome,) = shown(run)["outcomes"]
    assert (outcome["what"], outcome["target"]) == ("Write", "a page")


def test_a_double_session_is_kept_and_said(zephyr: str, run: Run) -> None:
    run("cycle", "provision", zephyr, "--from", "-", stdin=document(what="Reading", minutes=20))
    run("cycle", "tick", zephyr)

    said = run("cycle", "tick", zephyr, "--json")

    assert said.json["double"] is True
    assert "more than one session" in said.err


def test_a_session_logged_by_mistake_is_taken_back(zephyr: str, run: Run) -> None:
    run("cycle", "provision", zephyr, "--from", "-", stdin=document(what="Reading", minutes=20))
    run("cycle", "tick", zephyr, "--on", "15/9/26")
    run("cycle", "tick", zephyr, "--on", "17/9/26")

    said = run("cycle", "tick", zephyr, "--remove", "--number", "1", "--on", "15/9/26")

    assert said.code == 0, said.err
    assert "taken back" in said.err
    assert shown(run)["delivery"]["happened"] == 1
    again = run("cycle", "tick", zephyr, "--remove", "--on", "15/9/26")
    assert again.code == 1
    assert "No session" in again.err


def test_a_missed_session_is_taken_back_beside_one_that_happened(zephyr: str, run: Run) -> None:
    run("cycle", "provision", zephyr, "--from", "-", stdin=document(what="Reading", minutes=20))
    run("cycle", "tick", zephyr, "--missed")
    run("cycle", "tick", zephyr)

    said = run("cycle", "tick", zephyr, "--remove", "--missed")

    assert "Still logged" not in said.err
    delivery = shown(run)["delivery"]
    assert (delivery["happened"], delivery["missed"]) == (1, 0)


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        pytest.param(("review", "--remove", "--decision", "continue"), "--remove", id="review"),
        pytest.param(("tick", "--order", "1"), "--order", id="tick"),
        pytest.param(("tick", "--remove", "--minutes", "0"), "--minutes", id="taking back"),
        pytest.param(("strategy", "--order", "1"), "--order", id="an order of strategies"),
        pytest.param(("sign", "--from", "-"), "--from", id="sign"),
        pytest.param(("list", "--cycle", "1"), "--cycle", id="list"),
        pytest.param(("end", "--text-file", "-"), "--text-file", id="end"),
    ],
)
def test_a_flag_of_another_act_is_never_passed_over(
    zephyr: str, run: Run, words: tuple[str, ...], flag: str
) -> None:
    before = shown(run)

    said = run("cycle", words[0], zephyr, *words[1:], stdin="{}")

    assert said.code == 2
    assert f"does not take {flag}." in said.err
    assert shown(run) == before


def test_who_measured_is_changed_without_the_words(zephyr: str, run: Run) -> None:
    run("cycle", "evidence", zephyr, "--sort", "baseline", "--text-file", "-", stdin="Reads 12")

    said = run("cycle", "evidence", zephyr, "--number", "1", "--on", "8/9/26", "--by", CRASHING)

    assert said.code == 0, said.err
    (found,) = shown(run)["evidence"]
    assert (found["what"], found["on"], found["by"]) == ("Reads 12", "2026-09-08", CRASHING)


def test_sessions_beyond_those_due_are_said(zephyr: str, run: Run) -> None:
    line = document(what="Reading", minutes=20, starts="16/11/26", ends="27/11/26")
    run("cycle", "provision", zephyr, "--from", "-", stdin=line)
    for on in ("16/11/26", "17/11/26"):
        run("cycle", "tick", zephyr, "--on", on)
    run("cycle", "tick", zephyr, "--missed", "--on", "18/11/26")

    text = run("cycle", "show", zephyr).out

    assert "2 of 1 session due by now happened, 1 missed, 2 beyond what was due" in text


def test_a_review_without_ratings_is_held_only_where_it_is_meant(zephyr: str, run: Run) -> None:
    both = json.dumps([{"what": "Read"}, {"what": "Write"}, {"what": "Count"}])
    run("cycle", "outcome", zephyr, "--from", "-", stdin=both)
    run("cycle", "rate", zephyr, "--number", "1", "--from", "-", stdin=document(effect="some"))

    refused = run("cycle", "review", zephyr, "--decision", "continue")

    assert refused.code == 1
    assert "Not rated: outcome 2, 3." in refused.err
    assert shown(run)["reviews"] == []
    held = run("cycle", "review", zephyr, "--decision", "continue", "--anyway")
    assert held.code == 0, held.err
    assert "Not rated: 2; not met: 1." in held.err


@pytest.mark.parametrize(
    ("words", "reaches"),
    [
        pytest.param((), True, id="today"),
        pytest.param(("--on", "7/9/26"), True, id="the day the cycle began"),
        pytest.param(("--on", "6/9/26"), False, id="before the cycle"),
        pytest.param(("--cycle", "none"), False, id="kept apart"),
    ],
)
def test_views_reach_the_open_cycle(
    zephyr: str, run: Run, words: tuple[str, ...], reaches: bool
) -> None:
    said = run("views", "add", zephyr, "pupil", "--text-file", "-", *words, stdin=CRASHING)

    assert said.code == 0, said.err
    assert [v["words"] for v in shown(run)["voices"]] == ([CRASHING] if reaches else [])
    listed = run("views", "list", zephyr, "--json").json
    assert [v["words"] for v in listed] == [CRASHING]


def test_a_second_open_cycle_takes_a_flag_that_the_refusal_names(zephyr: str, run: Run) -> None:
    refused = run("cycle", "start", zephyr)

    assert refused.code == 1
    assert "--another" in refused.err
    assert run("cycle", "start", zephyr, "--another").code == 0


@pytest.mark.parametrize(
    ("act", "typed", "says"),
    [
        pytest.param("outcome", {"title": "x"}, "There are: need, what, measure,", id="outcome"),
        pytest.param("start", {"aim": "x"}, "There are: focus, lead,", id="start"),
        pytest.param("review", {"rating": []}, "There are: held_on, present,", id="review"),
        pytest.param("rate", {"outcome": 1, "x": 1}, "There are: outcome, effort,", id="rate"),
        pytest.param(
            "rate", {"outcome": 1}, "Outcome 1, effect: say whether it worked: met,", id="codes"
        ),
        pytest.param(
            "provision",
            {"what": "Reading", "per": "month"},
            "per: must be one of: day, week, fortnight, half term or term",
            id="a choice",
        ),
        pytest.param("provision", {"what": "x", "times": 0}, "must be 1 or more", id="too few"),
        pytest.param("outcome", {"need": "SLCN"}, "what: is missing", id="missing"),
    ],
)
def test_a_wrong_document_is_told_what_there_is(
    zephyr: str, run: Run, act: str, typed: dict[str, object], says: str
) -> None:
    run("cycle", "outcome", zephyr, "--text-file", "-", stdin="Read a page")

    said = run("cycle", act, zephyr, "--from", "-", stdin=document(**typed))

    assert said.code in (1, 2)
    assert says in said.err


def test_the_examples_of_the_help_are_taken(zephyr: str, run: Run) -> None:
    run("cycle", "end", zephyr)

    for act, example in EXAMPLES.items():
        said = run("cycle", act, zephyr, "--from", "-", stdin=example)
        assert said.code == 0, (act, said.err)


def test_the_help_lists_the_fields_of_each_act(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("cycle", "--help")

    text = capsys.readouterr().out
    assert "Per: day, week, fortnight, half term or term" in text
    assert '{"outcome": 1, "effect": "met"}' in text


def test_the_pupil_left(zephyr: str, run: Run) -> None:
    assert run("cycle", "end", zephyr).code == 0

    assert shown(run)["end"] == "left"


def test_the_scale_is_printed_and_added_to(run: Run) -> None:
    point = document(axis="effect", label=CRASHING, code="beyond", met=True)

    found = run("cycle", "scale", "--from", "-", "--json", stdin=point).json

    assert [p["label"] for p in found if p["code"] == "beyond"] == [CRASHING]
    assert "Nearly met" in run("cycle", "scale").out


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        pytest.param(("show",), "", 2, id="nobody named"),
        pytest.param(("show", "H000000000000"), "", 1, id="nobody of that UPN"),
        pytest.param(("show", UPN, "--cycle", "7"), "", 1, id="no such cycle"),
        pytest.param(("start", UPN), "", 1, id="one is open"),
        pytest.param(("outcome", UPN), "", 2, id="no words"),
        pytest.param(("outcome", UPN, "--from", "-"), "{", 2, id="no JSON"),
        pytest.param(("outcome", UPN, "--from", "-"), "[1]", 2, id="no object"),
        pytest.param(("outcome", UPN, "--from", "-"), '{"nonsense": 1}', 2, id="no such field"),
        pytest.param(("outcome", UPN, "--number", "1", "--remove"), "", 1, id="no such outcome"),
        pytest.param(("strategy", UPN, "--order", "1"), "", 2, id="an order of strategies"),
        pytest.param(
            ("provision", UPN, "--from", "-"), '{"what": "x", "outcome": 3}', 1, id="no 3"
        ),
        pytest.param(("tick", UPN), "", 2, id="no line to tick"),
        pytest.param(("sign", UPN), "", 1, id="nothing to sign"),
        pytest.param(("sign", UPN, "--on", "soonish"), "", 2, id="no day"),
        pytest.param(("review", UPN), "", 2, id="no decision"),
        pytest.param(("review", UPN, "--decision", "expel"), "", 1, id="no such decision"),
        pytest.param(
            ("review", UPN, "--from", "-"), '{"decision": "continue", "x": 1}', 2, id="no such key"
        ),
        pytest.param(
            ("review", UPN, "--from", "-"),
            '{"decision": "continue", "views": [{"whose": "pupil", "words": 5}]}',
            1,
            id="words that are a number",
        ),
        pytest.param(
            ("review", UPN, "--from", "-"),
            '{"decision": "continue", "carry": "false"}',
            2,
            id="carry that is a word",
        ),
        pytest.param(("scale", "--from", "-"), '{"axis": [], "label": "x"}', 2, id="odd axis"),
        pytest.param(("show", UPN, "--read-only"), "", 0, id="reading only"),
        pytest.param(("end", UPN, "--read-only"), "", 1, id="writing while reading only"),
    ],
)
def test_odd_words_end_in_a_sentence_and_a_code(
    zephyr: str, run: Run, words: tuple[str, ...], typed: str, code: int
) -> None:
    assert zephyr == UPN
    said = run("cycle", *words, stdin=typed)

    assert said.code == code, said.err
    assert "Traceback" not in said.err
