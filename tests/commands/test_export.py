"""`sendtui export` typed at a prompt."""

import json
import re
from io import StringIO
from pathlib import Path

import msoffcrypto
import pytest
from pyzipper import AESZipFile

from sendtui.__main__ import main
from tests.commands.conftest import Run

UPN = "H801200001001"


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil on SEN Support."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    assert run("place", UPN, "K", "--since", "1/9/26").code == 0
    return UPN


def test_a_plain_file_must_be_meant(run: Run, zephyr: str, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"

    written = run("export", "register", "--format", "csv", str(file), "--plain-file", "--json")

    assert written.json == {"file": str(file), "pupils": 1, "format": "csv"}
    assert zephyr in file.read_text(encoding="utf-8-sig")


def test_a_file_that_leaves_has_a_password_that_is_shown_once(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.csv"

    said = run("export", "register", "--format", "csv", str(file))

    assert (said.code, file.exists(), said.out) == (0, False, "")
    (password,) = re.findall(r"shown this once: (\S+)", said.err)
    with AESZipFile(tmp_path / "register.csv.zip") as packed:
        packed.setpassword(password.encode())
        (inside,) = packed.namelist()
        assert zephyr in packed.read(inside).decode("utf-8-sig")
    shown = run("history", "--disclosures").out
    assert "password" in shown
    assert password not in shown


def test_however_quiet_the_password_is_shown(run: Run, zephyr: str, tmp_path: Path) -> None:
    file = str(tmp_path / "pupil.json")

    quiet = run("--quiet", "export", "pupil", zephyr, file)
    for_programs = run("--json", "export", "pupil", zephyr, file, "--replace")

    assert "shown this once" in quiet.err
    assert for_programs.json["password"] not in for_programs.err
    assert for_programs.json["file"] == f"{file}.zip"


def test_a_password_of_ones_own_opens_the_workbook(run: Run, zephyr: str, tmp_path: Path) -> None:
    file, secret = tmp_path / "register.xlsx", tmp_path / "secret"
    secret.write_text("otter lantern maple\n", encoding="utf-8")

    said = run("export", "register", str(file), "--password-file", str(secret))

    assert (said.code, zephyr) == (0, UPN)
    assert "otter" not in said.err
    with file.open("rb") as raw:
        opened = msoffcrypto.OfficeFile(raw)
        opened.load_key(password="otter lantern maple", verify_password=True)
    secret.write_text("otter\n", encoding="utf-8")
    assert run("export", "register", str(file), "--password-file", str(secret)).code == 1


@pytest.mark.parametrize(("typed", "code"), [("3/2/17", 0), ("4/2/17", 1), ("", 1)])
def test_a_second_identifier_is_checked(
    run: Run, zephyr: str, tmp_path: Path, typed: str, code: int
) -> None:
    file = str(tmp_path / "pupil.json")

    said = run("export", "pupil", zephyr, file, "--confirm", typed, "--to", "Governors")

    assert said.code == code
    assert "1 pupil. To: Governors" in said.err
    assert bool(list(tmp_path.glob("pupil*"))) is (code == 0)


def test_of_many_pupils_their_number_is_checked(run: Run, zephyr: str, tmp_path: Path) -> None:
    file = str(tmp_path / "register.csv")

    assert run("export", "register", file, "--confirm", "1").code == 1  # one: a birth date
    assert run("export", "register", file, "--confirm", "3/2/17").code == 0
    assert zephyr


def test_a_plain_file_has_no_password(run: Run, zephyr: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("otter lantern maple\n", encoding="utf-8")

    said = run("export", "pupil", zephyr, str(tmp_path / "x.json"), "--plain-file",
               "--password-file", str(secret))  # fmt: skip

    assert said.code == 2


def test_a_file_that_is_there_is_replaced_only_when_told(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.csv"
    file.write_text("precious", encoding="utf-8")

    refused = run("export", "register", str(file), "--plain-file")
    kept = file.read_text(encoding="utf-8")
    told = run("export", "register", str(file), "--plain-file", "--replace")

    assert (refused.code, kept, told.code) == (1, "precious", 0)
    assert "--replace" in refused.err
    assert zephyr in file.read_text(encoding="utf-8-sig")


def test_the_first_word_of_batch_scripts_means_the_verb(
    case: Path, zephyr: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.json"
    opened = ["--store", str(case / "case.sendtui"), "--passphrase-file", str(case / "passphrase")]

    code = main(["--export", "json", str(file), "--plain-file", *opened])

    assert code == 0
    (pupil,) = json.loads(file.read_text(encoding="utf-8"))["pupils"]
    assert pupil["upn"] == zephyr


@pytest.mark.parametrize("form", ["json", "md"])
def test_one_pupil_goes_to_a_file_named_by_its_ending(
    run: Run, zephyr: str, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"pupil.{form}"

    said = run("export", "pupil", zephyr, str(file), "--plain-file", "--to", "Parents",
               "--basis", "Subject access")  # fmt: skip

    assert said.code == 0, said.err
    assert "Quillfeather" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "register"), 2),
        (("export", "register", "x.odt", "--plain-file"), 2),
        (("export", "pupil", UPN, "--format", "json"), 2),
        (("export", "pupil", "H000000000000", "x.json", "--plain-file"), 1),
        (("export", "register", "x.csv", "--plain-file", "--class", "9Z"), 1),
        (("export", "register", "-", "--format", "csv"), 2),
    ],
    ids=["no file", "no such format", "no file for a pupil", "nobody", "no class", "plain stdout"],
)
def test_what_cannot_be_exported_says_so(
    run: Run, zephyr: str, words: tuple[str, ...], code: int
) -> None:
    said = run(*words)

    assert (said.code, said.out, zephyr) == (code, "", UPN)
    assert said.err


def test_everything_leaves_in_the_open_and_not_into_where_it_came_from(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "out"

    assert run("export", "everything", str(folder)).code == 2
    made = run("export", "everything", str(folder), "--plain-file", "--json")
    assert made.json["records"]["setting"] == 1
    back = run("import", "everything", str(folder))

    assert (back.code, "written from" in back.err) == (1, True)


def test_everything_comes_back_into_an_empty_case_file(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, other = tmp_path / "out", tmp_path / "other.sendtui"
    run("export", "everything", str(folder), "--plain-file")
    words = ["--store", str(other), "--passphrase-file", str(tmp_path / "passphrase")]
    asked = ["--recovery-file", str(tmp_path / "key.txt"), "--name", "B. Tester"]
    assert main([*words, "init", *asked, "--setting", "Another School"]) == 0
    capsys.readouterr()

    brings = [*words, "import", "everything", str(folder)]

    assert main([*brings, "--dry-run", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["applied"], shown["records"]["disclosure"]) == (False, 1)
    assert shown["own"]["name"] == "Another School"
    assert shown["setting"]["name"] == "Puddleby Common Primary School"
    assert main([*brings, "--yes"]) == 1
    assert "--as-it-was" in capsys.readouterr().err
    assert main([*words, "history", "--disclosures"]) in (0, 1)
    assert "Everything" not in capsys.readouterr().out
    code = main([*brings, "--as-it-was", "--json"])

    assert (code, json.loads(capsys.readouterr().out)["records"]["disclosure"]) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "says"), [("yes", "Nothing was changed"), ("REPLACE", "Brought")]
)
def test_another_settings_record_is_taken_at_a_terminal_by_the_word(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, typed: str, says: str,
) -> None:  # fmt: skip
    folder, other = tmp_path / "out", tmp_path / "other.sendtui"
    run("export", "everything", str(folder), "--plain-file")
    words = ["--store", str(other), "--passphrase-file", str(tmp_path / "passphrase")]
    asked = ["--recovery-file", str(tmp_path / "key.txt"), "--name", "B. Tester"]
    assert (
        main([*words, "init", *asked, "--role", "caseworker", "--setting", "Another School"]) == 0
    )
    capsys.readouterr()
    terminal = StringIO(f"{typed}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)

    assert main([*words, "import", "everything", str(folder)]) == 0

    said = capsys.readouterr()
    assert "This case file is of another: Another School, a local authority." in said.out
    assert "init --role senco" in said.out
    assert says in said.err


def test_whoever_a_kept_view_asks_for_is_written(run: Run, zephyr: str, tmp_path: Path) -> None:
    other = {"surname": "Bramblewick", "forename": "Tansy", "class_name": "3B"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(other)).code == 0
    assert run("view", "keep", "Class 3B", "--class", "3B", "--all").code == 0
    file = tmp_path / "of-3b.csv"
    words = ("export", "register", str(file), "--view", "class 3b", "--plain-file")

    assert run(*words, "--status", "K").code == 2
    assert run(*words).code == 0

    text = file.read_text(encoding="utf-8-sig")
    assert "Bramblewick" in text
    assert zephyr not in text


def test_a_common_transfer_file_gets_its_name_and_says_what_it_follows(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    to = tmp_path / "out"
    to.mkdir()
    typed = ("export", "ctf", zephyr, str(to), "--dest", "8014001", "--plain-file")

    no_number = run(*typed)
    number = json.dumps({"laestab": "801/2000"})
    assert run("edit", "setting", "own", "--from", "-", stdin=number).code == 0
    said = run("--json", *typed)

    assert (no_number.code, "seven digits first" in no_number.err) == (1, True)
    (file,) = to.iterdir()
    assert (file.name, said.json["version"]) == ("8012000_CTF_8014001_001.xml", "26.0")
    assert f"<UPN>{zephyr}</UPN>" in file.read_text(encoding="utf-8")
    assert "follows version 26.0 as public builders write it" in said.err


def test_a_common_transfer_file_is_of_whoever_the_filters_name(
    run: Run, zephyr: str, tmp_path: Path
) -> None:
    number = json.dumps({"laestab": "801/2000"})
    assert run("edit", "setting", "own", "--from", "-", stdin=number).code == 0
    typed = ("export", "ctf", str(tmp_path), "--dest", "8014001", "--plain-file")

    everybody = run("--json", *typed, "--scope", "roll")
    nobody = run(*typed, "--class", "no such class")

    assert everybody.json["pupils"] == 1
    assert f"<UPN>{zephyr}</UPN>" in Path(everybody.json["file"]).read_text(encoding="utf-8")
    assert (nobody.code, "Nobody is in that list" in nobody.err) == (1, True)
    assert (run(*typed).code, run(*typed[:2], zephyr, *typed[2:], "--year", "6").code) == (2, 2)
