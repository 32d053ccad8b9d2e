"""`clock` at the prompt: dates without a case file, for the eye, a screen reader and a program."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sendtui.__main__ import main
from sendtui.rules.clocks.events import EVENTS
from tests.processes import environment

KEYS = [
    "rule", "due", "last_working_day", "who", "kind", "citation", "sure", "because",
    "what", "started_by", "stopped_by", "exceptions", "sense", "reading", "warnings",
    "ruleset", "days_left",
]  # fmt: skip
HELP = Path(__file__).parents[2] / "sendtui" / "help" / "clock.md"

Capture = pytest.CaptureFixture[str]


def clock(capsys: Capture, *words: str) -> tuple[int, str, str]:
    """The exit code, what was printed and what was narrated."""
    code = main(["clock", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(autouse=True)
def no_case_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where a case file would be, and is not."""
    monkeypatch.setenv("SENDTUI_STORE", str(tmp_path / "none" / "case.sendtui"))
    return tmp_path


def test_a_request_tells_each_date_with_its_citation(capsys: Capture) -> None:
    code, out, err = clock(capsys, "request", "--on", "2026-09-01")

    assert code == 0
    assert "If on Tuesday 1 September 2026 the LA receives a request" in out
    assert "By Tuesday 13 October 2026 (NA-03)" in out
    assert "SEND Regulations 2014 reg 5(1) (statutory; text seen)" in out
    assert "reg 3, 4(2) (statutory; not verified)" in out
    assert "not legal advice" in err
    assert "left" not in out


def test_no_line_is_wider_than_a_terminal(capsys: Capture) -> None:
    _, out, _ = clock(capsys, "request", "--on", "2026-11-20", "--why")

    assert max(map(len, out.splitlines())) < 80


def test_no_case_file_is_asked_for_or_made(no_case_file: Path, capsys: Capture) -> None:
    assert clock(capsys, "request", "--on", "2026-09-01")[0] == 0
    assert list(no_case_file.iterdir()) == []


def test_json_has_its_keys_in_their_order(capsys: Capture) -> None:
    code, out, _ = clock(capsys, "request", "--on", "2026-09-01", "--json")

    found = json.loads(out)
    assert code == 0
    assert {tuple(one) for one in found} == {tuple(KEYS)}
    decide = next(one for one in found if one["rule"] == "NA-03")
    assert decide["due"] == decide["last_working_day"] == "2026-10-13"
    assert (decide["kind"], decide["sure"]) == ("statutory", "seen")
    assert decide["citation"] == "SEND Regulations 2014 reg 5(1)"
    assert decide["because"][-1] == "6 weeks are 42 calendar days: Tuesday 13 October 2026."
    assert decide["days_left"] is None
    assert decide["exceptions"][2]["code"] == "PERSONAL"
    assert decide["exceptions"][2]["decided_on"] is None


def test_the_help_documents_every_key() -> None:
    _, programs = HELP.read_text(encoding="utf-8").split("## For programs")
    listed = "".join(line.partition(":")[0] for line in programs.splitlines() if line[:1] == "-")

    assert re.findall(r"`(\w+)`", listed) == KEYS


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2026-10-01", "12 days left."),
        ("2026-10-12", "1 day left."),
        ("2026-10-13", "Today."),
        ("2026-10-15", "2 days past."),
    ],
)
def test_today_shows_the_days_left(capsys: Capture, today: str, says: str) -> None:
    _, out, _ = clock(capsys, "advice", "--on", "2026-09-01", "--today", today)
    _, as_json, _ = clock(capsys, "advice", "--on", "2026-09-01", "--today", today, "--json")

    assert says in out
    assert isinstance(json.loads(as_json)[0]["days_left"], int)


def test_why_tells_the_steps_and_the_exceptions_once(capsys: Capture) -> None:
    _, out, _ = clock(capsys, "request", "--on", "2026-11-20", "--why")

    words = " ".join(out.split())
    assert "2. 6 weeks are 42 calendar days: Friday 1 January 2027." in words
    assert "It is a bank holiday (New Year's Day)" in words
    assert "Stopped by the decision being notified." in words
    assert words.count("Exceptional personal circumstances") == 1


def test_plain_is_one_date_a_line(capsys: Capture) -> None:
    _, out, _ = clock(capsys, "phase-transfer", "--on", "1/9/27", "--plain")

    lines = out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("Due: By ") for line in lines)
    assert "What: Customary limit: review and amend the plan and name the setting" in lines[-1]


def test_the_list_names_every_event_with_its_facts(capsys: Capture) -> None:
    _, out, _ = clock(capsys, "--list")
    _, as_json, _ = clock(capsys, "--list", "--json")

    assert {each["event"] for each in json.loads(as_json)} == set(EVENTS)
    assert "decision-letter: --on is the day a letter with a right of appeal is dated" in out
    assert "  --certificate DATE: the date of the mediation certificate" in out
    assert "  --closed-from DATE (needed)" in out
    assert "  --anchor decision|meeting" in out


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_every_event_runs_at_the_prompt(event: object, capsys: Capture) -> None:
    words = [event.name, "--on", "2026-11-24"]
    for fact in event.facts:
        if fact.required:
            day = "2026-12-19" if fact.name == "closed-from" else "2027-02-19"
            words += [f"--{fact.name}", fact.choices[0] if fact.choices else day]

    code, out, _ = clock(capsys, *words)

    assert code == 0
    assert "(" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param([], "Say what happened", id="no event"),
        pytest.param(["requst", "--on", "1/9/26"], "Did you mean “request”?", id="misspelt"),
        pytest.param(["zzz", "--on", "1/9/26"], "--list", id="nothing near"),
        pytest.param(["request"], "--on DATE", id="no day"),
        pytest.param(["request", "--on", "soon"], "no day I can read", id="no such day"),
        pytest.param(["request", "--on", "29/2/2027"], "February 2027 has no day 29", id="no leap"),
        pytest.param(["request", "--on", "1/9/2013"], "is before Monday 1 September 2014",
                     id="before the Act"),
        pytest.param(["request", "--on", "1/9/26", "--certificate", "2/9/26"],
                     "takes no fact certificate", id="another event's fact"),
        pytest.param(["advice", "--on", "1/9/26", "--declined"], "takes no fact declined",
                     id="another event's flag"),
        pytest.param(["order", "--on", "1/9/26"], "needs about, one of: assess", id="lacking"),
        pytest.param(["concession", "--on", "1/9/26", "--about", "dismiss"],
                     "about is one of: assess, make, contents", id="another event's choice"),
        pytest.param(["decision-letter", "--on", "1/9/26", "--certificate", "1/8/26"],
                     "Check both", id="out of turn"),
        pytest.param(["advice", "--on", "1/9/26", "--exception", "soup"],
                     "SOUP is no exception to these limits", id="no such exception"),
        pytest.param(["advice", "--on", "1/9/26", "--decided-by", "A. Tester"],
                     "--exception CODE", id="decided on nothing"),
        pytest.param(["birth", "--on", "1/9/2030", "--today", "2026-11-22"], "lies ahead",
                     id="not born yet"),
    ],
)  # fmt: skip
def test_words_that_are_off_are_refused_with_what_to_do(
    words: list[str], says: str, capsys: Capture
) -> None:
    code, out, err = clock(capsys, *words)

    assert (code, out) == (2, "")
    assert says in err


def test_a_flag_that_is_none_ends_with_usage(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        clock(capsys, "request", "--onn", "1/9/26")

    assert ended.value.code == 2


def test_a_claim_without_evidence_does_not_count_yet(tmp_path: Path, capsys: Capture) -> None:
    evidence = tmp_path / "evidence.txt"
    evidence.write_text("A letter.\n", encoding="utf-8")
    bare = ["advice", "--on", "2026-09-01", "--exception", "personal"]
    whole = [*bare, "--decided-by", "A. Tester", "--decided-on", "2026-10-01"]

    _, lacking, _ = clock(capsys, *bare)
    _, out, _ = clock(capsys, *whole, "--text-file", str(evidence), "--json")

    assert "It does not count before this is recorded: the evidence" in " ".join(lacking.split())
    (claimed,) = (e for e in json.loads(out)[0]["exceptions"] if e["state"] == "claimed")
    assert (claimed["evidence"], claimed["decided_on"]) == ("A letter.", "2026-10-01")
    assert claimed["note"] == ""


def test_neither_time_zone_nor_language_nor_the_order_of_words_moves_a_date() -> None:
    facts = ["--made", "2026-01-20", "--last-review", "2026-02-01"]
    turned = [*facts[2:], *facts[:2]]
    places = (
        ({"TZ": "Pacific/Kiritimati", "LC_ALL": "fr_FR.UTF-8"}, facts),
        ({"TZ": "Pacific/Niue", "LC_ALL": "C"}, turned),
    )

    answers = {_elsewhere(changed, words) for changed, words in places}

    assert len(answers) == 1
    assert '"due": "2027-01-26"' in answers.pop()


def _elsewhere(changed: dict[str, str], facts: list[str]) -> str:
    ended = subprocess.run(
        [
            sys.executable, "-m", "sendtui", "clock", "review-meeting", *facts,
            "--on", "2026-12-29", "--json",
        ],
        capture_output=True, text=True, encoding="utf-8", check=True,
        env={**environment(), **changed},
    )  # fmt: skip
    return ended.stdout


def test_the_help_of_the_verb_names_every_fact(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        clock(capsys, "--help")

    said = capsys.readouterr().out
    assert all(f"--{fact.name}" in said for event in EVENTS.values() for fact in event.facts)


def test_a_closure_that_is_given_is_warned_about(capsys: Capture) -> None:
    words = ("advice", "--on", "2026-09-01", "--json")
    _, usual, _ = clock(capsys, *words)
    code, out, _ = clock(capsys, *words, "--closed", "12/10/2026..23/10/2026")

    assert code == 0
    assert "closure (Monday 12 October 2026 to Friday 23 October 2026)" in " ".join(
        json.loads(out)[0]["warnings"]
    )
    assert "closure" not in usual
    assert clock(capsys, *words, "--closed", "2/10/2026..1/10/2026")[0] == 2
