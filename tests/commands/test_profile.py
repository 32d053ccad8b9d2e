"""`sendtui profile`: read, write, sign and print by flags."""

import json
from pathlib import Path

import pikepdf
import pytest
from pyzipper import AESZipFile

from tests.commands.conftest import Run
from tests.services.invented import CRASHING

UPN = "H801200001001"


@pytest.fixture
def zephyr(case: Path) -> str:
    """A pupil of class 3B; his UPN."""
    from sendtui.services import casefile

    unlock = casefile.Unlock(passphrase=(case / "passphrase").read_text(encoding="utf-8").strip())
    with (
        casefile.open_store(case / "case.sendtui", unlock) as store,
        store.write("Add a pupil") as tx,
    ):
        named = {"surname": "Quillfeather", "forename": "Zephyr", "class_name": "3B"}
        tx.add("pupil", {"setting": store.setting, "upn": UPN, "born": "2017-02-03", **named})
    return UPN


def test_a_profile_is_written_signed_and_printed(zephyr: str, run: Run, tmp_path: Path) -> None:
    words = json.dumps({"important": CRASHING, "made_on": "1/11/26"})
    target = tmp_path / "p.pdf"

    said = run(
        "profile", zephyr, "--set", "-", "--sign", "--pdf", str(target), "--json", stdin=words
    )

    assert said.code == 0, said.err
    assert (said.json["signed"], said.json["pages"]) == (1, 1)
    assert target.read_bytes().startswith(b"%PDF-")
    assert "In my own words" in run("profile", zephyr).out
    assert run("profile", zephyr, "--json").json["important"] == CRASHING


def test_one_heading_at_a_time(zephyr: str, run: Run) -> None:
    run("profile", zephyr, "--field", "helps", "--text-file", "-", stdin=CRASHING)

    assert run("profile", zephyr, "--json").json["helps"] == CRASHING


def test_a_change_after_signing_is_the_next_version(zephyr: str, run: Run) -> None:
    run("profile", zephyr, "--set", "-", "--sign", stdin='{"important": "Trains"}')
    run("profile", zephyr, "--set", "-", stdin='{"important": "Buses"}')

    versions = run("profile", zephyr, "--versions", "--json").json

    assert [(v["version"], bool(v["signed_on"])) for v in versions] == [(2, False), (1, True)]
    assert run("profile", zephyr, "--version", "1", "--json").json["important"] == "Trains"


def test_a_newer_draft_is_told_of_and_a_version_there_is_not(zephyr: str, run: Run) -> None:
    run("profile", zephyr, "--set", "-", "--sign", stdin='{"important": "Trains"}')
    signed = run("profile", zephyr)
    run("profile", zephyr, "--set", "-", stdin='{"important": "Buses"}')

    shown, none = run("profile", zephyr), run("profile", zephyr, "--version", "7")

    assert "newer" not in signed.err
    assert "A draft, version 2, is newer" in shown.err
    assert (none.code, none.err) == (1, "sendtui: There is no version 7: there are 1, 2.\n")


def test_large_print_and_the_text_twin(zephyr: str, run: Run, tmp_path: Path) -> None:
    run("profile", zephyr, "--set", "-", stdin='{"important": "Trains"}')
    large, text = tmp_path / "large.pdf", tmp_path / "p.txt"

    said = run("profile", zephyr, "--pdf", str(large), "--large-print", "--text", str(text),
               "--plain-file")  # fmt: skip

    assert said.code == 0, said.err
    assert "It is a draft" in said.err
    assert "Password" not in said.err
    assert large.exists()
    assert "Trains" in text.read_text(encoding="utf-8")


def test_a_profile_is_protected_where_it_is_sent_and_not_where_it_is_printed(
    zephyr: str, run: Run, tmp_path: Path
) -> None:
    run("profile", zephyr, "--set", "-", stdin='{"important": "Trains"}')
    pdf, text = tmp_path / "p.pdf", tmp_path / "p.txt"

    printed = run("profile", zephyr, "--pdf", str(pdf), "--json")
    sent = run("profile", zephyr, "--pdf", str(pdf), "--protected", "--text", str(text),
               "--replace", "--json")  # fmt: skip

    assert "password" not in printed.json
    assert sent.json["text"] == f"{text}.zip"
    with pikepdf.open(pdf, password=sent.json["password"]) as opened:
        assert opened.is_encrypted
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)
    with AESZipFile(f"{text}.zip") as packed:
        packed.setpassword(sent.json["password"].encode())
        assert b"Trains" in packed.read("document.txt")
    assert run("profile", zephyr, "--text", str(text)).code == 1


def test_a_class_is_printed_into_a_folder(zephyr: str, run: Run, tmp_path: Path) -> None:
    run("profile", zephyr, "--set", "-", stdin='{"important": "Trains"}')
    folder = tmp_path / "prints" / "autumn"

    said = run("profile", "--all", "--class", "3B", "--pdf-dir", str(folder), "--json")

    assert (said.code, said.json["printed"], said.json["drafts"]) == (0, 1, 1)
    assert [f.name for f in folder.iterdir()] == ["Quillfeather Zephyr profile.pdf"]
    assert run("profile", "--all", "--class", "9Z", "--pdf-dir", str(tmp_path / "no")).code == 1
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    "words",
    [("--pdf",), ("--all", "--to", "Class teacher", "--pdf-dir")],
    ids=["one", "all"],
)
def test_a_print_says_whose_it_is_and_takes_a_second_identifier(
    zephyr: str, run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    run("profile", zephyr, "--set", "-", stdin='{"important": "Trains"}')
    who = () if words[0] == "--all" else (zephyr,)
    target = tmp_path / "printed"

    wrong = run("profile", *who, *words, str(target), "--confirm", "4C")
    assert (wrong.code, target.exists()) == (1, False)
    right = run("profile", *who, *words, str(target), "--confirm", "3B")

    assert right.code == 0, right.err
    assert "Whose data: 1 pupil. To: " in right.err
    assert target.exists()


@pytest.mark.parametrize("all_of_them", [False, True], ids=["one", "a class"])
def test_a_print_that_is_there_is_replaced_only_when_told(
    zephyr: str, run: Run, tmp_path: Path, all_of_them: bool
) -> None:
    run("profile", zephyr, "--set", "-", stdin='{"important": "Trains"}')
    file = tmp_path / "Quillfeather Zephyr profile.pdf"
    file.write_bytes(b"precious")
    words = ("--all", "--pdf-dir", str(tmp_path)) if all_of_them else (zephyr, "--pdf", str(file))

    refused, kept = run("profile", *words), file.read_bytes()
    told = run("profile", *words, "--replace")

    assert (refused.code, kept) == (1, b"precious")
    assert "--replace" in refused.err
    assert told.code == 0, told.err
    assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        pytest.param((), "", 2, id="nobody named"),
        pytest.param((UPN,), "", 1, id="none yet"),
        pytest.param((UPN, "--versions"), "", 1, id="no versions"),
        pytest.param((UPN, "--sign"), "", 1, id="nothing to sign"),
        pytest.param((UPN, "--set", "-"), '{"nonsense": "x"}', 1, id="no such field"),
        pytest.param((UPN, "--set", "-"), '{"important": 5}', 1, id="a number for words"),
        pytest.param((UPN, "--field", "nonsense", "--text-file", "-"), "x", 2, id="no heading"),
        pytest.param((UPN, "--field", "helps"), "", 2, id="no words"),
        pytest.param((UPN, "--large-print"), "", 2, id="large print of nothing"),
        pytest.param((UPN, "--class", "3B"), "", 2, id="a class of one"),
        pytest.param(("--all",), "", 2, id="no folder"),
        pytest.param(("--all", "--pdf-dir", "no-such-folder"), "", 1, id="nobody has one"),
        pytest.param((UPN, "--set", "-", "--read-only"), '{"helps": "x"}', 1, id="reading only"),
    ],
)
def test_odd_words_end_in_a_sentence_and_a_code(
    zephyr: str, run: Run, words: tuple[str, ...], typed: str, code: int
) -> None:
    assert zephyr == UPN
    said = run("profile", *words, stdin=typed)

    assert said.code == code, said.err
    assert "Traceback" not in said.err
