"""The description of all flags, and what shells need to finish them: made from the parsers."""

import json
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from sendtui.__main__ import main
from sendtui.commands import VERBS
from sendtui.commands.completion import SHELLS, script
from sendtui.commands.spec import spec


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, object]]:
    """The description by verb."""
    return {verb["name"]: verb for verb in spec()["verbs"]}


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_every_word_of_a_verb_is_described(told: dict[str, dict[str, object]], verb: str) -> None:
    parser = ArgumentParser(add_help=False)
    import_module(VERBS[verb].module).arguments(parser)

    arguments = told[verb]["arguments"]

    assert isinstance(arguments, list)
    assert [each["name"] for each in arguments] == [each.dest for each in parser._actions]
    assert [each["flags"] for each in arguments] == [
        list(each.option_strings) for each in parser._actions
    ]
    assert all(each["metavar"] for each in arguments if each["takes"] != "nothing")


def test_a_verb_asks_for_no_word_that_it_only_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["arrangement"])

    assert capsys.readouterr().err.endswith("arguments are required: ACT, PUPIL\n")


def test_the_description_is_json_without_a_case_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--spec"]) == 0

    found = json.loads(capsys.readouterr().out)

    assert {verb["name"] for verb in found["verbs"]} == set(VERBS)
    assert {each["flags"][0] for each in found["shared"]} >= {"--store", "--json", "--today"}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_learns_every_verb_and_flag(shell: str) -> None:
    made = script(shell)

    names = {verb["name"] for verb in spec()["verbs"]}
    flags = {f for verb in spec()["verbs"] for each in verb["arguments"] for f in each["flags"]}
    long = {flag.lstrip("-") for flag in flags if flag.startswith("--")}

    assert [name for name in names if name not in made] == []
    assert [flag for flag in long if flag not in made] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["sendtui", "du"], {"due"}),
        (["sendtui", "due", "--lat"], {"--late"}),
        (["sendtui", "--store", "x", "contact", ""], {"list", "add", "answer"}),
        (["sendtui", "completion", "p"], {"powershell"}),
    ],
    ids=["a verb", "a flag", "an act behind a shared option", "a choice"],
)
def test_bash_finishes_a_word(tmp_path: Path, typed: list[str], offered: set[str]) -> None:
    (tmp_path / "made.sh").write_text(script("bash"), encoding="utf-8")
    words = " ".join(f"'{word}'" for word in typed)
    asked = (
        f"source {tmp_path}/made.sh; COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; "
        '_sendtui; printf "%s\\n" "${COMPREPLY[@]}"'
    )

    ended = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)

    assert set(ended.stdout.split()) == offered


@pytest.mark.parametrize(("shell", "flags"), [("zsh", "-n"), ("fish", "--no-execute")])
def test_another_shell_can_read_its_script(tmp_path: Path, shell: str, flags: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (tmp_path / "made").write_text(script(shell), encoding="utf-8")

    assert subprocess.run([shell, flags, str(tmp_path / "made")], check=False).returncode == 0


# The key card


def test_the_card_for_a_program_names_places_and_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--json"]) == 0

    found = {each["place"]: each["keys"] for each in json.loads(capsys.readouterr().out)}

    assert {"key": "F5 u", "does": "Calendar"} in found["Everywhere"]


def test_the_card_is_printed_tagged_and_never_over_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    target = tmp_path / "keys.pdf"

    assert main(["keys", "--pdf", str(target)]) == 0
    assert main(["keys", "--pdf", str(target)]) == 1
    assert "--replace" in capsys.readouterr().err
    with pikepdf.open(target) as made:
        assert made.Root.MarkInfo.Marked
        assert len(made.pages) <= 4


def test_the_words_of_the_program_start_no_screen() -> None:
    asked = (
        "import sys\nfrom sendtui.__main__ import main\n"
        "assert main(['completion', 'bash']) == 0\nassert 'textual' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", asked], check=True, stdout=subprocess.DEVNULL)
