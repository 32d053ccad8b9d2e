"""The verbs that make, lock, copy, check and mend a case file, run as a batch script runs them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sendtui.__main__ import main
from sendtui.services import casefile
from tests.processes import environment

PASSPHRASE = "otter-lantern-42-teapot"
NEW = "wobbly-marmalade-77-kite"


class Desk:
    """A folder with passphrases in files, and a case file once `init` has run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.path = folder / "case.sendtui"
        for name, text in (("pass", PASSPHRASE), ("new", NEW)):
            (folder / name).write_text(text + "\n", encoding="utf-8")

    def run(self, *words: str, passphrase: str = "pass") -> tuple[int, str, str]:
        """The exit code of a verb, what it printed and what it narrated."""
        opening = ["--store", str(self.path), "--passphrase-file", str(self.folder / passphrase)]
        code = main([words[0], *opening, *words[1:]])
        told = self.capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    def at(self, name: str) -> str:
        """The path of a file in the folder."""
        return str(self.folder / name)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    found = Desk(tmp_path, capsys)
    code, out, err = found.run(
        "init", "--recovery-file", found.at("recovery.txt"), "--name", "A. Tester",
        "--setting", "Puddleby Common Primary School",
    )  # fmt: skip
    assert (code, out) == (0, "")
    assert "Print it, lock it away" in err
    return found


def test_init_sets_up_a_case_file_and_a_recovery_key(desk: Desk) -> None:
    page = (desk.folder / "recovery.txt").read_text(encoding="utf-8")

    with casefile.open_store(desk.path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        assert (store.author, store.note("role")) == ("A. Tester", "senco")
        assert store.setting
    assert "AGE-SECRET-KEY-1" in page


def test_init_does_not_overwrite_a_case_file_nor_a_recovery_key(desk: Desk) -> None:
    before = desk.path.read_bytes(), (desk.folder / "recovery.txt").read_bytes()

    again = desk.run("init", "--recovery-file", desk.at("another.txt"))
    same = desk.run("init", "--recovery-file", desk.at("recovery.txt"))

    assert (again[0], same[0]) == (1, 1)
    assert "exists already" in again[2]
    assert "never overwrites" in same[2]
    assert (desk.path.read_bytes(), (desk.folder / "recovery.txt").read_bytes()) == before
    assert not (desk.folder / "another.txt").exists()


def test_a_case_file_opens_by_its_address(desk: Desk) -> None:
    secret = ["--passphrase-file", desk.at("pass")]

    assert main(["due", "--store", desk.path.as_uri(), *secret]) == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "Say where recovery lies"),
        (("--recovery-to", "not a key"), 1, "age public key"),
        (("--recovery-file", "{folder}/pass/below/a/file"), 1, "cannot be written"),
        (("--recovery-file", "{folder}/new.txt", "--setting", " "), 2, "--setting"),
    ],
    ids=["no recovery", "a wrong recipient", "nowhere to write", "no name"],
)
def test_init_that_cannot_go_through_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, says: str
) -> None:
    desk = Desk(tmp_path, capsys)

    ended = desk.run("init", *(w.format(folder=tmp_path) for w in words))

    assert ended[0] == code
    assert says in ended[2]
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["new", "pass"]


def test_init_in_a_synced_folder_offers_a_safe_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, capsys)
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))

    code, _, err = desk.run("init", "--recovery-file", desk.at("recovery.txt"))

    assert code == 1
    assert "OneDriveCommercial copies" in err
    assert "Keep it at" in err
    assert not desk.path.exists()
    assert not (tmp_path / "recovery.txt").exists()


def test_a_wrong_passphrase_ends_with_three(desk: Desk) -> None:
    code, out, err = desk.run("verify", passphrase="new")

    assert (code, out, err) == (3, "", "sendtui: Wrong passphrase.\n")


def test_passwd_gives_a_new_passphrase_and_the_old_one_opens_nothing(desk: Desk) -> None:
    code, _, err = desk.run("passwd", "--new-passphrase-file", desk.at("new"))

    assert code == 0
    assert "still open with the old" in err
    assert "were replaced by one under the new" in err
    assert desk.run("verify")[0] == 3
    assert desk.run("verify", passphrase="new")[0] == 0


def test_recover_opens_by_the_page_that_init_wrote(desk: Desk) -> None:
    words = ("--recovery-file", desk.at("recovery.txt"), "--new-passphrase-file", desk.at("new"))

    assert desk.run("recover", *words)[0] == 0
    assert desk.run("verify", passphrase="new")[0] == 0
    assert desk.run("recover", *words)[0] == 0  # the recovery key stays good


def test_recover_without_a_key_in_the_file_ends_with_three(desk: Desk) -> None:
    code, _, err = desk.run("recover", "--recovery-file", desk.at("pass"))

    assert code == 3
    assert "AGE-SECRET-KEY-1" in err


def test_a_backup_is_put_back_and_what_was_there_is_kept(desk: Desk) -> None:
    with casefile.open_store(desk.path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        device = store.device
    code, out, _ = desk.run("backup", "--json", desk.at("stick.sendtui-backup"))
    assert code == 0
    made = Path(json.loads(out)["backup"])

    assert desk.run("restore", str(made))[0] == 1  # nobody has said yes
    code, _, err = desk.run("restore", "--yes", str(made))

    assert code == 0
    assert "kept beside it" in err
    assert "the passphrase that was good when the backup was made" in err
    assert len(list(desk.folder.glob("case.sendtui.before-*"))) == 2
    with casefile.open_store(desk.path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        assert store.device != device
        assert casefile.verify(store) == ()


def test_a_backup_is_put_back_by_the_recovery_key_too(desk: Desk) -> None:
    desk.run("backup", desk.at("stick.sendtui-backup"))

    words = ("--yes", "--recovery-file", desk.at("recovery.txt"), desk.at("stick.sendtui-backup"))

    assert desk.run("restore", *words, passphrase="new")[0] == 0
    assert desk.run("verify")[0] == 0


def test_a_backup_never_replaces_the_case_file(desk: Desk) -> None:
    code, _, err = desk.run("backup", "--replace", str(desk.path))

    assert code == 1
    assert "must not replace" in err
    assert desk.run("backup", str(desk.path))[0] == 1
    assert desk.run("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("passwd", "--passphrase-file", "{folder}/pass"), "--new-passphrase-file FILE"),
        (("recover",), "--recovery-file FILE"),
        (("init", "--recovery-to", "age1x"), "new case file's passphrase by --passphrase-file"),
        (("restore", "--yes", "{folder}/stick.sendtui-backup"), "backup's passphrase"),
        (("verify",), "locked: give --passphrase-file FILE"),
    ],
    ids=["passwd", "recover", "init", "restore", "verify"],
)
def test_with_nobody_to_ask_the_option_that_is_lacking_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    desk.run("backup", desk.at("stick.sendtui-backup"))
    path = desk.at("none.sendtui") if words[0] == "init" else str(desk.path)

    code = main([words[0], "--store", path, *(w.format(folder=desk.folder) for w in words[1:])])

    assert code == 3
    assert says in desk.capsys.readouterr().err


def test_a_backup_that_is_there_is_replaced_only_when_told(desk: Desk) -> None:
    stick = desk.folder / "stick.sendtui-backup"
    stick.write_bytes(b"precious")

    code, _, err = desk.run("backup", str(stick))
    kept = stick.read_bytes()

    assert (code, kept) == (1, b"precious")
    assert "--replace" in err
    assert desk.run("backup", "--replace", str(stick))[0] == 0
    assert stick.read_bytes() != b"precious"


@pytest.mark.skipif(os.name != "posix", reason="the system knows owners another way")
def test_backups_and_what_is_restored_are_for_their_owner_alone(desk: Desk) -> None:
    before = os.umask(0o022)
    try:
        daily = Path(json.loads(desk.run("backup", "--json")[1])["backup"])
        desk.run("backup", desk.at("stick.sendtui-backup"))
        code, _, err = desk.run("restore", "--yes", desk.at("stick.sendtui-backup"))
        desk.run("verify")
    finally:
        os.umask(before)

    assert code == 0, err
    ours = [daily, desk.folder / "stick.sendtui-backup", *desk.folder.glob("case.sendtui*")]
    held = [path for path in ours if path.suffix != ".lock"]  # the lock holds nothing
    open_to_others = [p.name for p in held if p.stat().st_mode & 0o077]
    assert daily.parent in ours
    assert open_to_others == []


@pytest.mark.parametrize("words", [("backup", "{folder}/none/b"), ("restore", "{folder}/none")])
def test_a_place_that_is_not_there_is_said_plainly(desk: Desk, words: tuple[str, str]) -> None:
    named = words[1].format(folder=desk.folder)

    code, _, err = desk.run(words[0], *(["--yes"] if words[0] == "restore" else []), named)

    assert code == 1
    assert err.startswith("sendtui: ")


def test_verify_tells_a_program_that_all_is_sound(desk: Desk) -> None:
    code, out, _ = desk.run("verify", "--json")

    assert code == 0
    assert json.loads(out) == {"sound": True, "problems": []}


def test_verify_of_an_altered_file_ends_with_four(desk: Desk) -> None:
    altered = bytearray(desk.path.read_bytes())
    altered[len(altered) // 2] ^= 1
    desk.path.write_bytes(altered)

    code, _, err = desk.run("verify")

    assert code == 4
    assert "damaged" in err


def test_verify_says_which_table_is_not_what_the_log_says(desk: Desk) -> None:
    with casefile.open_store(desk.path, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        with store.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE setting SET name = 'Altered'")
        setting = store.setting

    code, out, err = desk.run("verify")

    assert code == 4
    assert out == f"Record {setting} is not what the log says.\n"
    assert "1 problem." in err


def test_doctor_helps_before_there_is_a_case_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = Desk(tmp_path, capsys).run("doctor", "--json")

    assert code == 0
    assert "none yet" in json.loads(out)["case file"]


def test_doctor_needs_no_passphrase_and_names_the_ways_in(desk: Desk) -> None:
    code, out, _ = desk.run("doctor", "--json", passphrase="nothing there")

    found = json.loads(out)
    assert code == 0
    assert found["ways in"] == "passphrase (passphrase), recovery (recovery key)"
    assert "Puddleby" not in out
    assert "A. Tester" not in out


def test_doctor_still_speaks_when_the_keys_have_gone(desk: Desk) -> None:
    (desk.folder / "case.sendtui.keys").unlink()

    code, out, _ = desk.run("doctor", "--json")

    assert code == 0
    assert "is missing" in json.loads(out)["ways in"]


def test_a_keyring_that_is_not_there_is_said_plainly(desk: Desk) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sendtui", "keyring", "--store", str(desk.path),
         "--passphrase-file", desk.at("pass"), "remember"],
        env=environment(PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring"),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stderr.startswith("sendtui: This computer offers no keyring")
    assert desk.run("verify")[0] == 0


KEYRING = """
import keyring, sys
from keyring.backend import KeyringBackend


class Kept(KeyringBackend):
    priority = 9
    kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, secret):
        self.kept[service, name] = secret

    def delete_password(self, service, name):
        del self.kept[service, name]


keyring.set_keyring(Kept())
from sendtui.__main__ import main
store, passphrase = sys.argv[1:3]
opening = ["--store", store, "--passphrase-file", passphrase]
assert main(["keyring", *opening, "remember"]) == 0
assert main(["verify", "--store", store]) == 0, "the keyring opens it"
assert main(["keyring", "--store", store, "forget"]) == 0
assert not Kept.kept
assert main(["verify", "--store", store]) == 3
assert main(["verify", *opening]) == 0
"""


def test_the_keyring_opens_the_file_until_it_is_told_to_forget(desk: Desk) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KEYRING, str(desk.path), desk.at("pass")],
        env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr


def test_help_into_a_pipe_that_closes_makes_no_noise() -> None:
    shell = f'"{sys.executable}" -m sendtui --help | head -n 1'

    ended = subprocess.run(
        shell, shell=True, capture_output=True, text=True, env=environment(), check=False
    )

    assert ended.stderr == ""
