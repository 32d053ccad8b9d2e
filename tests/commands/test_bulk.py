"""One thing for many, and the school's own fields, typed at a prompt."""

import json

import pytest

from tests.commands.conftest import Run

UPNS = ("H801200001001", "T801200001002")


@pytest.fixture
def two(run: Run) -> tuple[str, ...]:
    """Two pupils of class 3B, one on SEN Support."""
    for upn, surname in zip(UPNS, ("Quillfeather", "Bramblewick"), strict=True):
        pupil = {"surname": surname, "upn": upn, "born": "3/2/18", "class_name": "3B"}
        assert run("edit", "add", "--from", "-", stdin=json.dumps(pupil)).code == 0
    assert run("place", UPNS[0], "K", "--since", "1/9/26").code == 0
    return UPNS


def classes(run: Run) -> list[str]:
    return [one["class_name"] for one in run("pupils", "--all", "--json").json["pupils"]]


@pytest.mark.usefixtures("two")
def test_a_class_moves_on_and_one_undo_takes_it_back(run: Run) -> None:
    said = run("bulk", "class", "4B", "--class", "3B", "--all")

    assert (said.code, classes(run)) == (0, ["4B", "4B"])
    assert "Class: 2 pupils would change." in said.err

    run("undo")
    assert classes(run) == ["3B", "3B"]


@pytest.mark.usefixtures("two")
def test_a_dry_run_changes_nothing(run: Run) -> None:
    said = run("bulk", "class", "4B", "--all", "--dry-run", "--json")

    assert (said.json["applied"], len(said.json["changes"])) == (False, 2)
    assert classes(run) == ["3B", "3B"]


def test_pupils_come_from_a_list_of_numbers(run: Run, two: tuple[str, ...]) -> None:
    said = run("bulk", "flag", "eal", "--upn-file", "-", stdin=f"{two[1]}\n\n{two[0]}\n")

    assert said.code == 0
    assert {tuple(p["flags"]) for p in run("pupils", "--all", "--json").json["pupils"]} == {
        ("EAL",)
    }


def test_a_list_with_an_unknown_number_does_nothing(run: Run, two: tuple[str, ...]) -> None:
    said = run("bulk", "class", "4B", "--upn-file", "-", stdin=f"{two[0]}\nZ999\n")

    assert said.code == 1
    assert "Line 2 of the list" in said.err
    assert classes(run) == ["3B", "3B"]


@pytest.mark.usefixtures("two")
def test_to_whom_it_cannot_be_done_is_said_and_the_exit_code_tells(run: Run) -> None:
    said = run("bulk", "told", "--all", "--on", "20/11/26")

    assert said.code == 5
    assert "Not Bramblewick: is not on the SEN register." in said.err


@pytest.mark.usefixtures("two")
def test_everybody_has_to_be_said(run: Run) -> None:
    assert run("bulk", "class", "4B").code == 2
    assert run("bulk", "class", "4B", "--register").code == 0
    assert sorted(classes(run)) == ["3B", "4B"]


def test_what_is_to_be_done_comes_from_a_file(run: Run, two: tuple[str, ...]) -> None:
    said = run("bulk", "action", "--all", "--on", "1/12/26", "--text-file", "-", stdin="Book hall")

    assert said.code == 0
    (action,) = run("pupil", two[1], "--json").json["actions"]
    assert (action["what"], action["due"]) == ("Book hall", "2026-12-01")


def test_a_field_of_our_own_is_made_set_found_and_retired(run: Run, two: tuple[str, ...]) -> None:
    made = run("field", "add", "House", "--sort", "choice", "--choice", "Red", "--choice", "Blue")
    assert made.code == 0

    assert run("field", "set", two[0], "House", "red").code == 0
    assert run("bulk", "field", "House", "Blue", "--upn-file", "-", stdin=two[1]).code == 0
    assert run("field", "show", two[1], "--json").json[0]["value"] == "Blue"
    found = run("pupils", "--all", "--own", "house=RED", "--json").json
    assert [one["surname"] for one in found["pupils"]] == ["Quillfeather"]

    assert run("field", "set", two[0], "House", "Green").code == 1
    assert run("field", "retire", "House").code == 0
    assert run("field", "list").code == 1
    assert "House" in run("field", "list", "--retired").out


@pytest.mark.usefixtures("two")
def test_a_view_is_kept_asked_and_used_for_many(run: Run) -> None:
    kept = run("view", "keep", "3B all", "--all", "--class", "3B", "--on-today")
    assert kept.code == 0, kept.err

    assert run("view", "list", "--json").json[0]["pupils"] == 2
    assert len(run("pupils", "--view", "3b all", "--json").json["pupils"]) == 2
    assert "3B all" in run("due", "--kind", "view").out
    assert run("pupils", "--view", "3B all", "--class", "3B").code == 2
    assert run("bulk", "flag", "EAL", "--view", "3B all").code == 0
    assert run("pupils", "--all", "--flag", "EAL", "--json").json["total"] == 2

    assert run("view", "remove", "3B all").code == 0
    assert run("view", "list").code == 1


@pytest.mark.usefixtures("two")
def test_a_class_goes_on_to_the_register_and_through_its_first_cycle(run: Run) -> None:
    told = json.dumps({"parents_told_on": "7/9/26", "parents_told_how": "letter"})
    group = json.dumps({"value": "Words", "outcome": "read 30 words", "group_size": 2})
    held = json.dumps({"value": "nearly", "decision": "continue", "next_review": "12/2/27"})

    who = ("--class", "3B", "--all")
    placed = run("bulk", "status", "k", *who, "--on", "7/9/26", "--from", "-", stdin=told)
    begun = run("bulk", "cycle", *who, "--on", "7/9/26")
    promised = run("bulk", "provision", *who, "--from", "-", stdin=group)
    reviewed = run("bulk", "reviewed", *who, "--from", "-", "--json", stdin=held)

    assert [each.code for each in (placed, begun, promised, reviewed)] == [0, 0, 0, 0]
    assert "what was tried before" in placed.err
    assert {each["after"] for each in reviewed.json["changes"]} == {
        "continue, 1 outcome: Nearly met"
    }


@pytest.mark.usefixtures("two")
def test_a_group_gets_one_plan_with_an_intervention_by_its_name(run: Run) -> None:
    run("intervention", "add", "Word box", "--from", "-", stdin=json.dumps({"minutes": 15}))
    who = ("--class", "3B", "--all")
    run("bulk", "status", "K", *who, "--on", "7/9/26")
    plan = {"value": "will be able to read 30 words", "intervention": "word box"}

    made = run(
        "bulk", "plan", *who, "--on", "7/9/26", "--from", "-",
        stdin=json.dumps({**plan, "review_due": "12/2/27"}),
    )  # fmt: skip
    signed = run("bulk", "sign", "A. Senco", *who, "--on", "7/9/26")
    unknown = run(
        "bulk", "plan", *who, "--from", "-", stdin=json.dumps({**plan, "intervention": "?"})
    )

    assert [made.code, signed.code, unknown.code] == [0, 0, 1]
    assert "cycle 1, review 12 Feb 2027: will be able to read 30 words" in made.out
