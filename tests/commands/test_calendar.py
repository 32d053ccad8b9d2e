"""The calendar by flags."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_a_month_names_its_holidays_and_says_they_are_the_usual_ones(run: Run) -> None:
    said = run("calendar", "--month", "2026-12", "--plain")

    assert said.code == 0
    assert "Christmas holiday" in said.out
    assert "Bank holiday" in said.out
    assert "check your school’s own" in said.out


def test_a_span_for_a_program_has_days_it_can_read(run: Run) -> None:
    found = run("calendar", "--from", "24/12/26", "--to", "31/12/26", "--kind", "bank", "--json")

    assert [one["day"] for one in found.json] == ["2026-12-25", "2026-12-28"]


@pytest.mark.parametrize(
    "words",
    [("--month", "December"), ("--month", "2026-13"), ("--from", "2/1/27", "--to", "1/1/27")],
    ids=["a name", "a thirteenth", "turned round"],
)
def test_what_is_no_span_is_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("calendar", *words).code == 2


def test_a_file_for_calendars_is_not_written_over_unless_told(run: Run, case: Path) -> None:
    file = case / "send.ics"
    span = ("--from", "24/12/26", "--to", "31/12/26", "--kind", "bank")

    first = run("calendar", *span, "--ics", str(file))
    again = run("calendar", *span, "--ics", str(file))
    told = run("calendar", *span, "--ics", str(file), "--replace", "--json")

    assert first.err == "2 days of 0 pupils written.\n"
    assert again.code == 1
    assert told.json == {"days": 2, "pupils": 0, "left_out": 0}
    assert b"SUMMARY:Christmas Day." in file.read_bytes()
