"""Access, hand-over and wipe by flags."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run

NEW = "green lantern nine saucepans"


@pytest.fixture
def second(case: Path) -> str:
    """A file with a second person's passphrase."""
    (case / "second").write_text(f"{NEW}\n", encoding="utf-8")
    return str(case / "second")


def test_a_record_is_handed_over_and_the_old_passphrase_goes(
    run: Run, case: Path, second: str
) -> None:
    (case / "pip.json").write_text('{"surname": "Newcomer"}', encoding="utf-8")
    run("edit", "add", "pupil", "--from", str(case / "pip.json"))

    told = run("hand-over", "--to", "B. Senco", "--new-passphrase-file", second, "--actions")
    (case / "passphrase").write_text(f"{NEW}\n", encoding="utf-8")
    removed = run("access", "remove", "--name", "A. Tester")
    listed = run("access", "list", "--json")

    assert (told.code, removed.code) == (0, 0)
    assert "Open: " in told.out
    assert "access remove --name “A. Tester”" in told.err
    assert [one["name"] for one in listed.json] == ["B. Senco"]
    assert run("pupils", "--json", "--all").code in (0, 1)


def test_the_school_holds_a_second_key(run: Run, case: Path) -> None:
    page = case / "school.txt"

    warned = run("access", "list")
    made = run("access", "school", "--recovery-file", str(page))
    again = run("access", "school", "--recovery-file", str(page))

    assert "Let the school hold a second" in warned.err
    assert made.code == 0
    assert "AGE-SECRET-KEY-1" in page.read_text(encoding="utf-8")
    assert again.code == 1


def test_whoever_looks_reads_by_flags_and_makes_no_export(
    run: Run, case: Path, second: str
) -> None:
    (case / "pip.json").write_text('{"surname": "Newcomer"}', encoding="utf-8")
    run("edit", "add", "pupil", "--from", str(case / "pip.json"))
    name = ("--name", "C. Governor", "--looks")
    assert run("access", "add", *name, "--new-passphrase-file", second).code == 0
    (case / "passphrase").write_text(f"{NEW}\n", encoding="utf-8")

    read = run("pupils", "--all", "--plain")
    refused = [
        run("edit", "add", "pupil", "--from", str(case / "pip.json")),
        run("export", "register", "--plain-file", str(case / "out.csv"), "--format", "csv"),
        run("export", "everything", str(case / "out"), "--plain-file"),
        run("keyring", "remember"),
        run("access", "remove", "--name", "A. Tester"),
    ]

    assert "Newcomer" in read.out
    assert [each.code for each in refused] == [1] * 5
    assert not (case / "out.csv").exists()
    assert not (case / "out").exists()
    assert "look only" in run("access", "list").out


def test_the_file_is_wiped_by_its_word_alone(run: Run, case: Path) -> None:
    refused = run("wipe")
    there = (case / "case.sendtui").exists()

    done = run("wipe", "--word", "WIPE")

    assert (refused.code, there, done.code) == (1, True, 0)
    assert "Not sent: " in refused.err
    assert not (case / "case.sendtui").exists()
    assert not (case / "case.sendtui.keys").exists()
