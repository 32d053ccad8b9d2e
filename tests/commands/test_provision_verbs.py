"""Interventions, adults, the week, referrals and the provision map, typed as flags."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "A801200000001"
PUPIL = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "class_name": "3B"}


@pytest.fixture
def school(run: Run) -> Run:
    """A pupil with an open cycle, an adult with a rate and an intervention they are in."""
    for words, said in (
        (("edit", "add", "--from", "-"), PUPIL),
        (("cycle", "start", UPN, "--on", "7/9/26"), None),
        (("staff", "add", "Ms Thistledown", "--role", "Teaching assistant"), None),
        (("staff", "rate", "--role", "Teaching assistant", "--hour", "15", "--on", "1/9/26"), None),
        (
            ("intervention", "add", "Talking tables", "--from", "-"),
            {"staff": "ms thistledown", "minutes": 20, "group_size": 2, "area": "CI"},
        ),
        (("intervention", "join", "Talking tables", UPN, "--on", "7/9/26"), None),
    ):
        found = run(*words, stdin=json.dumps(said) if said else "")
        assert found.code == 0, (words, found)
    return run


def test_the_map_shows_what_was_promised_and_what_it_costs(school: Run) -> None:
    shown = school("provision", "map", "--by", "adult")

    assert shown.code == 0
    assert "Ms Thistledown" in shown.out
    assert "£0" in shown.out
    hidden = school("provision", "map", "--no-costs")
    assert "£" not in hidden.out + hidden.err


def test_every_line_of_a_pupils_costs_shows_its_sum(school: Run) -> None:
    assert school("cycle", "tick", UPN, "--number", "1", "--on", "14/9/26").code == 0

    shown = school("provision", "costs", UPN)

    assert "Teaching assistant at £15 an hour since 01/09/2026: 20 minutes are £5" in shown.out
    assert "in a group of 2: £2.50 for each pupil" in shown.out
    assert "of the first £6,000" in shown.out
    assert "£2.50 of groups’ sessions fell to others" in shown.err


def test_a_line_that_names_an_intervention_takes_its_dose_over(school: Run) -> None:
    assert school("cycle", "start", UPN, "--another", "--on", "1/10/26").code == 0
    said = json.dumps({"intervention": "talking tables", "minutes": 30})

    assert school("cycle", "provision", UPN, "--from", "-", stdin=said).code == 0

    shown = school("cycle", "show", UPN).out
    assert "Talking tables, by Ms Thistledown: once a week, 30 minutes, in a group of 2" in shown
    nowhere = json.dumps({"intervention": "Old sums"})
    refused = school("cycle", "provision", UPN, "--from", "-", stdin=nowhere)
    assert (refused.code, "Talking tables" in refused.err) == (1, True)


def test_a_total_opens_to_its_lines_and_goes_out_as_a_table(school: Run, tmp_path: Path) -> None:
    assert school("cycle", "tick", UPN, "--number", "1", "--on", "14/9/26").code == 0

    behind = school("provision", "map", "--by", "class", "--of", "3b")
    assert "Zephyr Quillfeather  Talking tables" in behind.out
    assert "£2.50" in behind.out
    assert "£" not in school("provision", "map", "--of", "talking tables", "--no-costs").out
    impact = school("provision", "impact", "--by", "intervention", "--of", "talking tables")
    assert "Talking tables  Ms Thistledown" in impact.out
    nowhere = school("provision", "map", "--by", "class", "--of", "9Z")
    assert (nowhere.code, "There are: 3B" in nowhere.err) == (1, True)

    path = tmp_path / "lines.csv"
    assert school("provision", "lines", str(path), "--plain-file").code == 0
    said = path.read_text(encoding="utf-8-sig")
    assert "To date, £" in said
    assert ",2.5,0.0,2.5," in said


def test_a_plan_takes_its_words_from_the_library(school: Run, tmp_path: Path) -> None:
    for kind, words in (("strategy", "Wait ten seconds"), ("target", "Counts to ten")):
        assert school("library", "add", kind, "--text-file", "-", stdin=words).code == 0
    assert school("library", "change", "strategy", "1", "--area", "SEMH").code == 0
    assert "strategy  1       SEMH  Wait ten seconds" in school("library", "list").out

    picked = json.dumps({"library": 1})
    assert school("cycle", "strategy", UPN, "--from", "-", stdin=picked).code == 0
    aimed = json.dumps({"library": 1, "target": "10"})
    assert school("cycle", "outcome", UPN, "--from", "-", stdin=aimed).code == 0
    shown = school("cycle", "show", UPN).out
    assert "Wait ten seconds" in shown
    assert "Counts to ten" in shown
    gone = json.dumps({"library": 9})
    assert "it has 1" in school("cycle", "strategy", UPN, "--from", "-", stdin=gone).err

    path = tmp_path / "library.csv"
    assert school("library", "export", str(path)).code == 0
    assert school("library", "remove", "target", "1").code == 0
    assert "New target: Counts to ten" in school("library", "import", str(path)).out
    assert school("library", "import", str(path), "--yes").code == 0
    assert school("library", "add", "wish", "--text-file", "-", stdin="x").code == 2


def test_the_gap_names_what_has_not_happened(school: Run) -> None:
    found = school("provision", "gap", "--json").json

    assert [(each["happened"], each["promised"]) for each in found] == [(0, 10)]


def test_a_measure_may_have_named_steps(school: Run) -> None:
    steps = json.dumps({"measure": "Joins in: not yet < with help < always"})
    school("intervention", "change", "Talking tables", "--from", "-", stdin=steps)
    words = ("intervention", "measure", "Talking tables", UPN, "--at")

    assert school(*words, "entry", "--value", "Not yet", "--on", "7/9/26").code == 0
    assert school(*words, "exit", "--value", "always").code == 0
    wrong = school(*words, "exit", "--value", "4")
    ahead = school(*words, "exit", "--value", "always", "--on", "30/11/26")

    assert "is none of: not yet, with help, always" in wrong.err
    assert ahead.code == 1
    shown = school("intervention", "show", "Talking tables", "--plain").out
    assert "Entry: not yet; Exit: always" in shown
    assert "at exit: always" in school("pupil", UPN, "--timeline").out
    assert "Joins in: +2" in school("provision", "impact", "--by", "intervention").out


def test_entry_and_exit_come_back_as_impact(school: Run) -> None:
    for at, value, day in (("entry", "12", "7/9/26"), ("exit", "20", "20/11/26")):
        words = ("Talking tables", UPN, "--at", at, "--value", value, "--on", day)
        assert school("intervention", "measure", *words).code == 0

    shown = school("provision", "impact", "--by", "intervention")

    assert "+8 (+8 to +8, 1)" in shown.out
    assert "Under 10 outcomes no share is printed" in shown.err


def test_the_week_says_who_would_be_in_two_places(school: Run) -> None:
    for at in ("09:30", "9.40"):
        made = school("week", "add", "Talking tables", "--day", "mon", "--at", at)
    assert "Ms Thistledown (adult): Monday 09:30–09:50" in made.err
    assert school("week", "clashes").code == 0

    assert school("week", "remove", "2").code == 0

    assert school("week", "clashes").code == 1
    assert "Zephyr Quillfeather" in school("week", "list", "--pupil", UPN).out


def test_a_referral_waits_until_the_pupil_is_seen(school: Run) -> None:
    given = json.dumps({"service": "Speech therapy", "sent_on": "1/6/26", "why": "[/x] talk"})
    assert school("referral", "add", UPN, "--from", "-", stdin=given).code == 0
    assert "Speech therapy" in school("referral", "waits").out
    assert school("referral", "ageing", "--json").json[0]["waiting"] == [0, 0, 1, 0]

    seen = json.dumps({"seen_on": "1/11/26"})
    assert school("referral", "change", UPN, "1", "--from", "-", stdin=seen).code == 0

    assert school("referral", "waits").code == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("staff", "rate", "Ms Thistledown", "--hour", "lots"), "--hour 14.20"),
        (("provision", "map", "--by", "colour"), "--by is one of"),
        (("intervention", "show", "Sums"), "There are: Talking tables"),
        (("week", "add", "Talking tables", "--day", "mon", "--at", "25:00"), "09:30"),
        (("service", "change", "Nobody"), "no service of this name"),
    ],
)
def test_what_is_wrong_says_what_to_do(school: Run, words: tuple[str, ...], says: str) -> None:
    found = school(*words)

    assert found.code in (1, 2)
    assert says in found.err
    assert "Traceback" not in found.err


def test_the_directory_keeps_services(school: Run, tmp_path: Path) -> None:
    given = tmp_path / "service.json"
    given.write_text('{"how": "Form on the website", "wait_weeks": 18}', encoding="utf-8")
    assert school("service", "add", "Speech therapy", "--from", str(given)).code == 0

    assert "Form on the website" in school("service", "list").out


def test_rates_and_training_are_listed(school: Run) -> None:
    words = ("--topic", "First aid", "--on", "1/9/23", "--expires", "1/9/26")
    assert school("staff", "train", "Ms Thistledown", *words).code == 0

    assert "expired" in school("staff", "training").out
    assert "£15" in school("staff", "rates").out
    assert school("staff", "list").code == 0
