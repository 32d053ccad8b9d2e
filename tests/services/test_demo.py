"""The main job from end to end, on files and stores that are real."""

import tempfile
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import demo, made_up, register
from sendtui.services.register import Query
from tests.processes import run_python

KILLED = """
import os, tempfile
from sendtui.services import made_up
demo = made_up.thrown_away()
(demo.__enter__() / "demo.sendtui").write_text("Nobody real")
os._exit(9)
"""


def test_the_main_job_is_done_to_its_end(tmp_path: Path, today: date) -> None:
    steps = {step.done: step.figures for step in demo.main_job(tmp_path, 60, today)}

    assert steps["The same list again"] == "60 unchanged, 0 changed"
    assert steps["Both case files verified"].startswith("0 problems")
    assert (
        "reads the same in both" in steps["The file read and merged by the authority's own store"]
    )
    assert (tmp_path / "profile.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "to-the-authority.sendx").read_bytes().startswith(b"age-encryption.org/v1")


def test_a_made_up_school_has_a_record_to_look_at(tmp_path: Path, today: date) -> None:
    with made_up.school(tmp_path, 60, today) as store:
        on_roll = register.count(store, Query(scope="roll"), today)
        on_register = register.count(store, Query(scope="register"), today)

    assert 50 < on_roll <= 60
    assert 3 < on_register < on_roll


def test_what_a_killed_demo_left_is_deleted_by_the_next_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    not_ours = tmp_path / "sendtui-demo-notes"
    not_ours.mkdir()
    assert run_python(KILLED).returncode == 9
    (left,) = (folder for folder in tmp_path.iterdir() if folder != not_ours)

    with made_up.thrown_away() as running:
        assert not left.exists()
        with made_up.thrown_away():
            assert running.is_dir()

    assert list(tmp_path.iterdir()) == [not_ours]
