"""Attendance, suspensions, part-time timetables and exam access by flags."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.formats.sheets_made import csv_bytes

UPN = "G801200026001"


@pytest.fixture
def child(run: Run) -> str:
    words = f'{{"surname": "Quillfeather", "forename": "Zephyr", "upn": "{UPN}"}}'
    assert run("edit", "add", "pupil", "--from", "-", stdin=words).code == 0
    return UPN


def test_attendance_is_typed_listed_put_right_and_removed(run: Run, child: str) -> None:
    period = ["--since", "1/9/26", "--until", "20/11/26"]

    added = run("attendance", "add", child, *period, "--possible", "110", "--attended", "99")
    changed = run("attendance", "change", child, "1", "--attended", "100")
    listed = run("attendance", "list", child)
    removed = run("attendance", "remove", child, "1")

    assert [s.code for s in (added, changed, listed, removed)] == [0, 0, 0, 0]
    assert "100 of 110" in listed.out
    assert "90.9%" in listed.out
    assert "10% or more" in listed.err
    assert run("attendance", "list", child).code == 1


def test_a_report_is_shown_and_then_taken_in(run: Run, child: str, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    lines = [("UPN", "Possible sessions", "Attended"), (UPN, "110", "99"), ("Z", "1", "1")]
    path.write_bytes(csv_bytes(lines))
    period = ["--since", "1/9/26", "--until", "20/11/26"]

    dry = run("attendance", "import", str(path), *period, "--dry-run")
    taken = run("attendance", "import", str(path), *period, "--json")

    assert dry.code == taken.code == 5
    assert "1 new, 0 put right, 0 unchanged, 1 rejected" in dry.out
    assert taken.json["applied"]
    assert taken.json["rejected"][0]["line"] == 3
    assert run("attendance", "import", str(path), *period, "--json").json["unchanged"] == 1
    assert run("undo").code == 0
    assert run("attendance", "list", child).code == 1


def test_suspensions_are_listed_with_their_sum(run: Run, child: str) -> None:
    run("suspension", "add", child, "--on", "12/11/26", "--sessions", "4")

    listed = run("suspension", "list", child)

    assert "suspension" in listed.out
    assert "2 days of 45 this school year" in listed.err


def test_a_part_time_timetable_begins_is_due_and_ends(run: Run, child: str) -> None:
    words = ["--since", "1/10/26", "--until", "20/11/26", "--text-file", "-"]

    added = run("timetable", "add", child, *words, stdin="[/x] Mornings only")
    due = run("due", "--kind", "timetable", "--json")
    back = run("timetable", "back", child, "1", "--on", "20/11/26")

    assert (added.code, back.code) == (0, 0)
    assert "parents agreed" in added.err
    assert [one["kind_of_record"] for one in due.json] == ["timetable"]
    assert run("due", "--kind", "timetable", "--json").json == []
    assert run("timetable", "add", child, "--text-file", "-", stdin="No end").code != 0


def test_exam_access_is_written_with_its_evidence_and_dates(run: Run, child: str) -> None:
    what = ["--what", "25% extra time", "--evidence-on", "1/10/26", "--text-file", "-"]

    added = run("exam", "add", child, *what, stdin="Uses it in every test since Year 7")
    changed = run("exam", "change", child, "1", "--approved", "1/11/26", "--until", "31/12/26")
    listed = run("exam", "list", child)
    due = run("due", "--kind", "exam access", "--json")

    assert (added.code, changed.code, listed.code) == (0, 0, 0)
    assert "approved" in listed.out
    assert "the day the candidate was told" in listed.out
    assert [one["words"] for one in due.json] == ["25% extra time"]


def test_the_first_steps_are_told_and_joining_warns_where_nothing_was_tried(
    run: Run, child: str
) -> None:
    warned = run("place", child, "K", "--since", "1/11/26")
    run("concern", "add", child, "--on", "1/9/26", "--from", "-", stdin=_CONCERN)
    steps = run("concern", "early", child)

    assert warned.code == 0
    assert "Nothing is recorded of what good teaching was tried first." in warned.err
    assert "On the SEN register" in steps.out
    assert "8 weeks later" in steps.out
    assert "Tried: 1 Sep 2026: [/x] Seat" in steps.out


_CONCERN = '{"what": "Slow", "tried": "[/x] Seat at the front"}'
