"""Checklists, complaints, destinations and the school's action plan, typed as flags."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

UPN = "A801200000001"


@pytest.fixture
def school(run: Run) -> Run:
    """A pupil with a need of communication."""
    pupil = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(pupil)).code == 0
    assert run("need", "add", UPN, "SLCN").code == 0
    return run


def test_a_checklist_is_shown_before_it_is_loaded_and_answered_by_number(
    school: Run, tmp_path: Path
) -> None:
    file = tmp_path / "oap.csv"
    file.write_text("Area,Statement\nCL,Small steps\nCI,[/x] Visual timetables\n")
    words = ("checklist", "load", str(file), "--name", "Ours")

    assert "--yes takes it in" in school(*words).err
    assert school("checklist", "list").code == 1
    assert school(*words, "--yes").code == 0
    said = school("checklist", "answer", UPN, "2", "--say", "tried", "--text-file", "-",
                  stdin="[/x] half a term")  # fmt: skip

    assert said.code == 0
    shown = school("checklist", "show", UPN)
    assert "[/x] Visual timetables" in shown.out
    assert "[/x] half a term" in shown.out
    assert "Small steps" not in shown.out
    assert "Small steps" in school("checklist", "show", UPN, "--every").out
    assert school("checklist", "unanswer", UPN, "2").code == 0
    assert "1 not answered" in school("checklist", "show", UPN).err


def test_a_checklist_with_a_bad_line_ends_with_5_and_loads_nothing(
    school: Run, tmp_path: Path
) -> None:
    file = tmp_path / "oap.csv"
    file.write_text("Area,Statement\nXX,Small steps\nCI,Visual timetables\n")

    found = school("checklist", "load", str(file), "--name", "Ours", "--yes")

    assert found.code == 5
    assert "Line 2, area “XX” is not one of" in found.err
    assert school("checklist", "list").code == 1


def test_a_complaint_about_a_pupil_and_one_about_the_school_are_told_apart(school: Run) -> None:
    given = ("--sort", "complaint", "--about", "Transport", "--on", "2/11/26")
    assert school("feedback", "add", UPN, *given).code == 0
    fair = json.dumps({"sort": "compliment", "about": "The fair", "said": "[/x] lovely"})
    assert school("feedback", "add", "school", "--from", "-", stdin=fair).code == 0

    every = school("feedback", "list").out
    changed = school("feedback", "change", UPN, "1", "--answered", "20/11/26")

    assert "Zephyr Quillfeather" in every
    assert "[/x] lovely" in every
    assert changed.code == 0
    assert "answered" in school("feedback", "list", UPN).out
    assert "Transport" not in school("feedback", "list", "school").out
    assert school("feedback", "remove", "school", "1").code == 0
    assert school("feedback", "list", "school").code == 1


def test_where_a_leaver_went_is_written_down_and_put_right(school: Run) -> None:
    given = ("--stage", "planned", "--sort", "apprenticeship", "--on", "1/5/26")
    assert school("destination", "add", UPN, *given).code == 0
    assert school("destination", "change", UPN, "1", "--sort", "employment").code == 0

    assert "employment" in school("destination", "list", UPN).out
    refused = school("destination", "add", UPN, "--stage", "begun", "--sort", "the moon")
    assert refused.code == 1
    assert "sort" in refused.err


def test_a_step_of_the_action_plan_names_the_line_it_follows_from(school: Run) -> None:
    assert school("strategy", "draft").code == 0
    line = json.dumps({"what": "Quiet room", "barriers": [1]})
    assert school("strategy", "add", "activity", "--from", "-", stdin=line).code == 0
    step = json.dumps({"what": "Paint it", "owner": "Mr Wren", "due_on": "1/11/26",
                       "serves": "activity 1"})  # fmt: skip
    assert school("action-plan", "add", "--from", "-", stdin=step).code == 0

    shown = school("action-plan", "list").out
    assert "late" in shown
    assert "Quiet room" in shown
    assert school("action-plan", "done", "1", "--on", "20/11/26").code == 0
    assert "done" in school("action-plan", "list").out
    assert school("action-plan", "remove", "1").code == 0
    assert school("action-plan", "list").code == 1
