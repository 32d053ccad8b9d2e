"""An authority's case list by flags, and what is pasted back into its system."""

from pathlib import Path

from tests.commands.conftest import Run

LIST = """UPN,Surname,Forename,Case Type,Wkr,Review due,Plan made
H801200001001,Quillfeather,Zephyr,Annual review,Tansy,19/01/2027,20/01/2026
H801200001012,Marmalade,Otter,Yodelling,Bramble,,
"""


def test_a_list_is_shown_taken_in_and_remembered_with_its_columns(run: Run, case: Path) -> None:
    path = case / "cases.csv"
    path.write_text(LIST, "utf-8")
    words = ("case", "import", str(path), "--profile", "Ourtown")

    shown = run(*words, "--column", "Wkr=caseworker", "--dry-run")
    assert run("case", "list").code == 1
    done = run(*words, "--column", "Wkr=caseworker", "--value", "process:yodelling=move", "--yes")
    again = run(*words, "--json")

    assert shown.code == 5
    assert "Rejected: line 3, Case Type 'Yodelling'" in shown.out
    assert done.code == 0
    assert "2 new pupils, 2 new cases" in done.out
    assert (again.json["unchanged"], again.json["applied"]) == (2, False)
    assert run(*words, "--column", "Wkr=hat").code == 2


def test_a_name_is_begun_by_a_list_all_of_whose_columns_are_known(run: Run, case: Path) -> None:
    path = case / "cases.csv"
    path.write_text(LIST, "utf-8")
    words = ("case", "import", str(path), "--profile", "Ourtown", "--yes")

    refused = run(*words)
    path.write_text(LIST.replace("Wkr", "Caseworker").replace("Yodelling", "Move"), "utf-8")
    begun, again = run(*words), run(*words, "--json")

    assert (refused.code, "not known: Wkr" in refused.err) == (2, True)
    assert (begun.code, again.code, again.json["unchanged"]) == (0, 0, 2)


def test_what_is_new_is_printed_written_and_remembered(run: Run, case: Path) -> None:
    path = case / "cases.csv"
    path.write_text(LIST, "utf-8")
    run("case", "import", str(path), "--value", "process:yodelling=move", "--yes")

    told = run("case", "since")
    word = case / "since.docx"
    run("case", "since", "--docx", str(word), "--plain-file", "--remember")
    after = run("case", "since", "H801200001001", "--json")

    assert "Quillfeather, Zephyr (annual review" in told.out
    assert "20 Jan 2026: Plan first made" in told.out
    assert word.read_bytes().startswith(b"PK")
    assert after.json["cases"] == []
