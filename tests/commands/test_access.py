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


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("wipe", "--word", "WIPE"), id="wipe"),
        pytest.param(("restore", "before.backup", "--yes"), id="restore"),
        pytest.param(("backup",), id="backup in its own folder"),
        pytest.param(("backup", "out.backup"), id="backup elsewhere"),
        pytest.param(("calendar", "--ics", "out.ics"), id="calendar"),
        pytest.param(("library", "export", "out.csv"), id="library"),
    ],
)
def test_whoever_looks_takes_nothing_away_and_puts_nothing_back(
    run: Run, case: Path, second: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(case)
    name = ("--name", "C. Governor", "--looks")
    run("access", "add", *name, "--new-passphrase-file", second)
    assert run("backup", "before.backup").code == 0
    (case / "passphrase").write_text(f"{NEW}\n", encoding="utf-8")
    store = (case / "case.sendtui").read_bytes()

    refused = run(*words)

    assert refused.code == 1
    assert "Nothing was changed" in refused.err
    left = {each.name for each in case.rglob("*") if each.suffix.endswith(("backup", "ics", "csv"))}
    assert left == {"before.backup"}
    assert (case / "case.sendtui").read_bytes() == store


@pytest.mark.parametrize("words", [("wipe", "--word", "WIPE"), ("restore", "any", "--yes")])
def test_nothing_is_wiped_or_put_back_where_nothing_is_to_change(
    run: Run, case: Path, words: tuple[str, ...]
) -> None:
    refused = run("--read-only", *words)

    assert (refused.code, "--read-only was given" in refused.err) == (2, True)
    assert (case / "case.sendtui").exists()


def test_the_file_is_wiped_by_its_word_alone(run: Run, case: Path) -> None:
    refused = run("wipe")
    there = (case / "case.sendtui").exists()

    done = run("wipe", "--word", "WIPE")

    assert (refused.code, there, done.code) == (1, True, 0)
    assert "Not sent: " in refused.err
    assert not (case / "case.sendtui").exists()
    assert not (case / "case.sendtui.keys").exists()
