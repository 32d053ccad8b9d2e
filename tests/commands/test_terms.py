"""The school's own year at the prompt: written down, taken in, and asked of the clock."""

from pathlib import Path

from tests.commands.conftest import Run


def test_terms_are_added_changed_listed_and_removed(run: Run) -> None:
    added = run("terms", "add", "--sort", "term", "--on", "3/9/26", "--to", "18/12/26")
    run("terms", "add", "--sort", "training", "--on", "4/9/26")
    changed = run("terms", "change", "1", "--to", "17/12/26")
    overlapping = run("terms", "add", "--sort", "term", "--on", "1/12/26", "--to", "1/2/27")
    removed = run("terms", "remove", "2")

    assert (added.code, changed.code, removed.code) == (0, 0, 0)
    assert "overlaps" in overlapping.err
    (kept,) = run("terms", "list", "--json").json
    assert (kept["name"], kept["ends"]) == ("autumn", "2026-12-17")


def test_a_file_is_shown_then_taken_in_and_the_clock_goes_by_it(run: Run, tmp_path: Path) -> None:
    dates = tmp_path / "dates.csv"
    dates.write_text(
        "What,From,To\nAutumn term,3/9/2026,18/12/2026\nHalf term,12/10/2026,23/10/2026\n", "utf-8"
    )

    shown = run("terms", "import", str(dates), "--dry-run")
    assert "Would add 2 lines" in shown.err
    run("terms", "import", str(dates))
    again = run("terms", "import", str(dates))

    assert "Added 0 lines; 2 there already" in again.err
    told = run("clock", "advice", "--on", "1/9/26", "--setting", "--json").json
    assert "Half term (Monday 12 October 2026 to Friday 23 October 2026)" in " ".join(
        told[0]["warnings"]
    )
    assert "usual" not in told[0]["warnings"][0]
