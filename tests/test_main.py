"""The one place where a failure becomes words and an exit code."""

from pathlib import Path

import pytest

from sendtui import paths
from sendtui.__main__ import main


def test_a_mistake_of_the_program_is_owned_up_to_without_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sendtui.commands import doctor

    def fail(_: object) -> dict[str, object]:
        raise ZeroDivisionError("Quillfeather")

    monkeypatch.setattr(doctor, "facts", fail)

    code = main(["doctor"])

    said = capsys.readouterr().err
    report = next(paths.log_folder().glob("crash-*.txt")).read_text(encoding="utf-8")
    assert code == 1
    assert "mistake in the program" in said
    assert "ZeroDivisionError" in report
    assert "Quillfeather" not in said + report


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(["vrify"], 2, "Did you mean “verify”?", id="a verb that is none"),
        pytest.param(["due", "--today", "soon"], 2, "is not a day", id="a day that is none"),
        pytest.param(
            ["due", "--store", "postgresql://a:b@host/x"], 2, "password", id="a password in a URL"
        ),
        pytest.param([], 2, "needs a terminal", id="the app without a terminal"),
    ],
)
def test_words_that_are_off_end_with_usage(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err


def test_a_case_file_that_is_not_there_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", "--store", str(tmp_path / "none"), "--passphrase-file", "x"]) == 1
    assert "sendtui init" in capsys.readouterr().err
