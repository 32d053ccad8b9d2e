"""The demo without a terminal."""

import json

import pytest

from sendtui.__main__ import main


def test_without_a_terminal_the_main_job_is_printed_step_by_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["demo", "--pupils", "40", "--today", "2026-11-22"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0].startswith(" 1. A school's list")
    assert lines[-1].startswith("From a school's list to the authority's register")


def test_its_figures_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo", "--pupils", "40", "--json", "--today", "2026-11-22"])

    steps = json.loads(capsys.readouterr().out)["steps"]
    assert [step["number"] for step in steps] == list(range(1, 14))


def test_a_school_of_nobody_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--pupils", "0"]) == 1
    assert "between 10 and" in capsys.readouterr().err
